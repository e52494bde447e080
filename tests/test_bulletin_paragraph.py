"""The paragraph: what it says, what it leaves out, and that it is never longer than 150 characters."""

from typing import Any

import pytest
from bulletin_figures import bulletin, day, dustfall, left, measured, ranked, section
from hypothesis import given
from hypothesis import strategies as st

from reports.bulletin_paragraph import TooLong, paragraph
from reports.bulletin_reading import Bulletin, Kind
from reports.bulletin_words import Lang, words

YEAR_RATIO = {"date_from": "2023-01-01", "date_to": "2023-12-31", "unit": "%", "change_unit": "百分点",
              "valid_days": 364, "expected_days": 365}  # fmt: skip
GOOD_272 = [
    measured("year", "good_day_ratio", value=27200 / 364, value_printed=74.7, **YEAR_RATIO),
    measured("year", "good_days", value=272.0, value_printed=272.0, **YEAR_RATIO),
]
"""272 good of 364 valid days: 74.725… %."""


def test_the_share_of_good_days_is_over_valid_days() -> None:
    told = bulletin("year", "2023", period=GOOD_272)
    assert paragraph(told, "zh") == "通州区2023年优良率74.7%（272/364天）。"
    assert paragraph(told, "en") == "Tongzhou District 2023: good days 74.7% (272/364 d)."


def test_the_change_of_printed_values_stands_beside_where_it_is_another() -> None:
    """30.5 against 32: −4.7 %; as printed 30 against 32: −6.25 %, −6.2 % to the even tenth."""
    row = measured(change=(30.5 / 32 - 1) * 100, change_printed=-6.25)
    assert paragraph(bulletin(period=[row]), "zh") == (
        "通州区2024年3月PM2.5平均30微克/立方米，同比下降4.7%（按修约值同比下降6.2%）。"
    )
    same = measured(change=-4.71, change_printed=-4.69)
    assert paragraph(bulletin(period=[same]), "zh") == "通州区2024年3月PM2.5平均30微克/立方米，同比下降4.7%。"


def test_no_change_is_told_where_the_mart_gives_none() -> None:
    row = measured(change=None, change_printed=None, comparable="origin differs")
    assert paragraph(bulletin(period=[row]), "zh") == "通州区2024年3月PM2.5平均30微克/立方米。"


def test_a_mean_without_the_minimum_data_is_not_given() -> None:
    row = measured(valid=False, valid_days=5, value=12.0, value_printed=12.0, change=None)
    assert paragraph(bulletin(period=[row]), "zh") == "通州区2024年3月PM2.5有效数据不足（5/31天），不作评价。"


def test_a_day_says_index_grade_and_primary_pollutants() -> None:
    told = bulletin("day", "2024-03-28", day=[day()])
    assert paragraph(told, "zh") == "通州区2024年3月28日AQI为63，良，首要污染物PM2.5、O3；PM2.5日均45微克/立方米。"
    assert paragraph(told, "en") == "Tongzhou District 28 Mar 2024: AQI 63, good, PM2.5, O3; PM2.5 45 µg/m³."


@pytest.mark.parametrize(("row", "told"), [
    (None, "通州区2024年3月28日没有空气质量数据，不作评价。"),
    (day(aqi=None, grade=None, pm25=None, aqi_status="no_data"), "通州区2024年3月28日没有空气质量数据，不作评价。"),
    (day(aqi=None, grade=None, primary_pollutants=None, aqi_status="incomplete_na"),
     "通州区2024年3月28日空气质量数据缺项，AQI不作评价；PM2.5日均45微克/立方米。"),
    (day(primary_pollutants=None, aqi_status="incomplete_available"),
     "通州区2024年3月28日AQI为63，良（缺项）；PM2.5日均45微克/立方米。"),
])  # fmt: skip
def test_a_day_without_data_says_so(row: dict[str, Any] | None, told: str) -> None:
    assert paragraph(bulletin("day", "2024-03-28", day=[row] if row else []), "zh") == told


