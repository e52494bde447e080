"""Words of a bulletin by rule: changes, verdicts, printed numbers, control values, spans of days."""

from datetime import date

import pytest

from reports.bulletin_words import bounded, change_words, class_words, measured, number, span_words, verdict, words


@pytest.mark.parametrize(("change", "unit", "zh", "en"), [
    ((30.5 / 32 - 1) * 100, "%", "同比下降4.7%", "−4.7% yoy"),      # 30.5 against 32: −4.6875
    ((30.5 / 32.5 - 1) * 100, "%", "同比下降6.2%", "−6.2% yoy"),    # 30.5 against 32.5: −6.153…
    (9.3243, "%", "同比上升9.3%", "+9.3% yoy"),
    (0.04, "%", "同比持平", "flat yoy"),
    (-0.05, "%", "同比持平", "flat yoy"),                           # a half goes to the even 0.0
    (-0.051, "%", "同比下降0.1%", "−0.1% yoy"),
    (0.05, "百分点", "同比持平", "flat yoy"),
    (-1.34, "百分点", "同比下降1.3个百分点", "−1.3 points yoy"),
    (3.0, "d", "同比增加3天", "3 more yoy"),
    (-1.0, "d", "同比减少1天", "1 fewer yoy"),
    (0.0, "d", "同比持平", "flat yoy"),
])  # fmt: skip
def test_a_change_is_told_as_it_prints(change: float, unit: str, zh: str, en: str) -> None:
    assert change_words(change, unit, "zh") == zh
    assert change_words(change, unit, "en") == en


@pytest.mark.parametrize(("measure", "change", "unit", "told"), [
    ("pm25_mean", -4.7, "%", "改善"), ("pm25_mean", 4.7, "%", "变差"), ("pm25_mean", 0.01, "%", "持平"),
    ("good_day_ratio", -1.3, "百分点", "变差"), ("good_day_ratio", 1.3, "百分点", "改善"),
    ("heavy_days", -3.0, "d", "改善"), ("dust_days", -3.0, "d", ""),
])  # fmt: skip
def test_less_is_better_of_pollution_and_more_of_good_days(measure: str, change: float, unit: str, told: str) -> None:
    assert verdict(measure, change, unit, "zh") == told


@pytest.mark.parametrize(("value", "decimals", "printed"), [
    (34.5, 0, "34"), (35.5, 0, "36"), (74.72527472527473, 1, "74.7"), (-0.04, 1, "0.0"), (2.25, 1, "2.2"),
    (2.2500000000000004, 1, "2.2"), (0.0, 0, "0"), (300.0, 0, "300"),
])  # fmt: skip
def test_a_number_is_rounded_once_half_to_even_and_never_minus_zero(value: float, decimals: int, printed: str) -> None:
    assert number(value, decimals) == printed


def test_measures_have_the_decimals_of_the_standard() -> None:
    assert [measured(name, 1.0) for name in ("pm25_mean", "co_p95", "good_day_ratio", "composite_index", "good_days")] \
        == ["1", "1.0", "1.0", "1.00", "1"]  # fmt: skip


def test_a_control_value_is_printed_on_its_strict_side() -> None:
    assert bounded(51.066456, "<=") == "51.0"
    assert bounded(51.099, "<=") == "51.0"
    assert bounded(75.543478, ">=") == "75.6"
    assert bounded(51.0, "<=") == bounded(51.0, ">=") == "51.0"


@pytest.mark.parametrize(("first", "last", "zh", "en"), [
    ("2024-03-01", "2024-03-31", "3月", "Mar"), ("2024-01-01", "2024-03-31", "1—3月", "Jan–Mar"),
    ("2024-03-01", "2024-03-28", "3月1—28日", "1–28 Mar"),
    ("2024-01-01", "2024-03-28", "1月1日—3月28日", "1 Jan–28 Mar"), ("2024-03-28", "2024-03-28", "3月28日", "28 Mar"),
    ("2023-02-01", "2023-02-28", "2月", "Feb"), ("2024-02-01", "2024-02-28", "2月1—28日", "1–28 Feb"),
    ("2024-01-01", "2024-12-31", "1—12月", "Jan–Dec"), ("2024-03-01", "2024-03-01", "3月1日", "1 Mar"),
])  # fmt: skip
def test_days_are_named_as_bulletins_name_them(first: str, last: str, zh: str, en: str) -> None:
    days = date.fromisoformat(first), date.fromisoformat(last)
    assert span_words(*days, "zh", with_year=False) == zh
    assert span_words(*days, "en", with_year=False) == en


def test_inferior_class_five_is_named() -> None:
    assert [class_words(6, "zh"), class_words(4, "zh"), class_words(6, "en")] == ["劣Ⅴ", "Ⅳ", "inferior V"]


def test_both_languages_have_the_same_phrases() -> None:
    assert list(words()["zh"]) == list(words()["en"])
    assert words()["limit"] == 150
