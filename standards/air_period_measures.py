"""The measures of a period: means, percentiles, day counts, the share of good days and the composite index.

Each is an exact numerator over a denominator, named by the edition of the standard that the period's dates ask for.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Final

import narwhals as nw
import polars as pl

from standards.air import FIELD, UNITS
from standards.air_aqi import versions
from standards.air_days import collected, lazy
from standards.air_limits import ASSESSED_PERCENTILES, decimals_of
from standards.calendar import Period
from standards.exact import MICRO, round_half_even
from standards.limits import effective, rows

AQI_ITEM: Final = "AQI"
BY_PERIOD: Final = ["place_id", "period_id"]
COUNTS: Final = ("good_days", "excellent_days", "heavy_days", "polluted_days", "index_days", "complete_days",
                 "incomplete_good_days", "missing_days", "dust_days")  # fmt: skip

CLAUSES: Final[Mapping[str, Mapping[str, str]]] = {
    "mean": {
        "HJ 663-2013": "HJ 663-2013 §5.1; GB 3095-2012 §6.4",
        "HJ 663-2026": "HJ 663-2026; GB 3095-2026 §6.4",
    },
    "percentile": {"HJ 663-2013": "HJ 663-2013 annex B", "HJ 663-2026": "HJ 663-2026"},
    "days": {"HJ 633-2012": "HJ 633-2012 §4.3", "HJ 633-2026": "HJ 633-2026"},
}
"""Kind of measure → edition → what its row names. The clauses of HJ 663-2026 are not known here."""


def period_id_of(period: Period) -> str:
    """An id that is unique across the types of periods."""
    return f"{period.period_type} {period.period_id}"


@cache
def begun_editions(table: str) -> tuple[tuple[date, str], ...]:
    """First day and name of every edition in a table of limits, oldest first."""
    return tuple(sorted({(effective(row).first, row["standard"]) for row in rows(table)}))


def edition_on(table: str, day: date) -> str:
    """The latest edition that has begun by a day."""
    return [name for first, name in begun_editions(table) if first <= day][-1]


def standards_of(periods: Iterable[Period]) -> pl.DataFrame:
    """period_id, kind, standard: what the measures of each period rest on.

    Means, percentiles and the composite index go by the edition in force at the period's end; day counts name every
    edition of HJ 633 that a day of the period was indexed by.
    """
    found = []
    for period in periods:
        assessed = edition_on("hj663_assessment", period.last)
        indexed = [v.standard for v in versions() if v.dates.overlaps(period.first, period.last)]
        names = {
            "mean": CLAUSES["mean"][assessed],
            "percentile": CLAUSES["percentile"][assessed],
            "days": "; ".join(CLAUSES["days"][edition] for edition in indexed),
            "composite": edition_on("composite_index", period.last),
        }
        found += [{"period_id": period_id_of(period), "kind": kind, "standard": name} for kind, name in names.items()]
    return pl.DataFrame(found, schema={"period_id": pl.String(), "kind": pl.String(), "standard": pl.String()})


def measure(
    frame: pl.DataFrame,
    name: pl.Expr,
    numerator: pl.Expr,
    denominator: pl.Expr,
    unit: pl.Expr,
    decimals: pl.Expr,
    kind: str,
) -> pl.DataFrame:
    """Rows of one kind of measure in the common columns."""
    return frame.select(
        *BY_PERIOD,
        name.alias("measure"),
        numerator.cast(pl.Int64).alias("numerator"),
        denominator.cast(pl.Int64).alias("denominator"),
        unit.alias("unit"),
        decimals.cast(pl.Int64).alias("decimals"),
        "valid_days",
        "sound_months",
        pl.lit(kind).alias("kind"),
    )


def item_unit() -> pl.Expr:
    return pl.col("item").replace_strict(UNITS, return_dtype=pl.String)


def item_decimals() -> pl.Expr:
    return pl.col("item").replace_strict({item: decimals_of(item) for item in FIELD if item != "O3_1h"})


def mean_measures(statistics: pl.DataFrame) -> pl.DataFrame:
    """Period means: the mean of the valid daily values (GB 3095-2012 §3)."""
    pollutants = statistics.filter(pl.col("item") != AQI_ITEM)
    name = pl.col("item").replace_strict(FIELD) + "_mean"
    return measure(
        pollutants, name, pl.col("total"), pl.col("valid_days") * MICRO, item_unit(), item_decimals(), "mean"
    )


def percentile_measures(statistics: pl.DataFrame) -> pl.DataFrame:
    """The percentile that each pollutant is assessed on."""
    pollutants = statistics.filter(pl.col("item") != AQI_ITEM)
    names = {item: f"{FIELD[item]}_p{share}" for item, share in ASSESSED_PERCENTILES.items()}
    name = pl.col("item").replace_strict(names, return_dtype=pl.String)
    return measure(
        pollutants, name, pl.col("percentile_x100"), pl.lit(100 * MICRO), item_unit(), item_decimals(), "percentile"
    )


def composite_measure(statistics: pl.DataFrame, periods: Iterable[Period]) -> pl.DataFrame:
    """Composite index: the weighted sum of C/S over six pollutants, each quotient kept to 1e-6; none unless all six
    are there.

    C is the mean, for CO and O3 the percentile; S the class II limit of that statistic; weights are 1 until 2026.
    """
    terms = composite_terms(periods)
    held = statistics.join(terms, on=["period_id", "item"])
    by_percentile = pl.col("statistic") != "mean"
    quotients = held.with_columns(
        top=pl.when(by_percentile).then(pl.col("percentile_x100")).otherwise(pl.col("total")) * pl.col("per_limit"),
        bottom=pl.when(by_percentile).then(100).otherwise(pl.col("valid_days")) * pl.col("limit"),
    )
    single = collected(lazy(quotients).with_columns(single=round_half_even(nw.col("top"), nw.col("bottom"))))
    sums = single.group_by(BY_PERIOD).agg(
        total=(pl.col("single") * pl.col("weight")).sum(),
        items=pl.len(),
        terms=pl.col("terms").first(),
        valid_days=pl.col("valid_days").min(),
        sound_months=pl.col("sound_months").min(),
    )
    complete = sums.filter(pl.col("items") == pl.col("terms"))
    name, unit, decimals = pl.lit("composite_index"), pl.lit(""), pl.lit(decimals_of("composite_index"))
    return measure(complete, name, pl.col("total"), pl.lit(MICRO), unit, decimals, "composite")


def composite_terms(periods: Iterable[Period]) -> pl.DataFrame:
    """The sum that each period's edition asks for: period_id, item, statistic, limit over per_limit (µg/m³; CO mg/m³),
    weight, and terms, the number of items.
    """
    found = []
    for period in periods:
        edition = edition_on("composite_index", period.last)
        parts = [row for row in rows("composite_index") if row["standard"] == edition]
        for row in parts:
            limit = Fraction(row["limit"])
            found.append({"period_id": period_id_of(period), "item": row["pollutant"], "statistic": row["statistic"],
                          "limit": limit.numerator, "per_limit": limit.denominator, "weight": int(row["weight"]),
                          "terms": len(parts)})  # fmt: skip
    return pl.DataFrame(
        found,
        schema={"period_id": pl.String(), "item": pl.String(), "statistic": pl.String(), "limit": pl.Int64(),
                "per_limit": pl.Int64(), "weight": pl.Int64(), "terms": pl.Int64()},
    )  # fmt: skip


def with_derived_counts(counts: pl.DataFrame, spread: pl.DataFrame) -> pl.DataFrame:
    """Adds polluted, missing and dust days: good + polluted + missing = the period's days on this basis."""
    days = spread.group_by(BY_PERIOD).agg(days=pl.len().cast(pl.Int64), dust_days=pl.col("dust").sum().cast(pl.Int64))
    return counts.join(days, on=BY_PERIOD).with_columns(
        polluted_days=pl.col("index_days") - pl.col("good_days"),
        missing_days=pl.col("days") - pl.col("index_days"),
    )


def count_measures(counts: pl.DataFrame, index_days: pl.DataFrame) -> pl.DataFrame:
    """Day counts as measures."""
    long = counts.unpivot(on=list(COUNTS), index=BY_PERIOD, variable_name="name", value_name="count")
    joined = long.join(index_days, on=BY_PERIOD, how="left").with_columns(
        pl.col("valid_days").fill_null(0), pl.col("sound_months").fill_null(0)
    )
    return measure(joined, pl.col("name"), pl.col("count"), pl.lit(1), pl.lit("d"), pl.lit(0), "days")


def ratio_measure(counts: pl.DataFrame, index_days: pl.DataFrame) -> pl.DataFrame:
    """Good days over days with an index, in %."""
    held = counts.join(index_days, on=BY_PERIOD).filter(pl.col("index_days") > 0)
    name, unit, decimals = pl.lit("good_day_ratio"), pl.lit("%"), pl.lit(decimals_of("ratio_pct"))
    return measure(held, name, pl.col("good_days") * 100, pl.col("index_days"), unit, decimals, "days")
