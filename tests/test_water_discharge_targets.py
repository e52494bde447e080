"""The city's targets for discharged pollutants: annual, cumulative and a ceiling, each held against its own time."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sampled_landing import SampledLanding
from sampled_landing import observed as observations_of
from water_place_cases import entry, nano, observed

from assets.checks import LOOKS
from assets.marts import mart_name, select
from assets.water import discharge_facts
from assets.workspace import Workspace
from readers.datasets import WATER_DISCHARGE as LEDGERS
from readers.water_ledger import read_discharge
from schemas.emit import contract_failures
from schemas.water_discharge import WATER_DISCHARGE, WATER_DISCHARGE_REFUSED
from standards.water_discharge import discharge
from standards.water_discharge_indicator import discharge_indicator
from store.reference import References

YEARS = (2021, 2022, 2023, 2024)
AREAS = pl.DataFrame(
    {"area_id": ["tongzhou", "zhangjiawan"], "name_zh": ["通州区", "张家湾镇"], "parent_id": [None, "tongzhou"]}
)
HEADER = "年份,所属区,记录类型,项目编号,污染物,措施类型,投运日期,申报量(吨),核定量(吨),目标类型,下达目标(吨),目标起始年,目标终止年,下达文件"
LEDGER = "年份,所属区,记录类型,项目编号,污染物,措施类型,投运日期,申报量(吨),核定量(吨),目标类型,下达目标(吨)\n"
DRAFT = (
    "2023,通州区,基数,,COD,,,,1000,,\n2024,通州区,新增,XZ-1,COD,,,,20,,\n"
    "2024,通州区,削减,P1,COD,新建,2023-01-01,70,60,,\n2024,通州区,目标,,COD,,,,,年度,70\n"
    "2024,火星区,削减,P9,COD,新建,2023-01-01,5,5,,\n"
)
OFFICIAL = "2024,通州区,削减,P1,COD,提标,2023-01-01,70,60,,\n"
RUNNING, OVER = date(2024, 9, 1), date(2025, 1, 1)


def base(amount: str = "1000", year: int = 2020, **more: Any) -> list[dict[str, Any]]:
    return entry("基数", year, "通州区", verified=amount, more=more)


def year_of(
    year: int, verified: str, added: str = "20", claimed: str | None = None, **more: Any
) -> list[dict[str, Any]]:
    """What is new, and one project of the year."""
    project = {"measure": "提标", "start": "2020-06-01", "claimed": claimed or verified} | (
        {"verified": verified} if verified else {}
    )
    return [
        *entry("新增", year, f"N{year}", verified=added, more=more),
        *entry("削减", year, f"P{year}", **project, more=more),
    ]


def target(kind: str, amount: str, year: int = 2024, **fields: str) -> list[dict[str, Any]]:
    """A row of a target, as the reader hands it over."""
    more = {"part": f"COD|目标||{kind}"}
    return entry("目标", year, "通州区", more=more, target=amount, **fields)


def five_years(*targets: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """1000 t in 2020; 20 new each year; 30, 40, 50 and 60 verified (E: 990, 970, 940, 900)."""
    flows = [year_of(year, str(30 + 10 * n)) for n, year in enumerate(YEARS)]
    return observed(base(), *flows, *targets)


def row_of(ledger: pl.DataFrame, year: int = 2024, today: date = OVER) -> dict[str, Any]:
    return discharge(ledger, today=today).account.filter(year=year, pollutant="COD").row(0, named=True)


@pytest.mark.parametrize(
    ("amount", "gap", "met"), [("60", 0, True), ("59.999", "0.001", True), ("60.001", "-0.001", False)]
)
def test_an_annual_target_is_held_against_the_verified_tonnes_of_its_year(
    amount: str, gap: str | int, met: bool
) -> None:
    row = row_of(five_years(target("年度", amount, document="市减排办〔2024〕1号")))
    assert (row["annual_target"], row["annual_gap"], row["annual_met"]) == (nano(amount), nano(gap), met)
    assert row["target_documents"] == "市减排办〔2024〕1号"
    assert row["target_remarks"] == ("" if met else "discharge_target_missed")
    assert (row["cumulative_target"], row["cumulative_met"], row["ceiling"], row["ceiling_met"]) == (None,) * 4


def test_no_year_is_judged_by_the_annual_target_of_another() -> None:
    row = row_of(five_years(target("年度", "60")), 2023)
    assert (row["annual_target"], row["annual_met"]) == (None, None)
    assert row["target_remarks"] == "discharge_target_not_entered"


def test_claimed_tonnes_reach_no_target() -> None:
    """Claimed 100, verified nothing: 60 are lacking of 60."""
    ledger = observed(base(year=2023), year_of(2024, "", claimed="100"), target("年度", "60"))
    row = row_of(ledger)
    assert (row["reduced_claimed"], row["annual_gap"], row["annual_met"]) == (nano(100), nano(-60), False)


def test_a_running_year_may_have_reached_a_target_and_never_missed_it() -> None:
    open_, done = five_years(target("年度", "61")), five_years(target("年度", "60"))
    row = row_of(open_, today=RUNNING)
    assert (row["annual_gap"], row["annual_met"], row["target_remarks"]) == (nano(-1), None, "discharge_target_open")
    assert row_of(open_, today=date(2024, 12, 31))["annual_met"] is None
    assert row_of(open_)["annual_met"] is False
    assert row_of(done, today=RUNNING)["annual_met"] is True


def test_a_cumulative_target_meets_the_sum_from_its_first_year_and_is_missed_only_at_its_end() -> None:
    """30 + 40 + 50 + 60 = 180 by 2024 of 200 to 2025; of 181 to 2024 one is lacking."""
    span = {"year_from": "2021", "year_to": "2025"}
    row = row_of(five_years(target("累计", "200", **span)))
    assert (row["cumulative_from"], row["cumulative_to"], row["cumulative_target"]) == (2021, 2025, nano(200))
    assert (row["cumulative_reduced"], row["cumulative_gap"], row["cumulative_met"]) == (nano(180), nano(-20), None)
    assert row_of(five_years(target("累计", "200", **span)), 2022)["cumulative_reduced"] == nano(70)
    ended = row_of(five_years(target("累计", "181", year_from="2021", year_to="2024")))
    assert (ended["cumulative_gap"], ended["cumulative_met"]) == (nano(-1), False)
    assert row_of(five_years(target("累计", "180", **span)))["cumulative_met"] is True


def test_annual_and_cumulative_targets_are_never_mixed() -> None:
    """60 of the year against 50; 180 of the span against 200: each its own verdict, and no sum of 250."""
    row = row_of(five_years(target("年度", "50"), target("累计", "200", year_from="2021", year_to="2025")))
    assert (row["annual_target"], row["annual_gap"], row["annual_met"]) == (nano(50), nano(10), True)
    assert (row["cumulative_target"], row["cumulative_gap"], row["cumulative_met"]) == (nano(200), nano(-20), None)


def test_a_sum_with_a_hole_is_told_and_not_held_against_its_target() -> None:
    """Nothing is known of 2022, so that 30 + 50 + 60 = 140 may fall short of 150 or not; 140 is reached all the same."""
    flows = [year_of(2021, "30"), year_of(2023, "50"), year_of(2024, "60")]
    span = {"year_from": "2021", "year_to": "2024"}
    row = row_of(observed(base(), *flows, target("累计", "150", **span)))
    assert (row["cumulative_reduced"], row["cumulative_gap"], row["cumulative_met"]) == (nano(140), None, None)
    assert row_of(observed(base(), *flows, target("累计", "140", **span)))["cumulative_met"] is True


def test_a_new_base_within_the_span_hides_the_reductions_of_its_year() -> None:
    ledger = observed(
        base(), year_of(2021, "30"), base("970", 2022), year_of(2023, "50"), year_of(2024, "60"),
        target("累计", "150", year_from="2021", year_to="2024"),
    )  # fmt: skip
    row = row_of(ledger)
    assert (row["cumulative_reduced"], row["cumulative_gap"], row["cumulative_met"]) == (nano(140), None, None)


@pytest.mark.parametrize(("most", "gap", "met"), [("900", 0, True), ("899.9", "0.1", False), ("950", -50, True)])
def test_a_ceiling_is_held_against_e_of_its_year(most: str, gap: str | int, met: bool) -> None:
    row = row_of(five_years(target("总量", most)))
    assert (row["ceiling"], row["ceiling_gap"], row["ceiling_met"]) == (nano(most), nano(gap), met)
    assert row_of(five_years(target("总量", most)), today=RUNNING)["ceiling_met"] is None


def test_an_incomplete_account_meets_no_ceiling() -> None:
    """Without a record of additions E would fall for want of one."""
    lacking = entry("削减", 2024, "P", measure="提标", start="2020-01-01", claimed="60", verified="60")
    row = row_of(observed(base(year=2023), lacking, target("总量", "950")))
    assert (row["closing"], row["ceiling_gap"], row["ceiling_met"]) == (nano(940), None, None)


def test_a_base_year_has_no_reductions_that_could_reach_its_target() -> None:
    row = row_of(observed(base(year=2024), target("年度", "60")))
    assert (row["annual_target"], row["annual_gap"], row["annual_met"]) == (nano(60), None, None)


def test_targets_that_contradict_each_other_are_not_taken() -> None:
    other = entry("目标", 2024, "通州", more={"part": "COD|目标||年度", "place_id": "通州"}, target="70")
    row = row_of(five_years(target("年度", "60"), other))
    assert (row["annual_target"], row["annual_met"]) == (None, None)
    assert row["target_remarks"] == "reduction_targets_contradict"


def test_a_demonstration_target_is_never_held_against_real_years() -> None:
    demo = entry("目标", 2021, "通州区", target="100", year_from="2021", year_to="2024",
                 more={"part": "COD|目标||累计", "origin": "demo"})  # fmt: skip
    row = row_of(five_years(demo))
    assert (row["cumulative_gap"], row["cumulative_met"]) == (None, None)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (entry("目标", 2024, "通州区", target="5"), "target_without_kind"),
        (entry("目标", 2024, "通州区", more={"part": "COD|目标||年度"}), "target_without_amount"),
        (target("累计", "5", year_from="2021"), "target_without_years"),
        (target("累计", "5", year_from="2025", year_to="2021"), "target_without_years"),
        (target("年度", "5", 2030), "target_without_account"),
        (target("累计", "5", year_from="2026", year_to="2030"), "target_without_account"),
    ],
)
def test_a_target_that_can_not_be_taken_says_why(row: list[dict[str, Any]], reason: str) -> None:
    found = discharge(five_years(row))
    assert found.refused.get_column("reason").to_list() == [reason]
    assert found.account.get_column("target_remarks").unique().to_list() == ["discharge_target_not_entered"]


def test_a_target_in_the_row_of_a_project_is_told_and_not_taken() -> None:
    project = entry("削减", 2024, "P", measure="提标", start="2020-01-01", claimed="60", verified="60", target="99")
    found = discharge(observed(base(year=2023), entry("新增", 2024, "N", verified="0"), project))
    assert found.reductions.select("counted", "defect").row(0) == (nano(60), "target_not_taken")
    assert found.account.get_column("annual_target").to_list() == [None, None]


def test_a_target_is_of_the_area_that_states_it_and_meets_what_lies_within() -> None:
    """The district's 60 meet the 60 of its town; the town's own 70 are the town's alone."""
    town = {"area_id": "zhangjiawan"}
    own = entry("目标", 2024, "张家湾镇", target="70", more={"part": "COD|目标||年度", **town})
    ledger = observed(base(year=2023, **town), year_of(2024, "60", **town), own, target("年度", "60"))
    facts = discharge_facts(ledger, AREAS, OVER)
    rows = {row["area_id"]: row for row in facts["account"].filter(year=2024).iter_rows(named=True)}
    assert (rows["tongzhou"]["annual_target"], rows["tongzhou"]["annual_met"]) == (nano(60), True)
    assert (rows["zhangjiawan"]["annual_target"], rows["zhangjiawan"]["annual_met"]) == (nano(70), False)
    assert facts["refused"].is_empty()


