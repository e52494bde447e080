"""The items of a section in a period: exact mean, evaluation value, class and exceedance multiples.

An assessed mean is rounded to its decimals before it is classed, whatever its source (环办监测函〔2020〕82号).
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from standards.calendar import Period
from standards.water import CLASS_III, MICRO, DoMode
from standards.water_class import item_classes
from standards.water_limits import rounded_value
from standards.water_means import MonthMean, mean_of_months, stored, value_of
from standards.water_pollutants import exceedance_multiple
from standards.water_samples import with_temperature

KEY: Final = ["place_id", "period_type", "period_id"]

ITEM_COLUMNS: Final[dict[str, pl.DataType]] = {
    "place_id": pl.String(), "period_type": pl.String(), "period_id": pl.String(), "date_from": pl.Date(),
    "date_to": pl.Date(), "item": pl.String(), "numerator": pl.Int64(), "denominator": pl.Int64(),
    "samples": pl.Int64(), "months": pl.Int64(), "below_limit": pl.Int64(), "source_kind": pl.String(),
    "value": pl.Int64(), "item_class": pl.Int64(), "multiple_iii_micro": pl.Int64(),
    "multiple_target_micro": pl.Int64(),
}  # fmt: skip
"""`numerator / denominator` is the unrounded mean in nano (of pH already −log10 of the mean H⁺, to the nearest nano);
`value` is the evaluation value in nano. `samples` are single values. `source_kind`: automatic, manual or both, joined
by `|`. A multiple is null where the limit holds."""


def period_items(
    months: Sequence[MonthMean], registry: pl.DataFrame, periods: Sequence[Period], do_mode: DoMode = "ABS"
) -> pl.DataFrame:
    """One row per section, period and item, as ITEM_COLUMNS. `registry`: sections by period, with type and target."""
    means = mean_rows(months, periods)
    facts = means.join(registry.select(*KEY, "water_type", "target_class"), on=KEY)
    keyed = with_temperature(facts, KEY) if do_mode == "ABS_OR_SAT" else facts
    classed = item_classes(keyed, do_mode, periods[-1].last if periods else None)
    bases = classed.select("value", "item", "water_type", "target_class", "date_to")
    multiples = [multiples_of(*row) for row in bases.iter_rows()]
    schema = {"multiple_iii_micro": pl.Int64(), "multiple_target_micro": pl.Int64()}
    full = classed.hstack(pl.DataFrame(multiples, schema=schema, orient="row"))
    return full.select(pl.col(name).cast(kind) for name, kind in ITEM_COLUMNS.items()).sort(*KEY, "item")


def mean_rows(months: Sequence[MonthMean], periods: Sequence[Period]) -> pl.DataFrame:
    """The mean of every place, item and period, and its evaluation value."""
    by_item: dict[tuple[str, str], list[MonthMean]] = {}
    for month in months:
        by_item.setdefault((month.place_id, month.item), []).append(month)
    found = [
        mean_row(place, item, period, [month for month in series if period.first <= month.month <= period.last])
        for (place, item), series in by_item.items()
        for period in periods
    ]
    columns = list(ITEM_COLUMNS)[: list(ITEM_COLUMNS).index("item_class")]
    return pl.DataFrame(
        [row for row in found if row is not None], schema={name: ITEM_COLUMNS[name] for name in columns}
    )


def mean_row(place: str, item: str, period: Period, months: Sequence[MonthMean]) -> dict[str, object] | None:
    """One mean; None where no month of the period has the item."""
    mean = mean_of_months(months)
    if mean is None:
        return None
    value = value_of(mean.total, item)
    numerator, denominator = stored(value)
    return {
        "place_id": place, "period_type": period.period_type, "period_id": period.period_id,
        "date_from": period.first, "date_to": period.last, "item": item,
        "numerator": numerator, "denominator": denominator, "samples": mean.values, "months": mean.months,
        "below_limit": mean.below_limit, "source_kind": "|".join(mean.kinds), "value": rounded_value(value, item),
    }  # fmt: skip


def multiples_of(value: int, item: str, water_type: str, target: int | None, day: date) -> tuple[int | None, ...]:
    """Exceedance multiples in 1e-6 on the base of class III and on that of the target class."""
    found = [exceedance_multiple(value, item, water_type, base, day) for base in (CLASS_III, target)]
    return tuple(None if multiple is None else round(multiple * MICRO) for multiple in found)
