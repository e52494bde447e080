"""Planted wrong values: every slip is one, good data are not touched, and what a night shows is counted as it should be."""

import random

import pytest

from torture.planted import Data, Found, Signs, told
from torture.planting import AIR, WATER, Slip, Tables

HOURS: Tables = {"air/hourly/beijing_all_20240401.csv": [
    ["date", "hour", "type", "通州东关", "通州永顺"],
    *(["20240401", str(hour), item, f"{level + hour}", f"{level + 2 * hour}"]
      for hour in range(24) for item, level in (("PM2.5", 30), ("PM10", 60), ("CO", 1), ("O3", 80), ("NO2", 20),
                                                ("SO2", 3))),
]}  # fmt: skip
MARCH: Tables = {"air/hourly/beijing_all_20240301.csv": [
    HOURS["air/hourly/beijing_all_20240401.csv"][0],
    *(["20240301", *row[1:3], "7", "8"] for row in HOURS["air/hourly/beijing_all_20240401.csv"][1:]),
]}  # fmt: skip
ITEMS = ["断面名称", "采样日期", "氨氮(mg/L)", "总磷(mg/L)", "总氮(mg/L)", "高锰酸盐指数(mg/L)", "化学需氧量(mg/L)"]
SAMPLES: Tables = {"a": [ITEMS, *([name, "2024-04-01", f"0.{n}", f"0.1{n}", f"5.{n}", f"4.{n}", f"1{n}"]
                                  for n, name in enumerate(("王家摆", "东关大桥", "吴村"), 1))]}  # fmt: skip
EARLIER: Tables = {"b": [ITEMS, *([name, "2024-03-01", "0.9", "0.2", "6", "5", "20"]
                                  for name in ("王家摆", "东关大桥", "吴村"))]}  # fmt: skip


@pytest.mark.parametrize(
    ("slip", "good", "before"),
    [*((slip, HOURS, MARCH) for slip in AIR), *((slip, SAMPLES, EARLIER) for slip in WATER)],
    ids=lambda one: f"{one.kind}-{one.name}" if isinstance(one, Slip) else "",
)
def test_every_slip_makes_good_tables_wrong(slip: Slip, good: Tables, before: Tables) -> None:
    wrong = {path: [list(row) for row in table] for path, table in good.items()}
    slip.plant(wrong, before, random.Random(1))
    assert wrong != good


def test_files_hold_all_rows_below_one_header_and_planted_ones_stand_apart() -> None:
    files = Data("d", AIR, HOURS, {}, MARCH).with_planted(HOURS)
    assert {path: text.count("\n") for path, text in files.items()} == {
        "air/hourly/beijing_all.csv": 1 + 144, "air/hourly/beijing_all-new.csv": 1 + 144,
    }  # fmt: skip


def test_what_a_good_night_shows_too_catches_nothing() -> None:
    good = Signs({"rule conflict": 2, "flag stuck": 30}, frozenset({"check late"}))
    assert good.beyond(good) == []
    few = Signs({"rule conflict": 2, "flag stuck": 53}, frozenset({"check late"}))
    assert few.beyond(good) == []
    more = Signs({"rule conflict": 3, "flag stuck": 54}, frozenset({"check late", "withheld"}))
    assert more.beyond(good) == ["flag stuck", "rule conflict", "withheld"]


def test_a_wrong_value_in_a_changed_file_that_nobody_notices_fails_the_part_by_name() -> None:
    caught, missed = Found("d", AIR[0], "new files", ["flag x"], False), Found("d", AIR[1], "new files", [], False)
    assert told("d", "unit slip", [caught, missed]).verdict == "TOLD"
    silent = told("d", "unit slip", [caught, Found("d", AIR[1], "changed files", [], False)])
    assert silent.verdict == "FAIL"
    assert f"not noticed: {AIR[1].name} (d, changed files)" in silent.seen
    assert told("d", "unit slip", [Found("d", AIR[1], "changed files", [], True)]).verdict == "TOLD"
