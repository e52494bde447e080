-- 哪些数据到期未到？
-- What is due, and how late is it?
--
-- 按发布日历（`reference/release_calendar.csv`）；与 `tzeco due` 相同。
-- By the release calendar (`reference/release_calendar.csv`); the same as `tzeco due`.
SELECT as_of, name_zh, name_en, frequency, releaser_zh, period_due, due_on, period_in_hand, periods_missing, days_late, state,
       next_period, next_due_on, origin
FROM marts.release_calendar
WHERE state <> 'not_followed'
ORDER BY state = 'in_time', days_late DESC NULLS LAST, next_due_on;
