"""What is told of a section in a period: class, target, status, main pollutants, months, minimum data, evidence."""

from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.calendar import month_end
from standards.lost import lists_any
from standards.water import CLASS_III, CLASS_ITEMS, CLASS_IV, INFERIOR_V, MICRO, STATE, WITHOUT_WATER, DoMode
from standards.water_class import section_classes, section_status
from standards.water_items import KEY
from standards.water_limits import STANDARD, rule_minimum
from standards.water_means import month_sums, preferred
from standards.water_pollutants import Exceeding, in_words, main_pollutants
from standards.water_samples import class_where_whole

BAD_MONTHS: Final = ("incomplete_months", "months_worse_than_iv", "months_inferior_v")
STAGE_WEAKNESS: Final = {"official": 0, "audited": 1, "realtime": 2}
PERIOD_COLUMNS: Final[dict[str, pl.DataType]] = {
    "place_id": pl.String(), "name_zh": pl.String(), "river": pl.String(), "area_id": pl.String(),
    "water_type": pl.String(), "type_known": pl.Boolean(), "control_level": pl.String(), "role": pl.String(),
    "in_plan_list": pl.Boolean(), "period_type": pl.String(), "period_id": pl.String(), "date_from": pl.Date(),
    "date_to": pl.Date(), "complete": pl.Boolean(), "situation": pl.String(), "class": pl.Int64(),
    "class_at_best": pl.Int64(), "target_class": pl.Int64(), "target_met": pl.Boolean(), "status": pl.String(),
    "worst_items": pl.String(),
    "main_pollutants": pl.String(), "main_pollutants_target": pl.String(), "items": pl.Int64(),
    "items_lost": pl.String(),
    "samples": pl.Int64(), "months": pl.Int64(), "expected_months": pl.Int64(), "dry_months": pl.Int64(),
    "incomplete_months": pl.Int64(), "months_worse_than_iv": pl.Int64(), "months_inferior_v": pl.Int64(),
    "sufficient": pl.Boolean(),
    "stage": pl.String(), "origin": pl.String(), "kinds": pl.String(), "last_observed": pl.Date(),
    "standard": pl.String(), "do_mode": pl.String(),
}  # fmt: skip
"""`situation`: assessed, incomplete (lost items, so that the class may be worse than `class_at_best`), dry (without
water in every month that says anything) or no_data. `months` are those with data that are not incomplete."""


def month_evidence(entering: pl.DataFrame, observed: pl.DataFrame) -> pl.DataFrame:
    """What each month of a section rests on: place_id, month, samples, weakness (of the stage), origin, kinds, dry …

    Only what enters a mean counts: values of the class items of the preferred kind. A month is dry where a row says
    that there is no water (or ice) and nothing was measured.
    """
    classed = entering.filter(pl.col("item").is_in(CLASS_ITEMS)).with_columns(month=pl.col("date").dt.truncate("1mo"))
    used = preferred(month_sums(classed)).select("place_id", "item", "kind", "month").unique()
    weakness = pl.col("stage").replace_strict(STAGE_WEAKNESS, default=2, return_dtype=pl.Int64)
    last = pl.when(pl.col("span") == "month").then(pl.col("date").dt.month_end()).otherwise(pl.col("date"))
    measured = (
        classed.join(used, on=["place_id", "item", "kind", "month"], how="semi")
        .group_by("place_id", "month")
        .agg(
            samples=pl.struct("part", "moment", "kind").n_unique().cast(pl.Int64),
            weakness=weakness.max(),
            origin=pl.col("origin").min(),
            kinds=pl.col("kind").unique(),
            last_observed=last.max(),
        )
        .with_columns(dry=pl.lit(value=False))
    )
    states = observed.filter((pl.col("item") == STATE) & pl.col("text").is_in(WITHOUT_WATER))
    dry = states.select("place_id", month=pl.col("date").dt.truncate("1mo"), dry=pl.lit(value=True)).unique()
    return pl.concat([measured, dry.join(measured, on=["place_id", "month"], how="anti")], how="diagonal")


def period_facts(
    items: pl.DataFrame,
    registry: pl.DataFrame,
    evidence: pl.DataFrame,
    as_of: date,
    do_mode: DoMode,
    losses: pl.DataFrame,
) -> pl.DataFrame:
    """One row per registered section and period, as PERIOD_COLUMNS; `do_mode` is how dissolved oxygen was classed.

    `losses`: the items that periods lost (`water_losses`). A period that lost items of the class has none, unless it is
    at inferior V by what remains; what is certain all the same (a missed target, a month worse than IV) is said.
    """
    classes = section_classes(items, KEY)
    classed = registry.join(classes, on=KEY, how="left").join(losses, on=KEY, how="left")
    whole = class_where_whole(
        classed.with_columns(incomplete=lists_any(CLASS_ITEMS)), pl.col("incomplete")
    ).with_columns(
        incomplete=pl.col("incomplete") & pl.col("class").is_null(), certain=pl.coalesce("class", "class_at_best")
    )
    months = whole.filter(pl.col("period_type") == "month").rename({"date_from": "month"})
    rated = months.select("place_id", "month", "incomplete", month_class="certain")
    joined = whole.join(
        gathered(registry, evidence.join(rated, on=["place_id", "month"], how="left")), on=KEY, how="left"
    ).join(named_pollutants(items, registry), on=KEY, how="left")
    full = joined.join(bad_months(registry, rated), on=KEY, how="left")
    counts = ["items", "samples", "months", "dry_months", *BAD_MONTHS]
    counted = full.with_columns(pl.col(counts).fill_null(0))
    level = pl.col("class")
    dry = level.is_null() & (pl.col("dry_months") > 0)
    met, best = level <= pl.col("target_class"), pl.col("class_at_best")
    names = {rank: name for name, rank in STAGE_WEAKNESS.items()}
    words = {k: section_status(k) for k in range(1, INFERIOR_V + 1)}
    told = counted.with_columns(
        situation=pl.when(level.is_not_null()).then(pl.lit("assessed"))
        .when("incomplete").then(pl.lit("incomplete")).when(dry).then(pl.lit("dry"))
        .otherwise(pl.lit("no_data")),
        target_met=pl.when(best > pl.col("target_class")).then(pl.lit(value=False)).otherwise(met),
        status=level.replace_strict(words, default=None, return_dtype=pl.String),
        stage=pl.col("weakness").replace_strict(names, default=None, return_dtype=pl.String),
        sufficient=(pl.col("certain").is_not_null() & enough(as_of)).fill_null(value=False),
        standard=pl.lit(STANDARD),
        do_mode=pl.lit(do_mode),
    )  # fmt: skip
    return told.select(pl.col(name).cast(kind) for name, kind in PERIOD_COLUMNS.items()).sort(KEY)


