"""Sections over a year: periods, targets, multiples, sections without water, minimum data, unregistered places."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from water_cases import SECTION_SCHEMA, frame, months_of, nano, observation, sample, section, sections, without_water

from standards.water import MICRO
from standards.water_items import ITEM_COLUMNS
from standards.water_periods import PERIOD_COLUMNS
from standards.water_sections import SectionFacts, evaluate_sections

YEAR_END = date(2024, 12, 31)
MAY = date(2024, 5, 5)
GOOD = {"DO": "8.0", "COD": "18"}
BAD = {"DO": "8.0", "COD": "45"}


def facts_of(
    rows: Iterable[Mapping[str, Any]], registered: pl.DataFrame | None = None, as_of: date = YEAR_END
) -> SectionFacts:
    return evaluate_sections(frame(rows), sections(section()) if registered is None else registered, 2024, as_of)


def period(facts: SectionFacts, period_id: str, place: str = "s1") -> dict[str, Any]:
    found = facts.periods.filter(period_id=period_id, place_id=place)
    assert found.height == 1
    return found.row(0, named=True)


def every_month(
    values: Mapping[str, str], months: Iterable[int] = range(1, 13), place: str = "s1", **more: Any
) -> list[dict[str, Any]]:
    return [row for day in months_of(2024, months) for row in sample(values, day, place, **more)]


def test_a_past_year_has_its_months_quarters_cumulations_and_the_year() -> None:
    facts = facts_of(every_month(GOOD))
    counted = dict(facts.periods.group_by("period_type").len().iter_rows())
    assert counted == {"month": 12, "quarter": 4, "months_1_to_n": 12, "year": 1}
    assert facts.periods.schema == pl.Schema(PERIOD_COLUMNS)
    assert facts.items.schema == pl.Schema(ITEM_COLUMNS)
    assert facts.periods["class"].to_list() == [3] * 29


def test_a_running_year_stops_at_the_day_that_is_known() -> None:
    facts = facts_of(every_month(GOOD), as_of=date(2024, 7, 15))
    assert period(facts, "2024")["complete"] is False
    assert (period(facts, "2024")["months"], period(facts, "2024")["sufficient"]) == (7, True)
    assert facts.periods.filter(period_type="month").height == 6
    assert period(facts, "2024-01/06")["months"] == 6


def test_the_annual_class_is_neither_the_worst_nor_the_most_frequent_monthly_class() -> None:
    """Seven months at 14 (I) and five at 45 (inferior V): mean 26.9, class IV."""
    facts = facts_of([*every_month({"COD": "14"}, range(1, 8)), *every_month({"COD": "45"}, range(8, 13))])
    year = period(facts, "2024")
    assert (year["class"], year["months_worse_than_iv"], year["months_inferior_v"]) == (4, 5, 5)


def test_target_status_word_and_main_pollutants_of_both_bases() -> None:
    """NH3-N 3.0: 2.00 times above III (1.0), 0.50 above V (2.0); COD 45: 1.25 and 0.125."""
    facts = facts_of(sample({"NH3N": "3.0", "COD": "45", "DO": "8"}, MAY), sections(section(target_class=5)))
    row = period(facts, "2024-05")
    assert (row["class"], row["target_met"], row["status"]) == (6, False, "重度污染")
    assert row["main_pollutants"] == "氨氮(2.00)、化学需氧量(1.25)"
    assert row["main_pollutants_target"] == "氨氮(0.50)、化学需氧量(0.12)"
    items = {item["item"]: item for item in facts.items.filter(period_id="2024-05").iter_rows(named=True)}
    assert (items["NH3N"]["multiple_iii_micro"], items["NH3N"]["multiple_target_micro"]) == (2 * MICRO, MICRO // 2)
    assert (items["COD"]["multiple_iii_micro"], items["COD"]["multiple_target_micro"]) == (1_250_000, 125_000)


def test_a_section_that_holds_its_target_names_nothing_against_it() -> None:
    row = period(facts_of(sample({"COD": "28"}, MAY)), "2024-05")
    assert (row["main_pollutants"], row["main_pollutants_target"], row["target_met"]) == (
        "化学需氧量(0.40)",
        None,
        True,
    )


def test_a_better_target_names_items_that_are_not_worse_than_iii() -> None:
    row = period(facts_of(sample({"COD": "18"}, MAY), sections(section(target_class=2))), "2024-05")
    assert (row["main_pollutants"], row["main_pollutants_target"], row["target_met"]) == (
        None,
        "化学需氧量(0.20)",
        False,
    )


def test_ph_oxygen_and_temperature_have_no_multiple() -> None:
    items = facts_of(sample({"PH": "9.7", "DO": "1.0", "WT": "31"}, MAY)).items.filter(period_id="2024-05")
    assert items["multiple_iii_micro"].to_list() == [None] * 3
    assert items["multiple_target_micro"].to_list() == [None] * 3


def test_a_section_without_target_has_no_verdict_on_it() -> None:
    row = period(facts_of(sample(BAD, MAY), sections(section(target_class=None))), "2024-05")
    assert (row["target_met"], row["main_pollutants_target"]) == (None, None)


def test_the_target_may_change_with_the_months() -> None:
    registered = sections(
        section(target_class=5, valid_to=date(2024, 6, 30)), section(target_class=3, valid_from=date(2024, 7, 1))
    )
    facts = facts_of(every_month({"COD": "28"}), registered)
    found = [period(facts, name)["target_met"] for name in ("2024-06", "2024-07", "2024-Q2", "2024")]
    assert found == [True, False, True, False]


def test_a_section_without_water_has_no_class_and_is_no_missing_one() -> None:
    rows = [*every_month(GOOD, range(4, 13)), *[without_water(day) for day in months_of(2024, (1, 2))]]
    facts = facts_of(rows)
    assert [period(facts, name)["situation"] for name in ("2024-01", "2024-03", "2024-04")] == [
        "dry",
        "no_data",
        "assessed",
    ]
    year = period(facts, "2024")
    assert (year["months"], year["dry_months"], year["expected_months"], year["sufficient"]) == (9, 2, 12, True)
    assert (period(facts, "2024-01/02")["situation"], period(facts, "2024-01/02")["class"]) == ("dry", None)


def test_a_month_with_values_is_not_dry_even_if_a_day_of_it_was() -> None:
    row = period(facts_of([*sample(GOOD, MAY), without_water(date(2024, 5, 20))]), "2024-05")
    assert (row["situation"], row["dry_months"], row["months"]) == ("assessed", 0, 1)


def test_seven_months_are_not_a_year() -> None:
    facts = facts_of(
        [*every_month(GOOD, range(1, 8)), *[without_water(day, text="冰封") for day in months_of(2024, range(8, 13))]]
    )
    year = period(facts, "2024")
    assert (year["class"], year["months"], year["dry_months"], year["sufficient"]) == (3, 7, 5, False)


@pytest.mark.parametrize(
    ("as_of", "sufficient"),
    [
        (date(2024, 2, 28), True),
        (date(2024, 2, 29), False),
        (date(2024, 1, 30), True),
        (date(2024, 1, 31), True),
        (date(2024, 3, 30), False),
    ],
)
def test_a_month_has_ended_with_its_last_day(as_of: date, sufficient: bool) -> None:
    """Of a running year eight in twelve months that have ended are needed: January alone is 1 of 1, and 1 of 2 is less."""
    facts = facts_of(every_month(GOOD, (1,)), as_of=as_of)
    assert period(facts, "2024")["sufficient"] is sufficient


@pytest.mark.parametrize(("months", "sufficient"), [((1,), False), ((1, 2), True), ((1, 2, 3), True)])
def test_a_quarter_needs_two_samples(months: tuple[int, ...], sufficient: bool) -> None:
    assert period(facts_of(every_month(GOOD, months)), "2024-Q1")["sufficient"] is sufficient


def test_cumulative_months_need_the_share_of_months_that_a_year_needs() -> None:
    facts = facts_of(every_month(GOOD, (1, 2, 3, 4)))
    assert period(facts, "2024-01/06")["sufficient"] is True
    assert period(facts, "2024-01/07")["sufficient"] is False


def test_an_empty_water_type_is_taken_as_river_and_said() -> None:
    facts = facts_of(sample({"TP": "0.06"}, MAY), sections(section(water_type=None)))
    row = period(facts, "2024-05")
    assert (row["water_type"], row["type_known"], row["class"]) == ("river", False, 2)
    assert facts.samples["type_basis"].to_list() == ["assumed_river"]


def test_the_weakest_stage_and_demonstration_data_mark_a_period() -> None:
    rows = [
        *every_month(GOOD, (1,)),
        *every_month(GOOD, (2,), stage="realtime", origin="demo", kind="automatic", span="day"),
    ]
    facts = facts_of(rows)
    assert [period(facts, "2024-01")[name] for name in ("stage", "origin", "kinds")] == ["audited", "real", "manual"]
    assert [period(facts, "2024-Q1")[name] for name in ("stage", "origin", "kinds")] == [
        "realtime",
        "demo",
        "automatic|manual",
    ]


def test_only_what_enters_the_mean_counts_as_evidence() -> None:
    """A manual sample beside automatic values of the same items is replaced by them."""
    automatic = sample(
        GOOD | {"NH3N": "1"}, MAY, kind="automatic", span="hour", stage="realtime", moment=datetime(2024, 5, 5, 8)
    )
    manual = sample({"DO": "3", "NH3N": "2"}, date(2024, 5, 9))
    row = period(facts_of([*automatic, *manual]), "2024-05")
    assert (row["samples"], row["kinds"], row["stage"], row["last_observed"]) == (1, "automatic", "realtime", MAY)


def test_a_monthly_value_is_known_to_the_end_of_its_month() -> None:
    row = period(facts_of(sample(GOOD, date(2024, 2, 1), span="month")), "2024-02")
    assert row["last_observed"] == date(2024, 2, 29)


def test_a_section_counts_from_the_month_that_it_is_registered_in() -> None:
    registered = sections(section(valid_from=date(2024, 7, 10)))
    facts = facts_of(every_month(GOOD), registered)
    assert facts.periods.filter(period_type="month").height == 6
    assert (period(facts, "2024")["months"], period(facts, "2024")["expected_months"]) == (6, 6)


def test_unregistered_places_are_classed_sample_by_sample_only() -> None:
    facts = facts_of([*sample(GOOD, MAY), *sample(BAD, MAY, "elsewhere")])
    assert dict(facts.samples.select("place_id", "class").iter_rows()) == {"s1": 3, "elsewhere": 6}
    assert set(facts.periods["place_id"]) == {"s1"}
    assert set(facts.items["place_id"]) == {"s1"}


def test_a_registered_section_without_any_sample_still_has_its_rows() -> None:
    facts = facts_of([])
    assert facts.periods.height == 29
    assert set(facts.periods["situation"]) == {"no_data"}
    assert (facts.samples.height, facts.items.height) == (0, 0)


def test_nothing_registered_gives_samples_alone() -> None:
    facts = facts_of(sample(GOOD, MAY), pl.DataFrame(schema=SECTION_SCHEMA))
    assert (facts.samples.height, facts.items.height, facts.periods.height) == (1, 0, 0)


def test_samples_keep_what_the_feed_says_of_them() -> None:
    rows = sample(
        {"DO": "8", "TP": "0.35"}, MAY, kind="automatic", span="hour", condition="维护", used=False, published_class=4
    )
    row = facts_of([*rows, without_water(date(2024, 5, 6))]).samples.row(0, named=True)
    assert (row["class"], row["published_class"], row["agrees"], row["used"], row["condition"]) == (
        5,
        4,
        False,
        False,
        "维护",
    )
    dry = facts_of([*rows, without_water(date(2024, 5, 6))]).samples.row(1, named=True)
    assert (dry["class"], dry["state"], dry["items"], dry["agrees"]) == (None, "断流", 0, None)


def test_depths_of_one_moment_are_samples_of_their_own() -> None:
    rows = [*sample(GOOD, MAY, part="0.5m"), *sample(BAD, MAY, part="5m")]
    facts = facts_of(rows)
    assert facts.samples["class"].to_list() == [3, 6]
    assert facts.items.filter(period_id="2024-05", item="COD")["value"].to_list() == [nano("31.5")]


def test_other_years_stay_out() -> None:
    facts = facts_of([*sample(GOOD, MAY), *sample(BAD, date(2023, 5, 5))])
    assert facts.samples.height == 1


def test_total_nitrogen_is_averaged_but_never_makes_a_month_assessed() -> None:
    facts = facts_of(sample({"TN": "12"}, MAY))
    assert facts.items.filter(period_id="2024-05")["item_class"].to_list() == [None]
    row = period(facts, "2024-05")
    assert (row["class"], row["situation"], row["months"], row["sufficient"]) == (None, "no_data", 0, False)


def automatic(
    place: str, label: str, tp: str, published: int | None, hour: int, river: str = ""
) -> list[dict[str, Any]]:
    moment = datetime(2024, 5, 5, hour)
    return sample(
        {"DO": "8", "TP": tp},
        MAY,
        place,
        kind="automatic",
        span="hour",
        moment=moment,
        place_label=label,
        river=river,
        published_class=published,
    )


def types(facts: SectionFacts) -> dict[str, tuple[str, str]]:
    rows = facts.samples.select("place_id", "water_type", "type_basis").unique().iter_rows()
    return {place: (kind, basis) for place, kind, basis in rows}


def test_published_classes_decide_whether_an_unregistered_place_is_a_lake() -> None:
    """TP 0.06 is II in a river and IV in a lake; 西山 lies in 太湖 though its name does not say so."""
    rows = [
        *automatic("a", "西山", "0.06", 4, 0),
        *automatic("b", "小浪底水库", "0.06", 2, 0, "黄河"),
        *automatic("c", "沙渚", "0.06", 2, 0, "太湖"),
    ]
    found = types(facts_of(rows))
    assert found == {
        place: (kind, "published_class") for place, kind in (("a", "lake"), ("b", "river"), ("c", "river"))
    }


def test_names_decide_where_no_published_class_can() -> None:
    rows = [
        *automatic("a", "湖心区", "0.06", None, 0),
        *automatic("b", "西山", "0.06", None, 0, "太湖"),
        *automatic("c", "东村河入湖口", "0.06", None, 0),
        *automatic("d", "鼓楼外大街", "0.001", 1, 0),
        *automatic("e", "湖心", "0.06", 4, 0),
        *automatic("e", "湖心", "0.06", 2, 4),
    ]
    found = types(facts_of(rows))
    assert found == {
        "a": ("lake", "name"), "b": ("lake", "name"), "c": ("river", "name"), "d": ("river", "name"), "e": ("lake", "name"),
    }  # fmt: skip


def test_the_order_of_observations_does_not_matter() -> None:
    rows = [*every_month(GOOD), *every_month(BAD, (3, 4)), observation("TP", "0.4", MAY)]
    there, back = facts_of(rows), facts_of(rows[::-1])
    assert there.periods.equals(back.periods)
    assert there.items.equals(back.items)
    assert there.samples.drop("source_row").equals(back.samples.drop("source_row"))


def test_a_year_that_has_not_begun_has_no_periods() -> None:
    facts = facts_of([], as_of=date(2023, 12, 31))
    assert (facts.periods.height, facts.items.height, facts.samples.height) == (0, 0, 0)
    assert facts.periods.schema == pl.Schema(PERIOD_COLUMNS)
