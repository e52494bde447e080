"""How `tzeco explain` prints a level: a table that fits the terminal, or lines where a table would take a minute."""

import io
from typing import Any

import pytest
from rich.console import Console

from reports.explain import Explanation
from reports.explain_print import rendered

SOURCE = "air/hourly/2024/beijing_all_20240101.csv"


def hour(number: int) -> dict[str, Any]:
    """An hour, as the macro gives it; the unit and what it adds are left out."""
    return {
        "level": "hours", "key": f"h{number}", "parent": None, "label_zh": f"第{number}时", "label_en": f"hour {number}",
        "value": 34.0, "unit": None, "text": "realtime", "used": True, "adds": None, "count_used": None, "count_all": None,
        "why_zh": None, "why_en": None, "source_file": SOURCE, "source_row": number, "source_column": "通州东关",
        "origin": "real",
    }  # fmt: skip


def step(number: int, level: str, rows: int) -> dict[str, Any]:
    """A step as the macro numbers it; the level stands for its name."""
    return {"step": number, "level": level, "level_zh": level, "level_en": level, "rule_zh": "规则", "rule_en": "rule",
            "standard": "", "rows": rows, "used": rows, "not_used": 0}  # fmt: skip


def explained(*steps: dict[str, Any], rows: list[dict[str, Any]]) -> list[str]:
    """The lines of an explanation on a narrow terminal."""
    name = {"indicator_id": "air_pm25_annual_mean", "name_zh": "PM2.5年均浓度", "name_en": "PM2.5 annual mean"}
    found = Explanation(name, name, 2024, list(steps), rows, {"version": "v", "published_at": "t"}, complete=True)
    text = io.StringIO()
    Console(file=text, width=60).print(rendered(found), crop=False)
    return text.getvalue().splitlines()


def printed(hours: int) -> list[str]:
    """The lines of an explanation of so many hours."""
    return explained(step(1, "hours", hours), rows=[hour(number) for number in range(1, hours + 1)])


def test_printed_steps_are_numbered_without_gaps_where_a_level_has_no_rows() -> None:
    """A year that has ended has no outlook, which is step 2 of every indicator."""
    lines = explained(step(1, "status", 0), step(3, "value", 0), step(4, "hours", 0), rows=[])
    assert [line.split()[:2] for line in lines if "[" in line] == [["1", "status"], ["2", "value"], ["3", "hours"]]


def test_a_level_of_more_than_two_thousand_rows_is_lines_that_are_neither_folded_nor_cut() -> None:
    lines = printed(2001)
    head = lines.index("对象\t数值\t结果\t采用\t文件与行")
    assert lines[head + 1] == f"第1时\t34\trealtime\t✓\t{SOURCE}:1 通州东关"
    assert lines[head + 2001].startswith("第2001时\t")
    assert lines[head + 2002] == ""


@pytest.mark.parametrize("hours", [1, 2000])
def test_a_level_of_up_to_two_thousand_rows_is_a_table_that_fits_the_terminal(hours: int) -> None:
    lines = printed(hours)
    assert not [line for line in lines if "\t" in line]
    assert sum("realtime" in line for line in lines) == hours
