"""Sand-dust exclusion (环办监测〔2016〕120号): declared hours lose PM2.5 and PM10, gases stay.

Dust is declared, never inferred. Two net conventions stand side by side: `net_reevaluated` judges the day by the
remaining pollutants, `net_dropped` takes declared days whose particles exceed out of numerator and denominator.
"""

import polars as pl

from standards.air import PARTICLES
from standards.air_membership import containing


def dust_hours(declared: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """area_id, date, hour: the declared hours of every area, those declared for an area above it included.

    Without hours the whole day is declared (labels 1 to 24).
    """
    labels = pl.DataFrame({"hour": range(1, 25)}, schema={"hour": pl.Int64()})
    spans = declared.select(
        pl.col("area_id").alias("declared_for"),
        "date",
        pl.col("hour_from").fill_null(1),
        pl.col("hour_to").fill_null(24),
    )
    reach = containing(areas).select(pl.col("area_id").alias("declared_for"), pl.col("within").alias("area_id"))
    hours = spans.join(reach, on="declared_for").join(labels, how="cross")
    covered = hours.filter(pl.col("hour").is_between(pl.col("hour_from"), pl.col("hour_to")))
    return covered.select("area_id", "date", "hour").unique().sort("area_id", "date", "hour")


def station_dust_hours(hours: pl.DataFrame, stations: pl.DataFrame) -> pl.DataFrame:
    """station_id, date, hour: the declared hours of the area that each station stands in."""
    sites = stations.select("station_id", "area_id").unique()
    return hours.join(sites, on="area_id").select("station_id", "date", "hour").unique()


def without_dust(observed: pl.DataFrame, declared: pl.DataFrame) -> pl.DataFrame:
    """The hours of the declared days of each station, without particles in the declared hours."""
    of_those_days = observed.join(declared.select("station_id", "date").unique(), on=["station_id", "date"], how="semi")
    particles = of_those_days.filter(pl.col("pollutant").is_in(PARTICLES))
    gases = of_those_days.filter(~pl.col("pollutant").is_in(PARTICLES))
    return pl.concat([particles.join(declared, on=["station_id", "date", "hour"], how="anti"), gases])
