"""Readings of periods: what each medium says of a place in a month, quarter, 1–N months or year."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from air_beside_cases import AREAS, dustfall, observed, project
from water_cases import frame, months_of, sample, section, sections
from water_place_cases import observed as observed_wells
from water_place_cases import sample as well_sample

from standards.air_dustfall_months import dustfall_months
from standards.air_reduction import credited_projects, ledger_entries
from standards.air_reduction_totals import reduction_totals
from standards.lost import nothing_lost
from standards.period_accounts import discharge_readings, source_readings, well_readings
from standards.period_air import dustfall_readings, reduction_readings
from standards.period_compare import with_previous
from standards.period_readings import KEY, measures
from standards.period_sections import area_readings, section_readings
from standards.water_area import evaluate_areas
from standards.water_cwqi_periods import index_periods
from standards.water_sections import evaluate_sections
from standards.water_wells import half_year_classes, well_classes

END = date(2024, 12, 31)
TOWNS = {"t-a": ["t-a", "t"], "t": ["t"]}


def value(row: Mapping[str, Any]) -> Fraction | None:
    return None if row["numerator"] is None else Fraction(row["numerator"], row["denominator"] * row["steps"])


def one(readings: pl.DataFrame, **of: Any) -> dict[str, Any]:
    found = readings.filter(**of)
    assert found.height == 1, found
    return found.row(0, named=True)


# Dustfall


def months(values: Iterable[str], year: int = 2024, site: str = "站") -> pl.DataFrame:
    rows = [dustfall(site, f"{year}-{month:02d}", dustfall=text) for month, text in enumerate(values, start=1) if text]
    return dustfall_months(observed(*rows), AREAS)


SIX = ("4", "5", "6.5", "3", "3", "4.5")


@pytest.mark.parametrize(
    ("period", "mean", "printed"),
    [
        ("2024-02", Fraction(5), 50),
        ("2024-Q1", Fraction(31, 6), 52),
        ("2024-Q2", Fraction(7, 2), 35),
        ("2024-01/04", Fraction(37, 8), 46),
        ("2024", Fraction(13, 3), 43),
    ],
)
def test_dustfall_of_a_period_is_the_mean_of_its_months(period: str, mean: Fraction, printed: int) -> None:
    """(4 + 5 + 6.5)/3 = 5.16…; (3 + 3 + 4.5)/3 = 3.5; 18.5/4 = 4.625; 26/6 = 4.33…; printed in tenths."""
    found = dustfall_readings(months(SIX), 2024, END)
    for level, place in (("site", "s 站"), ("area", "t-a"), ("area", "t"), ("area", "city")):
        row = one(found, level=level, place_id=place, period_id=period, basis="raw")
        assert (value(row), row["printed"], row["valid"]) == (mean, printed, True)


def test_a_dustfall_quarter_that_has_not_ended_has_no_row() -> None:
    found = dustfall_readings(months(SIX[:5]), 2024, END)
    assert found.filter(period_id="2024-Q2").is_empty()
    assert one(found, place_id="t", period_id="2024", basis="net")["date_to"] == date(2024, 5, 31)


def test_two_of_three_months_are_too_few_for_a_quarter() -> None:
    """75 % of the months must be known: of three all, of four three."""
    found = dustfall_readings(months(("4", "", "6", "5")), 2024, END)
    assert one(found, place_id="t", period_id="2024-Q1", basis="net")["valid"] is False
    assert one(found, place_id="t", period_id="2024-01/04", basis="net")["valid"] is True


def test_dustfall_of_other_months_is_not_compared() -> None:
    now = dustfall_readings(months(("4", "5", "6", "5")), 2024, END)
    before = dustfall_readings(months(("4", "", "6", "5"), 2023), 2023, END)
    found = with_previous(now, before)
    assert one(found, place_id="t", period_id="2024-01/04", basis="net")["comparable"] == "places or items differ"
    assert one(found, place_id="t", period_id="2024-03", basis="net")["comparable"] == "yes"


# Reductions


def reductions(*rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    entries = ledger_entries(observed(*rows))
    projects = credited_projects(entries, AREAS)
    return reduction_readings(projects, reduction_totals(entries, projects, AREAS), AREAS, 2024, END)


def tonnes(found: pl.DataFrame, period: str, area: str = "t") -> Fraction | None:
    return value(one(found, measure="voc_reduction", place_id=area, period_id=period))


def test_credited_tonnes_stand_in_the_quarter_since_which_a_project_runs() -> None:
    found = reductions(
        project("P1", stable_from="2023-05-01"),
        project("P2", stable_from="2024-02-10", enterprise="乙厂", verified="30", row=3),
        project("P3", stable_from="2024-08-01", enterprise="丙厂", verified="12.5", row=4),
    )
    quarters = [tonnes(found, f"2024-Q{quarter}") for quarter in (1, 2, 3, 4)]
    assert quarters == [90, 0, Fraction("12.5"), 0]
    assert (tonnes(found, "2024-01/06"), tonnes(found, "2024-01/09"), tonnes(found, "2024")) == (
        90, Fraction("102.5"), Fraction("102.5")
    )  # fmt: skip
    assert tonnes(found, "2024", "city") == Fraction("102.5")


def test_what_awaits_verification_is_expected_and_not_counted() -> None:
    found = reductions(
        project("P1", stable_from="2024-02-10"),
        project("P2", stable_from="2024-05-10", enterprise="乙厂", verified="", state="完成", row=3),
    )
    counts = {
        period: (tonnes(found, period), row["valid_count"], row["expected_count"], row["valid"])
        for period in ("2024-Q1", "2024-Q2", "2024-01/06", "2024")
        for row in [one(found, measure="voc_reduction", place_id="t", period_id=period)]
    }
    assert counts == {
        "2024-Q1": (60, 1, 1, True), "2024-Q2": (0, 0, 1, True), "2024-01/06": (60, 1, 2, True), "2024": (60, 1, 2, True)
    }  # fmt: skip


# Sections


def year_of(cod: Mapping[str, str], year: int = 2024) -> list[dict[str, Any]]:
    """Every month of each section with this COD; a blank one has no sample."""
    return [
        row
        for place, text in cod.items()
        if text
        for day in months_of(year, range(1, 13))
        for row in sample({"DO": "8.0", "COD": text}, day, place)
    ]


def water(cod: Mapping[str, str], year: int = 2024, **more: Any) -> pl.DataFrame:
    register = sections(*(section(place, area_id="t-a", **more) for place in cod))
    facts = evaluate_sections(frame(year_of(cod, year)), register, year, date(year, 12, 31))
    indices = index_periods(facts, None, TOWNS)
    units = {"COD": "mg/L", "DO": "mg/L"}
    return pl.concat([
        section_readings(facts.periods, facts.items, indices, units),
        area_readings(facts.periods, evaluate_areas(facts, None, TOWNS), indices, TOWNS),
    ])  # fmt: skip


SIX_SECTIONS = {"s1": "14", "s2": "18", "s3": "25", "s4": "35", "s5": "45", "s6": "19"}
"""COD of class I, III, IV, V, worse than V, and III (GB 3838-2002: 15, 15, 20, 30, 40 mg/L)."""


def test_a_section_has_class_item_means_and_index_in_every_period() -> None:
    found = water(SIX_SECTIONS)
    for period in ("2024-03", "2024-Q2", "2024-01/07", "2024"):
        row = one(found, place_id="s3", measure="class", period_id=period)
        assert (value(row), row["limit_value"], row["within_limit"], row["valid"]) == (4, 4, True, True)
        mean = one(found, place_id="s3", measure="cod_mean", period_id=period)
        assert (value(mean), mean["unit"], mean["within_limit"]) == (25, "mg/L", True)
    assert one(found, place_id="s4", measure="class", period_id="2024")["within_limit"] is False


def test_the_index_of_a_section_is_the_sum_of_its_ratios_to_class_iii() -> None:
    """COD 25/20 = 1.25 and DO 5/8 = 0.625 make 1.875."""
    row = one(water(SIX_SECTIONS), place_id="s3", measure="cwqi", period_id="2024-03")
    assert (value(row), row["printed"]) == (Fraction("1.875"), 18750)


@pytest.mark.parametrize("area", ["t-a", "t"])
def test_shares_of_a_town_and_its_district_by_their_sections(area: str) -> None:
    """Three of six sections are at III or better, one is worse than V; on the plan's list four are at IV or better."""
    found = water(SIX_SECTIONS)
    shares = {name: one(found, place_id=area, measure=name, basis="plan", period_id="2024-Q1")
              for name in ("good_share", "inferior_v_share")}  # fmt: skip
    assert value(shares["good_share"]) == 50
    assert (shares["inferior_v_share"]["printed"], shares["good_share"]["valid_count"]) == (167, 6)
    count = one(found, place_id=area, measure="sections_class_iv", period_id="2024-Q1")
    assert (value(count), count["valid"], count["expected_count"]) == (4, True, 6)


