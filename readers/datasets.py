"""The datasets of the landing zone: folder, reader and columns of each."""

from typing import Final

from readers import (
    air,
    air_dustfall,
    air_ranking,
    air_reductions,
    climate,
    ecology,
    ecology_green_view,
    plan,
    soil,
    soil_ledger,
    water,
    water_ledger,
)
from readers.ingest import Dataset
from readers.result import CELLS, SAMPLE_CELLS

AIR_HOURLY: Final = Dataset(
    "air_hourly", "air/hourly", "air", air.read, CELLS, "hour_ending", by_path=False, mapped=False
)
WATER_SECTIONS: Final = Dataset(
    "water_sections", "water/sections", "water", water.read_sections, SAMPLE_CELLS, "moment"
)
WATER_SOURCES: Final = Dataset("water_sources", "water/sources", "water", water.read_sources, SAMPLE_CELLS, "moment")
WATER_WELLS: Final = Dataset("water_wells", "water/groundwater", "water", water.read_wells, SAMPLE_CELLS, "moment")
WATER_DISCHARGE: Final = Dataset(
    "water_discharge", "water/discharge", "water", water_ledger.read_discharge, SAMPLE_CELLS, "moment", mapped=False
)
SOIL_SAMPLES: Final = Dataset("soil_samples", "soil/samples", "soil", soil.read_samples, SAMPLE_CELLS, "moment")
SOIL_PARCELS: Final = Dataset(
    "soil_parcels", "soil/parcels", "soil", soil_ledger.read_parcels, SAMPLE_CELLS, "moment", mapped=False
)
SOIL_FARMLAND: Final = Dataset(
    "soil_farmland", "soil/farmland", "soil", soil_ledger.read_farmland, SAMPLE_CELLS, "moment", mapped=False
)
CLIMATE_ACCOUNTS: Final = Dataset(
    "climate_accounts", "climate/accounts", "climate", climate.read_accounts, SAMPLE_CELLS, "moment", mapped=False
)

PLAN_PROGRESS: Final = Dataset(
    "plan_progress", "plan/progress", "plan", plan.read_progress, SAMPLE_CELLS, "moment", mapped=False
)
PLAN_MEASURES: Final = Dataset(
    "plan_measures", "plan/measures", "plan", plan.read_measures, SAMPLE_CELLS, "moment", mapped=False
)

ECOLOGY_INPUTS: Final = Dataset(
    "ecology_inputs", "ecology/inputs", "ecology", ecology.read_inputs, SAMPLE_CELLS, "moment", mapped=False
)
ECOLOGY_GREEN_VIEW: Final = Dataset(
    "ecology_green_view", "ecology/green_view", "ecology", ecology_green_view.read_photos, SAMPLE_CELLS, "moment",
    mapped=False,
)  # fmt: skip

AIR_DUSTFALL: Final = Dataset("air_dustfall", "air/dustfall", "air", air_dustfall.read_dustfall, SAMPLE_CELLS, "moment")
AIR_REDUCTIONS: Final = Dataset(
    "air_reductions", "air/reductions", "air", air_reductions.read_reductions, SAMPLE_CELLS, "moment", mapped=False
)
AIR_DISTRICT_RANKING: Final = Dataset(
    "air_district_ranking", "air/district_ranking", "air", air_ranking.read_district_ranking, SAMPLE_CELLS, "moment",
    mapped=False,
)  # fmt: skip
AIR_TOWN_RANKING: Final = Dataset(
    "air_town_ranking", "air/town_ranking", "air", air_ranking.read_town_ranking, SAMPLE_CELLS, "moment", mapped=False
)

SAMPLED: Final = (
    AIR_DUSTFALL, AIR_REDUCTIONS, AIR_DISTRICT_RANKING, AIR_TOWN_RANKING,
    WATER_SECTIONS, WATER_SOURCES, WATER_WELLS, WATER_DISCHARGE, SOIL_SAMPLES, SOIL_PARCELS, SOIL_FARMLAND,
    CLIMATE_ACCOUNTS, ECOLOGY_INPUTS, ECOLOGY_GREEN_VIEW, PLAN_PROGRESS, PLAN_MEASURES,
)  # fmt: skip
"""Samples and ledgers, which all go the same way from cells to observations."""

DATASETS: Final = (AIR_HOURLY, *SAMPLED)


def dataset_of(path: str) -> Dataset | None:
    """The dataset whose folder a path below the landing zone lies in."""
    return next((one for one in DATASETS if f"{path}/".startswith(f"{one.folder}/")), None)
