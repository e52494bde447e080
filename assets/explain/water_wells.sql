-- Groundwater: the wells that both years can be compared on, the items of both, the rows of their samples.
WITH wells AS (
    SELECT c.* FROM marts.groundwater_compared AS c
    INNER JOIN asked ON c.area_id = asked.area_id
    WHERE indicator = 'water_groundwater_stability' AND c.year = of_year
),

items AS (
    SELECT
        i.*, wells.base_year, i.well_id AS parent, i.well_id || '/' || i.year || '/' || i.item AS id,
        count(*) OVER (PARTITION BY i.well_id, i.item, i.origin) = 2 AS in_both
    FROM marts.groundwater_item AS i
    INNER JOIN wells ON wells.well_id = i.well_id AND i.year IN (wells.year, wells.base_year)
)

SELECT
    'wells' AS level, w.well_id AS key, 'value' AS parent, w.name_zh, w.well_id AS name_en, w.class::DOUBLE AS value,
    c.zh AS text, true AS used, (w.class = 5)::INT::DOUBLE AS adds, w.items AS count_used,
    concat_ws('；', w.base_year || '年' || b.zh || '类', CASE WHEN w.worsened THEN '变差' ELSE '未变差' END, '定类项目' || w.driving_items) AS why_zh,
    concat_ws('; ', 'class ' || b.en || ' in ' || w.base_year, CASE WHEN w.worsened THEN 'worse' ELSE 'not worse' END, 'set by ' || w.driving_items) AS why_en
FROM wells AS w
LEFT JOIN words AS c ON c.kind = 'water_class' AND c.code = w.class::VARCHAR
LEFT JOIN words AS b ON b.kind = 'water_class' AND b.code = w.base_class::VARCHAR

UNION ALL BY NAME

SELECT
    'wells' AS level, w.well_id AS key, 'value' AS parent, w.name_zh, w.well_id AS name_en, w.class::DOUBLE AS value,
    wells.base_year IS NOT NULL AS used, wells.base_class::DOUBLE AS adds, w.origin,
    CASE WHEN wells.base_year IS NULL THEN '不可比：另一年没有共同项目、来源不同，或缺项未定' ELSE '对比年' END AS why_zh,
    CASE WHEN wells.base_year IS NULL THEN 'not comparable: no common item in the other year, another origin, or open for lost items' ELSE 'base year' END AS why_en
FROM marts.groundwater AS w
INNER JOIN inside ON w.area_id = inside.area_id
LEFT JOIN wells ON wells.well_id = w.well_id
WHERE indicator = 'water_groundwater_stability' AND w.year = of_year AND wells.well_id IS NULL

UNION ALL BY NAME

SELECT
    'items' AS level, i.id AS key, i.parent, i.item_zh || ' ' || i.year AS name_zh, i.item || ' ' || i.year AS name_en,
    i.value, i.unit, coalesce(i.words, c.zh) AS text, i.in_both AND i.item_class IS NOT NULL AS used,
    CASE WHEN i.in_both THEN i.item_class END::DOUBLE AS adds, i.samples AS count_used, i.origin,
    nullif(concat_ws('；', CASE WHEN NOT i.in_both THEN '另一年没有此项' END, CASE WHEN i.background THEN '天然背景项目' END), '') AS why_zh,
    nullif(concat_ws('; ', CASE WHEN NOT i.in_both THEN 'not in the other year' END, CASE WHEN i.background THEN 'natural background item' END), '') AS why_en
FROM items AS i
LEFT JOIN words AS c ON c.kind = 'water_class' AND c.code = i.item_class::VARCHAR

UNION ALL BY NAME

SELECT
    'rows' AS level, r.id || '/' || r.source AS key, r.id AS parent, r.source AS name_zh, r.source AS name_en, r.used, r.origin,
    split_part(r.source, ':', 1) AS source_file_id, split_part(r.source, ':', 2)::BIGINT AS source_row
FROM (
    SELECT i.id, i.origin, i.in_both AS used, unnest(string_split(i.sources, ' ')) AS source FROM items AS i
) AS r
WHERE r.source <> ''