def test_shares_of_other_sections_are_not_compared() -> None:
    found = with_previous(water(SIX_SECTIONS), water({**SIX_SECTIONS, "s6": ""}, 2023))
    for measure in ("good_share", "sections_class_iv"):
        rows = found.filter(place_id="t", measure=measure, period_id="2024-03")
        assert set(rows["comparable"]) <= {"places or items differ", "minimum data missing"}
    assert one(found, place_id="s1", measure="class", period_id="2024-03")["comparable"] == "yes"
    assert one(found, place_id="s6", measure="class", period_id="2024-03")["comparable"] is None


def test_a_section_that_lost_its_samples_has_a_row_without_value() -> None:
    row = one(water({**SIX_SECTIONS, "s6": ""}), place_id="s6", measure="class", period_id="2024-03")
    assert (row["numerator"], row["valid"], row["valid_count"], row["expected_count"]) == (None, False, 0, 1)


def test_readings_have_one_row_per_key() -> None:
    found = water(SIX_SECTIONS)
    assert not found.select(KEY).is_duplicated().any()
    assert set(found["measure"].unique()) - set(measures()) == {"cod_mean", "do_mean"}


# Sources, wells and the account

SOURCES = pl.DataFrame(
    [
        ("w1", "t", 2024, 1, True), ("w1", "t", 2024, 2, True), ("w1", "t", 2024, 3, False),
        ("w2", "t", 2024, 1, True), ("w2", "t", 2024, 2, None), ("w2", "t", 2024, 3, True),
    ],
    schema=["place_id", "area_id", "year", "quarter", "compliant"], orient="row",
).with_columns(
    place_label=pl.col("place_id"), source_type=pl.lit("ground"), intake=pl.lit(None, pl.Int64),
    stage=pl.lit("audited"), origin=pl.lit("real"), sources=pl.lit("f:1"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("level", "place", "period", "share", "valid"),
    [
        ("area", "t", "2024-Q1", 100, True),
        ("area", "t", "2024-Q2", 100, False),
        ("area", "t", "2024-Q3", 50, True),
        ("area", "t", "2024-H1", 100, False),
        ("source", "w1", "2024-H1", 100, True),
        ("source", "w1", "2024-Q3", 0, True),
        ("source", "w2", "2024-Q2", None, False),
    ],
)
def test_sources_comply_by_quarter_and_half_year(
    level: str, place: str, period: str, share: int | None, valid: bool
) -> None:
    """w1 fails in the third quarter; w2 has no verdict in the second, so that the half-year is not whole."""
    found = source_readings(SOURCES, iter([("t", SOURCES)]), 2024, date(2024, 9, 30))
    row = one(found, level=level, place_id=place, period_id=period)
    assert (value(row), row["valid"]) == (share, valid)
    assert found.filter(period_id="2024-Q4").is_empty()


def test_a_well_whose_class_is_open_has_none() -> None:
    wells = pl.DataFrame(
        {"place_id": ["a", "b"], "area_id": ["t", "t"], "year": [2024, 2024], "class": [4, None],
         "items_lost": [None, "FE"], "items": [39, 38], "stage": ["audited"] * 2, "origin": ["real"] * 2},
        schema_overrides={"class": pl.Int64()},
    )  # fmt: skip
    found = well_readings(wells, wells.clear().with_columns(half=pl.lit(1, pl.Int64)), 2024, END)
    assert [(row["place_id"], value(row), row["valid"]) for row in found.iter_rows(named=True)] == [
        ("a", 4, True), ("b", None, False)
    ]  # fmt: skip


def test_a_well_has_a_class_in_each_half_year_that_has_ended() -> None:
    """Fluoride: up to 1.0 mg/L is class III and better, up to 2.0 is IV, beyond is V. Spring 0.9, autumn 2.3: III (as
    I) and V; the mean of the year is 1.6, class IV."""
    wells = observed_wells(well_sample("w", date(2024, 4, 10), "F=0.9"), well_sample("w", date(2024, 9, 12), "F=2.3"))
    years, halves = well_classes(wells).years, half_year_classes(wells, nothing_lost())
    found = well_readings(years, halves, 2024, END)
    assert {row["period_id"]: value(row) for row in found.iter_rows(named=True)} == {
        "2024": 4, "2024-H1": 1, "2024-H2": 5
    }  # fmt: skip
    summer = well_readings(years, halves, 2024, date(2024, 8, 1))
    assert set(summer["period_id"]) == {"2024", "2024-H1"}


def test_the_account_shows_its_total_and_what_was_verified() -> None:
    account = pl.DataFrame(
        {"area_id": ["t"], "year": [2024], "pollutant": ["COD"], "closing": [5_645_550_000_000],
         "reduced_verified": [191_870_000_000], "complete": [False], "mixed_origin": [True], "projects": [3],
         "defects": [1], "stage": ["audited"], "origin": ["demo"]}
    )  # fmt: skip
    found = discharge_readings(account, 2024, END)
    total = one(found, measure="discharge_cod")
    assert (value(total), total["printed"], total["valid"], total["hindrance"]) == (
        Fraction("5645.55"), 564555, False, "origins are mixed"
    )  # fmt: skip
    reduced = one(found, measure="reduction_cod")
    assert (value(reduced), reduced["valid_count"], reduced["expected_count"]) == (Fraction("191.87"), 2, 3)
