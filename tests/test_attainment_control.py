"""What is left of a running year of hourly air: control value, budgets, last year's same day, worked by hand."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import polars as pl
import pytest
from attainment_cases import area_days, whole_year

from demo import air
from quality.air_settle import settle
from readers.datasets import AIR_HOURLY
from readers.ingest import candidates, ingest
from standards.air_attainment import air_attainment
from standards.air_days import Calendar, evaluate_days
from standards.attainment_chance import Chances
from standards.attainment_table import Outlook, control_value, outlook_frame, printed_edge, told
from standards.plan_status import Target
from store.lake import Lake
from store.reference import References

PM25, HEAVY, GOOD = "air_pm25_annual_mean", "air_heavy_pollution_days", "air_good_day_ratio"
TARGETS = {
    PM25: Target("<=", Fraction(35)),
    HEAVY: Target("<=", Fraction(4)),
    GOOD: Target(">=", Fraction(75), decimals=1),
}
JANUARY, SEPTEMBER = date(2023, 1, 1), date(2023, 9, 30)


def on_raw(days: pl.DataFrame, as_of: date = SEPTEMBER, **targets: Target) -> dict[str, Outlook]:
    found = air_attainment(days, "t", as_of, {**TARGETS, **targets}).rows
    return {one.indicator_id: one for one in found if one.basis == "raw"}


def test_the_days_left_must_hold_what_the_target_leaves_to_them() -> None:
    """36 on each of 273 days: (35 · 365 − 273 · 36) / 92 = 2947/92 = 32.03; up to 35.5 it is 3129.5/92 = 34.02."""
    row = on_raw(area_days(JANUARY, SEPTEMBER, lambda _: 36, lambda _: 51))[PM25]
    assert (row.value, row.counted, row.left) == (36, 273, 92)
    assert row.control == Fraction(2947, 92)
    assert row.control_edge == Fraction(6259, 184)
    assert row.edge_holds is False


def test_missing_days_are_not_counted_and_those_left_are_taken_as_valid() -> None:
    """10 of 273 days missing: (35 · 355 − 263 · 36) / 92 = 2957/92."""
    gaps = {date(2023, 5, day) for day in range(1, 11)}
    row = on_raw(area_days(JANUARY, SEPTEMBER, lambda day: None if day in gaps else 36, lambda _: 51))[PM25]
    assert (row.counted, row.left, row.control) == (263, 92, Fraction(2957, 92))


def test_a_leap_year_has_a_day_more_to_hold() -> None:
    """2024 to 30 September: 274 days of 36 of 366, (35 · 366 − 274 · 36) / 92 = 2946/92."""
    row = on_raw(area_days(date(2024, 1, 1), date(2024, 9, 30), lambda _: 36, lambda _: 51), date(2024, 9, 30))[PM25]
    assert (row.left, row.control) == (92, Fraction(2946, 92))


@pytest.mark.parametrize(
    ("target", "edge"),
    [
        (Target("<=", Fraction(35)), ("35.5", False)),
        (Target("<=", Fraction(34)), ("34.5", True)),
        (Target("<", Fraction(35)), ("34.5", True)),
        (Target("<=", Fraction("35.4")), ("35.5", False)),
        (Target(">=", Fraction(75), decimals=1), ("74.95", True)),
        (Target(">=", Fraction("74.9"), decimals=1), ("74.85", False)),
        (Target(">", Fraction(0), decimals=1), ("0.05", False)),
    ],
)
def test_a_value_prints_as_one_that_meets_up_to_half_a_step_beyond(target: Target, edge: tuple[str, bool]) -> None:
    """GB/T 8170: 35.5 is 36, 34.5 is 34, 74.95 is 75.0 (750 is even), 74.85 is 74.8."""
    assert printed_edge(target) == (Fraction(edge[0]), edge[1])


def test_nothing_left_leaves_nothing_to_hold() -> None:
    assert control_value(Fraction(35), Fraction(12_000), 365, 0) is None


def test_a_target_that_even_clean_days_would_miss_is_impossible() -> None:
    """48 on 273 days alone make 13 104 of at most 35.5 · 365 = 12 957.5."""
    days = area_days(JANUARY, SEPTEMBER, lambda _: 48, lambda _: 51)
    assert on_raw(days)[PM25].feasibility == "impossible"
    assert on_raw(days)[PM25].control == Fraction(35 * 365 - 48 * 273, 92)


def test_more_room_than_last_year_took_is_comfortable_and_less_is_tight() -> None:
    """2947/92 = 32.03 is left; last year the rest held 30, then 33."""
    now = area_days(JANUARY, SEPTEMBER, lambda _: 36, lambda _: 51)
    assert on_raw(now)[PM25].feasibility == "open"
    for before, word in ((30, "comfortable"), (33, "tight")):
        row = on_raw(pl.concat([whole_year(2022, before, 51), now]))[PM25]
        assert (row.feasibility, row.last_year_rest) == (word, before)


def test_the_gap_is_to_the_same_day_of_last_year_and_of_the_same_origin() -> None:
    now = area_days(JANUARY, SEPTEMBER, lambda _: 36, lambda _: 51)
    row = on_raw(pl.concat([whole_year(2022, 40, 51), now]))[PM25]
    assert (row.last_year, outlook_frame([row])["gap"].item()) == (40, -4_000_000_000)
    other = on_raw(pl.concat([whole_year(2022, 40, 51, origin="demo"), now]))[PM25]
    assert (other.last_year, outlook_frame([other])["gap"].item()) == (None, None)


def test_bad_days_may_come_until_the_printed_share_falls_below_its_target() -> None:
    """200 good of 273. With 20 bad of the 92 left 272 of 365 are good: 74.52, printed 74.5; with 19 it is 273: 74.79,
    printed 74.8; with 18 it is 274: 75.07. So 18."""
    row = on_raw(area_days(JANUARY, SEPTEMBER, lambda _: 36, lambda day: 101 if day < date(2023, 3, 15) else 100))[GOOD]
    assert (row.value, row.budget) == (Fraction(20_000, 273), 18)
    assert row.control == Fraction(75 * 365 - 100 * 200, 92)


def test_a_share_out_of_reach_says_by_how_many_days() -> None:
    """100 good of 273: all 92 left good make 192 of 365; 274 are needed (75.07 %), so 82 bad days came too many."""
    row = on_raw(area_days(JANUARY, SEPTEMBER, lambda _: 36, lambda day: 100 if day <= date(2023, 4, 10) else 101))[
        GOOD
    ]
    assert (row.budget, row.feasibility) == (-82, "impossible")


@pytest.mark.parametrize(("heavy", "budget", "word"), [(3, 1, "open"), (4, 0, "open"), (6, -2, "impossible")])
def test_heavy_days_left_are_the_target_less_those_that_came(heavy: int, budget: int, word: str) -> None:
    """AQI 201 is heavy, 200 is not."""
    days = area_days(JANUARY, SEPTEMBER, lambda _: 36, lambda day: 201 if day <= date(2023, 1, heavy) else 200)
    row = on_raw(days)[HEAVY]
    assert (row.value, row.budget, row.feasibility) == (heavy, budget, word)


def test_the_budget_knows_the_tolerance_of_its_target() -> None:
    days = area_days(JANUARY, SEPTEMBER, lambda _: 36, lambda day: 201 if day <= date(2023, 1, 4) else 100)
    about = replace(TARGETS[HEAVY], tolerance=Fraction(1))
    assert on_raw(days, **{HEAVY: about})[HEAVY].budget == 1


def test_the_targets_dust_basis_decides_and_the_others_stand_beside() -> None:
    """Five heavy days of January, three of them declared dust and 100 net of it."""
    raw = area_days(JANUARY, SEPTEMBER, lambda _: 36, lambda day: 201 if day <= date(2023, 1, 5) else 100)
    net = area_days(JANUARY, date(2023, 1, 3), lambda _: 36, lambda _: 100, basis="net")
    of_net = {**TARGETS, HEAVY: replace(TARGETS[HEAVY], basis="net_reevaluated")}
    found = air_attainment(pl.concat([raw, net]), "t", SEPTEMBER, of_net).rows
    told_of = {one.basis: (one.value, one.budget, one.decides) for one in found if one.indicator_id == HEAVY}
    assert told_of == {"raw": (5, -1, False), "net_reevaluated": (2, 2, True), "net_dropped": (2, 2, False)}


def test_an_indicator_without_a_target_has_no_outlook() -> None:
    days = area_days(JANUARY, SEPTEMBER, lambda _: 36, lambda _: 51)
    assert air_attainment(days, "t", SEPTEMBER, {}).rows == ()


@pytest.mark.parametrize(
    ("chance", "words"), [("1", "100%"), ("0", "0%"), ("3999/4000", ">99%"), ("1/4000", "<1%"), ("2/3", "67%")]
)
def test_what_is_not_certain_is_never_told_as_0_or_100(chance: str, words: str) -> None:
    zh, _ = told(Chances(Fraction(chance), None, (2021, 2022), 4000))
    assert zh.startswith(f"年底达标概率{words}（2021—2022年")


@pytest.fixture(scope="module")
def demonstration_days(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """Days of Tongzhou's demonstration year 2024 as the night of 1 October sees it."""
    root = tmp_path_factory.mktemp("running")
    air.generate(root / "raw", (2024,))
    references, lake = References(root / "raw"), Lake(root / "lake")
    manifest = ingest(AIR_HOURLY, root / "raw", lake).manifest
    stations, areas, tests = (references.table(name) for name in ("stations", "areas", "air_flags"))
    cells = candidates(lake, AIR_HOURLY, manifest.of_year(2024), 2024)
    hours = settle(cells, stations, areas, tests, datetime(2024, 10, 1)).observations.filter("used")
    known = hours.filter(pl.col("station_id").is_in(stations["station_id"].implode()))
    dust = references.demo_dust_days()
    facts = evaluate_days(known, stations, areas, dust, Calendar(date(2024, 1, 1), date(2024, 9, 30)))
    return facts.days.filter(level="area", place_id="tongzhou")


