-- One row per area, carrier, field and step of months.
select
    area_id,
    year,
    carrier,
    names.name_zh as carrier_zh,
    field,
    month_to,
    month_from,
    amount / 1e9 as amount,
    cumulative / 1e9 as cumulative,
    names.unit as unit,
    restated,
    stage,
    origin,
    source_file_id,
    source_row
from months
left join names using (carrier)
