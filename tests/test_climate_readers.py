"""Tables of the carbon accounts: recognised by header, with periods, units, carriers and keys."""

from datetime import date
from fractions import Fraction

import polars as pl
import pytest
from climate_tables import LONG, rules, taken, values
from workbook_files import workbook

from readers.climate_period import PeriodOf, period_of

F = Fraction

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
        "climate_energy", {"能源消费", "能源品种"}, {"通州区"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("carrier", "unit", "canonical"),
    [
        ("汽油", "吨", "1"), ("汽油", "千克", "1/1000"), ("天然气", "万m³", "1"), ("天然气", "立方米", "1/10000"),
        ("电力", "万kWh", "1"), ("电力", "MWh", "1/10"), ("热力", "GJ", "1"), ("热力", "万百万千焦", "10000"),
        ("原煤", "万吨", "10000"), ("天然气", "亿m³", "10000"), ("热力", "百万千焦", "1"), ("电力", "亿千瓦时", "10000"),
        ("电力", "亿kWh", "10000"), ("电力", "kWh", "1/10000"), ("天然气", "亿立方米", "10000"),
    ],
)  # fmt: skip
def test_units_of_amounts_in_a_column_in_the_header_and_above_a_fuel(carrier: str, unit: str, canonical: str) -> None:
    """To t, 万m³, 万kWh and GJ."""
    for text in (
        f"年份,能源品种,计量单位,消费量\n2024,{carrier},{unit},10\n",
        f"年份,能源品种,消费量({unit})\n2024,{carrier},10\n",
        f"年份,{carrier}（{unit}）,煤焦油(吨)\n2024,10,\n",
    ):
        assert list(values(taken(text)).values()) == [10 * F(canonical)]


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
    amounts = pl.col("item") != "CARRIER"
    assert cumulative.rows.filter(amounts)["date"].to_list() == [date(2024, 2, 1), date(2024, 3, 1)]
    single = taken(
        "年份,月份,能源品种,计量单位,消费量\n2024,3月,柴油,吨,15\n2024,1-3月,柴油,吨,40\n2024,全年,柴油,吨,99\n"
    )
    assert single.rows.filter(amounts)["item"].to_list() == ["AMOUNT_MONTH", "AMOUNT_YTD", "AMOUNT"]


def test_a_fuel_table_whose_year_stands_in_its_title_alone() -> None:
    result = taken("通州区2024年能源消费,,\n能源品种,计量单位,消费量\n柴油,吨,50\n")
    assert values(result) == {("diesel", "AMOUNT"): 50}
    assert set(result.rows["date"]) == {date(2024, 1, 1)}


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
