"""The period table of an area: every measure on every dust basis, as exact numerator and denominator.

What a measure is stands in `air_period_measures`; here are the days that enter it, its minimum data and limit, and
the same days of the year before.
"""

from datetime import date
from typing import Final

import narwhals as nw
import polars as pl

from standards.air import FIELD, PARTICLES, POLLUTANTS
from standards.air_aqi import GOOD
from standards.air_days import STAGE_WEAKNESS, collected, lazy
from standards.air_limits import ASSESSED_PERCENTILES, class_two_on, rule_minimum
from standards.air_period_measures import (
    AQI_ITEM,
    BY_PERIOD,
    composite_measure,
    count_measures,
    mean_measures,
    percentile_measures,
    period_id_of,
    ratio_measure,
    standards_of,
    with_derived_counts,
)
from standards.air_periods import day_counts, minimum_days, period_statistics
from standards.calendar import Period, periods_of_year, same_period_last_year
from standards.exact import round_half_even

BASES: Final = ("raw", "net_reevaluated", "net_dropped")

COLUMNS: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "year": pl.Int64(), "period_type": pl.String(), "period_id": pl.String(),
    "measure": pl.String(), "basis": pl.String(), "date_from": pl.Date(), "date_to": pl.Date(),
    "complete": pl.Boolean(), "numerator": pl.Int64(), "denominator": pl.Int64(), "decimals": pl.Int64(),
    "printed": pl.Int64(), "unit": pl.String(), "valid_days": pl.Int64(), "expected_days": pl.Int64(),
    "valid": pl.Boolean(), "limit_value": pl.Float64(), "within_limit": pl.Boolean(), "stage": pl.String(),
    "origin": pl.String(), "standard": pl.String(), "previous_numerator": pl.Int64(),
    "previous_denominator": pl.Int64(), "previous_printed": pl.Int64(), "previous_valid_days": pl.Int64(),
    "previous_valid": pl.Boolean(), "previous_stage": pl.String(), "previous_origin": pl.String(),
    "previous_standard": pl.String(),
}  # fmt: skip


def evaluate_periods(days: pl.DataFrame, year: int, as_of: date) -> pl.DataFrame:
    """All measures of a year's periods, each with the same days of the year before.

    `days`: area days of the year and the two before (level area, basis raw and net). Gives one row per area, period,
    measure and basis: numerator, denominator, decimals, printed (whole steps of the last decimal), unit, valid_days,
    expected_days, valid, stage, origin, and the same with `previous_`.
    """
    periods = periods_of_year(year, as_of)
    key = ["area_id", "period_type", "period_id", "measure", "basis"]
    current = pl.concat([measures_of_basis(days, periods, basis) for basis in BASES])
    earlier = [same_period_last_year(period) for period in periods]
    previous = pl.concat([measures_of_basis(days, earlier, basis) for basis in BASES])
    carried = ["numerator", "denominator", "printed", "valid_days", "valid", "stage", "origin", "standard"]
    renamed = previous.select(*key, *[pl.col(name).alias(f"previous_{name}") for name in carried])
    joined = current.join(renamed, on=key, how="left").with_columns(year=pl.lit(year, pl.Int64))
    finished = comparable_composite(with_limits(joined, year))
    return finished.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items()).sort(key)


def measures_of_basis(days: pl.DataFrame, periods: list[Period], basis: str) -> pl.DataFrame:
    """All measures of all periods on one dust basis."""
    basic = on_basis(days, basis)
    spread = basic.join(calendar_of(periods), on="date")
    statistics = collected(period_statistics(lazy(long_values(spread))))
    counts = with_derived_counts(collected(day_counts(lazy(spread))), spread)
    index_days = statistics.filter(pl.col("item") == AQI_ITEM).select(*BY_PERIOD, "valid_days", "sound_months")
    parts = [
        mean_measures(statistics),
        percentile_measures(statistics),
        composite_measure(statistics, periods),
        count_measures(counts, index_days),
        ratio_measure(counts, index_days),
    ]
    named = pl.concat(parts).join(standards_of(periods), on=["period_id", "kind"]).drop("kind")
    described = named.join(period_frame(periods), on="period_id").join(sources(spread), on=BY_PERIOD)
    finished = printed(with_validity(described)).with_columns(basis=pl.lit(basis)).rename({"place_id": "area_id"})
    return finished.with_columns(period_id=pl.col("period_id").str.split(" ").list.last())


def on_basis(days: pl.DataFrame, basis: str) -> pl.DataFrame:
    """The days as a dust basis sees them; `dust` marks declared days.

    `net_dropped` leaves out declared days on which a particle exceeds; a declared day that only gases make exceed
    stays, since dust did not.
    """
    raw = days.filter(pl.col("basis") == "raw")
    net = days.filter(pl.col("basis") == "net")
    key = ["place_id", "date"]
    declared = net.select(key).with_columns(dust=pl.lit(value=True))
    marked = raw.join(declared, on=key, how="left").with_columns(pl.col("dust").fill_null(value=False))
    if basis == "raw":
        return marked
    if basis == "net_dropped":
        exceeds = pl.any_horizontal(pl.col(f"iaqi_{FIELD[p]}") > GOOD for p in PARTICLES).fill_null(value=False)
        return marked.filter(~(pl.col("dust") & exceeds))
    replaced = net.with_columns(dust=pl.lit(value=True)).select(marked.columns)
    return pl.concat([marked.filter(~pl.col("dust")), replaced])


