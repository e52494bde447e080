-- One row per record of a reduction project, pollutant, year and measure: the works of water and the projects of air in one
-- form. Where ledgers have a project twice in a year, under areas that are one or not known, `record` counts its records.
with every as (
    select
        coalesce(area_id, '') as area_id,
        project_id,
        place_id,
        pollutant,
        year,
        name as name_zh,
        'water' as medium,
        null::varchar as enterprise,
        null::varchar as credit_code,
        null::varchar as industry,
        null::varchar as type,
        coalesce(measure, '') as measure,
        start_date,
        null::bigint as credit_months,
        null::double as before,
        null::double as after,
        null::double as "offset",
        null::double as planned,
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
    from water
    union all by name
    select
        coalesce(area_id, '') as area_id,
        project_id,
        place_id,
        pollutant,
        year,
        name as name_zh,
        'air' as medium,
        enterprise,
        credit_code,
        industry,
        type,
        coalesce(measure, '') as measure,
        stable_from as start_date,
        credit_months,
        before / 1e9 as before,
        after / 1e9 as after,
        "offset" / 1e9 as "offset",
        planned / 1e9 as planned,
        declared / 1e9 as claimed,
        net / 1e9 as computed,
        verified / 1e9 as verified,
        counted / 1e9 as counted,
        nullif(defect, '') as defect,
        evidence,
        state,
        stage,
        origin,
        sources
    from air
)

select
    *,
    row_number() over (partition by area_id, project_id, pollutant, year, measure order by place_id, sources) as record
from every
