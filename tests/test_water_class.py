"""GB 3838-2002: limits of 24 items, class of an item, of a sample; evaluation values are rounded first."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vector_files import case_id, vectors
from water_cases import frame, nano, parsed, sample, section, sections

from standards.limits import rows
from standards.water import CLASS_ITEMS, CLASSES, DECIMALS, ITEM_ORDER, NANO, SURFACE_ITEMS, DoMode
from standards.water_class import item_classes, section_classes, section_status
from standards.water_limits import bound, limit_frame, rounded_value, rounded_values
from standards.water_sections import evaluate_sections

DAY = date(2024, 5, 6)
YEAR_END = date(2024, 12, 31)


def one(item: str, value: int, water_type: str | None = "river") -> pl.DataFrame:
    return pl.DataFrame(
        {"water_type": [water_type], "item": [item], "value": [value]},
        schema={"water_type": pl.String(), "item": pl.String(), "value": pl.Int64()},
    )


def class_of(item: str, text: str, water_type: str = "river") -> int | None:
    found: int | None = item_classes(one(item, nano(text), water_type))["item_class"][0]
    return found


@pytest.mark.parametrize("case", vectors("water_item_class.csv"), ids=case_id)
def test_the_best_class_whose_limit_holds(case: dict[str, str]) -> None:
    assert class_of(case["item"], case["value"], case["water_type"]) == int(case["expected_class"])


@pytest.mark.parametrize("case", vectors("water_rounding.csv"), ids=case_id)
def test_evaluation_values_are_rounded_half_to_even_and_never_to_nothing(case: dict[str, str]) -> None:
    value, expected = nano(case["value"]), nano(case["expected"])
    assert rounded_value(Fraction(value), case["item"]) == expected
    found = one(case["item"], value).select(rounded_values(pl.col("value"), pl.col("item")))
    assert found.to_series().to_list() == [expected]


@pytest.mark.parametrize("case", vectors("water_sections.csv"), ids=case_id)
def test_the_class_and_main_pollutants_of_a_section(case: dict[str, str]) -> None:
    observed = frame(sample(parsed(case["values"]), DAY))
    mode: DoMode = "ABS_OR_SAT" if case["do_mode"] == "ABS_OR_SAT" else "ABS"
    facts = evaluate_sections(observed, sections(section(water_type=case["water_type"])), 2024, YEAR_END, mode)
    for period_type in ("month", "year"):
        row = facts.periods.filter((pl.col("period_type") == period_type) & pl.col("class").is_not_null()).row(
            0, named=True
        )
        assert row["do_mode"] == mode
        assert (row["class"], row["main_pollutants"] or "") == (int(case["expected_class"]), case["expected_main"])
    assert facts.samples["class"].to_list() == [int(case["expected_class"])]


@pytest.mark.parametrize("case", vectors("water_sections.csv"), ids=case_id)
def test_a_single_automatic_value_is_classed_unrounded(case: dict[str, str]) -> None:
    observed = frame(sample(parsed(case["values"]), DAY, kind="automatic", span="hour"))
    mode: DoMode = "ABS_OR_SAT" if case["do_mode"] == "ABS_OR_SAT" else "ABS"
    facts = evaluate_sections(observed, sections(section(water_type=case["water_type"])), 2024, YEAR_END, mode)
    assert facts.samples["class"].to_list() == [int(case["raw_class"])]
    assert facts.periods.filter(period_id="2024-05")["class"].to_list() == [int(case["expected_class"])]


def test_the_worst_items_are_those_that_make_the_class() -> None:
    case = next(case for case in vectors("water_sections.csv") if case["case_id"] == "W01")
    facts = evaluate_sections(frame(sample(parsed(case["values"]), DAY)), sections(section()), 2024, YEAR_END)
    assert facts.samples.row(0, named=True)["worst_items"] == "CODMN,COD,TP"
    assert facts.samples.row(0, named=True)["items"] == 8


def test_all_24_items_have_limits_and_21_make_the_class() -> None:
    named = {row["item"] for row in rows("gb3838_limits")}
    assert len(named) == 24
    assert sorted(named - set(CLASS_ITEMS)) == ["FC", "TN", "WT"]
    assert len(CLASS_ITEMS) == 21


def test_every_item_but_water_temperature_has_five_limits_that_never_tighten() -> None:
    for row in limit_frame().iter_rows(named=True):
        most = [row[f"most_{k}"] for k in CLASSES[:5]]
        least = [row[f"least_{k}"] for k in CLASSES[:5]]
        assert None not in most or None not in least
        assert all(a <= b for a, b in pairwise(most) if a is not None)
        assert all(a >= b for a, b in pairwise(least) if a is not None)


def test_items_outside_the_21_have_no_class_that_counts() -> None:
    values = pl.concat(
        [one("TN", nano("1.6"), "lake"), one("TN", nano("1.6")), one("FC", nano("54000")), one("WT", nano("26"))]
    )
    assert item_classes(values)["item_class"].to_list() == [None] * 4


def test_missing_values_unknown_items_and_unknown_types() -> None:
    missing = one("TP", nano("0.06")).with_columns(value=pl.lit(None, pl.Int64))
    values = pl.concat([missing, one("EC", nano("900")), one("TP", nano("0.06"), None)])
    assert item_classes(values)["item_class"].to_list() == [None, None, 2]


def test_classes_keep_rows_columns_and_order() -> None:
    values = pl.concat([one("DO", nano("1")), one("X", 1), one("PH", nano("7"))]).with_columns(
        kept=pl.Series([3, 1, 2])
    )
    found = item_classes(values)
    assert found.columns == ["water_type", "item", "value", "kept", "item_class"]
    assert found["kept"].to_list() == [3, 1, 2]
    assert found.schema["item_class"] == pl.Int64()


def test_the_edition_in_force_on_the_day_of_the_data_applies() -> None:
    assert item_classes(one("DO", nano("8")), on=date(2002, 5, 31))["item_class"].to_list() == [None]
    assert item_classes(one("DO", nano("8")), on=date(2002, 6, 1))["item_class"].to_list() == [1]


def scalar_class(item: str, value: int, water_type: str) -> int:
    """The slow twin: try every class from the best."""
    for level in range(1, 6):
        most, least = (bound(item, water_type, level, comparison) for comparison in ("<=", ">="))
        if (most is None or value <= most) and (least is None or value >= least):
            return level
    return 6


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(CLASS_ITEMS), st.integers(0, 60 * NANO) | st.integers(0, NANO // 4), st.sampled_from(["river", "lake"])),
        min_size=1,
        max_size=20,
    )
)  # fmt: skip
def test_the_columns_agree_with_trying_every_class(drawn: list[tuple[str, int, str]]) -> None:
    values = pl.DataFrame(
        drawn, schema={"item": pl.String(), "value": pl.Int64(), "water_type": pl.String()}, orient="row"
    )
    expected = [scalar_class(*row) for row in drawn]
    classed = item_classes(values.with_columns(all=pl.lit(1)))
    assert classed["item_class"].to_list() == expected
    worst = section_classes(classed, ["all"]).row(0, named=True)
    assert (worst["class"], worst["items"]) == (max(expected), len(drawn))
    named = {item for (item, _, _), level in zip(drawn, expected, strict=True) if level == max(expected)}
    assert worst["worst_items"].split(",") == sorted(named, key=lambda item: ITEM_ORDER[item])


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SURFACE_ITEMS), st.integers(-10 * NANO, 10**15))
def test_columns_and_fractions_round_alike(item: str, value: int) -> None:
    found = one(item, value).select(rounded_values(pl.col("value"), pl.col("item"))).to_series()[0]
    assert found == rounded_value(Fraction(value), item)
    assert abs(found - value) * 2 <= NANO // 10 ** DECIMALS[item]


def test_saturation_is_exact_at_ninety_percent() -> None:
    """At 26.9 °C DOf is 468 / 58.5 = 8, and 90 % of it 7.2 mg/L."""

    def class_at(do: str, wt: str) -> int:
        values = one("DO", nano(do)).with_columns(wt_value=pl.lit(nano(wt)))
        found: int = item_classes(values, "ABS_OR_SAT")["item_class"][0]
        return found

    assert class_at("7.2", "26.9") == 1
    assert class_at("7.199999999", "26.9") == 2
    assert class_at("5.9", "45") == 1
    assert item_classes(one("DO", nano("7.2")).with_columns(wt_value=pl.lit(None, pl.Int64)), "ABS_OR_SAT")[
        "item_class"
    ].to_list() == [2]


def test_a_group_without_any_item_of_the_class_has_none() -> None:
    values = pl.DataFrame(
        {"k": ["a"], "item": ["TN"], "item_class": [None]}, schema_overrides={"item_class": pl.Int64()}
    )
    assert section_classes(values, ["k"]).row(0) == ("a", None, None, 0)


def test_status_words_of_a_section() -> None:
    assert [section_status(level) for level in (*CLASSES, None)] == [
        "优",
        "优",
        "良好",
        "轻度污染",
        "中度污染",
        "重度污染",
        None,
    ]


def test_table_two_has_single_limits() -> None:
    limits = {row["item"]: Fraction(row["limit"]) for row in rows("gb3838_source_items")}
    assert limits == {"SO4": 250, "CL": 250, "NO3N": 10, "FE": Fraction("0.3"), "MN": Fraction("0.1")}


def test_the_mercury_of_surface_water_is_judged_ten_times_more_strictly_than_in_groundwater() -> None:
    assert bound("HG", "river", 3, "<=") == nano("0.0001")
