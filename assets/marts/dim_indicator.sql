-- One row per indicator of the plan, with its latest target.
with latest as (
    select indicator_id, comparator, target, text_zh
    from targets
    where period = 'year' and place_id is null
    qualify row_number() over (partition by indicator_id order by year desc, area_id, valid_from desc nulls last) = 1
)

select
    indicators.indicator_id,
    indicators."order"::bigint as position,
    indicators.name_zh,
    indicators.name_en,
    indicators.medium,
    nullif(indicators.unit, '') as unit,
    latest.comparator,
    latest.target,
    coalesce(latest.text_zh, nullif(indicators.target_text_zh, '')) as target_text_zh,
    nullif(indicators.target_text_en, '') as target_text_en,
    nullif(indicators.firmness, '') as firmness,
    nullif(concat_ws(' ', nullif(indicators.standard, ''), nullif(indicators.clause, '')), '') as standard,
    nullif(indicators.rests_on, '') as rests_on
from indicators
left join latest using (indicator_id)
