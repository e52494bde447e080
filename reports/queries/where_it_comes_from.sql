-- 这个数是怎么得来的？
-- Where does this number come from?
--
-- `explain` 为数据集市文件中的宏，与 `tzeco explain` 相同：逐层列出数值由哪些行得出，`used` 为是否采用，`why_zh` 为原因。此例列出
-- 碳排放强度的各能源品种及其文件行。
-- `explain` is a macro in the file, the same as `tzeco explain`: the rows of every level, whether each was used and why. Here
-- the carriers behind the carbon intensity, each with the first row of its table.
SELECT up.label_zh, up.label_en, up.value AS amount, up.unit, up.adds AS co2, up.why_en AS factors, up.standard,
       min(row.source_file) AS source_file, min(row.source_row) AS source_row
FROM explain('climate_carbon_intensity_yoy', 2024) AS up
JOIN explain('climate_carbon_intensity_yoy', 2024) AS row ON row.parent = up.key AND row.level = 'rows'
WHERE up.level = 'carriers'
GROUP BY ALL
ORDER BY co2 DESC;
