"""The nightly job on carbon accounts alone: real tables of Beijing with their faults, demonstration of Tongzhou; trend,
status until and after the notice."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import Installation

from demo import climate
from standards.plan_table import AreaYear, scoreboard

FUELS = (
    "年份,所属区,能源品种,计量单位,消费量,净购入量,核算边界\n"
    + "".join(f"{year},北京市,柴油,吨,{diesel},,a\n{year},北京市,电力,万kWh,,{power},a\n"
              for year, diesel, power in ((2020, 100000, 500000), (2023, 99000, 505000), (2024, 98000, 515000)))
)  # fmt: skip
TWICE = (
    "年份,所属区,能源品种,计量单位,消费量,净购入量,核算边界\n2022,北京市,柴油,吨,99500,,a\n2022,北京市,电力,万kWh,,503000,\n"
    "2022,北京市,天然气,万m³,30000,,\n2022,北京市,天然气,万m³,31000,,\n"
)
AREAS = "area_id,name_zh,name_en,level,parent_id\nbeijing,北京市,Beijing,city,\ntongzhou,通州区,Tongzhou District,district,\n"
TARGETS = (
    "area_id,indicator_id,year,period,comparator,target,tolerance,unit,basis,firmness,decimals,text_zh,document,valid_from\n"
    "beijing,climate_carbon_intensity_vs_2020,2024,year,<=,-15,0.5,%,,about,2,下降15%左右,计划,2024-01-01\n"
)
PUBLISHED = "area_id,year,indicator_id,measure,value,comparator,unit,basis,kind,source,mark\n"


def land(installation: Installation, name: str, text: str) -> None:
    path = installation.raw / "climate" / "accounts" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def status(installation: Installation, indicator: str, year: int = 2024) -> tuple[object, ...]:
    (row,) = installation.query(
        "SELECT status, value_text, value_kind, expected_on, on_the_line, note FROM marts.indicator_status "
        f"WHERE area_id = 'beijing' AND year = {year} AND indicator_id = '{indicator}'"
    )
    return row


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Real tables of one area, each of them with a fault, and the demonstration of another; GDP of Beijing is bundled."""
    made = Installation(tmp_path_factory.mktemp("climate"))
    land(made, "能源.csv", FUELS + "2023,北京市,天然气,,30000,,\n")
    land(made, "两份.csv", TWICE)
    land(made, "gdp.csv", "年份,地区,实际增速(%),数据版本\n2024,北京市,130.9,快报\n")
    land(made, "因子.csv", "因子集,版本,年份,适用范围,能源品种,排放因子,单位\nX,1,2023,北京,电力,5.58,kg/kWh\n")
    made.reference("areas", AREAS)
    made.reference("targets", TARGETS)
    assert climate.generate(made.raw).faults == {
        "coefficients_out_of_range": 2, "growth_from_levels": 1, "restated_months": 1, "texts": 1, "units_missing": 1,
    }  # fmt: skip
    assert made.run(today="2025-03-01", years=(2020, 2025)).success
    return made


def test_a_fault_in_one_cell_stops_its_year_and_no_other(night: Installation) -> None:
    """Gas of 2023 lacks its unit, gas of 2022 is stated twice: the years must not be computed as if there were none."""
    rows = night.query(
        "SELECT year, intensity IS NOT NULL, problems FROM marts.carbon_intensity_trend "
        "WHERE area_id = 'beijing' ORDER BY year"
    )
    assert rows == [
        (2020, True, None), (2022, False, "climate_year_incomplete"), (2023, False, "climate_year_incomplete"),
        (2024, True, "climate_factor_carried climate_no_earlier_year"),
    ]  # fmt: skip
    told = [str(text) for (text,) in night.query("SELECT message FROM marts.quarantine")]
    assert any('能源.csv, row 8, column 消费量: "30000" has no unit' in text for text in told)
    assert any('因子.csv, row 2, column 排放因子: "5.58" is a coefficient that no such' in text for text in told)
    assert any('gdp.csv, row 2, column 实际增速(%): "130.9" is a coefficient' in text for text in told)
    assert night.query("SELECT bool_and(balanced) FROM marts.row_ledger") == [(True,)]


def test_a_year_that_is_not_computed_awaits_its_notice_all_the_same(night: Installation) -> None:
    found = status(night, "climate_carbon_intensity_vs_2020", 2023)
    assert found[:4] == ("awaiting_official", None, None, date(2024, 6, 30))
    assert str(found[5]).startswith(
        "涉及：天然气；能源数据缺月份或数量，不作核算；已过预计通报日期，请在reference/published.csv录入市级通报（kind填official） / "
    )


