-- One row per reduction project, pollutant and year.
select
    coalesce(area_id, '') as area_id,
    project_id,
    pollutant,
    year,
    name as name_zh,
    'water' as medium,
    measure,
    start_date,
    claimed / 1e9 as claimed,
    computed / 1e9 as computed,
    verified / 1e9 as verified,
    counted / 1e9 as counted,
    nullif(defect, '') as defect,
    evidence,
    state,
    stage,
    origin,
    sources
from reductions
