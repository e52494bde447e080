"""What is left of the running year, and how well earlier years would have been called."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, Final

import dagster as dg
import polars as pl

from assets.air import DAYS, calendar_end, reference
from assets.contracts import WHOLE, held_apart
from assets.evaluations import CODE, contents_of, facts_of, of_areas
from assets.intake import OWNERS
from assets.marts import Frames, Mart
from assets.told import described
from assets.water import ITEMS, PERIODS, section_facts
from assets.workspace import Workspace
from readers.datasets import (
    AIR_DUSTFALL,
    AIR_HOURLY,
    AIR_REDUCTIONS,
    CLIMATE_ACCOUNTS,
    WATER_DISCHARGE,
    WATER_SECTIONS,
)
from schemas import attainment as contracts
from schemas.wording import note
from standards.air_attainment import air_attainment
from standards.air_dustfall_attainment import dustfall_outlook
from standards.air_dustfall_indicator import INDICATOR as DUSTFALL
from standards.attainment_calibration import CALIBRATION, calibration
from standards.attainment_rules import whole
from standards.attainment_table import (
    CHANCES,
    Outlook,
    Variants,
    chance_frame,
    chances_of,
    outlook_frame,
)
from standards.climate_attainment import carbon_outlook
from standards.climate_indicators import VS_BASE
from standards.plan_status import Target
from standards.plan_target_periods import in_force, of_whole_area
from standards.plan_targets import strange_targets, target_of
from standards.tonnes_attainment import discharge_outlooks, reduction_outlooks
from standards.water_attainment import section_outlooks
from store.digest import code_digest, digest_of
from store.lake import Lake

OUTLOOK: Final = "evaluations/attainment/outlook"
STATUS_CHANCES: Final = "evaluations/attainment/chances"
CALLED: Final = "evaluations/attainment/calibration"
EVALUATED, CALIBRATED = "attainment_evaluated", "attainment_calibrated"
FACTS: Final = (
    (AIR_DUSTFALL, "months"),
    (AIR_REDUCTIONS, "totals"),
    (WATER_DISCHARGE, "account"),
    (CLIMATE_ACCOUNTS, "trend"),
)
"""The facts, beside the days of air and the periods of sections, that the outlook rests on."""

SHOWN: Final = ["area_id", "indicator_id", "place_id", "basis", "control", "budget", "chance_resampled_micro"]


@dataclass
class Found:
    """What the media have to say of a running year; each adds its own."""

    rows: list[Outlook] = field(default_factory=list)
    chances: list[tuple[str, int, Variants]] = field(default_factory=list)


@dataclass(frozen=True)
class Running:
    """The running year: its last day that can be assessed, and the targets of each area."""

    lake: Lake
    areas: pl.DataFrame
    as_of: date
    targets: Mapping[str, Mapping[str, Target]]

    @property
    def year(self) -> int:
        return self.as_of.year

    @property
    def ends(self) -> bool:
        """Whether nothing of the year is left."""
        return self.as_of == date(self.year, 12, 31)

    def of(self, area_id: str) -> Mapping[str, Target]:
        return self.targets.get(area_id, {})


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
def attainment_evaluated(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Control values, budgets and chances of the running year. Unchanged inputs leave them as they are."""
    lake, today, references = workspace.lake, workspace.current_day(), workspace.references
    as_of = calendar_end(today.year, today)
    texts = [references.text(name) for name in ("areas", "targets")]
    digest = digest_of([str(as_of), *rests_on(lake, as_of.year), *texts, code_digest(*CODE)])
    if lake.digest(OUTLOOK) == digest:
        return dg.MaterializeResult(metadata={"evaluated": "no, inputs unchanged"})
    year = Running(lake, references.table("areas"), as_of, targets_of(workspace, as_of.year))
    found = Found()
    for dataset, look in LOOKS.items() if not year.ends else ():
        held_apart(context.log, lake, dataset, EVALUATED, WHOLE, partial(look, year, found))
    frame = with_notes(outlook_frame(found.rows))
    lake.write(STATUS_CHANCES, chance_frame(found.chances), digest=digest)
    lake.write(OUTLOOK, frame, digest=digest)
    return dg.MaterializeResult(metadata=described(frame.select(SHOWN)))


