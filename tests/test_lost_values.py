"""Values that samples lost to conflict or quarantine: which they are, and that no section looks better for them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from lost_cases import MAY, YEAR_END, gone, losses
from sampled_landing import SampledLanding, lost
from settle_cases import AREAS as AREA_COLUMNS
from settle_cases import CANDIDATE, DISTRICT, NOW, WUCUN, cell, settled
from water_cases import frame, months_of, observation, sample, section, sections

from quality.sample_settle import settle
from readers.datasets import WATER_SECTIONS
from standards.water_area import evaluate_areas
from standards.water_cwqi_periods import index_periods
from standards.water_indicators_sections import sections_class_iv
from standards.water_lakes import lake_states
from standards.water_sections import SectionFacts, evaluate_sections

# Which cells are lost values


def lost_of(sound: Iterable[Mapping[str, Any]], faulty: Iterable[Mapping[str, Any]] = ()) -> list[tuple[Any, ...]]:
    """Place and item of the lost values."""
    good, bad = (pl.DataFrame(list(cells), schema=CANDIDATE) for cells in (sound, faulty))
    areas = pl.DataFrame(DISTRICT, schema=AREA_COLUMNS, orient="row")
    return settle(good, WUCUN, areas, NOW, bad).lost.select("place_id", "item").rows()


def test_two_equally_good_values_that_differ_are_one_lost_value() -> None:
    found = settled([cell(value=1, source_row=2), cell(value=2, source_row=3)])
    assert found.lost.select("place_id", "item").rows() == [("wucun", "NH3N")]


@pytest.mark.parametrize("rule", ["not_a_number", "negative", "out_of_range", "unknown_unit", "no_detection_limit"])
def test_a_cell_that_a_reader_set_aside_is_lost_where_place_time_and_item_are_known(rule: str) -> None:
    assert lost_of([cell(item="COD")], [cell(value=None, rule=rule)]) == [("wucun", "NH3N")]


@pytest.mark.parametrize(
    "why",
    [
        {"rule": "withheld"}, {"rule": "not_a_number", "item": None}, {"rule": "bad_time", "date": None},
        {"rule": "not_a_number", "condition": "维护"},
        {"rule": "not_a_number", "moment": datetime(2024, 11, 1)}, {"rule": "not_a_number", "origin": "demo"},
    ],
    ids=["taken back", "unknown item", "no time", "station out of order", "not yet", "displaced demo"],
)  # fmt: skip
def test_what_was_not_measured_or_does_not_count_is_not_lost(why: dict[str, Any]) -> None:
    assert lost_of([cell(item="COD")], [{**cell(value=None), **why}]) == []


def test_what_an_accepted_value_stands_for_is_not_lost() -> None:
    better = [cell(value=1, stage="audited"), cell(value=2)]
    assert lost_of(better, [cell(value=None, rule="not_a_number")]) == []


def test_a_file_that_holds_nothing_but_lost_values_tells_them(tmp_path: Any) -> None:
    landing = SampledLanding(tmp_path)
    landing.land(WATER_SECTIONS, "cod.csv", "断面名称,采样日期,化学需氧量(mg/L)\n吴村,2024-05-05,18\n")
    landing.land(WATER_SECTIONS, "mercury.csv", "断面名称,采样日期,汞(mg/L)\n吴村,2024-06-05,见附表\n")
    assert lost(landing.take_in(WATER_SECTIONS)).select("place_id", "item").rows() == [("wucun", "HG")]


# Samples of surface water: ammonia 0.4 is class II, COD 45 inferior V (GB 3838-2002 table 1)


@pytest.mark.parametrize(
    ("values", "item", "expected"),
    [
        ({"NH3N": "0.4"}, "COD", (None, 2, "COD")),
        ({"COD": "45"}, "NH3N", (6, None, "NH3N")),
        ({"NH3N": "0.4"}, "WT", (2, None, None)),
        ({"NH3N": "0.4"}, "EC", (2, None, None)),
        ({"NH3N": "0.4"}, "TN", (2, None, None)),
    ],
)
def test_a_sample_that_lost_an_item_of_the_class_is_at_best_what_remains(
    values: dict[str, str], item: str, expected: tuple[Any, ...]
) -> None:
    facts = evaluate_sections(
        frame(sample(values, MAY)), sections(section()), 2024, YEAR_END, lost=losses(gone(item))
    )  # fmt: skip
    assert facts.samples.select("class", "class_at_best", "items_lost").rows() == [expected]


# Months and years of sections


def year_of(values: Mapping[str, str], *lost_rows: Mapping[str, Any], more: Sequence[Any] = ()) -> SectionFacts:
    """A section with these values on the fifth of every month, and what it lost."""
    rows = [row for day in months_of(2024) for row in sample(values, day)]
    return evaluate_sections(frame([*rows, *more]), sections(section()), 2024, YEAR_END, lost=losses(*lost_rows))


def period(facts: SectionFacts, period_id: str) -> dict[str, Any]:
    return facts.periods.filter(period_id=period_id).row(0, named=True)


def test_a_month_that_lost_its_only_value_of_an_item_has_no_class_and_is_not_counted() -> None:
    """COD 18 is class III. Mercury was measured in May only for a quarter of a year's months."""
    mercury = [observation("HG", "0.00004L", day) for day in months_of(2024, [2, 8, 11])]
    facts = year_of({"COD": "18"}, gone("HG"), more=mercury)
    may = period(facts, "2024-05")
    assert (may["situation"], may["class"], may["class_at_best"], may["items_lost"]) == ("incomplete", None, 3, "HG")
    assert (may["months"], may["incomplete_months"], may["status"], may["target_met"]) == (0, 1, None, None)
    year = period(facts, "2024")
    assert (year["class"], year["months"], year["incomplete_months"], year["sufficient"]) == (3, 11, 1, True)


