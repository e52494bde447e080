-- Limits, breakpoints and minimum data of the air standards, one below the other.
select
    standard,
    concat_ws(' ', pollutant, averaging) as subject,
    class,
    "limit"::double as limit_value,
    unit,
    try_cast(nullif(effective_from, '') as date) as effective_from,
    try_cast(nullif(effective_to, '') as date) as effective_to,
    mark
from gb3095_limits
union all
select
    standard, item, concat('IAQI ', iaqi), concentration::double, unit,
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from hj633_breakpoints
union all
select
    standard, pollutant, concat_ws(' ', statistic, nullif(percentile, '')), "limit"::double, unit,
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from hj663_assessment
union all
select
    coalesce(nullif(standard, ''), 'this project'), rule_id, applies_to, minimum::double, unit, null, null, mark
from air_validity
union all
select
    standard, concat('composite index ', pollutant), statistic, "limit"::double, null,
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from composite_index
