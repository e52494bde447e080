"""The mart of an indicator over the years: all on one dust basis, worked out by hand from a scoreboard of few rows."""

from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from gate_cases import Rows, write_build

from assets.marts import select
from pipelines.gate_withheld import Withheld, withhold
from quality.expectations import suites
from schemas.emit import polars_schema
from schemas.plan import INDICATOR_STATUS, INDICATOR_TREND

NET = "net_reevaluated"


def year(
    number: int, basis: str | None, value: float | None, beside: float | None = None, **more: Any
) -> dict[str, Any]:
    """A year of heavy days on its own basis, and on the other one; without a target unless said otherwise."""
    row: dict[str, Any] = {
        "area_id": "t", "indicator_id": "air_heavy_pollution_days", "year": number, "basis": basis, "value": value,
        "value_text": None if value is None else f"{value:.0f}", "other_basis_value": beside,
        "other_basis": None if beside is None else NET if basis == "raw" else "raw",
        "other_basis_text": None if beside is None else f"{beside:.0f}", "status": "no_target", "yoy_change": 1.0,
        "yoy_unit": "d", **more,
    }  # fmt: skip
    return row | {"comparator": "<=" if row.get("target") is not None else None}


def trend(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    """The trend of a scoreboard, by area and year."""
    full = [{field.name: row.get(field.name) for field in INDICATOR_STATUS.fields} for row in rows]
    made = select(INDICATOR_TREND, {"indicator_status": pl.DataFrame(full, schema=polars_schema(INDICATOR_STATUS))})
    return made.sort("area_id", "year").to_dicts()


def told(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in ("year", *names)) for row in rows]


def test_years_without_a_target_stand_on_the_basis_of_the_last_year_that_has_one() -> None:
    """Heavy days with dust and net of it: 2022 9 and 6, 2023 7 and 2, 2024 3 and 1. Only 2024 has a target, net: 6, 2, 1,
    of which only the change of 2024 is one between net values."""
    rows = trend(year(2022, "raw", 9, 6), year(2023, "raw", 7, 2, yoy_change=-2.0),
                 year(2024, NET, 1, 3, target=4.0, status="met", yoy_change=-1.0))  # fmt: skip
    assert told(rows, "value", "value_text", "basis", "own_basis", "yoy_change", "yoy_unit") == [
        (2022, 6, "6", NET, False, None, None),
        (2023, 2, "2", NET, False, None, None),
        (2024, 1, "1", NET, True, -1.0, "d"),
    ]
    assert [row["status"] for row in rows] == ["no_target", "no_target", "met"]


def test_a_year_after_the_last_target_stands_on_its_basis_too() -> None:
    rows = trend(year(2024, NET, 1, 3, target=4.0), year(2025, "raw", 5, 2))
    assert told(rows, "value", "basis", "own_basis") == [(2024, 1, NET, True), (2025, 2, NET, False)]


def test_of_two_targets_the_later_one_names_the_basis() -> None:
    """The target of 2023 is net and stays beside its verdict; the value of that year is shown with dust, as in 2024."""
    rows = trend(year(2023, NET, 2, 7, target=4.0, status="met"), year(2024, "raw", 3, 1, target=4.0, status="met"))
    assert told(rows, "value", "basis", "own_basis", "target", "status", "yoy_change") == [
        (2023, 7, "raw", False, 4.0, "met", None),
        (2024, 3, "raw", True, 4.0, "met", 1.0),
    ]


def test_without_any_target_the_latest_year_names_the_basis() -> None:
    rows = trend(year(2023, NET, 2, 7), year(2024, "raw", 3, 1))
    assert told(rows, "value", "basis") == [(2023, 7, "raw"), (2024, 3, "raw")]


@pytest.mark.parametrize(("of_target", "beside"), [(NET, None), ("net_dropped", 2.0)])
def test_a_year_that_has_no_value_on_the_basis_keeps_its_own_and_names_it(of_target: str, beside: float | None) -> None:
    """Beside a year with dust stands net_reevaluated, or nothing; never net_dropped."""
    rows = trend(year(2023, "raw", 7, beside), year(2024, of_target, 1, 3, target=4.0))
    assert told(rows, "value", "value_text", "basis", "own_basis", "yoy_change") == [
        (2023, 7, "7", "raw", True, None),
        (2024, 1, "1", of_target, True, 1.0),
    ]


def test_a_year_judged_without_its_dust_days_goes_over_to_the_one_with_dust() -> None:
    rows = trend(year(2023, "net_dropped", 2, 7, target=4.0), year(2024, "raw", 3, 1, target=4.0))
    assert told(rows, "value", "basis") == [(2023, 7, "raw"), (2024, 3, "raw")]


