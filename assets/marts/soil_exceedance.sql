-- One row per area, year, zone and item.
select
    coalesce(counts.area_id, '') as area_id,
    counts.year,
    coalesce(counts.zone, '') as zone,
    counts.item,
    names.name_zh as item_zh,
    counts.samples,
    counts.above_screening,
    counts.above_intervention,
    counts.share_micro / 1e6 as share,
    counts.max_multiple_micro / 1e6 as max_multiple,
    counts.ph_assumed
from counts
left join names on names.code = counts.item