def test_until_the_notice_the_computed_value_is_shown_and_the_notice_then_decides(night: Installation) -> None:
    """Diesel 3.09976 t/t, power 6.168 t/万kWh (frozen), GDP · 1.085 · 1.007 · 1.052 · 1.052 = 1.209179 (published).
    2020: 309 976 + 3 084 000 t; 2024: 303 776 + 3 176 520 t; 1.025433 / 1.209179 − 1 = −15.20 %. With 5.580 (annual)
    2024 has 3 177 476 t: −22.57 %."""
    awaiting = status(night, "climate_carbon_intensity_vs_2020")
    assert awaiting[:5] == ("awaiting_official", "-15.20", "estimate", date(2025, 6, 30), False)
    assert "固定电力因子测算-15.20%；年度电力因子测算-22.57%" in str(awaiting[5])
    notice = (
        "beijing,2024,climate_carbon_intensity_vs_2020,cumulative,-14.8,=,%,,official,市级通报,verified\n"
        "beijing,2024,climate_carbon_intensity_vs_2020,press,-16,=,%,,published,某报,\n"
        "beijing,2025,climate_carbon_intensity_vs_2020,cumulative,-19,=,%,,official,另一年,verified\n"
        "tongzhou,2024,climate_carbon_intensity_vs_2020,cumulative,-20,=,%,,official,另一区,verified\n"
    )
    night.reference("published", PUBLISHED + notice)
    assert night.run(today="2025-07-01", years=(2020, 2025)).success
    decided = status(night, "climate_carbon_intensity_vs_2020")
    assert decided[:5] == ("met", "-14.80", "official", None, True)
    assert "固定电力因子测算-15.20%；年度电力因子测算-22.57%；官方值减测算值+0.40百分点" in str(decided[5])
    assert "以市级通报为准" in str(awaiting[5])
    assert "以市级通报为准" not in str(decided[5])
    assert status(night, "climate_carbon_intensity_yoy")[0] == "awaiting_official"
    rows = night.query(
        "SELECT official_value, official_source FROM marts.indicator_status WHERE year = 2024 "
        "AND area_id = 'beijing' AND indicator_id = 'climate_carbon_intensity_vs_2020'"
    )
    assert rows == [(-14.8, "市级通报；verified")]


def test_a_notice_decides_where_no_table_has_come() -> None:
    target = {
        "target": 0.0,
        "comparator": "<",
        "tolerance": None,
        "decimals": 2,
        "basis": None,
        "text_zh": "",
        "firmness": "",
    }
    official = {"value": -3.1, "kind": "official", "comparator": "=", "source": "市级通报", "basis": None, "mark": ""}
    known = {"climate_carbon_intensity_yoy": target}
    facts = AreaYear("tongzhou", 2024, {}, known, {}, {}, Fraction(1), None)
    assert [column(facts, name) for name in ("status", "expected_on")] == ["awaiting_official", date(2025, 6, 30)]
    assert column(replace(facts, targets={}), "status") == "no_data"
    told = replace(facts, published={"climate_carbon_intensity_yoy": official})
    assert [column(told, name) for name in ("status", "value_text", "value_kind")] == ["met", "-3.10", "official"]


def column(facts: AreaYear, name: str) -> object:
    """A column of the row of `climate_carbon_intensity_yoy`."""
    rows = {row.columns["indicator_id"]: row.columns for row in scoreboard(facts)}
    return rows["climate_carbon_intensity_yoy"].get(name)


# demonstration


def test_the_trend_of_the_demonstration_shows_both_policies_and_their_two_answers(night: Installation) -> None:
    rows = night.query(
        "SELECT year, ef_mode, cumulative, cumulative_frozen, cumulative_annual, origin, lmdi_residual < 1e-9 "
        "FROM marts.carbon_intensity_trend WHERE area_id = 'tongzhou' ORDER BY year"
    )
    assert [row[0] for row in rows] == [2020, 2021, 2022, 2023, 2024]
    assert {row[5] for row in rows} == {"demo"}
    assert [row[6] for row in rows] == [None, True, True, True, True]
    assert all(row[2] == row[3] for row in rows)
    _, _, _, frozen, annual, _, _ = rows[-1]
    assert -14.5 < frozen < 0  # type: ignore[operator]
    assert annual < -15  # type: ignore[operator]


def test_one_question_tells_what_moved_the_intensity_in_2024(night: Installation) -> None:
    ((year_on_year, energy, mix, factor),) = night.query(
        "SELECT yoy, intensity_effect_energy, intensity_effect_mix, intensity_effect_factor "
        "FROM marts.carbon_intensity_trend WHERE area_id = 'tongzhou' AND year = 2024"
    )
    product = (1 + energy / 100) * (1 + mix / 100) * (1 + factor / 100) - 1  # type: ignore[operator]
    assert product * 100 == pytest.approx(year_on_year, abs=1e-6)


def test_the_faults_of_the_demonstration_are_found_and_its_ledger_balances(night: Installation) -> None:
    rules = night.query(
        "SELECT rule, count(*) FROM marts.quarantine WHERE message LIKE '%/demo/%' GROUP BY 1 ORDER BY 1"
    )
    assert rules == [
        ("coefficient_out_of_range", 2), ("growth_from_levels", 1), ("not_a_number", 1), ("unit_missing", 2),
    ]  # fmt: skip
    assert night.query("SELECT count(*), bool_and(balanced) FROM marts.row_ledger") == [(11, True)]
    restated = night.query("SELECT carrier_zh, year, month_to, amount FROM marts.energy_monthly WHERE restated")
    assert restated == [("柴油", 2023, 9, None)]


def test_published_gdp_stands_with_its_source_and_the_ratio_of_levels_beside(night: Installation) -> None:
    rows = night.query(
        "SELECT growth, round(level_ratio, 1), census_break, source FROM marts.gdp_series "
        "WHERE area_id = 'beijing' AND year = 2024"
    )
    assert rows == [(5.2, 13.9, True, "北京市2024年国民经济和社会发展统计公报")]


def test_demonstration_data_are_the_same_every_time(night: Installation, tmp_path: Path) -> None:
    climate.generate(tmp_path)
    for path in (night.raw / climate.FOLDER).iterdir():
        assert (tmp_path / climate.FOLDER / path.name).read_bytes() == path.read_bytes()
