"""Cells of ledgers: amounts with their units, counts, days and words."""

from fractions import Fraction

import polars as pl
import pytest
from ledger_tables import (
    DISCHARGE,
    FARMLAND,
    LEDGERS,
    NANO,
    PARCEL,
    PARCELS,
    PROJECT,
    changed,
    csv,
    discharge,
    only,
    parcel,
    taken,
    unit,
)

from readers.ledger_cells import iso_day
from readers.soil_ledger import read_farmland, read_parcels
from readers.water_ledger import read_discharge

# amounts


@pytest.mark.parametrize(
    ("header", "cell", "square_metres"),
    [
        ("面积(平方米)", "52000", Fraction(52000)),
        ("面积（㎡）", "52000", Fraction(52000)),
        ("面积(m²)", "0.1", Fraction("0.1")),
        ("面积(公顷)", "5.2", Fraction(52000)),
        ("面积(ha)", "5.2", Fraction(52000)),
        ("面积(万平方米)", "5.2", Fraction(52000)),
        ("面积(亩)", "78", Fraction(52000)),
        ("面积(亩)", "1000", Fraction(2_000_000, 3)),
        ("面积/亩", "78", Fraction(52000)),
        ("面积（单位：亩）", "78", Fraction(52000)),
        ("area_m2", "52000", Fraction(52000)),
    ],
)
def test_areas_of_parcels_become_square_metres_exactly(header: str, cell: str, square_metres: Fraction) -> None:
    names = [header if name.startswith("面积") else name for name in PARCELS]
    found = only(read_parcels, names, parcel(面积=cell), "AREA_M2")
    assert (found["value"], found["rule"]) == (round(square_metres * NANO), None)


@pytest.mark.parametrize(
    ("header", "cell", "mu"),
    [
        ("面积(亩)", "380.5", Fraction("380.5")),
        ("面积(公顷)", "66.67", Fraction("1000.05")),
        ("面积(平方米)", "10000", Fraction(15)),
        ("面积(m²)", "1", Fraction(3, 2000)),
        ("面积(万亩)", "0.038", Fraction(380)),
        ("area_ha", "2", Fraction(30)),
    ],
)
def test_areas_of_farmland_become_mu_exactly(header: str, cell: str, mu: Fraction) -> None:
    names = [header if name.startswith("面积") else name for name in FARMLAND]
    assert only(read_farmland, names, unit(面积=cell), "AREA_MU")["value"] == mu * NANO


def test_the_unit_of_a_row_outranks_that_of_the_header() -> None:
    names = [*PARCELS, "面积单位"]
    assert only(read_parcels, names, [*parcel(面积="5.2"), "公顷"], "AREA_M2")["value"] == 52000 * NANO
    assert only(read_parcels, names, [*parcel(面积="5.2"), ""], "AREA_M2")["value"] == 5_200_000_000


def test_an_area_without_unit_is_not_guessed() -> None:
    names = ["面积" if name.startswith("面积") else name for name in PARCELS]
    found = only(read_parcels, names, PARCEL, "AREA_M2")
    assert (found["rule"], found["value"], found["raw"]) == ("unit_missing", None, "52000")


def test_a_unit_that_is_not_known_is_told() -> None:
    names = ["面积(英亩)" if name.startswith("面积") else name for name in PARCELS]
    found = only(read_parcels, names, PARCEL, "AREA_M2")
    assert (found["rule"], found["context"]) == ("unknown_unit", "英亩 for AREA_M2")


@pytest.mark.parametrize(
    ("name", "header", "cell", "item", "expected"),
    [
        ("水量", "水量(立方米)", "18250000", "VOLUME", 1825),
        ("水量", "水量(万吨)", "1825", "VOLUME", 1825),
        ("核定量", "核定量(千克)", "4700500", "VERIFIED", Fraction("4700.5")),
        ("核定量", "核定量", "4700", "VERIFIED", 4700),
        ("出口浓度", "出口浓度", "22", "C_OUT", 22),
        ("出口浓度", "出口浓度(µg/L)", "22000", "C_OUT", 22),
    ],
)
def test_units_of_the_discharge_ledger(name: str, header: str, cell: str, item: str, expected: Fraction) -> None:
    names = [header if title.startswith(name) else title for title in DISCHARGE]
    assert only(read_discharge, names, discharge(**{name: cell}), item)["value"] == expected * NANO


def test_a_volume_without_unit_is_not_guessed() -> None:
    names = ["水量" if name.startswith("水量") else name for name in DISCHARGE]
    assert only(read_discharge, names, PROJECT, "VOLUME")["rule"] == "unit_missing"


@pytest.mark.parametrize("cell", ["约22", "52000平方米", "52 000", "五万", "1.2.3", "12-15", "52000*"])
def test_a_cell_with_words_units_or_separators_is_no_number(cell: str) -> None:
    found = only(read_parcels, PARCELS, parcel(面积=cell), "AREA_M2")
    assert (found["rule"], found["raw"]) == ("not_a_number", cell)


def test_thousands_separators_are_not_guessed_at() -> None:
    row = parcel(面积='"52,000"')
    assert only(read_parcels, PARCELS, row, "AREA_M2")["rule"] == "not_a_number"


@pytest.mark.parametrize(("cell", "rule"), [("-1", "negative"), ("1e10", "too_large"), ("0", None)])
def test_amounts_below_zero_or_beyond_any_size(cell: str, rule: str | None) -> None:
    assert only(read_parcels, PARCELS, parcel(面积=cell), "AREA_M2")["rule"] == rule


