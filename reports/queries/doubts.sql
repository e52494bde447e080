-- 哪些数据像是填错了列、站点、断面、单位或月份？
-- Which data look as if they stood in another's column, row, unit or month?
--
-- 一行一处；数值照常采用，没有任何改动。`score` 与 `threshold` 的含义随 `rule` 而定，见数据字典；`message` 写明文件、地点、日期和下一步做法。
-- One row per finding; the values are used as they are. What `score` and `threshold` are depends on `rule` (see the
-- dictionary); `message` says file, place, days and what to do next.
SELECT d.path AS file, d.files, d.place_id, d.subject, d.first_day, d.last_day, d.rule, d.score, d.threshold, d.message,
       d.dataset, d.origin
FROM marts.doubt AS d
ORDER BY d.origin DESC, d.first_day DESC, file, d.place_id, d.subject;
