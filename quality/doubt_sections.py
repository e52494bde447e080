"""Items of a month's sections below each other's header, and sections that bear each other's name: each is held against
its own months before. Samples taken by hand alone: nobody types the columns of an automatic station."""

from typing import Final

import polars as pl

from quality.doubt_bounds import bound, pairs
from quality.recent import Before, crossed_gain, with_recent

ITEMS: Final = "items_exchanged"
SECTIONS: Final = "sections_exchanged"
BY_HAND: Final = "manual"
UNIT: Final = 10**9
"""An observation is an integer of 1e-9 of its unit."""

MONTH: Final = ["source_file_id", "date"]
ALIKE: Final = ("WT", "PH")
"""Items that tell no section from another: all have the weather in common, and pH is a logarithm already."""


def months_of(observations: pl.DataFrame) -> pl.DataFrame:
    """One row per file, section, item and month (`date`, its first day) of samples by hand: `log` of the median, with
    `log_middle` and `log_spread` of the months before, of all files; only where there are enough of them.

    `observations` as settled: place_id, item, date, value, below_limit, kind, used, source_file_id.
    """
    detected = (pl.col("value") > 0) & ~pl.col("below_limit").fill_null(value=False)
    measured = observations.filter("used", pl.col("kind") == BY_HAND, detected).with_columns(
        pl.col("date").dt.month_start()
    )
    of_month = {"log": (pl.col("value").median() / UNIT).log()}
    key = ["place_id", "item", "date"]
    every = measured.group_by(key, maintain_order=True).agg(**of_month)
    earlier = with_recent(every, ["place_id", "item"], ["log"], months_before()).drop("log")
    of_file = measured.group_by("source_file_id", *key, maintain_order=True).agg(**of_month)
    joined = of_file.join(earlier, on=key, how="left", maintain_order="left")
    return joined.filter(pl.col("log_middle").is_not_null())


def months_before() -> Before:
    """What a month of a section is held against."""
    back, least = (int(bound("sections", name)) for name in ("months_back", "months_least"))
    return Before(f"{back}mo", least, bound("sections", "spread_least"))


def exchanged_items(months: pl.DataFrame) -> pl.DataFrame:
    """Files and months in which two items fit each other's months before far better than their own, at all sections
    together (place_id empty) or at one: source_file_id, date, place_id, subject (both items), score, threshold."""
    return pl.concat([exchanged_pair(months, one, other) for one, other in pairs(ITEMS)])


def exchanged_pair(months: pl.DataFrame, one: str, other: str) -> pl.DataFrame:
    """The same for two items. A file is told as a whole where most of its sections say so, then none of them alone."""
    subject, least = f"{one}|{other}", bound(ITEMS, "file_gain")
    gains = gains_of_items(months, one, other)
    whole = (
        gains.group_by(MONTH, maintain_order=True)
        .agg(sections=pl.len(), for_it=(pl.col("gain") > 0).sum(), score=pl.col("gain").sum())
        .filter(
            pl.col("score") >= least,
            pl.col("sections") >= bound(ITEMS, "file_sections"),
            pl.col("for_it") * 2 > pl.col("sections"),
        )
        .select(*MONTH, "score", place_id=pl.lit(""), threshold=pl.lit(least))
    )
    alone = bound(ITEMS, "gain", subject)
    single = gains.filter(pl.col("gain") >= alone).join(whole, on=MONTH, how="anti")
    named = single.select(*MONTH, "place_id", score="gain", threshold=pl.lit(alone))
    return pl.concat([whole, named], how="diagonal").with_columns(subject=pl.lit(subject))


def gains_of_items(months: pl.DataFrame, one: str, other: str) -> pl.DataFrame:
    """How much better each section of a file and month fits with the two items exchanged."""
    both = months.filter(pl.col("item") == one).join(
        months.filter(pl.col("item") == other), on=[*MONTH, "place_id"], suffix="_of_other", maintain_order="left"
    )
    return both.select(*MONTH, "place_id", gain=crossed_gain(["log"]))


def exchanged_sections(months: pl.DataFrame, registered: pl.Series) -> pl.DataFrame:
    """Pairs of registered sections whose values of a file and month fit each other's months before far better than
    their own: source_file_id, date, place_id, subject (the other section), score, threshold."""
    gains = gains_of_sections(months.filter(pl.col("place_id").is_in(registered.implode())))
    least = bound(SECTIONS, "gain")
    found = gains.filter(pl.col("gain") >= least, pl.col("items") >= bound(SECTIONS, "items_least"))
    return found.select(*MONTH, "place_id", "subject", score="gain", threshold=pl.lit(least))


def gains_of_sections(months: pl.DataFrame) -> pl.DataFrame:
    """How much better the items of each pair fit with the two sections exchanged, and how many items they share."""
    telling = months.filter(~pl.col("item").is_in(ALIKE))
    both = telling.join(telling, on=[*MONTH, "item"], suffix="_of_other").filter(
        pl.col("place_id") < pl.col("place_id_of_other")
    )
    gains = both.select(*MONTH, "place_id", subject="place_id_of_other", gain=crossed_gain(["log"]))
    key = [*MONTH, "place_id", "subject"]
    return gains.group_by(key).agg(pl.col("gain").sum(), items=pl.len()).sort(key)
