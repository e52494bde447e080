"""Encodings, lines, sentinels, numbers and time labels of air files: every cell ends in exactly one place."""

import gzip
from datetime import datetime
from fractions import Fraction

import polars as pl
import pytest
from air_landing import canonical, cnemc
from air_reading import CHINA_SITES, adds_up, hours, read_text, rules, sound, steps
from hypothesis import given, settings
from hypothesis import strategies as st

from readers.air import read
from readers.numbers import nano
from readers.text import Unreadable

# bytes, names, lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, line_end: str) -> None:
    text = cnemc("20240101,5,PM2.5,35,42", "20240101,6,PM2.5,36,").replace("\n", line_end)
    result = read_text(text, encoding)
    assert sound(result).sort("source_row").select("source_row", "station_label", "value").rows() == [
        (2, "通州东关", 350),
        (2, "通州永顺", 420),
        (3, "通州东关", 360),
    ]
    assert result.encoding == {"utf-8-sig": "UTF-8-BOM"}.get(encoding, encoding.upper())


def test_a_gbk_file_is_read_by_its_bytes() -> None:
    result = read_text(canonical("3673A,2024-01-15 05:00,臭氧,60"), "gbk")
    assert (result.encoding, steps(result)) == ("GB18030", [600])


def test_gzip_is_told_by_its_bytes() -> None:
    assert steps(read(gzip.compress(cnemc("20240101,5,PM2.5,35,").encode()))) == [350]


def test_the_first_row_that_is_a_header_counts_within_ten() -> None:
    title = "通州区,2024年1月,,\n单位：µg/m³,,,\n\n"
    result = read_text(title + canonical("3673A,2024-01-15 05:00,PM2.5,35"))
    assert sound(result).select("source_row", "value").rows() == [(5, 350)]


@pytest.mark.parametrize(
    "text",
    [
        "\n\n" + cnemc("20240101,1,CO,1,2", "", "20240101,2,CO,3,4", "", "", "20240101,3,CO,5,6"),
        cnemc("20240101,1,CO,1,2", "20240101,2,CO,3", "20240101,3,CO,5,6,7", "20240101,4,CO,8,9"),
        cnemc('20240101,1,CO,"1",2', "20240101,2,CO,3,4", '"20240101",3,"CO",5,6'),
        cnemc('20240101,1,CO,1,2"', "20240101,2,CO,3,4", "20240101,3,CO,5,6"),
        "\n".join(['"date","hour","type","通州\n东关",永顺', "20240101,1,CO,1,2", "20240101,2,CO,3,4"]),
    ],
    ids=["blank lines", "ragged lines", "quoted", "a stray quote", "a header over two lines"],
)
def test_a_row_number_is_the_line_of_the_file(text: str) -> None:
    result = read_text(text)
    lines = text.split("\n")
    assert sound(result).height >= 4
    for row in sound(result).iter_rows(named=True):
        cells = [cell.strip('"') for cell in lines[row["source_row"] - 1].split(",")]
        assert str(row["hour_ending"].hour) == cells[1]
        assert row["raw"] in cells[3:]


def test_lines_with_too_few_or_too_many_cells_are_set_aside_one_by_one() -> None:
    result = read_text(cnemc("20240101,1,CO,1,2", "20240101,2,CO,3", "20240101,3,CO,5,6,7", "20240101,4,CO,8,9"))
    ragged = result.rows.filter(pl.col("rule") == "ragged_line")
    assert ragged.select("source_row", "raw", "cells").rows() == [
        (3, "20240101,2,CO,3", 2),
        (4, "20240101,3,CO,5,6,7", 2),
    ]
    assert (result.cells, sound(result).height) == (8, 4)


def test_a_quote_that_stays_open_costs_its_own_line_only() -> None:
    rows = [f"20240101,{hour},CO,1,2" for hour in range(24)]
    result = read_text(cnemc('20240101,1,"CO,1,2', *rows))
    assert (result.cells, sound(result).height, rules(result)[0]) == (50, 48, "ragged_line")


def test_a_remark_over_two_lines_is_one_cell() -> None:
    text = canonical(
        'a,2024-01-01 05:00,CO,1,"维护\n后恢复"', "a,2024-01-01 06:00,CO,2,", header="监测点,时间,污染物,浓度,备注"
    )
    rows = sound(read_text(text)).select("source_row", "value").rows()
    assert rows == [(2, 1000), (4, 2000)]


