"""The plan's three soil indicators: value, applicability, change, wording and remarks of one area and year."""

from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from soil_cases import cell, ledger, observations, sample

from standards.plan_value import IndicatorValue
from standards.soil_farmland import evaluate_samples
from standards.soil_indicators import construction_land_safe_use, environment_quality, farmland_safe_use
from standards.soil_parcels import evaluate_parcels
from standards.soil_quality import evaluate_exceedances, evaluate_points, evaluate_rounds, stays_good, threshold
from standards.soil_safe_use import evaluate_farmland

CLEAN = {"CD": "0.1", "HG": "0.1", "AS": "5", "PB": "20", "CR": "50"}
HIGH = {**CLEAN, "CD": "0.7"}


def a_round(year: int, clean: int, high: int, **more: Any) -> list[dict[str, Any]]:
    """Points of one year, the first of them clean."""
    places = [(f"p{n}", CLEAN if n < clean else HIGH) for n in range(clean + high)]
    return [cell for place, values in places for cell in sample(place, values, date=date(year, 6, 1), **more)]


def quality(*rounds: list[dict[str, Any]], year: int = 2024) -> IndicatorValue:
    facts = evaluate_samples(observations(cell for cells in rounds for cell in cells))
    return environment_quality(evaluate_rounds(facts.samples), "a", year)


def test_the_compliance_rate_is_the_share_of_points_with_every_item_within() -> None:
    found = quality(a_round(2024, 19, 1))
    assert (found.value, found.coverage, found.as_of) == (95, 100, date(2024, 6, 1))
    assert (found.meets_wording, found.applicable, found.enough_data) == (True, True, True)
    assert found.remarks == ()
    assert found.detail_zh == (
        "20个点位，19个各项均不超筛选值；超筛选值点位：镉1个；“保持良好”按达标率≥90%且较上一轮下降不超过2个百分点判定"
    )


def test_copper_above_its_screening_value_fails_the_point_too() -> None:
    found = quality([*a_round(2024, 4, 0), *sample("cu", {**CLEAN, "CU": "120"}, date=date(2024, 6, 1))])
    assert found.value == 80


def test_a_point_complies_only_when_all_its_depths_do() -> None:
    cells = [*a_round(2024, 5, 0), *sample("p0", HIGH, part="20-40", date=date(2024, 6, 1))]
    assert quality(cells).value == 80
    points = evaluate_points(evaluate_samples(observations(cells)).samples)
    assert points.filter(place_id="p0").select("within_screening", "category", "samples").rows() == [
        (False, "safe_use", 2)
    ]


def test_the_change_is_to_the_previous_round_in_points() -> None:
    found = quality(a_round(2021, 10, 0), a_round(2024, 19, 1))
    assert (found.change, found.change_unit) == (-5, "百分点")
    assert "变化较2021年" in found.detail_zh
    assert found.meets_wording is False
    assert found.test == (
        "点位达标率95.0%（≥90%，符合）；较2021年-5.0个百分点（下降≤2，不符合）；2项中符合1项，须全部符合",
        "95.0 % of points comply (at least 90 %: met); -5.0 points against 2021 (a fall of at most 2: not met); "
        "1 of 2 met, all are needed",
    )


def test_no_change_between_rounds_that_measured_other_items() -> None:
    earlier = [cell for cell in a_round(2021, 10, 0) if cell["item"] != "CR"]
    found = quality(earlier, a_round(2024, 19, 1))
    assert found.change is None
    assert "soil_item_sets_differ" in found.remarks
    assert found.meets_wording is True


def test_no_change_across_demonstration_and_real_data() -> None:
    found = quality(a_round(2021, 10, 0, origin="demo"), a_round(2024, 19, 1))
    assert (found.change, found.origin, found.meets_wording) == (None, "real", True)
    assert "origin_differs" in found.remarks
    assert found.test[0] == "点位达标率95.0%（≥90%，符合）"


@pytest.mark.parametrize(
    ("rate", "before", "good"),
    [("90", None, True), ("89.9", None, False), ("95", "97", True), ("95", "97.1", False), ("95", "80", True)],
)
def test_stays_good_is_a_level_and_no_large_fall(rate: str, before: str | None, good: bool) -> None:
    assert stays_good(Fraction(rate), Fraction(before) if before else None) is good


