-- 各断面逐月类别与目标？
-- How does each section stand month by month against its target?
--
-- 一行一个断面，一列一个月，6为劣Ⅴ，空格为无水或无数据；`months_missed` 为差于目标的月数。年度判定用年均浓度，不用月份个数。
-- A row per section, a column per month; 6 is inferior V, empty is dry or without data. `months_missed` counts months worse
-- than the target. A year is judged by its mean concentrations, never by its months.
PIVOT (
    SELECT section_id, name_zh, target_class, year, 'm' || period_id[6:] AS month, class,
           count(*) FILTER (class > target_class) OVER (PARTITION BY section_id, year) AS months_missed
    FROM marts.water_section_monthly
    WHERE year = 2024
)
ON month IN ('m01', 'm02', 'm03', 'm04', 'm05', 'm06', 'm07', 'm08', 'm09', 'm10', 'm11', 'm12')
USING max(class)
GROUP BY section_id, name_zh, target_class, months_missed
ORDER BY months_missed DESC, section_id;
