"""Files of automatic water stations as a test writes them, and what was read of them."""

import json
from collections.abc import Sequence
from datetime import datetime

from readers.result import SAMPLE_CELLS, ReadResult
from readers.water_automatic import read

ITEMS = [
    "水温(℃)", "pH(无量纲)", "溶解氧(mg/L)", "电导率(μS/cm)", "浊度(NTU)", "高锰酸盐指数(mg/L)", "氨氮(mg/L)", "总磷(mg/L)",
    "总氮(mg/L)", "叶绿素α(mg/L)", "藻密度(cells/L)",
]  # fmt: skip
HEADER = ["省份", "流域", "断面名称", "监测时间", "水质类别", *ITEMS, "站点情况"]
VALUES = ["20.3", "8.00", "8.68", "393.4", "3.6", "4.23", "0.084", "0.033", "0.62", "*", "--"]
DAILY = ["file_date", "省份", "所在地市", "所属河流", "流域", "断面名称", "监测时间", "水质类别", "站点情况"]
DAY = "water/sections/2020-05-08.csv"


def row(values: Sequence[str] = VALUES, label: str = "05-08 12:00", **more: str) -> list[str]:
    told = {"section": "沙窝", "class": "Ⅳ", "condition": "正常", **more}
    return ["北京市", "海河流域", told["section"], label, told["class"], *values, told["condition"]]


def csv(*rows: Sequence[str], header: Sequence[str] = HEADER) -> bytes:
    return "\n".join(",".join(line) for line in [header, *rows]).encode()


def platform(*rows: Sequence[object]) -> bytes:
    head = [name.replace("(", "<br/><span class='unit'>(").replace(")", ")</span>") for name in HEADER]
    return json.dumps({"result": 1, "thead": head, "tbody": list(rows)}, ensure_ascii=False).encode()


def span(shown: str, title: str) -> str:
    return f"<span data-toggle='tooltip' title='{title}'>{shown}</span>"


def taken(content: bytes, path: str = DAY) -> ReadResult:
    result = read(content, path)
    assert result is not None
    assert result.cells == result.rows.get_column("cells").sum() + result.not_observation + result.empty
    assert dict(result.rows.schema) == SAMPLE_CELLS
    return result


def one(cell: str, item: str = "溶解氧(mg/L)", path: str = DAY, **more: str) -> dict[str, object]:
    """A file whose only filled cell is this one, as read."""
    values = [cell if name == item else "--" for name in ITEMS]
    (only,) = taken(csv(row(values, **more)), path).rows.iter_rows(named=True)
    return only


def moments(result: ReadResult) -> set[datetime | None]:
    return set(result.rows.get_column("moment"))


def daily(shown: str, unrounded: str, file_date: str = "2020-05-08", label: str = "05-08 15:00") -> bytes:
    names = ["水温", "pH", "溶解氧"]
    header = [*DAILY, *names, *(f"{name}_原始值" for name in names)]
    line = [
        file_date,
        "甘肃省",
        "兰州市",
        "黄河",
        "黄河流域",
        "新城桥",
        label,
        "劣Ⅴ",
        "维护",
        shown,
        "--",
        "*",
        unrounded,
    ]
    return csv([*line, "", ""], header=header)
