-- One row per reduction project, pollutant, year and measure.
select
    coalesce(area_id, '') as area_id,
    project_id,
    pollutant,
    year,
    coalesce(measure, '') as measure,
    name as name_zh,
    'water' as medium,
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
