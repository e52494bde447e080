"""The demonstration of water, written once for all tests of a process, and its cells."""

import atexit
import csv
import io
import re
import shutil
import tempfile
from fractions import Fraction
from functools import cache
from importlib import resources
from pathlib import Path

from demo import water
from demo.summary import DemoSummary
from readers.workbook import sheets

YEARS = (2020, 2021, 2022, 2023, 2024)
# GB 3838-2002 table 1, rivers: upper limits of classes I to V, lower ones for dissolved oxygen.
LIMITS = {
    "溶解氧": ("7.5", "6", "5", "3", "2"),
    "高锰酸盐指数": ("2", "4", "6", "10", "15"),
    "化学需氧量": ("15", "15", "20", "30", "40"),
    "五日生化需氧量": ("3", "3", "4", "6", "10"),
    "氨氮": ("0.15", "0.5", "1.0", "1.5", "2.0"),
    "总磷": ("0.02", "0.1", "0.2", "0.3", "0.4"),
    "铜": ("0.01", "1", "1", "1", "1"),
    "锌": ("0.05", "1", "1", "2", "2"),
    "氟化物": ("1", "1", "1", "1.5", "1.5"),
    "硒": ("0.01", "0.01", "0.01", "0.02", "0.02"),
    "砷": ("0.05", "0.05", "0.05", "0.1", "0.1"),
    "汞": ("0.00005", "0.00005", "0.0001", "0.001", "0.001"),
    "镉": ("0.001", "0.005", "0.005", "0.005", "0.01"),
    "六价铬": ("0.01", "0.05", "0.05", "0.05", "0.1"),
    "铅": ("0.01", "0.01", "0.05", "0.05", "0.1"),
    "氰化物": ("0.005", "0.05", "0.2", "0.2", "0.2"),
    "挥发酚": ("0.002", "0.002", "0.005", "0.01", "0.1"),
    "石油类": ("0.05", "0.05", "0.05", "0.5", "1"),
    "阴离子表面活性剂": ("0.2", "0.2", "0.2", "0.3", "0.3"),
    "硫化物": ("0.05", "0.1", "0.2", "0.5", "1"),
}
PRECEDENT = ("溶解氧", "高锰酸盐指数", "氨氮", "总磷")


@cache
def written() -> tuple[Path, DemoSummary]:
    """The folder of all files, and what was written."""
    raw = Path(tempfile.mkdtemp(prefix="tzeco-demo-water-"))
    atexit.register(shutil.rmtree, raw, ignore_errors=True)
    return raw, water.generate(raw)


def tables(path: Path) -> list[tuple[str, list[list[str]]]]:
    """The sheets of a workbook, or a CSV in either encoding as one sheet."""
    content = path.read_bytes()
    if path.suffix == ".xlsx":
        return sheets(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    return [("", list(csv.reader(io.StringIO(text))))]


def manual_cells(path: Path) -> list[tuple[str, int, str, str]]:
    """Section, month, item, cell of one manual file of any of the forms."""
    out = []
    for name, rows in tables(path):
        top = next(i for i, row in enumerate(rows) if any(c.startswith(("氨氮(", "监测值")) for c in row))
        names = [c or above for c, above in zip(rows[top], rows[max(top - 1, 0)], strict=True)]
        at = {title.split("(")[0]: column for column, title in enumerate(names) if title}
        month = int(name[:-1]) if re.fullmatch(r"\d+月", name) else 0
        for row in rows[top + 1 :]:
            cells = dict(zip(at, (row[column] if column < len(row) else "" for column in at.values()), strict=True))
            when = cells.get("监测月份") or cells.get("月份") or ""
            if cells.get("采样日期"):
                month = int(cells["采样日期"][5:7])
            elif when:
                month = int(re.findall(r"\d+", when)[-1])
            section = cells["断面名称"]
            if not section or section in ("平均", "合计"):
                continue
            if "监测项目" in cells and "监测值" in cells:
                out.append((section, month, cells["监测项目"], cells["监测值"]))
                continue
            out += [(section, month, item, cells[item]) for item in cells if item in LIMITS or item in ("pH", "水温")]
    return out


def number(cell: str) -> Fraction | None:
    """The value of a cell, half of a detection limit, None for what is no sound number."""
    if re.fullmatch(r"\d+(\.\d+)?L", cell):
        return Fraction(cell[:-1]) / 2
    return Fraction(cell) if re.fullmatch(r"\d+(\.\d+)?", cell) else None


def registry() -> list[dict[str, str]]:
    text = resources.files("store.reference_defaults").joinpath("sections.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def listed() -> list[str]:
    return [row["name_zh"] for row in registry() if row["in_plan_list"] == "1"]
