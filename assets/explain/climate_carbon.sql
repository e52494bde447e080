-- Carbon intensity: this year and the one that it is held against, CO2 over GDP, carriers by factors, growth of GDP.
WITH now AS (
    SELECT t.* FROM marts.carbon_intensity_trend AS t
    INNER JOIN asked ON t.area_id = asked.area_id
    WHERE t.year = of_year AND indicator IN ('climate_carbon_intensity_yoy', 'climate_carbon_intensity_vs_2020')
),

years AS (
    SELECT
        t.year, t.gdp, t.gdp_source, t.gdp_vintage, t.boundary, t.problems, t.origin, now.ef_mode,
        CASE now.ef_mode WHEN 'frozen' THEN t.intensity_frozen ELSE t.intensity_annual END AS intensity,
        CASE now.ef_mode WHEN 'frozen' THEN t.co2_frozen ELSE t.co2_annual END AS co2,
        t.year = of_year AS is_now
    FROM marts.carbon_intensity_trend AS t
    INNER JOIN now ON now.area_id = t.area_id
    WHERE t.year IN (of_year, CASE indicator WHEN 'climate_carbon_intensity_yoy' THEN of_year - 1 ELSE 2020 END)
),

carriers AS (
    SELECT c.*, c.year || '/co2' AS parent, c.year || '/co2/' || c.carrier AS id
    FROM marts.carbon_carrier AS c
    INNER JOIN asked ON c.area_id = asked.area_id
    INNER JOIN years ON years.year = c.year AND years.ef_mode = c.ef_mode
)

SELECT
    'value' AS level, 'value/' || m.mode AS key, w.zh AS name_zh, w.en AS name_en, m.change AS value, '%' AS unit,
    m.mode = m.ef_mode AND status.value_kind = 'estimate' AS used, m.origin,
    CASE WHEN status.value_kind = 'official' THEN '以官方通报为准，测算值并列' WHEN m.mode = m.ef_mode THEN '采用的电力因子口径' ELSE '并列口径，不采用' END AS why_zh,
    CASE WHEN status.value_kind = 'official' THEN 'the notice decides, the estimate stands beside' WHEN m.mode = m.ef_mode THEN 'the power-factor policy in force' ELSE 'the other policy, beside' END AS why_en
FROM (
    SELECT now.ef_mode, now.origin, unnest([
        {'mode': 'frozen', 'change': CASE indicator WHEN 'climate_carbon_intensity_yoy' THEN now.yoy_frozen ELSE now.cumulative_frozen END},
        {'mode': 'annual', 'change': CASE indicator WHEN 'climate_carbon_intensity_yoy' THEN now.yoy_annual ELSE now.cumulative_annual END}
    ], recursive := true)
    FROM now
) AS m
CROSS JOIN status
LEFT JOIN words AS w ON w.kind = 'ef_mode' AND w.code = m.mode

UNION ALL BY NAME

SELECT
    'years' AS level, y.year::VARCHAR AS key, 'value' AS parent, y.year || '年碳排放强度' AS name_zh, 'intensity of ' || y.year AS name_en,
    y.intensity AS value, 't/万元' AS unit, y.intensity IS NOT NULL AS used, y.intensity AS adds, 2 AS count_used, y.origin,
    concat_ws('；', CASE WHEN y.is_now THEN '评价年' ELSE '对比年' END, '核算边界' || y.boundary, w.zh) AS why_zh,
    concat_ws('; ', CASE WHEN y.is_now THEN 'assessed' ELSE 'held against' END, 'boundary ' || y.boundary, w.en) AS why_en
FROM years AS y
LEFT JOIN words AS w ON w.kind = 'ef_mode' AND w.code = y.ef_mode

UNION ALL BY NAME

SELECT
    'terms' AS level, y.year || '/co2' AS key, y.year::VARCHAR AS parent, y.year || '年二氧化碳排放' AS name_zh, 'CO2 of ' || y.year AS name_en,
    y.co2 AS value, 't' AS unit, y.co2 IS NOT NULL AS used, y.co2 AS adds, y.origin,
    (SELECT count(*) FROM carriers AS c WHERE c.year = y.year) AS count_used
FROM years AS y

UNION ALL BY NAME

SELECT
    'terms' AS level, y.year || '/gdp' AS key, y.year::VARCHAR AS parent, y.year || '年地区生产总值（2020年价）' AS name_zh,
    'GDP of ' || y.year || ' at prices of 2020' AS name_en, y.gdp AS value, '亿元' AS unit, y.gdp IS NOT NULL AS used, y.gdp AS adds, y.origin,
    y.gdp_vintage AS text, y.year - 2020 AS count_used, y.gdp_source AS why_zh, y.gdp_source AS why_en
FROM years AS y

UNION ALL BY NAME

SELECT
    'carriers' AS level, c.id AS key, c.parent, c.carrier_zh || ' ' || c.year AS name_zh, c.carrier_en || ' ' || c.year AS name_en,
    c.amount AS value, c.unit, true AS used, c.co2 AS adds, c.origin, len(string_split(c.sources, ' ')) AS count_used,
    CASE WHEN c.ncv IS NULL THEN format('因子{:.10g}', c.factor)
        ELSE format('热值{:.10g}×含碳量{:.10g}×氧化率{:.10g}×44/12', c.ncv, c.carbon, c.oxidation) END AS why_zh,
    CASE WHEN c.ncv IS NULL THEN format('factor {:.10g}', c.factor)
        ELSE format('calorific value {:.10g} × carbon {:.10g} × oxidation {:.10g} × 44/12', c.ncv, c.carbon, c.oxidation) END AS why_en
FROM carriers AS c

UNION ALL BY NAME

SELECT
    'growth' AS level, t.year::VARCHAR || '/growth' AS key, of_year || '/gdp' AS parent, t.year || '年' AS name_zh, t.year::VARCHAR AS name_en,
    t.gdp AS value, '亿元' AS unit, true AS used, t.gdp_growth AS adds, t.origin,
    CASE WHEN t.year = 2020 THEN '2020年水平值' ELSE format('实际增速{:.10g}%', t.gdp_growth) END AS why_zh,
    CASE WHEN t.year = 2020 THEN 'level of 2020' ELSE format('real growth {:.10g} %', t.gdp_growth) END AS why_en
FROM marts.carbon_intensity_trend AS t
INNER JOIN now ON now.area_id = t.area_id AND t.year BETWEEN 2020 AND of_year

UNION ALL BY NAME

SELECT
    'rows' AS level, r.id || '/' || r.source AS key, r.id AS parent, r.source AS name_zh, r.source AS name_en, true AS used, r.origin,
    split_part(r.source, ':', 1) AS source_file_id, split_part(r.source, ':', 2)::BIGINT AS source_row
FROM (SELECT c.id, c.origin, unnest(string_split(c.sources, ' ')) AS source FROM carriers AS c) AS r
WHERE r.source <> ''