def test_the_indicator_tells_each_target_and_its_gap() -> None:
    account = discharge(
        five_years(target("年度", "61"), target("累计", "200", year_from="2021", year_to="2025")), today=OVER
    ).account
    found = discharge_indicator(account, 2024, date(2024, 12, 31), ("COD",))
    assert found.detail_zh.endswith(
        "年度减排目标61.00吨，差1.00吨（未完成）；2021—2025年累计减排180.00吨，目标200.00吨，差20.00吨（未到期）"
    )
    assert found.detail_en.endswith(
        "target of the year 61.00 t, 1.00 t short (missed); 2021–2025: 180.00 t of 200.00 t, 20.00 t short (not due)"
    )
    assert found.detail_zh.startswith("市下达的减排目标未完成：化学需氧量；化学需氧量900.00吨")
    assert found.detail_en.startswith("the city's reduction target is missed: Chemical oxygen demand (COD); ")
    assert found.remarks == ()


def test_the_indicator_tells_how_far_e_is_above_its_ceiling() -> None:
    account = discharge(five_years(target("总量", "890")), today=OVER).account
    found = discharge_indicator(account, 2024, date(2024, 12, 31), ("COD",))
    assert found.detail_zh.endswith("排放总量上限890.00吨，超10.00吨（未完成）")
    assert found.detail_en.endswith("ceiling 890.00 t, 10.00 t over (missed)")


