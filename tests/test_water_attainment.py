"""Sections and sources in a running year: near their limit, and the chance that their targets hold; by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from standards.attainment_table import Outlook
from standards.plan_status import Target
from standards.water_attainment import section_outlooks
from standards.water_chance import PH_BEYOND, UNDECIDED
from standards.water_sections import SectionFacts
from standards.water_source_attainment import source_outlook

NANO = 1_000_000_000
ITEMS = {"value": pl.Int64(), "numerator": pl.Int64(), "denominator": pl.Int64(), "months": pl.Int64(), "item_class": pl.Int64()}  # fmt: skip
ALL_OF_TWO = {"water_sections_class_iv": Target(">=", Fraction(2))}
ONE_OF_TWO = {"water_sections_class_iv": Target(">=", Fraction(1))}


def item_row(name: str, period: Mapping[str, Any], item: str, mean: str, months: int, level: int = 1) -> dict[str, Any]:
    nano = int(Fraction(mean) * NANO)
    return {"place_id": name, **period, "item": item, "value": nano, "numerator": nano, "denominator": 1,
            "months": months, "item_class": level}  # fmt: skip


def sections(
    classes: Mapping[str, int | None],
    means: Mapping[tuple[str, str], str],
    year: int = 2023,
    by_month: Mapping[tuple[str, str], Sequence[str]] | None = None,
    **more: Any,
) -> SectionFacts:
    """Sections of the plan's list after nine months: class, means by section and item, and single months from January
    on."""
    period = {"period_type": "months_1_to_n", "period_id": f"{year}-01/09", "date_to": date(year, 9, 30)}
    common = {"area_id": "t", "in_plan_list": True, "role": "", "water_type": "river", "origin": "real",
              "situation": "assessed", "complete": True, "sufficient": True, "stage": "audited", "type_known": True,
              "incomplete_months": 0, "expected_months": 9, "dry_months": 0, "months": 9, "class_at_best": None,
              "months_worse_than_iv": 0, "items_lost": None, "last_observed": date(year, 9, 20)} | more  # fmt: skip
    periods: list[dict[str, Any]] = []
    for name, level in classes.items():
        one = {"place_id": name, "name_zh": name, "class": level, **common}
        periods += [
            {**one, **period},
            {**one, "period_type": "month", "period_id": f"{year}-09", "date_to": date(year, 9, 30)},
            {**one, "period_type": "year", "period_id": str(year), "date_to": date(year, 9, 30), "complete": False},
        ]
    items = [item_row(name, period, item, mean, 9) for (name, item), mean in means.items()]
    for (name, item), values in (by_month or {}).items():
        for number, mean in enumerate(values, start=1):
            month = {"period_type": "month", "period_id": f"{year}-{number:02}", "date_to": date(year, number, 28)}
            items.append(item_row(name, month, item, mean, 1))
    schema = {"class": pl.Int64(), "class_at_best": pl.Int64()}
    return SectionFacts(
        pl.DataFrame(), pl.DataFrame(items, schema_overrides=ITEMS), pl.DataFrame(periods, schema_overrides=schema)
    )


def outlooks(
    facts: SectionFacts,
    earlier: Mapping[int, SectionFacts] | None = None,
    targets: Mapping[str, Target] | None = None,
) -> dict[str, Outlook]:
    """By section; the list as a whole under an empty name."""
    return {one.place_id: one for one in section_outlooks(facts, "t", earlier or {}, targets or {})}


def test_a_section_within_ten_percent_of_class_iv_is_told_with_the_item_that_decides() -> None:
    """Class IV: NH3-N 1.5, COD 30 mg/L. NH3-N 1.38 is 8 % below, COD 24 is 20 % below."""
    row = outlooks(sections({"A": 4}, {("A", "NH3N"): "1.38", ("A", "COD"): "24"}))["A"]
    assert (row.measure, row.item, row.margin, row.target) == ("near_limit", "NH3N", 8, Fraction("1.5"))
    # (1.5 · 12 − 1.38 · 9) / 3
    assert (row.control, row.left) == (Fraction("1.86"), 3)


def test_a_section_one_class_beyond_is_told_and_one_far_off_either_way_is_not() -> None:
    """NH3-N 1.8 is class V, 20 % beyond: the rest must hold (18 − 16.2)/3 = 0.6. 3.0 is inferior V, 1.2 is 20 % below."""
    means = {("A", "NH3N"): "1.8", ("B", "NH3N"): "3.0", ("C", "NH3N"): "1.2"}
    found = outlooks(sections({"A": 5, "B": 6, "C": 4}, means))
    assert set(found) == {"A"}
    assert (found["A"].measure, found["A"].margin, found["A"].control) == ("one_class_beyond", -20, Fraction("0.6"))


def test_oxygen_must_reach_its_limit_and_has_its_margin_above_it() -> None:
    """Class IV: at least 3 mg/L; 3.2 is 6.67 % above, and the months left must hold at least (36 − 28.8)/3 = 2.4."""
    row = outlooks(sections({"A": 4}, {("A", "DO"): "3.2"}))["A"]
    assert (row.comparator, row.margin, row.control) == (">=", Fraction(20, 3), Fraction("2.4"))


def test_the_same_months_of_last_year_stand_beside_where_their_origin_is_the_same() -> None:
    now, before = (sections({"A": 4}, {("A", "NH3N"): mean}, year) for mean, year in (("1.38", 2023), ("1.45", 2022)))
    assert outlooks(now, {2022: before})["A"].last_year == Fraction("1.45")
    demo = SectionFacts(before.samples, before.items, before.periods.with_columns(origin=pl.lit("demo")))
    assert outlooks(now, {2022: demo})["A"].last_year is None


def ammonia(year: int, rest: Sequence[str], place: str = "A") -> SectionFacts:
    """A year whose NH3-N was 1.4 until September and then as given."""
    return sections({place: 4}, {(place, "NH3N"): "1.4"}, year, {(place, "NH3N"): ["1.4"] * 9 + list(rest)})


def test_the_months_left_of_a_section_are_drawn_one_by_one_from_earlier_years() -> None:
    """9 · 1.4 = 12.6. Each month left was 1.5 or 2.1 before: 4.5, 5.1 (thrice), 5.7 (thrice) or 6.3. NH3-N has two
    decimals: up to 1.505 · 12 = 18.06 prints 1.50, so that 5.46 are left: 4.5 and 5.1 hold, four of eight."""
    now = sections({"A": 4}, {("A", "NH3N"): "1.4"}, by_month={("A", "NH3N"): ["1.4"] * 9})
    earlier = {2021: ammonia(2021, ["1.5"] * 3), 2022: ammonia(2022, ["2.1"] * 3)}
    chance = outlooks(now, earlier)["A"].chances
    assert chance is not None
    assert (chance.resampled, chance.drawn, chance.every) == (Fraction(1, 2), 8, True)
    assert (chance.years, chance.trend) == ((2021, 2022), Fraction(1, 2))


def test_a_section_at_this_years_level_has_another_chance() -> None:
    """Twice the level of before: 3.0 or 4.2 a month instead of 1.5 or 2.1, 12.6 + 9.0 at least is beyond 18.06."""
    now = sections({"A": 4}, {("A", "NH3N"): "1.4"}, by_month={("A", "NH3N"): ["1.4"] * 9})
    half = {
        year: sections({"A": 3}, {("A", "NH3N"): "0.7"}, year, {("A", "NH3N"): ["0.7"] * 9 + [rest] * 3})
        for year, rest in ((2021, "1.5"), (2022, "2.1"))
    }
    chance = outlooks(now, half)["A"].chances
    assert chance is not None
    assert (chance.resampled, chance.trend) == (Fraction(1, 2), 0)


def test_the_chance_of_a_section_asks_all_its_items() -> None:
    """NH3-N holds for certain, COD never: 9 · 29 + 3 · 40 = 381 is 31.75, printed 31.8 and beyond 30."""
    means = {("A", "NH3N"): "1.4", ("A", "COD"): "29"}
    by_month = {("A", "NH3N"): ["1.4"] * 12, ("A", "COD"): ["29"] * 9 + ["40"] * 3}
    earlier = {year: sections({"A": 4}, means, year, by_month) for year in (2021, 2022)}
    row = outlooks(sections({"A": 4}, means), earlier)["A"]
    assert row.chances is not None
    assert row.chances.resampled == 0


def test_one_earlier_year_or_one_of_demonstration_gives_no_chance() -> None:
    now = sections({"A": 4}, {("A", "NH3N"): "1.4"})
    demo = ammonia(2022, ["1.5"] * 3)
    demo = SectionFacts(demo.samples, demo.items, demo.periods.with_columns(origin=pl.lit("demo")))
    for earlier in ({2021: ammonia(2021, ["1.5"] * 3)}, {2021: ammonia(2021, ["1.5"] * 3), 2022: demo}):
        chance = outlooks(now, earlier)["A"].chances
        assert chance is not None
        assert (chance.resampled, chance.reason) == (None, "chance_few_years")


def test_a_year_that_lacks_a_month_of_those_left_is_not_drawn() -> None:
    """Two of three months are 67 %, of which 75 % are asked for."""
    now = sections({"A": 4}, {("A", "NH3N"): "1.4"})
    earlier = {2020: ammonia(2020, ["1.5"] * 3), 2021: ammonia(2021, ["1.5"] * 3), 2022: ammonia(2022, ["2.1"] * 2)}
    chance = outlooks(now, earlier)["A"].chances
    assert chance is not None
    assert chance.years == (2020, 2021)


def test_ph_beyond_its_range_gives_no_chance() -> None:
    """Class V of NH3-N keeps a township section from inferior V; pH 9.3 does not."""
    now = sections({"A": 4}, {("A", "NH3N"): "1.4"})
    ph = pl.DataFrame([item_row("A", {"period_type": "months_1_to_n", "period_id": "2023-01/09", "date_to": date(2023, 9, 30)},
                                "PH", "9.3", 9, level=6)], schema_overrides=ITEMS)  # fmt: skip
    chance = outlooks(replace(now, items=pl.concat([now.items, ph.select(now.items.columns)])))["A"].chances
    assert chance is not None
    assert chance.reason == PH_BEYOND


def two(year: int, rest: Mapping[str, Sequence[str]]) -> SectionFacts:
    """Sections A and B at NH3-N 1.4 until September."""
    means = {(name, "NH3N"): "1.4" for name in ("A", "B")}
    return sections({"A": 4, "B": 4}, means, year, {(n, "NH3N"): ["1.4"] * 9 + list(rest.get(n, [])) for n in "AB"})


def test_sections_of_a_list_are_drawn_together() -> None:
    """A is bad in 2021 and B in 2022, in October alone: whichever year is drawn for October, one of the two fails. Two
    are never reached, one always; drawn apart, two would be reached in one of four.

    9 · 1.4 + 3 · 1.4 = 16.8 holds; with 4.0 in October 9 · 1.4 + 4.0 + 2.8 = 19.4 is beyond 18.06."""
    fine, bad = ["1.4"] * 3, ["4.0", "1.4", "1.4"]
    earlier = {2021: two(2021, {"A": bad, "B": fine}), 2022: two(2022, {"A": fine, "B": bad})}
    for targets, chance in ((ALL_OF_TWO, 0), (ONE_OF_TWO, 1)):
        row = outlooks(two(2023, {}), earlier, targets)[""]
        assert row.chances is not None
        assert (row.chances.resampled, row.chances.drawn) == (chance, 8)
        assert (row.value, row.measure, row.left, row.left_unit) == (2, "sections_class_iv", 3, "month")


def test_a_list_with_a_section_that_cannot_be_judged_has_no_chance() -> None:
    now = two(2023, {})
    open_b = now.periods.with_columns(
        pl.when(pl.col("place_id") != "B").then("class").alias("class"),
        pl.when(pl.col("place_id") == "B").then(pl.lit("no_data")).otherwise("situation").alias("situation"),
    )
    earlier = {year: two(year, {"A": ["1.4"] * 3, "B": ["1.4"] * 3}) for year in (2021, 2022)}
    row = outlooks(replace(now, periods=open_b), earlier, ALL_OF_TWO)[""]
    assert row.chances is not None
    assert (row.chances.resampled, row.chances.reason) == (None, UNDECIDED)


def test_a_section_without_water_is_not_asked_for() -> None:
    now = two(2023, {})
    dry_b = now.periods.with_columns(
        pl.when(pl.col("place_id") != "B").then("class").alias("class"),
        pl.when(pl.col("place_id") == "B").then(pl.lit("dry")).otherwise("situation").alias("situation"),
    )
    earlier = {year: two(year, {"A": ["1.4"] * 3, "B": ["4.0"] * 3}) for year in (2021, 2022)}
    row = outlooks(replace(now, periods=dry_b), earlier, ALL_OF_TWO)[""]
    assert row.chances is not None
    assert (row.target, row.chances.resampled) == (1, 1)


FULL = Target(">=", Fraction(100), decimals=1)


def sources(years: Mapping[int, Mapping[str, str]], origin: str = "real") -> pl.DataFrame:
    """Verdicts of sources by quarter from the first on: y, n or ? (none)."""
    rows = [
        {"area_id": "t", "place_id": name, "place_label": name, "year": year, "quarter": quarter,
         "compliant": {"y": True, "n": False}.get(word), "intake": None, "compliant_intake": None, "origin": origin,
         "stage": "audited", "sources": "f", "exceedance_micro": None, "last_day": date(year, 3 * quarter - 1, 5), "period": f"{year}-Q{quarter}",
         "failing_items": None, "failing_text": None, "items_lost": None, "source_type": "groundwater"}
        for year, places in years.items()
        for name, words in places.items()
        for quarter, word in enumerate(words, start=1)
    ]  # fmt: skip
    schema = {"intake": pl.Int64(), "compliant_intake": pl.Int64(), "items_lost": pl.String(), "compliant": pl.Boolean(),
              "failing_items": pl.String(), "failing_text": pl.String()}  # fmt: skip
    return pl.DataFrame(rows, schema_overrides=schema)


@pytest.mark.parametrize(
    ("now", "target", "chance"),
    [
        # the quarter left failed at s1 in one of four years
        ({"s1": "yyy", "s2": "yyy"}, 100, Fraction(3, 4)),
        # two quarters left: the third never failed
        ({"s1": "yy", "s2": "yy"}, 100, Fraction(3, 4)),
        # what has failed stays failed
        ({"s1": "yny", "s2": "yyy"}, 100, Fraction(0)),
        ({"s1": "yny", "s2": "yyy"}, 50, Fraction(1)),
    ],
)
def test_the_quarters_left_of_sources_are_drawn_from_earlier_years(
    now: dict[str, str], target: int, chance: Fraction
) -> None:
    earlier = {year: {"s1": "yyyn" if year == 2020 else "yyyy", "s2": "yyyy"} for year in range(2019, 2023)}
    row = source_outlook(sources({**earlier, 2023: now}), "t", 2023, replace(FULL, value=Fraction(target)))
    assert row is not None
    assert row.chances is not None
    assert (row.chances.resampled, row.chances.trend, row.chances.every) == (chance, None, True)
    assert (row.left, row.left_unit, row.last_year) == (4 - len(now["s1"]), "quarter", 100)


def test_sources_without_verdicts_or_years_have_no_chance() -> None:
    open_quarter = source_outlook(sources({2021: {"s1": "yyyy"}, 2022: {"s1": "yyyy"}, 2023: {"s1": "y?y"}}), "t", 2023, FULL)  # fmt: skip
    few = source_outlook(sources({2021: {"s1": "yyyy"}, 2022: {"s1": "yyy"}, 2023: {"s1": "yyy"}}), "t", 2023, FULL)
    assert [row and row.chances and row.chances.reason for row in (open_quarter, few)] == [
        "chance_sources_undecided",
        "chance_few_years",
    ]
    done = source_outlook(sources({2023: {"s1": "yyyy"}}), "t", 2023, FULL)
    assert done is not None
    assert (done.left, done.chances and done.chances.reason) == (0, "chance_all_in")
    assert source_outlook(sources({2022: {"s1": "yyyy"}}), "t", 2023, FULL) is None
