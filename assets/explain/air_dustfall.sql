-- Dustfall: the months of an area net of sand dust, its sites, the rows of their samples.
WITH months AS (
    SELECT m.* FROM marts.air_dustfall_monthly AS m
    INNER JOIN asked ON m.place_id = asked.area_id
    WHERE indicator = 'air_dustfall' AND m.level = 'area' AND m.year = of_year
),

sites AS (
    SELECT m.*, months.net_basis AS of_month, months.value_net IS NOT NULL AND months.sufficient AS month_used
    FROM marts.air_dustfall_monthly AS m
    INNER JOIN inside ON m.area_id = inside.area_id
    INNER JOIN months ON months.period_id = m.period_id
    WHERE m.level = 'site'
)

SELECT
    'months' AS level, m.period_id AS key, 'value' AS parent, m.period_id AS name_zh, m.period_id AS name_en,
    m.value_net AS value, 't/(km²·month)' AS unit, format('{:.10g}', m.value) AS text,
    m.sufficient AND m.value_net IS NOT NULL AS used,
    CASE WHEN m.sufficient THEN m.value_net END AS adds, m.sites AS count_used, m.sites_expected AS count_all,
    m.origin, m.standard,
    concat_ws('；', w.zh, CASE WHEN NOT m.sufficient THEN '有效点位不足，不计入' END, CASE WHEN m.over THEN '超过控制值' END,
        CASE WHEN m.dust_month THEN '沙尘月' END) AS why_zh,
    concat_ws('; ', w.en, CASE WHEN NOT m.sufficient THEN 'too few sites, not counted' END, CASE WHEN m.over THEN 'above the value asked for' END,
        CASE WHEN m.dust_month THEN 'dust month' END) AS why_en
FROM months AS m
LEFT JOIN words AS w ON w.kind = 'dustfall' AND w.code = m.net_basis

UNION ALL BY NAME

SELECT
    'sites' AS level, s.period_id || '/' || s.place_id AS key, s.period_id AS parent, s.name_zh, s.place_id AS name_en,
    s.value_net AS value, 't/(km²·month)' AS unit, format('{:.10g}', s.value) AS text,
    s.month_used AND s.of_month <> 'stated' AND s.value_net IS NOT NULL AS used,
    CASE WHEN s.month_used AND s.of_month <> 'stated' THEN s.value_net END AS adds,
    len(string_split(s.sources, ' ')) AS count_used, s.origin, s.standard,
    concat_ws('；', w.zh, CASE WHEN s.sites = 0 THEN '没有有效值' WHEN s.of_month = 'stated' THEN '区域采用主管部门给出的扣沙值'
        WHEN NOT s.month_used THEN '当月不计入' END, s.remarks) AS why_zh,
    concat_ws('; ', w.en, CASE WHEN s.sites = 0 THEN 'no valid value' WHEN s.of_month = 'stated' THEN 'the area has a net value stated by the authority'
        WHEN NOT s.month_used THEN 'the month is not counted' END, s.remarks) AS why_en
FROM sites AS s
LEFT JOIN words AS w ON w.kind = 'dustfall' AND w.code = s.net_basis

UNION ALL BY NAME

SELECT
    'rows' AS level, r.parent || '/' || r.source AS key, r.parent, r.source AS name_zh, r.source AS name_en, r.used, r.origin,
    split_part(r.source, ':', 1) AS source_file_id, split_part(r.source, ':', 2)::BIGINT AS source_row
FROM (
    SELECT s.period_id || '/' || s.place_id AS parent, s.month_used AS used, s.origin, unnest(string_split(s.sources, ' ')) AS source
    FROM sites AS s
    UNION ALL
    SELECT m.period_id, true, m.origin, unnest(string_split(m.sources, ' ')) FROM months AS m WHERE m.net_basis = 'stated'
) AS r
WHERE r.source <> ''
