"""The restatement report: what a publication says otherwise than the one before, and which input caused it."""

import io
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest
from air_landing import day_file
from conftest import Installation
from rich.console import Console

from quality.restated_cells import (
    CELLS,
    blamed,
    by_correction,
    by_demonstration,
    changed_cells,
    file_changes,
    files_that_left_years,
    real_files,
    stretches,
)
from quality.restatement import COMPARED, differences
from reports.restatements import Report, cells, rendered

STATUS, DAILY, WATCH, MONTH = COMPARED
VALUES = (
    "SELECT subject, place_id, period, measure, old_value, new_value FROM marts.restatement "
    "WHERE measure IN ('pm25', 'value') ORDER BY ALL"
)


def status(*rows: tuple[int, str, float | None, str, date | None]) -> pl.DataFrame:
    """Rows of indicator_status: year, indicator, value, status, as_of."""
    return pl.DataFrame(
        [{"area_id": "a", "year": y, "indicator_id": i, "value": v, "status": s, "official_value": None, "as_of": d,
          "unit": "d"} for y, i, v, s, d in rows],
        schema={"area_id": pl.String, "year": pl.Int64, "indicator_id": pl.String, "value": pl.Float64,
                "status": pl.String, "official_value": pl.Float64, "as_of": pl.Date, "unit": pl.String},
    )  # fmt: skip


def found(old: pl.DataFrame, new: pl.DataFrame) -> list[tuple[object, ...]]:
    return differences(old, new, STATUS).select("subject", "measure", "change", "old_value", "new_value").rows()


def test_a_value_that_differs_in_its_last_bit_is_told() -> None:
    old, new = status((2023, "x", 0.1 + 0.2, "met", None)), status((2023, "x", 0.3, "met", None))
    assert found(old, new) == [("x", "value", "restated", 0.1 + 0.2, 0.3)]


def test_a_value_where_there_was_none_is_a_restatement_and_a_new_key_is_not() -> None:
    old = status((2023, "x", None, "no_data", None))
    new = status((2023, "x", 3.0, "no_data", None), (2024, "x", 5.0, "met", None))
    assert found(old, new)[:1] == [("x", "value", "restated", None, 3.0)]
    assert {row[2] for row in found(old, new)[1:]} == {"restated", "came"} - {"restated"}


def test_a_value_that_is_gone_is_told_with_what_it_was() -> None:
    assert ("x", "value", "gone", 3.0, None) in found(status((2023, "x", 3.0, "met", None)), status())


def test_a_running_indicator_that_rests_on_later_days_has_advanced() -> None:
    old = status((2024, "x", 3.0, "met", date(2024, 5, 1)))
    new = status((2024, "x", 4.0, "met", date(2024, 5, 2)))
    assert found(old, new) == [("x", "value", "advanced", 3.0, 4.0)]


def test_the_days_of_a_watch_that_is_over_are_no_loss() -> None:
    rows = {"section_id": ["s"], "as_of": [date(2024, 5, 3)], "item": ["COD"], "mean": [1.0], "value": [1.0],
            "item_class": [1], "class": [2], "unit": ["mg/L"]}  # fmt: skip
    old = pl.DataFrame(rows)
    assert differences(old, old.clear(), WATCH).is_empty()


def hours(*rows: tuple[int, float, str, int], year: int = 2024) -> pl.DataFrame:
    """Hours of one station: hour, value, file (demonstration by its name), row."""
    return pl.DataFrame(
        [{"station_id": "s", "pollutant": "PM2.5", "hour_ending": datetime(year, 6, 1, h), "date": date(year, 6, 1),
          "value": v, "used": True, "origin": "demo" if f.startswith("demo") else "real", "source_file_id": f,
          "source_row": r, "source_column": "c"} for h, v, f, r in rows],
    )  # fmt: skip


def files(*rows: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [{"source_file_id": i, "dataset": "d", "path": p} for i, p in rows],
        schema={"source_file_id": pl.String, "dataset": pl.String, "path": pl.String},
    )


def blame(old: pl.DataFrame, new: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame) -> list[tuple[object, ...]]:
    changed = changed_cells(old, new, CELLS["air_hourly"])
    return blamed(changed, file_changes(before, after)).select("file_id", "row").sort(pl.all()).rows()


