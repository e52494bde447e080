"""The plan's section indicators: class IV or better of the plan's list, outbound sections at inferior class V."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from water_cases import frame, months_of, sample, section, sections, without_water

from standards.plan_status import PastYear
from standards.water_indicators_sections import (
    OUTBOUND_INFERIOR_V,
    SECTIONS_CLASS_IV,
    dry_sections,
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
    assert dry_sections(SECTIONS_CLASS_IV, facts, "tongzhou") == 1


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