@pytest.mark.parametrize("between", [0, 1, 3, 20])
def test_two_stray_quotes_cost_their_own_lines_however_far_apart(between: int) -> None:
    rows = [f"20240101,{hour},CO,1,2" for hour in range(24)]
    rows[2], rows[3 + between] = '20240101,2,"CO,1,2', '20240101,9,CO",1,2'
    result = read_text(cnemc(*rows))
    assert (result.cells, result.rows.get_column("cells").sum()) == (48, 48)
    assert {row for row, rule in result.rows.select("source_row", "rule").iter_rows() if rule} == {4, 5 + between}


# sentinels, numbers, clocks


@pytest.mark.parametrize(
    "word", ["", " ", "-999", "-9999", "-999.0", "-9999.00", "-1", "-99", "NA", "nan", "NULL", "—"]
)
def test_words_for_missing_are_empty_cells(word: str) -> None:
    result = read_text(cnemc(f"20240101,5,PM2.5,{word},35"))
    assert (result.cells, result.empty, steps(result)) == (2, 1, [350])


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        ("-3", "negative"), ("-0.1", "negative"), ("维护", "not_a_number"), ("1 234", "not_a_number"),
        ("35*", "not_a_number"), ("<2", "not_a_number"), ("0x10", "not_a_number"), ("1.2.3", "not_a_number"),
        (".", "not_a_number"), ("inf", "not_a_number"), ("1000001", "too_large"), ("9" * 30, "too_large"),
        ("1e300", "too_large"), ("-1e300", "negative"),
    ],
)  # fmt: skip
def test_a_cell_that_is_no_concentration_is_quarantined_under_its_rule(raw: str, rule: str) -> None:
    result = read_text(cnemc(f"20240101,5,PM2.5,{raw},35"))
    assert [found for found in rules(result) if found] == [rule]
    assert sound(result).get_column("value").to_list() == [350]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("2024-01-15 05:00", datetime(2024, 1, 15, 5)),
        ("2024-01-15 05:00:00", datetime(2024, 1, 15, 5)),
        ("2024-01-15T05:00:00.000", datetime(2024, 1, 15, 5)),
        ("2024/1/5 5:00", datetime(2024, 1, 5, 5)),
        ("2024.01.15 5", datetime(2024, 1, 15, 5)),
        ("2024年1月15日5时", datetime(2024, 1, 15, 5)),
        ("2024年1月15日 05时00分", datetime(2024, 1, 15, 5)),
        ("2024-01-15 24:00", datetime(2024, 1, 16)),
        ("2024-12-31 24:00:00", datetime(2025, 1, 1)),
        ("2024-01-14T21:00:00Z", datetime(2024, 1, 15, 5)),
        ("2024-01-15T05:00:00+0800", datetime(2024, 1, 15, 5)),
        ("2024-01-15T06:00:00+09:00", datetime(2024, 1, 15, 5)),
    ],
)
def test_a_label_is_the_end_of_its_hour_here(label: str, expected: datetime) -> None:
    assert hours(read_text(canonical(f"a,{label},PM2.5,35"))) == [expected]


@pytest.mark.parametrize(
    "label",
    [
        "2024-01-15", "2024-01-15 05:30", "2024-01-15 05:00:01", "2024-01-15 05:00:00.5", "2024-01-15 25:00",
        "2024-02-30 05:00", "2024-13-01 05:00", "15.01.2024 05:00", "05:00", "", "45306.2083",
        "2024-01-15T05:00:00+05:30",
    ],
)  # fmt: skip
def test_a_label_that_is_no_whole_hour_is_quarantined_with_the_label(label: str) -> None:
    result = read_text(canonical(f"a,{label},PM2.5,35"))
    assert result.rows.select("rule", "context").rows() == [("bad_time", label)]


@pytest.mark.parametrize(
    ("day", "hour"),
    [("20240230", "1"), ("2024115", "1"), ("202411", "1"), ("20240101", "25"), ("20240101", "x"), ("20240101", "-1")],
)
def test_a_day_or_hour_that_is_not_in_the_calendar_is_quarantined_with_both(day: str, hour: str) -> None:
    result = read_text(cnemc(f"{day},{hour},PM2.5,35,"))
    assert result.rows.select("rule", "context").rows() == [("bad_time", f"{day} {hour}")]