def test_the_indicator_says_that_no_target_of_the_city_is_entered() -> None:
    found = discharge_indicator(discharge(five_years()).account, 2024, date(2024, 12, 31), ("COD",))
    assert "discharge_target_not_entered" in found.remarks
    assert found.city_target_missed is None


@pytest.mark.parametrize(
    ("amount", "today", "missed"), [("60", OVER, False), ("61", OVER, True), ("61", RUNNING, False)]
)
def test_the_indicator_says_whether_a_target_of_the_city_is_missed(amount: str, today: date, missed: bool) -> None:
    """60 t are verified in 2024, and E falls from 940 to 900; an open target is not missed."""
    account = discharge(five_years(target("年度", amount)), today=today).account
    assert discharge_indicator(account, 2024, date(2024, 12, 31), ("COD",)).city_target_missed is missed


def read(*rows: str) -> pl.DataFrame:
    return read_discharge("\n".join([HEADER, *rows]).encode(), "water/discharge/a.csv").rows


def test_rows_of_targets_are_read_with_kind_amount_years_and_document() -> None:
    found = read(
        "2024,通州区,目标,,COD,,,,,年度减排,1234,,,市减排办〔2024〕1号",
        "2025,通州区,目标,,COD,,,,,累计,6000,2021,2025,",
    )
    assert found.get_column("rule").null_count() == found.height
    assert found.get_column("part").unique(maintain_order=True).to_list() == ["COD|目标||年度", "COD|目标||累计"]
    assert found.get_column("place_label").unique().to_list() == ["通州区"]
    told = {(row["date"].year, row["item"]): row["value"] or row["text"] for row in found.iter_rows(named=True)}
    assert told[2024, "TARGET"] == nano(1234)
    assert told[2024, "TARGET_KIND"] == "年度"
    assert told[2024, "DOCUMENT"] == "市减排办〔2024〕1号"
    assert (told[2025, "YEAR_FROM"], told[2025, "YEAR_TO"]) == (nano(2021), nano(2025))


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("2024,通州区,目标,,COD,,,,,某种,1234,,,", "unknown_word"),
        ("2024,通州区,目标,,COD,,,,,年度,约1234,,,", "not_a_number"),
        ("2024,,目标,,COD,,,,,年度,1234,,,", "no_key"),
    ],
)
def test_a_row_of_a_target_that_can_not_be_read_says_which_rule_it_breaks(row: str, rule: str) -> None:
    assert rule in read(row).get_column("rule").to_list()