@pytest.mark.parametrize(
    ("cell", "value", "below", "rule"),
    [
        ("0.025L", 12_500_000, True, None),
        ("<0.025", 12_500_000, True, None),
        ("未检出", None, False, "no_detection_limit"),
        ("0.8", 800_000_000, False, None),
        ("-0.3", None, False, "negative"),
        ("22mg", None, False, "not_a_number"),
    ],
)
def test_concentrations_may_be_below_their_detection_limit(
    cell: str, value: int | None, below: bool, rule: str | None
) -> None:
    found = only(read_discharge, DISCHARGE, discharge(出口浓度=cell), "C_OUT")
    assert (found["value"], found["below_limit"], found["rule"]) == (value, below, rule)


@pytest.mark.parametrize(("cell", "rule"), [("5", None), ("5.0", None), ("4.5", "not_whole"), ("五", "not_a_number")])
def test_counts_are_whole(cell: str, rule: str | None) -> None:
    assert only(read_farmland, FARMLAND, unit(农产品样品数=cell), "CROP_SAMPLES")["rule"] == rule


# days and words


@pytest.mark.parametrize(
    "cell",
    ["2024-05-10", "2024/5/10", "2024.05.10", "2024年5月10日", "20240510", "2024-05-10 00:00:00", " 2024-05-10 ", "2024/5/10 8:30"],
)  # fmt: skip
def test_days_become_iso_text(cell: str) -> None:
    assert iso_day(cell) == "2024-05-10"


@pytest.mark.parametrize("cell", ["2024-02-30", "2024-05", "2024年5月", "10.05.2024", "45422", "2024年春", "待定", "2024-13-01", "9999-12-31", "0001-01-01"])  # fmt: skip
def test_a_day_that_is_none_is_quarantined(cell: str) -> None:
    found = only(read_parcels, PARCELS, parcel(开工日期=cell), "CONSTRUCTION_START_DATE")
    assert (found["rule"], found["text"], found["raw"]) == ("bad_date", None, cell)


@pytest.mark.parametrize("cell", ["", "-", "—", "/", "无", "未开工", "不涉及"])
def test_a_step_that_was_not_taken_is_an_empty_cell(cell: str) -> None:
    result = taken(read_parcels, csv(PARCELS, parcel(开工日期=cell)))
    assert (result.cells, result.empty, result.rows.height) == (17, 1, 16)


@pytest.mark.parametrize(
    ("kind", "name", "cell", "item", "word"),
    [
        ("parcels", "调查结果", "≤S", "SURVEY_RESULT", "≤S"),
        ("parcels", "调查结果", "<=S", "SURVEY_RESULT", "≤S"),
        ("parcels", "调查结果", "未超筛选值", "SURVEY_RESULT", "≤S"),
        ("parcels", "调查结果", "＞S", "SURVEY_RESULT", ">S"),
        ("parcels", "调查结果", "超筛选值", "SURVEY_RESULT", ">S"),
        ("parcels", "触发情形", "无", "TRIGGER", "无"),
        ("parcels", "触发情形", "关停 搬迁", "TRIGGER", "关停搬迁"),
        ("parcels", "风险评估结果", "风险可接受", "RISK_RESULT", "可接受"),
        ("farmland", "类别", "严格管控类", "CATEGORY", "严格管控"),
        ("farmland", "污染程度", "无", "POLLUTION_LEVEL", "无"),
        ("farmland", "污染程度", "重度污染", "POLLUTION_LEVEL", "重度"),
        ("farmland", "是否达标", "未达标", "IN_COMPLIANCE", "否"),
        ("farmland", "核算方法", "2019", "METHOD", "2019"),
        ("discharge", "记录类型", "减排", "RECORD_TYPE", "削减"),
        ("discharge", "措施类型", "提标改造", "MEASURE", "提标"),
    ],
)
def test_words_in_their_spellings(kind: str, name: str, cell: str, item: str, word: str) -> None:
    read, header, row, _ = LEDGERS[kind]
    assert only(read, header, changed(row, header, **{name: cell}), item)["text"] == word


@pytest.mark.parametrize(
    ("kind", "name", "item"),
    [
        ("parcels", "调查结果", "SURVEY_RESULT"), ("parcels", "触发情形", "TRIGGER"), ("farmland", "类别", "CATEGORY"),
        ("farmland", "污染程度", "POLLUTION_LEVEL"), ("farmland", "核算方法", "METHOD"), ("discharge", "措施类型", "MEASURE"),
    ],
)  # fmt: skip
def test_a_word_outside_the_vocabulary_is_quarantined_alone(kind: str, name: str, item: str) -> None:
    read, header, row, _ = LEDGERS[kind]
    rows = taken(read, csv(header, changed(row, header, **{name: "别的"}))).rows
    assert rows.filter(pl.col("rule").is_not_null()).select("item", "rule", "raw").rows() == [
        (item, "unknown_word", "别的")
    ]


def test_a_row_whose_record_type_is_not_known_can_not_be_booked() -> None:
    rows = taken(read_discharge, csv(DISCHARGE, discharge(记录类型="调整"))).rows
    assert rows.select("rule", "context").unique().rows() == [("unknown_word", "调整")]
    assert rows.height == 11