def calendar_of(periods: list[Period]) -> pl.DataFrame:
    """date, period_id: every day of every period. Ids of different period types are kept apart by their type."""
    spans = period_frame(periods).with_columns(date=pl.date_ranges("date_from", "date_to"))
    return spans.select("period_id", "date").explode("date")


def period_frame(periods: list[Period]) -> pl.DataFrame:
    """One row per period; `period_id` is unique across types here: `<type> <id>`."""
    frame = pl.DataFrame(
        {
            "period_type": [p.period_type for p in periods],
            "period_id": [period_id_of(p) for p in periods],
            "date_from": [p.first for p in periods],
            "date_to": [p.last for p in periods],
            "complete": [p.complete for p in periods],
            "months": [whole_months(p) for p in periods],
        },
        schema={"period_type": pl.String(), "period_id": pl.String(), "date_from": pl.Date(), "date_to": pl.Date(),
                "complete": pl.Boolean(), "months": pl.Int64()},
    )  # fmt: skip
    return frame.with_columns(calendar_days=(pl.col("date_to") - pl.col("date_from")).dt.total_days() + 1)


def whole_months(period: Period) -> int:
    """How many whole months a period has; none for half-months and running periods."""
    if not period.complete or period.period_type == "half_month":
        return 0
    return (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1


def long_values(spread: pl.DataFrame) -> pl.DataFrame:
    """Daily values and indices, one row per place, period, item and day, with the days that the month needs."""
    columns = {f"{FIELD[pollutant]}_micro": pollutant for pollutant in POLLUTANTS} | {"aqi": AQI_ITEM}
    needed = {month: minimum_days(month) for month in range(1, 13)}
    long = spread.unpivot(
        on=list(columns), index=[*BY_PERIOD, "date"], variable_name="column", value_name="micro"
    ).filter(pl.col("micro").is_not_null())
    month = pl.col("date").dt.month().cast(pl.Int64)
    return long.select(
        *BY_PERIOD,
        pl.col("column").replace_strict(columns, return_dtype=pl.String).alias("item"),
        month.alias("month"),
        month.replace_strict(needed, return_dtype=pl.Int64).alias("needed"),
        pl.col("micro").cast(pl.Int64),
    )


def with_validity(table: pl.DataFrame) -> pl.DataFrame:
    """`expected_days` and `valid`: GB 3095-2012 §6.4 for whole months and years, a stated share for shorter ones.

    A whole period needs all its months sound, a year (by whatever name) 324 days besides; half-months and running
    periods have no rule in the standard and need the share of days of `limits/air_validity.csv`.
    """
    share = rule_minimum("days_in_short_period_pct")
    enough = pl.col("valid_days") * 100 >= pl.col("calendar_days") * share
    months = pl.col("sound_months") >= pl.col("months")
    year = months & (pl.col("valid_days") >= rule_minimum("days_in_year"))
    valid = pl.when(pl.col("months") == 0).then(enough).when(pl.col("months") == 12).then(year).otherwise(months)
    return table.with_columns(valid=valid, expected_days=pl.col("calendar_days"))


def printed(table: pl.DataFrame) -> pl.DataFrame:
    """`printed`: the value rounded once, in whole steps of its last decimal (GB/T 8170)."""
    scaled = table.with_columns(scaled=pl.col("numerator") * (10 ** pl.col("decimals")).cast(pl.Int64))
    rounded = lazy(scaled).with_columns(printed=round_half_even(nw.col("scaled"), nw.col("denominator")))
    return collected(rounded).drop("scaled", "calendar_days", "months", "sound_months")


def sources(spread: pl.DataFrame) -> pl.DataFrame:
    """Weakest stage and origin of the days of each period."""
    weakness = pl.col("stage").replace_strict(STAGE_WEAKNESS, default=None, return_dtype=pl.Int64)
    names = {rank: name for name, rank in STAGE_WEAKNESS.items()}
    return spread.group_by(BY_PERIOD).agg(
        stage=weakness.max().replace_strict(names, default=None, return_dtype=pl.String),
        origin=pl.col("origin").drop_nulls().min(),
    )


def with_limits(table: pl.DataFrame, year: int) -> pl.DataFrame:
    """`limit_value` and `within_limit` of annual measures: class II of GB 3095 as it stands at the year's end.

    HJ 663-2013 table 1: means are held against the annual limit, percentiles against that of the daily value.
    """
    day = date(year, 12, 31)
    limits = {f"{FIELD[p]}_mean": class_two_on(p, "annual", day) for p in POLLUTANTS} | {
        f"{FIELD[p]}_p{share}": class_two_on(p, "8h_max" if p == "O3" else "24h", day)
        for p, share in ASSESSED_PERCENTILES.items()
    }
    known = {name: float(limit) for name, limit in limits.items() if limit is not None}
    annual = pl.col("period_type") == "year"
    limit = pl.when(annual).then(pl.col("measure").replace_strict(known, default=None, return_dtype=pl.Float64))
    limited = table.with_columns(limit_value=limit)
    steps = (pl.col("limit_value") * 10 ** pl.col("decimals")).round().cast(pl.Int64)
    return limited.with_columns(within_limit=pl.when(pl.col("valid")).then(pl.col("printed") <= steps))


def comparable_composite(table: pl.DataFrame) -> pl.DataFrame:
    """Takes last year's composite index away where it follows another formula: the two series are never mixed."""
    same = (pl.col("measure") != "composite_index") | (pl.col("standard") == pl.col("previous_standard"))
    previous = [name for name in table.columns if name.startswith("previous_") and name != "previous_standard"]
    return table.with_columns(pl.when(same).then(pl.col(name)).alias(name) for name in previous)
