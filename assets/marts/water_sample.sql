-- One row per section, time, span and item as accepted, with the class of the item and of its sample.
select
    observed.place_id as section_id,
    observed.part,
    observed.moment as sampled_at,
    observed.span,
    observed.kind,
    observed.item,
    names.name_zh as item_zh,
    year(observed.date) as year,
    observed.date,
    observed.place_label as name_zh,
    observed.area_id,
    observed.value / 1e9 as value,
    nullif(names.unit, '') as unit,
    observed.below_limit,
    observed.limit_too_high,
    observed.state,
    observed.item_class,
    samples.class as sample_class,
    samples.class_at_best as sample_class_at_best,
    samples.items_lost,
    observed.published_class,
    observed.condition,
    observed.used,
    observed.stage,
    observed.origin,
    observed.source_file_id,
    observed.source_row,
    observed.source_column
from observed
left join names on names.code = observed.item
left join samples
    on samples.place_id = observed.place_id
    and samples.part = observed.part
    and samples.moment = observed.moment
    and samples.span = observed.span
    and samples.kind = observed.kind
