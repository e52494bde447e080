-- 分解目标进展如何，合起来是否等于总目标？
-- How far has each part of a target come, and do the parts make the whole?
--
-- `gap` 为数值减目标；`replaced` 为已被年中调整取代的目标。`total` 为各分目标合成值：天数和吨数相加，均值按天数（降尘按月数）加权。
-- `gap` is value less target; `replaced` are targets that a change during the year took the place of. `total` is what the parts
-- make: days and tonnes add up, means are weighted by days (dustfall: by months).
SELECT
    progress.indicator_id,
    progress.place_id,
    progress.period,
    progress.comparator,
    progress.target,
    progress.value,
    progress.gap,
    progress.state,
    progress.days_left,
    parts.dimension,
    parts.total,
    parts.fits,
    parts.message,
    progress.origin
FROM marts.target_progress AS progress
LEFT JOIN marts.target_parts AS parts USING (area_id, place_id, indicator_id, year, period)
WHERE progress.area_id = 'tongzhou' AND progress.year = 2024
ORDER BY progress.indicator_id, progress.date_from, progress.date_to DESC, progress.valid_from, parts.dimension;
