"""Single cells, labels of time and headers: any text is told for what it is or refused; nothing is guessed into a number."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readers import climate_period, sample_time
from readers.air_ranking_cells import change_cell, rank_cell, value_cell
from readers.air_ranking_form import compact as spelled
from readers.air_ranking_form import header_of, measures
from readers.air_ranking_title import period_told
from readers.label_year import EARLIEST, LATEST, days_of_path
from readers.ledger_cells import iso_day, ledger_cell
from readers.ledger_form import ledger_form, readings
from readers.measured import measured
from readers.record_time import record_time
from readers.sample_format import sample_format

WORDS = sample_format("water_sections").measure_words
PM25 = measures()["PM2.5"]
CHANGE = header_of("同比变化", towns=False)
LARGEST = 2**63
"""Values are kept in 64 bits."""

PIECES = (
    "2024", "24", "13", "0", "1", "5", "31", "月", "日", "年", "第", "季度", "上半年", "半月", "至", "-", "/", ".", ":", "时",
    "T", " ", "\u3000", "\n", "２", "一", "十", "²", "①", "٣", "½", "L", "<", "(", ")", "%", "e9", "E-9", "×10⁴", "10^",
    "未检出", "同比", "↑", "下降", "9" * 30, "\0", "45000.5", "Q1", "名", "并列", "9999", "0000",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join) | st.text(max_size=8)


@pytest.mark.parametrize(
    "raw", ["0.34①", "0.34²", "0.34⑴", "0.3 4", "1 000", "3\n5", "<0.0 5", "0.02 5L", "未检出(0.0 4)"]
)
def test_a_mark_of_a_footnote_is_no_digit_and_two_numbers_are_not_one(raw: str) -> None:
    assert (measured(raw, WORDS).amount, measured(raw, WORDS).rule) == (None, "not_a_number")


@pytest.mark.parametrize("raw", ["35①", "35²", "3 5", "3\u30005", "3\n5"])
def test_the_same_holds_in_a_ranking(raw: str) -> None:
    assert rank_cell(raw).value is value_cell(raw, PM25, "").value is None
    assert change_cell(f"{raw}%", CHANGE, PM25, "%").value is None


def test_a_full_width_number_is_a_number() -> None:
    assert (value_cell(" ３５ ", PM25, "").value, rank_cell("第３名").value) == (35 * 10**9, 3 * 10**9)


def test_a_change_larger_than_any_concentration_is_out_of_range() -> None:
    """10²⁰ µg/m³ in steps of 1e-9 do not fit into 64 bits."""
    assert change_cell("1" + "0" * 20, CHANGE, PM25, spelled(PM25.unit)).rule == "out_of_range"


@pytest.mark.parametrize("year", ["0000", "0000年", "1989", "2101"])
def test_a_year_that_no_record_is_of_gives_no_time(year: str) -> None:
    assert record_time(year) is record_time("3月", year) is record_time(f"{year[:4]}-Q1") is None


@settings(deadline=None, max_examples=400)
@given(TEXTS, st.sampled_from(("date", "month", "quarter", "half", "day", "year", "clock", "folder")))
def test_any_label_is_a_time_of_the_calendar_or_none(text: str, role: str) -> None:
    found = [
        sample_time.parsed(text, role),
        sample_time.named(text),
        sample_time.mentioned(text),
        sample_time.of_sheet(text),
    ]
    days = [period.date for when in found if when and (period := when.period())]
    days += [told[0] for told in (record_time(text), record_time(text, "2024"), record_time("3月", text)) if told]
    days += [told.day for told in (climate_period.period_of(text, ""), climate_period.period_of("2024", text)) if told]
    assert all(EARLIEST <= day.year <= LATEST for day in days)
    named = days_of_path(f"a/{text}.csv")
    assert named is None or named.first <= named.last
    day = iso_day(text)
    assert day is None or date.fromisoformat(day).isoformat() == day
    period_told([text, "2024年"])


@settings(deadline=None, max_examples=400)
@given(TEXTS)
def test_any_cell_that_gives_a_number_has_just_one_in_it(text: str) -> None:
    """A number that holds no blank between its digits, and no digit that is not written as one."""
    cells = [rank_cell(text), value_cell(text, PM25, ""), change_cell(text, CHANGE, PM25, "%")]
    numbers = [cell.value for cell in cells if cell.value is not None]
    assert all(abs(number) < LARGEST for number in numbers)
    found = measured(text, WORDS)
    assert (found.amount is None) == (found.rule is not None)
    if any(numbers) or found.amount is not None:
        assert any(letter.isdecimal() for letter in text)
    if found.amount is not None and text.isascii() and text.isdigit():
        assert found.amount == Fraction(text)


FIELDS = [
    field
    for name in (
        "air_reductions",
        "water_discharge",
        "soil_parcels",
        "soil_farmland",
        "climate_accounts",
        "plan_progress",
    )
    for field in ledger_form(name).fields.values()
]


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.sampled_from(FIELDS), st.sampled_from(("", "t", "吨", "万元", "mg/L", "亩", "%", "x")))
def test_any_cell_of_a_ledger_is_a_value_a_word_or_a_rule(text: str, field: object, unit: str) -> None:
    cell = ledger_cell(text, field, unit)  # type: ignore[arg-type]
    assert sum(one is not None for one in (cell.value, cell.text, cell.rule)) == 1
    assert cell.value is None or 0 <= cell.value < LARGEST


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_any_header_can_be_read_in_some_way(text: str) -> None:
    assert readings(text)
    header_of(text, towns=True)
    sample_format("water_sections").header(text)
