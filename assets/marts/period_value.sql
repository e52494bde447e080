-- One row per place, period, measure and basis of every medium; hourly air as air_period has it.
with valued as (
    select
        *,
        numerator / denominator / steps as exact,
        printed / power(10, decimals) as rounded,
        previous_numerator / previous_denominator / steps as earlier,
        previous_printed / power(10, decimals) as earlier_rounded,
        comparable in ('yes', 'stage differs') as compared
    from readings
)

select
    level,
    place_id,
    area_id,
    medium,
    year,
    period_type,
    period_id,
    measure,
    basis,
    date_from,
    date_to,
    complete,
    exact as value,
    rounded as value_printed,
    unit,
    valid_count,
    expected_count,
    counted,
    valid,
    limit_value,
    within_limit,
    earlier as previous_value,
    earlier_rounded as previous_printed,
    previous_valid_count,
    case
        when not compared then null
        when change_unit <> '%' then exact - earlier
        when earlier > 0 then (exact / earlier - 1) * 100
    end as change,
    case
        when not compared then null
        when change_unit <> '%' then rounded - earlier_rounded
        when earlier_rounded > 0 then (rounded / earlier_rounded - 1) * 100
    end as change_printed,
    change_unit,
    comparable,
    lacking,
    stage,
    origin,
    standard
from valued
union all by name
select
    'area' as level,
    area_id as place_id,
    'air' as medium,
    * rename (
        valid_days as valid_count, expected_days as expected_count, previous_valid_days as previous_valid_count
    ),
    'days' as counted
from air