@pytest.mark.parametrize(("kept", "level"), [([2, 8, 11], 3), ([2, 8], 3), ([2], None), ([], None)])
def test_a_year_needs_two_thirds_of_the_months_that_measured_a_lost_item(kept: list[int], level: int | None) -> None:
    """One month lost: of 4 months 3 are left, of 3 two (8 of 12 is two thirds), of 2 one."""
    mercury = [observation("HG", "0.00004L", day) for day in months_of(2024, kept)]
    year = period(year_of({"COD": "18"}, gone("HG"), more=mercury), "2024")
    assert (year["class"], year["class_at_best"]) == (level, None if level else 3)


def test_a_month_at_inferior_v_by_what_remains_keeps_its_class() -> None:
    may = period(year_of({"COD": "45"}, gone("NH3N")), "2024-05")
    assert (may["situation"], may["class"], may["months"], may["target_met"]) == ("assessed", 6, 1, False)


def test_a_month_beyond_its_target_by_what_remains_misses_it() -> None:
    """COD 38 is class V, the target IV: whatever ammonia was, it is missed, and the month is worse than IV."""
    may = period(year_of({"COD": "38"}, gone("NH3N")), "2024-05")
    assert (may["class"], may["class_at_best"], may["target_met"], may["months_worse_than_iv"]) == (None, 5, False, 1)


@pytest.mark.parametrize(("missing", "level"), [(1, 2), (25, 2), (26, None)])
def test_an_automatic_month_needs_three_quarters_of_its_values(missing: int, level: int | None) -> None:
    """A hundred hours of May, some of them lost: 75 left are enough, 74 are not."""
    hours = [datetime(2024, 5, 1 + n // 4, 6 * (n % 4)) for n in range(100)]
    automatic = {"kind": "automatic", "span": "hour"}
    kept = [observation("NH3N", "0.4", at.date(), moment=at, **automatic) for at in hours[missing:]]
    away = [gone("NH3N", at.date(), moment=at, **automatic) for at in hours[:missing]]
    facts = evaluate_sections(frame(kept), sections(section()), 2024, date(2024, 5, 31), lost=losses(*away))
    assert period(facts, "2024-05")["class"] == level


def test_a_manual_value_is_not_lost_where_automatic_ones_count() -> None:
    """Ammonia is taken from the automatic station (环办监测函〔2020〕82号)."""
    hour = observation("NH3N", "0.4", MAY, kind="automatic", span="hour", moment=datetime(2024, 5, 5, 4))
    facts = evaluate_sections(frame([hour]), sections(section()), 2024, date(2024, 5, 31), lost=losses(gone("NH3N")))
    assert period(facts, "2024-05")["class"] == 2


def test_a_row_without_water_that_gives_values_is_not_dry() -> None:
    state = observation("STATE", "", MAY, text="断流")
    facts = evaluate_sections(frame([state]), sections(section()), 2024, date(2024, 5, 31), lost=losses(gone("COD")))
    may = period(facts, "2024-05")
    assert (may["situation"], may["dry_months"], may["incomplete_months"]) == ("incomplete", 0, 1)


def test_a_section_whose_year_is_open_leaves_class_iv_undecided_unless_what_remains_is_worse() -> None:
    open_year = sections_class_iv(year_of({"COD": "18"}, gone("HG")), "tongzhou")
    assert (open_year.enough_data, open_year.value) == (False, None)
    assert "sections_items_lost" in open_year.remarks
    assert "s1(HG，不优于Ⅲ)" in open_year.detail_zh
    worse = sections_class_iv(year_of({"COD": "38"}, gone("HG")), "tongzhou")
    assert (worse.enough_data, worse.value, worse.origin) == (True, 0, "real")


def test_an_area_with_an_open_section_has_neither_share_nor_status() -> None:
    rows = [row for place in ("s1", "s2") for row in sample({"COD": "18"}, MAY, place)]
    facts = evaluate_sections(
        frame(rows), sections(section(), section("s2")), 2024, date(2024, 5, 31), lost=losses(gone("HG"))
    )  # fmt: skip
    (may,) = evaluate_areas(facts).filter(level="area", list="all", period_id="2024-05").to_dicts()
    assert (may["sections"], may["with_water"], may["incomplete"], may["class_3"]) == (2, 1, 1, 1)
    assert (may["good_share_micro"], may["class"], may["status"]) == (None, None, None)


def test_a_section_that_lost_items_has_no_index_nor_has_its_area() -> None:
    facts = evaluate_sections(
        frame(sample({"COD": "18"}, MAY)), sections(section()), 2024, date(2024, 5, 31), lost=losses(gone("HG"))
    )  # fmt: skip
    found = index_periods(facts, None, {}).filter(period_id="2024-05")
    assert found.select("level", "cwqi_micro", "change_micro").rows() == [("area", None, None), ("section", None, None)]


def test_a_lake_that_lost_half_of_its_nitrogen_has_a_class_and_no_trophic_index() -> None:
    """Total nitrogen is none of the class items; one of two samples of May is left."""
    values = {"CHLA": "0.012", "TP": "0.045", "TN": "1.2", "SD": "0.8", "CODMN": "4.6"}
    facts = evaluate_sections(
        frame(sample(values, MAY)), sections(section(water_type="lake")), 2024, date(2024, 5, 31),
        lost=losses(gone("TN", date(2024, 5, 20))),
    )  # fmt: skip
    may = lake_states(facts.items, facts.periods).filter(period_id="2024-05").row(0, named=True)
    assert (may["tli"], may["state"], may["reason"]) == (None, None, "trophic_item_lost")
    assert (period(facts, "2024-05")["class"], period(facts, "2024-05")["items_lost"]) == (3, "TN")
