"""Lines of land-cover tables: which product and class an area is of, and lines that are totals."""

from pathlib import PurePosixPath
from typing import Any, Final

from readers.ledger_form import ledger_form, spelled
from readers.ledger_table import is_total
from standards.ecology_land import OWN_CLASSES, class_key, ei_class, own_names, plain

BETWEEN: Final = "|"
"""Stands in `part` between product, code and class."""


def land_rows(line: list[dict[str, Any]], path: str) -> tuple[list[dict[str, Any]], int, int]:
    """The cells of a line with product, code and class as their part; a total is no observation.

    A class that the product does not have sets the whole line aside (`unknown_class`), as does a product of another
    name than the known ones.
    """
    cells = {row["item"]: row for row in line}
    code, name = (cells[item]["raw"].strip() if item in cells else "" for item in ("CLASS", "CLASS_NAME"))
    if is_total(code) or is_total(name):
        return [], len(line), 0
    product, stated = product_of(cells, path, code, name), cells.get("PRODUCT")
    found = ei_class(product, code, name)
    if stated is not None and stated["rule"] == "unknown_word":
        return [refused(row, "unknown_word", stated["raw"]) for row in line], 0, 0
    if found is None:
        context = " ".join(text for text in (product or "no product", code, name) if text)
        return [refused(row, "unknown_class", context) for row in line], 0, 0
    part = BETWEEN.join((product, class_key(code, name, found), found))
    return [{**row, "part": part} for row in line], 0, 0


def product_of(cells: dict[str, dict[str, Any]], path: str, code: str, name: str) -> str:
    """The product that a line names, else its file's name, else that of the standard's own classes; empty for none."""
    stated = cells.get("PRODUCT")
    if stated is not None and stated["text"]:
        return str(stated["text"])
    words = ledger_form("ecology_land_cover").fields["PRODUCT"].words
    file = spelled(PurePosixPath(path).name)
    named = {product for word, product in words.items() if len(word) > 3 and word in file}
    if len(named) == 1:
        return named.pop()
    return OWN_CLASSES if plain(name) in own_names() or plain(code) in own_names() else ""


def refused(row: dict[str, Any], rule: str, context: str) -> dict[str, Any]:
    """A cell of a line that can't be booked; a rule of its own stays."""
    return row if row["rule"] else {**row, "value": None, "text": None, "rule": rule, "context": context}
