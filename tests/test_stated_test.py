"""The test of a wording without a number in words: what was held against what, and how much of it holds."""

from fractions import Fraction
from typing import Any

import pytest

from standards.limits import rows as limits
from standards.plan_table import AreaYear, status_row
from standards.plan_value import IndicatorValue
from standards.stated_test import Comparison, asked, shown, told

RATE = Comparison("达标率97.5%", "97.5 % comply", "≥90%", "at least 90 %", holds=True)
FALL = Comparison("较2023年-3.0个百分点", "-3.0 points against 2023", "下降≤2", "a fall of at most 2", holds=False)
OPEN = Comparison("变差井1/9，占11.1%", "1/9 wells worse, 11.1 %", "≤5%", "at most 5 %", holds=None)


@pytest.mark.parametrize(
    ("comparisons", "one_suffices", "zh", "en"),
    [
        ([], False, "", ""),
        ([RATE], False, "达标率97.5%（≥90%，符合）", "97.5 % comply (at least 90 %: met)"),
        (
            [RATE, FALL], False,
            "达标率97.5%（≥90%，符合）；较2023年-3.0个百分点（下降≤2，不符合）；2项中符合1项，须全部符合",
            "97.5 % comply (at least 90 %: met); -3.0 points against 2023 (a fall of at most 2: not met); "
            "1 of 2 met, all are needed",
        ),
        (
            [RATE, OPEN], True,
            "达标率97.5%（≥90%，符合）；变差井1/9，占11.1%（≤5%，因数据缺失不能判定）；2项中符合1项，1项即可",
            "97.5 % comply (at least 90 %: met); 1/9 wells worse, 11.1 % (at most 5 %: open for want of data); "
            "1 of 2 met, one suffices",
        ),
    ],
)  # fmt: skip
def test_a_test_tells_each_comparison_and_how_many_hold(
    comparisons: list[Comparison], one_suffices: bool, zh: str, en: str
) -> None:
    assert told(comparisons, one_suffices=one_suffices) == (zh, en)


@pytest.mark.parametrize(
    ("value", "threshold", "sign", "text"),
    [
        ("95", "95", False, "95.0"),
        ("94.96", "95", False, "94.96"),  # 95.0 would stand below its threshold
        ("94.9999", "95", False, "94.9999"),
        ("94.94", "95", False, "94.9"),
        ("2.4", "0", True, "+2.4"),
        ("0.01", "0", True, "+0.01"),
        ("0.01", "-2", True, "0.0"),
        ("0", "0", True, "0.0"),
        ("-2.04", "-2", True, "-2.04"),
    ],
)
def test_a_value_is_never_printed_as_the_threshold_that_it_is_not(
    value: str, threshold: str, sign: bool, text: str
) -> None:
    assert shown(Fraction(value), Fraction(threshold), sign=sign) == text


def test_a_threshold_has_its_own_digits() -> None:
    assert (asked(Fraction(95)), asked(Fraction("92.5")), asked(Fraction(-2))) == ("95", "92.5", "-2")


FARMLAND = "soil_farmland_safe_use"
IN_WORDS: dict[str, Any] = {"comparator": None, "target": None, "tolerance": None, "basis": None, "decimals": None,
                            "text_zh": "安全利用得到有效保障", "firmness": "binding", "unit": "%"}  # fmt: skip
OFFICIAL = {"value": 97, "kind": "official", "comparator": "=", "source": "函", "basis": "", "mark": None}


@pytest.mark.parametrize(
    ("target", "official", "running", "status", "test"),
    [
        (IN_WORDS, None, False, "met", ("甲", "a")),
        (IN_WORDS, None, True, "on_track", ("甲", "a")),
        (IN_WORDS | {"comparator": ">=", "target": 95, "decimals": 1}, None, False, "met", (None, None)),
        (IN_WORDS, OFFICIAL, False, "no_target", (None, None)),
        (None, None, False, "no_target", (None, None)),
    ],
)
def test_the_scoreboard_tells_the_test_where_it_decides(
    target: dict[str, Any] | None,
    official: dict[str, Any] | None,
    running: bool,
    status: str,
    test: tuple[str | None, ...],
) -> None:
    """A number in the targets table decides instead, and so does an official value; without a target nothing is asked."""
    plan = next(row for row in limits("indicators") if row["indicator_id"] == FARMLAND)
    value = IndicatorValue(FARMLAND, Fraction(96), 1, running=running, meets_wording=True, test=("甲", "a"))
    facts = AreaYear(
        "t", 2024, {}, {FARMLAND: target} if target else {}, {FARMLAND: official} if official else {}, {}, Fraction(1),
        None, values={FARMLAND: value},
    )  # fmt: skip
    told_of = status_row(facts, plan, None).columns
    assert (told_of["status"], told_of["stated_test_zh"], told_of["stated_test_en"]) == (status, *test)
