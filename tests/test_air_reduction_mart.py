"""The mart of reduction projects: water and air in one form, every row with a key of its own."""

from datetime import date
from typing import Any

import polars as pl
from air_beside_cases import AREAS, observed, project
from water_place_cases import entry
from water_place_cases import observed as water_observed

from assets.marts import select
from schemas.emit import contract_failures
from schemas.reduction import EMISSION_REDUCTION
from standards.air_reduction import PROJECTS, credited_projects, ledger_entries
from standards.water_discharge import discharge
from standards.water_reduction import REDUCTIONS

NO_WATER, NO_AIR = pl.DataFrame(schema=REDUCTIONS), pl.DataFrame(schema=PROJECTS)


def air(*rows: Any) -> pl.DataFrame:
    return credited_projects(ledger_entries(observed(*rows)), AREAS)


def water() -> pl.DataFrame:
    return discharge(
        water_observed(entry("削减", 2024, measure="提标", start="2022-05-01", claimed="150", verified="100"))
    ).reductions


def test_works_of_water_and_projects_of_air_stand_in_one_form() -> None:
    found = select(EMISSION_REDUCTION, {"water": water(), "air": air(project(offset="5", verified="52"))})
    rows = found.sort("medium").select(
        "medium", "pollutant", "claimed", "verified", "counted", "computed", "offset", "type", "start_date"
    )
    assert rows.rows() == [
        ("air", "VOC", 60.0, 52.0, 52.0, 55.0, 5.0, "engineering", date(2023, 5, 1)),
        ("water", "COD", 150.0, 100.0, 100.0, None, None, None, date(2022, 5, 1)),
    ]
    assert contract_failures(EMISSION_REDUCTION, found) == []


def test_either_ledger_may_be_missing() -> None:
    assert select(EMISSION_REDUCTION, {"water": NO_WATER, "air": air(project())})["medium"].to_list() == ["air"]
    assert select(EMISSION_REDUCTION, {"water": water(), "air": NO_AIR})["medium"].to_list() == ["water"]


def test_projects_of_two_unknown_areas_with_one_number_keep_a_key_each() -> None:
    """Otherwise the ledger of another district would withhold the whole publication."""
    elsewhere = [{**cell, "place_id": "远区 P1"} for cell in project(area=None, row=3)]
    found = select(EMISSION_REDUCTION, {"water": NO_WATER, "air": air(project(area=None), elsewhere)})
    assert found.sort("record").select("project_id", "record", "place_id").rows() == [
        ("P1", 1, "某区 P1"), ("P1", 2, "远区 P1")
    ]  # fmt: skip
    assert contract_failures(EMISSION_REDUCTION, found) == []
