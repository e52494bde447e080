"""What is left of the running year, and how well earlier years would have been called."""

from datetime import date
from functools import partial
from typing import Any, Final

import dagster as dg
import polars as pl

from assets.air import DAYS, calendar_end, reference
from assets.attainment_looks import FACTS, LOOKS, Found, Running, area_days, years_before
from assets.contracts import WHOLE, held_apart
from assets.evaluations import CODE, contents_of
from assets.intake import OWNERS
from assets.marts import Frames, Mart
from assets.told import Materialized, described
from assets.water import ITEMS, PERIODS
from assets.workspace import Workspace
from schemas import attainment as contracts
from schemas.note_words import note
from standards.attainment_calibration import CALIBRATION, calibration
from standards.attainment_reasons import of_words_alone, with_reasons, without_outlook
from standards.attainment_table import (
    CHANCES,
    Variants,
    chance_frame,
    chances_of,
    outlook_frame,
)
from standards.plan_status import Target
from standards.plan_target_periods import in_force, of_whole_area
from standards.plan_targets import strange_targets, target_of
from store.digest import code_digest, digest_of
from store.lake import Lake

OUTLOOK: Final = "evaluations/attainment/outlook"
STATUS_CHANCES: Final = "evaluations/attainment/chances"
CALLED: Final = "evaluations/attainment/calibration"
EVALUATED, CALIBRATED = "attainment_evaluated", "attainment_calibrated"
SHOWN: Final = ["area_id", "indicator_id", "place_id", "basis", "control", "budget", "chance_resampled_micro"]


@dg.asset(
    name=EVALUATED,
    group_name="plan",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"medium": "plan", "layer": "evaluations"},
    deps=[
        "air_days",
        "water_sections_evaluated",
        *(f"{dataset.name}_evaluated" for dataset, _ in FACTS),
        *reference("areas", "targets"),
    ],
)
def attainment_evaluated(context: dg.AssetExecutionContext, workspace: Workspace) -> Materialized:
    """Control values, budgets and chances of the running year. Unchanged inputs leave them as they are."""
    lake, today, references = workspace.lake, workspace.current_day(), workspace.references
    as_of = calendar_end(today.year, today)
    texts = [references.text(name) for name in ("areas", "targets")]
    digest = digest_of([str(as_of), *rests_on(lake, as_of.year), *texts, code_digest(*CODE)])
    if lake.digest(OUTLOOK) == digest:
        return dg.MaterializeResult(metadata={"evaluated": "no, inputs unchanged"})
    year = Running(lake, references.table("areas"), as_of, targets_of(workspace, as_of.year))
    found = Found()
    if not year.ends:
        wrong = {
            dataset
            for dataset, look in LOOKS.items()
            if not held_apart(context.log, lake, dataset, EVALUATED, WHOLE, partial(look, year, found))
        }
        bare = without_outlook(year.targets, found.rows, as_of, wrong)
        words = of_words_alone(words_of(workspace, as_of.year), found.rows, as_of)
        found.rows = with_reasons([*found.rows, *bare, *words])
    frame = with_notes(outlook_frame(found.rows))
    lake.write(STATUS_CHANCES, chance_frame(found.chances), digest=digest)
    lake.write(OUTLOOK, frame, digest=digest)
    return dg.MaterializeResult(metadata=described(frame.select(SHOWN)))


@dg.asset(
    name=CALIBRATED,
    group_name="plan",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"medium": "plan", "layer": "evaluations"},
    deps=["air_days"],
)
def attainment_calibrated(context: dg.AssetExecutionContext, workspace: Workspace) -> Materialized:
    """The chances checked backwards on years that have ended; made anew only when one of these changes."""
    lake, today = workspace.lake, workspace.current_day()
    ended = [year for year in lake.years(DAYS) if calendar_end(year, today) == date(year, 12, 31)]
    digest = digest_of([*(lake.content(DAYS, year) for year in ended), code_digest(*CODE)])
    if lake.digest(CALLED) == digest:
        return dg.MaterializeResult(metadata={"evaluated": "no, inputs unchanged"})
    parts = [pl.DataFrame(schema=CALIBRATION)]

    def air() -> None:
        parts.extend(calibration(days, area) for area, days in area_days(lake, ended))

    held_apart(context.log, lake, CALIBRATED, CALIBRATED, WHOLE, air)
    frame = pl.concat(parts)
    lake.write(CALLED, frame, digest=digest)
    return dg.MaterializeResult(metadata=described(frame))


def rests_on(lake: Lake, year: int) -> list[str]:
    """Digests of what the outlook of a year is made of."""
    return [
        *(lake.content(DAYS, one) for one in years_before(year)),
        *(lake.content(table, one) for table in (ITEMS, PERIODS) for one in years_before(year)),
        *(text for dataset, frame in FACTS for text in contents_of(lake, dataset, frame)),
    ]


def targets_of(workspace: Workspace, year: int) -> dict[str, dict[str, Target]]:
    """The targets of a year as a whole, by area and indicator; only those with a number in the indicator's unit."""
    table = of_whole_area(in_force(workspace.references.table("targets"), workspace.current_day()))
    entered: dict[str, dict[str, dict[str, Any]]] = {}
    for row in table.filter(pl.col("year") == year).iter_rows(named=True):
        entered.setdefault(row["area_id"], {})[row["indicator_id"]] = row
    return {
        area: {
            name: target
            for name, row in targets.items()
            if name not in strange_targets(targets) and (target := target_of(row)) is not None
        }
        for area, targets in entered.items()
    }


def words_of(workspace: Workspace, year: int) -> dict[str, set[str]]:
    """The indicators of each area whose target of a year as a whole is words without a number."""
    table = of_whole_area(in_force(workspace.references.table("targets"), workspace.current_day()))
    found: dict[str, set[str]] = {}
    for row in table.filter((pl.col("year") == year) & pl.col("target").is_null()).iter_rows(named=True):
        found.setdefault(row["area_id"], set()).add(row["indicator_id"])
    return found


def with_notes(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with their remarks and details in words."""
    words = [
        note(*row["remarks"].split(), detail=(row["detail_zh"], row["detail_en"]))
        for row in frame.select("remarks", "detail_zh", "detail_en").iter_rows(named=True)
    ]
    return frame.with_columns(note=pl.Series(words, dtype=pl.String()))


def status_chances(lake: Lake, area_id: str, year: int) -> Variants:
    """The chances that the status of an area's running year follows from; none for other years."""
    frame = lake.read(STATUS_CHANCES) if lake.path(STATUS_CHANCES).exists() else pl.DataFrame(schema=CHANCES)
    return chances_of(frame, area_id, year)


def frame_of(lake: Lake, table: str) -> pl.DataFrame | None:
    return lake.read(table) if lake.path(table).exists() else None


def outlook_frames(workspace: Workspace, _year: int | None) -> Frames:
    return {"outlook": frame_of(workspace.lake, OUTLOOK)}


def calibration_frames(workspace: Workspace, _year: int | None) -> Frames:
    return {"calibration": frame_of(workspace.lake, CALLED)}


MARTS: Final = (
    Mart(
        contracts.ATTAINMENT, "plan", (EVALUATED,), outlook_frames,
        reads={"outlook": f"{EVALUATED}:outlook"}, rests_on=lambda lake: lake.content(OUTLOOK),
    ),
    Mart(
        contracts.ATTAINMENT_CALIBRATION, "plan", (CALIBRATED,), calibration_frames,
        reads={"calibration": CALIBRATED}, rests_on=lambda lake: lake.content(CALLED),
    ),
)  # fmt: skip
