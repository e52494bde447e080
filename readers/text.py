"""From bytes to a table of text: encodings, compression, ragged lines, header rows. Nothing is cast here."""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

import polars as pl

ROW: Final = "source_row"
TITLE_ROWS: Final = 10
"""How many rows from the top may stand above the header."""

QUOTED_LINES: Final = 5
"""Over how many lines a quoted cell may run; a quote that stays open longer is a fault of its own line."""

KEPT: Final = 500
"""How many characters of a broken line are kept."""

TAME_QUOTES: Final = re.compile(r'(?:^|(?<=,))"[^",\n]*"(?=,|$)', re.MULTILINE)
REPEATED: Final = r" ?\(column [0-9]+\)$"
"""The position that a repeated or empty header is given."""

BROKEN: Final = "\ufffd"
"""What stands for bytes that are no character."""

MOST_BROKEN: Final = 100
"""A text has at most one broken character in this many; else it is no text of the encoding."""

MOST_UNPACKED: Final = 1 << 28
"""How many bytes a gzip file may have when unpacked: a national year by hour has half of them."""

UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
CUT_OFF: Final = {"unexpected end of data", "incomplete multibyte sequence", "truncated data"}


class Unreadable(ValueError):
    """A file that can't be read as a whole: rule and message for its one quarantine row. `found_zh`: what is particular
    to this file, in Chinese; the rule's own words stand in `quality/quarantine_rules.csv`."""

    def __init__(self, rule: str, message: str, found_zh: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        self.found_zh = found_zh


@dataclass(frozen=True)
class TextTable:
    """A file as text columns, with the line of each row; `ragged` are lines with another number of cells."""

    frame: pl.DataFrame
    encoding: str
    ragged: list[tuple[int, str]] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        return [name for name in self.frame.columns if name != ROW]


def decompressed(content: bytes) -> bytes:
    """The content, unpacked if it is gzip. Raises Unreadable where it breaks off or is larger than a table can be."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            unpacked = packed.read(MOST_UNPACKED + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise Unreadable("broken_gzip", f"the compressed file breaks off ({error}); fetch it again.") from error
    if len(unpacked) > MOST_UNPACKED:
        raise Unreadable(
            "too_large",
            f"the compressed file has more than {MOST_UNPACKED:,} bytes; land it in parts.",
            f"解压后超过{MOST_UNPACKED:,}字节",
        )
    return unpacked


def decoded(content: bytes) -> tuple[str, str]:
    """Text and the name of its encoding: UTF-8 with or without mark, else GB18030; every line end as one character.

    In a file that is neither, single broken bytes are marked and stay in their cells, if they are few.
    """
    if is_binary(content):
        raise Unreadable("not_text", "the file is binary, not CSV; check where it came from.")
    utf8 = "UTF-8-BOM" if content.startswith(b"\xef\xbb\xbf") else "UTF-8"
    utf16 = content.startswith(UTF16_MARKS)
    codecs = {"utf-16": "UTF-16"} if utf16 else {"utf-8-sig": utf8, "gb18030": "GB18030"}
    whole = next(((text, codec) for codec in codecs if (text := text_in(content, codec)) is not None), None)
    text, codec = whole or min(mended(content, codecs), key=lambda pair: pair[0].count(BROKEN))
    if not whole and text.count(BROKEN) * MOST_BROKEN > len(text):
        raise Unreadable("unknown_encoding", "the file is neither UTF-8 nor GB18030 text; save it as UTF-8 CSV.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), codecs[codec]


def mended(content: bytes, codecs: Iterable[str]) -> list[tuple[str, str]]:
    """The content in each encoding, with a mark in place of what is not in it."""
    return [(content.decode(codec, errors="replace"), codec) for codec in codecs]


def is_binary(content: bytes) -> bool:
    """Whether zero bytes stand among the first ones; at the end of a file (what a crash leaves) they prove nothing."""
    top = content[:4096].rstrip(b"\0")
    return (not top and bool(content)) or (b"\0" in top and not content.startswith(UTF16_MARKS))


def text_in(content: bytes, codec: str) -> str | None:
    """The content in one encoding, None where it is not in it.

    A last character that breaks off, as in a file cut short, is marked and stays: its line is looked at like any other.
    """
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        if error.reason not in CUT_OFF or error.start < len(error.object) - 4:
            return None
        return error.object[: error.start].decode(codec) + BROKEN


def first_rows(text: str) -> list[list[str]]:
    """The first rows of a text file, split at commas: enough to recognise its header."""
    top = text.split("\n", TITLE_ROWS * QUOTED_LINES)[: TITLE_ROWS * QUOTED_LINES]
    return [cells(record) for _, record in islice(records(top), TITLE_ROWS)]


def records(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Each record with the number of its first line (from 1): a line, or the lines over which a quoted cell runs."""
    index = 0
    while index < len(lines):
        span = quoted_span(lines, index)
        yield index + 1, "\n".join(lines[index : index + span])
        index += span


def quoted_span(lines: list[str], index: int) -> int:
    """How many lines a record takes: more than one only where its quotes close within a few lines."""
    quotes = lines[index].count('"')
    if quotes % 2 == 0:
        return 1
    for span in range(2, QUOTED_LINES + 1):
        quotes += lines[index + span - 1].count('"') if index + span <= len(lines) else 0
        if quotes % 2 == 0 and index + span <= len(lines):
            return span
    return 1


def cells(record: str) -> list[str]:
    """The cells of a record; a record that is no CSV is one cell."""
    try:
        return next(csv.reader([record]), [])
    except csv.Error:
        return [record]


def table(text: str, encoding: str, header_row: int) -> TextTable:
    """The whole file as text columns below its header row (0-based).

    Regular files, whose lines all have the header's number of commas, go through the fast parser at once; otherwise
    each line is looked at, and those with another number of cells are set aside with their number.
    """
    lines = text.split("\n")
    body = lines[header_row:]
    while body and not body[-1].strip():
        body.pop()
    commas = body[0].count(",")
    if all(line.count(",") == commas for line in body) and quotes_are_tame(text):
        names = unique_names(cells(body[0]))
        return TextTable(parsed(body[1:], names, range(header_row + 2, header_row + 1 + len(body))), encoding)
    return careful_table(lines, header_row, encoding)


def quotes_are_tame(text: str) -> bool:
    """Whether every quote belongs to a quoted cell without comma, quote or line break in it."""
    return text.count('"') == 2 * sum(1 for _ in TAME_QUOTES.finditer(text))


def careful_table(lines: list[str], header_row: int, encoding: str) -> TextTable:
    """Text columns of an irregular file, with the lines whose number of cells differs set aside. Blank lines go."""
    numbered = list(records(lines))
    names = unique_names(cells(numbered[header_row][1]))
    good: list[str] = []
    numbers: list[int] = []
    ragged: list[tuple[int, str]] = []
    for number, record in split_where_ragged(numbered[header_row + 1 :], len(names)):
        if not record.strip():
            continue
        row = cells(record) if '"' in record else record.split(",")
        if len(row) == len(names):
            good.append(quoted(row) if '"' in record else record)
            numbers.append(number)
        else:
            ragged.append((number, re.sub("\0+", BROKEN, record)[:KEPT]))
    return TextTable(parsed(good, names, numbers), encoding, ragged)


def split_where_ragged(numbered: list[tuple[int, str]], width: int) -> Iterator[tuple[int, str]]:
    """The records; one over several lines is taken line by line where it has not the header's cells or one of its
    later lines has them alone, so that stray quotes cost no line but their own."""
    for number, record in numbered:
        lines = record.split("\n")
        if len(lines) > 1 and (len(cells(record)) != width or any(len(cells(line)) == width for line in lines[1:])):
            yield from enumerate(lines, start=number)
        else:
            yield number, record


def quoted(row: list[str]) -> str:
    """Cells as one CSV record, each of them quoted."""
    out = io.StringIO()
    csv.writer(out, lineterminator="", quoting=csv.QUOTE_ALL).writerow(row)
    return out.getvalue()


def parsed(good: list[str], names: list[str], numbers: range | list[int]) -> pl.DataFrame:
    """Text columns of records that are known to be regular, each with its line."""
    schema = {name: pl.String() for name in names}
    if not good:
        return pl.DataFrame(schema={**schema, ROW: pl.Int64()})
    frame = pl.read_csv(
        "\n".join(good).encode(), has_header=False, schema=schema, infer_schema=False, empty_string_is_null=False
    )
    return frame.with_columns(pl.Series(ROW, numbers, dtype=pl.Int64()))


def unique_names(header: list[str]) -> list[str]:
    """Header cells, stripped; a repeated or empty name gets its position, so that no column is lost."""
    seen: set[str] = set()
    names = []
    for position, cell in enumerate(header, start=1):
        name = cell.strip().strip("\ufeff")
        if not name or name in seen or name == ROW:
            name = f"{name} (column {position})".strip()
        seen.add(name)
        names.append(name)
    return names


def written_header(name: str) -> str:
    """The header as the file has it, without the position that a repeated name was given."""
    return re.sub(REPEATED, "", name)
