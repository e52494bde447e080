"""Samples of construction land go by GB 36600-2018, not by the limits of farmland."""

import pytest
from conftest import Installation

from standards.soil_construction import is_development

SAMPLES = (
    "点位编号,所属区,采样日期,土地利用,pH,砷(mg/kg),镉(mg/kg),铅(mg/kg)\n"
    "F1,通州区,2024-05-01,旱地,8.0,12,0.2,30\n"
    "B1,通州区,2024-05-01,工业用地,8.0,61,20,500\n"
    "B2,通州区,2024-05-01,居住用地,8.0,20,21,300\n"
    "B3,通州区,2024-05-01,中小学用地,8.0,121,1,30\n"
)


@pytest.mark.parametrize("text", ["工业用地", "居住用地 R2", "A33", "M1", "公园绿地"])
def test_uses_of_the_standard_are_construction_land(text: str) -> None:
    assert is_development(text)


@pytest.mark.parametrize("text", ["水田", "旱地", "果园", "菜地", "4.0", "", None])
def test_farmland_and_zone_numbers_are_not(text: str | None) -> None:
    assert not is_development(text)


def test_the_nightly_run_judges_each_sample_by_the_standard_of_its_land(installation: Installation) -> None:
    path = installation.raw / "soil" / "samples" / "2024.csv"
    path.parent.mkdir(parents=True)
    path.write_text(SAMPLES, "utf-8")
    assert installation.run().success
    # Class 2 screening: As 60, Cd 65, Pb 800. Class 1: As 20 (equal is acceptable), Cd 20, intervention of As 120.
    assert installation.query(
        "SELECT point_id, land_class, state, exceeding_items, intervention_items FROM marts.soil_development_sample ORDER BY 1"
    ) == [
        ("通州区 B1", 2, "investigate", "AS", None),
        ("通州区 B2", 1, "investigate", "CD", None),
        ("通州区 B3", 1, "must_act", "AS", "AS"),
    ]
    assert installation.query("SELECT point_id, within_screening FROM marts.soil_sample") == [("通州区 F1", True)]
    assert installation.query(
        "SELECT DISTINCT item, screening_value, intervention_value FROM marts.soil_development_item "
        "WHERE land_class = 2 ORDER BY 1"
    ) == [("AS", 60.0, 140.0), ("CD", 65.0, 172.0), ("PB", 800.0, 2500.0)]
