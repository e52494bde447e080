"""Workbooks and packed files that would fill the memory when opened, refused by the limits of
`formats/workbook_limits.toml` before they are."""

import io
import re
import tomllib
import zipfile
import zlib
from functools import cache
from importlib import resources
from typing import Final

from readers.text import Unreadable

FILLED: Final = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\sr=["']([A-Za-z]+)([0-9]+)["'][^>]*(?<!/)>""")
"""A cell with something in it: column and row."""

UNNAMED: Final = re.compile(rb"<(?:\w+:)?c(?:\s+(?!r=)[^>\s]+)*\s*>")
"""A cell that does not say where it stands: its row does."""

ROWS: Final = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\sr=["']([0-9]+)["']""")
TEXT: Final = re.compile(rb"<(?:\w+:)?(?:t|v)\b[^>]*>([^<]*)<")
LOCAL_HEADER: Final = 30


@cache
def limits() -> dict[str, int]:
    """The limits by name."""
    text = resources.files("readers.formats").joinpath("workbook_limits.toml").read_text("utf-8")
    return {name: int(value) for name, value in tomllib.loads(text).items()}


def refuse_outsized(content: bytes) -> None:
    """Raises Unreadable where an .xlsx is larger, unpacked, than a table can be; a broken one is left to its reader."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = book.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return
    left = limits()["unpacked_bytes"]
    for part in parts:
        unpacked = unpacked_part(content, part, left)
        left -= len(unpacked)
        if "sheet" in part.filename.lower():
            refuse_wide(unpacked, part.filename)
        refuse_long_cells(unpacked, part.filename)


def unpacked_part(content: bytes, part: zipfile.ZipInfo, left: int) -> bytes:
    """The bytes of a part, whatever it says of its size. Raises Unreadable beyond the limits."""
    start = part.header_offset + LOCAL_HEADER
    names = content[start - 4 : start]
    start += int.from_bytes(names[:2], "little") + int.from_bytes(names[2:], "little")
    packed = content[start : start + part.compress_size]
    if part.compress_type != zipfile.ZIP_DEFLATED:
        return packed
    most = limits()
    try:
        unpacked = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, left + 1)
    except zlib.error:
        return b""
    if len(unpacked) > left:
        raise too_large(
            f"more than {most['unpacked_bytes']:,} bytes when unpacked", f"解压后超过{most['unpacked_bytes']:,}字节"
        )
    ratio = len(unpacked) / max(1, len(packed))
    if len(unpacked) >= most["ratio_from_bytes"] and ratio > most["part_ratio"]:
        raise too_large(
            f"{part.filename} is packed {ratio:,.0f} to one, {most['part_ratio']} are allowed",
            f"{part.filename}压缩比{ratio:,.0f}，最多{most['part_ratio']}",
        )
    return unpacked


def refuse_wide(sheet: bytes, name: str) -> None:
    """Raises Unreadable where the outermost cells of a sheet span more than a table can have: every cell between them
    takes memory."""
    filled = [(column_number(column), int(row[:9])) for column, row in FILLED.findall(sheet)]
    if not filled:
        return
    rows = [row for _, row in filled]
    if UNNAMED.search(sheet):
        rows += [int(row[:9]) for row in ROWS.findall(sheet)]
    columns = [column for column, _ in filled]
    width, most = max(columns) - min(columns) + 1, limits()
    spanned = (max(rows) - min(rows) + 1) * width
    if spanned > most["sheet_cells"] or width > most["sheet_columns"]:
        raise too_large(
            f"the cells of {name} span {spanned:,} places over {width:,} columns, {most['sheet_cells']:,} and "
            f"{most['sheet_columns']:,} are allowed; clear what stands far from the table (outermost row "
            f"{max(rows):,}, column {max(columns):,})",
            f"{name}的单元格散布于{spanned:,}个位置、{width:,}列，最多{most['sheet_cells']:,}个、"
            f"{most['sheet_columns']:,}列；请清除远离表格的内容，最远在第{max(rows):,}行第{max(columns):,}列",
        )


def refuse_long_cells(part: bytes, name: str) -> None:
    """Raises Unreadable where a cell has more characters than a workbook can have."""
    most = limits()["cell_characters"]
    for found in TEXT.finditer(part):
        if len(found[1]) > most and len(found[1].decode(errors="replace")) > most:
            raise too_large(f"a cell in {name} has more than {most:,} characters", f"{name}有单元格超过{most:,}个字符")


def column_number(letters: bytes) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters[:7].upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def too_large(reason: str, reason_zh: str) -> Unreadable:
    text = f"the workbook is too large to be opened ({reason}); save the table alone."
    return Unreadable("too_large", text, reason_zh)
