"""Dustfall, reductions and rankings from landed files to their marts, in one night beside a few hours of air."""

import shutil
from importlib import resources
from typing import Any

import pytest
from conftest import DATA, Installation

from demo import air_district_ranking, air_dustfall, air_reductions, air_town_ranking

TARGETS = (
    "tongzhou,air_voc_reduction,2024,year,>=,30,,t,,binding,1,VOCs减排量,文件,\n"
    "x,air_dustfall,2025,year,<=,5,,t/(km²·month),net,binding,1,降尘量5,文件,\n"
    "x,air_dustfall,2024,year,<=,5,,t/(km²·month),net,binding,1,降尘量5,文件,\n"
)
REAL_YEARS = {
    2023: ("4", "4", "", "6", "6", "6", "4", "4", "4", "4", "4", "4"),
    2024: ("4", "4", "", "6", "6", "6", "4", "4", "4", "4", "4", "9.1"),
    2025: ("5", "5", "12", "5", "5", "5"),
}
"""Real dustfall of another district. 2023: eleven months, 50/11 = 4.545…; 2024: 55.1/11 = 5.009…, printed 5.0."""


def packaged(name: str) -> str:
    return resources.files("store.reference_defaults").joinpath(f"{name}.csv").read_text("utf-8")


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("beside"))
    air_dustfall.generate(made.raw)
    air_reductions.generate(made.raw)
    air_district_ranking.generate(made.raw)
    air_town_ranking.generate(made.raw)
    hours = made.raw / "air" / "hourly" / "demo"
    hours.mkdir(parents=True)
    shutil.copy(DATA / "air" / "hourly" / "demo" / "beijing_all_20240328.csv", hours)
    made.reference("areas", packaged("areas") + "x,别区,Other District,district,\n")
    made.reference("targets", packaged("targets") + TARGETS)
    folder = made.raw / "air" / "dustfall" / "official" / "别区"
    folder.mkdir(parents=True)
    for year, values in REAL_YEARS.items():
        lines = ["点位名称,监测月份,降尘量(t/(km²·30d)),沙尘月"]
        lines += [f"甲站,{year}-{month:02d},{value},{'是' if month == 3 else '否'}"
                  for month, value in enumerate(values, start=1) if value]  # fmt: skip
        (folder / f"{year}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    assert made.run(today="2025-07-03").success
    return made


def status(night: Installation, indicator: str, year: int = 2024, area: str = "tongzhou") -> dict[str, Any]:
    columns = "status, value, value_text, yoy_change, yoy_unit, coverage, value_kind, origin, note, target, unit"
    found = night.query(
        f"SELECT {columns} FROM marts.indicator_status "
        f"WHERE indicator_id = '{indicator}' AND year = {year} AND area_id = '{area}'"
    )
    return dict(zip(columns.split(", "), found[0], strict=True))


def test_dustfall_of_the_demonstration_falls_and_meets_the_plan(night: Installation) -> None:
    found = [status(night, "air_dustfall", year)["value"] for year in range(2020, 2025)]
    assert found == sorted(found, reverse=True)
    last = status(night, "air_dustfall")
    assert (last["status"], last["origin"], last["coverage"], last["unit"]) == ("met", "demo", 100, "t/(km²·month)")
    assert 4 < last["value"] < 4.5
    assert "沙尘月3、4月" in last["note"]
    assert "扣沙规则：沙尘月不计入均值" in last["note"]


def test_the_official_net_values_of_a_year_are_used(night: Installation) -> None:
    bases = night.query(
        "SELECT year, net_basis, count(*) FROM marts.air_dustfall_monthly WHERE place_id = 'tongzhou' "
        "AND dust_month GROUP BY ALL ORDER BY 1"
    )
    assert bases == [
        (2020, "dropped", 2), (2021, "dropped", 3), (2022, "stated", 2), (2023, "dropped", 3), (2024, "dropped", 2)
    ]  # fmt: skip


def test_a_month_is_told_of_the_district_its_towns_and_its_sites(night: Installation) -> None:
    rows = night.query(
        "SELECT level, count(*), min(sites_expected), max(sites_expected) FROM marts.air_dustfall_monthly "
        "WHERE period_id = '2022-06' AND origin = 'demo' GROUP BY ALL ORDER BY 1"
    )
    assert rows == [("area", 12, 1, 11), ("site", 11, 1, 1)]
    district = night.query(
        "SELECT value, value_net, policy, standard FROM marts.air_dustfall_monthly "
        "WHERE period_id = '2022-06' AND place_id = 'tongzhou'"
    )[0]
    sites = night.query(
        "SELECT avg(value) FROM marts.air_dustfall_monthly WHERE period_id = '2022-06' AND level = 'site'"
    )
    assert district[0] == pytest.approx(sites[0][0], abs=1e-8)
    assert district[2:] == ("drop_month", "HJ 1221-2021")


def test_which_months_broke_dustfall_is_one_question(night: Installation) -> None:
    rows = night.query(
        "SELECT period_id, round(value_net, 1) FROM marts.air_dustfall_monthly "
        "WHERE place_id = 'tongzhou' AND year = 2024 AND \"over\" ORDER BY 1"
    )
    assert [row[0] for row in rows] == ["2024-05", "2024-06"]
    assert all(row[1] > 5 for row in rows)


def test_the_mean_of_the_last_month_is_the_value_of_the_scoreboard(night: Installation) -> None:
    rows = night.query(
        "SELECT m.mean_1_to_n_net, s.value FROM marts.air_dustfall_monthly m JOIN marts.indicator_status s "
        "ON s.area_id = m.place_id AND s.year = m.year AND s.indicator_id = 'air_dustfall' "
        "WHERE m.period_id LIKE '%-12' AND m.level = 'area' AND m.origin = 'demo'"
    )
    assert len(rows) == 60
    assert all(mean == pytest.approx(value, abs=1e-8) for mean, value in rows)


def test_a_whole_real_year_is_judged_after_rounding(night: Installation) -> None:
    whole = status(night, "air_dustfall", 2024, "x")
    assert (whole["status"], whole["value_text"], whole["value_kind"], whole["origin"]) == (
        "met", "5.0", "audited", "real"
    )  # fmt: skip
    assert whole["value"] == pytest.approx(55.1 / 11, abs=1e-9)
    assert whole["yoy_change"] == pytest.approx((55.1 / 50 - 1) * 100, abs=1e-9)
    assert whole["coverage"] == pytest.approx(1100 / 12)


def test_a_running_year_is_held_against_the_course_of_earlier_years(night: Installation) -> None:
    """January to June stood at 26/5 = 5.2; the years ended on 4.545… and 5.009…, 1.144 and 1.0381 times less.

    A year that ends on 5 stands at 5 × 1.0911 = 5.46 now; 2025 stands at 5.0, its dust month apart.
    """
    running = status(night, "air_dustfall", 2025, "x")
    assert (running["status"], running["value"], running["coverage"]) == ("on_track", 5.0, 100)
    assert running["yoy_change"] == pytest.approx((5 / 5.2 - 1) * 100, abs=1e-9)


def test_reductions_have_values_and_without_a_target_no_verdict(night: Installation) -> None:
    nox = status(night, "air_nox_reduction")
    assert (nox["status"], nox["target"], nox["value_kind"], nox["origin"]) == ("no_target", None, "verified", "demo")
    assert nox["value"] > 0
    assert "市级目标尚未录入" in nox["note"]


def test_an_entered_target_is_decided_by_verified_tonnes(night: Installation) -> None:
    voc = status(night, "air_voc_reduction")
    assert (voc["status"], voc["target"]) == ("met", 30.0)
    assert "市级目标尚未录入" not in voc["note"]
    assert "1个项目待核定" in voc["note"]


def test_the_ledger_of_projects_says_why_something_is_not_credited(night: Installation) -> None:
    rows = night.query(
        "SELECT year, defect, count(*) FROM marts.emission_reduction WHERE medium = 'air' AND counted = 0 "
        "GROUP BY ALL ORDER BY 1, 2"
    )
    assert rows == [
        (2022, "credited_twice", 1), (2023, "amount_set_aside", 1), (2023, "no_evidence", 1),
        (2024, "not_running", 1), (2024, "not_verified", 1),
    ]  # fmt: skip
    assert night.query("SELECT count(*) FROM marts.emission_reduction WHERE medium = 'water'") == [(0,)]


def test_totals_by_type_add_up_and_targets_stay_apart(night: Installation) -> None:
    rows = night.query(
        "SELECT counted - engineering - structural - management - untyped, annual_target, cumulative_target, "
        "cumulative_from, cumulative_to FROM marts.emission_reduction_total WHERE pollutant = 'VOC'"
    )
    assert all(abs(row[0]) < 1e-9 and row[1:] == (None, 220.0, 2021, 2025) for row in rows)  # type: ignore[operator]
    assert len(rows) == 4


def test_every_fault_of_the_demonstration_is_told(night: Installation) -> None:
    told = night.query(
        "SELECT split_part(path, '/', 2), rule, count(*) FROM marts.quarantine WHERE path LIKE '%演示%' "
        "GROUP BY ALL ORDER BY 1, 2"
    )
    assert told == [
        ("district_ranking", "conflict", 4), ("district_ranking", "share_or_percent", 17),
        ("district_ranking", "unlisted_district", 2), ("dustfall", "conflict", 2), ("dustfall", "empty_file", 1), ("dustfall", "negative", 2),
        ("dustfall", "no_detection_limit", 1), ("dustfall", "not_a_number", 3), ("dustfall", "unit_missing", 1),
        ("reductions", "negative", 1), ("reductions", "not_a_number", 1), ("town_ranking", "not_a_number", 1),
        ("town_ranking", "unlisted_town", 3),
    ]  # fmt: skip


def test_every_file_balances_and_the_hours_of_air_are_undisturbed(night: Installation) -> None:
    rows = night.query(
        "SELECT path, l.cells - accepted - quarantined - superseded - replaced_by_real - not_observation - empty "
        "FROM marts.row_ledger l JOIN marts.source_file USING (source_file_id)"
    )
    assert {str(path).split("/")[1] for path, _ in rows} == {
        "dustfall", "reductions", "hourly", "district_ranking", "town_ranking"
    }  # fmt: skip
    assert [row for row in rows if row[1] != 0] == []
    stations = night.query("SELECT DISTINCT dataset FROM marts.source_file WHERE path LIKE 'air/hourly/%'")
    assert stations == [("air_hourly",)]
    assert night.query("SELECT count(*) > 0 FROM marts.air_hourly") == [(True,)]


def test_the_district_stands_in_both_layouts_with_rank_gap_and_mean(night: Installation) -> None:
    rows = night.query(
        "SELECT period_id, layout, value, rank = rank_published, rank_check, gap_next > 0, gap_mean = value - mean_value, "
        "change_rank = change_rank_published, expected FROM marts.district_ranking "
        "WHERE area_id = 'tongzhou' AND period_id IN ('2024-11', '2024-01/11') ORDER BY 1"
    )
    assert [row[:2] + row[3:] for row in rows] == [
        ("2024-01/11", "one_list", True, "agrees", True, True, None, 17),
        ("2024-11", "two_blocks", True, "agrees", True, None, True, 17),
    ]


def test_ties_share_a_rank_in_every_list(night: Installation) -> None:
    wrong = night.query(
        "SELECT count(*) FROM (SELECT rank, 1 + (SELECT count(*) FROM marts.district_ranking o WHERE o.kind = 'district' "
        "AND (o.measure, o.period_id) = (d.measure, d.period_id) AND o.value < d.value) AS expected "
        "FROM marts.district_ranking d WHERE kind = 'district' AND value IS NOT NULL) WHERE rank <> expected"
    )
    assert wrong == [(0,)]
    assert night.query("SELECT max(tied) > 1 FROM marts.district_ranking") == [(True,)]


def test_what_is_odd_about_single_rankings_is_told_and_not_mended(night: Installation) -> None:
    rows = night.query(
        "SELECT period_id, name_zh, rank_check, change_check, missing_from, listed FROM marts.district_ranking "
        "WHERE 'contradicts' IN (rank_check, change_check, change_rank_check) OR missing_from IS NOT NULL ORDER BY 1, 2"
    )
    assert rows == [
        ("2023-05", "顺义区", None, None, "by_value", True),
        ("2023-09", "平谷区", None, None, "by_value", True),
        ("2024-05", "通州区", "contradicts", "agrees", None, True),
        ("2024-07", "怀柔区", "agrees", None, "by_change", True),
        ("2024-08", "大兴区", "agrees", "contradicts", None, True),
    ]


def test_a_town_on_no_list_is_not_listed(night: Installation) -> None:
    rows = night.query(
        "SELECT period_id, name_zh, state, rank FROM marts.town_ranking "
        "WHERE measure = 'PM2.5' AND list = 'district' AND state = 'not_listed' ORDER BY 1"
    )
    assert rows == [("2024-03", "漷县镇", "not_listed", None), ("2024-09", "潞源街道", "not_listed", None)]
    streets = night.query(
        "SELECT count(*), count(rank) FROM marts.town_ranking WHERE measure = 'DUSTFALL' AND state = 'not_listed' "
        "AND year = 2024"
    )
    assert streets == [(11 * 12, 0)]


def test_every_list_of_towns_is_there_for_half_months_months_and_months_to_date(night: Installation) -> None:
    rows = night.query(
        "SELECT list, measure, period_type, count(DISTINCT period_id) FROM marts.town_ranking WHERE year = 2024 "
        "GROUP BY ALL ORDER BY ALL"
    )
    assert rows == [
        ("city_worst", "TSP", "half_month", 24), ("district", "DUSTFALL", "month", 12), ("district", "PM2.5", "month", 12),
        ("district", "PM2.5", "months_1_to_n", 11), ("district", "ROAD_DUST", "month", 12),
        ("district", "TSP", "month", 12), ("district_best", "TSP", "half_month", 24),
        ("district_worst", "TSP", "half_month", 24),
    ]  # fmt: skip


def test_one_microgram_is_shared_out_among_the_towns(night: Installation) -> None:
    rows = night.query(
        "SELECT period_id, any_value(towns), max(alone), sum(together), avg(value) - any_value(mean), "
        "any_value(district_published) - (SELECT value FROM marts.district_ranking d WHERE area_id = 'tongzhou' "
        "AND d.period_id = m.period_id) FROM marts.town_microgram m "
        "WHERE period_id IN ('2024-09', '2024-10') GROUP BY 1 ORDER BY 1"
    )
    assert [row[:3] for row in rows] == [("2024-09", 21, 21.0), ("2024-10", 22, 22.0)]
    assert [row[3] for row in rows] == pytest.approx([21, 22], abs=1e-7)
    assert all(abs(row[4]) < 1e-8 and row[5] == 0 for row in rows)  # type: ignore[arg-type,operator]


def test_demonstration_dustfall_is_that_of_its_sites(night: Installation) -> None:
    """Lists print one decimal; the sites' own weights round to it, single odd cells aside."""
    rows = night.query(
        "SELECT abs(t.value - d.value) FROM marts.town_ranking t JOIN marts.air_dustfall_monthly d "
        "ON d.place_id = t.town_id AND d.period_id = t.period_id AND d.level = 'area' "
        "WHERE t.measure = 'DUSTFALL' AND t.year = 2024 AND d.value IS NOT NULL"
    )
    assert len(rows) > 120
    assert sum(row[0] > 0.06 for row in rows) <= 1  # type: ignore[operator]
