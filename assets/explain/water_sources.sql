-- Drinking-water sources: the verdict of the year, the quarters, the rows of their samples.
WITH quarters AS (
    SELECT q.* FROM marts.water_source AS q
    INNER JOIN inside ON q.area_id = inside.area_id
    WHERE indicator = 'water_drinking_source_compliance' AND q.year = of_year
)

SELECT
    'sources' AS level, y.source_id AS key, 'value' AS parent, y.name_zh, y.source_id AS name_en,
    y.compliant::INT::DOUBLE AS value, y.compliant IS NOT NULL AS used, y.compliant::INT::DOUBLE AS adds,
    y.quarters AS count_used, y.quarters_expected AS count_all, y.origin,
    CASE WHEN y.compliant THEN '各季度均达标' WHEN y.compliant IS NULL THEN '有季度没有结论' ELSE '有季度超标' END AS why_zh,
    CASE WHEN y.compliant THEN 'every quarter complies' WHEN y.compliant IS NULL THEN 'a quarter has no verdict' ELSE 'a quarter does not comply' END AS why_en
FROM marts.water_source_year AS y
INNER JOIN inside ON y.area_id = inside.area_id
WHERE indicator = 'water_drinking_source_compliance' AND y.year = of_year

UNION ALL BY NAME

SELECT
    'quarters' AS level, q.source_id || '/' || q.period_id AS key, q.source_id AS parent, q.name_zh || ' ' || q.period_id AS name_zh,
    q.source_id || ' ' || q.period_id AS name_en, q.compliant::INT::DOUBLE AS value, q.compliant IS NOT NULL AS used,
    q.compliant::INT::DOUBLE AS adds, q.items AS count_used, q.items + q.items_unjudged AS count_all, q.origin,
    concat_ws('；', CASE WHEN q.compliant THEN '各项均不超限' WHEN NOT q.compliant THEN '超标：' || q.failing_items ELSE '没有结论' END,
        '缺失项目：' || q.items_lost, format('取水量{:.10g}万吨', q.intake)) AS why_zh,
    concat_ws('; ', CASE WHEN q.compliant THEN 'every item within its limit' WHEN NOT q.compliant THEN 'above the limit: ' || q.failing_items ELSE 'no verdict' END,
        'lost items: ' || q.items_lost, format('intake {:.10g} × 10⁴ t', q.intake)) AS why_en
FROM quarters AS q

UNION ALL BY NAME

SELECT
    'rows' AS level, r.id || '/' || r.source AS key, r.id AS parent, r.source AS name_zh, r.source AS name_en, true AS used, r.origin,
    split_part(r.source, ':', 1) AS source_file_id, split_part(r.source, ':', 2)::BIGINT AS source_row
FROM (
    SELECT q.source_id || '/' || q.period_id AS id, q.origin, unnest(string_split(q.sources, ' ')) AS source FROM quarters AS q
) AS r
WHERE r.source <> ''
