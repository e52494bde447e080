-- Reductions of VOC and NOx: the projects of the year, what is credited of each, the rows of the ledger.
WITH projects AS (
    SELECT
        p.*, p.project_id || '/' || p.measure || '/' || p.record AS id
    FROM marts.emission_reduction AS p
    INNER JOIN inside ON p.area_id = inside.area_id
    WHERE p.medium = 'air' AND p.year = of_year
        AND ((indicator = 'air_voc_reduction' AND p.pollutant = 'VOC')
            OR (indicator = 'air_nox_reduction' AND p.pollutant = 'NOX'))
),

defects AS (
    SELECT
        one.id, string_agg(coalesce(w.zh, one.code), '、' ORDER BY one.code) AS zh,
        string_agg(coalesce(w.en, one.code), ', ' ORDER BY one.code) AS en
    FROM (SELECT p.id, unnest(string_split(p.defect, ' ')) AS code FROM projects AS p WHERE p.defect IS NOT NULL) AS one
    LEFT JOIN words AS w ON w.kind = 'defect' AND w.code = one.code
    GROUP BY ALL
)

SELECT
    'projects' AS level, p.id AS key, 'value' AS parent, p.name_zh, coalesce(p.enterprise, p.project_id) AS name_en,
    p.verified AS value, 't' AS unit, p.state AS text, coalesce(p.counted, 0) <> 0 AS used, coalesce(p.counted, 0) AS adds,
    len(string_split(p.sources, ' ')) AS count_used, p.origin,
    concat_ws('；', format('计划{:.10g}，申报{:.10g}，核定{:.10g}，抵扣{:.10g}', coalesce(p.planned, 0), coalesce(p.claimed, 0),
        coalesce(p.verified, 0), coalesce(p."offset", 0)), d.zh) AS why_zh,
    concat_ws('; ', format('planned {:.10g}, declared {:.10g}, verified {:.10g}, offset {:.10g}', coalesce(p.planned, 0),
        coalesce(p.claimed, 0), coalesce(p.verified, 0), coalesce(p."offset", 0)), d.en) AS why_en
FROM projects AS p
LEFT JOIN defects AS d ON d.id = p.id

UNION ALL BY NAME

SELECT
    'rows' AS level, r.id || '/' || r.source AS key, r.id AS parent, r.source AS name_zh, r.source AS name_en, r.used, r.origin,
    split_part(r.source, ':', 1) AS source_file_id, split_part(r.source, ':', 2)::BIGINT AS source_row
FROM (
    SELECT p.id, coalesce(p.counted, 0) <> 0 AS used, p.origin, unnest(string_split(p.sources, ' ')) AS source FROM projects AS p
) AS r
WHERE r.source <> ''
