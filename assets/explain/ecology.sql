-- The ecological index: the published values of both years, and beside them what moved the computed index.
WITH trend AS (
    SELECT e.*, e.year = of_year AS is_now
    FROM marts.ei_trend AS e
    INNER JOIN asked ON e.area_id = asked.area_id
    WHERE indicator = 'ecology_ei_yoy' AND e.year IN (of_year, of_year - 1)
)

SELECT
    'years' AS level, concat_ws('/', e.year, nullif(e.method, '')) AS key, 'value' AS parent, e.year || '年公布EI' AS name_zh,
    'EI published for ' || e.year AS name_en, e.published_ei AS value, e.published_grade AS text,
    e.published_ei IS NOT NULL AND c.comparison = 'comparable' AND e.method = c.method AS used,
    CASE WHEN c.comparison = 'comparable' AND e.method = c.method THEN CASE WHEN e.is_now THEN 1 ELSE -1 END * e.published_ei END AS adds,
    e.published_origin AS origin, e.standard,
    CASE WHEN e.published_ei IS NOT NULL THEN e.source_file_id END AS source_file_id,
    CASE WHEN e.published_ei IS NOT NULL THEN e.source_row END AS source_row,
    concat_ws('；', CASE WHEN e.published_ei IS NULL THEN '未公布' END, CASE WHEN e.is_now THEN w.zh END, e.published_source) AS why_zh,
    concat_ws('; ', CASE WHEN e.published_ei IS NULL THEN 'not published' END, CASE WHEN e.is_now THEN w.en END, e.published_source) AS why_en
FROM trend AS e
CROSS JOIN (SELECT any_value(t.comparison) AS comparison, any_value(t.method) AS method FROM trend AS t WHERE t.is_now) AS c
LEFT JOIN words AS w ON w.kind = 'comparison' AND w.code = e.comparison

UNION ALL BY NAME

SELECT
    'computed' AS level, 'computed/' || e.year AS key, 'value' AS parent, e.year || '年测算EI' AS name_zh, 'EI computed for ' || e.year AS name_en,
    e.computed_ei AS value, e.computed_grade AS text, false AS used, e.computed_ei AS adds, e.origin, 'HJ 192-2015' AS standard,
    concat_ws('；', '诊断值，仅并列', '沿用上年：' || e.stale, '缺少：' || e.missing) AS why_zh,
    concat_ws('; ', 'a diagnostic, beside', 'carried over: ' || e.stale, 'missing: ' || e.missing) AS why_en
FROM trend AS e

UNION ALL BY NAME

SELECT
    'parts' AS level, 'computed/' || e.year || '/' || e.code AS key, 'computed/' || e.year AS parent, e.zh AS name_zh, e.en AS name_en,
    e.part AS value, 'points' AS unit, false AS used, e.moved AS adds, e.origin, '对测算EI变化的贡献' AS why_zh, 'its part of the computed change' AS why_en
FROM (
    SELECT t.year, t.origin, unnest([
        {'code': 'bri', 'zh': '生物丰度指数', 'en': 'BRI', 'part': t.bri, 'moved': t.contribution_bri},
        {'code': 'vci', 'zh': '植被覆盖指数', 'en': 'VCI', 'part': t.vci, 'moved': t.contribution_vci},
        {'code': 'wndi', 'zh': '水网密度指数', 'en': 'WNDI', 'part': t.wndi, 'moved': t.contribution_wndi},
        {'code': 'lsi', 'zh': '土地胁迫指数', 'en': 'LSI', 'part': t.lsi, 'moved': t.contribution_lsi},
        {'code': 'pli', 'zh': '污染负荷指数', 'en': 'PLI', 'part': t.pli, 'moved': t.contribution_pli}
    ], recursive := true)
    FROM trend AS t WHERE t.is_now AND t.computed_ei IS NOT NULL
) AS e
