"""地下水水质总体保持稳定: our stated test on the same wells and items of two years."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from vector_files import vectors
from water_place_cases import observed, sample

from standards.water_stability import has_risen, stability, word_of
from standards.water_stability_indicator import groundwater_indicator
from standards.water_wells import well_classes

NOW, BEFORE = date(2024, 4, 10), date(2023, 4, 10)
END = date(2024, 12, 31)


def items_of(*samples: Sequence[dict[str, Any]]) -> pl.DataFrame:
    return well_classes(observed(*samples)).items


def pair(well: str, before: str, now: str) -> list[dict[str, Any]]:
    """A well in both years."""
    return [*sample(well, BEFORE, before), *sample(well, NOW, now)]


@pytest.mark.parametrize("case", vectors("groundwater_stability.csv"), ids=lambda case: case["id"])
def test_the_word_follows_share_and_worsened_wells(case: dict[str, str]) -> None:
    wells = int(case["wells"])
    before, now, worse = (Fraction(100 * int(case[key]), wells) for key in ("worst_before", "worst_now", "worsened"))
    assert word_of(now, before, worse) == case["expected"], case["why"]


def test_without_comparable_wells_there_is_no_word_and_no_share() -> None:
    found = stability(items_of(sample("a", NOW, "F=0.5"), sample("b", BEFORE, "F=0.5")), 2024)
    assert (found.word, found.stable, found.share, found.change, found.worsened_share) == (None,) * 5
    assert (found.all_wells, found.comparable_share) == (2, 0)
    assert stability(items_of(), 2024).comparable_share is None


def test_the_value_is_as_of_its_last_sample_and_not_of_the_day_before_the_run() -> None:
    later = sample("a", date(2024, 9, 3), "F=0.5")
    found = groundwater_indicator(items_of(pair("a", "F=0.5", "F=0.5"), later), 2024, date(2024, 10, 1))
    assert found.as_of == date(2024, 9, 3)


def test_only_items_of_both_years_make_the_classes() -> None:
    """F 9 was analysed this year only: the comparable class stays that of the hardness."""
    found = stability(items_of(pair("a", "HARDNESS=400", "HARDNESS=400 F=9")), 2024)
    assert found.wells.select("class", "base_class", "items").row(0) == (3, 3, 1)
    assert (found.share, found.change) == (0, 0)


def test_a_well_got_worse_only_if_class_and_driving_item_both_did() -> None:
    def worsened(before: str, now: str) -> bool:
        found: bool = stability(items_of(pair("a", before, now)), 2024).wells.item(0, "worsened")
        return found

    assert worsened("NO3N=18", "NO3N=22")
    assert not worsened("NO3N=19", "NO3N=22"), "15.8 % more is within the 20 %"
    assert not worsened("NO3N=10", "NO3N=13"), "30 % more in the same class"
    assert not worsened("NO3N=19 CL=50", "NO3N=22 CL=90"), "CL rose but does not decide the class"
    assert worsened("NO3N=2 CL=100", "NO3N=22 CL=100")


def test_exactly_twenty_percent_more_is_not_worse() -> None:
    found = stability(items_of(pair("a", "NO3N=20", "NO3N=24")), 2024)
    assert found.wells.select("class", "base_class", "worsened").row(0) == (4, 3, False)
    assert stability(items_of(pair("a", "NO3N=20", "NO3N=24.001")), 2024).wells.item(0, "worsened")


def test_a_higher_detection_limit_is_no_deterioration() -> None:
    found = stability(items_of(pair("a", "CD=0.0001L", "CD=0.004L")), 2024)
    assert found.wells.select("class", "base_class", "worsened").row(0) == (3, 1, False)


def test_ph_and_words_get_worse_by_their_class_alone() -> None:
    assert stability(items_of(pair("a", "PH=8.5", "PH=8.6")), 2024).wells.item(0, "worsened")
    assert stability(items_of(pair("a", "ODOR=无", "ODOR=有")), 2024).wells.item(0, "worsened")
    same = {"item": "PH", "value": 1, "item_class": 4, "base_item_class": 4}
    assert not has_risen(same)


def test_natural_background_items_can_be_left_out() -> None:
    items = items_of(pair("a", "F=0.5 CL=60", "F=2.1 CL=60"), pair("b", "CL=60", "CL=60"))
    assert (stability(items, 2024).share, stability(items, 2024).word) == (50, "变差")
    without = stability(items, 2024, background=False)
    assert (without.share, without.word) == (0, "稳定")


def test_real_wells_are_never_compared_with_demonstration_wells() -> None:
    items = items_of(sample("a", BEFORE, "F=0.5", origin="demo"), sample("a", NOW, "F=0.5"))
    assert stability(items, 2024).word is None
    found = groundwater_indicator(items, 2024, END)
    assert (found.meets_wording, found.enough_data, found.change) == (None, False, None)
    assert "origin_differs" in found.remarks


def test_another_base_year_can_be_named() -> None:
    items = items_of(sample("a", date(2020, 5, 1), "F=2.5"), pair("a", "F=0.5", "F=0.6"))
    assert stability(items, 2024, base_year=2020).word == "好转"
    assert stability(items, 2024).word == "稳定"


def four_wells(worst: str) -> pl.DataFrame:
    """One of four wells at class V both years, and one whose chloride changes."""
    return items_of(
        pair("甲", "NO3N=31", "NO3N=31"), pair("乙", "CL=100", f"CL={worst}"), pair("丙", "CL=100", "CL=100"),
        pair("丁", "CL=100", "CL=100"),
    )  # fmt: skip


def test_the_indicator_is_the_share_of_class_v_with_its_verdict_beside() -> None:
    found = groundwater_indicator(four_wells("110"), 2024, END)
    assert (found.value, found.change, found.change_unit, found.coverage) == (25, 0, "百分点", 100)
    assert (found.meets_wording, found.enough_data, found.running) == (True, True, False)
    assert (found.origin, found.value_kind, found.course, found.decimals) == ("real", "audited", "ratio", 1)
    assert found.detail_zh == (
        "稳定：Ⅴ类井占比25.0%，较2023年0.0个百分点；变差井0/4（0.0%）；扣除天然背景项目Ⅴ类井占比25.0%，稳定"
    )
    assert found.test == (
        "Ⅴ类井占比较2023年0.0个百分点（≤0，符合）；变差井0/4，占0.0%（≤5%，符合）；2项中符合2项，1项即可",
        "share of class V wells 0.0 points against 2023 (at most 0: met); 0/4 wells worse, 0.0 % (at most 5 %: met); "
        "2 of 2 met, one suffices",
    )


def test_a_deteriorated_area_does_not_meet_the_wording_and_names_its_wells() -> None:
    found = groundwater_indicator(four_wells("360"), 2024, END)
    assert (found.value, found.change, found.meets_wording) == (50, 25, False)
    assert found.detail_zh.startswith("变差：Ⅴ类井占比50.0%，较2023年+25.0个百分点；变差井1/4（25.0%）：乙")
    assert found.detail_en.startswith("worse: 50.0 % of wells at class V, +25.0 points against 2023; 1/4 wells worse")
    assert found.test[0] == (
        "Ⅴ类井占比较2023年+25.0个百分点（≤0，不符合）；变差井1/4，占25.0%（≤5%，不符合）；2项中符合0项，1项即可"
    )


def test_the_first_year_shows_its_share_and_is_not_judged() -> None:
    found = groundwater_indicator(items_of(sample("a", NOW, "F=3"), sample("b", NOW, "F=1")), 2024, END)
    assert (found.value, found.meets_wording, found.enough_data, found.change) == (50, None, False, None)
    assert "no_base_year" in found.remarks


def test_too_few_comparable_wells_are_not_judged() -> None:
    """Two of three wells are comparable: 66.7 % is less than the stated 75 %."""
    items = items_of(pair("a", "F=0.5", "F=0.5"), pair("b", "F=0.5", "F=0.5"), sample("c", BEFORE, "F=3"))
    found = groundwater_indicator(items, 2024, END)
    assert (found.enough_data, found.meets_wording, found.test) == (False, None, ("", ""))
    assert found.coverage == Fraction(200, 3)
    assert "few_comparable_wells" in found.remarks


def test_remarks_say_where_background_decides_and_where_nuclides_must_be_analysed() -> None:
    items = items_of(pair("a", "F=0.5 CL=60", "F=2.1 CL=60"), pair("b", "CL=60 ALPHA=0.6", "CL=60 ALPHA=0.6"))
    found = groundwater_indicator(items, 2024, END)
    assert {"background_items_decide", "nuclide_analysis_needed"} <= set(found.remarks)


def test_an_area_without_wells_has_no_value() -> None:
    found = groundwater_indicator(items_of(), 2024, END)
    assert (found.value, found.enough_data, found.remarks) == (None, False, ("no_rows",))


def test_a_running_year_says_so() -> None:
    assert groundwater_indicator(four_wells("110"), 2024, date(2024, 9, 30)).running
