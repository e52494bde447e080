-- The status: what it follows from, in words, and the note of the scoreboard.
WITH threshold AS (
    SELECT any_value(l.limit_value) AS at_risk_below FROM marts.dim_limit AS l WHERE l.subject = 'at_risk_below'
),

told AS (
    SELECT
        status.*,
        coalesce(status.value_text, '—') || coalesce(' ' || coalesce(u.zh, status.unit), '') AS shown_zh,
        coalesce(status.value_text, '—') || coalesce(' ' || coalesce(u.en, status.unit), '') AS shown_en,
        replace(replace(status.comparator, '<=', '≤'), '>=', '≥') || format('{:.10g}', status.target) AS goal,
        w.code AS printed,
        w.zh || coalesce(missed.zh, '') AS status_zh,
        w.en || coalesce(missed.en, '') AS status_en,
        threshold.at_risk_below AS risk
    FROM status
    INNER JOIN words AS w ON w.kind = 'status' AND w.code = CASE status.decided_by WHEN 'withheld' THEN 'withheld' ELSE status.status END
    LEFT JOIN words AS u ON u.kind = 'unit' AND u.code = status.unit
    LEFT JOIN words AS missed ON missed.kind = 'beside' AND missed.code = 'city_target_missed' AND status.city_target_missed
    CROSS JOIN threshold
)

SELECT
    'status' AS level, 'status' AS key, told.name_zh, told.name_en, told.value, told.printed AS text,
    told.unit, true AS used, told.origin,
    told.status_zh || '：' || CASE told.decided_by
        WHEN 'target' THEN format('{}，目标{}', told.shown_zh, coalesce(told.goal, '—'))
        WHEN 'tolerance' THEN format('{}，超出目标{}，但不超过容差{:.10g}', told.shown_zh, told.goal, told.tolerance)
        WHEN 'stated_test' THEN format('{}；计划仅有文字要求（{}），按本系统公开的判据判定', told.shown_zh, coalesce(told.target_text_zh, '—'))
        WHEN 'budget_spent' THEN format('{}，已超过全年控制数{}，剩余时段无法挽回', told.shown_zh, told.goal)
        WHEN 'chance' THEN format('全年未结束，累计{}，目标{}；达标概率{:.1f}%，低于{:.10g}%为存在风险', told.shown_zh, told.goal, told.chance, told.risk)
        WHEN 'path' THEN format('全年未结束，累计{}，目标{}；没有达标概率，按往年同期进度此时应为{:.4g}', told.shown_zh, told.goal, told.path)
        ELSE w.zh
    END AS why_zh,
    told.status_en || ': ' || CASE told.decided_by
        WHEN 'target' THEN format('{}, target {}', told.shown_en, coalesce(told.goal, '—'))
        WHEN 'tolerance' THEN format('{}, beyond the target {} by no more than the tolerance of {:.10g}', told.shown_en, told.goal, told.tolerance)
        WHEN 'stated_test' THEN format('{}; the plan asks in words only ({}), judged by our stated test', told.shown_en, coalesce(told.target_text_en, told.target_text_zh, '—'))
        WHEN 'budget_spent' THEN format('{}, the allowance {} of the whole year is already exceeded', told.shown_en, told.goal)
        WHEN 'chance' THEN format('the year still runs, {} to date, target {}; chance {:.1f} %, below {:.10g} % is at risk', told.shown_en, told.goal, told.chance, told.risk)
        WHEN 'path' THEN format('the year still runs, {} to date, target {}; no chance, by the course of earlier years it should stand at {:.4g}', told.shown_en, told.goal, told.path)
        ELSE w.en
    END AS why_en
FROM told
LEFT JOIN words AS w ON w.kind = 'decided_by' AND w.code = told.decided_by

UNION ALL BY NAME

SELECT
    'status' AS level, 'status/fragile' AS key, '敏感性' AS name_zh, 'sensitivity' AS name_en, true AS used,
    '换一种沙尘口径、小数位数或缺测处理，结论会变' AS why_zh,
    'another dust basis, rounding or policy for incomplete days would flip the status' AS why_en
FROM status WHERE status.fragile

UNION ALL BY NAME

SELECT
    'status' AS level, 'status/note' AS key, '说明' AS name_zh, 'note' AS name_en, true AS used,
    string_split(status.note, ' / ')[1] AS why_zh,
    string_split(status.note, ' / ')[-1] AS why_en
