-- One row per area, year and sampled point.
select
    area_id,
    year,
    place_id as point_id,
    within_screening,
    open,
    nullif(exceeding_items, '') as exceeding_items,
    samples,
    date,
    stage,
    origin
from points
