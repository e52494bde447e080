"""Emission reductions of VOCs and NOx: what of a project is credited, totals, targets of two kinds, the indicators."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from air_beside_cases import AREAS, nano, observed, project, target
from hypothesis import given, settings
from hypothesis import strategies as st
from lost_cases import gone, losses
from vector_files import case_id, vectors

from schemas.note_words import NOTE_WORDS
from standards.air_reduction import credited_projects, ledger_entries
from standards.air_reduction_indicator import reduction_indicator
from standards.air_reduction_totals import reduction_totals
from standards.plan_status import Target
from standards.plan_table import AreaYear, scoreboard, status_row, verdict_of
from standards.plan_value import IndicatorValue

END = date(2024, 12, 31)
TYPES = ("engineering", "structural", "management", "untyped")


def projects(*rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    return credited_projects(ledger_entries(observed(*rows)), AREAS)


def totals(*rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    entries = ledger_entries(observed(*rows))
    return reduction_totals(entries, credited_projects(entries, AREAS), AREAS)


def credit(found: pl.DataFrame, project_id: str = "P1", year: int = 2024, pollutant: str = "VOC") -> dict[str, Any]:
    return found.filter(project_id=project_id, year=year, pollutant=pollutant).row(0, named=True)


def total(found: pl.DataFrame, year: int = 2024, pollutant: str = "VOC", area: str = "t") -> dict[str, Any]:
    return found.filter(area_id=area, year=year, pollutant=pollutant).row(0, named=True)


@pytest.mark.parametrize("case", vectors("emission_reduction.csv"), ids=case_id)
def test_what_a_project_is_credited(case: dict[str, str]) -> None:
    fields = {
        "before": case["before"], "after": case["after"], "offset": case["offset"], "declared": case["declared"],
        "verified": case["verified"], "credit_months": case["months"], "measure": case["measure"],
        "stable_from": case["stable"], "state": case["state"], "evidence": case["evidence"],
    }  # fmt: skip
    found = credit(projects(project(year=int(case["year"]), **fields)))
    expected = nano(case["expected_net"]) if case["expected_net"] else None
    assert (found["net"], found["counted"], found["defect"]) == (
        expected, nano(case["expected_counted"]), case["expected_defect"] or None
    ), case["why"]  # fmt: skip


# nobody is credited twice


def test_another_number_for_the_same_enterprise_measure_and_start_is_the_same_credit() -> None:
    found = projects(project("P1"), project("P2"), project("P3", measure="替代"), project("P4", enterprise="乙厂"))
    assert [credit(found, name)["defect"] for name in ("P1", "P2", "P3", "P4")] == [None, "credited_twice", None, None]
    assert [credit(found, name)["counted"] for name in ("P1", "P2")] == [nano(60), 0]


def test_the_code_of_an_enterprise_outranks_its_name() -> None:
    found = projects(project("P1", credit_code="C1"), project("P2", credit_code="C1", enterprise="甲厂（新名）"))
    assert credit(found, "P2")["defect"] == "credited_twice"


@pytest.mark.parametrize(
    "other",
    [{"credit_code": ""}, {"enterprise": "甲 厂", "credit_code": ""}, {"enterprise": "", "credit_code": "c1"},
     {"measure": "改 造"}],
)  # fmt: skip
def test_one_credit_in_another_spelling_or_with_half_of_its_names_is_the_same(other: dict[str, str]) -> None:
    """Enterprise, measure and start of one pollutant are credited once: 60 t and not 120."""
    found = projects(project("P1", credit_code="C1"), project("P2", **{"credit_code": "C1", **other}))
    assert [credit(found, name)["counted"] for name in ("P1", "P2")] == [nano(60), 0]
    assert credit(found, "P2")["defect"] == "credited_twice"


def test_one_name_with_two_codes_is_two_enterprises() -> None:
    found = projects(project("P1", credit_code="C1"), project("P2", credit_code="C2"))
    assert [credit(found, name)["counted"] for name in ("P1", "P2")] == [nano(60), nano(60)]


@pytest.mark.parametrize(
    ("begun", "months", "defect"),
    [("2023-05-01", "5", None), ("2023-05-01", "6", "months_over_year"), ("2022-12-01", "1", "start_long_ago"),
     ("2019-01-05", "", "start_long_ago"), ("2024-12-01", "1", "months_over_year")],
)  # fmt: skip
def test_credit_runs_for_twelve_months_from_the_month_after_the_start(
    begun: str, months: str, defect: str | None
) -> None:
    """Stable in May 2023: June 2023 to May 2024, five months of 2024. Stable in December 2022: all of it lay in 2023."""
    row = credit(projects(project("P1", stable_from=begun, credit_months=months)), "P1")
    assert (row["defect"], row["counted"]) == (defect, nano(60))


def test_a_project_entered_for_a_town_and_again_for_its_district_is_credited_once() -> None:
    found = totals(project("P1", area="t-a"), project("P1", area="t"))
    assert total(found)["counted"] == nano(60)


def test_another_start_is_another_credit() -> None:
    found = projects(project("P1"), project("P2", stable_from="2023-09-01"))
    assert credit(found, "P2")["defect"] is None


def test_one_project_may_reduce_two_pollutants() -> None:
    found = projects(project("P1"), project("P1", pollutant="NOX"))
    assert [credit(found, pollutant=one)["counted"] for one in ("VOC", "NOX")] == [nano(60), nano(60)]


@pytest.mark.parametrize(
    ("begun", "first", "second", "defect"),
    [("2023-09-01", "3", "9", None), ("2023-08-01", "4", "9", "credited_twice"),
     ("2022-12-01", "12", "1", "credited_twice"), ("2023-09-01", "", "9", "credited_twice")],
)  # fmt: skip
def test_a_project_goes_on_into_the_next_year_until_twelve_months_are_credited(
    begun: str, first: str, second: str, defect: str | None
) -> None:
    start = {"stable_from": begun}
    found = projects(
        project(year=2023, credit_months=first, **start), project(year=2024, credit_months=second, **start)
    )
    assert (credit(found, year=2023)["defect"], credit(found)["defect"]) == (None, defect)


def test_what_was_not_credited_takes_no_place() -> None:
    found = projects(project("P1", verified=""), project("P2"))
    assert [credit(found, name)["defect"] for name in ("P1", "P2")] == ["not_verified", None]


def test_a_project_of_no_known_area_or_pollutant_is_credited_nothing() -> None:
    found = projects(project("P1", area=None), project("P2", pollutant="SO2"))
    assert [credit(found, "P1")["defect"], credit(found, "P2", pollutant="SO2")["defect"]] == [
        "unknown_area", "unknown_pollutant"
    ]  # fmt: skip


# totals


def test_planned_declared_and_verified_stand_side_by_side_and_only_verified_is_counted() -> None:
    row = total(totals(project("P1", offset="10"), project("P2", verified="", state="完成", enterprise="乙厂")))
    assert [row[name] for name in ("planned", "declared", "verified", "offset", "counted", "pending")] == [
        nano(140), nano(120), nano(60), nano(10), nano(50), nano(60)
    ]  # fmt: skip
    assert (row["projects"], row["pending_projects"], row["defects"]) == (2, 1, 2)
    assert row["defect_kinds"] == "not_verified offset_deducted"


def test_what_is_being_built_awaits_no_verification() -> None:
    row = total(totals(project(verified="", state="在建")))
    assert (row["pending"], row["pending_projects"], row["counted"]) == (0, 0, 0)


AMOUNTS = st.lists(st.tuples(st.integers(0, 90), st.sampled_from(["工程", "结构", "管理", ""])), min_size=1, max_size=8)


@settings(deadline=None, max_examples=40)
@given(AMOUNTS)
def test_the_types_add_up_to_the_total(amounts: list[tuple[int, str]]) -> None:
    rows = [
        project(f"P{at}", verified=str(amount), type=kind, enterprise=f"厂{at}")
        for at, (amount, kind) in enumerate(amounts)
    ]
    row = total(totals(*rows))
    assert sum(row[name] for name in TYPES) == row["counted"] == sum(nano(min(amount, 60)) for amount, _ in amounts)


def test_an_annual_and_a_cumulative_target_never_meet() -> None:
    """60 t each in 2022, 2023 and 2024; 100 t are asked for in 2024, 400 t from 2021 to 2025 in all."""
    found = totals(
        *(project(f"P{year}", year) for year in (2020, 2022, 2023, 2024)),
        target("年度", "100"),
        target("累计", "400", 2021, year_from="2021", year_to="2025", document="文件甲"),
    )
    row = total(found)
    assert (row["annual_target"], row["cumulative_target"]) == (nano(100), nano(400))
    assert (row["counted"], row["cumulative_counted"]) == (nano(60), nano(180))
    assert (row["cumulative_from"], row["cumulative_to"], row["cumulative_percent_micro"]) == (2021, 2025, 45_000_000)
    assert row["documents"] == "文件甲"
    before = total(found, 2020)
    assert (before["annual_target"], before["cumulative_target"], before["cumulative_counted"]) == (None, None, None)
    assert total(found, 2022)["cumulative_counted"] == nano(60)


def test_targets_of_one_kind_that_contradict_are_not_used() -> None:
    row = total(totals(project(), target("年度", "100"), target("年度", "120")))
    assert (row["annual_target"], row["targets_contradict"]) == (None, True)


def test_a_cumulative_target_without_its_years_holds_no_year() -> None:
    assert total(totals(project(), target("累计", "400")))["cumulative_target"] is None


def test_a_district_sums_its_towns_and_a_target_is_that_of_its_own_area() -> None:
    other = project("P1", area="t-b", enterprise="乙厂")
    found = totals(project("P1", area="t-a"), other, target("年度", "100", area="t-a"))
    assert [total(found, area=area)["counted"] for area in ("t-a", "t-b", "t")] == [nano(60), nano(60), nano(120)]
    assert [total(found, area=area)["annual_target"] for area in ("t-a", "t")] == [nano(100), None]


def test_a_year_with_nothing_but_a_target_shows_it() -> None:
    row = total(totals(target("年度", "100")))
    assert (row["projects"], row["annual_target"], row["counted"]) == (0, nano(100), 0)


# the indicators


def indicator(found: pl.DataFrame, year: int = 2024, as_of: date = END, pollutant: str = "VOC") -> Any:
    return reduction_indicator(found, "t", pollutant, year, as_of)


def test_the_indicator_is_what_is_credited_in_the_year() -> None:
    found = totals(
        project("P1", 2023, verified="40"), project("P2", verified="60", offset="10"),
        target("累计", "400", 2021, year_from="2021", year_to="2025"),
    )  # fmt: skip
    told = indicator(found)
    assert (told.indicator_id, told.value, told.change, told.change_unit) == ("air_voc_reduction", 50, 10, "t")
    assert (told.value_kind, told.origin, told.decimals, told.enough_data) == ("verified", "real", 1, True)
    assert told.remarks == ("reduction_offsets_deducted",)
    assert told.detail_zh == (
        "计划70.0吨、申报60.0吨、核定60.0吨，计入50.0吨；2021—2025年累计计入90.0吨，累计目标400.0吨（22.5%）"
    )
    assert told.detail_en.startswith("planned 70.0 t, declared 60.0 t, verified 60.0 t, credited 50.0 t; 2021")


def test_nitrogen_oxides_have_their_own() -> None:
    told = indicator(totals(project(pollutant="NOX")), pollutant="NOX")
    assert (told.indicator_id, told.value) == ("air_nox_reduction", 60)
    assert indicator(totals(project(pollutant="NOX"))).value is None


def test_declared_tonnes_decide_nothing() -> None:
    told = indicator(totals(project(verified="", state="完成")))
    assert (told.value, told.remarks) == (0, ("reductions_not_verified",))


@pytest.mark.parametrize(
    ("rows", "remark"),
    [
        ([project("P1"), project("P2")], "reduction_credited_twice"),
        ([project(evidence="")], "reduction_not_credited"),
        ([project(declared="50")], "reduction_verified_over_declared"),
        ([project(), target("年度", "1"), target("年度", "2")], "reduction_targets_contradict"),
        ([project(), project("P0", 2023, origin="demo")], "origin_differs"),
    ],
)
def test_what_an_official_should_know(rows: list[list[dict[str, Any]]], remark: str) -> None:
    told = indicator(totals(*rows))
    assert told.remarks == (remark,)
    assert set(told.remarks) <= set(NOTE_WORDS)


def test_no_change_across_demonstration_and_real_data() -> None:
    assert indicator(totals(project(), project("P0", 2023, origin="demo"))).change is None


def test_a_year_without_projects_has_no_value() -> None:
    assert indicator(totals(project(year=2023))).remarks == ("no_rows",)


def test_a_running_year_runs() -> None:
    assert indicator(totals(project()), as_of=date(2024, 6, 30)).running
    assert not indicator(totals(project())).running


@pytest.mark.parametrize(
    ("as_of", "asked", "status"),
    [(END, None, "no_target"), (END, "60", "met"), (END, "60.1", "not_met"), (date(2024, 6, 30), None, "no_target"),
     (date(2024, 6, 30), "60", "on_track"), (date(2024, 6, 30), "61", "at_risk")],
)  # fmt: skip
def test_only_an_entered_target_gives_a_verdict(as_of: date, asked: str | None, status: str) -> None:
    found = indicator(totals(project(), project("P2", verified="", state="完成", enterprise="乙厂")), as_of=as_of)
    target_ = None if asked is None else Target(">=", Fraction(asked), decimals=1)
    assert verdict_of(found, target_, asked=asked is not None).status == status


def test_without_an_entered_target_the_row_says_so_and_shows_its_tonnes() -> None:
    entered = {"air_dustfall": {}}
    facts = AreaYear(
        "t", 2024, {}, entered, {}, {}, Fraction(1), END, values={"air_voc_reduction": indicator(totals(project()))}
    )
    blank = {"indicator_id": "air_voc_reduction", "name_zh": "", "name_en": "", "medium": "air", "unit": "t", "standard": "",
             "clause": "", "datasets": "air_reductions", "target_text_en": ""}  # fmt: skip
    row = status_row(facts, blank, None)
    assert (row.columns["status"], row.columns["value_text"]) == ("no_target", "60.0")
    assert row.remarks == ("target_not_entered",)
    nothing = status_row(AreaYear("t", 2024, {}, entered, {}, {}, Fraction(1), END), blank, None)
    assert (nothing.columns["status"], nothing.remarks) == ("no_target", ("target_not_entered",))


def test_a_target_in_tonnes_is_no_limit_of_a_change_in_percent() -> None:
    """COD less by 1234 t is no -3 %; and 5 % is no target of tonnes."""
    asked = {"target": 1234.0, "comparator": ">=", "tolerance": None, "decimals": 2, "basis": None, "firmness": "binding",
             "text_zh": "减排1234吨", "unit": "t"}  # fmt: skip
    change = IndicatorValue("water_discharge_total", Fraction(-3), 2, "ratio")
    tonnes = IndicatorValue("air_voc_reduction", Fraction(2000), 1, "count")
    values = {one.indicator_id: one for one in (change, tonnes)}
    targets = {"water_discharge_total": asked, "air_voc_reduction": {**asked, "unit": "吨"}, "air_dustfall": asked}
    facts = AreaYear("t", 2024, {}, targets, {}, {}, Fraction(1), END, values=values)
    rows = {row.columns["indicator_id"]: row for row in scoreboard(facts)}
    judged = rows["water_discharge_total"]
    assert (judged.columns["status"], judged.columns["target"], judged.remarks) == (
        "no_target", None, ("target_unit_differs",),
    )  # fmt: skip
    assert rows["air_voc_reduction"].columns["status"] == "met"


# amounts that were set aside


def unread(item: str, project_id: str = "P1", rule: str = "not_a_number") -> pl.DataFrame:
    """One amount of 2024 that could not be taken in."""
    day = date(2024, 1, 1)
    return losses(gone(item, day, f"某区 {project_id}", area_id="t", part="VOC", kind="ledger", span="year", rule=rule))


def totals_without(lost: pl.DataFrame, *rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    entries = ledger_entries(observed(*rows), lost)
    return reduction_totals(entries, credited_projects(entries, AREAS), AREAS)


@pytest.mark.parametrize("item", ["VERIFIED", "BEFORE", "AFTER", "OFFSET", "CREDIT_MONTHS"])
def test_a_project_of_which_an_amount_was_set_aside_is_not_credited_and_does_not_await_verification(item: str) -> None:
    """60 t are left of P2; what P1 brought nobody knows: neither nothing nor its declared 60 t."""
    found = total(totals_without(unread(item), project("P1", verified=""), project("P2", enterprise="乙厂")))
    assert (found["counted"], found["unread_projects"], found["pending_projects"]) == (nano("60"), 1, 0)
    assert found["defect_kinds"] == "amount_set_aside"


@pytest.mark.parametrize("item", ["PLANNED", "DECLARED"])
def test_an_amount_that_no_credit_rests_on_may_be_set_aside(item: str) -> None:
    assert total(totals_without(unread(item), project("P1")))["counted"] == nano("60")


def test_a_year_that_lacks_an_amount_is_not_judged_and_one_that_lacks_all_has_no_value() -> None:
    rows = (project("P1", verified=""), project("P2", enterprise="乙厂"))
    some = indicator(totals_without(unread("VERIFIED"), *rows))
    assert (some.value, some.enough_data, some.change) == (60, False, None)
    assert some.remarks == ("reduction_amounts_set_aside",)
    none = indicator(totals_without(unread("VERIFIED"), rows[0]))
    assert (none.value, none.remarks) == (None, ("reduction_amounts_set_aside",))


def test_no_change_is_told_from_a_year_that_lacks_an_amount() -> None:
    before = (project("P1", 2023, verified=""), project("P2", 2023, enterprise="乙厂", stable_from="2022-05-01"))
    lost = unread("VERIFIED").with_columns(date=pl.lit(date(2023, 1, 1)))
    found = indicator(totals_without(lost, *before, project("P3", enterprise="丙厂")))
    assert (found.value, found.enough_data, found.change) == (60, True, None)
    assert found.remarks == ("reduction_amounts_set_aside_before",)


def test_a_cumulative_sum_says_of_how_many_projects_it_lacks_an_amount() -> None:
    before = project("P1", 2023, verified="")
    lost = unread("VERIFIED").with_columns(date=pl.lit(date(2023, 1, 1)))
    asked = target("累计", "300", 2024, year_from="2021", year_to="2025")
    found = totals_without(lost, before, project("P3", enterprise="丙厂"), asked)
    assert total(found)["cumulative_unread"] == 1
    assert (
        "2021—2025年累计计入60.0吨，累计目标300.0吨（20.0%），其中1个项目的数值被隔离，未计入"
        in indicator(found).detail_zh
    )


def test_records_that_contradict_each_other_are_told_by_the_rule_of_records() -> None:
    found = total(totals_without(unread("VERIFIED", rule="conflict"), project("P1")))
    assert (found["counted"], found["unread_projects"]) == (nano("60"), 0)


def test_every_total_leads_back_to_its_rows() -> None:
    assert total(totals(project("P1", row=3), project("P2", row=5)))["sources"] == "r:3 r:5"


def test_an_empty_ledger_gives_empty_frames() -> None:
    assert (projects().height, totals().height) == (0, 0)


def test_a_percentage_is_exact() -> None:
    row = total(totals(project(verified="1"), target("累计", "3", 2024, year_from="2024", year_to="2025")))
    assert row["cumulative_percent_micro"] == round(Fraction(100, 3) * 10**6)
