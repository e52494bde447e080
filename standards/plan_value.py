"""What a medium says of one indicator of an area and year, before target and verdict: one form for all media."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from standards.plan_status import Course, PastYear


@dataclass(frozen=True)
class IndicatorValue:
    """Value of one indicator with everything that its row of the scoreboard tells besides the target.

    `coverage` and ratios are in %; `change` is year on year from unrounded values in `change_unit` (None where the two
    years can't be compared). `applicable` False says that there is nothing to judge (no contaminated land). `remarks`
    are keys of the wording; `detail_zh` and `detail_en` say what only this area and year has, such as section names.
    """

    indicator_id: str
    value: Fraction | None
    decimals: int
    course: Course = "mean"
    enough_data: bool = True
    running: bool = False
    applicable: bool = True
    change: Fraction | None = None
    change_unit: str = ""
    coverage: Fraction | None = None
    value_kind: str | None = None
    origin: str | None = None
    as_of: date | None = None
    remarks: tuple[str, ...] = ()
    detail_zh: str = ""
    detail_en: str = ""
    past: tuple[PastYear, ...] = ()
    """Where earlier years stood at the same point of the year, and where they ended."""
    allowance: Fraction = Fraction(0)
    """How much of a count target (`>=`, `>`) falls away because so many objects could not be assessed: the sections
    without water of a list leave what is counted and what is asked for alike."""
    attainable: Fraction | None = None
    """The most that could be counted: a list that is longer than the target still owes it in full while enough of its
    sections have water."""
    meets_wording: bool | None = None
    """Whether the plan's wording without a number (总体保持稳定) is met by our stated test; None: it can't tell."""
    test: tuple[str, str] = ("", "")
    """What that test held against what, in Chinese and English; empty where it can't tell."""
    city_target_missed: bool | None = None
    """Whether a target of the city in tonnes is missed, which stands beside the plan's own and does not decide; None
    where there is none."""
    expected_on: date | None = None
    """When the official value that decides is expected; until then the status is `awaiting_official`."""
