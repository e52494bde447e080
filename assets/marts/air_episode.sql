-- Episodes of heavy pollution and of dust; index values have no unit, concentrations are µg/m³.
select
    area_id,
    kind,
    date_from,
    year(date_from) as year,
    date_to,
    days,
    counted_days,
    missing_days,
    may_go_on,
    peak_date,
    peak_measure,
    peak_micro / 1e6 as peak,
    highest_aqi,
    primary_pollutants,
    declared_days,
    proposed_days,
    case kind when 'dust_declared' then 'declared' when 'dust_proposed' then 'proposed' else 'measured' end as status,
    stage,
    origin
from episodes
