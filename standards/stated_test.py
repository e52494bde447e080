"""The test by which a plan's wording without a number is judged, as a row of the scoreboard tells it: what was held
against what, and how much of it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from standards.exact import printed

DECIMALS: Final = 1
MOST_DECIMALS: Final = 6
HOLDS: Final = {
    True: ("符合", "met"),
    False: ("不符合", "not met"),
    None: ("因数据缺失不能判定", "open for want of data"),
}


@dataclass(frozen=True)
class Comparison:
    """One thing that is held against its threshold. `holds` None: what was lost may turn it round."""

    found_zh: str
    found_en: str
    asked_zh: str
    asked_en: str
    holds: bool | None


def told(comparisons: Sequence[Comparison], *, one_suffices: bool = False) -> tuple[str, str]:
    """A test in Chinese and English; empty without a comparison."""
    zh = [f"{one.found_zh}（{one.asked_zh}，{HOLDS[one.holds][0]}）" for one in comparisons]
    en = [f"{one.found_en} ({one.asked_en}: {HOLDS[one.holds][1]})" for one in comparisons]
    if len(comparisons) > 1:
        met, all_of_them = sum(one.holds is True for one in comparisons), len(comparisons)
        zh.append(f"{all_of_them}项中符合{met}项，{'1项即可' if one_suffices else '须全部符合'}")
        en.append(f"{met} of {all_of_them} met, {'one suffices' if one_suffices else 'all are needed'}")
    return "；".join(zh), "; ".join(en)


def asked(threshold: Fraction) -> str:
    """A threshold with the digits that it has."""
    return f"{float(threshold):g}"


def shown(value: Fraction, threshold: Fraction, *, sign: bool = False) -> str:
    """A value with as many decimals as tell it from a threshold that it is not."""
    decimals = DECIMALS
    while decimals < MOST_DECIMALS and value != threshold and Fraction(printed(value, decimals)) == threshold:
        decimals += 1
    text = printed(value, decimals)
    return f"+{text}" if sign and Fraction(text) > 0 else text
