"""Mutations of landed files: of bytes, of lines, of cells, of the parts of a workbook. Seeded, one after the other."""

import io
import random
import zipfile
from collections.abc import Callable
from typing import Final

Mutation = Callable[[bytes, random.Random], bytes]
ODD_CELLS: Final = (
    "", " ", "-", "NaN", "inf", "-1", "1e308", "9" * 40, "0.0000000000000001", "1,5", "12.5,3", "１２", "一", "true",
    "#REF!",
    "0.025L", "<0.01", ">24000", "未检出", "断流", "2024-02-30", "2024年13月", "24:00", "0001-01-01",
    "9999-12-31", "\0",
    '"',
    "=1+1", "'", "\ufeff", "𝟙", "合计", "王家摆", "Ⅳ", "劣Ⅴ", "kg", "100%", "x" * 5000,
    "1 000", "٣", "-0", "1.2.3", "²",
)  # fmt: skip
ENCODINGS: Final = ("gb18030", "utf-8-sig", "utf-16", "latin-1", "big5", "utf-32")


def lines_of(content: bytes) -> list[bytes]:
    return content.split(b"\n")


def flip(content: bytes, rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 2, 8, 64)) if changed else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def cut(content: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def drop_piece(content: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(content) + 1)
    return content[:start] + content[start + rng.randrange(200) :]


def zero_bytes(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + b"\0" * rng.choice((1, 16, 4096)) + content[at:]


def line(content: bytes, rng: random.Random) -> bytes:
    """A line twice, gone, or at another's place; the header is one like any other."""
    lines = lines_of(content)
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    what = rng.randrange(3)
    if what == 0:
        lines.insert(other, lines[one])
    elif what == 1:
        del lines[one]
    else:
        lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def cell(content: bytes, rng: random.Random) -> bytes:
    """One cell of a text file becomes an odd one."""
    lines = lines_of(content)
    at = rng.choice((0, rng.randrange(len(lines)), rng.randrange(len(lines))))
    cells = lines[at].split(b",")
    cells[rng.randrange(len(cells))] = rng.choice(ODD_CELLS).encode()
    lines[at] = b",".join(cells)
    return b"\n".join(lines)


def columns(content: bytes, rng: random.Random) -> bytes:
    """Two columns change places, in the header alone or throughout."""
    lines = lines_of(content)
    width = len(lines[0].split(b","))
    one, other = rng.randrange(width), rng.randrange(width)
    for at in range(1 if rng.random() < 0.5 else len(lines)):
        cells = lines[at].split(b",")
        if len(cells) == width:
            cells[one], cells[other] = cells[other], cells[one]
            lines[at] = b",".join(cells)
    return b"\n".join(lines)


def separator(content: bytes, rng: random.Random) -> bytes:
    return content.replace(b",", rng.choice((b";", b"\t", b"|", b",,", "，".encode())))


def decimal_comma(content: bytes, rng: random.Random) -> bytes:
    return content.replace(b".", b",") if rng.random() < 0.5 else content.replace(b".", b",", rng.randrange(1, 9))


def encoding(content: bytes, rng: random.Random) -> bytes:
    return content.decode("utf-8", "replace").encode(rng.choice(ENCODINGS), "replace")


def line_ends(content: bytes, rng: random.Random) -> bytes:
    return content.replace(b"\n", rng.choice((b"\r\n", b"\r", b"\n\n", b"\n\r")))


def quotes(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + b'"' * rng.randrange(1, 4) + content[at:]


def digits(content: bytes, rng: random.Random) -> bytes:
    """A run of digits becomes a huge number."""
    at = next((n for n in range(rng.randrange(len(content) + 1), len(content)) if 48 <= content[n] <= 57), None)
    return content if at is None else content[:at] + b"9" * rng.choice((5, 20, 400)) + content[at:]


def in_workbook(content: bytes, rng: random.Random, change: Mutation) -> bytes:
    """Change one part inside an .xlsx, and pack it anew."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        told = [name for name in names if "sheet" in name or "sharedStrings" in name] or names
        chosen = rng.choice(told)
        for name in names:
            part = old.read(name)
            new.writestr(name, change(part, rng) if name == chosen else part)
    return packed.getvalue()


def sheet_cell(part: bytes, rng: random.Random) -> bytes:
    """A value of a sheet or of its shared words becomes an odd one; an address of a cell becomes another."""
    for mark, end in rng.sample(((b"<v>", b"</v>"), (b"<t>", b"</t>"), (b' r="', b'"')), 3):
        places = part.split(mark)
        if len(places) > 1:
            at = rng.randrange(1, len(places))
            _, _, rest = places[at].partition(end)
            odd = (
                rng.choice(("A1", "XFD1", "A99999", "ZZZZ9", "A0", "B2")) if mark == b' r="' else rng.choice(ODD_CELLS)
            )
            places[at] = odd.replace("<", "&lt;").replace("\0", "").encode() + end + rest
            return mark.join(places)
    return part


OF_TEXT: Final[tuple[Mutation, ...]] = (
    flip, cut, drop_piece, zero_bytes, line, cell, cell, cell, columns, separator, decimal_comma, encoding, line_ends,
    quotes,
    digits,
)  # fmt: skip
OF_BYTES: Final[tuple[Mutation, ...]] = (flip, cut, drop_piece, zero_bytes)
OF_PARTS: Final[tuple[Mutation, ...]] = (sheet_cell, sheet_cell, sheet_cell, flip, cut, drop_piece, digits)


def mutated(content: bytes, rng: random.Random) -> bytes:
    """A file after one to three mutations of its kind."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        if not content:
            return content
        if content.startswith(b"PK") and rng.random() < 0.85 and zipfile.is_zipfile(io.BytesIO(content)):
            try:
                content = in_workbook(content, rng, rng.choice(OF_PARTS))
            except Exception:
                content = flip(content, rng)
        else:
            binary = content.startswith((b"PK", b"PAR1", b"\x1f\x8b"))
            content = rng.choice(OF_BYTES if binary else OF_TEXT)(content, rng)
    return content
