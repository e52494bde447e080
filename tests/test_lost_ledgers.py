"""Records of ledgers that contradict each other: what rests on them says so, and nothing drops out silently."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from conftest import Installation
from lost_cases import gone, losses

from standards.period_lost import indicators_of, lost_records, with_lost_records, without_records
from standards.period_readings import READINGS, frame_of, reading, yearly
from standards.plan_value import IndicatorValue

END = date(2024, 12, 31)
ABOVE = {"town": ["town", "t"], "t": ["t"]}
FARMLAND = "单元编号,所属区,年份,面积(亩),类别,措施,是否达标,核算方法\n"
GOOD = "GD-01,通州区,{year},120,安全利用,低积累品种,是,十四五\n"
TWICE = "GD-02,通州区,{year},80,安全利用,低积累品种,是,十四五\nGD-02,通州区,{year},90,安全利用,低积累品种,是,十四五\n"


def record(project: str, part: str, item: str = "AMOUNT", year: int = 2024, area: str = "town") -> dict[str, Any]:
    """One cell of a ledger's record of the year that was lost."""
    day = date(year, 1, 1)
    return gone(item, day, project, area_id=area, part=part, span="year", kind="ledger", moment=datetime(year, 1, 1))


def test_records_are_counted_once_each_for_their_area_and_those_around_it() -> None:
    """Two cells of one record are one; the pollutant is what a part begins with."""
    lost = losses(
        record("P1", "COD|新增"),
        record("P1", "COD|新增", "EVIDENCE"),
        record("P2", "COD|削减"),
        record("P3", "TP|新增", year=2023),
    )
    found = lost_records(lost, "water_discharge", 2024, ABOVE)
    keys = [(area, measure, "account") for area in ("town", "t") for measure in ("discharge_cod", "reduction_cod")]
    assert found == dict.fromkeys(keys, 2)
    assert indicators_of(found) == {("town", "water_discharge_total"), ("t", "water_discharge_total")}


def test_a_measure_without_another_record_stands_without_value_and_one_with_others_says_what_it_lacks() -> None:
    known = frame_of([reading("voc_reduction", yearly(2024, END), ("area", "t", "t"), None, valid=True, counts=(1, 1))])
    found = with_lost_records(
        known, {("t", "voc_reduction", "credited"): 1, ("t", "nox_reduction", "credited"): 2}, 2024, END
    )
    rows = {row["measure"]: row for row in found.iter_rows(named=True)}
    assert found.columns == list(READINGS)
    assert rows["voc_reduction"]["lacking"].startswith("台账有1条记录相互矛盾，未采用 / 1 records")
    assert rows["voc_reduction"]["valid_count"] == 1
    nox = rows["nox_reduction"]
    assert (nox["numerator"], nox["valid"], nox["valid_count"], nox["expected_count"]) == (None, False, 0, 2)
    assert (nox["period_id"], nox["lacking"][:5]) == ("2024", "台账有2条")
    assert with_lost_records(known, {}, 2024, END).equals(known)


@pytest.fixture
def farmland(installation: Installation) -> Installation:
    """2023: one sound unit, and one that two rows contradict each other on; 2024: that one alone."""
    folder = installation.raw / "soil" / "farmland"
    folder.mkdir(parents=True)
    for year, rows in ((2023, GOOD + TWICE), (2024, TWICE)):
        (folder / f"{year}.csv").write_text(FARMLAND + rows.format(year=year), "utf-8")
    return installation


def test_a_ledger_wholly_in_conflict_stands_with_the_reason_from_file_to_scoreboard(farmland: Installation) -> None:
    assert farmland.run("2025-06-30").success
    rows = farmland.query(
        "SELECT year, value, valid, lacking FROM marts.period_value WHERE measure = 'farmland_safe_use' "
        "AND place_id = 'tongzhou' ORDER BY year"
    )
    told = "台账有1条记录相互矛盾，未采用 / 1 records of the ledger contradict each other and are not used"
    assert rows == [(2023, 100.0, True, told), (2024, None, False, told)]
    board = farmland.query(
        "SELECT year, status, value, note LIKE '台账记录相互矛盾%' FROM marts.indicator_status "
        "WHERE indicator_id = 'soil_farmland_safe_use' AND area_id = 'tongzhou' ORDER BY year"
    )
    assert board[-1] == (2024, "no_data", None, True)
    assert board[0] == (2023, "insufficient_data", 100.0, False)
    ((note,),) = farmland.query(
        "SELECT note FROM marts.indicator_status WHERE indicator_id = 'soil_farmland_safe_use' AND year = 2023 "
        "AND area_id = 'tongzhou'"
    )
    assert "台账有记录相互矛盾，未采用，本值只是其余记录的结果" in str(note)


@pytest.mark.parametrize(
    ("dataset", "part", "flattering"),
    [
        ("water_discharge", "COD|新增|工业", True),  # without it the account looks smaller than it is
        ("water_discharge", "COD|基数", True),  # the year before moves either way
        ("water_discharge", "COD|削减|接管", False),  # without it the account looks larger than it is
        ("soil_parcels", "", True),  # the lost parcel may be an unsafe one
        ("air_reductions", "VOC", False),  # the lost tonnes would only have added to the sum
    ],
)
def test_a_lost_record_flatters_where_what_is_left_may_look_better_than_all(
    dataset: str, part: str, flattering: bool
) -> None:
    lost = losses(record("P1", part))
    assert indicators_of(lost_records(lost, dataset, 2024, ABOVE))
    assert bool(indicators_of(lost_records(lost, dataset, 2024, ABOVE, flattering=True))) is flattering


@pytest.mark.parametrize(
    ("kind", "flattered", "enough", "remarks"),
    [
        ("verified", True, False, ("some_records_conflict",)),
        ("verified", False, True, ("some_records_conflict",)),
        ("official", True, True, ()),  # a notice does not rest on our ledger
    ],
)
def test_what_a_ledger_has_left_judges_only_where_it_is_not_flattered(
    kind: str, flattered: bool, enough: bool, remarks: tuple[str, ...]
) -> None:
    known = IndicatorValue("water_discharge_total", Fraction(5), 1, value_kind=kind)
    found = without_records(known, "water_discharge_total", flattered=flattered)
    assert (found.value, found.enough_data, found.remarks) == (5, enough, remarks)


def test_a_ledger_that_is_put_right_has_its_value_again(farmland: Installation) -> None:
    assert farmland.run("2025-06-30").success
    path = farmland.raw / "soil" / "farmland" / "2024.csv"
    path.write_text(FARMLAND + TWICE.format(year=2024).splitlines()[0] + "\n", "utf-8")
    assert farmland.run("2025-06-30").success
    assert farmland.query(
        "SELECT value, lacking FROM marts.period_value WHERE measure = 'farmland_safe_use' AND year = 2024 "
        "AND place_id = 'tongzhou'"
    ) == [(100.0, None)]


def test_nothing_lost_leaves_nothing_to_say() -> None:
    assert lost_records(losses(), "water_discharge", 2024, ABOVE) == {}
    assert isinstance(losses(), pl.DataFrame)