def test_the_tables_show_targets_in_tonnes_and_every_record_that_enters_nothing() -> None:
    found = discharge(five_years(target("年度", "61"), entry("目标", 2024, "通州区", target="5")), today=OVER)
    names = {"names": pl.DataFrame({"item": ["COD"]})}
    account = select(WATER_DISCHARGE, {"account": found.account, **names})
    refused = select(WATER_DISCHARGE_REFUSED, {"refused": found.refused, **names})
    assert contract_failures(WATER_DISCHARGE, account) == contract_failures(WATER_DISCHARGE_REFUSED, refused) == []
    row = account.filter(year=2024).row(0, named=True)
    assert (row["annual_target"], row["annual_gap"], row["annual_met"]) == (61.0, -1.0, False)
    assert refused.select("record_type", "target", "reason").rows() == [("目标", 5.0, "target_without_kind")]


def test_from_two_ledgers_to_the_account_its_target_and_what_enters_nothing(tmp_path: Path) -> None:
    """The official ledger corrects the measure alone: 1000 + 20 − 60 = 960, ten tonnes short of 70."""
    landing = SampledLanding(tmp_path)
    landing.land(LEDGERS, "台账.csv", LEDGER + DRAFT)
    landing.land(LEDGERS, "官方/台账.csv", LEDGER + OFFICIAL)
    taken = observations_of(landing.take_in(LEDGERS))
    facts = discharge_facts(taken, References(landing.raw).table("areas"), OVER)
    row = facts["account"].filter(area_id="tongzhou", year=2024).row(0, named=True)
    assert (row["closing"], row["reduced_verified"]) == (nano(960), nano(60))
    assert (row["annual_target"], row["annual_gap"], row["annual_met"]) == (nano(70), nano(-10), False)
    assert facts["reductions"].get_column("measure").to_list() == ["提标"]
    refused = dict(facts["refused"].select("project_id", "reason").iter_rows())
    assert refused == {"P1": "restated", "P9": "unknown_area"}
    landing.lake.write(
        mart_name("water_discharge_refused"),
        select(WATER_DISCHARGE_REFUSED, {"refused": facts["refused"], "names": pl.DataFrame({"item": ["COD"]})}),
    )
    folders = {"raw_dir": str(landing.raw), "lake_dir": str(tmp_path / "lake"), "marts_dir": str(tmp_path)}
    holds, told, figures = LOOKS["discharge_booked"](Workspace(**folders), WATER_DISCHARGE_REFUSED)
    assert (holds, figures) == (False, {"restated": 1, "unknown_area": 1})
    assert "P9 COD|削减|新建 2024 (unknown_area)" in told
