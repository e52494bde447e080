-- One row per area, period, measure and basis; the change against the same days of the year before.
with valued as (
    select
        *,
        numerator / denominator as value,
        printed / power(10, decimals) as value_printed,
        previous_numerator / previous_denominator as previous_value,
        previous_printed / power(10, decimals) as previous_rounded,
        case unit when 'd' then 'd' when '%' then '百分点' else '%' end as change_unit,
        case
            when coalesce(previous_valid_days, 0) = 0 then null
            when origin is distinct from previous_origin then 'origin differs'
            when not valid or not coalesce(previous_valid, false) then 'minimum data missing'
            when stage is distinct from previous_stage then 'stage differs'
            else 'yes'
        end as comparable
    from periods
)

select
    area_id,
    year,
    period_type,
    period_id,
    measure,
    basis,
    date_from,
    date_to,
    complete,
    value,
    value_printed,
    nullif(unit, '') as unit,
    valid_days,
    expected_days,
    valid,
    limit_value,
    within_limit,
    previous_value,
    previous_rounded as previous_printed,
    previous_valid_days,
    case
        when comparable not in ('yes', 'stage differs') then null
        when change_unit = '%' and previous_numerator > 0 then (value / previous_value - 1) * 100
        when change_unit <> '%' then value - previous_value
    end as change,
    case
        when comparable not in ('yes', 'stage differs') then null
        when change_unit = '%' and previous_rounded > 0 then (value_printed / previous_rounded - 1) * 100
        when change_unit <> '%' then value_printed - previous_rounded
    end as change_printed,
    change_unit,
    comparable,
    stage,
    origin,
    standard
from valued