def test_a_dust_day_has_its_index_without_dust_beside() -> None:
    row = day(aqi=436, grade=6, primary_pollutants="PM10", dust_day=True, aqi_net=46)
    assert "AQI为436，严重污染，首要污染物PM10，沙尘日，扣除沙尘后AQI为46；" in paragraph(
        bulletin("day", "2024-03-28", day=[row]), "zh"
    )


def test_a_period_with_nothing_to_report_says_so() -> None:
    assert paragraph(bulletin(), "zh") == "通州区2024年3月没有可通报的数据。"
    assert paragraph(bulletin("year", "2024"), "en") == "Tongzhou District 2024: no data to report."


def test_demonstration_data_are_marked() -> None:
    told = bulletin(period=[measured(origin="demo")])
    assert paragraph(told, "zh").startswith("（演示数据）通州区")
    assert paragraph(told, "en").startswith("(Demo) Tongzhou")


def test_what_is_left_is_told_where_the_mart_has_it_only() -> None:
    """36.78 is told as 36.7: who holds it holds the target."""
    period = [measured("year")]
    assert "余" not in paragraph(bulletin(period=period), "zh")
    budgets = [left(), left("air_heavy_pollution_days", control_value=None, budget=1.0),
               left("air_good_day_ratio", control_value=75.5, budget=-2.0)]  # fmt: skip
    assert paragraph(bulletin(period=period, left=budgets), "zh").endswith(
        "；余275天PM2.5日均须不高于36.7（全年目标35）；重污染天余额1天；超标天已超2天。"
    )
    gone = [left(control_value=-3.0, feasibility="impossible")]
    assert paragraph(bulletin(period=period, left=gone), "zh").endswith("；余275天，PM2.5全年35的目标已无法达到。")
    over = [left(days_left=0, control_value=None)]
    assert "余" not in paragraph(bulletin(period=period, left=over), "zh")


@pytest.mark.parametrize(("figures", "told"), [
    ({}, "PM2.5全市第5名（17区）"),
    ({"tied": 2}, "PM2.5全市并列第5名（17区）"),
    ({"rank_order": "worst_first", "rank_published": 3, "rank": 15}, "PM2.5全市倒数第3名"),
    ({"rank_published": None, "rank_order": None, "rank_check": None, "rank": 6}, "PM2.5全市第6名（17区）"),
    ({"listed": False, "rank_published": None, "rank": None}, "PM2.5排名未列入"),
])  # fmt: skip
def test_the_rank_is_the_published_one(figures: dict[str, Any], told: str) -> None:
    assert paragraph(bulletin(district_rank=[ranked(**figures)]), "zh") == f"通州区2024年3月{told}。"


def test_a_rank_that_its_own_list_contradicts_is_not_told() -> None:
    listed = [ranked(rank_published=5, rank=9, rank_check="contradicts")]
    assert paragraph(bulletin(period=[measured()], district_rank=listed), "zh") == (
        "通州区2024年3月PM2.5平均30微克/立方米。"
    )


def test_sections_without_a_class_are_not_counted_as_good() -> None:
    rows = [section("a"), section("b", target_met=False, **{"class": 6}),
            section("c", target_met=None, situation="no_data", **{"class": None}),
            section("d", in_plan_list=False, target_met=False)]  # fmt: skip
    assert paragraph(bulletin(section=rows), "zh") == "通州区2024年3月2个断面1个达目标（另1个未评价），劣Ⅴ类1个。"


@pytest.mark.parametrize(("figures", "told"), [
    ({}, "降尘4.8吨/平方公里·30天"), ({"net_basis": "stated", "value_net": 4.1}, "扣沙后降尘4.1吨/平方公里·30天"),
    ({"net_basis": "dropped", "value_net": None}, "降尘为沙尘月，不计"),
])  # fmt: skip
def test_dustfall_is_net_of_sand_dust(figures: dict[str, Any], told: str) -> None:
    assert paragraph(bulletin(dustfall=[dustfall(**figures)]), "zh") == f"通州区2024年3月{told}。"


