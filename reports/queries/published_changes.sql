-- 公布的同比算得对吗？
-- Do published changes fit the published values?
--
-- 同比按上年公布值重算；`needed` 为公布的变化所需的上年数值。
-- The change reckoned from the printed value of the year before; `needed` is the value that the published change would need.
SELECT area_id, year, measure, "check", value, other_value, stated, from_printed_text, unit, needed, needed_from, needed_to,
       agrees, own_change, own_change_printed, own_change_unit, own_origin
FROM marts.published_arithmetic
ORDER BY area_id, year, measure, "check";