def test_a_changed_hour_is_owed_to_the_new_file_that_now_gives_it() -> None:
    old, new = hours((1, 20, "day", 2), (2, 20, "day", 3)), hours((1, 30, "late", 9), (2, 20, "day", 3))
    assert blame(old, new, files(("day", "a.csv")), files(("day", "a.csv"), ("late", "b.csv"))) == [("late", 9)]


def test_an_hour_whose_file_left_is_owed_to_that_file_though_another_gives_it_now() -> None:
    old, new = hours((1, 30, "late", 9)), hours((1, 20, "day", 2))
    assert blame(old, new, files(("day", "a.csv"), ("late", "b.csv")), files(("day", "a.csv"))) == [("late", 9)]


def test_an_hour_that_new_bytes_at_the_same_path_lack_is_owed_to_them() -> None:
    old, new = hours((1, 30, "v1", 2), (2, 30, "v1", 3)), hours((2, 30, "v2", 2))
    assert blame(old, new, files(("v1", "a.csv")), files(("v2", "a.csv"))) == [("v2", 2)]
    assert file_changes(files(("v1", "a.csv")), files(("v2", "a.csv")))["state"].to_list() == ["changed"]


def test_the_same_value_from_another_file_is_no_change() -> None:
    assert changed_cells(hours((1, 30, "v1", 2)), hours((1, 30, "v2", 7)), CELLS["air_hourly"]).is_empty()


def test_an_hour_that_no_file_changed_is_owed_to_none() -> None:
    same = files(("day", "a.csv"))
    assert blame(hours((1, 30, "day", 2)), hours((1, 31, "day", 2)), same, same) == [(None, 2)]


NO_CORRECTION = pl.DataFrame(
    schema={"source_file_id": pl.String, "source_row": pl.Int64, "source_column": pl.String, "line": pl.Int64}
)
DEMO, MINE = ("demo", "demo/a.csv"), ("mine", "b.csv")


def moved(old: pl.DataFrame, new: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame) -> list[tuple[object, ...]]:
    """Kind and row of each demonstration hour that real data moved, and the real file that did."""
    changed = file_changes(before, after)
    cells = blamed(changed_cells(old, new, CELLS["air_hourly"]), changed)
    found = by_demonstration(cells, by_correction(cells, NO_CORRECTION))
    named = real_files(old, new, changed)
    row = pl.coalesce("source_row_old", "source_row")
    return found.join(named, on=["year", "kind"]).select("kind", row, "file_id").sort(pl.all()).rows()


def test_demonstration_hours_that_stepped_back_are_owed_to_the_real_file_of_their_year() -> None:
    demo, real = hours((1, 20, "demo", 2), (2, 20, "demo", 3)), hours((9, 30, "mine", 2))
    assert moved(demo, real, files(DEMO), files(DEMO, MINE)) == [
        ("replaced_demo", 2, "mine"), ("replaced_demo", 3, "mine"),
    ]  # fmt: skip


def test_demonstration_hours_that_stand_again_are_owed_to_the_real_file_that_left() -> None:
    demo, real = hours((1, 20, "demo", 2)), hours((9, 30, "mine", 2))
    assert moved(real, demo, files(DEMO, MINE), files(DEMO)) == [("returned_demo", 2, "mine")]


def test_a_real_file_of_another_year_took_no_demonstration_hour() -> None:
    demo, real = hours((1, 20, "demo", 2)), hours((9, 30, "mine", 2), year=2023)
    assert moved(demo, real, files(DEMO), files(DEMO, MINE)) == []


def test_a_demonstration_hour_whose_own_file_left_is_owed_to_that_file_alone() -> None:
    demo, real = hours((1, 20, "demo", 2)), hours((9, 30, "mine", 2))
    assert moved(demo, real, files(DEMO), files(MINE)) == []
    assert ("demo", 2) in blame(demo, real, files(DEMO), files(MINE))


def test_of_many_real_files_of_a_year_the_first_three_by_day_are_named() -> None:
    real = pl.concat([hours((hour, 30, f"f{hour}", 2)) for hour in (1, 2, 3, 4)])
    came = file_changes(files(DEMO), files(DEMO, *((f"f{n}", f"{9 - n}.csv") for n in (1, 2, 3, 4))))
    named = real_files(hours((1, 20, "demo", 2)), real, came)
    assert named.get_column("path").to_list() == ["5.csv", "6.csv", "7.csv"]