def test_an_indicator_without_dust_stands_as_it_is_judged() -> None:
    rows = trend(year(2023, None, 7), year(2024, None, 8, target=8.0))
    assert told(rows, "value", "basis", "own_basis", "yoy_change") == [
        (2023, 7, None, True, 1.0),
        (2024, 8, None, True, 1.0),
    ]


def test_dustfall_is_net_of_sand_dust_in_all_years() -> None:
    """Only its target says so; its years without one have no basis of their own in the scoreboard."""
    rows = trend(year(2023, None, 4.4), year(2024, "net", 4.2, target=5.0))
    assert told(rows, "value", "basis", "own_basis", "yoy_change") == [
        (2023, 4.4, "net", True, 1.0),
        (2024, 4.2, "net", True, 1.0),
    ]


def test_a_withheld_year_names_no_basis_and_has_no_value() -> None:
    rows = trend(year(2023, "raw", 7, 2), year(2024, NET, 1, 3, target=4.0), year(2025, None, None, status="no_data"))
    assert told(rows, "value", "basis", "years_of_data") == [(2023, 2, NET, 1), (2024, 1, NET, 2), (2025, None, NET, 2)]


def test_areas_and_indicators_have_each_their_own_basis() -> None:
    rows = trend(
        year(2023, "raw", 7, 2), year(2024, NET, 1, 3, target=4.0), year(2024, "raw", 5, 4, area_id="u"),
        year(2023, "raw", 36, 33, area_id="v", indicator_id="air_pm25_annual_mean"),
        year(2024, "raw", 34, 32, area_id="v", indicator_id="air_pm25_annual_mean", target=35.0),
    )  # fmt: skip
    assert told(rows, "value", "basis") == [
        (2023, 2, NET),
        (2024, 1, NET),
        (2024, 5, "raw"),
        (2023, 36, "raw"),
        (2024, 34, "raw"),
    ]


PUBLISHED = ("value", "value_text", "other_basis", "other_basis_value", "other_basis_text")


def board() -> Rows:
    """A scoreboard and its trend: 7 heavy days with dust and 2 net in 2023, 1 net in 2024, whose target is net."""
    rows = [year(2023, "raw", 7, 2), year(2024, NET, 1, 3, target=4.0)]
    named = {"name_zh": "重污染天数", "name_en": "Heavy-pollution days", "medium": "air", "decided_by": "no_target"}
    return {"indicator_status": [row | named for row in rows], "indicator_trend": trend(*rows)}


@pytest.mark.parametrize(
    ("wrong", "same"),
    [
        ({}, [True, True]),
        ({"value": 7.0}, [False, True]),  # that of the year's own basis
        ({"value_text": "7"}, [False, True]),
        ({"own_basis": True}, [False, True]),
        ({"status": "met"}, [False, True]),
    ],
)
def test_the_gate_holds_the_trend_against_the_basis_that_it_names(wrong: dict[str, Any], same: list[bool]) -> None:
    found = board()
    status, (first, last) = pl.DataFrame(found["indicator_status"]), found["indicator_trend"]
    shown = pl.DataFrame([first | wrong, last], schema=polars_schema(INDICATOR_TREND))
    asked = next(one for suite in suites() for one in suite.expectations if one.name == "trend_says_the_same")
    with duckdb.connect() as mart:
        mart.execute("CREATE SCHEMA marts")
        for name, frame in (("indicator_status", status), ("indicator_trend", shown)):
            mart.register("rows", frame)
            mart.execute(f"CREATE TABLE marts.{name} AS FROM rows")
        assert mart.sql(f"SELECT same FROM ({asked.frame}) ORDER BY year").fetchall() == [(one,) for one in same]


def test_a_value_that_the_gate_withholds_goes_on_both_bases(tmp_path: Path) -> None:
    build = write_build(tmp_path / "b.duckdb", board())
    withhold(build, [Withheld("t", "air_heavy_pollution_days", 2023, "门禁")])
    with duckdb.connect(str(build), read_only=True) as mart:
        status = mart.sql(f"SELECT {', '.join(PUBLISHED)} FROM marts.indicator_status ORDER BY year").fetchall()
        shown = mart.sql("SELECT value, value_text, basis FROM marts.indicator_trend ORDER BY year").fetchall()
    assert status == [(None, None, None, None, None), (1.0, "1", "raw", 3.0, "3")]
    assert shown == [(None, None, NET), (1.0, "1", NET)]
