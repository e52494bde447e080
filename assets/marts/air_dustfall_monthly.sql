-- One row per site or area and month; the policy for sand dust that is in force in the month stands beside.
select
    m.level,
    m.place_id,
    strftime(m.month, '%Y-%m') as period_id,
    m.area_id,
    m.name as name_zh,
    m.year,
    m.month,
    m.value / 1e9 as value,
    m.value_month / 1e9 as value_month,
    m.net / 1e9 as value_net,
    m.net_month / 1e9 as value_net_month,
    m.net_basis,
    r.value as policy,
    m.dust_month,
    m.over,
    m.mean / 1e9 as mean_1_to_n,
    m.mean_net / 1e9 as mean_1_to_n_net,
    m.months,
    m.months_net,
    m.months_dropped,
    m.sites,
    m.sites_expected,
    m.sufficient,
    m.below_limit,
    m.days / 10.0 as days,
    m.source,
    nullif(m.remarks, '') as remarks,
    m.standard,
    m.stage,
    m.origin,
    m.sources
from months as m
join rules as r
    on r.rule_id = 'dust_policy'
    and m.month >= coalesce(nullif(r.effective_from, '')::date, date '1900-01-01')
    and m.month <= coalesce(nullif(r.effective_to, '')::date, date '9999-12-31')
