"""From landed files to months, quarters and targets: every medium in one table, and what has come of each target."""

from importlib import resources

import pytest
from conftest import Installation, copy_demo_days

from demo import air_dustfall, air_reductions, climate, soil, water_discharge, water_sections

HEADER = resources.files("store.reference_defaults").joinpath("targets.csv").read_text("utf-8").splitlines()[0]
ROWS = (
    "air_dustfall,2024,year,<=,3,,t/(km²·month),net,binding,1,降尘量,草案,2023-12-01,",
    "air_dustfall,2024,year,<=,5,,t/(km²·month),net,binding,1,降尘量,文件,2024-01-01,",
    "air_dustfall,2024,2024-Q1,<=,5,,t/(km²·month),net,binding,1,降尘量,分解,2024-01-01,",
    "air_dustfall,2024,2024-Q2,<=,5,,t/(km²·month),net,binding,1,降尘量,分解,2024-01-01,",
    "air_dustfall,2024,2024-Q3,<=,5,,t/(km²·month),net,binding,1,降尘量,分解,2024-01-01,",
    "air_dustfall,2024,2024-Q4,<=,6,,t/(km²·month),net,binding,1,降尘量,分解,2024-01-01,",
    "air_dustfall,2024,2024-Q4,<=,7,,t/(km²·month),net,binding,1,降尘量,年中调整,2024-07-01,",
    "air_voc_reduction,2024,year,>=,30,,t,,binding,1,VOCs减排量,文件,2024-01-01,",
    "air_voc_reduction,2024,2024-Q2,>=,30,,t,,binding,1,VOCs减排量,分解,2024-01-01,",
    "water_sections_class_iv,2024,year,>=,8,,个断面,,binding,0,8个断面,文件,2024-01-01,",
    "water_sections_class_iv,2024,2024-Q1,>=,8,,个断面,,binding,0,8个断面,分解,2024-01-01,",
    "water_sections_class_iv,2024,2024-03,<=,3,,级,,binding,0,断面类别,分解,2024-01-01,yangwazha",
    "soil_environment_quality,2024,year,>=,90,,%,,stable,1,保持良好,文件,2024-01-01,",
)


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("periods"))
    copy_demo_days(made)
    for part in (air_dustfall, air_reductions, climate, water_discharge):
        part.generate(made.raw)
    water_sections.generate(made.raw, [2023, 2024])
    soil.generate(made.raw, [2023, 2024])
    made.reference("targets", "\n".join([f"{HEADER},place_id", *(f"tongzhou,{row}" for row in ROWS), ""]))
    assert made.run("2025-06-30").success
    return made


def test_every_medium_has_its_periods_in_one_table(district: Installation) -> None:
    found = district.query(
        "SELECT DISTINCT medium, measure FROM marts.period_value WHERE year = 2024 AND value IS NOT NULL"
    )
    assert {
        ("air", "pm25_mean"), ("air", "dustfall_mean"), ("air", "voc_reduction"), ("air", "nox_reduction"),
        ("water", "class"), ("water", "cod_mean"), ("water", "cwqi"), ("water", "good_share"),
        ("water", "sections_class_iv"), ("water", "discharge_cod"), ("water", "reduction_nh3n"),
        ("soil", "soil_point_compliance"), ("soil", "construction_safe_use"), ("soil", "farmland_safe_use"),
        ("climate", "carbon_intensity"), ("climate", "co2"),
    } <= set(found)  # fmt: skip


def test_rows_of_hourly_air_are_those_of_air_period(district: Installation) -> None:
    ((shown, same),) = district.query(
        "SELECT count(*), count(*) FILTER (a.value IS NOT DISTINCT FROM p.value AND a.valid_days = p.valid_count "
        "AND a.expected_days = p.expected_count AND a.comparable IS NOT DISTINCT FROM p.comparable) "
        "FROM marts.air_period AS a LEFT JOIN marts.period_value AS p ON p.level = 'area' AND p.place_id = a.area_id "
        "AND p.medium = 'air' AND (p.period_type, p.period_id, p.measure, p.basis) = "
        "(a.period_type, a.period_id, a.measure, a.basis)"
    )
    assert shown == same > 0


@pytest.mark.parametrize(
    ("measure", "mart", "column", "key"),
    [
        ("discharge_cod", "water_discharge", "closing", "pollutant = 'COD'"),
        ("reduction_cod", "water_discharge", "reduced_verified", "pollutant = 'COD'"),
        ("voc_reduction", "emission_reduction_total", "counted", "pollutant = 'VOC'"),
        ("co2", "carbon_intensity_trend", "co2_frozen", "true"),
    ],
)
def test_a_year_has_the_value_of_its_own_mart(
    district: Installation, measure: str, mart: str, column: str, key: str
) -> None:
    own = district.query(f"SELECT year, {column} FROM marts.{mart} WHERE {key} AND area_id = 'tongzhou' ORDER BY year")
    found = district.query(
        "SELECT year, value FROM marts.period_value WHERE period_type = 'year' AND place_id = 'tongzhou' "
        f"AND measure = '{measure}' AND basis IN ('account', 'credited', 'frozen') ORDER BY year"
    )
    assert dict(found) == pytest.approx(dict(own))


