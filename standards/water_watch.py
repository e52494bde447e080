"""The watch of a month: what automatic stations say of a section so far, and what the rest of the month must hold.

Day means of automatic values are averaged over the days of the month that have one, of pH through H⁺; the mean is
rounded to the decimals of its item and classed (环办监测函〔2020〕82号, GB 3838-2002). This is no assessment: automatic
values are not audited and are of few items. What the days left must hold: `water_watch_rest`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.calendar import Period, month_end
from standards.water import CLASS_ITEMS
from standards.water_class import item_classes, section_classes
from standards.water_limits import rounded_value
from standards.water_means import day_sums, stored, value_of, with_amounts
from standards.water_periods import STAGE_WEAKNESS
from standards.water_registry import only_registered, registered
from standards.water_watch_rest import Month, rest_of_month
from standards.water_watch_targets import with_month_targets

SPANS: Final = ("hour", "day")
SECTION: Final = ["place_id", "as_of"]
KEY: Final = [*SECTION, "item"]
STAGES: Final = {rank: name for name, rank in STAGE_WEAKNESS.items()}

WATCH_COLUMNS: Final[dict[str, pl.DataType]] = {
    "place_id": pl.String(), "as_of": pl.Date(), "item": pl.String(), "name_zh": pl.String(), "river": pl.String(),
    "area_id": pl.String(), "month": pl.Date(), "numerator": pl.Int64(), "denominator": pl.Int64(),
    "value": pl.Int64(), "item_class": pl.Int64(), "target_class": pl.Int64(), "target_basis": pl.String(),
    "comparator": pl.String(), "limit": pl.Int64(), "rest": pl.Int64(), "outlook": pl.String(), "drives": pl.Boolean(),
    "class": pl.Int64(), "driving_items": pl.String(), "items": pl.Int64(), "days": pl.Int64(),
    "missing_days": pl.Int64(), "days_left": pl.Int64(), "samples": pl.Int64(), "upstream_id": pl.String(),
    "upstream_value": pl.Int64(), "upstream_class": pl.Int64(), "stage": pl.String(), "origin": pl.String(),
}  # fmt: skip
"""`numerator / denominator` is the unrounded mean and `value` the rounded one, in nano like `limit` and `rest`. `days`
have a value, `missing_days` of the days up to `as_of` have none. `class`, `driving_items` and `items` are of the
section; `upstream_value` and `upstream_class` of the section upstream, for the same day and item."""


def looks(year: int, end: date) -> list[Period]:
    """The days that a year is looked at on, up to `end`: the last day of each month that is over, and every day of the
    month that is not."""
    last_days = [month_end(year, month) for month in range(1, 13)]
    over = [Period("month_to_date", str(day), day.replace(day=1), day) for day in last_days if day <= end]
    if end.year != year or end == month_end(year, end.month):
        return over
    first = end.replace(day=1)
    running = [first + timedelta(days=n) for n in range(end.day)]
    return [*over, *(Period("month_to_date", str(day), first, day, complete=False) for day in running)]


def watch_sections(
    observed: pl.DataFrame,
    sections: pl.DataFrame,
    targets: pl.DataFrame,
    carried: pl.DataFrame,
    year: int,
    end: date,
) -> pl.DataFrame:
    """One row per registered section with automatic values, day looked at and item of the class, as WATCH_COLUMNS.

    `observed`: observations as `evaluate_sections` takes them; `sections` too, with `upstream_id`; `targets`: the table
    of targets; `carried`: place_id, item with automatic values at the end of the year before, so that a station that
    fell silent is seen from the first day on. `end`: the last day that has passed. Raises nothing on data.
    """
    periods = looks(year, end)
    entering = automatic_values(observed, sections, year, end)
    registry = registered(sections, periods).with_columns(as_of=pl.col("date_to"), month=pl.col("date_from"))
    items = watched_items(entering, carried)
    asked = with_month_targets(registry, targets).join(items, on="place_id")
    asked = asked.filter(pl.col("first_seen") <= pl.col("as_of"))
    months = months_to_date(entering, periods)
    classed = item_classes(with_means(asked, months), on=end)
    decided = classed.join(section_classes(classed, SECTION), on=SECTION, how="left")
    judged = with_rest(decided.rename({"worst_items": "driving_items"}), months, end)
    drives = pl.col("driving_items").fill_null("").str.split(",").list.contains(pl.col("item"))
    told = with_upstream(judged.with_columns(drives=drives), sections)
    return told.select(pl.col(name).cast(kind) for name, kind in WATCH_COLUMNS.items()).sort(KEY)


def automatic_values(observed: pl.DataFrame, sections: pl.DataFrame, year: int, end: date) -> pl.DataFrame:
    """What enters the means: used automatic values of the items of the class, single or of a day."""
    of_year = observed.filter(
        (pl.col("date").dt.year() == year)
        & (pl.col("date") <= end)
        & (pl.col("kind") == "automatic")
        & pl.col("span").is_in(SPANS)
        & pl.col("item").is_in(CLASS_ITEMS)
        & pl.col("used")
        & pl.col("value").is_not_null()
    )
    return only_registered(of_year, sections).with_columns(pl.col("below_limit").fill_null(value=False))


def watched_items(entering: pl.DataFrame, carried: pl.DataFrame) -> pl.DataFrame:
    """place_id, item, first_seen: what a station measures, and since when."""
    seen = entering.group_by("place_id", "item").agg(first_seen=pl.col("date").min())
    before = carried.select("place_id", "item", first_seen=pl.lit(date.min))
    return pl.concat([before, seen]).group_by("place_id", "item").agg(pl.col("first_seen").min())


@dataclass(frozen=True)
class Sources:
    """What a mean so far rests on."""

    month: Month
    samples: int
    stage: str
    origin: str


Months = Mapping[tuple[str, date, str], Sources]


def months_to_date(entering: pl.DataFrame, periods: list[Period]) -> Months:
    """By section, day looked at and item: the sum of the day means so far and what it rests on."""
    key = ["place_id", "month", "date", "item"]
    weakness = pl.col("stage").replace_strict(STAGE_WEAKNESS, default=2, return_dtype=pl.Int64)
    told = entering.with_columns(month=pl.col("date").dt.truncate("1mo")).group_by(key)
    sources = told.agg(weakness=weakness.max(), origin=pl.col("origin").min())
    days = day_sums(with_amounts(entering)).join(sources, on=key)
    spans = pl.DataFrame(
        {"month": [one.first for one in periods], "as_of": [one.last for one in periods]},
        schema={"month": pl.Date(), "as_of": pl.Date()},
    )
    so_far = days.join(spans, on="month").filter(pl.col("date") <= pl.col("as_of"))
    sums = so_far.group_by(*KEY, "n").agg(
        pl.col("amount").sum(), days=pl.len(), samples=pl.col("values").sum(), weakness=pl.col("weakness").max(),
        origin=pl.col("origin").min(),
    )  # fmt: skip
    found: dict[tuple[str, date, str], Sources] = {}
    for place, as_of, item, n, amount, count, samples, weak, origin in sums.sort(*KEY, "n").iter_rows():
        left = (month_end(as_of.year, as_of.month) - as_of).days
        part = Sources(Month(Fraction(amount, n), count, left), samples, STAGES[weak], origin)
        before = found.get((place, as_of, item))
        found[place, as_of, item] = part if before is None else together(before, part)
    return found


def together(one: Sources, other: Sources) -> Sources:
    """Days with different numbers of values, in one sum."""
    month = Month(one.month.total + other.month.total, one.month.days + other.month.days, one.month.left)
    stage = max(one.stage, other.stage, key=STAGE_WEAKNESS.__getitem__)
    return Sources(month, one.samples + other.samples, stage, min(one.origin, other.origin))


MEANS: Final = {
    name: WATCH_COLUMNS[name]
    for name in ("numerator", "denominator", "value", "days", "missing_days", "days_left", "samples", "stage", "origin")
}


def with_means(asked: pl.DataFrame, months: Months) -> pl.DataFrame:
    """Adds MEANS: the mean so far, rounded and unrounded, its days and what it rests on."""
    rows = [mean_of(as_of, item, months.get((place, as_of, item))) for place, as_of, item in asked.select(KEY).rows()]
    return asked.hstack(pl.DataFrame(rows, schema=MEANS))


def mean_of(as_of: date, item: str, sources: Sources | None) -> dict[str, Any]:
    """One mean so far; empty where no day has a value."""
    left = (month_end(as_of.year, as_of.month) - as_of).days
    if sources is None:
        return {"days": 0, "missing_days": as_of.day, "days_left": left, "samples": 0}
    value = value_of(sources.month.mean, item)
    numerator, denominator = stored(value)
    return {
        "numerator": numerator, "denominator": denominator, "value": rounded_value(value, item),
        "days": sources.month.days, "missing_days": as_of.day - sources.month.days, "days_left": left,
        "samples": sources.samples, "stage": sources.stage, "origin": sources.origin,
    }  # fmt: skip


REST: Final = {name: WATCH_COLUMNS[name] for name in ("comparator", "limit", "rest", "outlook")}


def with_rest(judged: pl.DataFrame, months: Months, end: date) -> pl.DataFrame:
    """Adds REST: the limit of the target, what the days left must hold, and the outlook."""
    named = judged.select(*KEY, "water_type", "target_class", "item_class").rows()
    rows = [
        rest_of_month(found.month if (found := months.get((place, day, item))) else None, item, kind, target, own, end)
        for place, day, item, kind, target, own in named
    ]
    return judged.hstack(pl.DataFrame([vars(row) for row in rows], schema=REST))


def with_upstream(rows: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """Adds upstream_id, and the value and class of the same item and day there."""
    named = sections.filter(pl.col("upstream_id").is_not_null()).select(
        "upstream_id", "valid_from", "valid_to", place_id="section_id"
    )
    days = rows.select(SECTION).unique().join(named, on="place_id")
    begun = pl.col("valid_from").is_null() | (pl.col("valid_from") <= pl.col("as_of"))
    going_on = pl.col("valid_to").is_null() | (pl.col("as_of") <= pl.col("valid_to"))
    valid = days.filter(begun & going_on).select(*SECTION, "upstream_id").unique(SECTION, keep="first")
    above = rows.select("as_of", "item", upstream_id="place_id", upstream_value="value", upstream_class="item_class")
    return rows.join(valid, on=SECTION, how="left").join(above, on=["upstream_id", "as_of", "item"], how="left")
