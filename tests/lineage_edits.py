"""Files of the landing zone with the cells below a header otherwise, all else as it was: text, and the sheets of workbooks."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

SHEET: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NUMBER: Final = r"-?\d+(\.\d+)?"
ENCODINGS: Final = ("utf-8-sig", "gb18030")

Edit = Callable[[str], str]
"""What a cell says, and what it says instead."""


def edit_below(path: Path, header: str, edit: Edit) -> int:
    """Edit the cells of the columns of a CSV file or workbook whose header the pattern matches; gives how many differ."""
    pattern, content = re.compile(header), path.read_bytes()
    changed, count = (edited_workbook if path.suffix == ".xlsx" else edited_text)(content, pattern, edit)
    if count:
        path.write_bytes(changed)
    return count


def edited_text(content: bytes, pattern: re.Pattern[str], edit: Edit) -> tuple[bytes, int]:
    """A CSV file, whose header stands in any row."""
    encoding = next(one for one in ENCODINGS if decodes(content, one))
    rows = list(csv.reader(io.StringIO(content.decode(encoding), newline="")))
    after, places = list[list[str]](), set[int]()
    for row in rows:
        named = {place for place, cell in enumerate(row) if pattern.match(cell)}
        places |= named
        below = set[int]() if named else places
        after.append([edit(cell) if place in below and cell else cell for place, cell in enumerate(row)])
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n" if b"\r\n" in content else "\n").writerows(after)
    marked = encoding if content.startswith(b"\xef\xbb\xbf") else encoding.removesuffix("-sig")
    return text.getvalue().encode(marked), sum(
        one != other for row, new in zip(rows, after, strict=True) for one, other in zip(row, new, strict=True)
    )


def edit_rows(path: Path, kind: str, edit: Edit) -> int:
    """Edit the values of the stations in the rows of a file of hourly air whose pollutant the pattern matches; gives
    how many differ."""
    head, *rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    first, kinds = head.index("type") + 1, re.compile(kind)
    after = [
        [*row[:first], *(edit(cell) if cell else cell for cell in row[first:])]
        if kinds.fullmatch(row[first - 1])
        else row
        for row in rows
    ]
    path.write_text("".join(",".join(row) + "\n" for row in (head, *after)), "utf-8")
    return sum(one != other for row, new in zip(rows, after, strict=True) for one, other in zip(row, new, strict=True))


def decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def edited_workbook(content: bytes, pattern: re.Pattern[str], edit: Edit) -> tuple[bytes, int]:
    """A workbook, whose header stands in any row of a sheet."""
    packed, count = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        words = shared_words(old)
        for item in old.infolist():
            part = old.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                tree = ElementTree.fromstring(part)
                count += sum(below(tree, words, pattern, edit))
                part = ElementTree.tostring(tree)
            new.writestr(item, part)
    return packed.getvalue(), count


def shared_words(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    tree = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(text.text or "" for text in one.iter(f"{SHEET}t")) for one in tree.iter(f"{SHEET}si")]


def below(sheet: ElementTree.Element, words: list[str], pattern: re.Pattern[str], edit: Edit) -> Iterator[int]:
    """1 for each cell that is edited."""
    chosen = set[str]()
    for cell in sheet.iter(f"{SHEET}c"):
        column, text = cell.attrib["r"].rstrip("0123456789"), text_of(cell, words)
        if pattern.match(text) and cell.get("t") == "s":
            chosen.add(column)
        elif column in chosen and text and (after := edit(text)) != text:
            write(cell, after)
            yield 1


def text_of(cell: ElementTree.Element, words: list[str]) -> str:
    value = cell.findtext(f"{SHEET}v") or ""
    return words[int(value)] if cell.get("t") == "s" and value else value


def write(cell: ElementTree.Element, text: str) -> None:
    """The text as a cell of its sheet: a number where it was one and is one."""
    for child in list(cell):
        cell.remove(child)
    if cell.get("t") != "s" and re.fullmatch(NUMBER, text):
        ElementTree.SubElement(cell, f"{SHEET}v").text = text
        return
    cell.set("t", "inlineStr")
    ElementTree.SubElement(ElementTree.SubElement(cell, f"{SHEET}is"), f"{SHEET}t").text = text


def edit_named(name: str, every: int) -> Edit:
    """`x 1.5`: that many times a number; `days 40`: so many days later; `= word`: the word; `word W`: a word for a number; `move`: what stood in the
    cell above. Of the cells each second, third … only where `every` says so."""
    what, _, with_ = name.partition(" ")
    edits: dict[str, Callable[[], Edit]] = {
        "x": lambda: times(float(with_)),
        "days": lambda: later(int(with_)),
        "=": lambda: lambda _cell: with_,
        "word": lambda: lambda cell: with_ if re.fullmatch(NUMBER, cell) else cell,
        "move": moved,
    }
    edit, count = edits[what](), iter(range(1_000_000))
    return lambda cell: edit(cell) if next(count) % every == 0 else cell


def times(factor: float) -> Edit:
    """A number becomes a larger or smaller one, whole where it was whole."""

    def edit(cell: str) -> str:
        if not re.fullmatch(NUMBER, cell):
            return cell
        return (
            f"{float(cell) * factor:.4f}".rstrip("0").rstrip(".") if "." in cell else str(round(float(cell) * factor))
        )

    return edit


def later(days: int) -> Edit:
    """A date, as text or as a number of a workbook, becomes a later one."""

    def edit(cell: str) -> str:
        if re.fullmatch(r"\d{5}", cell):
            return str(int(cell) + days)
        found = re.fullmatch(r"(\d{4}-\d\d-\d\d)(.*)", cell)
        return f"{date.fromisoformat(found[1]) + timedelta(days)}{found[2]}" if found else cell

    return edit


def moved() -> Edit:
    """Each cell says what the one above it said."""
    above: list[str] = []

    def edit(cell: str) -> str:
        above.append(cell)
        return above[-2] if len(above) > 1 else cell

    return edit
