-- One row per area, year and vintage, as published.
select
    area_id,
    year,
    vintage,
    level / 1e9 as level,
    growth / 1e9 as growth,
    level_ratio / 1e9 as level_ratio,
    census_break,
    population / 1e9 as population,
    origin,
    source
from series
