-- The frame of the macro: what is asked, what all families share, and for every row its step with name and clause.
WITH RECURSIVE words (kind, code, zh, en) AS (
    VALUES
/* words */
),

steps (indicator_id, step, level, name_zh, name_en, rule_zh, rule_en, standard) AS (
    VALUES
/* steps */
),

asked AS (
    SELECT coalesce(
        area,
        (SELECT t.area_id FROM marts.dim_target AS t GROUP BY t.area_id ORDER BY count(*) DESC, t.area_id LIMIT 1)
    ) AS area_id
),

status AS (
    SELECT s.*
    FROM marts.indicator_status AS s
    INNER JOIN asked ON s.area_id = asked.area_id
    WHERE s.indicator_id = indicator AND s.year = of_year
),

-- Every area with itself and those that it lies in, and the area that is asked for with those inside.
above (area_id, above_id, next_id) AS (
    SELECT a.area_id, a.area_id, a.parent_id FROM marts.dim_area AS a
    UNION
    SELECT above.area_id, a.area_id, a.parent_id
    FROM above
    INNER JOIN marts.dim_area AS a ON a.area_id = above.next_id
),

inside AS (
    SELECT above.area_id FROM above INNER JOIN asked ON above.above_id = asked.area_id
),

found AS (
    SELECT
        NULL::VARCHAR AS level, NULL::VARCHAR AS key, NULL::VARCHAR AS parent, NULL::VARCHAR AS name_zh,
        NULL::VARCHAR AS name_en, NULL::DOUBLE AS value, NULL::VARCHAR AS text, NULL::VARCHAR AS unit,
        NULL::BOOLEAN AS used, NULL::DOUBLE AS adds, NULL::VARCHAR AS why_zh, NULL::VARCHAR AS why_en,
        NULL::BIGINT AS count_used, NULL::BIGINT AS count_all, NULL::VARCHAR AS origin, NULL::VARCHAR AS standard,
        NULL::VARCHAR AS source_file_id, NULL::BIGINT AS source_row, NULL::VARCHAR AS source_column
    WHERE false
    UNION ALL BY NAME
/* families */
),

-- Every file that a row was read from, with what became of its cells.
files AS (
    SELECT
        'files' AS level, f.path AS key, f.path AS name_zh, f.path AS name_en, f.format AS text, f.origin,
        cited.used > 0 AS used, cited.cells AS count_used, f.cells AS count_all, f.source_file_id,
        format('接受{}，隔离{}，被替代{}，被真实数据替换{}，非观测{}，空值{}', l.accepted, l.quarantined,
            l.superseded, l.replaced_by_real, l.not_observation, l.empty) AS why_zh,
        format('accepted {}, quarantined {}, superseded {}, replaced by real {}, not observations {}, empty {}',
            l.accepted, l.quarantined, l.superseded, l.replaced_by_real, l.not_observation, l.empty) AS why_en
    FROM (
        SELECT found.source_file_id, count(*) AS cells, count(*) FILTER (WHERE found.used) AS used
        FROM found WHERE found.source_file_id IS NOT NULL GROUP BY ALL
    ) AS cited
    INNER JOIN marts.source_file AS f USING (source_file_id)
    LEFT JOIN marts.row_ledger AS l USING (source_file_id)
),

every AS (
    SELECT * FROM found
    UNION ALL BY NAME
    SELECT * FROM files
)

SELECT
    steps.step::BIGINT AS step,
    every.level,
    steps.name_zh AS level_zh,
    steps.name_en AS level_en,
    every.key,
    every.parent,
    every.name_zh AS label_zh,
    every.name_en AS label_en,
    every.value,
    every.text,
    every.unit,
    coalesce(every.used, false) AS used,
    every.adds,
    every.why_zh,
    every.why_en,
    every.count_used,
    every.count_all,
    every.origin,
    coalesce(nullif(every.standard, ''), nullif(steps.standard, '')) AS standard,
    steps.rule_zh,
    steps.rule_en,
    f.path AS source_file,
    every.source_row,
    every.source_column
FROM every
INNER JOIN steps ON steps.indicator_id = indicator AND steps.level = every.level
LEFT JOIN marts.source_file AS f ON f.source_file_id = every.source_file_id
ORDER BY steps.step::BIGINT, every.key
