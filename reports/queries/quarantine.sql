-- 哪些单元格未被采信，为什么？
-- Which cells were not believed, and why?
--
-- 一行一个单元格；`source_row` 为文件中的行，0为整个文件读不出；`message` 写明原因和下一步做法。真实数据在前，演示数据在后。
-- `data_from`、`data_to` 为该文件数据的起止；只看一年时加上 `WHERE 2024 BETWEEN year(f.first_hour) AND year(f.last_hour)`。
-- One row per cell; `source_row` is 0 where the whole file can't be read; `message` says why and what to do next. Real data
-- stand before demonstration data. `data_from` and `data_to` are the span of the file's data; the condition keeps one year.
SELECT q.path AS file, q.source_row, q.source_column, q.raw_value, q.rule, q.message, q.cells, q.dataset,
       f.first_hour::DATE AS data_from, f.last_hour::DATE AS data_to, f.origin
FROM marts.quarantine AS q
JOIN marts.source_file AS f USING (source_file_id)
ORDER BY f.origin DESC, file, q.source_row, q.source_column;
