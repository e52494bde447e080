"""The plan's section indicators: class IV or better of the plan's list, outbound sections at inferior class V."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from water_cases import frame, months_of, sample, section, sections, without_water

from schemas.note_words import NOTE_WORDS
from standards.limits import rows as limits
from standards.plan_status import PastYear
from standards.plan_table import AreaYear, StatusRow, status_row
from standards.plan_value import IndicatorValue
from standards.water_indicators_sections import (
    OUTBOUND_INFERIOR_V,
    SECTIONS_CLASS_IV,
    outbound_inferior_v,
    past_year,
    sections_class_iv,
    with_course,
)
from standards.water_sections import SectionFacts, evaluate_sections

GOOD, FOUR, FIVE, SIX = ({"COD": text} for text in ("18", "28", "38", "45"))
Values = Mapping[str, str] | None


def evaluated(
    months: Mapping[str, Iterable[Values]],
    year: int = 2024,
    as_of: date | None = None,
    more: Mapping[str, Any] | None = None,
    origin: str = "real",
) -> SectionFacts:
    """Sections with their values month by month; None is a month without water, {} one without data."""
    rows: list[dict[str, Any]] = []
    for place, series in months.items():
        for day, values in zip(months_of(year), series, strict=False):
            rows.extend([without_water(day, place)] if values is None else sample(values, day, place, origin=origin))
    registered = sections(*[section(place, name_zh=f"断面{place}", **(more or {})) for place in months])
    return evaluate_sections(frame(rows), registered, year, as_of or date(year, 12, 31))


def test_the_published_year_2024_gives_eight_of_eight() -> None:
    facts = evaluated({str(n): [GOOD if n < 6 else FOUR] * 12 for n in range(8)})
    found = sections_class_iv(facts, "tongzhou")
    assert (found.indicator_id, found.value, found.decimals, found.enough_data, found.running) == (
        "water_sections_class_iv",
        8,
        0,
        True,
        False,
    )
    assert (found.coverage, found.value_kind, found.origin, found.as_of) == (100, "audited", "real", date(2024, 12, 5))
    assert (found.remarks, found.detail_zh, found.detail_en) == ((), "", "")


def test_the_annual_mean_decides_and_the_worse_months_stand_beside() -> None:
    """Two months at inferior V, ten at III: mean 22.5, class IV."""
    facts = evaluated({"a": [SIX] * 2 + [GOOD] * 10, "b": [FIVE] * 12})
    found = sections_class_iv(facts, "tongzhou")
    assert found.value == 1
    assert found.detail_zh == "劣于Ⅳ类断面：断面b(Ⅴ)；劣于Ⅳ类断面月（共14个）：断面b12个月、断面a2个月"
    assert (
        found.detail_en
        == "sections worse than class IV: 断面b(V); section-months worse than class IV (14): 断面b 12, 断面a 2"
    )


def test_a_running_year_is_judged_on_its_cumulative_months() -> None:
    facts = evaluated({"a": [SIX] + [GOOD] * 5, "b": [GOOD] * 6}, as_of=date(2024, 7, 20))
    found = sections_class_iv(facts, "tongzhou")
    assert (found.value, found.running, found.enough_data, found.coverage) == (2, True, True, 100)
    assert found.as_of == date(2024, 6, 5)


def test_months_that_have_ended_without_any_sample_do_not_shift_the_cumulation() -> None:
    facts = evaluated({"a": [GOOD] * 4}, as_of=date(2024, 9, 10))
    found = sections_class_iv(facts, "tongzhou")
    assert (found.value, found.coverage, found.enough_data) == (1, 100, True)


def test_a_section_without_data_leaves_the_indicator_undecided() -> None:
    facts = evaluated({"a": [GOOD] * 12, "b": []})
    found = sections_class_iv(facts, "tongzhou")
    assert (found.value, found.enough_data, found.coverage) == (1, False, 50)
    assert found.remarks == ("sections_without_data",)
    assert found.detail_zh == "无数据断面：断面b"


def test_seven_months_leave_it_undecided_too() -> None:
    found = sections_class_iv(evaluated({"a": [GOOD] * 7, "b": [GOOD] * 12}), "tongzhou")
    assert (found.value, found.enough_data, found.remarks) == (2, False, ("sections_insufficient",))
    assert found.coverage == Fraction(1900, 24)


def test_a_section_without_water_all_year_is_neither_counted_nor_missing() -> None:
    facts = evaluated({"a": [GOOD] * 12, "b": [None] * 12})
    found = sections_class_iv(facts, "tongzhou")
    assert (found.value, found.enough_data, found.coverage, found.remarks) == (1, True, 100, ("sections_dry",))
    assert found.detail_zh == "无水断面：断面b"


def judged(found: IndicatorValue, target: int = 8, comparator: str = ">=", **official: Any) -> StatusRow:
    """The indicator's row of the scoreboard under a target of so many sections."""
    asked = {"comparator": comparator, "target": target, "tolerance": None, "decimals": 0, "basis": None,
             "text_zh": "", "firmness": "binding"}  # fmt: skip
    known = {"kind": "official", "comparator": "=", "source": "公报", "basis": None, "mark": None, **official}
    facts = AreaYear(
        "tongzhou", 2024, {}, {found.indicator_id: asked}, {found.indicator_id: known} if official else {}, {},
        Fraction(1), None, values={found.indicator_id: found},
    )  # fmt: skip
    plan = next(row for row in limits("indicators") if row["indicator_id"] == found.indicator_id)
    return status_row(facts, plan, None)