def test_the_files_that_left_a_year_are_named_with_what_they_held() -> None:
    """The hour 0 of 1 January 2025 ends the last hour of 2024; a ledger of 1 January is of its own year. The audited file
    stays. Of four days of 2023 the first three are named."""
    spans = {
        "a": ("air_hourly", datetime(2024, 12, 30, 1), datetime(2025, 1, 1)),
        "b": ("soil_parcels", datetime(2024, 1, 1), datetime(2025, 1, 1)),
        "stays": ("air_hourly", datetime(2024, 5, 1), datetime(2024, 5, 2)),
        "unread": ("air_hourly", None, None),
        **{f"d{n}": ("air_hourly", datetime(2023, 6, n, 1), datetime(2023, 6, n + 1)) for n in (4, 3, 2, 1)},
    }
    old = pl.DataFrame(
        [{"source_file_id": name, "dataset": dataset, "path": f"{name}.csv", "first_hour": first, "last_hour": last}
         for name, (dataset, first, last) in spans.items()]
    )  # fmt: skip
    new = old.filter(source_file_id="stays").vstack(
        old.filter(source_file_id="b").with_columns(source_file_id=pl.lit("b2"))
    )
    left = files_that_left_years(old, file_changes(old, new), "air_hourly")
    assert left.select("year", "kind", "file_id").rows() == [
        (2023, "gone", "d1"), (2023, "gone", "d2"), (2023, "gone", "d3"),
        (2024, "changed", "b2"), (2024, "gone", "a"), (2025, "changed", "b2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "most", "told"),
    [([], 3, ""), ([5], 3, "5"), ([3, 2, 4, 9, 4], 3, "2-4,9"), ([1, 3, 5, 7, 8], 2, "1,3 … +2")],
)
def test_rows_are_told_as_stretches(numbers: list[int], most: int, told: str) -> None:
    assert stretches(numbers, most) == told


def listed(measure: str, new: float, change: str = "restated", mart: str = "air_daily") -> dict[str, object]:
    return {"mart": mart, "subject": "area", "place_id": "a", "period": "2024-06-01", "measure": measure, "change": change,
            "old_value": 20.0, "new_value": new, "old_text": None, "new_text": None, "unit": "µg/m³", "cause": "input",
            "caused_by": "a.csv (new)", "previous_version": "v"}  # fmt: skip


def test_the_sentence_counts_the_values_that_are_listed() -> None:
    """PM2.5 net of dust says what PM2.5 says: it is not listed. PM10 net of dust says something else. So there are three
    restated values and one that moved on; the first is shown, three follow."""
    report = Report(
        [listed("pm25", 30.0), listed("pm25_net", 30.0), listed("pm10", 30.0), listed("pm10_net", 25.0),
         listed("value", 21.0, "advanced", "indicator_status")], [], {},
    )  # fmt: skip
    text = io.StringIO()
    Console(file=text, width=400).print(rendered(report, "en", most=1))
    assert (
        "3 values restated (0 indicators, 1 days or months of a place), 1 values (1 indicators) moved on"
        in text.getvalue()
    )
    assert "… 3 more" in text.getvalue()


def test_a_status_is_told_in_words_and_one_that_was_not_there_as_nothing() -> None:
    row = {**listed("status", 0, mart="indicator_status"), "old_value": None, "new_value": None}
    fell = {**row, "old_text": "met", "new_text": "no_data"}
    came = {**row, "old_text": None, "new_text": "on_track"}
    told = [[cells(one, pick)[side] for side in ("old", "new")] for one in (fell, came) for pick in (0, 1)]
    assert told == [["达标", "无数据"], ["met", "no data"], ["—", "进度正常"], ["—", "on track"]]


def test_a_text_that_is_no_status_stays_as_it_is() -> None:
    row = {
        **listed("primary_pollutants", 0),
        "old_value": None,
        "new_value": None,
        "old_text": "PM2.5",
        "new_text": "O3",
    }
    assert [cells(row, 0)[side] for side in ("old", "new")] == ["PM2.5", "O3"]


@pytest.fixture(scope="module")
def published_days(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("two_days"))
    made.land("d1.csv", day_file("20250520", 20))
    made.land("d2.csv", day_file("20250522", 40))
    assert made.run().success
    return made


@pytest.fixture
def two_days(published_days: Installation, tmp_path: Path) -> Installation:
    """Two days of May 2025 published (the hour 0 of a file closes the day before), PM2.5 20 and 40 µg/m³ all day."""
    return published_days.copied(tmp_path / "installation")


def test_the_first_publication_restates_nothing(two_days: Installation) -> None:
    assert two_days.query("SELECT count(*) FROM marts.restatement") == [(0,)]


def test_a_late_audited_file_names_day_old_new_and_the_file_with_its_rows(two_days: Installation) -> None:
    """Hours 1 to 6 of 24 labels 0 to 23 (23 of the day) rise from 20 to 43: (17 · 20 + 6 · 43) / 23 = 26."""
    two_days.land("audited/late.csv", day_file("20250520", 43, range(1, 7)))
    assert two_days.run().success
    told = two_days.query(VALUES)
    assert [row for row in told if row[2] == "2025-05-20"] == [
        (level, place, "2025-05-20", "pm25", 20.0, 26.0)
        for level, place in (("area", "tongzhou"), ("station", "3673A"), ("station", "tongzhou-yongshun"))
    ]
    assert ("air_pm25_annual_mean", "tongzhou", "2025", "value", 30.0, 33.0) in told
    assert not [row for row in told if row[2] == "2025-05-22"]
    causes = two_days.query(
        "SELECT DISTINCT c.kind, c.name, c.rows, f.stage FROM marts.restatement_cause c "
        "JOIN marts.source_file f USING (source_file_id)"
    )
    assert causes == [("new", "air/hourly/audited/late.csv", "2-7", "audited")]
    assert two_days.query("SELECT DISTINCT cause, change FROM marts.restatement") == [("input", "restated")]


def test_a_new_day_restates_no_day_and_the_running_year_has_advanced(two_days: Installation) -> None:
    two_days.land("d3.csv", day_file("20250524", 60))
    assert two_days.run().success
    told = two_days.query("SELECT subject, measure, old_value, new_value, change FROM marts.restatement ORDER BY ALL")
    assert [row[:4] for row in told if row[1] == "value"] == [("air_pm25_annual_mean", "value", 30.0, 40.0)]
    assert {row[4] for row in told} == {"advanced"}


def test_a_night_without_change_keeps_the_report_and_the_file(two_days: Installation) -> None:
    two_days.land("audited/late.csv", day_file("20250520", 43, range(1, 7)))
    assert two_days.run().success
    before, stamp = two_days.query("FROM marts.restatement ORDER BY ALL"), two_days.mart.stat().st_mtime_ns
    assert two_days.run().success
    assert two_days.mart.stat().st_mtime_ns == stamp
    assert two_days.query("FROM marts.restatement ORDER BY ALL") == before


def test_a_file_that_left_takes_its_day_back_and_is_named(two_days: Installation) -> None:
    (two_days.raw / "air" / "hourly" / "d1.csv").unlink()
    assert two_days.run().success
    told = two_days.query(
        "SELECT old_value, new_value, cause, caused_by FROM marts.restatement WHERE period = '2025-05-20' "
        "AND measure = 'pm25' AND subject = 'area'"
    )
    assert told == [(20.0, None, "input", "air/hourly/d1.csv (gone, rows 3-25)")]


def test_demonstration_days_that_give_way_to_a_real_file_name_it_and_so_do_those_that_return(tmp_path: Path) -> None:
    """One demonstration day of PM2.5 20 µg/m³ and a real one three weeks later, of 30; then the real file leaves. The
    hour 0 of the demonstration file closes the day before, so that 23 hours are of the day itself."""
    made = Installation(tmp_path / "installation")
    made.land("demo/beijing_all_20250520.csv", day_file("20250520", 20))
    assert made.run().success
    mine = made.land("mine.csv", day_file("20250610", 30))
    days = (
        "SELECT r.old_value, r.new_value, r.cause, r.caused_by, c.kind, c.name, c.rows, c.cells > 0 "
        "FROM marts.restatement r JOIN marts.restatement_cause c USING (mart, subject, place_id, period) "
        "WHERE r.measure = 'pm25' AND r.subject = 'area' AND r.period = '2025-05-20'"
    )
    cells = "SELECT DISTINCT cells FROM marts.restatement_cause WHERE subject = 'station' AND period = '2025-05-20'"
    assert made.run().success
    name = "air/hourly/mine.csv"
    words = f"{name} (真实数据取代演示数据 real data took the place of demonstration data)"
    assert made.query(days) == [(20.0, None, "input", words, "replaced_demo", name, None, True)]
    assert made.query(cells) == [(23,)]
    assert made.query("SELECT DISTINCT cause FROM marts.restatement") == [("input",)]
    mine.unlink()
    assert made.run().success
    words = f"{name} (真实数据移除，恢复演示数据 real data left: demonstration data stand again)"
    assert made.query(days) == [(None, 20.0, "input", words, "returned_demo", name, None, True)]
    assert made.query("SELECT DISTINCT cause FROM marts.restatement") == [("input",)]


def test_a_declared_dust_day_restates_by_a_reference_table(two_days: Installation) -> None:
    two_days.reference(
        "dust_days", "area_id,date,hour_from,hour_to,declared_by,document\ntongzhou,2025-05-22,1,24,BMEMC,no. 1\n"
    )
    assert two_days.run().success
    told = two_days.query(
        "SELECT period, old_value, new_value, cause, caused_by FROM marts.restatement "
        "WHERE measure = 'pm25_net' AND subject = 'area'"
    )
    assert told == [("2025-05-22", 40.0, None, "reference", "dim_dust_day (reference)")]


def test_a_value_that_no_input_changed_is_owed_to_code_or_standard(two_days: Installation) -> None:
    """The live publication stands for one that an earlier code made: another revision, another value of a day."""
    with duckdb.connect(str(two_days.mart)) as connection:
        connection.execute("UPDATE marts.publication SET version = 'earlier', code_revision = 'earlier'")
        connection.execute("UPDATE marts.air_daily SET pm25 = 21 WHERE date = '2025-05-20' AND level = 'area'")
    assert two_days.run().success
    told = two_days.query(
        "SELECT period, measure, old_value, new_value, cause, previous_version FROM marts.restatement"
    )
    assert told == [("2025-05-20", "pm25", 21.0, 20.0, "code", "earlier")]


def test_a_publication_from_before_the_report_is_held_against_all_the_same(two_days: Installation) -> None:
    with duckdb.connect(str(two_days.mart)) as connection:
        for table in ("restatement", "restatement_cause", "correction"):
            connection.execute(f"DROP TABLE marts.{table}")
        connection.execute("ALTER TABLE marts.air_daily DROP COLUMN o3_1h")
    two_days.land("audited/late.csv", day_file("20250520", 43, range(1, 7)))
    assert two_days.run().success
    assert ("area", "tongzhou", "2025-05-20", "pm25", 20.0, 26.0) in two_days.query(VALUES)


def test_two_sections_that_bear_each_others_name_are_told_item_by_item_with_their_rows(tmp_path: Path) -> None:
    """COD 18 and 12 mg/L change places in March: both of class II and I or III, so no indicator need move."""
    header = "断面名称,采样日期,高锰酸盐指数(mg/L),化学需氧量(mg/L)\n"
    february = "王家摆,2024-02-05,4,18\n东关大桥,2024-02-05,4,12\n"
    made = Installation(tmp_path / "installation")
    path = made.raw / "water" / "sections" / "2024.csv"
    path.parent.mkdir(parents=True)
    path.write_text(header + february + "王家摆,2024-03-05,4,18\n东关大桥,2024-03-05,4,12\n", "utf-8")
    assert made.run().success
    path.write_text(header + february + "东关大桥,2024-03-05,4,18\n王家摆,2024-03-05,4,12\n", "utf-8")
    assert made.run().success
    told = made.query(
        "SELECT s.name_zh, r.subject, r.period, r.old_value, r.new_value, r.caused_by FROM marts.restatement r "
        "JOIN marts.dim_section s ON s.section_id = r.place_id "
        "WHERE r.mart = 'water_section_item' AND r.measure = 'value' ORDER BY ALL"
    )
    cause = "water/sections/2024.csv (changed, rows {})"
    assert sorted(told) == sorted([
        ("东关大桥", "COD", "2024-03", 12.0, 18.0, cause.format("4")), ("王家摆", "COD", "2024-03", 18.0, 12.0, cause.format("5")),
    ])  # fmt: skip
