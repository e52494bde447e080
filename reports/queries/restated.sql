-- 与上一次发布相比，哪些数变了，因为什么？
-- Which values differ from the publication before, and which rows of which file did it?
--
-- 只列修订（`restated`）和消失的值；新的日子不是修订。`rows` 为文件中的行。第一次发布没有可比较的版本，结果为空。
-- What was restated or is gone; new days are no restatement. `rows` are those of the file. Empty in a first publication.
SELECT r.mart, r.subject, r.place_id, r.period, r.measure, r.change, r.old_value, r.new_value, r.old_text, r.new_text, r.unit,
       r.cause, c.kind, c.name AS file, c.rows, r.previous_version
FROM marts.restatement AS r
LEFT JOIN marts.restatement_cause AS c USING (mart, subject, place_id, period)
WHERE r.change <> 'advanced'
ORDER BY r.mart, r.place_id, r.subject, r.period, r.measure, file;