@pytest.mark.parametrize("day", ["20240105", "2024-01-05", "2024/1/5", "2024年1月5日", "2024-01-05 00:00:00"])
def test_days_in_a_column_of_their_own(day: str) -> None:
    assert hours(read_text(cnemc(f"{day},7,PM2.5,35,"))) == [datetime(2024, 1, 5, 7)]


DECIMALS = st.decimals(min_value=0, max_value=1_000_000, places=9, allow_nan=False) | st.decimals(
    min_value=0, max_value=1000, places=2, allow_nan=False
)
STEPS_OF_A_UNIT = {
    ("PM2.5", "µg/m³"): Fraction(10),
    ("PM2.5", "mg/m³"): Fraction(10_000),
    ("CO", "mg/m³"): Fraction(1000),
    ("CO", "µg/m³"): Fraction(1),
    ("CO", "ppm"): Fraction("1145"),
    ("O3", "ppb"): Fraction("19.62"),
    ("NO2", "ppb"): Fraction("18.8"),
    ("SO2", "ppm"): Fraction("26190"),
}


@settings(deadline=None, max_examples=60)
@given(numbers=st.lists(DECIMALS, min_size=1, max_size=20), kind=st.sampled_from(sorted(STEPS_OF_A_UNIT)))
def test_text_becomes_steps_exactly_and_once(numbers: list[object], kind: tuple[str, str]) -> None:
    pollutant, unit = kind
    texts = [f"{number:f}" for number in numbers]
    header = "监测点编号,时间,污染物,浓度,单位"
    result = read_text(canonical(*(f"a,2024-01-15 05:00,{pollutant},{t},{unit}" for t in texts), header=header))
    exact = [round(Fraction(text) * STEPS_OF_A_UNIT[kind]) for text in texts]  # round of a Fraction: half to even
    assert result.rows.sort("source_row").get_column("value").to_list() == exact


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 999_999_999), st.text("0123456789", max_size=9), st.sampled_from(["", "-", "+"]))
def test_digits_stay_digits(whole: int, rest: str, sign: str) -> None:
    text = f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"
    assert pl.select(nano(pl.lit(text))).item() == Fraction(text) * 10**9


@pytest.mark.parametrize(("text", "exact"), [("1e2", "100"), ("3.5E-2", "0.035"), ("+.5e1", "5"), ("00012.50", "12.5")])
def test_scientific_notation_and_leading_zeros(text: str, exact: str) -> None:
    assert pl.select(nano(pl.lit(text))).item() == Fraction(exact) * 10**9


def test_digits_beyond_the_ninth_are_cut_off() -> None:
    assert pl.select(nano(pl.lit("0.1234567899"))).item() == 123456789


CELL = st.sampled_from(["", "35", "0", "-999", "-3", "维护", "1e2", "NA", "2000000", " 7.5 "])
KIND = st.sampled_from([*CHINA_SITES, "", "PM9"])
LINE = st.tuples(
    st.sampled_from(["20240101", "20240230", "x", ""]), st.integers(-1, 25), KIND, st.lists(CELL, max_size=4)
)


@settings(deadline=None, max_examples=60)
@given(st.lists(LINE, min_size=1, max_size=12), st.integers(1, 3))
def test_every_cell_of_any_table_ends_in_exactly_one_place(
    lines: list[tuple[str, int, str, list[str]]], width: int
) -> None:
    text = cnemc(
        *(",".join([day, str(hour), kind, *cells]) for day, hour, kind, cells in lines),
        stations=",".join(f"100{k}A" for k in range(width)),
    )
    result = read_text(text)
    assert adds_up(result)
    assert result.cells == len(lines) * width


@settings(deadline=None, max_examples=150)
@given(st.text('5,"\n\r x\0', max_size=60), st.binary(max_size=8))
def test_no_text_and_no_bytes_make_a_reader_fail(text: str, tail: bytes) -> None:
    content = (cnemc("20240101,1,CO,1,2", "20240101,2,CO,3,4") + text).encode() + tail
    try:
        result = read(content)
    except Unreadable:
        return
    assert adds_up(result)
