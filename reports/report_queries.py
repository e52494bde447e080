"""What the report selects from the mart: one query per part of it. No rule is among them.

Parameters: $area and $year; `{inside}` is the area with the areas that lie in it.
"""

from typing import Final

INSIDE: Final = "(SELECT area_id FROM marts.dim_area WHERE area_id = $area OR parent_id = $area)"
TO_DATE: Final = "QUALIFY date_to = max(date_to) OVER (PARTITION BY section_id)"
"""Of a section the longest part of the year that has elapsed: the year, or months 1 to N."""

QUERIES: Final[dict[str, tuple[str, str]]] = {
    "status": (
        "indicator_status",
        "SELECT s.*, i.rests_on, i.position FROM marts.indicator_status s JOIN marts.dim_indicator i "
        "USING (indicator_id) WHERE s.area_id = $area AND s.year = $year ORDER BY i.position",
    ),
    "trend": (
        "indicator_status",
        "SELECT indicator_id, year, value, value_text, basis, other_basis, other_basis_value, other_basis_text, "
        "official_value, target, status, decided_by, city_target_missed, yoy_change, yoy_unit, origin "
        "FROM marts.indicator_status WHERE area_id = $area AND year <= $year ORDER BY indicator_id, year",
    ),
    "left": (
        "attainment",
        "SELECT a.*, coalesce(s.name_zh, '') AS place_zh FROM marts.attainment a LEFT JOIN (SELECT section_id, "
        "max(name_zh) AS name_zh FROM marts.dim_section GROUP BY 1) s ON s.section_id = a.place_id "
        "JOIN marts.dim_indicator i USING (indicator_id) WHERE a.area_id = $area AND a.year = $year "
        "ORDER BY i.position, a.place_id, a.item, a.decides DESC, a.basis",
    ),
    "days": (
        "air_daily",
        "SELECT date, aqi, grade, category, primary_pollutants, aqi_status, dust_day, aqi_net, grade_net, pm25, stage, "
        "origin FROM marts.air_daily WHERE level = 'area' AND place_id = $area AND year = $year ORDER BY date",
    ),
    "months": (
        "air_period",
        "SELECT period_id, date_from, measure, value, value_printed, unit, valid, valid_days, expected_days, "
        "limit_value, previous_printed, change, change_unit, comparable, origin FROM marts.air_period "
        "WHERE area_id = $area AND year = $year AND period_type = 'month' AND basis = 'raw' "
        "AND (ends_with(measure, '_mean') OR contains(measure, '_p9')) ORDER BY measure, date_from",
    ),
    "primary": (
        "air_daily",
        "WITH named AS (SELECT unnest(string_split(primary_pollutants, ',')) AS pollutant, grade, origin "
        "FROM marts.air_daily WHERE level = 'area' AND place_id = $area AND year = $year AND primary_pollutants <> '') "
        "SELECT pollutant, count(*) AS days, count(*) FILTER (WHERE grade >= 3) AS polluted, max(origin) FILTER "
        "(WHERE origin = 'demo') AS origin, (SELECT count(*) FROM marts.air_daily WHERE level = 'area' "
        "AND place_id = $area AND year = $year AND primary_pollutants <> '') AS of_days "
        "FROM named GROUP BY pollutant ORDER BY days DESC, pollutant",
    ),
    "episodes": (
        "air_episode",
        "FROM marts.air_episode WHERE area_id = $area AND year = $year ORDER BY kind, date_from",
    ),
    "district_ranks": (
        "district_ranking",
        "SELECT r.* FROM marts.district_ranking r WHERE r.year = $year AND r.area_id = $area "
        "QUALIFY date_to = max(date_to) OVER (PARTITION BY measure, period_type) ORDER BY measure, period_type",
    ),
    "town_ranks": (
        "town_ranking",
        "SELECT r.*, a.name_en FROM marts.town_ranking r LEFT JOIN marts.dim_area a ON a.area_id = r.town_id "
        "WHERE year = $year AND list = 'district' AND list_place = $area "
        "QUALIFY date_to = max(date_to) OVER (PARTITION BY measure) "
        "AND date_from = min(date_from) OVER (PARTITION BY measure, date_to) ORDER BY measure, rank, town_id",
    ),
    "dustfall": (
        "air_dustfall_monthly",
        "SELECT d.*, coalesce(a.name_en, d.name_zh) AS name_en FROM marts.air_dustfall_monthly d "
        "LEFT JOIN marts.dim_area a ON d.level = 'area' AND a.area_id = d.place_id WHERE year = $year "
        f"AND ((d.level = 'site' AND d.area_id IN {INSIDE}) OR (d.level = 'area' AND place_id = $area)) "
        "ORDER BY d.level, d.name_zh, place_id, month",
    ),
    "reductions": (
        "emission_reduction_total",
        "FROM marts.emission_reduction_total WHERE area_id = $area AND year <= $year ORDER BY pollutant, year",
    ),
    "section_months": (
        "water_section_monthly",
        f"FROM marts.water_section_monthly WHERE year = $year AND period_type = 'month' AND area_id IN {INSIDE} "
        "ORDER BY in_plan_list DESC NULLS LAST, river, section_id, date_from",
    ),
    "section_year": (
        "water_section_annual",
        "FROM marts.water_section_annual WHERE year = $year AND period_type IN ('year', 'months_1_to_n') "
        f"AND area_id IN {INSIDE} {TO_DATE} AND (period_type = 'year' OR count(*) FILTER (WHERE period_type = 'year') "
        "OVER (PARTITION BY section_id) = 0) ORDER BY in_plan_list DESC NULLS LAST, river, section_id",
    ),
    "watch": (
        "water_section_watch",
        f"SELECT * FROM marts.water_section_watch WHERE year = $year AND area_id IN {INSIDE} "
        "QUALIFY as_of = max(as_of) OVER () AND (drives OR outlook NOT IN ('holds', 'no_data', 'no_target')) "
        "ORDER BY name_zh, item",
    ),
    "sources": (
        "water_source",
        f"FROM marts.water_source WHERE year = $year AND area_id IN {INSIDE} ORDER BY name_zh, period_id",
    ),
    "wells": (
        "groundwater",
        "SELECT year, class, count(*) AS wells, max(origin) FILTER (WHERE origin = 'demo') AS origin "
        f"FROM marts.groundwater WHERE year <= $year AND area_id IN {INSIDE} GROUP BY ALL ORDER BY year, class",
    ),
    "discharge": (
        "water_discharge",
        "FROM marts.water_discharge WHERE area_id = $area AND year <= $year ORDER BY pollutant, year",
    ),
    "soil": (
        "soil_exceedance",
        "FROM marts.soil_exceedance WHERE year = $year AND area_id = $area ORDER BY item",
    ),
    "farmland": (
        "soil_farmland",
        "SELECT category, count(*) AS units, sum(area_mu) AS area_mu, "
        "count(*) FILTER (WHERE counts_14th_plan) AS safe, sum(area_mu) FILTER (WHERE counts_14th_plan) AS safe_mu, "
        "max(origin) FILTER (WHERE origin = 'demo') AS origin "
        f"FROM marts.soil_farmland WHERE year = $year AND counted AND area_id IN {INSIDE} "
        "GROUP BY ALL ORDER BY category",
    ),
    "parcels": (
        "soil_construction",
        "SELECT coalesce(nullif(c.town, ''), '—') AS town, coalesce(max(a.name_en), max(c.town), '—') AS town_en, "
        "count(*) AS parcels, "
        "count(*) FILTER (WHERE in_denominator) AS counted, count(*) FILTER (WHERE in_denominator AND compliant) "
        "AS compliant, max(origin) FILTER (WHERE origin = 'demo') AS origin "
        "FROM marts.soil_construction c LEFT JOIN marts.dim_area a ON a.parent_id = $area AND a.name_zh = c.town "
        f"WHERE year = $year AND c.area_id IN {INSIDE} GROUP BY ALL ORDER BY town",
    ),
    "carbon": (
        "carbon_intensity_trend",
        "FROM marts.carbon_intensity_trend WHERE area_id = $area AND year <= $year ORDER BY year",
    ),
    "ei": ("ei_trend", "FROM marts.ei_trend WHERE area_id = $area AND year <= $year ORDER BY year, method"),
    "green_view": (
        "green_view",
        "FROM marts.green_view WHERE area_id = $area AND year = $year AND level IN ('scene', 'area') "
        "ORDER BY level, scene",
    ),
    "official": (
        "official_comparison",
        "FROM marts.official_comparison WHERE area_id = $area AND year = $year AND variation IN ('as_published', "
        "'not_explained') ORDER BY measure, position",
    ),
    "actions": (
        "task_action_progress",
        "SELECT a.*, t.action_zh, t.action_en FROM marts.task_action_progress a JOIN (SELECT DISTINCT plan_year, "
        "action_id, action_zh, action_en FROM marts.dim_task) t USING (plan_year, action_id) "
        "WHERE a.area_id = $area AND a.plan_year = $year",
    ),
    "tasks": (
        "task_progress",
        "SELECT p.*, t.part_zh, t.part_en, t.position, t.task_zh, t.task_en FROM marts.task_progress p "
        "JOIN marts.dim_task t USING (task_id) WHERE p.area_id = $area AND p.plan_year = $year ORDER BY t.position",
    ),
}
"""By name: the mart that it needs, and its SQL."""
