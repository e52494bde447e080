"""Drinking-water sources and groundwater wells: periods of a quarter and half a year, words, and their own units."""

from datetime import date

import pytest
from sample_tables import balances, column, csv_bytes, nano, rules, sound, values, workbook

from readers.result import ReadResult
from readers.sample_format import sample_format
from readers.water import read_sections, read_sources, read_wells
from standards.limits import rows as limit_rows

SOURCES = "water/sources/sources.csv"
WELLS = "water/groundwater/wells.csv"


def sources(*lines: str, path: str = SOURCES) -> ReadResult:
    return read_sources(csv_bytes(*lines), path)


def wells(*lines: str, path: str = WELLS) -> ReadResult:
    return read_wells(csv_bytes(*lines), path)


# sources


def test_a_source_has_its_kind_its_intake_and_its_items() -> None:
    result = sources(
        "水源地名称,水源类型,所属区,季度,取水量(万吨),pH(无量纲),总硬度(mg/L),硝酸盐(以N计)(mg/L),铁(mg/L)",
        "通州区城市饮用水水源地,地下水,通州区,2024年第1季度,120.5,7.6,312,2.4,0.05L",
    )
    assert values(result) == {
        "WATER_TYPE": None, "INTAKE": nano("120.5"), "PH": nano("7.6"), "HARDNESS": nano("312"),
        "NO3N": nano("2.4"), "FE": nano("0.025"),
    }  # fmt: skip
    assert set(sound(result).select("place_label", "scope", "date", "span").rows()) == {
        ("通州区城市饮用水水源地", "通州区", date(2024, 1, 1), "quarter")
    }
    assert [row for row in sound(result).select("item", "text").rows() if row[1]] == [("WATER_TYPE", "地下水")]
    assert (result.format, result.cells) == ("sources", 6)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("季度", "2024年第4季度"),
        ("季度", "2024-Q4"),
        ("季度", "2024年四季度"),
        ("年份,季度", "2024,4"),
        ("年份,季度", "2024,四季度"),
        ("年份,季度", "2024,第四季度"),
        ("年份,季度", "2024,Q4"),
    ],
)
def test_quarters(header: str, cells: str) -> None:
    result = sources(f"水源地名称,{header},氨氮", f"一厂,{cells},0.1")
    assert sound(result).select("date", "span").rows() == [(date(2024, 10, 1), "quarter")]


def test_a_source_by_day_of_sampling() -> None:
    assert sound(sources("水源地名称,采样日期,氨氮", "一厂,2024-02-20,0.1")).select("date", "span").rows() == [
        (date(2024, 2, 20), "day")
    ]


def test_an_intake_of_zero_was_not_monitored() -> None:
    result = sources("水源地名称,季度,取水量,氨氮", "一厂,2024-Q1,0,0", "二厂,2024-Q1,0.0,0.1")
    assert (values(result, "place_label"), result.empty) == ({"一厂": 0, "二厂": nano("0.1")}, 2)


@pytest.mark.parametrize(
    ("unit", "cell"), [("万吨", "12.5"), ("万m³", "12.5"), ("吨", "125000"), ("m³", "125000"), ("亿立方米", "0.00125")]
)
def test_intake_is_kept_in_ten_thousand_tonnes(unit: str, cell: str) -> None:
    assert values(sources(f"水源地名称,季度,取水量({unit})", f"一厂,2024-Q1,{cell}")) == {"INTAKE": nano("12.5")}


@pytest.mark.parametrize(
    ("word", "kind"),
    [("地表水", "地表水"), ("河流型", "地表水"), ("水库", "地表水"), ("地下", "地下水"), ("groundwater", "地下水")],
)
def test_kinds_of_source(word: str, kind: str) -> None:
    assert column(sources("水源地名称,水源类型,季度,氨氮", f"一厂,{word},2024-Q1,0.1"), "text") == [kind, None]


def test_an_unknown_kind_of_source_is_told() -> None:
    assert rules(sources("水源地名称,水源类型,季度,氨氮", "一厂,雨水,2024-Q1,0.1")) == {"雨水": "unknown_word"}


def test_items_of_the_full_list_that_are_not_assessed_are_no_observations() -> None:
    result = sources(
        "水源地名称,季度,氨氮(mg/L),苯乙烯(mg/L),微囊藻毒素-LR(mg/L),1,2-二氯乙烷".replace(",2-", "，2-"),
        "一厂,2024-Q1,0.1,0.001L,0.0001L,0.002",
    )
    assert (result.cells, result.not_observation) == (4, 3)


def test_quarters_side_by_side_share_the_kind_of_source() -> None:
    result = sources(
        "水源地名称,水源类型,一季度,,二季度,", ",,氨氮,取水量,氨氮,取水量", "一厂,地下水,0.1,12,0.2,13", path="2024.csv"
    )
    told = sound(result).select("date", "span", "item", "value", "text").rows()
    assert told == [
        (date(2024, 1, 1), "quarter", "WATER_TYPE", None, "地下水"), (date(2024, 1, 1), "quarter", "NH3N", nano("0.1"), None),
        (date(2024, 1, 1), "quarter", "INTAKE", nano("12"), None),
        (date(2024, 4, 1), "quarter", "WATER_TYPE", None, "地下水"), (date(2024, 4, 1), "quarter", "NH3N", nano("0.2"), None),
        (date(2024, 4, 1), "quarter", "INTAKE", nano("13"), None),
    ]  # fmt: skip


