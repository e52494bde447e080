"""From files to the scoreboard: a district whose index is the worked case of the standard, and one with every fault."""

from datetime import date
from pathlib import Path

import pytest
from conftest import Installation
from ecology_cases import E1_AREAS, E7_AREAS
from workbook_files import workbook

AREAS = (
    "area_id,name_zh,name_en,level,parent_id\nt,测试区,Test District,district,\nt-1,测试镇,Test Town,town,t\n"
    "tongzhou,通州区,Tongzhou District,district,\n"
)
TARGETS = (
    "area_id,indicator_id,year,period,comparator,target,tolerance,unit,basis,firmness,decimals,text_zh,document,valid_from\n"
    "t,ecology_ei_yoy,2024,year,>=,0,,,,strive,1,力争同比提高,文件,\n"
    "tongzhou,ecology_ei_yoy,2024,year,>=,0,,,,strive,1,力争同比提高,文件,\n"
)
PUBLISHED = (
    "所属区,年份,EI,评价方法,性质,出处\n"
    "测试区,2022,58.0,HJ 192-2015,发布,公报\n测试区,2023,60.8,DB11/T 1877-2021,发布,公报\n"
    "测试区,2024,60.4,DB11/T 1877-2021,发布,公报\n"
    "通州区,2022,65.0,DB11/T 1877-2021,发布,公报\n通州区,2022,61.0,HJ 192-2015,发布,公报\n"
    "通州区,2023,65.7,DB11/T 1877-2021,发布,公报\n"
)
FACTORS = [
    "所属区", "年份", "NDVI均值", "河流长度(km)", "水域面积(km²)", "水资源量(亿立方米)", "降水量(mm)", "重度侵蚀面积(km²)",
    "中度侵蚀面积(km²)", "其他土地胁迫面积(km²)", "COD(吨)", "氨氮(吨)", "SO2(吨)", "颗粒物(吨)", "NOx(吨)", "固废丢弃量(吨)",
]  # fmt: skip
AMOUNTS = ["450", "45", "2", "550", "5", "20", "10", "3000", "150", "200", "900", "6000", "0"]
BROKEN = "所属区,年份,产品,类别代码,面积(km²)\n通州区,2024,CLCD,1,500\n通州区,2024,CLCD,2,200\n通州区,2024,CLCD,77,9\n"
NO_UNIT = "所属区,年份,指标,数值,单位\n通州区,2024,河流长度,450,\n"
PHOTOS = (
    "点位编号,所属区,场景,场所名称,方向,拍摄日期,绿色像素数,总像素数\n"
    "P1,测试镇,道路,大街,0,2024-07-01,120000,480000\nP1,测试镇,道路,大街,90,2024-07-01,96000,480000\n"
    "P1,测试镇,道路,大街,180,2024-07-01,150000,480000\nP1,测试镇,道路,大街,270,2024-07-01,60000,480000\n"
    "P2,测试区,公园,绿心,0,2024-07-02,240000,480000\n"
)


def land(installation: Installation, path: str, content: str | bytes) -> None:
    file = installation.raw / "ecology" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)


