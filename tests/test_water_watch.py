"""The watch of the running month: means so far, what the days left must hold, silent stations, targets, upstream."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from vector_files import vectors
from water_cases import SECTION_SCHEMA, frame, nano, observation, section

from schemas.emit import polars_schema
from schemas.reference import TARGETS
from standards.water import NANO
from standards.water_watch import WATCH_COLUMNS, looks, watch_sections
from standards.water_watch_rest import Month, rest_of_month
from store.reference import References

APRIL = date(2024, 4, 1)
TENTH = date(2024, 4, 10)
NOTHING_CARRIED = pl.DataFrame(schema={"place_id": pl.String(), "item": pl.String()})
LIMITS_ON = date(2024, 4, 30)


def automatic(item: str, written: str, day: date, place: str = "s1", hour: int = 0, **more: Any) -> dict[str, Any]:
    """One automatic value of an hour."""
    found = observation(item, written, day, place, kind="automatic", span="hour", stage="realtime", **more)
    return {**found, "moment": found["moment"] + timedelta(hours=hour)}


def april(item: str, values: Mapping[int, str], place: str = "s1") -> list[dict[str, Any]]:
    """One value a day, by day of April."""
    return [automatic(item, text, APRIL.replace(day=n), place) for n, text in values.items()]


def register(*rows: Mapping[str, Any]) -> pl.DataFrame:
    """Sections with the column that names the one upstream."""
    full = [{"upstream_id": None, **row} for row in rows or (section(),)]
    return pl.DataFrame(full, schema={**SECTION_SCHEMA, "upstream_id": pl.String()})


def month_targets(*rows: tuple[str, str, float | None, str | None]) -> pl.DataFrame:
    """Rows of the table of targets: section, period, target, comparator."""
    told = [
        {"area_id": place, "indicator_id": "water_section_class", "year": 2024, "period": period, "target": target,
         "comparator": comparator}
        for place, period, target, comparator in rows
    ]  # fmt: skip
    return pl.DataFrame(told, schema=polars_schema(TARGETS))


def watch(
    rows: Iterable[Mapping[str, Any]],
    sections: pl.DataFrame | None = None,
    *,
    targets: pl.DataFrame | None = None,
    carried: pl.DataFrame = NOTHING_CARRIED,
    end: date = TENTH,
) -> pl.DataFrame:
    registered = register() if sections is None else sections
    return watch_sections(frame(rows), registered, month_targets() if targets is None else targets, carried, 2024, end)


def of(found: pl.DataFrame, item: str, as_of: date = TENTH, place: str = "s1") -> dict[str, Any]:
    rows = found.filter(place_id=place, item=item, as_of=as_of)
    assert rows.height == 1
    return rows.row(0, named=True)


@pytest.mark.parametrize("case", vectors("water_watch_rest.csv"), ids=lambda case: case["why"])
def test_worked_cases_of_what_the_days_left_must_hold(case: Mapping[str, str]) -> None:
    month = Month(Fraction(case["sum"]) * NANO, int(case["days"]), int(case["left"]))
    target = int(case["target"])
    found = rest_of_month(month, case["item"], "river", target, int(case["class_so_far"]), LIMITS_ON)
    assert found.comparator == case["comparator"]
    assert found.rest == (nano(case["rest"]) if case["rest"] else None)
    assert found.outlook == case["outlook"]


def test_the_running_month_is_looked_at_daily_and_earlier_ones_at_their_end() -> None:
    assert [one.last for one in looks(2024, date(2024, 3, 2))] == [
        date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 2),
    ]  # fmt: skip


def test_a_past_year_is_looked_at_on_the_last_day_of_each_month() -> None:
    assert [one.last.month for one in looks(2023, date(2023, 12, 31))] == list(range(1, 13))
    assert looks(2023, date(2023, 12, 31))[1].last == date(2023, 2, 28)


def test_the_mean_so_far_is_that_of_the_day_means() -> None:
    """1 April has 1.0, 1.4 (1.2), 2 April 2.0 alone: mean 1.6, not 4.4 / 3."""
    rows = [
        automatic("NH3N", "1.0", APRIL), automatic("NH3N", "1.4", APRIL, hour=4),
        automatic("NH3N", "2.0", APRIL.replace(day=2)),
    ]  # fmt: skip
    row = of(watch(rows, end=APRIL.replace(day=2)), "NH3N", APRIL.replace(day=2))
    assert Fraction(row["numerator"], row["denominator"]) == nano("1.6")
    assert (row["days"], row["samples"], row["missing_days"], row["days_left"]) == (2, 3, 0, 28)


def test_each_day_of_the_running_month_has_the_month_up_to_it() -> None:
    found = watch(april("NH3N", {1: "1.0", 2: "2.0", 3: "3.0"}), end=APRIL.replace(day=3))
    means = [of(found, "NH3N", APRIL.replace(day=n))["value"] for n in (1, 2, 3)]
    assert means == [nano("1.0"), nano("1.5"), nano("2.0")]


def test_single_values_are_not_rounded_and_the_mean_is_before_it_is_classed() -> None:
    """1.504 and 1.506 have the mean 1.505, to two decimals 1.50 (half to even): IV; unrounded it would be V."""
    row = of(watch(april("NH3N", {1: "1.504", 2: "1.506"})), "NH3N")
    assert (row["value"], row["item_class"], row["outlook"]) == (nano("1.50"), 4, "holds")


def test_ph_is_averaged_through_its_acid_and_has_no_rest() -> None:
    """7.2 and 8.8: 7.49, to 7 (the arithmetic mean is 8.0). Worked case T03."""
    row = of(watch(april("PH", {1: "7.2", 2: "8.8"})), "PH")
    assert (row["value"], row["item_class"]) == (nano("7"), 1)
    assert round(Fraction(row["numerator"], row["denominator"] * NANO), 3) == Fraction("7.490")
    assert (row["comparator"], row["limit"], row["rest"], row["outlook"]) == (None, None, None, "holds")


def test_what_the_rest_must_hold_counts_days_with_a_value_and_days_left() -> None:
    """Target IV, limit 1.5; 8 days of 1.8, two lost, 20 left: (1.5 · 28 − 14.4) / 20 = 1.38."""
    row = of(watch(april("NH3N", dict.fromkeys(range(1, 9), "1.8"))), "NH3N")
    assert (row["days"], row["missing_days"], row["days_left"]) == (8, 2, 20)
    assert (row["comparator"], row["limit"], row["rest"]) == ("<=", nano("1.5"), nano("1.38"))
    assert row["outlook"] == "exceeds"


def test_the_worst_item_drives_the_class_of_the_section() -> None:
    """NH3-N 1.8 is V; DO 5.5 is III; TP 0.35 is V too."""
    rows = [*april("NH3N", {1: "1.8"}), *april("DO", {1: "5.5"}), *april("TP", {1: "0.35"})]
    found = watch(rows)
    told = {item: (of(found, item)["item_class"], of(found, item)["drives"]) for item in ("NH3N", "DO", "TP")}
    assert told == {"NH3N": (5, True), "DO": (3, False), "TP": (5, True)}
    row = of(found, "DO")
    assert (row["class"], row["driving_items"], row["items"]) == (5, "NH3N,TP", 3)


def test_items_that_make_no_class_and_manual_samples_are_not_watched() -> None:
    rows = [*april("TN", {1: "9"}), *april("WT", {1: "12"}), observation("COD", "45", APRIL)]
    assert watch(rows).is_empty()


def test_manual_samples_do_not_enter_the_mean() -> None:
    rows = [*april("NH3N", {1: "1.0"}), observation("NH3N", "3.0", APRIL.replace(day=2))]
    assert of(watch(rows), "NH3N")["value"] == nano("1.00")


def test_values_of_a_station_out_of_order_do_not_enter() -> None:
    rows = [*april("NH3N", {1: "1.0"}), automatic("NH3N", "9.0", APRIL.replace(day=2), used=False)]
    assert (of(watch(rows), "NH3N")["value"], of(watch(rows), "NH3N")["missing_days"]) == (nano("1.00"), 9)


def test_a_station_that_fell_silent_is_told_with_its_missing_days() -> None:
    """Values in March, none in April."""
    row = of(watch([automatic("NH3N", "1.0", date(2024, 3, 5))]), "NH3N")
    assert (row["days"], row["missing_days"], row["outlook"], row["class"]) == (0, 10, "no_data", None)


def test_a_station_that_fell_silent_at_new_year_is_told_from_january_on() -> None:
    carried = pl.DataFrame({"place_id": ["s1"], "item": ["NH3N"]})
    assert of(watch([], carried=carried, end=date(2024, 1, 3)), "NH3N", date(2024, 1, 3))["missing_days"] == 3


def test_a_station_is_watched_from_its_first_value_on() -> None:
    found = watch(april("NH3N", {3: "1.0"}), end=APRIL.replace(day=4))
    assert found.get_column("as_of").to_list() == [APRIL.replace(day=3), APRIL.replace(day=4)]
    assert of(found, "NH3N", APRIL.replace(day=4))["missing_days"] == 3


def test_a_month_that_is_over_was_held_or_missed() -> None:
    rows = [*april("NH3N", {1: "1.8"}), *april("DO", {1: "5.5"})]
    found = watch(rows, end=date(2024, 4, 30))
    last = date(2024, 4, 30)
    assert (of(found, "NH3N", last)["outlook"], of(found, "DO", last)["outlook"]) == ("missed", "holds")
    assert (of(found, "NH3N", last)["rest"], of(found, "NH3N", last)["days_left"]) == (None, 0)


def test_a_month_s_target_goes_before_the_class_of_the_register() -> None:
    rows = april("NH3N", {1: "1.8"})
    row = of(watch(rows, targets=month_targets(("s1", "2024-04", 5, "<="))), "NH3N")
    assert (row["target_class"], row["target_basis"], row["limit"], row["outlook"]) == (
        5,
        "month",
        nano("2.0"),
        "holds",
    )


@pytest.mark.parametrize("period", ["2024-05", "year"])
def test_a_target_of_another_period_does_not_count(period: str) -> None:
    row = of(watch(april("NH3N", {1: "1.8"}), targets=month_targets(("s1", period, 5, "<="))), "NH3N")
    assert (row["target_class"], row["target_basis"]) == (4, "section")


@pytest.mark.parametrize(("target", "comparator"), [(4.5, "<="), (7, "<="), (3, ">="), (None, "<=")])
def test_a_month_s_target_that_is_no_class_is_refused_and_none_takes_its_place(
    target: float | None, comparator: str
) -> None:
    row = of(watch(april("NH3N", {1: "1.8"}), targets=month_targets(("s1", "2024-04", target, comparator))), "NH3N")
    assert (row["target_class"], row["target_basis"], row["outlook"]) == (None, "refused", "no_target")


def test_the_target_of_the_register_is_the_one_of_the_day() -> None:
    sections = register(
        section(target_class=5, valid_to=date(2024, 3, 31)), section(target_class=3, valid_from=date(2024, 4, 1))
    )
    rows = [automatic("NH3N", "1.8", date(2024, 3, 5)), *april("NH3N", {1: "1.8"})]
    found = watch(rows, sections)
    assert (of(found, "NH3N", date(2024, 3, 31))["outlook"], of(found, "NH3N")["outlook"]) == ("holds", "exceeds")


def test_the_section_upstream_stands_beside_with_its_own_mean_of_the_day() -> None:
    sections = register(section("s1", upstream_id="s2"), section("s2"))
    found = watch([*april("NH3N", {1: "1.8"}), *april("NH3N", {1: "2.0", 2: "3.0"}, "s2")], sections)
    row = of(found, "NH3N")
    assert (row["upstream_id"], row["upstream_value"], row["upstream_class"]) == ("s2", nano("2.5"), 6)
    assert of(found, "NH3N", place="s2")["upstream_id"] is None


def test_a_section_upstream_that_does_not_measure_the_item_has_no_value() -> None:
    sections = register(section("s1", upstream_id="s2"), section("s2"))
    row = of(watch([*april("NH3N", {1: "1.8"}), *april("TP", {1: "0.1"}, "s2")], sections), "NH3N")
    assert (row["upstream_id"], row["upstream_value"]) == ("s2", None)


def test_the_packaged_register_names_a_section_upstream_only_where_it_gives_the_evidence(tmp_path: Path) -> None:
    packaged = References(tmp_path).table("sections")
    named = packaged.filter(pl.col("upstream_id").is_not_null())
    assert set(named.get_column("upstream_id")) <= set(packaged.get_column("section_id"))
    assert named.get_column("section_id").to_list() == ["dongguandaqiao", "tumenlou", "wucun"]
    assert named.get_column("evidence").str.contains("上游断面：").all()


def test_an_unregistered_station_is_not_watched() -> None:
    found = watch(april("NH3N", {1: "1.8"}, "nobody"))
    assert found.is_empty()
    assert found.schema == pl.Schema(WATCH_COLUMNS)
