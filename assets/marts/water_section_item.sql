-- One row per registered section, period and item: the mean in its unit, its class and multiples.
select
    means.place_id as section_id,
    means.period_type,
    means.period_id,
    means.item,
    year(means.date_from) as year,
    names.name_zh as item_zh,
    means.date_from,
    means.date_to,
    means.numerator / means.denominator / 1e9 as mean,
    means.value / 1e9 as value,
    nullif(names.unit, '') as unit,
    means.item_class,
    means.multiple_iii_micro / 1e6 as multiple_iii,
    means.multiple_target_micro / 1e6 as multiple_target,
    means.samples,
    means.months,
    means.below_limit,
    means.source_kind
from means
left join names on names.code = means.item
