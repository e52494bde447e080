"""Dustfall of one sample: by its weights (HJ 1221-2021 formula 1) or as stated; t/(km²·30 d) and the calendar month.

Weights are Int64 nano of g, sizes of cm and cm², times of d, values of t/(km²·30 d). One gram per cm² is 10⁴ t/km².
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.air_dustfall_limits import Method, method, number
from standards.water import NANO
from standards.water_evidence import origin, sources, weakest_stage

PI: Final = Fraction("3.14159265358979323846264338327950288419716939937510")
TONNES_PER_KM2: Final = 10**4
"""Of one gram per cm²."""

KEY: Final = ["area_id", "place_id", "place_label", "part", "moment"]
NUMBERS: Final = {
    "DUSTFALL": "stated", "DUSTFALL_NET": "stated_net", "DUSTFALL_CALENDAR": "stated_calendar",
    "DUST_PART": "dust_part", "W_TOTAL": "total", "W_DISH": "dish", "W_BLANK": "blank", "W_GAIN": "gain",
    "JAR_DIAMETER": "diameter", "JAR_AREA": "area", "DAYS": "days", "DUST_DAYS": "dust_days",
}  # fmt: skip
TEXTS: Final = {"SET_OUT": "set_out", "COLLECTED": "collected", "DUST_MONTH": "dust_month", "NET_STATED": "net_stated"}
MONTHLY: Final = ("month", "day", "hour")
YES, NO = "是", "否"
MOMENTS: Final = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y年%m月%d日")

Sample = Mapping[str, Any]


@dataclass(frozen=True)
class Deposit:
    """What a sample says: `value` and `net` (stated net of sand dust, or less the stated part of it: `corrected`) in
    t/(km²·30 d), `days` of exposure, where the value comes from, and what an official should know of it."""

    value: Fraction | None = None
    net: Fraction | None = None
    corrected: Fraction | None = None
    days: Fraction | None = None
    below_limit: bool = False
    source: str = ""
    remarks: tuple[str, ...] = ()


def deposition(gain: Fraction, area: Fraction, days: Fraction) -> Fraction:
    """M = (W1 − W0 − Wc)/(S·n) × 30 × 10⁴ in t/(km²·30 d): `gain` in g, mouth `area` in cm², `days` of exposure."""
    return gain / (area * days) * number("thirty_days", date.max) * TONNES_PER_KM2


def mouth_area(diameter: Fraction) -> Fraction:
    """The mouth of a round jar in cm², by its inner diameter in cm; π to fifty digits."""
    return PI * diameter * diameter / 4


def in_calendar_month(value: Fraction, month: date) -> Fraction:
    """The deposition in the calendar month (t/km²) of a 30-day value: M × days/30."""
    return value * days_in_month(month) / 30


def in_thirty_days(value: Fraction, month: date) -> Fraction:
    """The 30-day value of a deposition in the calendar month."""
    return value * 30 / days_in_month(month)


def days_in_month(month: date) -> int:
    return calendar.monthrange(month.year, month.month)[1]


def dustfall_samples(observations: pl.DataFrame) -> pl.DataFrame:
    """One row per place, parallel sample and time label with the fields of `NUMBERS` and `TEXTS`, of settled cells."""
    entering = observations.filter(pl.col("used") & pl.col("date").is_not_null())
    numbers = [of_item(item, pl.col("value")).alias(name) for item, name in NUMBERS.items()]
    texts = [of_item(item, pl.col("text").str.strip_chars()).alias(name) for item, name in TEXTS.items()]
    return (
        entering.group_by(KEY)
        .agg(
            pl.col("date").first(),
            pl.col("span").first(),
            *numbers,
            *texts,
            of_item("DUSTFALL", pl.col("below_limit")).fill_null(value=False).alias("below_limit"),
            weakest_stage(),
            origin(),
            sources(),
        )
        .sort(KEY, nulls_last=True)
    )


def of_item(item: str, value: pl.Expr) -> pl.Expr:
    """The value of one item of a sample."""
    return value.filter(pl.col("item") == item).drop_nulls().first()


def deposit(sample: Sample) -> Deposit:
    """What a sample says of its month (see `dustfall_samples`).

    A stated value outranks the one by weights, which is told where it differs. Below the detection limit half of it
    stands (air.md §5). Remarks that leave no value: not_monthly, other_month, no_days, no_jar, weights_impossible; that
    don't: no_blank, exposure_unusual, value_differs.
    """
    if sample["span"] not in MONTHLY:
        return Deposit(remarks=("not_monthly",))
    month: date = sample["date"]
    if is_of_other_month(sample, month):
        return Deposit(remarks=("other_month",))
    applied = method(month)
    computed, days, remarks = by_weights(sample, applied)
    source, found = stated_value(sample, month)
    if found is None:
        source, found = "weights", computed
    elif computed is not None and differs(found, computed):
        remarks = (*remarks, "value_differs")
    if found is None and sample["stated_net"] is None:
        return Deposit(days=days, remarks=remarks)
    value, below = told_or_detected(found, applied, told=bool(sample["below_limit"]) and source == "stated")
    net = exact(sample["stated_net"])
    if net is None and sample["net_stated"] == YES:
        value, net = None, value
    elif net is not None:
        net = detected(net, applied)[0]
    return Deposit(
        value=value,
        net=net,
        corrected=None if value is None else less_dust(value, exact(sample["dust_part"])),
        days=days,
        below_limit=below,
        source=source if value is not None or net is not None else "",
        remarks=remarks,
    )


def by_weights(sample: Sample, applied: Method) -> tuple[Fraction | None, Fraction | None, tuple[str, ...]]:
    """The value by the weights of a sample, its days of exposure, and what is to be told; None where one is missing."""
    days, remarks = exposure(sample)
    gain, more = weight_gain(sample)
    if gain is None:
        return None, days, remarks
    area = exact(sample["area"]) or (mouth_area(exact(sample["diameter"]) or Fraction(0)) or None)
    if not area or not days:
        return None, days, (*remarks, *more, *(() if days else ("no_days",)), *(() if area else ("no_jar",)))
    value = deposition(gain, area, days)
    if value < 0 and value <= -(applied.detection_limit or 0):
        return None, days, (*remarks, *more, "weights_impossible")
    return max(value, Fraction(0)), days, (*remarks, *more)


def weight_gain(sample: Sample) -> tuple[Fraction | None, tuple[str, ...]]:
    """W1 − W0 − Wc in g, or the net weight as stated; without a reagent blank the value is too high, and told so."""
    if (gain := exact(sample["gain"])) is not None:
        return gain, ()
    total, dish, blank = exact(sample["total"]), exact(sample["dish"]), exact(sample["blank"])
    if total is None or dish is None:
        return None, ()
    return total - dish - (blank or 0), (() if blank is not None else ("no_blank",))


def exposure(sample: Sample) -> tuple[Fraction | None, tuple[str, ...]]:
    """Days of exposure to 0.1 d: as stated, else from setting out to collecting; outside 30 ± 2 d it is told."""
    days = exact(sample["days"])
    begun, ended = moment_of(sample["set_out"]), moment_of(sample["collected"])
    if days is None and begun and ended:
        days = Fraction(round(Fraction(int((ended - begun).total_seconds()), 86400) * 10), 10)
    if days is None or days <= 0:
        return None, ()
    off = abs(days - number("exposure_days", sample["date"]))
    return days, (("exposure_unusual",) if off > number("exposure_tolerance", sample["date"]) else ())


def is_of_other_month(sample: Sample, month: date) -> bool:
    """Whether too little of an exposure lies in the month that its row names (a date of collecting is often that of the
    next one); False where setting out or collecting is not told."""
    begun, ended = moment_of(sample["set_out"]), moment_of(sample["collected"])
    if not begun or not ended or ended <= begun:
        return False
    first = datetime(month.year, month.month, 1)
    inside = min(ended, first + timedelta(days=days_in_month(month))) - max(begun, first)
    return 100 * inside < int(number("exposure_in_month_percent", month)) * (ended - begun)


def moment_of(text: str | None) -> datetime | None:
    """The time that a text names; None where it names none."""
    for form in MOMENTS if text else ():
        try:
            return datetime.strptime(str(text).replace("T", " "), form)
        except ValueError:
            continue
    return None


def stated_value(sample: Sample, month: date) -> tuple[str, Fraction | None]:
    """Where a finished value comes from (stated, calendar_month), and it in t/(km²·30 d)."""
    if (value := exact(sample["stated"])) is not None:
        return "stated", value
    if (value := exact(sample["stated_calendar"])) is not None:
        return "calendar_month", in_thirty_days(value, month)
    return "stated", None


def told_or_detected(value: Fraction | None, applied: Method, *, told: bool) -> tuple[Fraction | None, bool]:
    """Half of a limit that the laboratory states itself stands (`told`); all else goes by the limit of the method."""
    if value is None:
        return None, False
    return (value, True) if told else detected(value, applied)


def detected(value: Fraction, applied: Method) -> tuple[Fraction, bool]:
    """A value, or half the detection limit of its method where it lies below it, and whether it does."""
    limit = applied.detection_limit
    return (limit / 2, True) if limit is not None and value < limit else (value, False)


def less_dust(value: Fraction, part: Fraction | None) -> Fraction | None:
    """A value less the part that sand dust is stated to have brought, not below nothing."""
    return None if part is None else max(value - part, Fraction(0))


def differs(stated: Fraction, computed: Fraction) -> bool:
    """Whether a stated value is further off the one by weights than both tolerances."""
    share = number("value_tolerance_percent", date.max) / 100 * abs(computed)
    return abs(stated - computed) > max(share, number("value_tolerance", date.max))


def is_dust(sample: Sample) -> bool:
    """Whether a sample's row declares its month a dust month, in words or by the days of sand dust."""
    days = exact(sample["dust_days"])
    return sample["dust_month"] == YES or (
        days is not None and days >= number("dust_days_of_dust_month", sample["date"])
    )


def is_denied(sample: Sample) -> bool:
    """Whether a sample's row says that its month is none."""
    return sample["dust_month"] == NO or exact(sample["dust_days"]) == 0


def exact(nano: int | None) -> Fraction | None:
    return None if nano is None else Fraction(nano, NANO)