def test_the_change_is_of_unrounded_values_with_that_of_printed_ones_beside(district: Installation) -> None:
    rows = district.query(
        "SELECT value, previous_value, change, value_printed, previous_printed, change_printed FROM marts.period_value "
        "WHERE measure = 'dustfall_mean' AND basis = 'raw' AND place_id = 'tongzhou' AND change IS NOT NULL"
    )
    assert rows
    for now, before, change, printed, earlier, change_printed in rows:
        assert change == pytest.approx(100 * (now / before - 1))
        assert change_printed == pytest.approx(100 * (printed / earlier - 1))
    assert any(row[2] != pytest.approx(row[5]) for row in rows)


def test_the_intensity_of_carbon_changes_by_what_its_trend_says(district: Installation) -> None:
    found = district.query(
        "SELECT p.change, t.yoy_frozen FROM marts.period_value AS p JOIN marts.carbon_intensity_trend AS t "
        "USING (area_id, year) WHERE p.measure = 'carbon_intensity' AND p.basis = 'frozen' AND p.change IS NOT NULL"
    )
    assert len(found) >= 3
    assert all(change == pytest.approx(yoy, abs=1e-4) for change, yoy in found)


def test_every_target_has_its_state_with_the_place_and_period_that_it_names(district: Installation) -> None:
    rows = district.query(
        "SELECT indicator_id, period, place_id, state, target, value, origin, days_left FROM marts.target_progress"
    )
    assert len(rows) == len(ROWS)
    assert {row[6] for row in rows} == {"demo"}
    assert {row[7] for row in rows} == {0}
    found = {(row[0], row[1], row[2], row[4]): row[3] for row in rows}
    assert found["air_dustfall", "2024-Q4", "", 6.0] == "replaced"
    for (indicator, period, place, target), state in found.items():
        if state == "replaced":
            continue
        value = next(row[5] for row in rows if (row[0], row[1], row[2], row[4]) == (indicator, period, place, target))
        under = indicator == "air_dustfall" or place
        rounded = round(value, 1)
        assert state == ("met" if (rounded <= target if under else rounded >= target) else "not_met"), (
            indicator,
            period,
        )


def test_a_whole_year_says_what_the_scoreboard_says(district: Installation) -> None:
    found = district.query(
        "SELECT t.indicator_id, t.state = s.status, t.value = s.value FROM marts.target_progress AS t "
        "JOIN marts.indicator_status AS s USING (area_id, year, indicator_id) "
        "WHERE t.period = 'year' AND t.place_id = '' AND t.force = 'in_force'"
    )
    assert sorted(found) == [
        (name, True, True)
        for name in ("air_dustfall", "air_voc_reduction", "soil_environment_quality", "water_sections_class_iv")
    ]


def test_the_scoreboard_and_the_indicators_go_by_the_row_in_force(district: Installation) -> None:
    """The draft of December asked for 3; the row of 1 January 2024 replaced it."""
    for mart in ("indicator_status WHERE year = 2024 AND area_id = 'tongzhou' AND", "dim_indicator WHERE"):
        assert district.query(f"SELECT target FROM marts.{mart} indicator_id = 'air_dustfall'") == [(5.0,)]


def test_quarters_that_do_not_make_the_year_are_told(district: Installation) -> None:
    """(5 + 5 + 5 + 7)/4 = 5.5 is over 5: the row of July replaced that of January, with which it were 5.25."""
    found = district.query(
        "SELECT indicator_id, dimension, parts, total, fits, message FROM marts.target_parts WHERE period = 'year' ORDER BY 1"
    )
    by_indicator = {row[0]: row[1:5] for row in found if row[1] == "quarters"}
    assert by_indicator["air_dustfall"] == ("quarters", 4, 5.5, False)
    assert by_indicator["air_voc_reduction"] == ("quarters", 1, None, None)
    told = [
        event.event_specific_data
        for event in district.run("2025-06-30").all_events
        if event.event_type_value == "ASSET_CHECK_EVALUATION"
        and event.event_specific_data.check_name == "target_parts_fit"  # type: ignore[union-attr]
    ]
    assert [one.passed for one in told] == [False]  # type: ignore[union-attr]
    assert "air_dustfall year quarters" in str(told[0].description)  # type: ignore[union-attr]


def test_a_night_without_change_leaves_the_periods_as_they_are(district: Installation) -> None:
    files = sorted((district.lake / "evaluations" / "period_values").glob("*.parquet"))
    before = [file.stat().st_mtime_ns for file in files]
    assert district.run("2025-06-30").success
    assert [file.stat().st_mtime_ns for file in files] == before
