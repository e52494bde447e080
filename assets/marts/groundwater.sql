-- One row per well and year.
select
    place_id as well_id,
    year,
    place_label as name_zh,
    area_id,
    class,
    class_at_best,
    items_lost,
    class_without_background,
    nullif(driving_items, '') as driving_items,
    items,
    nuclide,
    limit_too_high,
    stage,
    origin,
    sources
from years
