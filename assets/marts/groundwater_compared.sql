-- One row per area, year and comparable well.
select
    area_id,
    year,
    place_id as well_id,
    place_label as name_zh,
    base_year,
    items,
    class,
    base_class,
    nullif(driving_items, '') as driving_items,
    worsened
from wells
