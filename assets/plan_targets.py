"""How far the targets have come, and whether their parts fit the whole: what these two marts select from."""

from collections.abc import Iterable
from typing import Any, Final

import polars as pl

from assets.air import PERIODS as AIR_PERIODS
from assets.marts import Frames, Mart, mart_name
from assets.period_values import PERIOD_VALUES
from assets.provenance import withheld_datasets
from assets.reckoned import Reckoning
from assets.workspace import Workspace
from schemas.air import AIR_PERIOD
from schemas.emit import polars_schema
from schemas.periods import PERIOD_VALUE, TARGET_KEY, TARGET_PARTS, TARGET_PROGRESS
from standards.limits import rows
from standards.period_readings import READINGS
from standards.plan_parts import parts_against_whole
from standards.plan_progress import PROGRESS as OF_PROGRESS
from standards.plan_progress import Key, progress
from standards.plan_target_periods import YEAR, in_force
from store.lake import Lake

TARGET_COLUMNS: Final = [field.name for field in TARGET_KEY] + ["valid_from"]
NEEDED: Final = (
    "level", "place_id", "measure", "basis", "period_type", "period_id", "numerator", "denominator", "steps", "valid",
    "valid_count", "expected_count", "date_to", "stage", "origin",
)  # fmt: skip


def value_frames(workspace: Workspace, year: int | None) -> Frames:
    """The readings of a year, and the published rows of hourly air beside."""
    lake, air = workspace.lake, mart_name("air_period")
    if year is None:
        return {"readings": None}
    shown = lake.read(air, year) if lake.path(air, year).exists() else pl.DataFrame(schema=polars_schema(AIR_PERIOD))
    return {"readings": lake.read(PERIOD_VALUES, year), "air": shown}


def target_progress(workspace: Workspace) -> pl.DataFrame:
    """The targets with their values; whole years by the scoreboard. Invented ones (`invented`) only beside values of
    the demonstration."""
    entered = workspace.references.table("targets")
    invented = without_entered(workspace.references.demo_targets(), entered)
    path = workspace.lake.path(mart_name("indicator_status"))
    listed = pl.read_parquet(path).iter_rows(named=True) if path.exists() else ()
    scoreboard = {(row["area_id"], row["year"], row["indicator_id"]): row for row in listed}
    asked = {*invented.get_column("year")} | {
        row["year"]
        for row in entered.iter_rows(named=True)
        if row["period"] != "year"
        or row["place_id"]
        or (row["area_id"], row["year"], row["indicator_id"]) not in scoreboard
    }
    readings = readings_of(workspace.lake, sorted(asked))
    withheld = frozenset(withheld_datasets(workspace.lake) if asked else ())
    today = workspace.current_day()
    found = [
        progress(entered, readings, scoreboard, today, withheld).with_columns(invented=pl.lit(value=False)),
        beside_demonstration(progress(invented, readings, {}, today, withheld)).with_columns(
            invented=pl.lit(value=True)
        ),
    ]
    return pl.concat(found)


def beside_demonstration(invented: pl.DataFrame) -> pl.DataFrame:
    """The invented targets of areas, indicators and years that have values of the demonstration, and no real one."""
    series = ["area_id", "indicator_id", "year"]
    demo, real = (invented.filter(pl.col("origin") == origin) for origin in ("demo", "real"))
    return invented.join(demo, on=series, how="semi").join(real, on=series, how="anti")


def without_entered(invented: pl.DataFrame, entered: pl.DataFrame) -> pl.DataFrame:
    """The invented targets of indicators and years of which no part is entered."""
    parts = entered.filter((pl.col("period") != YEAR) | pl.col("place_id").is_not_null())
    same = invented.join(parts, on=["indicator_id", "year"], how="anti")
    return same.join(entered, on=TARGET_COLUMNS[:-1], how="anti", nulls_equal=True)


def target_parts(workspace: Workspace) -> pl.DataFrame:
    """The targets in force that have parts, held against them; `invented` where parts are of the demonstration."""
    targets, areas = (workspace.references.table(name) for name in ("targets", "areas"))
    shown = told_targets(workspace.lake).filter("invented")
    parts = workspace.references.demo_targets().join(shown, on=TARGET_COLUMNS, how="semi", nulls_equal=True)
    found = parts_against_whole(in_force(pl.concat([targets, parts]), workspace.current_day()), areas)
    about = parts.select("indicator_id", "year", invented=pl.lit(value=True)).unique()
    return found.join(about, on=["indicator_id", "year"], how="left", maintain_order="left").with_columns(
        pl.col("invented").fill_null(value=False)
    )


def told_targets(lake: Lake) -> pl.DataFrame:
    """What `target_progress` told of the targets; nothing where that failed."""
    if lake.path(PROGRESS.place).exists():
        return lake.read(PROGRESS.place)
    return pl.DataFrame(schema={**OF_PROGRESS, "invented": pl.Boolean()})


def readings_of(lake: Lake, years: Iterable[int]) -> dict[Key, dict[str, Any]]:
    """The exact values of some years that targets may be held against."""
    measures = {row["measure"] for row in rows("target_measures")}
    found: dict[Key, dict[str, Any]] = {}
    for year in years:
        for frame in (other_rows(lake, year), air_rows(lake, year)):
            for row in frame.filter(pl.col("measure").is_in(measures)).collect().iter_rows(named=True):
                key = tuple(row[name] for name in NEEDED[:6])
                found[key] = row
    return found


def other_rows(lake: Lake, year: int) -> pl.LazyFrame:
    """The readings of all media but hourly air."""
    path = lake.path(PERIOD_VALUES, year)
    return pl.scan_parquet(path).select(NEEDED) if path.exists() else no_rows()


def air_rows(lake: Lake, year: int) -> pl.LazyFrame:
    """The periods of areas in hourly air as readings."""
    path = lake.path(AIR_PERIODS, year)
    if not path.exists():
        return no_rows()
    named = pl.scan_parquet(path).rename(
        {"area_id": "place_id", "valid_days": "valid_count", "expected_days": "expected_count"}
    )
    return named.with_columns(level=pl.lit("area"), steps=pl.lit(1, pl.Int64)).select(NEEDED)


def no_rows() -> pl.LazyFrame:
    return pl.LazyFrame(schema={name: READINGS[name] for name in NEEDED})


PROGRESS: Final = Reckoning(
    "target_progress_evaluated",
    "How far every target has come, parts of a year and places among them.",
    ("period_values", "air_periods", "marts/indicator_status", "marts/row_ledger"),
    ("targets",),
    target_progress,
)
PARTS: Final = Reckoning(
    "target_parts_evaluated",
    "Whether the parts of a target make the whole.",
    (PROGRESS.name,),
    ("targets", "areas"),
    target_parts,
)
RECKONINGS: Final = (PROGRESS, PARTS)

MARTS: Final = (
    Mart(
        PERIOD_VALUE, "plan", ("period_values", "marts/air_period"), value_frames,
        reads={"readings": "period_values", "air": "marts/air_period"},
        sources=(PERIOD_VALUES, mart_name("air_period")),
    ),
    PROGRESS.mart(TARGET_PROGRESS, "progress"),
    PARTS.mart(TARGET_PARTS, "parts"),
)  # fmt: skip
