-- One row per well, year and item.
select
    items.place_id as well_id,
    items.year,
    items.item,
    coalesce(nullif(names.groundwater_zh, ''), names.name_zh) as item_zh,
    items.value / 1e9 as value,
    nullif(names.unit, '') as unit,
    items.text as words,
    items.samples,
    items.samples_below_limit as below_limit,
    items.item_class,
    items.background,
    items.stage,
    items.origin,
    items.sources
from items
left join names on names.code = items.item
