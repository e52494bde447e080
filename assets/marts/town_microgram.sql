-- One row per district, period and town, with the district's own published value beside the mean of its towns.
select
    m.area_id,
    m.period_type,
    m.period_id,
    m.town_id,
    m.year,
    m.date_from,
    m.date_to,
    m.name_zh,
    m.list,
    m.value / 1e9 as value,
    m.gain / 1e9 as gain,
    m.towns,
    m.towns_expected,
    m.mean / 1e9 as mean,
    d.value / 1e9 as district_published,
    m.alone / 1e9 as alone,
    m.alone_value / 1e9 as alone_value,
    m.alone_percent / 1e9 as alone_percent,
    m.attainable_alone,
    m.together / 1e9 as together,
    m.together_value / 1e9 as together_value,
    m.together_percent / 1e9 as together_percent,
    m.share / 1e9 as share,
    m.stage,
    m.origin,
    m.sources
from needed as m
left join districts as d
    on d.area_id = m.area_id and d.period_id = m.period_id and d.measure = 'PM2.5' and d.origin = m.origin
