-- Soil quality: the points of the year, their samples, the items against their screening values.
WITH points AS (
    SELECT p.* FROM marts.soil_point AS p
    INNER JOIN asked ON p.area_id = asked.area_id
    WHERE indicator = 'soil_environment_quality' AND p.year = of_year
),

samples AS (
    SELECT s.*, concat_ws('/', s.point_id, strftime(s.sampled_at, '%Y-%m-%d'), nullif(s.part, '')) AS id
    FROM marts.soil_sample AS s
    INNER JOIN points ON points.point_id = s.point_id
    WHERE s.year = of_year
)

SELECT
    'points' AS level, p.point_id AS key, 'value' AS parent, p.point_id AS name_zh, p.point_id AS name_en,
    p.within_screening::INT::DOUBLE AS value, p.within_screening IS NOT NULL AS used, p.within_screening::INT::DOUBLE AS adds,
    p.samples AS count_used, p.origin,
    CASE WHEN p.within_screening THEN '各项均不超筛选值' WHEN p.open THEN '有项目缺失，未定' WHEN p.within_screening IS NULL THEN '没有可评价的项目'
        ELSE '超筛选值：' || p.exceeding_items END AS why_zh,
    CASE WHEN p.within_screening THEN 'every item within its screening value' WHEN p.open THEN 'open for lost items' WHEN p.within_screening IS NULL THEN 'nothing to judge'
        ELSE 'above the screening value: ' || p.exceeding_items END AS why_en
FROM points AS p

UNION ALL BY NAME

SELECT
    'samples' AS level, s.id AS key, s.point_id AS parent, s.name_zh, s.id AS name_en, s.within_screening::INT::DOUBLE AS value,
    s.within_screening IS NOT NULL AS used, s.within_screening::INT::DOUBLE AS adds, s.items AS count_used, s.origin, s.standard,
    concat_ws('；', '超筛选值：' || s.exceeding_items, '缺失项目：' || s.items_lost, CASE WHEN s.ph_assumed THEN '无pH，按最严档' END,
        CASE WHEN s.land_assumed THEN '土地利用未知，按较严' END) AS why_zh,
    concat_ws('; ', 'above the screening value: ' || s.exceeding_items, 'lost items: ' || s.items_lost, CASE WHEN s.ph_assumed THEN 'no pH, strictest band' END,
        CASE WHEN s.land_assumed THEN 'land use unknown, the stricter limit' END) AS why_en,
    s.source_file_id, s.source_row
FROM samples AS s

UNION ALL BY NAME

SELECT
    'items' AS level, s.id || '/' || i.item AS key, s.id AS parent, i.item_zh AS name_zh, i.item AS name_en, i.value, i.unit,
    format('≤ {:.10g}', i.screening_value) AS text, i.exceeds_screening IS NOT NULL AS used, i.exceeds_screening::INT::DOUBLE AS adds,
    s.origin,
    nullif(concat_ws('；', CASE WHEN i.exceeds_screening THEN format('超筛选值{:.2f}倍', i.exceedance_multiple) END,
        CASE WHEN i.below_limit THEN '低于检出限，按一半计' END), '') AS why_zh,
    nullif(concat_ws('; ', CASE WHEN i.exceeds_screening THEN format('{:.2f} times above', i.exceedance_multiple) END,
        CASE WHEN i.below_limit THEN 'below the detection limit, half of it' END), '') AS why_en,
    i.source_file_id, i.source_row, i.source_column
FROM marts.soil_sample_item AS i
INNER JOIN samples AS s
    ON s.point_id = i.point_id AND s.part = i.part AND s.span = i.span AND s.sampled_at IS NOT DISTINCT FROM i.sampled_at
