"""Rows of a mart as a bulletin reads them, for tests that say what the words must be."""

from datetime import date
from typing import Any

from reports.bulletin_queries import QUERIES
from reports.bulletin_reading import Bulletin, Kind, Row, whole


def bulletin(kind: Kind = "month", when: str = "2024-03", name_zh: str = "通州区", name_en: str = "Tongzhou District",
             last: str | None = None, **tables: list[Row]) -> Bulletin:  # fmt: skip
    """A bulletin with these tables; the others are empty. `last`: of a period that still runs."""
    first, end = whole(kind, when)
    area = {"area_id": "tongzhou", "name_zh": name_zh, "name_en": name_en}
    publication = {"version": "v1", "published_at": "2024-04-02T02:00:00"}
    return Bulletin(area, kind, when, first, date.fromisoformat(last) if last else end, publication,
                    {name: tables.get(name, []) for name in QUERIES})  # fmt: skip


def measured(span: str = "month", measure: str = "pm25_mean", **figures: Any) -> Row:
    """A row of air_period: PM2.5 of March 2024 unless told otherwise."""
    return {
        "span": span, "measure": measure, "basis": "raw", "period_id": "2024-03",
        "date_from": "2024-03-01" if span == "month" else "2024-01-01", "date_to": "2024-03-31", "complete": True,
        "value": 30.5, "value_printed": 30.0, "unit": "µg/m³", "valid_days": 31, "expected_days": 31, "valid": True,
        "limit_value": None, "within_limit": None, "previous_value": 32.0, "previous_printed": 32.0,
        "previous_valid_days": 31, "change": None, "change_printed": None, "change_unit": "%", "comparable": "yes",
        "stage": "audited", "origin": "real", **figures,
    }  # fmt: skip


def day(**figures: Any) -> Row:
    """A row of air_daily: 28 March 2024."""
    return {
        "date": "2024-03-28", "pm25": 45.0, "pm10": 80.0, "o3": 90.0, "no2": 20.0, "aqi": 63, "grade": 2,
        "primary_pollutants": "PM2.5,O3", "aqi_status": "complete", "dust_day": False, "aqi_net": 63,
        "stage": "realtime", "origin": "real", **figures,
    }  # fmt: skip


def ranked(period_type: str = "month", **figures: Any) -> Row:
    """A row of district_ranking: fifth of 17 in March 2024."""
    return {
        "period_type": period_type, "period_id": "2024-03", "date_to": "2024-03-31", "listed": True,
        "date_from": "2024-03-01" if period_type == "month" else "2024-01-01", "rank_published": 5,
        "rank_order": "best_first", "rank": 5, "tied": 1, "rank_check": "agrees", "members": 17, "value": 30.0,
        "unit": "µg/m³", "change": -6.2, "origin": "real", **figures,
    }  # fmt: skip


def left(indicator_id: str = "air_pm25_annual_mean", **figures: Any) -> Row:
    """A row of attainment: 92 days left for PM2.5 at most 35."""
    return {
        "indicator_id": indicator_id, "name_zh": "PM2.5年均浓度", "name_en": "PM2.5 annual mean", "as_of": "2024-03-31",
        "basis": "raw", "comparator": "<=", "target": 35.0, "unit": "µg/m³", "value_to_date": 29.6, "days_left": 275,
        "left_unit": "d", "control_value": 36.78, "budget": None, "feasibility": "comfortable", "gap": -6.3,
        "chance_resampled": 99.8, "chance_trend": 100.0, "origin": "real", **figures,
    }  # fmt: skip


def section(section_id: str, **figures: Any) -> Row:
    """A section of the plan that reached its class IV."""
    return {
        "section_id": section_id, "period_type": "month", "period_id": "2024-03", "name_zh": section_id,
        "river": "北运河", "in_plan_list": True, "situation": "assessed", "class": 3, "class_at_best": None,
        "target_class": 4, "target_met": True, "main_pollutants": None, "previous_class": 4, "stage": "official",
        "origin": "real", **figures,
    }  # fmt: skip


def dustfall(**figures: Any) -> Row:
    """Dustfall of March 2024 without a dust day."""
    return {
        "period_id": "2024-03", "value": 4.8, "value_net": 4.8, "net_basis": "no_dust", "dust_month": False,
        "mean_1_to_n": 4.2, "mean_1_to_n_net": 4.2, "months_net": 3, "months_dropped": 0, "sites": 11,
        "sites_expected": 12, "sufficient": True, "stage": "official", "origin": "real", **figures,
    }  # fmt: skip