def as_list(header: list[str], row: list[str]) -> list[list[str]]:
    """A table with a column for each quantity as one with a row for each."""
    named = [name.removesuffix(")").partition("(") for name in header[2:]]
    rows = [[*row[:2], name, cell, unit] for (name, _, unit), cell in zip(named, row[2:], strict=True)]
    return [["所属区", "年份", "指标", "数值", "单位"], *rows]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The worked cases E1 to E7 as two years of a district, the factors of the first as a list, and Tongzhou with land cover that is cut off."""
    made = Installation(Path(tmp_path_factory.mktemp("ecology")))
    made.reference("areas", AREAS)
    made.reference("targets", TARGETS)
    for year, areas, ndvi in ((2023, E1_AREAS, "0.62"), (2024, E7_AREAS, "0.63")):
        cover = [["测试区", str(year), name, area] for name, area in areas.items()]
        across = [FACTORS, ["测试区", str(year), ndvi, *AMOUNTS]]
        content = workbook({
            "地类面积": [["所属区", "年份", "EI类别", "面积(km²)"], *cover],
            "参数": across if year == 2024 else as_list(*across),
        })  # fmt: skip
        land(made, f"inputs/EI参数_{year}.xlsx", content)
    land(made, "inputs/公布值.csv", PUBLISHED)
    land(made, "inputs/CLCD_2024_截断.csv", BROKEN)
    land(made, "inputs/参数_无单位.csv", NO_UNIT)
    land(made, "green_view/绿视率_2024.csv", PHOTOS)
    assert made.run(today="2025-03-01").success
    return made


def indicator(night: Installation, area: str, year: int) -> tuple[object, ...]:
    return night.query(
        "SELECT status, value_text, value_kind, expected_on, note FROM marts.indicator_status "
        f"WHERE indicator_id = 'ecology_ei_yoy' AND area_id = '{area}' AND year = {year}"
    )[0]


def test_the_worked_district_is_in_the_trend(night: Installation) -> None:
    """E6 58.102298, E7 59.065310: +0.963012, no obvious change, although the published value fell."""
    rows = night.query(
        "SELECT year, method, published_ei, published_change, comparison, method_break, round(computed_ei, 6), "
        "round(computed_change, 6), computed_change_grade, published_change_grade FROM marts.ei_trend "
        "WHERE area_id = 't' ORDER BY year"
    )
    assert rows == [
        (2022, "HJ192_2015", 58.0, None, "no_earlier_year", False, None, None, None, None),
        (2023, "BJ1877_2021", 60.8, None, "not_comparable", True, 58.102298, None, None, None),
        (2024, "BJ1877_2021", 60.4, -0.4, "comparable", False, 59.06531, 0.963012, "无明显变化", "无明显变化"),
    ]


def test_contributions_add_up_to_the_computed_change(night: Installation) -> None:
    ((off,),) = night.query(
        "SELECT abs(contribution_bri + contribution_vci + contribution_wndi + contribution_lsi + contribution_pli "
        "- computed_change) FROM marts.ei_trend WHERE area_id = 't' AND year = 2024"
    )
    assert float(str(off)) < 1e-8


def test_the_published_fall_misses_the_target_and_the_break_is_not_applicable(night: Installation) -> None:
    status, text, kind, expected, note = indicator(night, "t", 2024)
    assert (status, text, kind, expected) == ("not_met", "-0.4", "official", None)
    assert "测算EI（HJ 192-2015，诊断值）59.07，较上年+0.96" in str(note)
    assert indicator(night, "t", 2023)[0] == "not_applicable"


def test_before_the_bulletin_the_value_is_awaited(night: Installation) -> None:
    status, text, _, expected, note = indicator(night, "tongzhou", 2024)
    assert (status, text, expected) == ("awaiting_official", None, date(2025, 5, 31))
    assert "2024年CLCD地类面积合计700.00 km²，行政区面积905.79 km²，超出容差0.5%，不采用" in str(note)
    assert "the district has 905.79 km² (tolerance 0.5 %): not used" in str(note)


def test_two_methods_in_one_year_give_no_change_in_it_and_after_it(night: Installation) -> None:
    rows = night.query(
        "SELECT year, method, comparison FROM marts.ei_trend WHERE area_id = 'tongzhou' AND year < 2024 ORDER BY ALL"
    )
    assert rows == [
        (2022, "BJ1877_2021", "two_methods"), (2022, "HJ192_2015", "two_methods"), (2023, "BJ1877_2021", "two_methods"),
    ]  # fmt: skip
    assert "同一年有两种评价方法的公布值" in str(indicator(night, "tongzhou", 2022)[4])


def test_each_fault_has_its_message(night: Installation) -> None:
    told = dict(
        night.query("SELECT rule, message FROM marts.quarantine WHERE source_column LIKE '面积%' OR raw_value = '450'")
    )
    assert 'CLCD_2024_截断.csv, row 4, column 面积(km²): "9" stands in a row whose land-cover class' in str(
        told["unknown_class"]
    )
    assert '参数_无单位.csv, row 2, column 数值: "450" has no unit' in str(told["unit_missing"])


def test_green_view_by_site_scene_and_area(night: Installation) -> None:
    """E14: 22.1875 % on the road; with the park's 50 % the district has 36.09375."""
    rows = night.query("SELECT area_id, level, scene, site, green_view FROM marts.green_view ORDER BY ALL")
    assert rows == [
        ("t", "area", "", "", 36.09375), ("t", "scene", "park", "", 50.0), ("t", "scene", "road", "", 22.1875),
        ("t", "site", "park", "绿心", 50.0), ("t", "site", "road", "大街", 22.1875), ("t-1", "area", "", "", 22.1875),
        ("t-1", "scene", "road", "", 22.1875), ("t-1", "site", "road", "大街", 22.1875),
    ]  # fmt: skip


def test_the_citys_published_values_stand_in_the_trend(night: Installation) -> None:
    rows = night.query(
        "SELECT year, published_ei, round(published_percent, 4), improved, published_origin FROM marts.ei_trend "
        "WHERE area_id = 'beijing' AND year >= 2021 ORDER BY year"
    )
    assert rows == [
        (2021, 70.8, None, None, "real"), (2022, 71.1, 0.4237, True, "real"), (2023, 70.8, -0.4219, False, "real"),
        (2024, 71.4, 0.8475, True, "real"),
    ]  # fmt: skip


def test_every_cell_of_every_file_is_accounted_for(night: Installation) -> None:
    rows = night.query(
        "SELECT cells - accepted - quarantined - superseded - replaced_by_real - not_observation - empty "
        "FROM marts.row_ledger WHERE dataset LIKE 'ecology%'"
    )
    assert len(rows) == 6
    assert {row[0] for row in rows} == {0}