def test_a_running_demonstration_year_by_hand(demonstration_days: pl.DataFrame) -> None:
    """Added up day by day: 92 days are left from 1 October on, whatever is missing before.

    PM2.5 raw: (35 · (n + 92) − Σ) / 92. Good days on the net basis (a declared day has its net row): the most bad days b
    for which (good + 92 − b) / (n + 92) still prints 75.0 %, that is at least 74.95 %. Heavy days: 4 less those that came.
    """
    assert set(demonstration_days["origin"].drop_nulls()) == {"demo"}
    raw = {row["date"]: row for row in demonstration_days.filter(basis="raw").iter_rows(named=True)}
    net = raw | {row["date"]: row for row in demonstration_days.filter(basis="net").iter_rows(named=True)}
    assert len(raw) == 274
    pm25 = [row["pm25_micro"] for row in raw.values() if row["pm25_micro"] is not None]
    index = [row["aqi"] for row in net.values() if row["aqi"] is not None]
    good, heavy = sum(aqi <= 100 for aqi in index), sum(aqi > 200 for aqi in index)
    on_net = {name: replace(target, basis="net_reevaluated") for name, target in TARGETS.items() if name != PM25}
    found = air_attainment(demonstration_days, "tongzhou", date(2024, 9, 30), {**TARGETS, **on_net}).rows
    rows = {one.indicator_id: one for one in found if one.decides}
    assert rows[PM25].control == (35 * (len(pm25) + 92) - Fraction(sum(pm25), 1_000_000)) / 92
    assert (rows[PM25].counted, rows[PM25].left, rows[PM25].origin) == (len(pm25), 92, "demo")
    whole = len(index) + 92
    most = max(b for b in range(-100, 93) if Fraction(100 * (good + 92 - b), whole) >= Fraction("74.95"))
    assert rows[GOOD].budget == most
    assert rows[HEAVY].budget == 4 - heavy