def test_too_few_points_leave_the_wording_undecided() -> None:
    found = quality(a_round(2024, int(threshold("minimum_points")) - 1, 0))
    assert (found.value, found.enough_data, found.meets_wording, found.test) == (100, False, None, ("", ""))


def test_assumptions_show_in_the_remarks() -> None:
    cells = [
        cell for n in range(5) for cell in sample(f"p{n}", {"CD": "0.1"}, ph=None, land_use=None, date=date(2024, 6, 1))
    ]
    assert quality(cells).remarks == (
        "soil_ph_assumed", "soil_land_assumed", "soil_items_incomplete",
    )  # fmt: skip


def test_a_year_without_samples_has_no_value() -> None:
    found = quality(a_round(2021, 10, 0))
    assert (found.value, found.enough_data, found.remarks) == (None, False, ("no_rows",))


def test_undated_samples_are_in_no_round_and_in_the_exceedances() -> None:
    undated = [row | {"date": None, "moment": None} for row in sample("p", HIGH)]
    facts = evaluate_samples(observations(undated))
    assert evaluate_rounds(facts.samples).height == 0
    assert evaluate_exceedances(facts).filter(item="CD").select("year", "above_screening").rows() == [(None, 1)]


def test_a_unit_without_a_category_lowers_the_coverage() -> None:
    found = farmland_safe_use(farmland((2024, "安全利用", "轻度", 100, "是"), (2024, "", "", 50, "是")), "a", 2024)
    assert (found.value, found.coverage) == (100, 50)
    assert "soil_category_missing" in found.remarks


def test_exceedances_are_counted_by_zone_and_item() -> None:
    cells = [
        *sample("p", {"CD": "0.7", "AS": "5"}), cell("p", "ZONE", text="2"),
        *sample("q", {"CD": "4.1"}), cell("q", "ZONE", text="2"),
        *sample("r", {"CD": "0.1"}), cell("r", "ZONE", text="3"),
    ]  # fmt: skip
    found = evaluate_exceedances(evaluate_samples(observations(cells)))
    columns = ("zone", "item", "samples", "above_screening", "above_intervention", "share_micro")
    assert found.select(columns).rows() == [
        ("2", "AS", 1, 0, 0, 0), ("2", "CD", 2, 2, 1, 100_000_000), ("3", "CD", 1, 0, 0, 0),
    ]  # fmt: skip


def test_points_of_no_known_area_are_not_in_a_round() -> None:
    facts = evaluate_samples(observations(a_round(2024, 5, 0, area_id=None)))
    assert evaluate_rounds(facts.samples).height == 0


def farmland(*units: tuple[int, str, str, int, str], **more: Any) -> pl.DataFrame:
    cells = [
        cell
        for n, (year, category, level, area, compliant) in enumerate(units)
        for cell in ledger(f"u{n}", year, {"CATEGORY": category, "POLLUTION_LEVEL": level, "AREA_MU": area,
                                          "IN_COMPLIANCE": compliant, "MEASURE": "农艺调控"}, **more)
    ]  # fmt: skip
    return evaluate_farmland(observations(cells)).years


def test_without_contaminated_farmland_there_is_nothing_to_judge() -> None:
    """K03 on the scoreboard: not applicable, neither 100 nor 0."""
    found = farmland_safe_use(farmland((2024, "优先保护", "无", 5000, "是")), "a", 2024)
    assert (found.value, found.applicable, found.remarks) == (None, False, ("soil_no_contaminated_farmland",))


def test_the_farmland_rate_follows_the_stated_version_and_shows_the_other_beside_it() -> None:
    years = farmland((2024, "安全利用", "轻度", 380, "是"), (2024, "安全利用", "中度", 20, "否"), (2024, "严格管控", "重度", 60, "是"),
                     (2024, "优先保护", "轻微", 40, "是"))  # fmt: skip
    found = farmland_safe_use(years, "a", 2024)
    assert found.value == Fraction(44000, 460)
    assert found.detail_zh == "按“十四五”核算方法；按2019年试行核算方法为96.00%；文字要求按≥95%判定"
    assert found.test == ("95.7%（≥95%，符合）", "95.7 % (at least 95 %: met)")


