"""Rivers and districts: mean method below five sections, shares from five; dry sections; the trend against last year."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from vector_files import vectors
from water_cases import frame, months_of, sample, section, sections, without_water

from standards.water import MICRO
from standards.water_area import AREA_COLUMNS, aggregate, evaluate_areas, share_status
from standards.water_sections import SectionFacts, evaluate_sections

COD_OF_CLASS = {1: "14", 3: "18", 4: "28", 5: "38", 6: "45"}


def year_facts(classes: Mapping[str, int | None], year: int = 2024, origin: str = "real", **more: Any) -> SectionFacts:
    """A whole year in which each section keeps one class; None is a section without water."""
    days = months_of(year)
    rows: list[dict[str, Any]] = []
    for place, level in classes.items():
        for day in days:
            if level is None:
                rows.append(without_water(day, place))
            else:
                rows.extend(sample({"COD": COD_OF_CLASS[level]}, day, place, origin=origin))
    registered = sections(*[section(place, **more) for place in classes])
    return evaluate_sections(frame(rows), registered, year, date(year, 12, 31))


def named(levels: Sequence[int | None]) -> dict[str, int | None]:
    return {f"s{number}": level for number, level in enumerate(levels)}


def year_row(
    facts: SectionFacts, previous: SectionFacts | None = None, level: str = "area", name: str = "all"
) -> dict[str, Any]:
    found = evaluate_areas(facts, previous).filter(level=level, list=name, period_type="year")
    return found.row(0, named=True)


@pytest.mark.parametrize("case", vectors("water_shares.csv"), ids=lambda case: case["case_id"])
def test_shares_of_classes_and_the_word_for_them(case: dict[str, str]) -> None:
    found = aggregate([int(level) for level in case["classes"].split()])
    assert found is not None
    assert (found.good, found.inferior) == (
        Fraction(case["expected_good_pct"]),
        Fraction(case["expected_inferior_pct"]),
    )
    if case["expected_status"]:
        assert (found.method, found.status, found.level) == ("shares", case["expected_status"], None)
    else:
        assert found.method == "mean"


@pytest.mark.parametrize(
    ("good", "inferior", "word"),
    [("90", "10", "优"), ("89.9", "0", "良好"), ("75", "25", "良好"), ("74.9", "19.9", "轻度污染"), ("74.9", "20", "中度污染"),
     ("0", "39.9", "中度污染"), ("0", "40", "重度污染")],
)  # fmt: skip
def test_the_ends_of_the_share_bands(good: str, inferior: str, word: str) -> None:
    assert share_status(Fraction(good), Fraction(inferior)) == word


def test_r01_fewer_than_five_sections_are_averaged_item_by_item() -> None:
    """COD 19.25 → 19.2, TP 0.170, NH3-N 0.70, DO 6.675 → 6.7: III, although one section alone is IV."""
    values = [
        {"COD": "18", "TP": "0.15", "NH3N": "0.6", "DO": "7.0"}, {"COD": "26", "TP": "0.22", "NH3N": "1.1", "DO": "6.2"},
        {"COD": "16", "TP": "0.18", "NH3N": "0.7", "DO": "5.4"}, {"COD": "17", "TP": "0.13", "NH3N": "0.4", "DO": "8.1"},
    ]  # fmt: skip
    rows = [row for number, items in enumerate(values) for row in sample(items, date(2024, 5, 5), f"s{number}")]
    facts = evaluate_sections(
        frame(rows), sections(*[section(f"s{number}") for number in range(4)]), 2024, date(2024, 5, 31)
    )
    found = evaluate_areas(facts).filter(level="area", list="all", period_id="2024-05").row(0, named=True)
    assert (found["method"], found["class"], found["status"], found["worst_items"]) == (
        "mean",
        3,
        "良好",
        "COD,NH3N,TP",
    )
    assert facts.periods.filter(period_id="2024-05", place_id="s1")["class"].to_list() == [4]


def test_ph_is_averaged_over_sections_through_hydrogen_ions() -> None:
    """9.9 and 7.0: the mean of H⁺ is pH 7.3, the arithmetic mean 8.45 would be 8; 10 and 9.4 give 9.6 → 10."""
    rows = [*sample({"PH": "9.9"}, date(2024, 5, 5), "s1"), *sample({"PH": "7.0"}, date(2024, 5, 5), "s2")]
    facts = evaluate_sections(frame(rows), sections(section("s1"), section("s2")), 2024, date(2024, 5, 31))
    found = evaluate_areas(facts).filter(level="area", list="all", period_id="2024-05").row(0, named=True)
    assert (found["class"], found["class_6"]) == (1, 1)


def test_r02_tongzhou_2024() -> None:
    row = year_row(year_facts(named([3] * 6 + [4] * 2)))
    assert (row["sections"], row["with_water"], row["class_3"], row["class_4"]) == (8, 8, 6, 2)
    assert (row["good_share_micro"], row["inferior_share_micro"], row["status"]) == (75 * MICRO, 0, "良好")


def test_r06_tongzhou_2023_to_2024_moves_by_both_methods() -> None:
    row = year_row(year_facts(named([3] * 6 + [4] * 2)), year_facts(named([3] * 4 + [4] * 4), 2023))
    assert (row["good_change_micro"], row["inferior_change_micro"], row["comparable"]) == (25 * MICRO, 0, 8)
    assert (row["trend_share"], row["trend_level"], row["trend"]) == ("明显好转", "有所好转", "明显好转")
    assert row["same_items"] is True


def test_a_section_without_water_leaves_numerator_and_denominator_and_is_counted() -> None:
    row = year_row(year_facts(named([3, 3, 3, 4, 6, None])))
    assert (row["sections"], row["with_water"], row["dry"], row["no_data"]) == (6, 5, 1, 0)
    assert (row["good_share_micro"], row["inferior_share_micro"]) == (60 * MICRO, 20 * MICRO)


def test_a_trend_rests_on_the_sections_of_both_years() -> None:
    """The new inferior section of this year does not make the old ones worse."""
    row = year_row(year_facts(named([3] * 5 + [6])), year_facts(named([3] * 5), 2023))
    assert (row["comparable"], row["trend"]) == (5, "无明显变化")


def test_no_trend_across_demonstration_and_real_data() -> None:
    row = year_row(year_facts(named([3] * 5)), year_facts(named([6] * 5), 2023, origin="demo"))
    assert (row["comparable"], row["trend"], row["good_change_micro"]) == (5, None, None)


def test_the_first_year_has_no_trend() -> None:
    assert year_row(year_facts(named([3] * 5)))["trend"] is None


def test_other_items_in_the_year_before_are_said() -> None:
    now, before = year_facts(named([3] * 5)), year_facts(named([3] * 5), 2023)
    more = [sample({"COD": "18", "TP": "0.1"}, day, f"s{number}") for number in range(5) for day in months_of(2024)]
    wider = evaluate_sections(
        frame(row for rows in more for row in rows),
        sections(*[section(f"s{n}") for n in range(5)]),
        2024,
        date(2024, 12, 31),
    )
    assert year_row(now, before)["same_items"] is True
    assert year_row(wider, before)["same_items"] is False


def test_rivers_and_the_lists_of_the_plan_are_told_apart() -> None:
    facts = year_facts(named([3, 4]), in_plan_list=False, river="凉水河")
    found = evaluate_areas(facts)
    assert set(found.filter(level="river")["place_id"]) == {"凉水河"}
    assert set(found["list"]) == {"all"}
    assert found.schema == AREA_COLUMNS
    assert evaluate_areas(year_facts(named([3, 4]))).filter(list="plan").height == 2 * 29


def test_an_area_whose_sections_are_all_dry_has_no_status() -> None:
    row = year_row(year_facts(named([None, None])))
    assert (row["with_water"], row["dry"], row["status"], row["good_share_micro"]) == (0, 2, None, None)


def test_main_pollutants_of_a_district_go_by_the_share_of_sections_that_exceed() -> None:
    """COD exceeds III in three of five sections, TP and NH3-N in one each, BOD5 in none; three are named."""
    values = [
        {"COD": "28", "TP": "0.25", "BOD5": "2"},
        {"COD": "28"},
        {"COD": "45"},
        {"COD": "18", "NH3N": "1.9"},
        {"COD": "14"},
    ]
    rows = [row for number, items in enumerate(values) for row in sample(items, date(2024, 5, 5), f"s{number}")]
    facts = evaluate_sections(
        frame(rows), sections(*[section(f"s{number}") for number in range(5)]), 2024, date(2024, 5, 31)
    )
    found = evaluate_areas(facts).filter(level="area", list="all", period_id="2024-05").row(0, named=True)
    assert found["main_pollutants"] == "化学需氧量(60.0%)、氨氮(20.0%)、总磷(20.0%)"


def test_of_fewer_than_five_sections_each_has_its_own_main_pollutants() -> None:
    row = year_row(year_facts(named([3, 4, 6])))
    assert row["main_pollutants"] == "s1：化学需氧量(0.40)；s2：化学需氧量(1.25)"
