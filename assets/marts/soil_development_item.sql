-- One row per sample of construction land and item, with its limits.
select
    items.place_id as point_id,
    items.part,
    items.moment as sampled_at,
    items.span,
    items.item,
    names.name_zh as item_zh,
    items.value / 1e9 as value,
    nullif(names.unit, '') as unit,
    items.below_limit,
    items.land_class,
    items.screening_value / 1e9 as screening_value,
    items.intervention_value / 1e9 as intervention_value,
    items.exceeds_screening,
    items.exceeds_intervention,
    items.within_background,
    items.multiple_micro / 1e6 as exceedance_multiple,
    items.background_value / 1e9 as background_value,
    items.source_file_id,
    items.source_row,
    items.source_column
from items
left join names on names.code = items.item
