-- 本区在全市排第几，差多少？
-- Where does the district stand, and by how much?
--
-- `rank_published` 为公布位次，`rank` 按公布数值计算（并列同位）；两者不符时 `rank_check` 为 `contradicts`。
-- `rank_published` is the list's own, `rank` ours by the published values (ties share a rank); `rank_check` says whether
-- they agree.
SELECT
    period_id,
    measure,
    value,
    rank_published,
    rank,
    members,
    rank_check,
    gap_next,
    next_better,
    gap_mean,
    change,
    change_rank,
    change_check,
    origin
FROM marts.district_ranking
WHERE area_id = 'tongzhou' AND year = 2024
ORDER BY measure, date_to, date_from;