def air(year: Running, found: Found) -> None:
    """PM2.5, good and heavy days."""
    for area, days in area_days(year.lake, years_before(year.year)):
        as_of = days.filter(pl.col("date").dt.year() == year.year).get_column("date").max()
        if isinstance(as_of, date) and year.of(area):
            outlook = air_attainment(days, area, as_of, year.of(area))
            found.rows.extend(outlook.rows)
            found.chances.append((area, year.year, dict(outlook.chances)))


def dustfall(year: Running, found: Found) -> None:
    """The months of dustfall, of areas that have a target."""
    months = facts_of(year.lake, AIR_DUSTFALL).get("months")
    for area, targets in sorted(year.targets.items()):
        if months is None or DUSTFALL not in targets:
            continue
        row = dustfall_outlook(months, area, year.year, year.as_of, targets[DUSTFALL])
        if row is not None and row.chances is not None:
            found.rows.append(row)
            found.chances.append((area, year.year, {(DUSTFALL, targets[DUSTFALL].basis): row.chances}))


def reductions(year: Running, found: Found) -> None:
    """VOCs and NOx."""
    for area, totals in by_area(facts_of(year.lake, AIR_REDUCTIONS).get("totals")):
        found.rows.extend(reduction_outlooks(totals, area, year.year, year.as_of, year.of(area)))


def water_discharge(year: Running, found: Found) -> None:
    """The discharge account: against last year, and against the city's targets in tonnes."""
    for area, account in by_area(facts_of(year.lake, WATER_DISCHARGE).get("account")):
        found.rows.extend(discharge_outlooks(account, area, year.year, year.as_of, year.of(area)))


def carbon(year: Running, found: Found) -> None:
    """The pace that the carbon goal asks for."""
    for area, trend in by_area(facts_of(year.lake, CLIMATE_ACCOUNTS).get("trend")):
        row = carbon_outlook(trend, area, year.year, year.of(area).get(VS_BASE))
        found.rows.extend([row] if row is not None else [])


def sections(year: Running, found: Found) -> None:
    """Sections near their limit, or one class beyond it."""
    facts, before = (section_facts(year.lake, one) for one in (year.year, year.year - 1))
    if facts is None:
        return
    for area, periods in of_areas(facts.periods, year.areas):
        found.rows.extend(section_outlooks(replace(facts, periods=periods), area, before))


LOOKS: Final[Mapping[str, Callable[[Running, Found], None]]] = {
    AIR_HOURLY.name: air,
    AIR_DUSTFALL.name: dustfall,
    AIR_REDUCTIONS.name: reductions,
    WATER_SECTIONS.name: sections,
    WATER_DISCHARGE.name: water_discharge,
    CLIMATE_ACCOUNTS.name: carbon,
}
"""What each dataset has to say. One that fails withholds that dataset and nothing else."""


def by_area(frame: pl.DataFrame | None) -> list[tuple[str, pl.DataFrame]]:
    """The rows of each area, in order of the areas."""
    if frame is None:
        return []
    parts = frame.filter(pl.col("area_id").is_not_null()).partition_by("area_id", as_dict=True)
    return [(str(area), rows) for (area,), rows in sorted(parts.items())]


@dg.asset(
    name=CALIBRATED,
    group_name="plan",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"medium": "plan", "layer": "evaluations"},
    deps=["air_days"],
)
def attainment_calibrated(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult:  # type: ignore[type-arg]
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


def years_before(year: int) -> range:
    """A running year with the earlier ones that it may be drawn from."""
    return range(year - whole("years_most"), year + 1)


def rests_on(lake: Lake, year: int) -> list[str]:
    """Digests of what the outlook of a year is made of."""
    return [
        *(lake.content(DAYS, one) for one in years_before(year)),
        *(lake.content(table, one) for table in (ITEMS, PERIODS) for one in (year - 1, year)),
        *(text for dataset, frame in FACTS for text in contents_of(lake, dataset, frame)),
    ]


def area_days(lake: Lake, years: Iterable[int]) -> list[tuple[str, pl.DataFrame]]:
    """The days of each area over some years."""
    days = lake.read_years(DAYS, years)
    if days is None:
        return []
    areas = days.filter(pl.col("level") == "area").with_columns(area_id=pl.col("place_id"))
    return by_area(areas)


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
    Mart(contracts.ATTAINMENT, "plan", (EVALUATED,), outlook_frames, rests_on=lambda lake: lake.content(OUTLOOK)),
    Mart(
        contracts.ATTAINMENT_CALIBRATION, "plan", (CALIBRATED,), calibration_frames,
        rests_on=lambda lake: lake.content(CALLED),
    ),
)  # fmt: skip
