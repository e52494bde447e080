-- One row per area, year and pollutant: the account in tonnes.
select
    area_id,
    year,
    pollutant,
    opening / 1e9 as opening,
    added / 1e9 as added,
    reduced_claimed / 1e9 as reduced_claimed,
    reduced_verified / 1e9 as reduced_verified,
    closing / 1e9 as closing,
    change_micro / 1e6 as change,
    complete,
    nullif(missing, '') as missing,
    based,
    projects,
    defects,
    stage,
    origin,
    sources
from account
