"""The account of discharged pollutants: E_t = E_{t−1} + new − reduced, and the projects that are its evidence."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from vector_files import vectors
from water_place_cases import entry, nano, observed

from standards.water_discharge import Discharge, discharge
from standards.water_discharge_indicator import discharge_indicator
from standards.water_reduction import works_reduction

END = date(2024, 12, 31)
STARTED = {"measure": "提标", "start": "2022-05-01", "state": "运行"}


def book(*entries: Sequence[dict[str, Any]]) -> Discharge:
    return discharge(observed(*entries))


def year_of(found: Discharge, year: int, pollutant: str = "COD") -> dict[str, Any]:
    return found.account.filter(year=year, pollutant=pollutant).row(0, named=True)


def project_of(found: Discharge, project: str, year: int = 2024) -> dict[str, Any]:
    return found.reductions.filter(project_id=project, year=year).row(0, named=True)


def based(pollutant: str = "COD", amount: str = "1000", year: int = 2023, **more: Any) -> list[dict[str, Any]]:
    return entry("基数", year, "通州区", pollutant, verified=amount, more=more)


def added(year: int, amount: str = "0", pollutant: str = "COD", **more: Any) -> list[dict[str, Any]]:
    return entry("新增", year, f"N{year}", pollutant, verified=amount, more=more)


def reduced(year: int, amount: str, project: str = "P1", pollutant: str = "COD", **fields: str) -> list[dict[str, Any]]:
    return entry("削减", year, project, pollutant, **{**STARTED, "claimed": amount, "verified": amount, **fields})


@pytest.mark.parametrize("case", vectors("discharge_loads.csv"), ids=lambda case: case["id"])
def test_loads_by_the_formulas_of_the_works(case: dict[str, str]) -> None:
    outlet = {"c_out": case["c_out"]} if case["c_out"] else {}
    measure = "关停" if case["kind"] in ("closure", "direct") else "新建"
    found = book(
        entry("削减", 2024, volume=case["volume"], c_in=case["c_in"], measure=measure, start="2022-01-01", **outlet)
    )
    assert project_of(found, "P1")["computed"] == nano(case["expected"]), case["why"]


def test_the_formulas_are_exact() -> None:
    assert works_reduction(Fraction(1825), Fraction(280), Fraction(22)) == Fraction("4708.5")
    assert works_reduction(Fraction(1825), Fraction(32), Fraction("0.8")) == Fraction("569.4")


def test_an_account_is_the_year_before_plus_new_minus_verified() -> None:
    """1000 + 50 − 80 = 970, then + 20 − 100 = 890: 80 / 970 less."""
    found = book(
        based(year=2022), added(2023, "50"), reduced(2023, "80"),
        added(2024, "20"), entry("削减", 2024, **STARTED, claimed="150", verified="100"),
    )  # fmt: skip
    first, second, third = (year_of(found, year) for year in (2022, 2023, 2024))
    assert (first["opening"], first["closing"], first["based"], first["change_micro"]) == (None, nano(1000), True, None)
    assert (second["opening"], second["added"], second["closing"]) == (nano(1000), nano(50), nano(970))
    assert (third["reduced_claimed"], third["reduced_verified"], third["closing"]) == (nano(150), nano(100), nano(890))
    assert third["change_micro"] == round(Fraction(-80 * 100, 970) * 10**6)
    assert (third["complete"], third["missing"], third["origin"], third["stage"]) == (True, "", "real", "official")


def test_every_row_leads_back_to_its_rows_of_the_ledger() -> None:
    found = book(
        based(), entry("新增", 2024, "N", verified="1", row=5), entry("削减", 2024, row=9, **STARTED, verified="2")
    )
    assert year_of(found, 2024)["sources"] == "l:5 l:9"
    assert project_of(found, "P1")["sources"] == "l:9"


def test_a_claim_without_verification_takes_nothing_off_and_the_year_is_open() -> None:
    found = book(based(), added(2024), entry("削减", 2024, **STARTED, claimed="100"))
    row = year_of(found, 2024)
    assert (row["reduced_claimed"], row["reduced_verified"], row["closing"]) == (nano(100), 0, nano(1000))
    assert (row["complete"], row["missing"], project_of(found, "P1")["defect"]) == (
        False,
        "reductions_not_verified",
        "not_verified",
    )


@pytest.mark.parametrize(
    ("fields", "defect"),
    [
        ({"start": "2025-01-01"}, "not_started"),
        ({"start": "2024-12-31"}, None),
        ({"start": "2024-05"}, None),
        ({"start": "去年"}, "no_start_date"),
        ({"state": "停运"}, "not_running"),
        ({"state": "已核定"}, None),
    ],
)
def test_a_project_counts_only_at_work_and_from_its_start(fields: dict[str, str], defect: str | None) -> None:
    found = book(based(), added(2024), reduced(2024, "100", **fields))
    project = project_of(found, "P1")
    assert (project["defect"], project["counted"]) == (defect, 0 if defect else nano(100))
    assert year_of(found, 2024)["closing"] == (nano(1000) if defect else nano(900))


def test_a_project_without_a_start_date_does_not_count() -> None:
    found = book(based(), added(2024), entry("削减", 2024, claimed="9", verified="9"))
    assert (project_of(found, "P1")["defect"], project_of(found, "P1")["counted"]) == ("no_start_date", 0)


def test_the_same_works_year_and_measure_is_not_counted_twice() -> None:
    same = {"project_name": "张家湾再生水厂", "measure": "扩能"}
    found = book(
        based(), added(2024),
        reduced(2024, "100", "P2", **same, start="2023-01-01"), reduced(2024, "90", "P1", **same, start="2023-06-01"),
        reduced(2024, "5", "P3", project_name="张家湾再生水厂", measure="接管"), reduced(2024, "7", "P4", project_name="漷县再生水厂"),
    )  # fmt: skip
    assert [project_of(found, name)["defect"] for name in ("P1", "P2", "P3", "P4")] == [
        "duplicate_works",
        None,
        None,
        None,
    ]
    row = year_of(found, 2024)
    assert (row["reduced_verified"], row["projects"], row["defects"]) == (nano(112), 4, 1)


def test_a_project_that_has_not_started_holds_no_works() -> None:
    same = {"project_name": "甲厂", "measure": "扩能"}
    found = book(
        based(), added(2024), reduced(2024, "100", "P1", **same, state="未投运"), reduced(2024, "90", "P2", **same)
    )
    assert [project_of(found, name)["defect"] for name in ("P1", "P2")] == ["not_running", None]


def test_one_works_may_reduce_two_pollutants_and_go_on_next_year() -> None:
    found = book(
        based(), based("NH3N"), added(2024), added(2024, pollutant="NH3N"), added(2025),
        reduced(2024, "100"), reduced(2024, "10", pollutant="NH3N"), reduced(2025, "100"),
    )  # fmt: skip
    assert found.reductions.get_column("defect").to_list() == [None, None, None]


def test_a_closure_counts_once() -> None:
    closed = {"project_name": "老厂", "measure": "关停"}
    found = book(based(), added(2024), added(2025), reduced(2024, "30", **closed), reduced(2025, "30", "P2", **closed))
    assert (project_of(found, "P1")["defect"], project_of(found, "P2", 2025)["defect"]) == (None, "closure_again")


@pytest.mark.parametrize(
    ("claimed", "defect"),
    [("4708.5", None), ("4943.925", None), ("4943.926", "formula_differs"), ("470.85", "formula_differs")],
)
def test_a_claim_is_checked_by_the_formula_within_five_percent(claimed: str, defect: str | None) -> None:
    """5 % of 4708.5 is 235.425. The verified amount stands either way."""
    found = book(
        based(amount="9000"),
        added(2024),
        reduced(2024, claimed, verified="4000", volume="1825", c_in="280", c_out="22"),
    )
    project = project_of(found, "P1")
    assert (project["defect"], project["computed"], project["counted"]) == (defect, nano("4708.5"), nano(4000))
    assert year_of(found, 2024)["complete"]


def test_small_loads_may_be_rounded() -> None:
    found = book(based("TP"), reduced(2024, "0.1", pollutant="TP", volume="10", c_in="1.5", c_out="0.8"))
    assert (project_of(found, "P1")["computed"], project_of(found, "P1")["defect"]) == (nano("0.07"), None)


def test_reductions_of_the_base_year_and_before_are_in_the_base_already() -> None:
    found = book(based(), reduced(2022, "9"), reduced(2023, "9"), added(2024), reduced(2024, "9"))
    assert found.reductions.get_column("defect").to_list() == ["before_base", "within_base", None]
    assert year_of(found, 2023)["closing"] == nano(1000)
    assert found.account.get_column("year").to_list() == [2023, 2024]


def test_a_new_base_fixes_its_year_anew_and_breaks_the_comparison() -> None:
    found = book(
        based(year=2022),
        added(2023),
        reduced(2023, "10"),
        based(amount="800", year=2024),
        added(2025),
        reduced(2025, "8"),
    )
    row = year_of(found, 2024)
    assert (row["opening"], row["closing"], row["based"], row["change_micro"]) == (None, nano(800), True, None)
    assert year_of(found, 2025)["change_micro"] == -1_000_000


def test_base_rows_that_contradict_each_other_fix_nothing() -> None:
    found = book(based(), entry("基数", 2023, "通州", verified="1200"), added(2024), reduced(2024, "9"))
    assert [row["closing"] for row in found.account.iter_rows(named=True)] == [None, None]
    assert year_of(found, 2023)["missing"] == "base_contradicts"
    assert not year_of(found, 2024)["complete"]


def test_without_a_base_there_is_no_e_and_the_flows_stay_visible() -> None:
    row = year_of(book(added(2024, "5"), reduced(2024, "9")), 2024)
    assert (row["opening"], row["closing"], row["added"], row["reduced_verified"]) == (None, None, nano(5), nano(9))
    assert (row["complete"], row["missing"]) == (False, "no_base")


def test_a_year_that_adds_nothing_has_to_say_so() -> None:
    found = book(based(), reduced(2024, "9"))
    assert (year_of(found, 2024)["complete"], year_of(found, 2024)["missing"]) == (False, "no_additions")
    assert year_of(book(based(), added(2024), reduced(2024, "9")), 2024)["complete"]


def test_a_year_without_records_stays_open_until_a_new_base() -> None:
    found = book(
        based(year=2022),
        added(2024),
        reduced(2024, "9"),
        based(amount="900", year=2025),
        added(2026),
        reduced(2026, "1"),
    )
    told = [(row["year"], row["complete"], row["missing"]) for row in found.account.iter_rows(named=True)]
    assert told == [
        (2022, True, ""),
        (2023, False, "no_record"),
        (2024, False, "no_record"),
        (2025, True, ""),
        (2026, True, ""),
    ]


def test_an_addition_that_is_not_verified_yet_counts_as_claimed() -> None:
    found = book(based(), entry("新增", 2024, "N", claimed="30"))
    assert year_of(found, 2024)["closing"] == nano(1030)


def test_the_permanganate_index_is_no_cod_and_unknown_rows_enter_nothing() -> None:
    found = book(
        based(), added(2024), reduced(2024, "9", "P1", "CODMN"), entry("合计", 2024, "T", verified="5"),
        entry("削减", 2024, "P9", **STARTED, verified="5", more={"area_id": None}),
    )  # fmt: skip
    reasons = dict(found.refused.select("project_id", "reason").iter_rows())
    assert reasons == {"P1": "unknown_pollutant", "T": "unknown_record_type", "P9": "unknown_area"}
    assert year_of(found, 2024)["closing"] == nano(1000)
    assert found.reductions.is_empty()


def worded(measure: str, amount: str = "9", file: str = "l", **more: Any) -> list[dict[str, Any]]:
    """A reduction as the reader names it: its measure is part of its record."""
    told = {"part": f"COD|削减|{measure}", "source_file_id": file, **more}
    return entry(
        "削减", 2024, "P1", more=told, **{**STARTED, "measure": measure, "claimed": amount, "verified": amount}
    )


def test_a_ledger_that_corrects_nothing_but_the_measure_makes_no_second_reduction() -> None:
    """1000 − 9, not 1000 − 18, with the measure of the official ledger."""
    found = book(based(), added(2024), worded("新建", file="d", stage="realtime"), worded("提标", file="o"))
    assert year_of(found, 2024)["closing"] == nano(991)
    assert found.reductions.get_column("measure").to_list() == ["提标"]
    assert found.refused.select("measure", "reason").rows() == [("新建", "restated")]


def test_the_official_ledger_stands_for_all_that_the_draft_says_of_a_project() -> None:
    draft = {"file": "d", "stage": "realtime"}
    found = book(based(), added(2024), worded("新建", "5", **draft), worded("接管", "4", **draft), worded("提标", "8"))
    assert year_of(found, 2024)["closing"] == nano(992)


def test_another_file_of_the_same_stage_with_the_same_amounts_is_the_same_record() -> None:
    found = book(based(), added(2024), worded("新建", file="a"), worded("提标", file="b"))
    assert year_of(found, 2024)["closing"] == nano(991)


def test_two_measures_of_one_project_in_one_ledger_both_count() -> None:
    found = book(based(), added(2024), worded("新建"), worded("提标"), worded("接管", "3", file="b"))
    assert (year_of(found, 2024)["closing"], found.refused.height) == (nano(979), 0)


def test_areas_have_accounts_of_their_own() -> None:
    found = book(based(), added(2024), based(area_id="x", place_id="x", amount="50"), added(2025, area_id="x"))
    assert set(found.account.select("area_id", "year").iter_rows()) == {
        ("tongzhou", 2023),
        ("tongzhou", 2024),
        ("x", 2023),
        ("x", 2024),
        ("x", 2025),
    }


def whole_book(cod: str = "20", ammonia: str = "10", **more: Any) -> pl.DataFrame:
    """Bases 1000 and 200 in 2022; 10 and 1 taken off in 2023, then what the case says."""
    return book(
        based(year=2022), based("NH3N", "200", 2022), added(2023), added(2023, pollutant="NH3N"),
        reduced(2023, "10"), reduced(2023, "1", pollutant="NH3N"),
        added(2024, **more), added(2024, pollutant="NH3N", **more),
        reduced(2024, cod), reduced(2024, ammonia, pollutant="NH3N"),
    ).account  # fmt: skip


def test_the_indicator_is_the_worst_change_of_cod_and_ammonia() -> None:
    """COD 990 → 970 (−2.02 %), NH3-N 199 → 189 (−5.03 %); the year before −1.00 % and −0.50 %."""
    found = discharge_indicator(whole_book(), 2024, END)
    assert found.value == Fraction(-2000, 990)
    assert found.change == Fraction(-2000, 990) + Fraction(1, 2)
    assert (found.decimals, found.change_unit, found.coverage, found.value_kind) == (2, "百分点", 100, "verified")
    assert (found.enough_data, found.running, found.origin) == (True, False, "real")
    assert found.remarks == ("discharge_target_not_entered",)
    assert found.detail_zh == (
        "化学需氧量970.00吨（同比-2.02%），削减申报20.00吨、核定20.00吨；"
        "氨氮189.00吨（同比-5.03%），削减申报10.00吨、核定10.00吨"
    )


def test_one_pollutant_that_rises_is_what_shows() -> None:
    account = book(
        based(), based("NH3N", "200"), added(2024), added(2024, "2", "NH3N"), reduced(2024, "100")
    ).account  # fmt: skip
    assert discharge_indicator(account, 2024, END).value == 1


def test_phosphorus_and_nitrogen_count_where_they_are_assessed() -> None:
    account = book(based(), added(2024), reduced(2024, "9"), based("TP", "10"), added(2024, "1", "TP")).account
    found = discharge_indicator(account, 2024, END, ("COD", "TP"))
    assert (found.value, found.enough_data) == (10, True)
    assert discharge_indicator(account, 2024, END, ("COD",)).value == Fraction(-9, 10)


def test_a_pollutant_without_an_account_is_too_little() -> None:
    account = book(based(), added(2024), reduced(2024, "9")).account
    found = discharge_indicator(account, 2024, END)
    assert (found.value, found.enough_data, found.coverage, found.value_kind) == (
        Fraction(-9, 10),
        False,
        50,
        "estimate",
    )
    assert "no_base" in found.remarks


def test_the_base_year_has_no_change() -> None:
    found = discharge_indicator(book(based(), based("NH3N")).account, 2023, date(2023, 12, 31))
    assert (found.value, found.enough_data) == (None, False)
    assert "account_based" in found.remarks


def test_a_real_year_is_never_compared_with_a_demonstration_base() -> None:
    account = book(
        based(origin="demo"), based("NH3N", origin="demo"), added(2024), added(2024, pollutant="NH3N")
    ).account
    row = account.filter(year=2024, pollutant="COD").row(0, named=True)
    assert (row["origin"], row["mixed_origin"]) == ("demo", True)
    found = discharge_indicator(account, 2024, END)
    assert (found.value, found.enough_data, found.origin) == (None, False, "demo")
    assert "origin_differs" in found.remarks


def test_defects_and_running_years_are_told_and_an_empty_account_has_no_value() -> None:
    account = book(
        based(), based("NH3N"), added(2024), added(2024, pollutant="NH3N"), reduced(2024, "9", state="停运")
    ).account
    found = discharge_indicator(account, 2024, date(2024, 6, 30))
    assert (found.running, "reduction_defects" in found.remarks) == (True, True)
    assert discharge_indicator(account.clear(), 2024, END).remarks == ("no_rows",)


def test_a_year_of_the_ledger_is_as_of_its_end_and_a_running_one_of_no_day() -> None:
    """Rows of the ledger name their year alone."""
    assert discharge_indicator(whole_book(), 2024, END).as_of == END
    assert discharge_indicator(whole_book(), 2024, date(2024, 6, 30)).as_of is None


def test_rows_that_are_not_used_do_not_enter() -> None:
    found = book(based(), added(2024), entry("削减", 2024, **STARTED, verified="9", more={"used": False}))
    assert year_of(found, 2024)["closing"] == nano(1000)


def test_an_empty_ledger_gives_empty_frames() -> None:
    found = book()
    assert (found.account.height, found.reductions.height, found.refused.height) == (0, 0, 0)
