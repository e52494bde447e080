"""What each medium says of a running year: its outlook, and the chances that the status follows from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import polars as pl

from assets.air import DAYS
from assets.evaluations import facts_of, of_areas
from assets.water import section_facts
from readers.datasets import (
    AIR_DUSTFALL,
    AIR_HOURLY,
    AIR_REDUCTIONS,
    CLIMATE_ACCOUNTS,
    WATER_DISCHARGE,
    WATER_SECTIONS,
    WATER_SOURCES,
)
from standards.air_attainment import air_attainment
from standards.air_dustfall_attainment import dustfall_outlook
from standards.air_dustfall_indicator import INDICATOR as DUSTFALL
from standards.attainment_rules import whole
from standards.attainment_table import Outlook, Variants
from standards.climate_attainment import carbon_outlook
from standards.climate_indicators import VS_BASE
from standards.plan_status import Target
from standards.tonnes_attainment import discharge_outlooks, reduction_outlooks
from standards.water_attainment import section_outlooks
from standards.water_source_attainment import source_outlook
from standards.water_source_compliance import INDICATOR as COMPLIANCE
from store.lake import Lake

FACTS: Final = (
    (AIR_DUSTFALL, "months"),
    (AIR_REDUCTIONS, "totals"),
    (WATER_DISCHARGE, "account"),
    (CLIMATE_ACCOUNTS, "trend"),
    (WATER_SOURCES, "periods"),
)
"""The facts, beside the days of air and the periods of sections, that the outlook rests on."""


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
    """The lists of sections, and those near their limit or one class beyond it."""
    known = {one: section_facts(year.lake, one) for one in years_before(year.year)}
    facts = known.pop(year.year)
    earlier = {one: before for one, before in known.items() if before is not None}
    if facts is None:
        return
    for area, periods in of_areas(facts.periods, year.areas):
        rows = section_outlooks(replace(facts, periods=periods), area, earlier, year.of(area))
        found.rows.extend(rows)
        found.chances.extend(deciding(rows, year))


def sources(year: Running, found: Found) -> None:
    """Drinking-water sources, of areas that have a target."""
    periods = facts_of(year.lake, WATER_SOURCES).get("periods")
    for area, rows in of_areas(periods, year.areas) if periods is not None else ():
        target = year.of(area).get(COMPLIANCE)
        row = None if target is None else source_outlook(rows, area, year.year, target)
        found.rows.extend([row] if row is not None else [])
        found.chances.extend(deciding([row] if row is not None else [], year))


def deciding(rows: Iterable[Outlook], year: Running) -> list[tuple[str, int, Variants]]:
    """The chances of whole areas that the status follows from."""
    return [
        (row.area_id, row.year, {(row.indicator_id, year.of(row.area_id)[row.indicator_id].basis): row.chances})
        for row in rows
        if not row.place_id and row.chances is not None
    ]


LOOKS: Final[Mapping[str, Callable[[Running, Found], None]]] = {
    AIR_HOURLY.name: air,
    AIR_DUSTFALL.name: dustfall,
    AIR_REDUCTIONS.name: reductions,
    WATER_SECTIONS.name: sections,
    WATER_SOURCES.name: sources,
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


def years_before(year: int) -> range:
    """A running year with the earlier ones that it may be drawn from."""
    return range(year - whole("years_most"), year + 1)


def area_days(lake: Lake, years: Iterable[int]) -> list[tuple[str, pl.DataFrame]]:
    """The days of each area over some years."""
    days = lake.read_years(DAYS, years)
    if days is None:
        return []
    areas = days.filter(pl.col("level") == "area").with_columns(area_id=pl.col("place_id"))
    return by_area(areas)
