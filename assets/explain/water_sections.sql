-- Sections: the class that each was judged on, its items, their months, the samples.
WITH sections AS (
    SELECT c.* FROM marts.water_section_counted AS c
    INNER JOIN asked ON c.area_id = asked.area_id
    WHERE c.indicator_id = indicator AND c.year = of_year
        AND indicator IN ('water_sections_class_iv', 'water_outbound_inferior_v')
),

items AS (
    SELECT i.*, s.situation, s.class AS of_section, w.code IS NOT NULL AS of_class, s.origin
    FROM marts.water_section_item AS i
    INNER JOIN sections AS s
        ON s.section_id = i.section_id AND s.period_type = i.period_type AND s.period_id = i.period_id
    LEFT JOIN words AS w ON w.kind = 'class_item' AND w.code = i.item
),

months AS (
    SELECT m.*, items.of_class, items.origin, items.date_to AS last_day, items.section_id || '/' || items.item AS id
    FROM marts.water_section_item AS m
    INNER JOIN items
        ON items.section_id = m.section_id AND items.item = m.item AND m.date_from BETWEEN items.date_from AND items.date_to
    WHERE m.period_type = 'month'
),

samples AS (
    SELECT
        v.*, months.id || '/' || months.period_id AS parent, months.of_class,
        v.used AND v.value IS NOT NULL AND contains(months.source_kind, v.kind) AS entered
    FROM marts.water_sample AS v
    INNER JOIN months
        ON months.section_id = v.section_id AND months.item = v.item AND v.date BETWEEN months.date_from AND months.last_day
            AND date_trunc('month', v.date) = months.date_from
    WHERE v.year = of_year AND indicator IN ('water_sections_class_iv', 'water_outbound_inferior_v')
)

SELECT
    'sections' AS level, s.section_id AS key, 'value' AS parent, s.name_zh, s.section_id AS name_en, s.class::DOUBLE AS value,
    c.zh AS text, s.class IS NOT NULL AND s.sufficient AS used, s.counted::INT::DOUBLE AS adds, a.months AS count_used,
    a.expected_months AS count_all, s.origin, a.standard,
    concat_ws('；', CASE WHEN s.counted THEN '计入' ELSE '不计入' END, w.zh,
        CASE WHEN NOT s.sufficient AND s.situation = 'assessed' THEN '数据不足' END, '时段' || s.period_id,
        '定类项目' || a.worst_items, '缺失项目' || a.items_lost, '不优于' || b.zh || '类') AS why_zh,
    concat_ws('; ', CASE WHEN s.counted THEN 'counted' ELSE 'not counted' END, w.en,
        CASE WHEN NOT s.sufficient AND s.situation = 'assessed' THEN 'too little data' END, 'period ' || s.period_id,
        'set by ' || a.worst_items, 'lost items ' || a.items_lost, 'no better than ' || b.en) AS why_en
FROM sections AS s
LEFT JOIN marts.water_section_annual AS a
    ON a.section_id = s.section_id AND a.period_type = s.period_type AND a.period_id = s.period_id
LEFT JOIN words AS c ON c.kind = 'water_class' AND c.code = s.class::VARCHAR
LEFT JOIN words AS b ON b.kind = 'water_class' AND b.code = s.class_at_best::VARCHAR
LEFT JOIN words AS w ON w.kind = 'situation' AND w.code = s.situation

UNION ALL BY NAME

SELECT
    'items' AS level, i.section_id || '/' || i.item AS key, i.section_id AS parent, i.item_zh AS name_zh, i.item AS name_en,
    i.value, i.unit, c.zh AS text, i.of_class AND i.item_class IS NOT NULL AS used,
    CASE WHEN i.of_class THEN i.item_class END::DOUBLE AS adds, i.months AS count_used, i.origin,
    CASE WHEN NOT i.of_class THEN '不参与定类' WHEN i.item_class = i.of_section AND i.of_section > 3 THEN '定类项目' END AS why_zh,
    CASE WHEN NOT i.of_class THEN 'does not enter the class' WHEN i.item_class = i.of_section AND i.of_section > 3 THEN 'sets the class' END AS why_en
FROM items AS i
LEFT JOIN words AS c ON c.kind = 'water_class' AND c.code = i.item_class::VARCHAR

UNION ALL BY NAME

SELECT
    'months' AS level, m.id || '/' || m.period_id AS key, m.id AS parent, m.item_zh || ' ' || m.period_id AS name_zh,
    m.item || ' ' || m.period_id AS name_en, m.mean AS value, m.unit, c.zh AS text, true AS used, m.mean AS adds,
    m.samples AS count_used, m.origin, '监测方式：' || m.source_kind AS why_zh, 'kind: ' || m.source_kind AS why_en
FROM months AS m
LEFT JOIN words AS c ON c.kind = 'water_class' AND c.code = m.item_class::VARCHAR

UNION ALL BY NAME

SELECT
    'samples' AS level,
    v.parent || '/' || strftime(v.sampled_at, '%Y-%m-%dT%H:%M') || '/' || v.kind || '/' || v.span || '/' || v.part AS key, v.parent,
    v.item_zh || ' ' || strftime(v.sampled_at, '%Y-%m-%d %H:%M') AS name_zh, v.item || ' ' || strftime(v.sampled_at, '%Y-%m-%d %H:%M') AS name_en,
    v.value, v.unit, v.kind || ' ' || v.stage AS text, v.entered AS used, CASE WHEN v.entered THEN v.value END AS adds, v.origin,
    nullif(concat_ws('；', CASE WHEN NOT v.used THEN '站点状态异常：' || v.condition WHEN v.value IS NULL THEN v.state
        WHEN NOT v.entered THEN '同月已有自动监测值，优先采用' END, CASE WHEN v.below_limit THEN '低于检出限，按一半计' END, k.zh), '') AS why_zh,
    nullif(concat_ws('; ', CASE WHEN NOT v.used THEN 'the station was out of its normal state: ' || v.condition WHEN v.value IS NULL THEN v.state
        WHEN NOT v.entered THEN 'automatic values of the month go before it' END, CASE WHEN v.below_limit THEN 'below the detection limit, half of it' END, k.en), '') AS why_en,
    v.source_file_id, v.source_row, v.source_column
FROM samples AS v
LEFT JOIN (
    SELECT
        c.source_file_id, c.source_row, c.source_column,
        string_agg(format('更正{:.10g}→{:.10g}（{}，{}）', c.old_value, c.new_value, c.reason, c.who), '；') AS zh,
        string_agg(format('corrected {:.10g} → {:.10g} ({}, {})', c.old_value, c.new_value, c.reason, c.who), '; ') AS en
    FROM marts.correction AS c WHERE c.dataset = 'water_sections' AND c.state = 'applied' GROUP BY ALL
) AS k USING (source_file_id, source_row, source_column)
