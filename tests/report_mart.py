"""A mart of few rows, made by hand: what stands on a page can be told from what stands here."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from assets.marts import ALL_TABLES
from schemas.emit import conform, polars_schema
from schemas.table import Field, Table
from standards import limits
from store.mart_file import assemble, mart_file

Rows = dict[str, list[dict[str, Any]]]
BLANKS: dict[str, Any] = {"text": "", "int": 0, "real": 0.0, "bool": False, "date": date(2024, 1, 1),
                          "timestamp": datetime(2024, 1, 1)}  # fmt: skip
HOSTILE = "<script>alert(1)</script>"


def blank(field: Field) -> Any:
    """What a test does not care about: nothing where that is allowed."""
    return None if field.nullable else field.one_of[0] if field.one_of else BLANKS[field.kind]


def frame_of(table: Table, rows: list[dict[str, Any]]) -> pl.DataFrame:
    full = [{field.name: row.get(field.name, blank(field)) for field in table.fields} for row in rows]
    return conform(pl.DataFrame(full, schema=polars_schema(table)), table)


def write_mart(root: Path, rows: Rows) -> Path:
    """Write the file with all tables, empty where `rows` has none; gives the folder of marts."""
    marts, parts = root / "marts", root / "parts"
    marts.mkdir(parents=True)
    parts.mkdir()
    tables: list[tuple[Table, list[Path]]] = []
    for table in ALL_TABLES:
        given = rows.get(table.name, [])
        if given:
            frame_of(table, given).write_parquet(parts / f"{table.name}.parquet")
        tables.append((table, [parts / f"{table.name}.parquet"] if given else []))
    assemble(mart_file(marts), tables)
    return marts


def plan_rows(year: int = 2024, **changed: Any) -> Rows:
    """The indicators of the plan without any value, as a night on an empty landing zone leaves them."""
    known = limits.rows("indicators")
    shared = [{"indicator_id": row["indicator_id"], "name_zh": row["name_zh"], "name_en": row["name_en"],
               "medium": row["medium"], "unit": row["unit"]} for row in known]  # fmt: skip
    return {
        "dim_area": [{"area_id": "tongzhou", "name_zh": "通州区", "name_en": "Tongzhou District", "level": "district"}],
        "dim_indicator": [{**row, "position": place} for place, row in enumerate(shared, start=1)],
        "indicator_status": [
            {**row, "area_id": "tongzhou", "year": year, "status": "no_data", **changed} for row in shared
        ],
        "publication": [{"version": "0123456789abcdef", "published_at": datetime(2025, 1, 2, 3, 4), "files": 7}],
    }


def full_rows() -> Rows:
    """A year in which every part of the report has something to show, all of it real."""
    rows = plan_rows()
    pm25 = rows["indicator_status"][0]
    pm25.update(value=33.154, value_text="33", comparator="<=", target=35.0, status="met", firmness="binding",
                yoy_change=-12.345, yoy_unit="%", coverage=99.7, origin="real", as_of=date(2024, 12, 31),
                standard="HJ 663-2013 table 1", target_text_zh="PM2.5年均浓度35微克/立方米", value_kind="audited", basis="raw",
                official_value=33.9, official_source="<=；发布会；raw")  # fmt: skip
    farmland = next(row for row in rows["indicator_status"] if row["indicator_id"] == "soil_farmland_safe_use")
    farmland.update(value=97.619, value_text="97.6", status="met", decided_by="stated_test", firmness="binding",
                    target_text_zh="安全利用得到有效保障", target_text_en="safe use effectively safeguarded", origin="real",
                    stated_test_zh="97.6%（≥95%，符合）", stated_test_en="97.6 % (at least 95 %: met)")  # fmt: skip
    rows["indicator_trend"] = [
        {"area_id": "tongzhou", "indicator_id": "air_pm25_annual_mean", "year": year, "value": value,
         "value_text": f"{value:.0f}", "unit": "µg/m³", "target": 35.0 if year == 2024 else None, "status": "met",
         "official_value": 33.9 if year == 2024 else None, "origin": "real", "basis": "raw", "own_basis": True}
        for year, value in ((2021, 37.1), (2022, 34.2), (2023, 37.8), (2024, 33.154))
    ]  # fmt: skip
    rows["indicator_status"] += [
        pm25 | {"year": row["year"], "value": row["value"], "value_text": row["value_text"], "target": None,
                "official_value": None, "yoy_change": None, "status": "met", "as_of": date(row["year"], 12, 31)}
        for row in rows["indicator_trend"] if row["year"] < 2024
    ]  # fmt: skip
    first = date(2024, 1, 1)
    rows["air_daily"] = [
        {"level": "area", "place_id": "tongzhou", "date": first + timedelta(days=day), "year": 2024, "origin": "real",
         "aqi": 45 + 70 * (day % 5), "grade": 1 + day % 5, "primary_pollutants": "PM2.5,O3" if day % 5 else "",
         "aqi_status": "complete", "dust_day": day == 87}
        for day in range(366)
    ]  # fmt: skip
    rows["air_period"] = [
        {"area_id": "tongzhou", "year": 2024, "period_type": "month", "period_id": f"2024-{month:02d}", "measure": "pm25_mean",
         "basis": "raw", "date_from": date(2024, month, 1), "date_to": date(2024, month, 28), "value_printed": 30.0 + month,
         "previous_printed": 41.0, "unit": "µg/m³", "valid": True, "valid_days": 28, "expected_days": 28, "origin": "real"}
        for month in range(1, 13)
    ]  # fmt: skip
    rows["water_section_monthly"] = [
        {"section_id": "s1", "name_zh": f"断面{HOSTILE}", "river": "凉水河", "area_id": "tongzhou", "year": 2024,
         "period_type": "month", "period_id": f"2024-{month:02d}", "date_from": date(2024, month, 1),
         "in_plan_list": True, "situation": "assessed", "class": 1 + month % 6, "target_class": 4, "origin": "real"}
        for month in range(1, 13)
    ]  # fmt: skip
    rows["carbon_intensity_trend"] = [
        {"area_id": "tongzhou", "year": year, "cumulative": change, "intensity": 0.6, "co2": co2, "goal": 18.0,
         "goal_year": 2025, "required_decline": 7.64, "effect_gdp": 350_000.0, "effect_population": 50_000.0,
         "effect_gdp_per_capita": 300_000.0, "effect_energy_intensity": -250_000.0, "effect_mix": 0.0, "effect_factor": 0.0,
         "origin": "real"}
        for year, change, co2 in ((2023, -8.07, 7_000_000.0), (2024, -11.22, 7_100_000.0))
    ]  # fmt: skip
    rows["ei_trend"] = [
        {"area_id": "tongzhou", "year": year, "method": "BJ1877_2021", "published_ei": ei, "comparison": "comparable",
         "published_origin": "real", "computed_ei": ei - 8, "computed_change": 0.5, "contribution_bri": 0.2,
         "contribution_vci": 0.3, "contribution_wndi": 0.1, "contribution_lsi": -0.1, "contribution_pli": 0.0,
         "origin": "real"}
        for year, ei in ((2023, 65.7), (2024, 66.3))
    ]  # fmt: skip
    rows["groundwater"] = [{"well_id": f"{HOSTILE}{well}", "year": 2024, "name_zh": "井", "area_id": "tongzhou",
                            "class": 3 + well % 3, "origin": "real"} for well in range(6)]  # fmt: skip
    rows["attainment"] = [{"area_id": "tongzhou", "year": 2024, "indicator_id": "air_pm25_annual_mean", "decides": True,
                           "measure": "pm25_mean", "comparator": "<=", "target": 35.0, "unit": "µg/m³",
                           "value_to_date": 29.108, "days_left": 108, "left_unit": "d", "control_value": 49.0207,
                           "chance_resampled": 99.025, "feasibility": "tight", "origin": "real"}]  # fmt: skip
    return rows