def test_rates_of_two_versions_are_not_compared() -> None:
    years = farmland((2020, "安全利用", "轻度", 100, "是"), (2021, "安全利用", "轻度", 100, "是"))
    found = farmland_safe_use(years, "a", 2021)
    assert (found.value, found.change, found.remarks) == (100, None, ("soil_method_changed",))


def test_the_farmland_rate_moves_in_points() -> None:
    years = farmland(
        (2023, "安全利用", "轻度", 90, "是"),
        (2023, "安全利用", "轻度", 10, "否"),
        (2024, "安全利用", "轻度", 100, "是"),
    )
    found = farmland_safe_use(years, "a", 2024)
    assert (found.change, found.change_unit) == (10, "百分点")


def test_a_year_without_a_ledger_has_no_value_and_is_not_said_to_be_inapplicable() -> None:
    found = farmland_safe_use(farmland(), "a", 2024)
    assert (found.value, found.applicable, found.enough_data, found.remarks) == (None, True, False, ("no_rows",))


def parcels(*rows: tuple[int, str, int, str], **more: Any) -> pl.DataFrame:
    """Parcels as (year, planned use, m², survey result), all begun in the year after a review."""
    cells = [
        cell
        for n, (year, use, area, result) in enumerate(rows)
        for cell in ledger(f"P{n}", year, {"PARCEL_NAME": f"地块{n}", "AREA_M2": area, "ORIGINAL_USE": "M1", "PLANNED_USE": use,
                                          "SURVEY_REVIEW_DATE": f"{year}-01-05", "SURVEY_RESULT": result,
                                          "CONSTRUCTION_START_DATE": f"{year}-03-01"}, **more)
    ]  # fmt: skip
    return evaluate_parcels(observations(cells)).years


def test_the_construction_rate_names_the_violating_parcels() -> None:
    found = construction_land_safe_use(parcels((2024, "R", 8200, "≤S"), (2024, "A5", 1800, ">S")), "a", 2024)
    assert (found.value, found.applicable, found.detail_zh) == (82, True, "文字要求按≥100%判定；违规开发地块：地块1")


def test_the_construction_rate_moves_in_points() -> None:
    years = parcels((2023, "R", 100, "≤S"), (2024, "R", 8200, "≤S"), (2024, "A5", 1800, ">S"))
    assert construction_land_safe_use(years, "a", 2024).change == -18


def test_the_wording_on_construction_land_asks_for_all_of_it() -> None:
    whole = construction_land_safe_use(parcels((2024, "R", 100, "≤S")), "a", 2024)
    part = construction_land_safe_use(parcels((2024, "R", 9999, "≤S"), (2024, "A5", 1, ">S")), "a", 2024)
    assert (whole.meets_wording, part.meets_wording) == (True, False)
    assert (whole.test[0], part.test[0]) == ("100.0%（≥100%，符合）", "99.99%（≥100%，不符合）")


def test_the_wording_on_farmland_asks_for_the_line_of_the_city() -> None:
    def judged(compliant: int) -> bool | None:
        years = farmland((2024, "安全利用", "轻度", compliant, "是"), (2024, "安全利用", "轻度", 100 - compliant, "否"))
        return farmland_safe_use(years, "a", 2024).meets_wording

    assert (judged(95), judged(94)) == (True, False)
    assert farmland_safe_use(farmland((2024, "优先保护", "无", 5000, "是")), "a", 2024).meets_wording is None


def test_without_key_land_in_use_there_is_nothing_to_judge() -> None:
    found = construction_land_safe_use(parcels((2024, "M1", 100, "≤S")), "a", 2024)
    assert (found.value, found.applicable, found.remarks) == (None, False, ("soil_no_key_land",))


def test_a_developed_parcel_without_an_area_leaves_too_little_data() -> None:
    found = construction_land_safe_use(parcels((2024, "R", 100, "≤S"), (2024, "R", "", "≤S")), "a", 2024)  # type: ignore[arg-type]
    assert (found.enough_data, found.coverage) == (False, 50)
    assert "soil_area_missing" in found.remarks
