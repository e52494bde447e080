-- One row per registered section and year, quarter or 1–N months, with the same period of the year before.
select
    now.place_id as section_id,
    now.* exclude (place_id, status, stage, origin, kinds, standard),
    year(now.date_from) as year,
    now.status as status_zh,
    before.class as previous_class,
    now.kinds,
    now.stage,
    now.origin,
    now.standard
from periods as now
left join previous as before
    on before.place_id = now.place_id
    and before.period_type = now.period_type
    and year(before.date_from) = year(now.date_from)
    and month(before.date_from) = month(now.date_from)
    and month(before.date_to) = month(now.date_to)
    and before.origin = now.origin
where now.period_type <> 'month'
