-- One row per ledger record that added to an account.
select
    area_id,
    year,
    pollutant,
    row_number() over (partition by area_id, year, pollutant order by place_id, part, date, sources) as record,
    project_id,
    name as name_zh,
    claimed / 1e9 as claimed,
    verified / 1e9 as verified,
    amount / 1e9 as amount,
    stage,
    origin,
    sources
from additions