def test_days_are_named_where_they_change() -> None:
    months = measured("year", date_to="2024-03-31", value_printed=40.0)
    assert paragraph(bulletin(period=[measured(), months], district_rank=[ranked("months_1_to_n")]), "zh") == (
        "通州区2024年3月PM2.5平均30微克/立方米；1—3月PM2.5平均40微克/立方米；PM2.5全市第5名（17区）。"
    )


def test_january_is_not_told_twice() -> None:
    dates = {"date_from": "2024-01-01", "date_to": "2024-01-31"}
    both = [measured("month", **dates), measured("year", **dates)]
    assert paragraph(bulletin("month", "2024-01", period=both), "zh") == "通州区2024年1月PM2.5平均30微克/立方米。"


def full(kind: Kind, big: int, **names: str) -> Bulletin:
    """Everything that can be said, with long figures."""
    period = {"day": "2024-12-28", "month": "2024-12", "year": "2024"}[kind]
    dates = {"date_to": "2024-12-28"} if kind == "day" else {"date_to": "2024-12-31"}
    rank = {"tied": 3, "rank_published": 16, "rank": 16}
    lists = ["months_1_to_n"] if kind == "year" else ["month", "months_1_to_n"]
    spans = ["year"] if kind == "year" else ["month", "year"]
    rows = [
        measured(span, measure, value=big + 0.5, value_printed=float(big), change=-big - 0.49, change_printed=big + 0.3,
                 change_unit={"good_day_ratio": "百分点", "heavy_days": "d"}.get(measure, "%"), valid_days=365,
                 basis="net_reevaluated", origin="demo", **dates)
        for span in spans for measure in ("pm25_mean", "good_day_ratio", "good_days", "heavy_days", "dust_days")
    ]  # fmt: skip
    wet = [section(str(n), target_met=n > 5, **{"class": 6}) for n in range(40)] + [section("x", target_met=None)]
    return bulletin(
        kind, period, period=rows, dustfall=[dustfall(net_basis="stated", months_dropped=2)], section=wet,
        section_to_date=wet, district_rank=[ranked(name, **rank) for name in lists],
        left=[left(control_value=big + 0.05), left("air_heavy_pollution_days", budget=-100.0),
              left("air_good_day_ratio", budget=-100.0)],
        day=[day(date=period, aqi=500, grade=6, dust_day=True, aqi_net=498, pm25=float(big), aqi_status="incomplete_exceed",
                 primary_pollutants="PM2.5,PM10,SO2,NO2,CO,O3")] if kind == "day" else [], **names,
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", ["day", "month", "year"])
@given(big=st.integers(0, 9999), zh=st.text("通州区于家务回族乡", min_size=1, max_size=20),
       en=st.text("Yujiawu Hu", min_size=1, max_size=40))  # fmt: skip
def test_the_paragraph_is_never_longer_than_150_characters(kind: Kind, lang: Lang, big: int, zh: str, en: str) -> None:
    text = paragraph(full(kind, big, name_zh=zh, name_en=en), lang)
    assert len(text) <= 150
    assert text.endswith((".", "。"))


def test_the_least_important_leaves_first_in_the_order_of_the_table() -> None:
    """Nothing that stays may be less important than what left."""
    text, order = paragraph(full("month", 300), "zh"), words()["drop"]["month"]
    assert order.index("dustfall") < order.index("water") < order.index("rank_year") < order.index("month_pm25")
    assert "降尘" not in text
    assert "断面" not in text
    assert "PM2.5平均300微克/立方米，同比下降300.5%" in text
    assert "余275天" in text


def test_a_name_too_long_for_the_paragraph_is_refused_instead_of_cut() -> None:
    with pytest.raises(TooLong, match="tongzhou"):
        paragraph(bulletin(name_zh="区" * 150), "zh")
