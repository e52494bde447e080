"""Sections of surface water: class of every sample, and of the mean concentrations of months to years.

The class of a period is that of its mean concentrations, never the worst, the modal or the mean class of its months
(环办〔2011〕22号). Automatic values go before manual ones for the six items of the 2020 notice. A section without water
in a period has no class and is told apart from one without data.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from standards.lost import nothing_lost
from standards.water import SURFACE_ITEMS, DoMode
from standards.water_items import period_items
from standards.water_losses import lost_months, lost_periods
from standards.water_means import month_means
from standards.water_periods import month_evidence, period_facts
from standards.water_registry import only_registered, registered, section_periods, types_of
from standards.water_samples import sample_classes

SPANS: Final = ("hour", "day", "month")
"""What may enter a month; a value that stands for a quarter or a year does not."""


@dataclass(frozen=True)
class SectionFacts:
    """`samples`: one row per sample (water_samples), `items`: per section, period and item (water_items.ITEM_COLUMNS),
    `periods`: per registered section and period (PERIOD_COLUMNS), also where it has no class."""

    samples: pl.DataFrame
    items: pl.DataFrame
    periods: pl.DataFrame


def evaluate_sections(
    samples: pl.DataFrame,
    sections: pl.DataFrame,
    year: int,
    as_of: date,
    do_mode: DoMode = "ABS",
    lost: pl.DataFrame | None = None,
) -> SectionFacts:
    """Samples and periods of one year, of the observations up to `as_of`.

    `samples`: observations (place_id, part, item, date, moment, span, kind, value in nano, below_limit, text,
    condition, published_class, stage, origin, source_file_id, source_row, used …), of any years. `sections`:
    section_id, name_zh, river, area_id, water_type, control_level, role, target_class, in_plan_list, valid_from,
    valid_to. `lost`: values that samples lost (`standards.lost`): no class is better for them. Unregistered places are
    evaluated in `samples` only. Raises nothing on data.
    """
    elapsed = (pl.col("date").dt.year() == year) & (pl.col("date") <= as_of)
    observed, gone = samples.filter(elapsed), (nothing_lost() if lost is None else lost).filter(elapsed)
    periods = section_periods(year, as_of)
    registry = registered(sections, periods)
    mine = only_registered(observed, sections)
    entering = mine.filter(
        pl.col("used")
        & pl.col("value").is_not_null()
        & pl.col("item").is_in(SURFACE_ITEMS)
        & pl.col("span").is_in(SPANS)
    ).with_columns(pl.col("below_limit").fill_null(value=False))
    means = month_means(entering)
    items = period_items(means, registry, periods, do_mode)
    missing = lost_months(only_registered(gone, sections).filter(pl.col("span").is_in(SPANS)), means)
    evidence = month_evidence(entering, mine)
    return SectionFacts(
        sample_classes(observed, types_of(sections), do_mode, gone),
        items,
        period_facts(items, registry, evidence, as_of, do_mode, lost_periods(missing, registry)),
    )
