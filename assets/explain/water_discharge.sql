-- The discharge account: the pollutants, E_t = E_{t−1} + new − reduced, the records behind, the rows of the ledger.
WITH accounts AS (
    SELECT d.*, w.code IS NOT NULL AS assessed
    FROM marts.water_discharge AS d
    INNER JOIN asked ON d.area_id = asked.area_id
    LEFT JOIN words AS w ON w.kind = 'assessed' AND w.code = d.pollutant
    WHERE indicator = 'water_discharge_total' AND d.year = of_year
),

entries AS (
    SELECT
        e.pollutant || '/2 added' AS parent, e.pollutant || '/2 added/' || e.record AS key, e.name_zh, e.project_id AS name_en,
        e.amount AS value, e.amount AS adds, true AS used, e.origin, e.sources,
        CASE WHEN e.verified IS NULL THEN '未核定，按申报量计' END AS why_zh,
        CASE WHEN e.verified IS NULL THEN 'not verified, as claimed' END AS why_en
    FROM marts.water_discharge_entry AS e
    INNER JOIN asked ON e.area_id = asked.area_id
    WHERE indicator = 'water_discharge_total' AND e.year = of_year
    UNION ALL BY NAME
    SELECT
        p.pollutant || '/3 reduced' AS parent, p.pollutant || '/3 reduced/' || p.project_id || '/' || p.measure || '/' || p.record AS key,
        p.name_zh, p.project_id AS name_en, p.verified AS value, coalesce(p.counted, 0) AS adds, coalesce(p.counted, 0) <> 0 AS used,
        p.origin, p.sources,
        concat_ws('；', p.measure, p.state, format('申报{:.10g}，核定{:.10g}', coalesce(p.claimed, 0), coalesce(p.verified, 0)), coalesce(w.zh, p.defect)) AS why_zh,
        concat_ws('; ', p.measure, p.state, format('claimed {:.10g}, verified {:.10g}', coalesce(p.claimed, 0), coalesce(p.verified, 0)), coalesce(w.en, p.defect)) AS why_en
    FROM marts.emission_reduction AS p
    INNER JOIN inside ON p.area_id = inside.area_id
    LEFT JOIN words AS w ON w.kind = 'defect' AND w.code = p.defect
    WHERE indicator = 'water_discharge_total' AND p.medium = 'water' AND p.year = of_year
)

SELECT
    'pollutants' AS level, a.pollutant AS key, 'value' AS parent, a.pollutant AS name_zh, a.pollutant AS name_en, a.change AS value,
    '%' AS unit, a.assessed AND a.change IS NOT NULL AS used, CASE WHEN a.assessed THEN a.change END AS adds, a.origin,
    format('{:.10g} t', a.closing) AS text, 4 AS count_used,
    concat_ws('；', CASE WHEN a.assessed THEN '考核污染物，取最不利者' ELSE '不考核，仅并列' END, CASE WHEN a.based THEN '基数年' END,
        CASE WHEN NOT a.complete THEN '账目不完整：' || a.missing END) AS why_zh,
    concat_ws('; ', CASE WHEN a.assessed THEN 'assessed, the worst decides' ELSE 'not assessed, beside' END, CASE WHEN a.based THEN 'base year' END,
        CASE WHEN NOT a.complete THEN 'account incomplete: ' || a.missing END) AS why_en
FROM accounts AS a

UNION ALL BY NAME

SELECT
    'account' AS level, l.pollutant || '/' || l.line AS key, l.pollutant AS parent, l.zh AS name_zh, l.en AS name_en, l.amount AS value,
    't' AS unit, l.amount IS NOT NULL AS used, l.sign * l.amount AS adds, l.origin
FROM (
    SELECT
        a.pollutant, a.origin,
        unnest([
            {'line': '1 opening', 'zh': '年初排放量', 'en': 'opening', 'amount': a.opening, 'sign': 1},
            {'line': '2 added', 'zh': '新增量', 'en': 'added', 'amount': a.added, 'sign': 1},
            {'line': '3 reduced', 'zh': '核定削减量', 'en': 'reduced, verified', 'amount': a.reduced_verified, 'sign': -1},
            {'line': '4 closing', 'zh': '年末排放量', 'en': 'closing', 'amount': a.closing, 'sign': NULL}
        ], recursive := true)
    FROM accounts AS a
) AS l

UNION ALL BY NAME

SELECT
    'records' AS level, e.key, e.parent, e.name_zh, e.name_en, e.value, 't' AS unit, e.used, e.adds, e.origin, e.why_zh, e.why_en,
    len(string_split(e.sources, ' ')) AS count_used
FROM entries AS e

UNION ALL BY NAME

SELECT
    'rows' AS level, r.id || '/' || r.source AS key, r.id AS parent, r.source AS name_zh, r.source AS name_en, r.used, r.origin,
    split_part(r.source, ':', 1) AS source_file_id, split_part(r.source, ':', 2)::BIGINT AS source_row
FROM (SELECT e.key AS id, e.used, e.origin, unnest(string_split(e.sources, ' ')) AS source FROM entries AS e) AS r
WHERE r.source <> ''
