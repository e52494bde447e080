"""Faults in tables of the carbon accounts: every cell with one outcome, every fault with its message, nothing guessed."""

from datetime import date

import polars as pl
import pytest
from climate_tables import LONG, rules, taken, told, values
from hypothesis import given, settings
from hypothesis import strategies as st

from readers.result import ReadResult
from readers.text import Unreadable


def test_an_amount_without_unit_is_set_aside_and_told() -> None:
    result = taken("年份,所属区,能源品种,消费量\n2024,通州区,天然气,30000\n")
    assert rules(result) == [("AMOUNT", "unit_missing")]
    (text,) = told(result)
    assert ' · climate/accounts/x.csv, row 2, column 消费量: "30000" has no unit (rule: unit_missing).' in text
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


def test_a_row_counts_as_a_whole_so_that_what_was_bought_is_not_taken_for_the_net_purchase() -> None:
    """65 亿kWh bought, "约5" sold: without the second the first would be 5 too many."""
    result = taken(LONG + "2024,,通州区,电力,亿kWh,,,65,约5,,a\n2024,,通州区,液化石油气,吨,5000,若干,,,,\n")
    assert rules(result) == [
        ("BOUGHT", "other_amount_wrong"), ("SOLD", "not_a_number"),
        ("AMOUNT", "other_amount_wrong"), ("FEEDSTOCK", "not_a_number"),
    ]  # fmt: skip
    assert '"65" stands in a row of which another amount' in told(result)[0]
    assert values(result) == {("electricity", "BOUNDARY"): "a"}


def test_an_amount_whose_own_calorific_value_is_wrong_is_not_taken_at_the_default_one() -> None:
    text = "年份,能源品种,计量单位,消费量,低位发热量(kJ/m³)\n2024,天然气,万立方米,300,38.979\n"
    assert rules(taken(text)) == [("AMOUNT", "other_amount_wrong"), ("NCV", "coefficient_out_of_range")]


def carriers_listed(result: ReadResult) -> set[str]:
    return set(result.rows.filter(pl.col("place_label") == "能源品种")["part"])


def test_a_carrier_of_an_amount_is_listed_whatever_becomes_of_the_amount() -> None:
    """Left out are coal tar (no amount) and solar heat (nothing of it)."""
    header = "年份,能源品种,计量单位,消费量\n"
    rows = "2024,汽油,吨,10\n2024,天然气,,30000\n2024,生物质,吨,70\n2024,,吨,8\n2024,煤焦油,吨,\n2024,太阳能,GJ,0\n"
    assert carriers_listed(taken(header + rows)) == {"gasoline", "natural_gas", "生物质", "?"}


def test_a_sum_of_carriers_is_no_carrier() -> None:
    rows = (
        "2024,汽油,吨,10\n2024,能源合计,吨标准煤,15\n2024,综合能源消费量,吨标准煤,15\n2024,能源消费总量,万吨标准煤,1\n"
    )
    assert carriers_listed(taken("年份,能源品种,计量单位,消费量\n" + rows)) == {"gasoline"}
    wide = taken("年份,原煤(吨),汽油(吨),能源消费总量(万吨标准煤),合计(tce)\n2024,1,2,3,3\n")
    assert carriers_listed(wide) == {"raw_coal", "gasoline"}


def test_a_column_of_a_fuel_that_is_not_known_is_listed_and_not_passed_over() -> None:
    result = taken("年份,所属区,原煤(吨),汽油(吨),生物质颗粒(吨),备注\n2024,通州区,1,2,30,无\n2023,通州区,1,2,0,无\n")
    listed = result.rows.filter(pl.col("part") == "生物质颗粒")
    assert listed["date"].to_list() == [date(2024, 1, 1)]


@pytest.mark.parametrize("column", ["企业名称", "行业", "项目"])
def test_a_table_by_firm_industry_or_line_of_a_balance_is_no_account_of_the_area(column: str) -> None:
    result = taken(f"年份,所属区,{column},能源品种,计量单位,消费量\n2024,通州区,甲,汽油,吨,10\n")
    assert rules(result) == [("AMOUNT", "finer_rows")]
    assert f"is not of a whole area and year: {column} (rule: finer_rows)" in told(result)[0]
    wide = taken(f"年份,{column},原煤(万吨),汽油(万吨)\n2024,终端消费,1,2\n")
    assert {rule for _, rule in rules(wide)} == {"finer_rows"}


@pytest.mark.parametrize(
    ("title", "item", "day"),
    [
        ("通州区2024年1-11月能源消费", "AMOUNT_YTD", date(2024, 11, 1)),
        ("通州区2024年上半年能源消费", "AMOUNT_YTD", date(2024, 6, 1)),
        ("通州区2024年11月能源消费", "AMOUNT_MONTH", date(2024, 11, 1)),
        ("通州区2024年11月能源消费累计", "AMOUNT_YTD", date(2024, 11, 1)), ("能源2024-11", "AMOUNT_MONTH", date(2024, 11, 1)),
        ("通州区2024年能源消费（2025年3月编制）", "AMOUNT", date(2024, 1, 1)), ("能源2024-11-30", "AMOUNT", date(2024, 1, 1)),
        ("通州区2024年1—12月能源消费", "AMOUNT", date(2024, 1, 1)), ("通州区2024年能源消费", "AMOUNT", date(2024, 1, 1)),
    ],
)  # fmt: skip
def test_eleven_months_of_a_title_are_no_year(title: str, item: str, day: date) -> None:
    below = "年份,能源品种,计量单位,消费量\n2024,柴油,吨,50\n"
    for result in (taken(f"{title},,,\n{below}"), taken(below, f"climate/accounts/{title}.csv")):
        amounts = result.rows.filter(pl.col("part") == "diesel").filter(pl.col("item") != "CARRIER")
        assert amounts.select("item", "date").rows() == [(item, day)]


