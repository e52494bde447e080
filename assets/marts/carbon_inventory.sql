-- One row per area, year and carrier of a published inventory.
select
    coalesce(area_id, '') as area_id,
    year,
    item,
    scope,
    co2 / 1e9 as co2,
    stated / 1e9 as stated,
    sectors,
    origin
from inventory
