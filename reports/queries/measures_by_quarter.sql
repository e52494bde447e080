-- 绿视率、噪声、生态流量、接诉即办、GEP-R 逐季进展？
-- How do green view rate, noise, ecological flow, complaints and GEP-R move?
SELECT measure.task_id, measure.measure_zh, progress.year, progress.quarter, progress.planned, progress.actual,
       measure.unit, progress.reached, progress.evidence
FROM marts.measure_progress AS progress
JOIN marts.dim_measure AS measure USING (measure_id)
WHERE measure.task_id SIMILAR TO '2024-(air-20|air-21|water-12|ecology-08|ecology-1[0-4])'
ORDER BY progress.measure_id, progress.year, progress.quarter;
