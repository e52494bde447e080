-- One row per area, indicator and year: how the indicator moved over the years.
select
    area_id,
    indicator_id,
    year,
    value,
    value_text,
    unit,
    official_value,
    target,
    status,
    yoy_change,
    yoy_unit,
    count(value) over (partition by area_id, indicator_id order by year) as years_of_data,
    coverage,
    origin
from indicator_status
