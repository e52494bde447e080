"""District and city days from station days (HJ 663-2013 annex A), and daily values in reporting steps.

Concentrations are averaged first, then indexed; never the mean or the worst of the stations' indices. Control,
background and traffic stations do not enter: they are left out of the membership.
"""

import narwhals as nw

from standards.air import (
    AREA,
    DATE,
    DENOMINATOR,
    ITEM,
    ITEMS,
    MICRO_VALUE,
    NUMERATOR,
    PLACE,
    REPORTED,
    REPORTING_STEPS_PER_UNIT,
    STATION,
    Frame,
)
from standards.air_hours import day_denominator
from standards.air_limits import rule_minimum
from standards.exact import round_half_even, to_micro

FEW_STATIONS = 4
"""An area with fewer assessment stations than this has the lower share (HJ 663-2013 annex A)."""


def by_item(values: dict[str, int]) -> nw.Expr:
    """A constant that depends on the item of the row."""
    chosen = nw.lit(values[ITEMS[0]], dtype=nw.Int64)
    for item in ITEMS[1:]:
        chosen = nw.when(nw.col(ITEM) == item).then(nw.lit(values[item], dtype=nw.Int64)).otherwise(chosen)
    return chosen


def station_values(station_days: Frame) -> Frame:
    """Station days as place days: place_id, date, item, numerator, denominator, and the counts they carry."""
    denominators = {item: day_denominator(item) for item in ITEMS}
    return station_days.select(
        nw.col(STATION).alias(PLACE), DATE, ITEM, NUMERATOR, by_item(denominators).alias(DENOMINATOR),
        "hours", "windows",
    )  # fmt: skip


def area_days(station_days: Frame, membership: Frame) -> Frame:
    """Days of an area: the mean of its assessment stations' valid daily values (HJ 663-2013 annex A).

    `membership`: area_id, station_id, date, stations_total (assessment stations of the area on that day). Valid with
    the share of them that `limits/air_validity.csv` asks for (75 %, of fewer than four stations 50 %); a day without
    any valid station has no row.
    """
    joined = station_days.join(membership, on=[STATION, DATE], how="inner")
    valid = joined.filter(~nw.col(NUMERATOR).is_null())
    sums = valid.group_by(AREA, DATE, ITEM, "stations_total").agg(
        total=nw.col(NUMERATOR).sum(), stations_valid=nw.len()
    )
    denominators = {item: day_denominator(item) for item in ITEMS}
    counted = sums.with_columns(
        total=nw.col("total").cast(nw.Int64), stations_valid=nw.col("stations_valid").cast(nw.Int64)
    )
    return counted.select(
        nw.col(AREA).alias(PLACE),
        DATE,
        ITEM,
        nw.when(enough_stations()).then(nw.col("total")).alias(NUMERATOR),
        (by_item(denominators) * nw.col("stations_valid")).alias(DENOMINATOR),
        "stations_valid",
        "stations_total",
    )


def enough_stations() -> nw.Expr:
    """The share rule of HJ 663-2013 annex A, in whole numbers."""
    valid, total = nw.col("stations_valid"), nw.col("stations_total")
    few = (total < FEW_STATIONS) & (valid * 100 >= total * rule_minimum("station_share_few"))
    many = (total >= FEW_STATIONS) & (valid * 100 >= total * rule_minimum("station_share"))
    return few | many


def reported(days: Frame) -> Frame:
    """Adds `reported` (reporting steps, half to even, from the unrounded value) and `micro` (1e-6 of the unit)."""
    steps = by_item(dict(REPORTING_STEPS_PER_UNIT))
    numerator, denominator = nw.col(NUMERATOR), nw.col(DENOMINATOR)
    return days.with_columns(
        round_half_even(numerator * steps, denominator).alias(REPORTED),
        to_micro(numerator, denominator).alias(MICRO_VALUE),
    )
