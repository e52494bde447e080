"""Drinking-water sources: quarters against their limits, by count and by water amount."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from vector_files import vectors
from water_place_cases import nano, observed, sample

from standards.plan_status import PastYear
from standards.water_source_compliance import ended_quarters, source_compliance, source_indicator
from standards.water_sources import source_items, source_periods, source_years

QUARTERS = (date(2024, 1, 1), date(2024, 4, 1), date(2024, 7, 1), date(2024, 10, 1))
END = date(2024, 12, 31)
GROUND = "WATER_TYPE=地下水 HARDNESS=300 NH3N=0.1"
SURFACE = "WATER_TYPE=地表水 COD=15 NH3N=0.4 SO4=100"


def periods_of(*samples: Sequence[dict[str, Any]]) -> pl.DataFrame:
    rows = observed(*samples)
    return source_periods(source_items(rows), rows)


def year_of(cells: str, place: str = "A", quarters: Sequence[date] = QUARTERS, **more: Any) -> list[dict[str, Any]]:
    return [row for day in quarters for row in sample(place, day, cells, **more)]


def judged(cells: str) -> dict[str, Any]:
    """The single analysed item of a sample."""
    found = source_items(observed(sample("A", QUARTERS[0], cells)))
    assert found.height == 1
    return found.row(0, named=True)


@pytest.mark.parametrize("case", vectors("drinking_sources.csv"), ids=lambda case: case["id"])
def test_by_count_and_by_volume(case: dict[str, str]) -> None:
    samples = []
    for text in case["sources"].split():
        name, amount, verdict = text.split(":")
        intake = f" INTAKE={amount}" if amount else ""
        samples.append(
            sample(name, QUARTERS[0], f"WATER_TYPE=地下水 NH3N={'0.1' if verdict == 'pass' else '0.9'}{intake}")
        )
    found = source_compliance(periods_of(*samples), 2024)
    expected = tuple(int(case[key]) if case[key] else None for key in ("by_count", "by_volume"))
    assert (found.by_count, found.by_volume) == expected, case["why"]


def test_one_source_of_four_quarters_at_class_iii_complies_by_both() -> None:
    found = source_indicator(periods_of(year_of(f"{GROUND} INTAKE=250.5")), 2024, END)
    assert (found.value, found.coverage, found.enough_data, found.running) == (100, 100, True, False)
    assert found.detail_zh == "达标水源1/1个，按取水量100.0%"
    assert (found.origin, found.value_kind, found.decimals, found.remarks) == ("real", "audited", 1, ())


def test_a_missing_volume_leaves_the_count() -> None:
    found = source_indicator(periods_of(year_of(GROUND)), 2024, END)
    assert (found.value, found.remarks) == (100, ("intake_missing",))
    assert found.detail_zh == "达标水源1/1个"


@pytest.mark.parametrize(
    ("cells", "compliant", "exceedance", "why"),
    [
        ("WATER_TYPE=地下水 HARDNESS=450", True, None, "equal to the limit of III"),
        ("WATER_TYPE=地下水 HARDNESS=540", False, 200_000, "90 above 450"),
        ("WATER_TYPE=地下水 AS=0.03", False, 2_000_000, "groundwater III is 0.01"),
        ("WATER_TYPE=地表水 AS=0.03", True, None, "surface water III is 0.05"),
        ("WATER_TYPE=地下水 PH=8.6", False, None, "pH has no multiple"),
        ("WATER_TYPE=地表水 PH=8.6", True, None, "surface water allows 9"),
        ("WATER_TYPE=地下水 ODOR=有", False, None, "words have no multiple"),
        ("WATER_TYPE=地下水 LAS=0.5L", True, None, "not detected"),
        ("WATER_TYPE=地表水 SO4=250", True, None, "table 2, equal"),
        ("WATER_TYPE=地表水 SO4=300", False, 200_000, "table 2"),
        ("WATER_TYPE=地表水 CL=251", False, 4_000, "table 2"),
        ("WATER_TYPE=地表水 NO3N=10.5", False, 50_000, "table 2 has 10"),
        ("WATER_TYPE=地下水 NO3N=10.5", True, None, "groundwater III is 20"),
        ("WATER_TYPE=地表水 FE=0.3", True, None, "table 2, equal"),
        ("WATER_TYPE=地表水 MN=0.14", False, 400_000, "table 2 has 0.1"),
        ("WATER_TYPE=地表水 MN=0.104", False, 40_000, "table 2 is compared as reported"),
        ("WATER_TYPE=地表水 COD=20.04", True, None, "table 1 is rounded first: 20.0"),
        ("WATER_TYPE=地表水 DO=4.9", False, None, "dissolved oxygen has no multiple"),
        ("WATER_TYPE=地表水 TP=0.15", True, None, "rivers allow 0.2"),
        ("WATER_TYPE=湖库 TP=0.15", False, 2_000_000, "lakes allow 0.05"),
        ("WATER_TYPE=地表水 TN=9", None, None, "total nitrogen does not enter"),
        ("WATER_TYPE=地表水 FC=90000", None, None, "coliforms do not enter"),
        ("WATER_TYPE=地表水 HARDNESS=900", None, None, "not in tables 1 and 2"),
        ("HARDNESS=900", None, None, "nobody says what kind of source it is"),
        ("WATER_TYPE=地下水 TBC=1000000000", False, 9_999_999_000_000, "a huge count does not overflow"),
    ],
)  # fmt: skip
def test_items_against_their_limits(cells: str, compliant: bool | None, exceedance: int | None, why: str) -> None:
    found = judged(cells)
    assert (found["compliant"], found["exceedance_micro"]) == (compliant, exceedance), why
    assert (found["source_file_id"], found["source_row"]) == ("f", 2)


def test_a_reservoir_takes_the_limits_of_lakes_by_its_name() -> None:
    found = source_items(observed(sample("某水库", QUARTERS[0], "WATER_TYPE=地表水 TP=0.15")))
    assert found.select("source_type", "compliant").row(0) == ("lake", False)


def test_the_kind_of_a_source_holds_for_all_its_periods() -> None:
    found = periods_of(sample("A", QUARTERS[0], "HARDNESS=300"), sample("A", QUARTERS[1], GROUND))
    assert found.get_column("source_type").to_list() == ["ground", "ground"]
    assert found.get_column("compliant").to_list() == [True, True]


def test_a_period_names_its_failing_items_with_their_multiples() -> None:
    found = periods_of(sample("A", QUARTERS[1], "WATER_TYPE=地下水 HARDNESS=540 PH=8.6 MN=0.14 F=0.4", row=7)).row(
        0, named=True
    )
    assert (found["period"], found["compliant"], found["items"]) == ("2024-Q2", False, 4)
    assert found["failing_items"] == "PH MN HARDNESS"
    assert found["failing_text"] == "pH、锰(0.40)、总硬度(0.20)"
    assert found["sources"] == "f:7"


def test_a_period_of_several_samples_names_each_item_once_with_its_largest_multiple() -> None:
    found = periods_of(sample("A", date(2024, 1, 5), f"{GROUND} MN=0.12"), sample("A", date(2024, 2, 5), "MN=0.14"))
    assert found.select("samples", "failing_items", "failing_text").row(0) == (2, "MN", "锰(0.40)")


def test_one_bad_sample_fails_its_quarter_and_the_quarter_its_year() -> None:
    bad = sample("A", date(2024, 5, 20), "NH3N=0.9", row=9)
    found = periods_of(year_of(f"{GROUND} INTAKE=10"), bad)
    assert found.get_column("compliant").to_list() == [True, False, True, True]
    year = source_years(found).row(0, named=True)
    assert (year["periods"], year["compliant_periods"], year["compliant"]) == (4, 3, False)
    assert source_compliance(found, 2024).by_count == 0


def monthly_intakes(*cells: str) -> list[int | None]:
    """The amount of a quarter that was sampled on the fifth of its months."""
    samples = [sample("A", date(2024, month, 5), f"{GROUND}{text}") for month, text in enumerate(cells, 1)]
    return periods_of(*samples).get_column("intake").to_list()


def test_an_amount_that_is_stated_once_in_a_quarter_is_that_of_the_quarter() -> None:
    found = periods_of(year_of(f"{GROUND} INTAKE=10"), sample("A", date(2024, 5, 20), "NH3N=0.1"))
    assert found.get_column("intake").to_list() == [nano(10)] * 4
    assert monthly_intakes(" INTAKE=9", "", "") == [nano(9)]
    assert monthly_intakes("", "", " INTAKE=9") == [nano(9)]


def test_amounts_by_month_are_added_up_and_a_missing_one_leaves_the_quarter_without() -> None:
    """3 + 4 + 5 = 12; a 0 is no amount."""
    assert monthly_intakes(" INTAKE=3", " INTAKE=4", " INTAKE=5") == [nano(12)]
    assert monthly_intakes(" INTAKE=3", " INTAKE=4", "") == [None]
    assert monthly_intakes(" INTAKE=3", " INTAKE=4", " INTAKE=0") == [None]
    assert monthly_intakes("", "", "") == [None]


def test_two_intakes_on_one_day_are_added_up() -> None:
    found = periods_of(
        sample("A", date(2024, 1, 5), f"{GROUND} INTAKE=3", part="一厂"),
        sample("A", date(2024, 1, 5), f"{GROUND} INTAKE=4", part="二厂"),
        sample("A", date(2024, 2, 5), "NH3N=0.1"),
    )
    assert found.get_column("intake").to_list() == [nano(7)]


def test_a_source_of_monthly_samples_enters_the_share_by_volume() -> None:
    """A of 600 complies and is sampled by the month, B of 400 fails: 60 %."""
    found = periods_of(
        sample("A", date(2024, 1, 5), f"{GROUND} INTAKE=600"), sample("A", date(2024, 2, 5), GROUND),
        sample("B", QUARTERS[0], "WATER_TYPE=地下水 NH3N=0.9 INTAKE=400"),
    )  # fmt: skip
    assert source_compliance(found, 2024).by_volume == 60


def test_the_volume_of_a_failed_period_fails_and_that_of_the_others_does_not() -> None:
    """250 of 1000: only the first quarter fails."""
    found = periods_of(
        year_of("WATER_TYPE=地下水 NH3N=0.9 INTAKE=250", quarters=QUARTERS[:1]),
        year_of(f"{GROUND} INTAKE=250", quarters=QUARTERS[1:]),
    )
    rate = source_compliance(found, 2024)
    assert (rate.by_count, rate.by_volume, rate.failed) == (0, 75, ("A",))


def test_a_missing_quarter_is_too_little_to_claim_compliance() -> None:
    found = source_indicator(periods_of(year_of(GROUND, quarters=QUARTERS[:3])), 2024, END)
    assert (found.value, found.coverage, found.enough_data) == (100, 75, False)
    assert "source_periods_missing" in found.remarks


def test_a_failed_quarter_decides_the_year_whatever_is_missing() -> None:
    found = source_indicator(periods_of(year_of("WATER_TYPE=地下水 NH3N=0.9", quarters=QUARTERS[:2])), 2024, END)
    assert (found.value, found.enough_data, found.coverage) == (0, True, 50)
    assert found.detail_zh == "达标水源0/1个；A2024-Q1：氨氮(0.80)；A2024-Q2：氨氮(0.80)"
    assert found.detail_en == "0 of 1 sources compliant; A 2024-Q1: NH3N; A 2024-Q2: NH3N"


def test_a_running_year_expects_the_quarters_that_have_ended() -> None:
    found = source_indicator(periods_of(year_of(GROUND, quarters=QUARTERS[:2])), 2024, date(2024, 8, 15))
    assert (found.running, found.coverage, found.enough_data) == (True, 100, True)
    assert [
        ended_quarters(2024, day)
        for day in (date(2024, 3, 30), date(2024, 3, 31), END, date(2025, 1, 1), date(2023, 12, 31))
    ] == [0, 1, 4, 4, 0]


def test_a_value_is_as_of_its_last_sample_and_not_of_the_day_before_the_run() -> None:
    found = source_indicator(periods_of(year_of(GROUND, quarters=QUARTERS[:2])), 2024, date(2024, 8, 15))
    assert found.as_of == QUARTERS[1]


def test_an_unknown_kind_gives_no_verdict_and_hides_no_other_source() -> None:
    periods = periods_of(year_of("NH3N=0.1", place="B"), year_of(GROUND))
    found = source_compliance(periods, 2024)
    assert (found.sources, found.undecided, found.by_count) == (1, 1, 100)
    told = source_indicator(periods, 2024, END)
    assert (told.enough_data, told.coverage) == (False, 0)
    assert "source_type_unknown" in told.remarks


def test_more_quarters_of_one_source_do_not_stand_in_for_those_of_another() -> None:
    """On 15 August two quarters have ended: A has three, B one of them. 3 + 1 is not 2 + 2."""
    periods = periods_of(year_of(GROUND, quarters=QUARTERS[:3]), year_of(GROUND, "B", QUARTERS[:1]))
    found = source_indicator(periods, 2024, date(2024, 8, 15))
    assert (found.coverage, found.enough_data) == (50, False)
    assert "source_periods_missing" in found.remarks


def test_a_quarter_that_runs_does_not_stand_in_for_one_that_has_ended() -> None:
    periods = periods_of(year_of(GROUND, quarters=[QUARTERS[0], QUARTERS[2]]))
    found = source_indicator(periods, 2024, date(2024, 8, 15))
    assert (found.coverage, found.enough_data) == (50, False)


def test_the_coverage_is_that_of_the_source_with_least() -> None:
    periods = periods_of(year_of(GROUND), year_of(GROUND, "B", QUARTERS[:3]))
    found = source_indicator(periods, 2024, END)
    assert (found.coverage, found.enough_data) == (75, False)


LAST: Sequence[date] = tuple(date(2023, day.month, 1) for day in QUARTERS)
FAILED = "WATER_TYPE=地下水 NH3N=0.9"


@pytest.mark.parametrize(
    ("now", "before", "change", "why"),
    [
        (4, 4, 100, "both years are whole"),
        (4, 3, None, "a quarter of last year is missing"),
        (3, 4, None, "a quarter of this year is missing"),
    ],
)
def test_no_change_where_a_year_lacks_its_minimum_data(now: int, before: int, change: int | None, why: str) -> None:
    periods = periods_of(
        year_of(GROUND, quarters=QUARTERS[:now]), year_of(GROUND, "B"),
        year_of(FAILED, quarters=LAST[:before]), year_of(FAILED, "B", LAST),
    )  # fmt: skip
    found = source_indicator(periods, 2024, END)
    assert (found.change, "no_change_minimum_data" in found.remarks) == (change, change is None), why


def test_a_running_year_needs_only_the_compared_quarters_of_last_year() -> None:
    periods = periods_of(year_of(GROUND, quarters=QUARTERS[:2]), year_of(FAILED, quarters=LAST[:2]))
    found = source_indicator(periods, 2024, date(2024, 7, 31))
    assert (found.change, "no_change_minimum_data" in found.remarks) == (100, False)
    short = periods_of(year_of(GROUND, quarters=QUARTERS[:2]), year_of(FAILED, quarters=LAST[1:]))
    assert source_indicator(short, 2024, date(2024, 7, 31)).change is None


def test_year_on_year_is_in_points_and_never_across_origins() -> None:
    last = [date(2023, day.month, 1) for day in QUARTERS]
    failed = "WATER_TYPE=地下水 NH3N=0.9"
    real = source_indicator(periods_of(year_of(failed, quarters=last), year_of(GROUND)), 2024, END)
    assert (real.change, real.change_unit) == (100, "百分点")
    mixed = source_indicator(periods_of(year_of(failed, quarters=last, origin="demo"), year_of(GROUND)), 2024, END)
    assert mixed.change is None
    assert "origin_differs" in mixed.remarks


def test_a_running_year_is_compared_with_the_same_quarters() -> None:
    """Last year failed in its fourth quarter only."""
    last = [date(2023, day.month, 1) for day in QUARTERS]
    before = [*year_of(GROUND, quarters=last[:3]), *year_of("WATER_TYPE=地下水 NH3N=0.9", quarters=last[3:])]
    periods = periods_of(before, year_of(GROUND, quarters=QUARTERS[:2]))
    assert source_indicator(periods, 2024, date(2024, 7, 31)).change == 0
    whole = periods_of(before, year_of(GROUND))
    assert source_indicator(whole, 2024, END).change == 100


def test_a_running_year_knows_where_complete_earlier_years_of_its_origin_stood() -> None:
    def days(year: int) -> list[date]:
        return [date(year, day.month, 1) for day in QUARTERS]

    bad = "WATER_TYPE=地下水 NH3N=0.9"
    periods = periods_of(
        year_of(GROUND, quarters=days(2023)[:3]), year_of(bad, quarters=days(2023)[3:]),
        year_of(GROUND, quarters=days(2022)[:3]), year_of(GROUND, quarters=days(2021), origin="demo"),
        year_of(GROUND, quarters=QUARTERS[:2]),
    )  # fmt: skip
    assert source_indicator(periods, 2024, date(2024, 7, 31)).past == (PastYear(Fraction(100), Fraction(0)),)
    assert source_indicator(periods, 2024, END).past == ()


def test_items_without_a_limit_are_told_and_those_that_never_enter_are_not() -> None:
    surface = periods_of(sample("A", QUARTERS[0], f"{SURFACE} TN=3 FC=900 WT=12 EC=500"))
    assert surface.item(0, "items_unjudged") == 0
    ground = periods_of(year_of(f"{GROUND} NI=0.01"))
    assert ground.get_column("items_unjudged").to_list() == [1, 1, 1, 1]
    assert "source_items_unjudged" in source_indicator(ground, 2024, END).remarks


def test_a_source_that_is_no_longer_monitored_is_told() -> None:
    last = [date(2023, day.month, 1) for day in QUARTERS]
    found = source_indicator(periods_of(year_of(GROUND, place="B", quarters=last), year_of(GROUND)), 2024, END)
    assert "source_no_longer_monitored" in found.remarks


def test_what_is_not_used_does_not_enter_and_an_area_without_sources_has_no_value() -> None:
    assert periods_of(sample("A", QUARTERS[0], GROUND, used=False)).is_empty()
    found = source_indicator(periods_of(), 2024, END)
    assert (found.value, found.remarks) == (None, ("no_rows",))
