"""The computed index of HJ 192-2015 by area and year: a diagnostic that stands beside the published value."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.ecology import BACKCAST, EMISSIONS, NANO, OPTIONAL, PUBLISHED, SUB_INDICES
from standards.ecology_grades import grade, restricted
from standards.ecology_index import (
    biological_richness,
    ecological_index,
    habitat_quality,
    land_stress,
    pollution_load,
    precipitation,
    vegetation_cover,
    water_network,
)
from standards.ecology_inputs import YearInputs, inputs_by_year, off_in_words
from standards.ecology_land import BUILT
from standards.soil_observations import sources

SOURCES: Final[dict[str, pl.DataType]] = {
    "origin": pl.String(), "stage": pl.String(), "source_file_id": pl.String(), "source_row": pl.Int64(),
    "source_rows": pl.Int64(),
}  # fmt: skip
YEARS: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "year": pl.Int64(), "product": pl.String(), "version": pl.String(),
    "total_km2": pl.Int64(), "hq": pl.Int64(), **dict.fromkeys(SUB_INDICES, pl.Int64()), "ei": pl.Int64(),
    "grade": pl.String(), "restrictions": pl.String(), "grade_restricted": pl.String(), "stale": pl.String(),
    "missing": pl.String(), "assumed": pl.String(), "optional": pl.String(), "detail_zh": pl.String(),
    "detail_en": pl.String(), **SOURCES,
}  # fmt: skip
"""One row per area and year; indices and km² in nano, lists of items joined by blanks; `optional` are the items of
`ecology.OPTIONAL` that enter."""

PUBLISHED_VALUES: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "year": pl.Int64(), "method": pl.String(), "backcast": pl.Boolean(), "ei": pl.Int64(),
    "grade": pl.String(), "source": pl.String(), "published_on": pl.Date(), **SOURCES,
}  # fmt: skip
"""One row per area, year and method; EI in nano."""


@dataclass(frozen=True)
class EcologyFacts:
    """`years` (`YEARS`) and `published` (`PUBLISHED_VALUES`)."""

    years: pl.DataFrame
    published: pl.DataFrame


def evaluate_ecology(observations: pl.DataFrame) -> EcologyFacts:
    """Computed and published indices of all areas and years, from observations of `ecology_inputs`."""
    told = {(row["area_id"], row["year"]): row for row in sourced(observations, published=False).iter_rows(named=True)}
    years = [
        {**computed(inputs), **{name: told[place][name] for name in SOURCES}}
        for place, inputs in inputs_by_year(observations).items()
    ]
    return EcologyFacts(pl.DataFrame(years, schema=YEARS), published_values(observations))


def computed(inputs: YearInputs) -> dict[str, Any]:
    """The row of one area and year; an index without its inputs is null, and `missing` names them."""
    subs, missing = sub_indices(inputs)
    whole = {name: value for name in SUB_INDICES if (value := subs.get(name)) is not None}
    index = ecological_index(whole) if len(whole) == len(SUB_INDICES) else None
    found = None if index is None else grade(index)
    zh, en = off_in_words(inputs)
    land = inputs.chosen
    return {
        "area_id": inputs.area_id,
        "year": inputs.year,
        "product": land.product if land else None,
        "version": land.version if land else None,
        "total_km2": nano(land.total) if land else None,
        **{name: nano(subs.get(name)) for name in ("hq", *SUB_INDICES)},
        "ei": nano(index),
        "grade": found.zh if found else None,
        "restrictions": " ".join(inputs.restrictions) or None,
        "grade_restricted": restricted(found, inputs.restrictions).zh if found else None,
        "stale": " ".join(inputs.stale) or None,
        "missing": " ".join(missing) or None,
        "assumed": " ".join(inputs.assumed) or None,
        "optional": " ".join(name for name in OPTIONAL if name in inputs.factors and name not in inputs.assumed),
        "detail_zh": zh or None,
        "detail_en": en or None,
    }


def nano(value: Fraction | None) -> int | None:
    """An amount in 1e-9, half to even."""
    return None if value is None else round(value * NANO)


def settled(value: Fraction) -> Fraction:
    """A sub-index as it is kept, so that contributions add up to the change of EI exactly."""
    return Fraction(round(value * NANO), NANO)


def sub_indices(inputs: YearInputs) -> tuple[dict[str, Fraction], list[str]]:
    """HQ and the five sub-indices that the inputs allow, and what is missing for the others."""
    land, factors, found = inputs.chosen, inputs.factors, dict[str, Fraction]()
    if land is None:
        return found, ["LAND_COVER"]
    missing: list[str] = []

    def has(*items: str) -> bool:
        lacking = [item for item in items if item not in factors]
        missing.extend(lacking)
        return not lacking

    found["hq"] = settled(habitat_quality(land.areas, land.total))
    found["bri"] = settled(biological_richness(found["hq"], factors.get("SPECIES_INDEX")))
    if inputs.ndvi is None:
        missing.append("NDVI")
    else:
        found["vci"] = settled(vegetation_cover(inputs.ndvi))
    if has("RIVER_LENGTH", "WATER_RESOURCES"):
        water = factors.get("WATER_AREA", land.water)
        found["wndi"] = settled(
            water_network(
                factors["RIVER_LENGTH"], water, factors["WATER_RESOURCES"], land.total, factors.get("WATER_MEAN")
            )
        )
    if has("EROSION_SEVERE", "EROSION_MODERATE"):
        found["lsi"] = settled(land_stress({**factors, "BUILT": land.group(BUILT)}, land.total))
    if has("PRECIPITATION", *EMISSIONS):
        rain = precipitation(factors["PRECIPITATION"], land.total)
        if rain:
            found["pli"] = settled(pollution_load(factors, rain, land.total))
    return found, missing


def sourced(observations: pl.DataFrame, *, published: bool) -> pl.DataFrame:
    """Where the rows of an area and year (and method) come from."""
    of_kind = pl.col("item").str.starts_with("PUBLISHED_")
    usable = observations.filter(pl.col("used") & (of_kind if published else ~of_kind)).with_columns(
        year=pl.col("date").dt.year().cast(pl.Int64)
    )
    key = ["area_id", "year", *(["part"] if published else [])]
    return usable.drop_nulls(["area_id", "year"]).group_by(key).agg(*sources())


def published_values(observations: pl.DataFrame) -> pl.DataFrame:
    """The published values (`PUBLISHED_VALUES`), as the tables state them."""
    rows = observations.filter(pl.col("used") & pl.col("item").str.starts_with("PUBLISHED_")).with_columns(
        year=pl.col("date").dt.year().cast(pl.Int64)
    )

    def words(item: str) -> pl.Expr:
        return pl.col("text").filter(pl.col("item") == f"PUBLISHED_{item}").first()

    key = ["area_id", "year", "part"]
    values = rows.drop_nulls(["area_id", "year"]).group_by(key).agg(
        pl.col("value").filter(pl.col("item") == PUBLISHED).first().alias("ei"),
        (words("KIND") == BACKCAST).fill_null(value=False).alias("backcast"),
        words("GRADE").alias("grade"), words("SOURCE").alias("source"),
        words("ON").str.to_date("%Y-%m-%d", strict=False).alias("published_on"),
    )  # fmt: skip
    joined = values.drop_nulls("ei").join(sourced(observations, published=True), on=key, how="left")
    return joined.rename({"part": "method"}).select(
        pl.col(name).cast(kind) for name, kind in PUBLISHED_VALUES.items()
    ).sort("area_id", "year", "method")  # fmt: skip