def listed(good: int, dry: int, bad: int = 0, months: int = 12, **more: Any) -> SectionFacts:
    """A list of sections at class III, without water, and at class V."""
    series = [[GOOD]] * good + [[None]] * dry + [[FIVE]] * bad
    return evaluated({str(n): one * months for n, one in enumerate(series)}, **more)


def test_a_dry_section_leaves_the_target_as_it_leaves_the_count() -> None:
    """Eight listed, one without water: seven of seven reach class IV."""
    found = sections_class_iv(listed(7, 1), "tongzhou")
    assert (found.value, found.allowance) == (7, 1)
    row = judged(found)
    assert (row.columns["status"], row.columns["target"]) == ("met", 8)
    assert {"target_less_dry", "sections_dry"} <= set(row.remarks)
    assert "目标相应减少" in NOTE_WORDS["target_less_dry"][0]
    assert judged(found, 7, ">").columns["status"] == "met"


def test_a_list_that_is_longer_than_the_target_still_owes_it() -> None:
    """Ten listed, two without water: eight could reach class IV, seven do, the target is eight."""
    row = judged(sections_class_iv(listed(7, 2, 1), "tongzhou"))
    assert (row.columns["status"], "target_less_dry" in row.remarks) == ("not_met", False)
    assert judged(sections_class_iv(listed(8, 2), "tongzhou")).columns["status"] == "met"


def test_a_dry_section_excuses_no_other_one() -> None:
    """Eight listed, one without water, one at class V: six of seven."""
    row = judged(sections_class_iv(listed(6, 1, 1), "tongzhou"))
    assert (row.columns["status"], "target_less_dry" in row.remarks) == ("not_met", True)


def test_without_a_dry_section_the_target_stays() -> None:
    found = sections_class_iv(listed(7, 0, 1), "tongzhou")
    row = judged(found)
    assert (found.allowance, row.columns["status"], "target_less_dry" in row.remarks) == (0, "not_met", False)


def test_only_a_count_to_be_reached_is_less_by_dry_sections() -> None:
    """Township sections: at most 0 at inferior V stays 0."""
    found = outbound_inferior_v(listed(2, 1, more={"role": "township_outbound"}), "tongzhou")
    row = judged(found, 0, "<=")
    assert (found.value, row.columns["status"], "target_less_dry" in row.remarks) == (0, "met", False)


def test_an_official_value_is_held_against_the_target_as_it_is() -> None:
    row = judged(sections_class_iv(listed(7, 1), "tongzhou"), value=7)
    assert (row.columns["status"], "target_less_dry" in row.remarks) == ("not_met", False)


def test_the_path_of_a_running_year_is_less_by_dry_sections_too() -> None:
    """Three listed, one without water so far: the path of a year that ends on 3 − 1 = 2 is 2, by a course of 3 to 3."""
    now = listed(2, 1, months=6, as_of=date(2024, 7, 20))
    before = listed(3, 0, year=2023)
    found = with_course(sections_class_iv(now, "tongzhou"), now, [before], "tongzhou")
    assert (found.past, found.allowance, found.running) == ((PastYear(Fraction(3), Fraction(3)),), 1, True)
    assert judged(found, 3).columns["status"] == "on_track"
    bad = listed(1, 1, 1, months=6, as_of=date(2024, 7, 20))
    worse = with_course(sections_class_iv(bad, "tongzhou"), bad, [before], "tongzhou")
    assert judged(worse, 3).columns["status"] == "at_risk"


def test_nothing_but_dry_sections_gives_no_value() -> None:
    found = sections_class_iv(evaluated({"a": [None] * 12}), "tongzhou")
    assert (found.value, found.enough_data) == (None, False)


