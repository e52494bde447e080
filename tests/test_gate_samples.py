"""What the gate warns of in section samples: a unit slipped, columns swapped, a month pasted again."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from gate_cases import published

pytestmark = pytest.mark.usefixtures("without_gate_pages")
NEAR, WITHIN, REPEATED = (
    f"water_sample__{name}" for name in ("values_near_their_median", "parts_within_the_whole", "samples_not_repeated")
)
SAMPLE = {"NH3N": 0.4, "TP": 0.1, "TN": 5.0, "CODMN": 4.0, "COD": 18.0, "BOD5": 3.0}


def rows(month: int, section: str = "s", year: int = 2024, **other: float) -> list[dict[str, Any]]:
    """One sample, whose items move by a thousandth a month unless told otherwise."""
    values = {item: value * (1 + month / 1000) for item, value in SAMPLE.items()} | other
    return [
        {"section_id": section, "area_id": "tongzhou", "year": year, "date": date(year, month, 5), "kind": "manual",
         "sampled_at": datetime(year, month, 5), "span": "day", "item": item, "value": value, "used": True,
         "below_limit": False, "sample_class": 3, "item_class": 3}
        for item, value in values.items()
    ]  # fmt: skip


def warnings(root: Path, *samples: list[dict[str, Any]]) -> dict[str, str]:
    """The expectations that did not hold, with what they say; none of them withholds anything."""
    gate = published(root, {"water_sample": [row for sample in samples for row in sample]})
    assert gate.withheld == []
    return {one.prepared.name: one.told for one in gate.outcomes if one.state == "failed"}


def made(root: Path, name: str) -> Path:
    folder = root / name
    folder.mkdir()
    return folder


def test_a_year_of_ordinary_samples_is_no_warning(tmp_path: Path) -> None:
    assert warnings(tmp_path, *(rows(month) for month in range(1, 13))) == {}


def test_a_value_a_thousand_times_the_median_is_told_with_its_section(tmp_path: Path) -> None:
    """0.4 mg/L of ammonia written as 400: possible water, but not of this section. Beside it more than all nitrogen."""
    told = warnings(tmp_path, *(rows(month) for month in range(1, 12)), rows(12, NH3N=400.0))
    assert set(told) == {NEAR, WITHIN}
    assert "section_id=s" in told[NEAR]
    assert "value=400" in told[NEAR]


def test_a_thousandth_of_the_median_is_told_and_a_bad_month_is_not(tmp_path: Path) -> None:
    """TP of 0.1: 0.0001 is a slip, 2.0 is twenty times and may be true. COD of 1 must lie above its parts' 0.4."""
    year = [rows(month) for month in range(1, 11)]
    assert set(warnings(tmp_path, *year, rows(11, TP=0.0001), rows(12, TP=2.0))) == {NEAR}


def test_fewer_than_six_values_have_no_median_to_judge_by(tmp_path: Path) -> None:
    assert warnings(tmp_path, *(rows(month) for month in range(1, 5)), rows(5, TP=90.0)) == {}


def test_a_part_above_its_whole_is_told_beyond_a_tenth(tmp_path: Path) -> None:
    """18 of permanganate index above 4 of COD: the columns are swapped. 19.8 above 18 is the error of measurement."""
    assert set(warnings(tmp_path, rows(1, CODMN=19.8, COD=18.0))) == set()
    assert set(warnings(tmp_path, rows(1, CODMN=18.0, COD=4.0))) == {WITHIN}


def test_the_sample_of_another_month_or_section_is_told(tmp_path: Path) -> None:
    assert set(warnings(made(tmp_path, "a"), rows(3, **SAMPLE), rows(4, **SAMPLE))) == {REPEATED}
    assert set(warnings(made(tmp_path, "b"), rows(3, **SAMPLE), rows(3, "t", **SAMPLE))) == {REPEATED}
    assert set(warnings(made(tmp_path, "c"), rows(3, **SAMPLE), rows(4, "t", **SAMPLE))) == set()
    assert set(warnings(made(tmp_path, "d"), rows(3, **SAMPLE), rows(4, **{**SAMPLE, "TP": 0.11}))) == set()
