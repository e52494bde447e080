"""The plan's indicator on the ecological index: the published value decides, or it is awaited."""

from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from ecology_cases import E1_AREAS, E7_AREAS, FACTORS, factors, frame, land, published

from assets.ecology import every_value, index_values
from schemas.note_words import NOTE_WORDS
from standards.ecology_indicator import INDICATOR, REMARKS, ei_year_on_year, expected_on
from standards.ecology_trend import trend
from standards.ecology_years import evaluate_ecology
from standards.plan_table import AreaYear, StatusRow, scoreboard
from standards.plan_value import IndicatorValue

TODAY = date(2025, 6, 30)
TARGET = {"comparator": ">=", "target": 0, "tolerance": None, "decimals": 1, "basis": None, "firmness": "strive",
          "text_zh": "力争同比提高"}  # fmt: skip
OFFICIAL = {"value": 0.6, "comparator": "=", "kind": "official", "source": "函", "basis": None, "mark": None}


def value(*parts: Any, year: int = 2024, today: date = TODAY) -> IndicatorValue:
    facts = evaluate_ecology(frame(*parts))
    return ei_year_on_year(trend(facts.years, facts.published), "a", year, today)


def row_of(found: IndicatorValue, year: int = 2024, official: dict[str, Any] | None = None) -> StatusRow:
    facts = AreaYear(
        "a", year, {}, {INDICATOR: TARGET}, {INDICATOR: official} if official else {}, {}, Fraction(1), None,
        values={INDICATOR: found},
    )  # fmt: skip
    return next(row for row in scoreboard(facts) if row.columns["indicator_id"] == INDICATOR)


def status(*parts: Any, **when: Any) -> str:
    return str(row_of(value(*parts, **when)).columns["status"])


def computed() -> list[dict[str, Any]]:
    """E6 and E7: the computed index rises by 0.963012."""
    return [*land(2023, E1_AREAS), *factors(2023), *land(2024, E7_AREAS), *factors(2024, {**FACTORS, "NDVI": "6300"})]


@pytest.mark.parametrize(
    ("now", "expected", "text"),
    [("71.4", "met", "0.6"), ("70.8", "met", "0.0"), ("70.7", "not_met", "-0.1"), ("71.1", "met", "0.3")],
)
def test_the_published_value_decides_by_its_sign(now: str, expected: str, text: str) -> None:
    """Above a rise is met and a fall is not; an equal value meets the target table's ≥ 0 and is said to be equal."""
    row = row_of(value(published(2023, "70.8"), published(2024, now)))
    assert (row.columns["status"], row.columns["value_text"], row.columns["value_kind"]) == (expected, text, "official")
    assert ("ei_unchanged" in row.remarks) == (text == "0.0")
    assert (row.columns["expected_on"], row.columns["firmness"]) == (None, "strive")


def test_a_published_fall_outranks_a_computed_rise_that_stands_beside() -> None:
    found = value(published(2023, "70.8"), published(2024, "70.4"), computed())
    row = row_of(found)
    assert row.columns["status"] == "not_met"
    assert "公布EI：2024 70.4（DB11/T 1877-2021）、2023 70.8（DB11/T 1877-2021）" in row.detail[0]
    assert "测算EI（HJ 192-2015，诊断值）59.07，较上年+0.96，生物丰度贡献+0.66" in row.detail[0]
    assert "computed EI (HJ 192-2015, diagnostic) 59.07, +0.96 against last year" in row.detail[1]


def test_before_the_bulletin_of_may_the_value_is_awaited() -> None:
    row = row_of(value(published(2023, "70.8"), computed(), today=date(2025, 5, 20)))
    assert (row.columns["status"], row.columns["expected_on"]) == ("awaiting_official", date(2025, 5, 31))
    assert (row.columns["value"], row.columns["value_kind"]) == (None, None)
    assert row.remarks == ("ei_not_published",)
    assert "测算EI" in row.detail[0]


def test_a_bulletin_that_is_late_is_still_awaited_and_said_to_be() -> None:
    row = row_of(value(published(2023, "70.8"), computed(), today=date(2025, 6, 1)))
    assert (row.columns["status"], row.remarks) == ("awaiting_official", ("ei_not_published", "ei_overdue"))


def test_a_year_whose_successor_is_published_is_awaited_no_longer() -> None:
    assert status(computed(), today=date(2026, 5, 31)) == "awaiting_official"
    assert status(computed(), today=date(2026, 6, 1)) == "no_data"


def test_an_official_value_in_the_published_table_ends_the_waiting() -> None:
    found = value(computed(), today=date(2025, 5, 20))
    row = row_of(found, official=OFFICIAL)
    assert (row.columns["status"], row.columns["value"], row.columns["expected_on"]) == ("met", 0.6, None)
    beside = row_of(found, official={**OFFICIAL, "kind": "published"})
    assert (beside.columns["status"], beside.columns["official_value"]) == ("awaiting_official", 0.6)


def test_across_a_change_of_method_there_is_nothing_to_judge() -> None:
    found = value(published(2023, "70.2", "HJ192_2015"), published(2024, "70.8"))
    assert (found.value, found.applicable, found.remarks) == (None, False, ("ei_method_break",))
    assert row_of(found).columns["status"] == "not_applicable"


def test_two_methods_in_a_year_give_no_value_and_a_remark() -> None:
    found = value(published(2023, "70.8"), published(2024, "71.4"), published(2024, "68", "HJ192_2015"))
    assert (found.value, found.remarks) == (None, ("ei_two_methods",))
    assert row_of(found).columns["status"] == "no_data"


