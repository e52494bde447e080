"""The marts of what indicators counted: the parts that a rule took, so that a value can be walked down in one file."""

from typing import Final

import polars as pl

from assets.evaluations import contents_of, facts_of, of_areas
from assets.marts import Frames, Mart
from assets.sampled_marts import fact_mart, years_digest
from assets.water import PERIODS, sections_counted, wells_compared
from assets.workspace import Workspace
from readers.datasets import CLIMATE_ACCOUNTS, SOIL_FARMLAND, SOIL_SAMPLES, WATER_DISCHARGE, WATER_SOURCES, WATER_WELLS
from schemas import counted
from standards.water_stability import WELLS
from store.digest import digest_of


def section_frames(workspace: Workspace, _year: int | None) -> Frames:
    return {"counted": sections_counted(workspace.lake, workspace.references.table("areas"))}


def well_frames(workspace: Workspace, _year: int | None) -> Frames:
    """The comparable wells of every area and year; none where the wells have not been evaluated."""
    facts, areas = facts_of(workspace.lake, WATER_WELLS), workspace.references.table("areas")
    if not facts:
        return {"wells": None}
    found = [wells_compared(facts, area, items) for area, items in of_areas(facts["compared"], areas)]
    return {"wells": pl.concat([pl.DataFrame(schema=WELLS), *found])}


MARTS: Final = (
    Mart(
        counted.WATER_SECTION_COUNTED, "water", ("water_sections_evaluated",), section_frames, ("areas",),
        reads={"counted": "marts/water_section_counted:counted"},
        rests_on=years_digest(PERIODS),
    ),
    fact_mart(counted.WATER_SOURCE_YEAR, WATER_SOURCES, years="years"),
    Mart(
        counted.GROUNDWATER_COMPARED, "water", ("water_wells_evaluated",), well_frames, ("areas",),
        reads={"wells": "marts/groundwater_compared:wells"},
        rests_on=lambda lake: digest_of(contents_of(lake, WATER_WELLS, "compared", "compared_losses")),
    ),
    fact_mart(counted.WATER_DISCHARGE_ENTRY, WATER_DISCHARGE, additions="additions"),
    fact_mart(counted.SOIL_POINT, SOIL_SAMPLES, points="points"),
    fact_mart(counted.SOIL_FARMLAND_YEAR, SOIL_FARMLAND, years="years"),
    fact_mart(counted.CARBON_CARRIER, CLIMATE_ACCOUNTS, carriers="carriers"),
)  # fmt: skip
