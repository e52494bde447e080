"""Whether groundwater quality 总体保持稳定: a stated test, since no numeric one is published (water.md §6.2).

The share of wells at class Ⅴ against a base year, on the same wells and the same items, and the share of wells that
got worse. The thresholds are data: `limits/groundwater_stability.csv`.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Final, Literal

import polars as pl

from standards.limits import rows
from standards.water_groundwater import WORST

Word = Literal["稳定", "变差", "好转"]

WELLS: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "place_id": pl.String(), "place_label": pl.String(), "year": pl.Int64(),
    "base_year": pl.Int64(), "items": pl.Int64(),
    "class": pl.Int64(), "base_class": pl.Int64(), "driving_items": pl.String(), "worsened": pl.Boolean(),
}  # fmt: skip


@dataclass(frozen=True)
class Stability:
    """The test for the wells of one area: this year against the base year.

    `wells`: one row per comparable well (`WELLS`: class of both years on their common items, the items that decide this
    year's, whether it worsened). Shares are in %, `change` in 百分点; all None without comparable wells, and then there
    is no word. `all_wells` counts the wells of either year. `open_wells` are the labels of those that lost items and
    might be worse than what remains says: they are not comparable, and there is no word where it hangs on them.
    """

    year: int
    base_year: int
    wells: pl.DataFrame
    all_wells: int
    share: Fraction | None
    base_share: Fraction | None
    worsened_share: Fraction | None
    word: Word | None
    open_wells: tuple[str, ...] = ()
    parts: tuple[bool | None, bool | None] = (None, None)
    """Whether the share of class Ⅴ does not rise, and few wells got worse; None where that hangs on the open wells."""

    @property
    def change(self) -> Fraction | None:
        return None if self.share is None or self.base_share is None else self.share - self.base_share

    @property
    def stable(self) -> bool | None:
        """Whether the plan's wording is met: 稳定 or 好转."""
        return None if self.word is None else self.word != "变差"

    @property
    def comparable_share(self) -> Fraction | None:
        """Comparable wells over the wells of either year, in %."""
        return Fraction(100 * self.wells.height, self.all_wells) if self.all_wells else None


@cache
def threshold(threshold_id: str) -> Fraction:
    """One threshold of `limits/groundwater_stability.csv`, in the unit that its row states."""
    found = (row["value"] for row in rows("groundwater_stability") if row["threshold_id"] == threshold_id)
    return Fraction(next(found))


def stability(
    items: pl.DataFrame,
    year: int,
    base_year: int | None = None,
    *,
    background: bool = True,
    losses: pl.DataFrame | None = None,
) -> Stability:
    """The test on the wells of an area.

    `items`: annual items of the area's wells (`water_wells.annual_items`). `base_year` is the year before unless given.
    `background` False leaves Fe, Mn, F, hardness and TDS out. A well is comparable where both years have an item in
    common and one origin (real is never compared with demo). `losses`: what the wells lost (`WellClasses.losses`).
    """
    base = year - 1 if base_year is None else base_year
    chosen = items if background else items.filter(~pl.col("background"))
    now, before = (chosen.filter(pl.col("year") == of) for of in (year, base))
    every, gone = compared_wells(now, before, year, base), lossy_wells(losses, {year, base}, background=background)
    at_worst_twice = (pl.col("class") == WORST) & (pl.col("base_class") == WORST)
    is_open = pl.col("place_id").is_in(gone) & ~at_worst_twice
    wells, known = every.filter(~is_open), every.filter(at_worst_twice).get_column("place_id")
    labels = pl.concat([before, now]).filter(
        pl.col("place_id").is_in(gone) & ~pl.col("place_id").is_in(known.implode())
    )
    names = labels.unique("place_id", keep="last").get_column("place_label").sort().to_list()
    share, base_share = share_of_worst(wells, "class"), share_of_worst(wells, "base_class")
    worsened = share_where(wells, pl.col("worsened"))
    return Stability(
        year=year,
        base_year=base,
        wells=wells,
        all_wells=pl.concat([now, before]).get_column("place_id").n_unique(),
        share=share,
        base_share=base_share,
        worsened_share=worsened,
        word=word_whatever_was_lost(wells, len(names)),
        open_wells=tuple(names),
        parts=parts_whatever_was_lost(wells, len(names)),
    )


def lossy_wells(losses: pl.DataFrame | None, years: Set[int], *, background: bool) -> list[str]:
    """The wells that lost any item in these years."""
    if losses is None:
        return []
    mine = losses.filter(pl.col("year").is_in(sorted(years)) & (~pl.col("background") | background))
    return mine.get_column("place_id").unique().sort().to_list()


def word_whatever_was_lost(wells: pl.DataFrame, open_wells: int) -> Word | None:
    """The word of the comparable wells, if it says the same about stability whatever the open wells are. Of two words
    that are both stable the worse one is given."""
    if not wells.height:
        return None
    at_worst, at_best = (word_of(*shares) for shares in shares_whatever_was_lost(wells, open_wells))
    return at_worst if (at_worst == "变差") == (at_best == "变差") else None


def parts_whatever_was_lost(wells: pl.DataFrame, open_wells: int) -> tuple[bool | None, bool | None]:
    """The same for each of the two parts of which one suffices."""
    if not wells.height:
        return None, None
    at_worst, at_best = (parts_of_stable(*shares) for shares in shares_whatever_was_lost(wells, open_wells))
    no_rise, few_worse = (worst if worst == best else None for worst, best in zip(at_worst, at_best, strict=True))
    return no_rise, few_worse


def shares_whatever_was_lost(wells: pl.DataFrame, open_wells: int) -> tuple[tuple[Fraction, ...], ...]:
    """The shares at class Ⅴ now and before, and of wells that got worse, %: at worst each open well got worse and fell
    to class Ⅴ, at best each rose from it."""
    now, base, worsened = (
        wells.filter(chosen).height for chosen in (pl.col("class") == WORST, pl.col("base_class") == WORST, "worsened")
    )
    at_worst, at_best = (now + open_wells, base, worsened + open_wells), (now, base + open_wells, worsened)
    return tuple(
        tuple(Fraction(100 * part, wells.height + open_wells) for part in parts) for parts in (at_worst, at_best)
    )


def compared_wells(now: pl.DataFrame, before: pl.DataFrame, year: int, base_year: int) -> pl.DataFrame:
    """The comparable wells (`WELLS`), each classed by the worst of the items that both years have."""
    carried = ["value", "text", "item_class", "origin"]
    earlier = before.select("place_id", "item", *[pl.col(name).alias(f"base_{name}") for name in carried])
    both = now.join(earlier, on=["place_id", "item"]).filter(pl.col("origin") == pl.col("base_origin"))
    found = [
        compared(list(group.sort("item").iter_rows(named=True)), year, base_year)
        for _, group in both.group_by("place_id", maintain_order=True)
    ]
    return pl.DataFrame(found, schema=WELLS).sort("place_id")


def compared(pairs: Sequence[Mapping[str, Any]], year: int, base_year: int) -> dict[str, Any]:
    """One well in both years, from its common items."""
    now, before = (max(pair[name] for pair in pairs) for name in ("item_class", "base_item_class"))
    driving = [pair for pair in pairs if pair["item_class"] == now > 1]
    return {
        "area_id": pairs[0]["area_id"],
        "place_id": pairs[0]["place_id"],
        "place_label": pairs[0]["place_label"],
        "year": year,
        "base_year": base_year,
        "items": len(pairs),
        "class": now,
        "base_class": before,
        "driving_items": " ".join(pair["item"] for pair in driving),
        "worsened": now > before and any(has_risen(pair) for pair in driving),
    }


def has_risen(pair: Mapping[str, Any]) -> bool:
    """Whether an item that decides the class rose by more than the threshold.

    pH and words know no such percentage: their worse class is enough [choice]. What was not detected never rose: a
    higher detection limit is no deterioration [choice].
    """
    if pair["item"] == "PH" or pair["value"] is None:
        return bool(pair["item_class"] > pair["base_item_class"])
    if pair["below_limit"]:
        return False
    return bool(pair["value"] * 100 > pair["base_value"] * (100 + threshold("item_rise")))


def share_of_worst(wells: pl.DataFrame, column: str) -> Fraction | None:
    return share_where(wells, pl.col(column) == WORST)


def share_where(wells: pl.DataFrame, chosen: pl.Expr) -> Fraction | None:
    """Share of the wells in %; None of no wells."""
    return Fraction(100 * wells.filter(chosen).height, wells.height) if wells.height else None


def word_of(share: Fraction | None, base_share: Fraction | None, worsened: Fraction | None) -> Word | None:
    """好转 where the share of class Ⅴ falls enough; 稳定 where it does not rise, or few wells got worse; else 变差."""
    if share is None or base_share is None or worsened is None:
        return None
    change = share - base_share
    if change <= threshold("share_change_better"):
        return "好转"
    return "稳定" if any(parts_of_stable(share, base_share, worsened)) else "变差"


def parts_of_stable(share: Fraction, base_share: Fraction, worsened: Fraction) -> tuple[bool, bool]:
    """Whether the share of class Ⅴ does not rise, and few wells got worse."""
    rise = share - base_share
    return rise <= threshold("share_change_stable"), worsened <= threshold("worsened_share_stable")
