"""The mart file: a night takes over what differs, and the result is the one that a whole build gives."""

from pathlib import Path

import duckdb
import polars as pl
import pytest
from air_landing import day_file
from conftest import Installation
from mart_values import values_of_mart

from pipelines import publishing
from schemas.table import Field, Table, key
from store import mart_file

PER_YEAR = Table(
    "per_year",
    "按年",
    "One row per key.",
    (key("name", "名称", "text", "Name."), Field("date", "日期", "date", "Day."), Field("n", "数", "int", "Number.")),
    year_of="year(date)",
)


def parquet(path: Path, *rows: tuple[str, int, int]) -> Path:
    frame = pl.DataFrame(
        {"name": [r[0] for r in rows], "year": [r[1] for r in rows], "n": [r[2] for r in rows]},
        schema={"name": pl.String, "year": pl.Int32, "n": pl.Int64},
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.select("name", date=pl.date("year", 6, 1), n="n").write_parquet(path)
    return path


def rows_of(marts: Path, table: str) -> list[tuple[object, ...]]:
    with mart_file.opened(marts) as connection:
        return list(connection.execute(f"SELECT * EXCLUDE (date) FROM marts.{table} ORDER BY ALL").fetchall())


def test_a_year_that_changed_one_that_left_and_one_that_came_are_taken_over(tmp_path: Path) -> None:
    lake, marts = tmp_path / "lake", tmp_path / "marts"
    years = {year: parquet(lake / f"year={year}.parquet", ("a", year, 1), ("b", year, 2)) for year in (2022, 2023)}
    before = {f"per_year/year={year}.parquet": "old" for year in years}
    mart_file.publish(marts, [(PER_YEAR, list(years.values()))], before, None)
    changed = parquet(lake / "year=2023.parquet", ("a", 2023, 7))
    came = parquet(lake / "year=2024.parquet", ("c", 2024, 3))
    after = {"per_year/year=2023.parquet": "new", "per_year/year=2024.parquet": "new"}
    mart_file.publish(marts, [(PER_YEAR, [changed, came])], after, before)
    assert rows_of(marts, "per_year") == [("a", 7), ("c", 3)]


def test_a_part_with_the_same_digest_is_left_alone(tmp_path: Path) -> None:
    lake, marts = tmp_path / "lake", tmp_path / "marts"
    file = parquet(lake / "year=2023.parquet", ("a", 2023, 1))
    parts = {"per_year/year=2023.parquet": "same"}
    mart_file.publish(marts, [(PER_YEAR, [file])], parts, None)
    parquet(file, ("a", 2023, 9))
    mart_file.publish(marts, [(PER_YEAR, [file])], parts, parts)
    assert rows_of(marts, "per_year") == [("a", 1)]


def test_the_older_storage_version_and_the_comments_survive_a_renewal(tmp_path: Path) -> None:
    lake, marts = tmp_path / "lake", tmp_path / "marts"
    file = parquet(lake / "year=2023.parquet", ("a", 2023, 1))
    mart_file.publish(marts, [(PER_YEAR, [file])], {"per_year/year=2023.parquet": "1"}, None)
    fresh = storage_of(marts)
    mart_file.publish(
        marts, [(PER_YEAR, [file])], {"per_year/year=2023.parquet": "2"}, {"per_year/year=2023.parquet": "1"}
    )
    assert storage_of(marts) == fresh
    with mart_file.opened(marts) as connection:
        bare = connection.execute(
            "SELECT count(*) FROM duckdb_columns() WHERE comment IS NULL AND schema_name = 'marts'"
        )
        assert bare.fetchone() == (0,)


def storage_of(marts: Path) -> bytes:
    """The version field of the file's header (8 bytes behind checksum and magic word)."""
    return mart_file.mart_file(marts).read_bytes()[12:20]


@pytest.fixture(scope="module")
def both_nights(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("nights"))
    made.land("2023.csv", day_file("20230110", 40))
    made.land("2024.csv", day_file("20240110", 50))
    assert made.run().success
    made.land("late.csv", day_file("20240111", 80))
    assert made.run().success
    return made


@pytest.fixture
def two_nights(both_nights: Installation, tmp_path: Path) -> Installation:
    """An installation that has published two years, and then a second day of the later one."""
    return both_nights.copied(tmp_path / "nights")


def test_two_nights_give_what_one_whole_build_gives(two_nights: Installation, tmp_path: Path) -> None:
    whole = Installation(tmp_path / "whole")
    for name, day, value in (("2023.csv", "20230110", 40), ("2024.csv", "20240110", 50), ("late.csv", "20240111", 80)):
        whole.land(name, day_file(day, value))
    assert whole.run().success
    assert values_of_mart(two_nights.mart) == values_of_mart(whole.mart)


def test_a_live_file_that_somebody_changed_is_built_anew(two_nights: Installation) -> None:
    with duckdb.connect(str(two_nights.mart)) as connection:
        connection.execute("UPDATE marts.air_hourly SET value = 999 WHERE year(date) = 2023")
    two_nights.land("later.csv", day_file("20240112", 60))
    assert two_nights.run().success
    assert two_nights.query("SELECT max(value) FROM marts.air_hourly WHERE year(date) = 2023") == [(40.0,)]


def test_a_live_file_that_somebody_changed_by_hand_is_made_anew(after_first_night: Installation) -> None:
    values = values_of_mart(after_first_night.mart)
    with duckdb.connect(str(after_first_night.mart)) as mart:
        mart.execute("UPDATE marts.indicator_status SET value = 1 WHERE indicator_id = 'air_pm25_annual_mean'")
    assert values_of_mart(after_first_night.mart) != values
    assert after_first_night.run().success
    assert values_of_mart(after_first_night.mart) == values
    stands = after_first_night.mart.stat().st_mtime_ns
    assert after_first_night.run().success
    assert after_first_night.mart.stat().st_mtime_ns == stands


def test_a_night_cut_short_once_its_file_is_live_keeps_its_report_of_changes(
    after_first_night: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written last, that the live file is the lake's, is what the crash leaves out."""
    after_first_night.land("real.csv", day_file("20240328", 300))
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "as_withheld", lambda *_: 1 / 0)
        assert not after_first_night.run().success
    report = after_first_night.query("SELECT * FROM marts.restatement ORDER BY ALL")
    causes = after_first_night.query("SELECT * FROM marts.restatement_cause ORDER BY ALL")
    assert report
    assert after_first_night.run().success
    assert after_first_night.query("SELECT * FROM marts.restatement ORDER BY ALL") == report
    assert after_first_night.query("SELECT * FROM marts.restatement_cause ORDER BY ALL") == causes
