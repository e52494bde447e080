-- One row per drinking-water source and quarter.
select
    place_id as source_id,
    period as period_id,
    year,
    place_label as name_zh,
    area_id,
    source_type,
    compliant,
    items,
    items_unjudged,
    items_lost,
    nullif(failing_text, '') as failing_items,
    intake / 1e9 as intake,
    samples,
    stage,
    origin,
    sources
from periods
