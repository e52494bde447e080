"""What the gate sees when rows of a year that was published have left: the indicator above them is withheld by name."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from gate_cases import published, scoreboard, status

from pipelines.gate import Gate
from quality.expectations import Suite, suites

pytestmark = pytest.mark.usefixtures("without_gate_pages")
PM25, KEPT = "air_pm25_annual_mean", "indicator_status__value_kept"
HERE = {"area_id": "tongzhou", "year": 2023, "origin": "real"}
ROWS: dict[str, tuple[str, list[dict[str, Any]], set[str]]] = {
    "soil_point": ("points_kept", [{"point_id": one} for one in "ab"], {"soil_environment_quality"}),
    "soil_farmland": ("units_kept", [{"unit_id": one, "area_mu": 5.0} for one in "ab"], {"soil_farmland_safe_use"}),
    "soil_construction": ("parcels_kept", [{"parcel_id": one} for one in "ab"], {"soil_construction_land_safe_use"}),
    "groundwater": ("wells_kept", [{"well_id": one, "class": 3} for one in "ab"], {"water_groundwater_stability"}),
    "water_source": (
        "quarters_kept", [{"source_id": "s", "period_id": f"2023-Q{n}"} for n in (1, 2)],
        {"water_drinking_source_compliance"},
    ),
    "water_discharge_entry": (
        "entries_kept", [{"pollutant": "COD", "record": n, "project_id": "p"} for n in (1, 2)], {"water_discharge_total"},
    ),
    "emission_reduction": (
        "projects_kept", [{"pollutant": "VOC", "project_id": one} for one in "ab"],
        {"air_voc_reduction", "air_nox_reduction"},
    ),
    "air_dustfall_monthly": (
        "site_months_kept",
        [{"level": "area", "place_id": "tongzhou", "period_id": f"2023-0{n}", "sites": 12} for n in (1, 2)],
        {"air_dustfall"},
    ),
    "carbon_carrier": (
        "carriers_kept", [{"ef_mode": "frozen", "carrier": one} for one in ("coal", "gas")],
        {"climate_carbon_intensity_yoy", "climate_carbon_intensity_vs_2020"},
    ),
}  # fmt: skip
"""By mart: its expectation, two rows of one year, and the indicators that rest on them."""


def judged(root: Path, version: str, chosen: slice, **origin: str) -> Gate:
    """The gate on a publication of all marts, of each the chosen ones of its two rows."""
    return published(
        root, {mart: [HERE | row | origin for row in both[chosen]] for mart, (_, both, _) in ROWS.items()}, version
    )


def test_rows_of_a_published_year_may_come_and_one_that_is_gone_withholds_what_rests_on_it(tmp_path: Path) -> None:
    judged(tmp_path, "1", slice(1))
    assert judged(tmp_path, "2", slice(2)).withheld == []
    gate = judged(tmp_path, "3", slice(1))
    failed = {one.prepared.name for one in gate.outcomes if one.state == "failed"}
    assert failed == {f"{mart}__{name}" for mart, (name, _, _) in ROWS.items()}
    indicators = {indicator for _, _, above in ROWS.values() for indicator in above}
    assert {str(one) for one in gate.withheld} == {f"tongzhou {one} 2023" for one in indicators}


def test_demonstration_may_give_way_to_real_data(tmp_path: Path) -> None:
    judged(tmp_path, "1", slice(2), origin="demo")
    assert judged(tmp_path, "2", slice(1, 2)).withheld == []


def suites_of(mart: str) -> list[Suite]:
    return [one for one in suites() if one.mart == mart]


@pytest.mark.parametrize(("real_year", "withheld"), [(2022, set()), (2021, {"2022"})])
def test_a_demonstration_year_of_air_may_give_way_to_real_days_of_that_year_alone(
    tmp_path: Path, real_year: int, withheld: set[str]
) -> None:
    """The real days are too few for a year of their own."""
    year = {"area_id": "tongzhou", "period_type": "year", "measure": "pm25_mean", "basis": "raw", "valid_days": 360,
            "expected_days": 365, "year": 2022, "period_id": "2022", "origin": "demo"}  # fmt: skip
    day = {"level": "station", "place_id": "s", "date": date(real_year, 6, 1), "year": real_year, "origin": "real"}
    published(tmp_path, {"air_period": [year]})
    gate = published(tmp_path, {"air_period": [], "air_daily": [day]}, "2", judged=suites_of("air_period"))
    assert {str(one).split()[-1] for one in gate.withheld} == withheld


@pytest.mark.parametrize(
    ("dataset", "of_year", "displaced", "failed"),
    [
        ("air_hourly", 2023, 5, []), ("air_hourly", 2023, 0, [KEPT]), ("air_hourly", 2022, 5, [KEPT]),
        ("soil_samples", 2023, 5, [KEPT]), ("air_dustfall", 2023, 5, [KEPT]),
    ],
)  # fmt: skip
def test_a_demonstration_value_may_go_where_real_data_displaced_its_year(
    tmp_path: Path, dataset: str, of_year: int, displaced: int, failed: list[str]
) -> None:
    """Demonstration cells of another year or dataset, be it of the same medium, or none, that were displaced leave the loss unexplained."""
    file = {"source_file_id": "d", "dataset": dataset, "first_hour": datetime(of_year, 1, 1),
            "last_hour": datetime(of_year, 12, 31), "origin": "demo"}  # fmt: skip
    ledger = {"source_file_id": "d", "dataset": dataset, "cells": 5, "replaced_by_real": displaced}
    judged = suites_of("indicator_status")
    published(tmp_path, scoreboard(status(PM25, 35.0, origin="demo")), judged=judged)
    gone = {**scoreboard(status(PM25, None, origin=None)), "source_file": [file], "row_ledger": [ledger]}
    gate = published(tmp_path, gone, "2", judged=judged)
    assert [one.prepared.name for one in gate.outcomes if one.state == "failed"] == failed
