-- 有哪些污染过程？
-- Which episodes of heavy pollution and dust were there?
--
-- 连续重污染日、已认定沙尘日和候选沙尘；候选（`proposed`）只供认定参考，从不自动采用。`may_go_on` 为可能仍在持续。
-- Consecutive heavy days, declared dust and candidate dust; what is `proposed` waits for a declaration and is never applied by
-- itself. `may_go_on`: the last day known belongs to it.
SELECT area_id, kind, date_from, date_to, days, counted_days, may_go_on, peak_date, peak_measure, peak, primary_pollutants,
       declared_days, proposed_days, status, origin
FROM marts.air_episode
ORDER BY date_from DESC, area_id, kind;
