-- Safe use of construction land and of farmland: parcels and units with the area that each counts.
WITH method AS (
    SELECT y.*, y.method_version = '2019' AS trial
    FROM marts.soil_farmland_year AS y
    INNER JOIN asked ON y.area_id = asked.area_id
    WHERE indicator = 'soil_farmland_safe_use' AND y.year = of_year
),

units AS (
    SELECT u.*, CASE WHEN method.trial THEN u.counts_2019 ELSE u.counts_14th_plan END AS safe
    FROM marts.soil_farmland AS u
    INNER JOIN inside ON u.area_id = inside.area_id
    INNER JOIN method ON method.stated
    WHERE indicator = 'soil_farmland_safe_use' AND u.year = of_year
)

SELECT
    'parcels' AS level, p.parcel_id AS key, 'value' AS parent, p.name_zh, p.parcel_id AS name_en, p.area_m2 AS value, 'm²' AS unit,
    p.state AS text, coalesce(p.in_denominator, false) AS used,
    CASE WHEN p.in_denominator THEN CASE WHEN p.compliant THEN p.area_m2 ELSE 0 END END AS adds, p.source_rows AS count_used, p.origin,
    concat_ws('；', s.zh, v.zh, '时间倒置：' || p.inversions) AS why_zh,
    concat_ws('; ', s.en, v.en, 'out of order: ' || p.inversions) AS why_en,
    p.source_file_id, p.source_row
FROM marts.soil_construction AS p
INNER JOIN inside ON p.area_id = inside.area_id
LEFT JOIN words AS s ON s.kind = 'parcel' AND s.code = p.state
LEFT JOIN words AS v ON v.kind = 'violation' AND v.code = p.violation_reason
WHERE indicator = 'soil_construction_land_safe_use' AND p.year = of_year

UNION ALL BY NAME

SELECT
    'value' AS level, 'value/' || m.method_version AS key, w.zh AS name_zh, w.en AS name_en,
    100 * m.area_safe / nullif(m.area_contaminated, 0) AS value, '%' AS unit, m.stated AS used, m.units_contaminated AS count_used,
    m.units AS count_all, m.origin,
    format('{:.10g}/{:.10g}亩；{}', m.area_safe, m.area_contaminated, CASE WHEN m.stated THEN '台账采用的方法，决定状态' ELSE '并列，不决定状态' END) AS why_zh,
    format('{:.10g} of {:.10g} mu; {}', m.area_safe, m.area_contaminated, CASE WHEN m.stated THEN 'the method of the ledger, it decides' ELSE 'beside, does not decide' END) AS why_en
FROM method AS m
LEFT JOIN words AS w ON w.kind = 'method' AND w.code = m.method_version

UNION ALL BY NAME

SELECT
    'units' AS level, concat_ws('/', u.unit_id, nullif(u.part, '')) AS key, 'value' AS parent, u.unit_id AS name_zh, u.unit_id AS name_en,
    u.area_mu AS value, '亩' AS unit, u.category AS text, u.counted AND u.safe IS NOT NULL AS used,
    CASE WHEN u.counted AND u.safe IS NOT NULL THEN CASE WHEN u.safe THEN u.area_mu ELSE 0 END END AS adds, u.source_rows AS count_used,
    u.origin, u.source_file_id, u.source_row,
    concat_ws('；', c.zh, CASE WHEN NOT u.counted THEN '同一地块重复，只计一次' WHEN u.safe IS NULL THEN '不属于应安全利用的类别'
        WHEN u.safe THEN '计入安全利用' ELSE '未安全利用' END, '措施：' || u.measure,
        CASE WHEN u.crops_pass THEN '农产品合格' WHEN NOT u.crops_pass THEN '农产品不合格' END, d.zh) AS why_zh,
    concat_ws('; ', c.en, CASE WHEN NOT u.counted THEN 'the same plot again, counted once' WHEN u.safe IS NULL THEN 'no category that must be used safely'
        WHEN u.safe THEN 'counts as safe use' ELSE 'not safe' END, 'measure: ' || u.measure,
        CASE WHEN u.crops_pass THEN 'crops pass' WHEN NOT u.crops_pass THEN 'crops fail' END, d.en) AS why_en
FROM units AS u
LEFT JOIN words AS c ON c.kind = 'category' AND c.code = u.category
LEFT JOIN words AS d ON d.kind = 'defect' AND d.code = u.defects
