-- One row per record of the discharge ledger that enters no account.
select
    place_id,
    part,
    year,
    area_id,
    project_id,
    pollutant,
    record_type,
    name as name_zh,
    nullif(measure, '') as measure,
    claimed / 1e9 as claimed,
    verified / 1e9 as verified,
    target / 1e9 as target,
    reason,
    stage,
    origin,
    sources
from refused
