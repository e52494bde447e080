"""Tables of the carbon accounts: recognised by header, every cell with one outcome, every fault with its message."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbook_files import workbook

from quality.quarantine import message
from readers.climate import read_accounts
from readers.climate_cells import PeriodOf, period_of
from readers.result import SAMPLE_CELLS, ReadResult
from readers.text import Unreadable
from standards.climate_inventory import inventory, scope_1
from standards.climate_lmdi import RESIDUAL, State, additive, residual

F = Fraction
NANO = 10**9
LONG = "年份,月份,所属区,能源品种,计量单位,消费量,用于原材料,购入量,售出量,折标系数,核算边界\n"
CEADS = "energy/ceads_beijing_1997_2019_sector_fuel_MtCO2.csv"


def taken(text: str | bytes, path: str = "climate/accounts/x.csv") -> ReadResult:
    result = read_accounts(text.encode() if isinstance(text, str) else text, path)
    assert result.cells == result.rows.get_column("cells").sum() + result.not_observation + result.empty
    assert dict(result.rows.schema) == SAMPLE_CELLS
    return result


def values(result: ReadResult) -> dict[tuple[str, str], Any]:
    """(part, item) → amount or word of the sound cells."""
    sound = result.rows.filter(pl.col("rule").is_null())
    return {
        (part, item): text if value is None else F(value, NANO)
        for part, item, value, text in sound.select("part", "item", "value", "text").iter_rows()
    }


def rules(result: ReadResult) -> list[tuple[str, str]]:
    return list(result.rows.filter(pl.col("rule").is_not_null()).select("item", "rule").iter_rows())


def told(result: ReadResult, path: str = "climate/accounts/x.csv") -> list[str]:
    bad = result.rows.filter(pl.col("rule").is_not_null())
    columns = [pl.col(name) for name in ("source_row", "source_column", "raw", "rule", "context")]
    return bad.select(m=message(pl.lit(path), *columns)).get_column("m").to_list()


# periods


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [
        ("2024", "", PeriodOf(2024)), ("2024年", "全年", PeriodOf(2024)), ("2024", "6", PeriodOf(2024, 6)),
        ("2024", "06月", PeriodOf(2024, 6)), ("2024", "1-6月", PeriodOf(2024, 6, to_date=True)),
        ("2024", "1—2", PeriodOf(2024, 2, to_date=True)), ("2024年6月", "", PeriodOf(2024, 6)),
        ("2024-06", "", PeriodOf(2024, 6)), ("202406", "", PeriodOf(2024, 6)),
        ("2024年1-6月", "", PeriodOf(2024, 6, to_date=True)), ("2024", "13", None), ("2024", "3-4月", None),
        ("1800", "", None), ("去年", "", None), ("2024年6月", "7", None),
    ],
)  # fmt: skip
def test_periods(year: str, month: str, expected: PeriodOf | None) -> None:
    assert period_of(year, month) == expected


# forms and units


def test_a_long_fuel_table_in_every_unit() -> None:
    result = taken(
        LONG + "2024,,通州区,原煤,万吨,0.1,,,,0.7143,a\n"
        "2024,,通州区,天然气,亿m³,3,,,,1.2143,a\n"
        "2024,,通州区,电力,亿千瓦时,,,65,5,,a\n"
        "2024,,通州区,热力,百万千焦,,,5000000,,,a\n"
        "2024,,通州区,液化石油气,吨,5000,20,,,1.7143,a\n"
    )
    found = values(result)
    assert found["raw_coal", "AMOUNT"] == 1000
    assert found["natural_gas", "AMOUNT"] == 30_000
    assert (found["electricity", "BOUGHT"], found["electricity", "SOLD"]) == (650_000, 50_000)
    assert found["heat", "BOUGHT"] == 5_000_000
    assert (found["lpg", "FEEDSTOCK"], found["lpg", "BOUNDARY"]) == (20, "a")
    # 1.2143 tce per 亿m³ is no coefficient of gas, 0.7143 tce per 万吨 none of coal: both units belong to the amount.
    assert rules(result) == [("COEFFICIENT", "coefficient_out_of_range")] * 2
    assert (result.format, set(result.rows["place_label"]), set(result.rows["scope"])) == (
        "climate_energy", {"能源消费"}, {"通州区"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("carrier", "unit", "canonical"),
    [
        ("汽油", "吨", "1"), ("汽油", "千克", "1/1000"), ("天然气", "万m³", "1"), ("天然气", "立方米", "1/10000"),
        ("电力", "万kWh", "1"), ("电力", "MWh", "1/10"), ("热力", "GJ", "1"), ("热力", "万百万千焦", "10000"),
    ],
)  # fmt: skip
def test_units_of_amounts(carrier: str, unit: str, canonical: str) -> None:
    result = taken(f"年份,能源品种,计量单位,消费量\n2024,{carrier},{unit},10\n")
    assert list(values(result).values()) == [10 * F(canonical)]


def test_a_wide_fuel_table_with_units_in_its_header() -> None:
    text = (
        "通州区2024年能源消费,,,,,,\n年份,所属区,核算边界,原煤(吨),汽油(万吨),净购入电力(亿千瓦时),热力(万百万千焦)\n"
        "2024,通州区,b,100,5,60,3\n"
    )
    for content in (text.encode(), text.encode("gb18030")):
        result = taken(content)
        assert result.format == "climate_energy_wide"
        assert values(result) == {
            ("", "BOUNDARY"): "b", ("raw_coal", "AMOUNT"): 100, ("gasoline", "AMOUNT"): 50_000,
            ("electricity", "NET"): 600_000, ("heat", "AMOUNT"): 30_000,
        }  # fmt: skip


def test_cumulative_single_and_annual_amounts_are_told_apart_by_header_and_label() -> None:
    cumulative = taken("年份,月份,能源品种,计量单位,累计消费量\n2024,1-2月,柴油,吨,10\n2024,3月,柴油,吨,15\n")
    assert {item for _, item in values(cumulative)} == {"AMOUNT_YTD"}
    assert cumulative.rows["date"].to_list() == [date(2024, 2, 1), date(2024, 3, 1)]
    single = taken(
        "年份,月份,能源品种,计量单位,消费量\n2024,3月,柴油,吨,15\n2024,1-3月,柴油,吨,40\n2024,全年,柴油,吨,99\n"
    )
    assert single.rows["item"].to_list() == ["AMOUNT_MONTH", "AMOUNT_YTD", "AMOUNT"]


def test_a_coefficient_without_unit_is_per_unit_of_its_row() -> None:
    result = taken(LONG + "2024,,通州区,天然气,万立方米,3,,,,12.143,a\n2024,,通州区,电力,万千瓦时,,,3,,1.229,a\n")
    found = values(result)
    assert found["natural_gas", "COEFFICIENT"] == F("1.2143")
    assert found["electricity", "COEFFICIENT"] == F("0.1229")


def test_gdp_growth_may_be_negative_and_keeps_its_vintage() -> None:
    result = taken(
        "年份,地区,数据版本,地区生产总值(亿元),实际增速(%),名义增速(%),常住人口(万人),来源\n"
        "2022,通州区,初步核算,1253.4,-1.5,3.9,184.3,公报\n2022,通州区,最终核实,12600000,,,,年鉴\n".replace(
            "12600000", "1260"
        )
    )
    found = values(result)
    assert (found["preliminary", "LEVEL"], found["preliminary", "GROWTH"]) == (F("1253.4"), F("-1.5"))
    assert (found["final", "LEVEL"], found["preliminary", "NOMINAL_GROWTH"]) == (1260, F("3.9"))
    assert found["preliminary", "POPULATION"] == F("184.3")
    assert set(result.rows["place_label"]) == {"国民经济"}


def test_a_growth_with_its_percent_sign_needs_no_unit() -> None:
    assert values(taken("年份,地区,实际增速\n2024,通州区,4.9%\n"))["preliminary", "GROWTH"] == F("4.9")


def test_a_factor_table_is_keyed_by_set_edition_scope_and_year() -> None:
    result = taken(
        "因子集,版本,年份,适用范围,能源品种,低位发热量(kJ/kg),单位热值含碳量(tC/TJ),氧化率(%),排放因子,单位\n"
        "MEE,2026,2023,北京,电力,,,,0.55,tCO2/MWh\nMEE,2026,2023,,热力,,,,110,kgCO2/GJ\nA,2020,2020,,汽油,43124,18.9,98,,\n"
    )
    assert values(result) == {
        ("MEE|2026|北京|electricity", "FACTOR"): F("0.55"), ("MEE|2026||heat", "FACTOR"): F("0.11"),
        ("A|2020||gasoline", "NCV"): 43124, ("A|2020||gasoline", "CARBON_CONTENT"): F("18.9"),
        ("A|2020||gasoline", "OXIDATION"): F("0.98"),
    }  # fmt: skip


def test_a_workbook_holds_several_tables() -> None:
    fuels = [
        ["2024年能源消费"],
        ["年份", "能源品种", "计量单位", "消费量"],
        ["2024", "汽油", "吨", "10"],
        ["合计", "", "", "10"],
    ]
    gdp = [["年份", "地区", "实际增速(%)"], ["2024", "通州区", "4.9"]]
    result = taken(workbook({"能源": fuels, "GDP": gdp, "说明": [["本表说明"]]}), "climate/accounts/x.xlsx")
    assert values(result) == {("gasoline", "AMOUNT"): 10, ("preliminary", "GROWTH"): F("4.9")}
    assert result.not_observation == 1


# bad input


def test_an_amount_without_unit_is_set_aside_and_told() -> None:
    result = taken("年份,所属区,能源品种,消费量\n2024,通州区,天然气,30000\n")
    assert rules(result) == [("AMOUNT", "unit_missing")]
    (text,) = told(result)
    assert text.startswith('climate/accounts/x.csv, row 2, column 消费量: "30000" has no unit (rule: unit_missing).')
    assert "计量单位" in text


@pytest.mark.parametrize(
    ("carrier", "unit", "coefficient"),
    [
        ("液化石油气", "吨", "0.7143"), ("炼厂干气", "吨", "0.5714"), ("天然气", "万立方米", "3.300"),
        ("煤油", "吨", "1.4286"), ("电力", "万千瓦时", "40.4"),
    ],
)  # fmt: skip
def test_a_coefficient_of_the_known_bugs_is_set_aside_and_told(carrier: str, unit: str, coefficient: str) -> None:
    result = taken(f"年份,能源品种,计量单位,消费量,折标系数\n2024,{carrier},{unit},10,{coefficient}\n")
    assert rules(result) == [("COEFFICIENT", "coefficient_out_of_range")]
    (text,) = told(result)
    assert f'"{coefficient}" is a coefficient that no such fuel' in text
    assert f"of {carrier} lies at" in text
    assert "everything else goes on" in text


def test_a_power_factor_that_is_per_ten_thousand_kilowatt_hours_is_set_aside() -> None:
    result = taken("因子集,版本,年份,适用范围,能源品种,排放因子,单位\nX,1,2023,北京,电力,5.58,kg/kWh\n")
    assert rules(result) == [("FACTOR", "coefficient_out_of_range")]


def test_a_level_series_with_a_census_break_is_no_growth() -> None:
    result = taken(
        "年份,地区,地区生产总值(亿元),实际增速(%),数据版本\n2023,北京市,43760.7,5.2,初步核算\n2024,北京市,49843.1,13.9,初步核算\n"
    )
    assert rules(result) == [("GROWTH", "growth_from_levels")]
    (text,) = told(result)
    assert '"13.9" is the ratio of two levels across an economic census, not real growth: 49843.1 / 43760.7' in text
    assert "enter the published growth at constant prices" in text


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("2024,,通州区,煤精,吨,1,,,,,a", "unknown_item"), ("2024,,通州区,,吨,1,,,,,a", "no_key"),
        ("2024,13,通州区,汽油,吨,1,,,,,a", "bad_time"), ("2024,,通州区,汽油,吨,约1,,,,,a", "not_a_number"),
        ("2024,,通州区,汽油,吨,-1,,,,,a", "negative"), ("2024,,通州区,汽油,万kWh,1,,,,,a", "unknown_unit"),
        ("2024,,通州区,汽油,吨,1,,,,,c", "unknown_word"),
    ],
)  # fmt: skip
def test_each_fault_has_its_rule(row: str, rule: str) -> None:
    assert rule in {name for _, name in rules(taken(LONG + row + "\n"))}


def test_a_net_sale_of_power_is_no_fault() -> None:
    assert values(taken("年份,能源品种,计量单位,净购入量\n2024,电力,万kWh,-5\n"))["electricity", "NET"] == -5


def test_a_header_of_nothing_known_is_told_with_what_is_needed() -> None:
    with pytest.raises(Unreadable, match=r"is none of the carbon accounts\. A fuel table needs 能源品种") as found:
        taken("甲,乙,丙\n1,2,3\n")
    assert found.value.rule == "unknown_header"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2024", "", "去年", "2024年3月"]), st.sampled_from(["", "3", "1-3月", "15"]),
            st.sampled_from(["汽油", "电力", "合计", "", "怪油"]), st.sampled_from(["吨", "万kWh", "", "桶"]),
            st.sampled_from(["1", "-1", "约2", "", "—"]), st.sampled_from(["a", "", "x"]),
        ),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_every_cell_of_any_table_has_one_outcome(rows: list[tuple[str, ...]]) -> None:
    header = "年份,月份,能源品种,计量单位,消费量,核算边界\n"
    taken(header + "".join(",".join(row) + "\n" for row in rows))


# a published inventory


@pytest.fixture
def beijing(shared: Callable[[str], Path]) -> pl.DataFrame:
    result = taken(shared(CEADS).read_bytes(), f"climate/accounts/beijing/{Path(CEADS).name}")
    assert (result.format, rules(result)) == ("climate_inventory", [])
    return inventory(result.rows.with_columns(area_id=pl.lit("beijing"), origin=pl.lit("real")))


@pytest.mark.shared
def test_co2_of_beijing_by_carrier_and_year_is_the_files_own_total(beijing: pl.DataFrame) -> None:
    assert beijing["year"].unique().sort().to_list() == list(range(1997, 2020))
    assert beijing["stated"].null_count() == 0
    assert beijing.select((pl.col("co2") - pl.col("stated")).abs().max()).item() <= 1000  # a millionth of a gram
    assert beijing.filter(pl.col("scope") == "1")["item"].n_unique() == 18


@pytest.mark.shared
def test_scope_1_of_beijing_holds_nothing_of_scope_2(beijing: pl.DataFrame) -> None:
    stated = dict(beijing.filter(pl.col("scope") == "total").select("year", "stated").iter_rows())
    for year, tonnes in scope_1(beijing).items():
        assert abs(tonnes - F(stated[year], NANO)) < F(1, 10**6)
    assert set(beijing.filter(pl.col("scope") == "2")["item"]) == {"CO2_SCOPE2_HEAT", "CO2_SCOPE2_ELECTRICITY"}


@pytest.mark.shared
def test_what_moved_co2_of_beijing_leaves_no_remainder(beijing: pl.DataFrame) -> None:
    """Energy by carrier at a constant 2.5 tCO2/tce, so that scale and mix explain all of the change; a made-up economy
    that grows by 7 % a year."""
    burnt = beijing.filter(pl.col("scope") == "1")
    states = {}
    for (year,), rows in burnt.group_by(["year"], maintain_order=True):
        co2 = {item: F(value, NANO) for item, value in rows.select("item", "co2").iter_rows()}
        energy = {item: value / F("2.5") for item, value in co2.items()}
        states[int(str(year))] = State(energy, co2, F(1000) * F("1.07") ** (int(str(year)) - 1997))
    for year in range(1998, 2020):
        effects = additive(states[year - 1], states[year])
        assert residual(states[year - 1], states[year], effects) < RESIDUAL
    whole = additive(states[1997], states[2019])
    assert residual(states[1997], states[2019], whole) < RESIDUAL
