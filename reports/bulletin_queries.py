"""What a bulletin selects from the mart: one query per part of it, and the key of its rows. No rule is among them."""

from dataclasses import dataclass
from typing import Final

ALL: Final = ("day", "month", "year")


@dataclass(frozen=True)
class Query:
    """One part: its SQL over one mart, what identifies a row, which columns are figures, which bulletins have it.

    Parameters: $area, $kind, $first and $last day of the figures, $end of the calendar period, first day of the
    $month and of the year ($january) of the last day, $year.
    """

    mart: str
    sql: str
    keys: tuple[str, ...]
    values: tuple[str, ...]
    kinds: tuple[str, ...] = ALL


BASIS: Final = (
    "CASE WHEN measure IN ('good_day_ratio', 'good_days', 'heavy_days', 'excellent_days', 'index_days') "
    "THEN coalesce((SELECT max(s.basis) FROM marts.indicator_status s WHERE s.area_id = $area AND s.year = $year "
    "AND s.indicator_id = 'air_good_day_ratio'), 'raw') ELSE 'raw' END"
)
"""Days are counted on the dust basis that the area's target is judged on, concentrations with dust."""

RANKING: Final = (
    "measure = 'PM2.5' AND period_type IN ('month', 'months_1_to_n') AND year = $year AND date_to <= $last "
    "AND ($kind <> 'month' OR date_to = $end) AND NOT ($kind = 'year' AND period_type = 'month')"
)
LATEST: Final = "QUALIFY date_to = max(date_to) OVER (PARTITION BY period_type)"
"""The latest list that was out for the day; a month's own for the month."""

RANK_COLUMNS: Final = "rank_published, rank_order, rank, tied, rank_check, members, value, unit, change"
DAY_COLUMNS: Final = "pm25, pm10, o3, no2, aqi, grade, primary_pollutants, aqi_status, dust_day, aqi_net, stage, origin"
PERIOD_COLUMNS: Final = (
    "value, value_printed, unit, valid_days, expected_days, valid, limit_value, within_limit, previous_value, "
    "previous_printed, previous_valid_days, change, change_printed, change_unit, comparable, stage, origin"
)


def columns(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(","))


SECTION_COLUMNS: Final = (
    "section_id, period_type, period_id, name_zh, river, in_plan_list, situation, class, class_at_best, target_class, "
    "target_met, main_pollutants, previous_class, stage, origin"
)
SECTION_FIGURES: Final = columns("class, class_at_best, target_class, target_met, main_pollutants, previous_class, "
                                 "stage, origin")  # fmt: skip

