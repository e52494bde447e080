-- 今年各季度与上年同期相比如何？
-- How do the quarters stand against the same quarters of the year before?
--
-- `change` 按未修约值计算，`change_printed` 按修约值计算；`comparable` 说明两年是否可比、差在哪里。真实数据与演示数据不作比较。
-- `change` is of unrounded values, `change_printed` of rounded ones; `comparable` says whether the two years may be compared,
-- and what differs. Real and demonstration data are never compared.
SELECT
    medium,
    measure,
    basis,
    period_id,
    value,
    value_printed,
    unit,
    previous_value,
    change,
    change_printed,
    change_unit,
    comparable,
    valid,
    origin
FROM marts.period_value
WHERE level = 'area' AND place_id = 'tongzhou' AND year = 2024 AND period_type = 'quarter'
ORDER BY medium, measure, basis, period_id;