# wells


def test_a_well_has_the_items_of_the_groundwater_standard() -> None:
    result = wells(
        "监测井编号,监测井名称,所属区,年份,监测时段,臭和味,肉眼可见物,浑浊度(NTU),耗氧量(CODMn法，以O2计)(mg/L),溶解性总固体,"
        "亚硝酸盐(以N计)(mg/L),碘化物,三氯甲烷(μg/L),四氯化碳(mg/L),总大肠菌群(MPN/100mL),菌落总数(CFU/mL),总α放射性(Bq/L),六价铬,水质类别",
        "TZ-01,张家湾,通州区,2024,上半年,无,无,1.2,1.4,620,0.01,0.02,0.8,0.0002,2,35,0.06,0.004L,Ⅲ",
    )
    expected = {
        "TURB": "1.2", "CODMN": "1.4", "TDS": "620", "NO2N": "0.01", "I": "0.02", "CHCL3": "0.8", "CCL4": "0.2",
        "TCOLI": "2", "TBC": "35", "ALPHA": "0.06", "CR6": "0.002",
    }  # fmt: skip
    assert values(result) == {item: nano(value) for item, value in expected.items()} | {"ODOR": None, "VISIBLE": None}
    assert dict(sound(result).filter(sound(result)["text"].is_not_null()).select("item", "text").iter_rows()) == {
        "ODOR": "无",
        "VISIBLE": "无",
    }
    assert set(sound(result).select("place_label", "scope", "date", "span", "published_class").rows()) == {
        ("TZ-01", "通州区", date(2024, 1, 1), "half", 3)
    }
    assert (result.cells, result.not_observation) == (14, 1)


@pytest.mark.parametrize(
    ("header", "cells", "month"),
    [
        ("监测时段", "2024年下半年", 7),
        ("年份,监测时段", "2024,下半年", 7),
        ("年份,水期", "2024,枯水期", 1),
        ("年份,水期", "2024,丰水期", 7),
        ("年份,半年", "2024,2", 7),
        ("监测时段", "2024H1", 1),
    ],
)
def test_halves_of_a_year(header: str, cells: str, month: int) -> None:
    result = wells(f"监测井编号,{header},氨氮", f"TZ-01,{cells},0.1")
    assert sound(result).select("date", "span").rows() == [(date(2024, month, 1), "half")]


@pytest.mark.parametrize(
    ("text", "word"), [("无", "无"), ("无异臭、异味", "无"), ("0级", "无"), ("有", "有"), ("微弱", "有")]
)
def test_words_for_smell(text: str, word: str) -> None:
    assert column(wells("监测井编号,采样日期,嗅和味", f"TZ-01,2024-05-20,{text}"), "text") == [word]


def test_a_word_for_smell_that_is_not_known_is_told() -> None:
    assert rules(wells("监测井编号,采样日期,嗅和味", "TZ-01,2024-05-20,甜")) == {"甜": "unknown_word"}


def test_a_well_without_a_number_goes_by_its_name() -> None:
    assert column(wells("监测井名称,采样日期,氨氮", "张家湾,2024-05-20,0.1"), "place_label") == ["张家湾"]


def test_a_dry_well_is_one_state() -> None:
    result = wells("监测井编号,采样日期,氨氮,总硬度", "TZ-01,2024-05-20,干涸,")
    assert sound(result).select("item", "text").rows() == [("STATE", "断流")]
    assert balances(result)


def test_wells_in_sheets_of_half_years_below_a_title() -> None:
    table = [
        ["2024年通州区地下水监测结果"],
        ["井号", "总硬度\n(mg/L)", "耗氧量"],
        ["TZ-01", 312, "0.5L"],
        ["平均", 312, 0.25],
        ["注：L为未检出"],
    ]
    merged = {name: ["A1:C1", "A5:C5"] for name in ("上半年", "下半年")}
    result = read_wells(workbook({"上半年": table, "下半年": table}, merged), "water/groundwater/a.xlsx")
    assert values(result, "date", "item") == {
        (date(2024, 1, 1), "HARDNESS"): nano("312"), (date(2024, 1, 1), "CODMN"): nano("0.25"),
        (date(2024, 7, 1), "HARDNESS"): nano("312"), (date(2024, 7, 1), "CODMN"): nano("0.25"),
    }  # fmt: skip
    assert (result.cells, result.not_observation) == (12, 8)


# names


def test_every_item_of_the_standards_is_read_by_its_code_and_its_name_in_the_same_unit() -> None:
    try:
        items = limit_rows("water_items")
    except FileNotFoundError:
        pytest.skip("the list of water items is not here")
    form = sample_format("water_wells")
    for item in items:
        for name in (item["code"], item["name_zh"]):
            found = form.header(name).item
            assert found is not None, name
            assert found.code == item["code"], name
            assert found.words or form.factor(item["unit"], found.unit) == 1, (name, item["unit"], found.unit)


def test_a_file_of_sections_is_none_of_wells() -> None:
    with pytest.raises(ValueError, match="no table of groundwater wells has the header"):
        wells("断面名称,采样日期,氨氮", "王家摆,2024-07-03,0.5")
    with pytest.raises(ValueError, match="no table of manual section samples has the header"):
        read_sections(csv_bytes("监测井编号,采样日期,耗氧量", "TZ,2024-07-03,0.5"), "water/sections/a.csv")