def test_a_quarter_is_no_year() -> None:
    titled = taken("通州区2024年第四季度,,,\n年份,能源品种,计量单位,消费量\n2024,柴油,吨,50\n")
    assert rules(titled) == [("AMOUNT", "bad_time")]
    assert ": 2024 第四季度 (rule: bad_time)" in told(titled)[0]
    assert rules(taken("年份,地区,季度,实际增速(%)\n2024,通州区,2,5.4\n")) == [("GROWTH", "finer_rows")]
    assert [item for _, item in values(taken("年份,月份,地区,实际增速(%)\n2024,1-6月,通州区,5.4\n"))] == ["GROWTH_YTD"]


@pytest.mark.parametrize(
    "header",
    ["能源品种,计量单位,消费量,消费量", "能源品种,计量单位,消费量(本月),消费量", "年份,汽油(吨),柴油(吨),汽油(吨)"],
)
def test_of_two_columns_of_one_name_none_is_taken(header: str) -> None:
    """This month and to date, or this year and last, below a header of two rows."""
    record = "2024,1,2,3" if header.startswith("年份") else "柴油,吨,5,60"
    result = taken(f"2024年能源消费,,,\n{header}\n{record}\n")
    assert {rule for _, rule in rules(result)} == {"repeated_column"}
    assert "has the same column twice" in told(result)[0]


def test_growth_of_half_a_year_is_no_growth_of_the_year() -> None:
    result = taken("通州区2023年上半年,,\n年份,地区,实际增速(%)\n2023,通州区,5.2\n")
    assert [item for _, item in values(result)] == ["GROWTH_YTD"]


@pytest.mark.parametrize(
    "text",
    [
        "2024年能源消费累计表,,,,\n年份,月份,能源品种,计量单位,消费量\n2024,3月,柴油,吨,15\n",
        "年份,月份,能源品种,计量单位,年初库存,购进量,消费合计\n2024,3月,柴油,吨,2,,15\n",
    ],
)
def test_a_table_that_counts_from_january_is_known_by_its_title_or_as_form_205_1(text: str) -> None:
    assert [item for _, item in values(taken(text))] == ["AMOUNT_YTD"]


def test_months_down_and_fuels_across_take_their_year_from_the_title() -> None:
    result = taken("通州区2024年分月能源消费,,\n月份,汽油(吨),柴油(吨)\n1月,10,20\n")
    assert values(result) == {("gasoline", "AMOUNT_MONTH"): 10, ("diesel", "AMOUNT_MONTH"): 20}


@pytest.mark.parametrize(
    ("column", "raw", "rule"),
    [
        ("地区生产总值(亿元)", "11030000", "out_of_range"), ("地区生产总值(万元)", "11030000", None),
        ("常住人口(万人)", "1840295", "out_of_range"), ("常住人口(人)", "1840295", None),
        ("实际增速(%)", "0.052", "share_or_percent"), ("实际增速(%)", "0.2%", None),
        ("实际增速(%)", "105.2", "coefficient_out_of_range"), ("实际增速", "5.2", "unit_missing"),
    ],
)  # fmt: skip
def test_gdp_people_and_growth_in_another_unit_than_stated_are_set_aside(
    column: str, raw: str, rule: str | None
) -> None:
    """1 103.0 亿元 are 11 030 000 万元."""
    result = taken(f"年份,地区,{column}\n2020,通州区,{raw}\n")
    assert result.rows["rule"].to_list() == [rule]


def test_a_power_factor_names_its_grid() -> None:
    """Without it that of the nation would be taken for that of Beijing."""
    text = "因子集,版本,年份,适用范围,能源品种,排放因子,单位\nMEE,2024,2022,{},电力,0.5366,kg/kWh\n"
    result = taken(text.format(""))
    assert [rule for _, rule in rules(result)] == ["no_key"]
    assert ": 适用范围 (rule: no_key)" in told(result)[0]
    assert rules(taken(text.format("全国"))) == []


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


@pytest.mark.parametrize(
    "text",
    [
        "年份,月份,能源品种,计量单位,消费量\n2024,3,汽油,吨,10\n",
        "年份,月份,汽油(吨),柴油(吨),生物质(吨)\n2024,3,10,20,5\n",
    ],
    ids=["a row per carrier", "a column per carrier"],
)
def test_the_mention_of_a_carrier_and_its_amount_are_two_cells(text: str) -> None:
    rows = taken(text).rows
    assert (rows["item"] == "CARRIER").any()
    assert not rows.select("source_row", "source_column").is_duplicated().any()
