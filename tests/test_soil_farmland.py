"""GB 15618-2018: screening and intervention values by pH band and land use, three categories by five items."""

from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from soil_cases import cell, nano, observations, one, sample
from vector_files import vectors

from standards.limits import rows
from standards.soil import BASIC_ITEMS, CATEGORY_ITEMS, LAND_USES, land_use_code
from standards.soil_farmland import ITEM_COLUMNS, SAMPLE_COLUMNS, evaluate_samples
from standards.soil_index import exceedance_multiple
from standards.soil_limits import farmland_limit

METALS = {"CD": "cd", "HG": "hg", "AS": "as", "PB": "pb", "CR": "cr", "CU": "cu", "NI": "ni", "ZN": "zn"}
CASES = vectors("soil_farmland.csv")


def values_of(case: dict[str, str]) -> dict[str, str]:
    return {item: case[column] for item, column in METALS.items() if case[column]}


def evaluated(case: dict[str, str]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The sample's row and its items."""
    facts = evaluate_samples(observations(sample("p", values_of(case), case["ph"], case["land_use"])))
    return one(facts.samples, place_id="p"), {row["item"]: row for row in facts.items.iter_rows(named=True)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case_id"])
def test_worked_cases_of_farmland(case: dict[str, str]) -> None:
    found, items = evaluated(case)
    assert (found["category"] or "", found["exceeding_items"]) == (
        case["expected_category"],
        case["expected_exceeding"],
    ), case["why"]
    pairs = case["expected_indices"].split()
    for item, expected in zip(pairs[::2], pairs[1::2], strict=True):
        decimals = len(expected.partition(".")[2])
        assert round(Fraction(items[item]["single_index_micro"], 10**6), decimals) == Fraction(expected), item
    for column, expected in [("mean_index_micro", case["expected_mean"]), ("nemerow_micro", case["expected_pn"])]:
        if expected:
            assert round(Fraction(found[column], 10**6), 4) == Fraction(expected), column
    if case["expected_band"]:
        assert found["nemerow_band"] == case["expected_band"]
    if case["expected_multiple"]:
        multiple = items[case["expected_exceeding"]]["multiple_micro"]
        assert round(Fraction(multiple, 10**6), 3) == Fraction(case["expected_multiple"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case_id"])
def test_assumptions_are_flagged_and_only_where_they_decide(case: dict[str, str]) -> None:
    found, items = evaluated(case)
    assert found["ph_assumed"] == (not case["ph"])
    assert {row["ph_assumed"] for row in items.values()} == {not case["ph"]}
    depends = bool({"CD", "HG", "AS", "PB", "CR", "CU"} & set(items))
    assert found["land_assumed"] == (not case["land_use"] and depends)


def test_the_exceedance_multiple_is_exact() -> None:
    """S03: (0.61 − 0.60)/0.60 is one sixtieth, printed 0.017."""
    assert exceedance_multiple(nano("0.61"), nano("0.60")) == Fraction(1, 60)
    assert exceedance_multiple(nano("0.60"), nano("0.60")) is None


@pytest.mark.parametrize(
    ("ph", "band"), [("3.9", 1), ("5.5", 1), ("5.51", 2), ("6.5", 2), ("6.51", 3), ("7.5", 3), ("7.51", 4), ("9", 4)]
)
def test_the_upper_end_of_a_ph_band_belongs_to_it(ph: str, band: int) -> None:
    facts = evaluate_samples(observations(sample("p", {"CD": "0.1"}, ph)))
    assert facts.items.get_column("ph_band").to_list() == [band]


def test_half_the_detection_limit_counts_and_is_flagged() -> None:
    """S10: 未检出 with a limit of 0.002."""
    facts = evaluate_samples(observations([*sample("p", {}), cell("p", "HG", "0.001", below_limit=True)]))
    item = one(facts.items, item="HG")
    assert (item["value"], item["below_limit"], item["defect"]) == (nano("0.001"), True, None)
    assert one(facts.samples)["items_below_limit"] == 1


def test_not_detected_without_a_limit_is_null_and_a_defect() -> None:
    """S10, second half: neither zero nor clean."""
    facts = evaluate_samples(observations([*sample("p", {"CD": "0.1"}), cell("p", "HG", text="未检出")]))
    item = one(facts.items, item="HG")
    assert (item["value"], item["exceeds_screening"], item["defect"]) == (None, None, "no_detection_limit")
    found = one(facts.samples)
    assert (found["items_count"], found["defects"], found["category_complete"]) == (1, "HG:no_detection_limit", False)


def test_a_missing_ph_takes_the_strictest_band_of_each_item() -> None:
    """S14 as the project decides it: judged and flagged. Cadmium is strictest in the first band, arsenic in the fourth."""
    facts = evaluate_samples(observations(sample("p", {"CD": "0.1", "AS": "5"}, ph=None)))
    limits = {
        row["item"]: (row["ph_band"], row["screening_value"], row["intervention_value"])
        for row in facts.items.rows(named=True)
    }
    assert limits == {"CD": (1, nano("0.3"), nano("1.5")), "AS": (4, nano(25), nano(100))}
    assert one(facts.samples)["ph_assumed"]


def test_shares_are_those_of_the_single_indices_of_table_one() -> None:
    """Pi 1.5 and 0.5: three quarters and one quarter."""
    facts = evaluate_samples(observations(sample("p", {"CD": "0.9", "AS": "12.5", "BAP": "0.1", "CR6": "1"}, "8.0")))
    found = dict(facts.items.select("item", "share_micro").rows())
    assert found == {"CD": 75_000_000, "AS": 25_000_000, "BAP": None, "CR6": None}


def test_organics_have_one_limit_for_every_ph_and_set_no_category() -> None:
    facts = evaluate_samples(observations(sample("p", {"HCH": "0.11", "DDT": "0.10", "BAP": "0.56"}, ph=None)))
    found = one(facts.samples)
    assert (found["category"], found["exceeding_items"], found["nemerow_micro"]) == (None, "BAP,HCH", None)
    assert facts.items.get_column("ph_band").to_list() == [None] * 3
    assert not facts.items.get_column("ph_assumed").any()


@pytest.mark.parametrize("item", ["CU", "NI", "ZN", "HCH", "DDT", "BAP"])
def test_what_has_no_intervention_value_never_asks_for_strict_control(item: str) -> None:
    facts = evaluate_samples(observations(sample("p", {"CD": "0.1", item: 100_000})))
    found = one(facts.samples)
    assert (found["category"], found["exceeding_items"], found["intervention_items"]) == (
        "priority_protection",
        item,
        "",
    )


def test_the_worst_of_the_five_decides_and_is_named() -> None:
    facts = evaluate_samples(
        observations(sample("p", {"CD": "0.7", "AS": "101", "CR": "300", "PB": "20", "HG": "0.1"}))
    )
    found = one(facts.samples)
    assert (found["category"], found["decided_by"], found["exceeding_items"]) == ("strict_control", "AS", "AS,CD,CR")
    assert (found["max_item"], found["category_complete"]) == ("AS", True)


def test_items_without_a_limit_stay_unjudged() -> None:
    facts = evaluate_samples(observations(sample("p", {"CD": "0.1", "CR6": "400"})))
    assert one(facts.items, item="CR6")["exceeds_screening"] is None
    assert (one(facts.samples)["items_count"], one(facts.samples)["exceeding_items"]) == (1, "")


def test_depths_and_times_are_samples_of_their_own() -> None:
    cells = [
        *sample("p", {"CD": "0.1"}, part="0-20"),
        *sample("p", {"CD": "0.7"}, part="20-40"),
        *sample("p", {"CD": "5"}, part="0-20", date=date(2023, 5, 20)),
    ]
    facts = evaluate_samples(observations(cells))
    found = facts.samples.select("part", pl.col("date").dt.year(), "category").rows()
    assert found == [
        ("0-20", 2023, "strict_control"),
        ("0-20", 2024, "priority_protection"),
        ("20-40", 2024, "safe_use"),
    ]


def test_what_may_not_be_used_does_not_enter() -> None:
    cells = [*sample("p", {"CD": "0.1"}), cell("p", "AS", 500, used=False)]
    assert evaluate_samples(observations(cells)).items.get_column("item").to_list() == ["CD"]


def test_a_sample_of_an_earlier_year_is_held_against_the_standard_of_2018() -> None:
    facts = evaluate_samples(observations(sample("p", {"CD": "0.61"}, date=date(2012, 6, 1))))
    assert (one(facts.samples)["category"], one(facts.samples)["standard"]) == ("safe_use", "GB 15618-2018")


def test_an_undated_sample_is_judged_as_well() -> None:
    """Surveys often give only points."""
    undated = [row | {"date": None, "moment": None} for row in sample("p", {"CD": "0.61"}, "8.0")]
    facts = evaluate_samples(observations([*undated, *sample("q", {"CD": "0.1"})]))
    found = one(facts.samples, place_id="p")
    assert (found["category"], found["ph_assumed"], found["date"]) == ("safe_use", False, None)
    assert one(facts.items, place_id="p")["screening_value"] == nano("0.6")


def test_every_row_says_which_file_and_row_it_came_from() -> None:
    cells = [
        cell("p", "CD", "0.1", source_file_id="f2", source_row=7, source_column="镉(mg/kg)"),
        cell("p", "PH", "8", source_file_id="f2", source_row=7),
        cell("p", "AS", "3", source_file_id="f3", source_row=9, origin="demo", stage="realtime"),
    ]
    facts = evaluate_samples(observations(cells))
    item, found = one(facts.items, item="CD"), one(facts.samples)
    assert (item["source_file_id"], item["source_row"], item["source_column"]) == ("f2", 7, "镉(mg/kg)")
    assert (found["source_file_id"], found["source_row"], found["source_rows"]) == ("f2", 7, 2)
    assert (found["origin"], found["stage"]) == ("demo", "realtime")


def test_no_samples_give_empty_tables_with_their_columns() -> None:
    facts = evaluate_samples(observations([]))
    assert (facts.items.columns, facts.samples.columns) == ([*ITEM_COLUMNS], [*SAMPLE_COLUMNS])
    assert (facts.items.height, facts.samples.height) == (0, 0)


@pytest.mark.parametrize(
    ("text", "code"),
    [("水田", "paddy"), ("旱地", "other"), ("水浇地", "other"), ("菜地", "other"), ("果园", "orchard"), ("园地", "other"),
     ("水旱轮作", "rotation"), ("水田/旱地", "rotation"), ("耕地", "unknown"), ("", "unknown"), (None, "unknown"), ("4", "unknown"),
     ("其他", "other"), ("Paddy", "paddy")],
)  # fmt: skip
def test_the_column_of_a_land_use(text: str | None, code: str) -> None:
    assert land_use_code(text) == code


@pytest.mark.parametrize("item", BASIC_ITEMS)
def test_unknown_land_and_rotation_are_never_milder_than_a_named_land(item: str) -> None:
    for band in (0, 1, 2, 3, 4):
        found = {land: farmland_limit(item, land, band) for land in LAND_USES}
        screening = {land: limit.screening for land, limit in found.items() if limit}
        assert screening["unknown"] == min(screening.values())
        assert screening["rotation"] == min(screening["paddy"], screening["other"])


@pytest.mark.parametrize("item", CATEGORY_ITEMS)
def test_a_screening_value_is_below_the_intervention_value_of_its_band(item: str) -> None:
    for land in LAND_USES:
        for band in (0, 1, 2, 3, 4):
            limit = farmland_limit(item, land, band)
            assert limit is not None
            assert limit.intervention is not None
            assert limit.screening < limit.intervention


def test_arsenic_falls_with_ph_and_every_other_metal_does_not() -> None:
    for item in BASIC_ITEMS:
        for land in ("paddy", "other", "orchard"):
            limits = [found.screening for band in (1, 2, 3, 4) if (found := farmland_limit(item, land, band))]
            assert limits == sorted(limits, reverse=item == "AS"), (item, land)


def test_the_conflict_on_chromium_is_data_with_a_mark() -> None:
    """Two sources differ for Cr 其他 above pH 6.5: 200/250 here, 150/200 there."""
    conflicting = [row for row in rows("gb15618_screening") if row["conflicting_limit"] not in ("", row["limit"])]
    found = [(row["item"], row["land"], row["ph_band"], row["limit"], row["conflicting_limit"]) for row in conflicting]
    assert found == [("CR", "other", "3", "200", "150"), ("CR", "other", "4", "250", "200")]
    assert all(row["mark"].startswith("unverified conflict") for row in conflicting)


@pytest.mark.parametrize(
    ("chromium", "disputed"), [("199", False), ("200", False), ("201", True), ("250", True), ("251", False)]
)
def test_a_verdict_that_hangs_on_the_conflict_is_flagged(chromium: str, disputed: bool) -> None:
    facts = evaluate_samples(observations(sample("p", {"CR": chromium}, "8.0")))
    assert one(facts.samples)["disputed"] == disputed


def test_every_limit_carries_a_mark_and_its_dates() -> None:
    for name in ("gb15618_screening", "gb15618_intervention", "gb36600_limits", "gb36600_land_use"):
        for row in rows(name):
            assert row["mark"].split(":")[0] in ("verified", "unverified", "unverified conflict", "choice"), row
            assert row["effective_from"] == "2018-08-01"


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.sampled_from(BASIC_ITEMS), st.integers(0, 10**14), min_size=1),
    st.none() | st.integers(3 * 10**9, 10 * 10**9),
    st.sampled_from(["水田", "旱地", "果园", "水旱轮作", ""]),
)
def test_index_and_verdicts_agree_with_exact_fractions(values: dict[str, int], ph: int | None, land: str) -> None:
    cells = [cell("p", item) | {"value": value} for item, value in values.items()]
    described = [cell("p", "LAND_USE", text=land or "x")] + ([cell("p", "PH") | {"value": ph}] if ph else [])
    facts = evaluate_samples(observations([*cells, *described]))
    for row in facts.items.iter_rows(named=True):
        ratio = Fraction(row["value"], row["screening_value"])
        assert row["single_index_micro"] == round(ratio * 10**6)
        assert row["exceeds_screening"] == (ratio > 1)
        assert row["multiple_micro"] == (round((ratio - 1) * 10**6) if ratio > 1 else None)
    found = one(facts.samples)
    indices = [Fraction(row["value"], row["screening_value"]) for row in facts.items.iter_rows(named=True)]
    square = (Fraction(sum(indices), len(indices)) ** 2 + max(indices) ** 2) / 2
    near = Fraction(found["nemerow_micro"], 10**6)
    half = Fraction(1, 2 * 10**6)
    assert max(near - half, Fraction(0)) ** 2 <= square <= (near + half) ** 2
