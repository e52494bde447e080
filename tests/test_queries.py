"""The named queries, which are those of docs/queries.md: every statement runs on a small publication and answers its question."""

from datetime import date
from pathlib import Path

import pytest
from conftest import Installation
from query_publications import (
    HEAVY_DAYS,
    accounts_and_plan,
    plan_with_quantities,
    restated_day,
    year_of_air_and_stations,
)

from reports.named_queries import markdown, named_queries, parsed

PAGE = Path(__file__).parent.parent / "docs" / "queries.md"
QUERIES = {name: query.sql for name, query in named_queries().items()}
OF_A_YEAR = (
    "episodes", "days_of_episodes", "days_worse_than_100", "sections_to_watch", "sections_by_month", "official_differences",
    "published_changes", "quarantine", "doubts",
)  # fmt: skip
"""Questions that the second publication answers: a year of hours, and automatic stations."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return accounts_and_plan(tmp_path_factory.mktemp("queries"))


@pytest.fixture(scope="module")
def with_quantities(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return plan_with_quantities(tmp_path_factory.mktemp("quantities"))


@pytest.fixture(scope="module")
def of_a_year(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return year_of_air_and_stations(tmp_path_factory.mktemp("year"))


@pytest.fixture(scope="module")
def restated(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return restated_day(tmp_path_factory.mktemp("restated"))


def answer(installation: Installation, name: str) -> list[tuple[object, ...]]:
    return installation.query(QUERIES[name])


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_of_the_page_finds_something(request: pytest.FixtureRequest, name: str) -> None:
    """The packaged measures have no quantities, as the plan gives none."""
    own = {"measure_quantities": "with_quantities", "restated": "restated", **dict.fromkeys(OF_A_YEAR, "of_a_year")}
    assert answer(request.getfixturevalue(own.get(name, "small")), name), name


def test_the_page_is_made_of_the_named_queries() -> None:
    assert PAGE.read_text("utf-8") == markdown(named_queries().values())


def test_a_named_query_has_titles_notes_and_a_statement() -> None:
    found = parsed("n", "-- 多少？\n-- How many?\n--\n-- 说明\n-- Notes.\nSELECT 1; -- one\n")
    assert (found.title_zh, found.title_en, found.notes) == ("多少？", "How many?", "说明\nNotes.")
    assert found.sql == "SELECT 1; -- one\n"


def test_a_named_query_without_its_english_title_is_refused() -> None:
    with pytest.raises(ValueError, match=r"n\.sql: the first two lines"):
        parsed("n", "-- 多少？\nSELECT 1;\n")


def test_a_clean_day_between_heavy_ones_parts_two_episodes(of_a_year: Installation) -> None:
    """PM2.5 of 160 µg/m³: 200 + (160 − 150)·100/100 = 210 (HJ 633-2012 table 1). The 12th is clean."""
    found = {row[2]: row for row in answer(of_a_year, "episodes") if (row[0], row[1]) == ("t", "heavy_pollution")}
    spans = {first: (row[3], row[4], row[9]) for first, row in found.items()}
    assert spans == {
        date(2023, 1, 10): (date(2023, 1, 11), 2, 210.0),
        date(2023, 1, 13): (date(2023, 1, 13), 1, 210.0),
    }
    assert {row[10] for row in found.values()} == {"PM2.5"}


def test_every_day_of_an_episode_stands_with_its_index(of_a_year: Installation) -> None:
    rows = [row for row in answer(of_a_year, "days_of_episodes") if (row[0], row[1]) == ("t", "heavy_pollution")]
    assert {(row[2], row[3]) for row in rows} == {
        (HEAVY_DAYS[0], HEAVY_DAYS[0]), (HEAVY_DAYS[0], HEAVY_DAYS[1]), (HEAVY_DAYS[2], HEAVY_DAYS[2]),
    }  # fmt: skip
    assert {(row[4], row[7], row[8]) for row in rows} == {(210, "PM2.5", 160.0)}


def test_a_day_worse_than_100_stands_with_what_it_is_worse_by(of_a_year: Installation) -> None:
    """PM2.5 of 160 µg/m³ is 210, as above: 重度污染 (201 to 300). PM10 of 200 is 100 + (200 − 150)·50/100 = 125."""
    rows = [row[:6] for row in answer(of_a_year, "days_worse_than_100")]
    assert rows == [("t", day, 210, "重度污染", "PM2.5", "PM2.5,PM10") for day in HEAVY_DAYS]


def test_a_cell_in_quarantine_stands_with_file_row_column_and_value_real_data_first(of_a_year: Installation) -> None:
    rows = answer(of_a_year, "quarantine")
    assert rows[0][:5] == ("air/hourly/late.csv", 2, "浓度", "偏高", "not_a_number")
    assert "late.csv, row 2" in str(rows[0][5])
    assert rows[0][10] == "real"


def test_a_section_has_a_column_for_each_month_and_those_worse_than_its_target_are_counted(
    of_a_year: Installation,
) -> None:
    """On 21 September the last three months have not come."""
    rows = answer(of_a_year, "sections_by_month")
    assert len({row[0] for row in rows}) == len(rows)
    assert any(row[4] is not None for row in rows)
    for row in rows:
        _, _, target, missed, *months = row
        assert len(months) == 12
        assert months[9:] == [None, None, None]
        assert missed == sum(level is not None and target is not None and level > target for level in months)  # type: ignore[operator]


def test_a_restated_day_stands_with_the_rows_of_the_file_that_did_it(restated: Installation) -> None:
    """The hours 1 to 23 of the day are rows 3 to 25; the row of hour 0 closes the day before."""
    rows = answer(restated, "restated")
    (day,) = [
        row for row in rows if (row[0], row[2], row[3], row[4]) == ("air_daily", "tongzhou", "2025-05-20", "pm25")
    ]
    assert (day[5], day[6], day[7], day[11]) == ("restated", 20.0, 40.0, "input")
    assert day[12:15] == ("changed", "air/hourly/day.csv", "3-25")


def test_a_number_walks_down_from_its_status_to_the_files(small: Installation) -> None:
    """Of four pollutants COD and ammonia are assessed; the status has one more row, for the targets in tonnes."""
    rows = {str(row[1]): (row[4], row[5]) for row in answer(small, "explain_a_number")}
    assert list(rows) == ["status", "value", "pollutants", "account", "records", "rows", "files"]
    assert (rows["value"], rows["pollutants"], rows["files"]) == ((1, 1), (4, 2), (1, 1))


def test_a_section_stands_with_its_latest_day_and_the_items_that_matter(of_a_year: Installation) -> None:
    found = answer(of_a_year, "sections_to_watch")
    assert {row[2] for row in found} == {date(2024, 9, 20)}
    assert {row[17] for row in found} == {"自动监测，未经评价"}
    for row in found:
        if row[9] == "<=" and row[8] == "exceeds":
            assert float(str(row[4])) > float(str(row[10]))


def test_a_published_mean_stands_with_the_difference_and_what_explains_it(of_a_year: Installation) -> None:
    """(362 · 30 + 3 · 160)/365 = 11 340/365 = 31.07 against 30; rounded it is 31, which takes 0.07 away."""
    rows = {row[4]: row for row in answer(of_a_year, "official_differences") if (row[0], row[2]) == ("t", "pm25_mean")}
    first = next(row for row in rows.values() if row[8] == pytest.approx(11340 / 365 - 30))
    assert (first[5], first[6]) == (30.0, pytest.approx(11340 / 365))
    rounding = next(row for row in rows.values() if row[6] == 31.0)
    assert rounding[9] == pytest.approx(11340 / 365 - 31)


def test_a_published_change_stands_with_the_value_that_it_needs(of_a_year: Installation) -> None:
    """30.5/32 − 1 = −4.6875 %; −6.2 % needs 30.5/0.938 = 32.516, with the rounding of both 30.45/0.9385 = 32.445 to
    30.55/0.9375 = 32.587: a mean printed as 32 (up to 32.5) may be that."""
    (row,) = [row for row in answer(of_a_year, "published_changes") if row[0] == "city"]
    assert (row[6], row[7], row[12]) == (-6.2, "-4.7", True)
    assert row[9:12] == pytest.approx((30.5 / 0.938, 30.45 / 0.9385, 30.55 / 0.9375))


def test_what_is_late_comes_before_what_is_in_time(small: Installation) -> None:
    rows = answer(small, "what_is_due")
    states = [row[10] == "in_time" for row in rows]
    assert states == sorted(states)
    assert {row[0] for row in rows} == {date(2025, 6, 30)}
    late = [row for row in rows if row[10] == "late"]
    assert late
    assert all(row[9] and row[8] for row in late)


def test_a_town_on_no_list_stands_without_a_rank(small: Installation) -> None:
    found = [row for row in answer(small, "town_standing") if row[4] == "not_listed"]
    assert found
    assert {(row[5], row[7], row[8]) for row in found} == {(None, None, None)}


def test_quantities_are_held_against_the_amounts_of_the_year(with_quantities: Installation) -> None:
    """4 · 3 projects of 12; the share of neighbourhoods is 29.2 + 3 · 0.3 = 30.1 % of the 31 that are asked for."""
    found = {row[0]: row[3:8] for row in answer(with_quantities, "measure_quantities")}
    assert found["2024-air-24-1"] == (4, 12.0, 12.0, 0.0, True)
    assert found["2024-ecology-12-1"] == (4, 30.1, 31.0, -0.9, False)


def test_the_tonnes_of_the_city_stand_with_what_is_lacking(small: Installation) -> None:
    """The demonstration asks for 230 t of COD and 36 t of ammonia a year, and 1200 and 185 from 2021 to 2025."""
    found = {(row[1], row[2]): row for row in answer(small, "discharge_targets")}
    assert set(found) == {(year, name) for year in (2021, 2022, 2023, 2024) for name in ("COD", "NH3N")}
    for (_, name), row in found.items():
        reduced, annual, gap, met, _, cumulative = row[3:9]
        assert (annual, cumulative) == ((230.0, 1200.0) if name == "COD" else (36.0, 185.0))
        assert gap == pytest.approx(float(str(reduced)) - float(str(annual)))
        assert met is (float(str(gap)) >= 0)
        assert (row[10], row[11] is not None, row[12]) == (None, True, None)
    sums = sum(float(str(found[year, "COD"][3])) for year in (2021, 2022, 2023, 2024))
    assert found[2024, "COD"][7] == pytest.approx(sums)


def test_a_missed_indicator_stands_with_the_distance_to_its_target(small: Installation) -> None:
    ((area, year, indicator, _, value, comparator, target, missed_by, unit, firmness, origin),) = answer(
        small, "missed_targets"
    )
    assert (area, year, indicator) == ("tongzhou", 2024, "water_discharge_total")
    assert (comparator, target, unit, firmness, origin) == ("<", -50.0, "%", "binding", "demo")
    assert isinstance(value, float)
    assert missed_by == pytest.approx(value + 50)


def test_late_tasks_of_a_missed_indicator_are_those_that_serve_it(small: Installation) -> None:
    """Of the tasks that serve the discharge total, domestic pollution is late, and diffuse pollution beside it; done
    are industry and interception."""
    found = answer(small, "late_tasks_of_missed_indicators")
    assert [(row[1], row[3], row[4], row[9]) for row in found] == [
        ("water_discharge_total", "direct", "2024-water-04", "overdue"),
        ("water_discharge_total", "supporting", "2024-soil-10", "overdue"),
    ]


def test_the_effects_on_carbon_intensity_multiply_to_its_change(small: Installation) -> None:
    ((area, year, _, _, yoy, energy, mix, factor, frozen, annual, origin),) = answer(small, "carbon_moved")
    assert (area, year, origin) == ("tongzhou", 2024, "demo")
    effects = [1 + float(str(effect)) / 100 for effect in (energy, mix, factor)]
    assert effects[0] * effects[1] * effects[2] == pytest.approx(1 + float(str(yoy)) / 100, abs=1e-9)
    assert frozen != annual


def test_months_over_five_tonnes_of_dustfall_are_listed(small: Installation) -> None:
    found = answer(small, "dustfall_months")
    assert "tongzhou" in {row[0] for row in found}
    assert all(float(str(row[2])) > 5 for row in found)


def test_every_action_stands_with_announced_and_listed_tasks(small: Installation) -> None:
    assert [row[1:4] for row in answer(small, "actions")] == [
        ("air", 26, 25), ("water", 14, 14), ("soil", 18, 18), ("climate", 23, 23), ("ecology", 15, 15),
    ]  # fmt: skip


def test_measures_behind_are_those_that_fall_short_or_cannot_be_compared(small: Installation) -> None:
    """The demonstration: satisfied complainants, projects and neighbourhoods fall short; complaints are 436 + 427 +
    418 + 409 = 1690 against 4 · 420; one quarter of the amount of water is in m³."""
    found = {row[0]: row for row in answer(small, "measures_behind")}
    assert set(found) == {
        "2024-air-21-2", "2024-air-21-3", "2024-air-23-1", "2024-ecology-12-1", "2024-water-12-2",
    }  # fmt: skip
    assert found["2024-air-21-3"][4:7] == (1680.0, 1690.0, 10.0)
    assert found["2024-air-23-1"][2:7] == (2024, 4, 8.0, 4.0, -4.0)
    assert found["2024-water-12-2"][4:7] == (None, None, None)


def test_followed_quantities_have_four_quarters_each(small: Installation) -> None:
    counts: dict[object, int] = {}
    for row in answer(small, "measures_by_quarter"):
        counts[row[1]] = counts.get(row[1], 0) + 1
    assert set(counts.values()) == {4}
    assert {"道路绿视率", "重点河流生态流量达标天数比例", "生态环境类诉求解决率", "GEP-R核算值"} <= counts.keys()


def test_what_is_done_without_evidence_leads_to_its_file(small: Installation) -> None:
    ((task, _, _, _, path, row),) = answer(small, "done_without_evidence")
    assert (task, row) == ("2024-water-14", 41)
    assert str(path).startswith("plan/progress/demo/")


def test_a_street_that_a_list_leaves_out_is_found(small: Installation) -> None:
    found = answer(small, "towns_not_listed")
    assert ("2024-09", "PM2.5", "district", "潞源街道") in found
    assert not [row for row in found if row[1] == "TSP"]


def test_one_microgram_of_the_year_is_22_of_one_of_22_towns(small: Installation) -> None:
    found = answer(small, "one_microgram")
    assert {(row[3], row[4]) for row in found} == {(22, 22.0)}
    assert sum(row[6] for row in found) == pytest.approx(22, abs=1e-7)  # type: ignore[misc]


def test_quarters_of_dustfall_stand_beside_those_of_the_year_before(small: Installation) -> None:
    rows = {(row[1], row[2], row[3]): row for row in answer(small, "quarters_against_last_year")}
    assert {("dustfall_mean", basis, f"2024-Q{n}") for basis in ("raw", "net") for n in (1, 2, 3, 4)} <= rows.keys()
    found = rows["dustfall_mean", "raw", "2024-Q3"]
    now, before, change = (float(str(found[n])) for n in (4, 7, 8))
    assert (found[10], found[11], found[13]) == ("%", "yes", "demo")
    assert change == pytest.approx(100 * (now / before - 1))


def test_the_quarters_of_a_half_year_are_held_against_it(small: Installation) -> None:
    """Each has 91 days in 2024: (45 + 32)/2 = 38.5, rounded half to even 38, as the half-year asks for."""
    found = {(row[0], row[2]): row for row in answer(small, "target_parts_progress")}
    half = found["air_pm25_annual_mean", "2024-01/06"]
    assert (half[7], half[9], half[10], half[11]) == ("no_data", "quarters", 38.5, True)
    assert found["air_pm25_annual_mean", "year"][11] is None
    assert found["water_discharge_total", "year"][7] == "not_met"
