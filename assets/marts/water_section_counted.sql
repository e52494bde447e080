-- One row per area, year, indicator and section that it looks at.
select
    area_id,
    year,
    indicator_id,
    place_id as section_id,
    name_zh,
    period_type,
    period_id,
    date_from,
    date_to,
    situation,
    class,
    class_at_best,
    sufficient,
    counted,
    origin
from counted
