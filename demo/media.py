"""The generators of observations, a module each: `generate(raw_dir, years)` writes the files of its datasets."""

from typing import Final

from demo import (
    air,
    air_district_ranking,
    air_dustfall,
    air_reductions,
    air_town_ranking,
    climate,
    ecology,
    plan,
    soil,
    water,
)

BESIDE_HOURLY_AIR: Final = (
    air_dustfall, air_reductions, air_district_ranking, air_town_ranking, water, soil, climate, ecology, plan,
)  # fmt: skip
ALL: Final = (air, *BESIDE_HOURLY_AIR)
