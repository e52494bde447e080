"""What sections of surface water lost: items of a month or longer period that have too few of their values left.

An item is lost to a month where values of it were lost and there is none, or where too small a share of those of the
kind that counts is left; to a longer period where too small a share of the months that measured it is left. Both shares
are choices (`limits/water_validity.csv`): a lost value among the hundreds of an automatic month is none.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from standards.lost import items_lost
from standards.water import CLASS_ITEMS, SURFACE_ITEMS
from standards.water_items import KEY
from standards.water_lakes import TROPHIC_ITEMS
from standards.water_limits import rule_minimum
from standards.water_means import MonthMean

MONTH: Final = ["place_id", "item", "month"]


def lost_months(lost: pl.DataFrame, means: Sequence[MonthMean]) -> pl.DataFrame:
    """The months that lost an item, and those that kept it: place_id, item, month, is_lost.

    `lost`: values of registered sections (`standards.lost`), `means`: the month means that there are. The values left
    are those of the kind that enters the mean; what the other kind lost counts for nothing.
    """
    kept = pl.DataFrame(
        [(one.place_id, one.item, one.month, kind, one.mean.values) for one in means for kind in one.mean.kinds],
        schema={"place_id": pl.String(), "item": pl.String(), "month": pl.Date(), "kind": pl.String(),
                "values": pl.Int64()},
        orient="row",
    )  # fmt: skip
    gone = (
        lost.filter(pl.col("item").is_in(SURFACE_ITEMS))
        .with_columns(month=pl.col("date").dt.truncate("1mo"))
        .group_by(*MONTH, "kind")
        .agg(gone=pl.len().cast(pl.Int64))
    )
    left = kept.join(gone, on=[*MONTH, "kind"], how="left").with_columns(pl.col("gone").fill_null(0))
    share = rule_minimum("values_left_share")
    thin = left.with_columns(is_lost=pl.col("values") * 100 < (pl.col("values") + pl.col("gone")) * share)
    without = gone.join(kept, on=MONTH, how="anti").select(MONTH).unique().with_columns(is_lost=pl.lit(value=True))
    return pl.concat([thin.group_by(MONTH).agg(pl.col("is_lost").any()), without])


def lost_periods(months: pl.DataFrame, registry: pl.DataFrame) -> pl.DataFrame:
    """`items_lost` of every section and period that lost any item of its class, or of a lake its trophic state.

    `months`: as `lost_months`; `registry`: sections by period. A year needs 8 of its 12 months, and so does every item
    that it lost: as many of the months that measured it (`months_share_of_cumulative`).
    """
    spread = registry.select(*KEY, "date_from", "date_to", "water_type").join(months, on="place_id").filter(
        pl.col("month").is_between(pl.col("date_from"), pl.col("date_to"))
    )  # fmt: skip
    counted = spread.group_by(*KEY, "water_type", "item").agg(
        gone=pl.col("is_lost").sum().cast(pl.Int64), measured=pl.len().cast(pl.Int64)
    )
    left = pl.col("measured") - pl.col("gone")
    thin = counted.filter(
        (pl.col("gone") > 0) & (left * 12 < pl.col("measured") * rule_minimum("months_share_of_cumulative"))
    )
    trophic = (pl.col("water_type") == "lake") & pl.col("item").is_in(TROPHIC_ITEMS)
    mine = thin.filter(pl.col("item").is_in(CLASS_ITEMS) | trophic)
    return items_lost(mine, KEY, SURFACE_ITEMS)
