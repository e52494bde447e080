-- One row per section or area, water type and period: the index and its change.
select
    level,
    place_id,
    water_type,
    period_type,
    period_id,
    year(date_from) as year,
    sections,
    nullif(items, '') as items,
    items_count,
    cwqi_micro / 1e6 as cwqi,
    change_micro / 1e6 as change,
    origin
from indices
