"""Of which dataset a row of a mart is that several datasets share."""

from collections.abc import Collection, Mapping
from typing import Final

import polars as pl

INDICATORS: Final[Mapping[str, str]] = {
    "air_pm25_annual_mean": "air_hourly",
    "air_heavy_pollution_days": "air_hourly",
    "air_good_day_ratio": "air_hourly",
    "air_dustfall": "air_dustfall",
    "air_voc_reduction": "air_reductions",
    "air_nox_reduction": "air_reductions",
    "water_sections_class_iv": "water_sections",
    "water_outbound_inferior_v": "water_sections",
    "water_drinking_source_compliance": "water_sources",
    "water_groundwater_stability": "water_wells",
    "water_discharge_total": "water_discharge",
    "soil_construction_land_safe_use": "soil_parcels",
    "soil_farmland_safe_use": "soil_farmland",
    "soil_environment_quality": "soil_samples",
    "climate_carbon_intensity_yoy": "climate_accounts",
    "climate_carbon_intensity_vs_2020": "climate_accounts",
    "ecology_ei_yoy": "ecology_inputs",
}
MEASURES: Final[Mapping[str, str]] = {
    "^dustfall": "air_dustfall",
    "^(voc|nox)_reduction$": "air_reductions",
    "^(discharge|reduction)_": "water_discharge",
    "^source_compliance$": "water_sources",
    "^groundwater_class$": "water_wells",
    "^soil_point_compliance$": "soil_samples",
    "^construction_safe_use$": "soil_parcels",
    "^farmland_safe_use$": "soil_farmland",
    "^(carbon_intensity|co2)": "climate_accounts",
    "^ei$": "ecology_inputs",
    "^green_view$": "ecology_green_view",
    "^(sections_|class$|cwqi$|good_share$|inferior_v_share$)": "water_sections",
}
"""What the measures are of, by their beginning; all else is of hourly air, and of a section means of its items."""

BY_MEASURE: Final = ("period_value", "official_comparison", "published_value", "published_arithmetic")
LEDGERS: Final = {"air": "air_reductions", "water": "water_discharge"}


def owner(table: str, columns: Collection[str]) -> pl.Expr:
    """The dataset of each row; none in a table whose rows are all of one medium."""
    if table in BY_MEASURE:
        return of_measure(sections="level" in columns)
    if table == "emission_reduction":
        return pl.col("medium").replace_strict(LEDGERS)
    if table == "release_calendar":
        return pl.col("subject").replace(INDICATORS)
    if "of_file" in columns:
        return pl.col("of_file")
    if "dataset" in columns:
        return pl.col("dataset")
    if "indicator_id" in columns:
        return pl.col("indicator_id").replace_strict(INDICATORS, default=None)
    return pl.lit(None, pl.String())


def of_measure(*, sections: bool) -> pl.Expr:
    found = pl.lit("air_hourly")
    if sections:
        found = pl.when(pl.col("level") == "section").then(pl.lit("water_sections")).otherwise(found)
    for pattern, dataset in MEASURES.items():
        found = pl.when(pl.col("measure").str.contains(pattern)).then(pl.lit(dataset)).otherwise(found)
    return found
