-- Limits, breakpoints, coefficients and minimum data of the standards, one below the other.
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
    coalesce(nullif(standard, ''), 'this project'), rule_id, applies_to, value::double, unit, null, null, mark
from air_warnings
union all
select
    standard, concat('composite index ', pollutant), statistic, "limit"::double, null,
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from composite_index
union all
select
    standard, concat_ws(' ', item, nullif(water_type, '')), concat(class, ' ', comparison),
    try_cast("limit" as double), unit,
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from gb3838_limits
union all
select
    standard, concat(item, ' in drinking-water sources'), 'limit', "limit"::double, unit,
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from gb3838_source_items
union all
select
    standard, item, concat('class ', class), try_cast("limit" as double), unit,
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from (
    unpivot gbt14848_limits on class_1, class_2, class_3, class_4 into name class value "limit"
)
union all
select
    standard, concat_ws(' ', item, land), concat('screening, pH band ', ph_band), "limit"::double, unit,
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from gb15618_screening
union all
select
    standard, item, concat('intervention, pH band ', ph_band), "limit"::double, unit,
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from gb15618_intervention
union all
select
    standard, item, class, try_cast("limit" as double), unit,
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from (
    unpivot gb36600_limits
    on screening_1, screening_2, intervention_1, intervention_2 into name class value "limit"
)
union all
select
    standard, concat(index, ' grade'), name_zh, try_cast(at_least as double), 'at least',
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from ecology_grades
union all
select
    standard, concat(index, ' change'), better_zh, at_least::double, 'points, at least',
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from ecology_changes
union all
select
    standard, coefficient, concat('coefficient of ', sub_index), value::double, null,
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from ecology_coefficients
union all
select
    standard, concat(index, ' ', term), 'weight', weight::double * sign::double, null,
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from ecology_weights
union all
select
    standard, concat('habitat quality ', ei_class), 'weight of group × class', group_weight::double * class_weight::double,
    null, try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from ecology_habitat
union all
select 'this project', rule_id, 'ecology', try_cast(value as double), unit, null, null, mark
from ecology_rules
union all
select
    standard, replace(name, '_', ' '), 'dustfall', try_cast("limit" as double), unit,
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from (
    unpivot air_dustfall_methods on detection_limit, quantification_limit into name name value "limit"
)
union all
select
    coalesce(nullif(standard, ''), 'this project'), rule_id, 'dustfall', try_cast(value as double), unit,
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from air_dustfall_rules
union all
select
    coalesce(nullif(standard, ''), 'this project'), rule_id, 'emission reduction', value::double, unit,
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from air_reduction_rules
union all
select
    coalesce(nullif(standard, ''), 'this project'), rule_id, 'chance of a target', try_cast(value as double), unit,
    try_cast(nullif(effective_from, '') as date), try_cast(nullif(effective_to, '') as date), mark
from attainment_rules