def test_a_first_year_and_mixed_origins_give_no_change() -> None:
    assert value(published(2024, "71.4")).remarks == ("ei_no_earlier_year",)
    mixed = value(published(2023, "70.8", origin="demo"), published(2024, "71.4"))
    assert (mixed.value, mixed.remarks) == (None, ("origin_differs",))


def test_what_weakens_the_diagnostic_is_remarked() -> None:
    late = {name: amount for name, amount in FACTORS.items() if name != "COD"}
    carried = value(published(2023, "70.8"), published(2024, "71.4"), land(2023, E1_AREAS), factors(2023),
                    land(2024, E1_AREAS, "CLCD"), factors(2024, late))  # fmt: skip
    assert carried.remarks == ("ei_inputs_carried", "ei_product_differs")
    off = frame(land(2024, E1_AREAS, area_id="tongzhou"), factors(2024, area_id="tongzhou"))
    facts = evaluate_ecology(off)
    found = ei_year_on_year(trend(facts.years, facts.published), "tongzhou", 2024, TODAY)
    assert found.remarks == ("ei_not_published", "ei_overdue", "ei_land_area_off", "ei_inputs_missing")
    assert "容差0.5%" in found.detail_zh


@pytest.mark.parametrize(
    ("today", "years"),
    [(date(2023, 12, 31), [2022, 2023]), (date(2024, 1, 1), [2022, 2023, 2024]), (date(2025, 1, 1), [2022, 2023, 2024]), (date(2025, 5, 31), [2022, 2023, 2024]),
     (date(2025, 6, 1), [2022, 2023])],
)  # fmt: skip
def test_the_year_after_the_last_is_told_while_it_runs_and_its_bulletin_is_due(today: date, years: list[int]) -> None:
    facts = evaluate_ecology(frame(published(2022, "71.1"), published(2023, "70.8")))
    found = list(index_values({"trend": trend(facts.years, facts.published)}, pl.DataFrame(), today))
    assert [(area, year) for area, year, _ in found] == [("a", year) for year in years]
    assert [one.expected_on for _, year, one in found if year == 2024] == [date(2025, 5, 31)] * (2024 in years)


def listed(*rows: tuple[int, float]) -> pl.DataFrame:
    """The table of published values."""
    return pl.DataFrame([
        {"area_id": "a", "year": year, "indicator_id": None, "measure": "ei", "value": ei, "comparator": "=", "unit": "指数",
         "basis": "BJ1877_2021", "kind": "published", "source": "公报", "mark": "verified"}
        for year, ei in rows
    ])  # fmt: skip


def told(*parts: Any, table: pl.DataFrame) -> dict[int, IndicatorValue]:
    facts = evaluate_ecology(frame(*parts))
    given = {"trend": trend(facts.years, every_value(facts.published, table))}
    return {year: found for _, year, found in index_values(given, pl.DataFrame(), TODAY)}


def test_a_value_of_the_table_of_published_values_leads_as_one_of_the_dataset_does() -> None:
    """60.5 after 60.0 is a rise by 0.5, on the scoreboard as in the trend."""
    found = told(computed(), table=listed((2023, 60.0), (2024, 60.5)))[2024]
    assert (found.value, found.value_kind, found.origin) == (Fraction("0.5"), "official", "real")
    assert row_of(found).columns["status"] == "met"


def test_a_real_value_of_the_table_displaces_an_invented_one() -> None:
    invented = [*published(2023, "70.0", origin="demo"), *published(2024, "72.0", origin="demo")]
    found = told(invented, table=listed((2023, 60.0), (2024, 59.8)))[2024]
    assert (found.value, found.origin) == (Fraction("-0.2"), "real")


def test_a_real_value_of_the_dataset_outranks_the_table() -> None:
    found = told(published(2023, "70.0"), published(2024, "70.3"), table=listed((2023, 60.0), (2024, 59.8)))[2024]
    assert found.value == Fraction("0.3")


def test_the_national_index_is_another_one_and_decides_nothing() -> None:
    """EQI 59.6 → 59.95 is no rise of EI; beside an EI it is no second method of it."""
    alone = value(published(2023, "59.6", "EQI_2021"), published(2024, "59.95", "EQI_2021"), today=date(2025, 3, 1))
    assert (alone.value, row_of(alone).columns["status"]) == (None, "awaiting_official")
    beside = value(*(published(year, ei, method) for year, ei, method in (
        (2023, "70.8", "BJ1877_2021"), (2024, "71.4", "BJ1877_2021"),
        (2023, "59.6", "EQI_2021"), (2024, "59.5", "EQI_2021"))))  # fmt: skip
    assert (beside.value, beside.remarks) == (Fraction("0.6"), ())


def test_a_year_without_rows_is_awaited_too() -> None:
    found = value(published(2023, "70.8"), today=date(2025, 3, 1))
    assert (found.expected_on, found.origin) == (date(2025, 5, 31), None)


def test_every_remark_has_words() -> None:
    keys = {
        *REMARKS.values(),
        "ei_overdue",
        "ei_unchanged",
        "ei_land_area_off",
        "ei_inputs_carried",
        "ei_inputs_missing",
        "ei_product_differs",
    }
    assert keys <= NOTE_WORDS.keys()
    assert expected_on(2023) == date(2024, 5, 31)