FROM status WHERE status.note IS NOT NULL

UNION ALL BY NAME

-- What is left of a running year, on every basis.
SELECT
    'outlook' AS level,
    concat_ws('/', a.measure, nullif(a.basis, ''), nullif(a.place_id, ''), nullif(a.item, '')) AS key,
    concat_ws(' ', coalesce(b.zh, nullif(a.basis, '')), nullif(a.place_id, ''), nullif(a.item, ''), a.measure) AS name_zh,
    concat_ws(' ', coalesce(b.en, nullif(a.basis, '')), nullif(a.place_id, ''), nullif(a.item, ''), a.measure) AS name_en,
    a.value_to_date AS value, a.unit, a.decides AS used, a.counted AS count_used, a.counted + a.days_left AS count_all,
    a.origin, a.standard,
    format('{:.1f}%', a.chance_resampled) AS text,
    concat_ws('；',
        CASE WHEN NOT a.decides THEN '并列口径，不决定状态' END,
        '剩余' || a.days_left || CASE a.left_unit WHEN 'd' THEN '天' WHEN 'month' THEN '个月' WHEN 'quarter' THEN '个季度' ELSE '年' END,
        format('剩余时段均值须控制在{:.4g}', a.control_value),
        format('剩余可用量{:.4g}', a.budget),
        format('上年同期{:.4g}', a.last_year_same_day),
        format('达标概率{:.1f}%（按趋势{})', a.chance_resampled, coalesce(format('{:.1f}%', a.chance_trend), '—')),
        '往年：' || a.years_used,
        string_split(a.note, ' / ')[1]) AS why_zh,
    concat_ws('; ',
        CASE WHEN NOT a.decides THEN 'stands beside, does not decide' END,
        format('{} {} left', a.days_left, a.left_unit),
        format('the rest must hold a mean of {:.4g}', a.control_value),
        format('{:.4g} may still come', a.budget),
        format('last year at this time {:.4g}', a.last_year_same_day),
        format('chance {:.1f} % (by trend {})', a.chance_resampled, coalesce(format('{:.1f} %', a.chance_trend), '—')),
        'earlier years: ' || a.years_used,
        string_split(a.note, ' / ')[-1]) AS why_en
FROM marts.attainment AS a
INNER JOIN asked ON a.area_id = asked.area_id
LEFT JOIN words AS b ON b.kind = 'basis' AND b.code = a.basis
WHERE a.indicator_id = indicator AND a.year = of_year

UNION ALL BY NAME

-- The value that decides, and a published one.
SELECT
    'value' AS level, 'value' AS key, status.name_zh, status.name_en, status.value, status.value_text AS text,
    status.unit, status.value IS NOT NULL AS used, status.value AS adds, status.origin, status.standard,
    concat_ws('；',
        '数据性质：' || k.zh,
        '口径：' || coalesce(b.zh, status.basis) || CASE WHEN status.target IS NULL THEN '' ELSE '（目标规定）' END,
        CASE WHEN status.value IS NULL THEN '没有数值' END,
        format('覆盖率{:.1f}%', status.coverage)) AS why_zh,
    concat_ws('; ',
        'kind: ' || k.en,
        'basis: ' || coalesce(b.en, status.basis) || CASE WHEN status.target IS NULL THEN '' ELSE ' (as the target asks)' END,
        CASE WHEN status.value IS NULL THEN 'no value' END,
        format('coverage {:.1f} %', status.coverage)) AS why_en
FROM status
LEFT JOIN words AS k ON k.kind = 'value_kind' AND k.code = status.value_kind
LEFT JOIN words AS b ON b.kind = 'basis' AND b.code = status.basis

UNION ALL BY NAME

SELECT
    'value' AS level, 'value/published' AS key, '公开发布值' AS name_zh, 'published value' AS name_en,
    status.official_value AS value, status.unit, false AS used, 'real' AS origin,
    CASE WHEN status.value_kind = 'official' THEN '即为决定状态的数值' ELSE '并列，不决定状态' END || '；' || status.official_source AS why_zh,
    CASE WHEN status.value_kind = 'official' THEN 'it is the value that decides' ELSE 'beside, does not decide' END || '; ' || status.official_source AS why_en
FROM status
WHERE status.official_value IS NOT NULL
