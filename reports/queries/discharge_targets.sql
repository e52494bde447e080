-- 市级下达的水污染物减排吨数完成了吗？
-- Does the district reach the city's tonnes for water pollutants?
--
-- 年度目标、累计目标与排放总量上限各自评判，从不相加；只计核定削减量。`*_met` 为空表示没有目标、未到期或无法核算。
-- Annual and cumulative targets and the ceiling are judged apart and never added; only verified tonnes count. An empty
-- `*_met` means: no target, not due, or not known (`target_remarks`).
SELECT area_id, year, pollutant, reduced_verified, annual_target, annual_gap, annual_met, cumulative_reduced, cumulative_target,
       cumulative_gap, cumulative_met, closing, ceiling, ceiling_gap, ceiling_met, target_remarks, origin
FROM marts.water_discharge
WHERE annual_target IS NOT NULL OR cumulative_target IS NOT NULL OR ceiling IS NOT NULL
ORDER BY area_id, year, pollutant;