QUERIES: Final[dict[str, Query]] = {
    "period": Query(
        "air_period",
        f"SELECT CASE WHEN period_type IN ('month', 'month_to_date') THEN 'month' ELSE 'year' END AS span, measure, "
        f"basis, period_id, date_from, date_to, complete, {PERIOD_COLUMNS} FROM marts.air_period "
        f"WHERE area_id = $area AND date_to = $last AND basis = {BASIS} "
        f"AND (date_from = $month AND period_type IN ('month', 'month_to_date') AND $kind <> 'year' "
        f"OR date_from = $january AND period_type IN ('months_1_to_n', 'year')) "
        f"QUALIFY row_number() OVER (PARTITION BY span, measure ORDER BY period_type) = 1 ORDER BY span, measure",
        ("span", "measure"),
        columns(f"basis, date_from, date_to, complete, {PERIOD_COLUMNS}"),
    ),
    "day": Query(
        "air_daily",
        f"SELECT date, {DAY_COLUMNS} FROM marts.air_daily WHERE level = 'area' AND place_id = $area "
        "AND date BETWEEN $first AND $last ORDER BY date",
        ("date",),
        columns(DAY_COLUMNS),
        ("day", "month"),
    ),
    "months": Query(
        "air_period",
        "SELECT period_id, measure, value, value_printed, valid, valid_days, previous_printed, change, stage, origin "
        "FROM marts.air_period WHERE area_id = $area AND year = $year AND period_type = 'month' AND basis = 'raw' "
        "AND measure = 'pm25_mean' AND date_to <= $last ORDER BY period_id",
        ("period_id", "measure"),
        columns("value, value_printed, valid, valid_days, previous_printed, change, stage, origin"),
        ("month", "year"),
    ),
    "section": Query(
        "water_section_monthly",
        f"SELECT {SECTION_COLUMNS} FROM marts.water_section_monthly WHERE area_id = $area "
        "AND period_type = 'month' AND date_from = $month ORDER BY in_plan_list DESC, river, section_id",
        ("section_id",),
        SECTION_FIGURES,
        ("month",),
    ),
    "section_to_date": Query(
        "water_section_annual",
        f"SELECT {SECTION_COLUMNS} FROM marts.water_section_annual WHERE area_id = $area AND date_from = $january "
        "AND ($kind = 'year' AND period_type = 'year' OR $kind = 'month' AND period_type = 'months_1_to_n' "
        "AND date_to = $end) ORDER BY in_plan_list DESC, river, section_id",
        ("section_id",),
        SECTION_FIGURES,
        ("month", "year"),
    ),
    "dustfall": Query(
        "air_dustfall_monthly",
        "SELECT period_id, value, value_net, net_basis, dust_month, mean_1_to_n, mean_1_to_n_net, months_net, "
        "months_dropped, sites, sites_expected, sufficient, stage, origin FROM marts.air_dustfall_monthly "
        "WHERE level = 'area' AND place_id = $area AND year = $year AND month <= $last "
        "AND ($kind = 'year' OR month = $month) ORDER BY month DESC LIMIT 1",
        ("period_id",),
        columns("value, value_net, net_basis, mean_1_to_n, mean_1_to_n_net, months_net, months_dropped, sites, "
                "sufficient, stage, origin"),
        ("month", "year"),
    ),
    "district_rank": Query(
        "district_ranking",
        f"SELECT period_type, period_id, date_from, date_to, listed, {RANK_COLUMNS}, origin "
        f"FROM marts.district_ranking WHERE area_id = $area AND kind = 'district' AND {RANKING} {LATEST} "
        "ORDER BY period_type",
        ("period_type",),
        columns(f"date_to, listed, {RANK_COLUMNS}, origin"),
    ),
    "town_rank": Query(
        "town_ranking",
        f"SELECT period_type, period_id, date_from, date_to, state = 'listed' AS listed, {RANK_COLUMNS}, origin "
        f"FROM marts.town_ranking WHERE area_id = $area AND list = 'district' AND {RANKING} {LATEST} "
        "ORDER BY period_type",
        ("period_type",),
        columns(f"date_to, listed, {RANK_COLUMNS}, origin"),
    ),
    "town": Query(
        "town_ranking",
        f"SELECT town_id, name_zh, state, {RANK_COLUMNS}, change_rank, origin FROM marts.town_ranking "
        "WHERE list = 'district' AND list_place = $area AND measure = 'PM2.5' AND period_type = 'month' "
        "AND date_from = $month AND date_to = $end ORDER BY rank NULLS LAST, town_id",
        ("town_id",),
        columns(f"state, {RANK_COLUMNS}, change_rank, origin"),
        ("month",),
    ),
    "left": Query(
        "attainment",
        "SELECT a.indicator_id, i.name_zh, i.name_en, a.as_of, a.basis, a.comparator, a.target, a.unit, "
        "a.value_to_date, a.days_left, a.left_unit, a.control_value, a.budget, a.feasibility, a.gap, "
        "a.chance_resampled, a.chance_trend, a.origin FROM marts.attainment a JOIN marts.dim_indicator i "
        "USING (indicator_id) WHERE a.area_id = $area AND a.year = $year AND a.place_id = '' AND a.item = '' "
        "AND a.decides AND a.as_of = $last ORDER BY i.position",
        ("indicator_id",),
        columns("target, value_to_date, days_left, control_value, budget, feasibility, gap, chance_resampled, "
                "chance_trend, origin"),
    ),
    "status": Query(
        "indicator_status",
        "SELECT s.indicator_id, s.name_zh, s.name_en, s.value, s.value_text, s.unit, s.value_kind, s.official_value, "
        "s.official_source, s.comparator, s.target, s.target_text_zh, s.firmness, s.basis, s.status, s.decided_by, "
        "s.city_target_missed, "
        "s.on_the_line, s.yoy_change, s.yoy_unit, s.fragile, s.coverage, s.origin "
        "FROM marts.indicator_status s JOIN marts.dim_indicator i USING (indicator_id) "
        "WHERE s.area_id = $area AND s.year = $year ORDER BY i.position",
        ("indicator_id",),
        columns("value, value_text, value_kind, official_value, comparator, target, status, yoy_change, fragile, "
                "origin"),
        ("year",),
    ),
}  # fmt: skip
