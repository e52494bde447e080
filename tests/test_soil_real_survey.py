"""319 real topsoil samples without pH: cadmium and mercury converted from ng/g, the strictest band, flagged."""

import csv
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from soil_cases import cell, observations

from standards.soil_farmland import SoilFacts, evaluate_samples
from standards.soil_quality import evaluate_exceedances

pytestmark = pytest.mark.shared

STRICTEST = {"AS": 20, "CD": "0.3", "CR": 150, "CU": 50, "HG": "0.5", "NI": 60, "PB": 70, "ZN": 200}
"""The lowest screening value of each item over all bands and columns of table 1, as written there."""
HIGHEST_ALLOWED = {"AS": 100, "CD": "1.5", "CR": 800, "HG": "2.0", "PB": 400}
"""The lowest of each row of table 3."""
COLUMNS = {"AS": "As (μg/g)", "CD": "Cd (ng/g)", "CR": "Cr (μg/g)", "CU": "Cu (μg/g)", "HG": "Hg (ng/g)",
           "NI": "Ni (μg/g)", "PB": "Pb (μg/g)", "ZN": "Zn (μg/g)"}  # fmt: skip


def survey(path: Path) -> list[tuple[str, str, dict[str, Fraction]]]:
    """Sample, zone and metals in mg/kg, line by line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    return [
        (line["编号"], line["功能区"], {
            item: Fraction(line[column]) / (1000 if "ng/g" in column else 1) for item, column in COLUMNS.items()
        })
        for line in lines
    ]  # fmt: skip


def judged(path: Path) -> SoilFacts:
    cells = []
    for row, (number, zone, values) in enumerate(survey(path), start=2):
        cells.append(cell(number, "ZONE", text=zone, source_row=row))
        cells += [cell(number, item, value, source_row=row) for item, value in values.items()]
    return evaluate_samples(observations(cells))


def test_every_sample_is_judged_by_the_strictest_band_and_flagged(shared: Callable[[str], Path]) -> None:
    facts = judged(shared("soil/urban_survey_319_samples.csv"))
    assert (facts.samples.height, facts.items.height) == (319, 319 * 8)
    assert facts.items.get_column("ph_assumed").all()
    assert facts.samples.get_column("ph_assumed").all()
    assert facts.samples.get_column("defects").unique().to_list() == [""]


def test_counts_by_metal_and_zone_are_those_of_a_plain_count(shared: Callable[[str], Path]) -> None:
    path = shared("soil/urban_survey_319_samples.csv")
    above, beyond = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for _, zone, values in survey(path):
        for item, value in values.items():
            above[zone, item] += value > Fraction(STRICTEST[item])
            beyond[zone, item] += item in HIGHEST_ALLOWED and value > Fraction(HIGHEST_ALLOWED[item])
    found = evaluate_exceedances(judged(path))
    for row in found.iter_rows(named=True):
        key = row["zone"], row["item"]
        assert (row["above_screening"], row["above_intervention"]) == (above[key], beyond[key]), key
    assert found.height == 5 * 8
