"""What the gate sees when rows of a year that was published have left: the indicator above them is withheld by name."""

from pathlib import Path
from typing import Any

import pytest
from gate_cases import published

from pipelines import gate_pages
from pipelines.gate import Gate

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


@pytest.fixture(autouse=True)
def _without_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate_pages, "show_pages", lambda *_: None)


def judged(root: Path, mart: str, rows: list[dict[str, Any]], version: str) -> Gate:
    return published(root, {mart: [HERE | row for row in rows]}, version)


@pytest.mark.parametrize("mart", ROWS)
def test_a_row_of_a_published_year_that_is_gone_withholds_what_rests_on_it(tmp_path: Path, mart: str) -> None:
    name, both, indicators = ROWS[mart]
    assert judged(tmp_path, mart, both, "1").withheld == []
    gate = judged(tmp_path, mart, both[:1], "2")
    assert [one.prepared.name for one in gate.outcomes if one.state == "failed"] == [f"{mart}__{name}"]
    assert {str(one) for one in gate.withheld} == {f"tongzhou {one} 2023" for one in indicators}


@pytest.mark.parametrize("mart", ROWS)
def test_demonstration_may_give_way_to_real_data(tmp_path: Path, mart: str) -> None:
    _, both, _ = ROWS[mart]
    judged(tmp_path, mart, [row | {"origin": "demo"} for row in both], "1")
    assert judged(tmp_path, mart, both[1:], "2").withheld == []


@pytest.mark.parametrize("mart", ROWS)
def test_more_rows_than_before_are_no_loss(tmp_path: Path, mart: str) -> None:
    _, both, _ = ROWS[mart]
    judged(tmp_path, mart, both[:1], "1")
    assert judged(tmp_path, mart, both, "2").withheld == []