def gathered(registry: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    """The months' evidence by period: samples, months, dry_months, weakness, origin, kinds, last_observed. What says
    that there was no water and gives values all the same (`incomplete`) is not dry."""
    incomplete = pl.col("incomplete").fill_null(value=False)
    spread = registry.select(*KEY, "date_from", "date_to").join(evidence, on="place_id").filter(
        pl.col("month").is_between(pl.col("date_from"), pl.col("date_to"))
    )  # fmt: skip
    return spread.group_by(KEY).agg(
        pl.col("samples").sum(),
        months=(~pl.col("dry") & ~incomplete).sum().cast(pl.Int64),
        dry_months=(pl.col("dry") & ~incomplete).sum().cast(pl.Int64),
        weakness=pl.col("weakness").max(),
        origin=pl.col("origin").min(),
        kinds=pl.col("kinds").explode().drop_nulls().unique().sort().str.join("|").replace("", None),
        last_observed=pl.col("last_observed").max(),
    )


def bad_months(registry: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """How many months of every period are incomplete, certainly worse than class IV, and at inferior V."""
    spread = registry.select(*KEY, "date_from", "date_to").join(months, on="place_id").filter(
        pl.col("month").is_between(pl.col("date_from"), pl.col("date_to"))
    )  # fmt: skip
    return spread.group_by(KEY).agg(
        incomplete_months=pl.col("incomplete").sum().cast(pl.Int64),
        months_worse_than_iv=(pl.col("month_class") > CLASS_IV).sum().cast(pl.Int64),
        months_inferior_v=(pl.col("month_class") == INFERIOR_V).sum().cast(pl.Int64),
    )


def ended_months(as_of: date) -> int:
    """How many months of its year have ended with the day."""
    return as_of.month if as_of == month_end(as_of.year, as_of.month) else as_of.month - 1


def enough(as_of: date) -> pl.Expr:
    """Whether a period has its minimum data (`limits/water_validity.csv`). `as_of`: the last day that has passed.

    A year needs 8 months, 1–N months and a running year the same share of the months that have ended, a quarter two
    samples, a month anything.
    """
    span = pl.col("date_to").dt.month() - pl.col("date_from").dt.month() + 1
    ended = pl.when(pl.col("complete")).then(span).otherwise(pl.lit(max(ended_months(as_of), 1)))
    by_months = pl.col("months") * 12 >= ended.cast(pl.Int64) * rule_minimum("months_share_of_cumulative")
    return (
        pl.when(pl.col("period_type") == "quarter")
        .then(pl.col("samples") >= rule_minimum("samples_in_quarter"))
        .when((pl.col("period_type") == "year") & pl.col("complete"))
        .then(pl.col("months") >= rule_minimum("months_in_year"))
        .when(pl.col("period_type") != "month")
        .then(by_months)
        .otherwise(pl.lit(value=True))
    )


def named_pollutants(items: pl.DataFrame, registry: pl.DataFrame) -> pl.DataFrame:
    """Main pollutants of every section and period in words: those worse than class III, and worse than the target."""
    classed = items.filter(pl.col("item_class") > 1).join(registry.select(*KEY, "target_class"), on=KEY)
    beyond_iii: dict[tuple[str, ...], list[Exceeding]] = {}
    beyond_target: dict[tuple[str, ...], list[Exceeding]] = {}
    for row in classed.iter_rows(named=True):
        key = tuple(row[name] for name in KEY)
        if row["item_class"] > CLASS_III:
            beyond_iii.setdefault(key, []).append(exceeding(row, "multiple_iii_micro"))
        if row["target_class"] is not None and row["item_class"] > row["target_class"]:
            beyond_target.setdefault(key, []).append(exceeding(row, "multiple_target_micro"))
    rows: list[dict[str, str | None]] = [
        {
            **dict(zip(KEY, key, strict=True)),
            "main_pollutants": in_words(main_pollutants(beyond_iii.get(key, ()))),
            "main_pollutants_target": in_words(main_pollutants(beyond_target.get(key, ()))),
        }
        for key in sorted({*beyond_iii, *beyond_target})
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys((*KEY, "main_pollutants", "main_pollutants_target"), pl.String()))


def exceeding(row: dict[str, Any], base: str) -> Exceeding:
    """An item of a period as the order of main pollutants needs it."""
    multiple = row[base]
    return Exceeding(row["item"], row["item_class"], None if multiple is None else Fraction(multiple, MICRO))