def test_the_change_is_over_the_sections_of_both_years() -> None:
    now = evaluated({"a": [GOOD] * 12, "b": [GOOD] * 12, "new": [GOOD] * 12})
    before = evaluated({"a": [GOOD] * 12, "b": [FIVE] * 12}, 2023)
    found = sections_class_iv(now, "tongzhou", before)
    assert (found.change, found.change_unit, found.remarks) == (1, "个断面", ("sections_differ",))


def test_a_running_year_is_compared_with_the_same_months() -> None:
    now = evaluated({"a": [GOOD] * 3}, as_of=date(2024, 4, 2))
    before = evaluated({"a": [FIVE] * 3 + [GOOD] * 9}, 2023)
    assert sections_class_iv(now, "tongzhou", before).change == 1


def test_no_change_across_demonstration_and_real_data_or_without_minimum_data() -> None:
    now = evaluated({"a": [GOOD] * 12})
    demo = evaluated({"a": [FIVE] * 12}, 2023, origin="demo")
    short = evaluated({"a": [FIVE] * 7}, 2023)
    assert (sections_class_iv(now, "tongzhou", demo).change, sections_class_iv(now, "tongzhou", demo).remarks) == (
        None,
        ("origin_differs",),
    )
    assert sections_class_iv(now, "tongzhou", short).remarks == ("no_change_minimum_data",)
    assert sections_class_iv(now, "tongzhou").change is None


def test_sections_outside_the_list_and_of_other_areas_do_not_count() -> None:
    outside = evaluated({"a": [GOOD] * 12}, more={"in_plan_list": False})
    assert sections_class_iv(outside, "tongzhou").remarks == ("list_unconfirmed",)
    assert sections_class_iv(evaluated({"a": [GOOD] * 12}), "beijing").value is None


def test_without_township_sections_the_list_is_unconfirmed() -> None:
    found = outbound_inferior_v(evaluated({"a": [SIX] * 12}), "tongzhou")
    assert (found.indicator_id, found.value, found.enough_data, found.remarks) == (
        "water_outbound_inferior_v",
        None,
        False,
        ("list_unconfirmed",),
    )


def test_outbound_sections_at_inferior_v_and_their_months() -> None:
    """a: mean 45, inferior V; b: two months of inferior V, mean 22.5, IV."""
    more = {"role": "trend|into_main_river", "in_plan_list": False}
    found = outbound_inferior_v(evaluated({"a": [SIX] * 12, "b": [SIX] * 2 + [GOOD] * 10}, more=more), "tongzhou")
    assert (found.value, found.enough_data) == (1, True)
    assert found.detail_zh == "劣Ⅴ类断面：断面a(劣Ⅴ)；劣Ⅴ类断面月（共14个）：断面a12个月、断面b2个月"


def test_clean_outbound_sections_give_nought() -> None:
    found = outbound_inferior_v(evaluated({"a": [FIVE] * 12}, more={"role": "township_outbound"}), "tongzhou")
    assert (found.value, found.detail_zh) == (0, "")


def test_where_an_earlier_year_stood_after_as_many_months() -> None:
    facts = evaluated({"a": [FIVE] * 6 + [GOOD] * 6, "b": [GOOD] * 12}, 2023)
    assert past_year(SECTIONS_CLASS_IV, facts, "tongzhou", 6) == PastYear(Fraction(1), Fraction(2))
    assert past_year(OUTBOUND_INFERIOR_V, facts, "tongzhou", 6) is None


def test_an_assumed_water_type_is_said() -> None:
    found = sections_class_iv(evaluated({"a": [GOOD] * 12}, more={"water_type": None}), "tongzhou")
    assert found.remarks == ("water_type_assumed",)


def test_a_running_year_carries_the_course_of_earlier_years_of_its_origin() -> None:
    now = evaluated({"a": [GOOD] * 6, "b": [GOOD] * 6}, as_of=date(2024, 7, 20))
    real = evaluated({"a": [FIVE] * 6 + [GOOD] * 6, "b": [GOOD] * 12}, 2023)
    demo = evaluated({"a": [GOOD] * 12, "b": [GOOD] * 12}, 2022, origin="demo")
    short = evaluated({"a": [GOOD] * 7, "b": [GOOD] * 12}, 2021)
    found = with_course(sections_class_iv(now, "tongzhou"), now, [short, demo, real], "tongzhou")
    assert found.past == (PastYear(Fraction(1), Fraction(2)),)


def test_a_whole_year_needs_no_course() -> None:
    whole = evaluated({"a": [GOOD] * 12})
    assert with_course(sections_class_iv(whole, "tongzhou"), whole, [whole], "tongzhou").past == ()
