"""Kept publications: which there are, what differs between two, and the way back."""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from air_landing import day_file
from conftest import Installation
from mart_values import values_of_mart
from rich.console import Console

from pipelines.publications import listed
from reports import restatements
from reports.publications import rendered
from schemas.emit import conform
from schemas.provenance import PUBLICATION
from store import mart_file, publications
from store.lock import run_lock

FIRST = datetime(2024, 5, 1, 2, 10)


def publish(marts: Path, version: str, night: int) -> None:
    """A mart file that has nothing but the publication's row."""
    row = {"version": version, "published_at": FIRST + timedelta(days=night), "code_revision": "c", "input_digest": "i",
           "files": 1, "years": 1, "demonstration": False, "withheld": None}  # fmt: skip
    parquet = marts / "row.parquet"
    marts.mkdir(exist_ok=True)
    conform(pl.DataFrame([row]), PUBLICATION).write_parquet(parquet)
    mart_file.publish(marts, [(PUBLICATION, [parquet])], {}, None)


def names(marts: Path) -> list[str]:
    return [one.name for one in publications.kept(marts)]


def live_version(marts: Path) -> str:
    current = publications.live(marts)
    return current.version if current else ""


@pytest.fixture
def marts(tmp_path: Path) -> Path:
    """Three nights, of which the third has the content of the first again."""
    for night, version in enumerate(("aaaa", "bbbb", "aaaa")):
        publish(tmp_path, version, night)
        publications.keep_live(tmp_path, 14)
    return tmp_path


def test_a_version_that_comes_back_is_another_publication(marts: Path) -> None:
    assert names(marts) == ["20240503T021000-aaaa", "20240502T021000-bbbb", "20240501T021000-aaaa"]
    assert publications.find(marts, "aaaa").name == "20240503T021000-aaaa"
    assert publications.find(marts, "20240501").name == "20240501T021000-aaaa"


def test_live_and_previous_are_names_too(marts: Path) -> None:
    assert publications.find(marts, "live").name == "20240503T021000-aaaa"
    assert publications.find(marts, "previous").name == "20240502T021000-bbbb"
    publications.put_back(marts, publications.find(marts, "bbbb"))
    assert publications.find(marts, "previous").name == "20240501T021000-aaaa"


def test_without_an_earlier_publication_nothing_recommends_or_claims_a_comparison(tmp_path: Path) -> None:
    publish(tmp_path, "aaaa", 0)
    publications.keep_live(tmp_path, 14)
    assert not publications.has_earlier(tmp_path)
    assert "没有更早的版本" in restatements.summary(restatements.Report([], [], {}, earlier=False))
    assert "tzeco diff" not in shown(listed(tmp_path))
    with pytest.raises(
        publications.NoPublication, match="没有保留的版本名为“previous” · No kept publication is called"
    ):
        publications.find(tmp_path, "previous")


def test_from_two_publications_on_the_list_says_how_to_compare_them(marts: Path) -> None:
    assert "tzeco diff previous live" in shown(listed(marts))
    assert publications.has_earlier(marts)
    publications.put_back(marts, publications.find(marts, "20240501"))
    assert not publications.has_earlier(marts)
    assert "没有修订" in restatements.summary(restatements.Report([], [], {}, earlier=True))


def shown(rows: list[dict[str, Any]]) -> str:
    """The list of publications as a terminal has it."""
    console = Console(width=140)
    with console.capture() as capture:
        console.print(rendered(rows))
    return capture.get()


@pytest.mark.parametrize("wanted", ["cccc", "", "2024", "../../etc/passwd"])
def test_a_name_that_fits_none_or_several_says_which_there_are(marts: Path, wanted: str) -> None:
    with pytest.raises(publications.NoPublication, match="20240502T021000-bbbb"):
        publications.find(marts, wanted)


def test_only_the_last_are_kept_and_never_without_the_live_one(marts: Path) -> None:
    publications.put_back(marts, publications.find(marts, "20240501"))
    dropped = publications.keep_live(marts, 1)
    assert dropped == ["20240502T021000-bbbb"]
    assert names(marts) == ["20240503T021000-aaaa", "20240501T021000-aaaa"]
    publish(marts, "dddd", 5)
    publications.keep_live(marts, 1)
    assert names(marts) == ["20240506T021000-dddd"]


def test_keeping_takes_no_room_of_its_own(marts: Path) -> None:
    kept = publications.find(marts, "live").path
    assert os.path.samefile(kept, mart_file.mart_file(marts))


def test_without_hard_links_a_copy_is_kept_once(marts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refused)
    publish(marts, "eeee", 7)
    publications.keep_live(marts, 14)
    kept = publications.find(marts, "eeee").path
    assert not os.path.samefile(kept, mart_file.mart_file(marts))
    stamp = kept.stat().st_ino
    publications.keep_live(marts, 14)
    assert kept.stat().st_ino == stamp


def test_a_reader_of_the_old_file_is_not_disturbed_by_putting_back(marts: Path) -> None:
    with mart_file.opened(marts) as reader:
        publications.put_back(marts, publications.find(marts, "bbbb"))
        assert reader.execute("SELECT version FROM marts.publication").fetchone() == ("aaaa",)
    assert live_version(marts) == "bbbb"
    assert names(marts) == ["20240503T021000-aaaa", "20240502T021000-bbbb", "20240501T021000-aaaa"]
    assert not list(marts.rglob("*.partial*"))


def test_a_kept_file_that_cannot_be_read_is_not_put_back(marts: Path) -> None:
    broken = publications.find(marts, "bbbb")
    broken.path.write_bytes(b"no database")
    with pytest.raises(duckdb.Error):
        publications.put_back(marts, broken)
    assert live_version(marts) == "aaaa"


@pytest.fixture(scope="module")
def two_nights(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A day of May 2025 published, and once more after an audited file came late."""
    made = Installation(tmp_path_factory.mktemp("two") / "nights")
    made.land("d1.csv", day_file("20250520", 20))
    assert made.run(today="2025-06-29").success
    made.land("audited/late.csv", day_file("20250520", 43, range(1, 7)))
    assert made.run(today="2025-06-30").success
    return made


def test_publications_are_listed_with_what_they_were_made_from(two_nights: Installation) -> None:
    newest, oldest = json.loads(two_nights.tzeco("publications", "--json").stdout)
    assert (newest["live"], oldest["live"]) == (True, False)
    assert (newest["published_at"], newest["files"], oldest["files"]) == ("2025-07-01 00:00:00", 2, 1)
    assert newest["input_digest"] != oldest["input_digest"]
    assert newest["code_revision"] == oldest["code_revision"] != ""
    assert oldest["restated"] == 0 < newest["restated"]
    told = two_nights.tzeco("publications", COLUMNS="80").stdout
    assert newest["name"] in told
    assert oldest["name"] in told


def test_a_comparison_names_the_day_with_its_values(two_nights: Installation) -> None:
    told = json.loads(two_nights.tzeco("diff", "previous", "live", "--json").stdout)
    days = {(one["subject"], one["period"]): (one["old_value"], one["new_value"], one["unit"])
            for one in told["differences"] if one["measure"] == "pm25"}  # fmt: skip
    assert days["area", "2025-05-20"] == (20.0, 26.0, "µg/m³")
    shown = two_nights.tzeco("diff", "previous", "live", "--lang", "en", COLUMNS="140").stdout
    assert "other inputs" in shown
    assert "other code" not in shown
    assert two_nights.tzeco("diff", "live", "nothing").returncode == 3


def test_the_report_names_the_file_in_both_languages(two_nights: Installation) -> None:
    told = two_nights.tzeco("restatements", COLUMNS="140").stdout
    assert "个数值有修订" in told
    assert "values restated" in told
    assert "audited/late.csv" in told.replace("\n", "").replace(" ", "")


def test_every_restated_value_is_told_once_though_area_and_station_bear_one_id(two_nights: Installation) -> None:
    (count,) = two_nights.query("SELECT count(*) FROM marts.restatement")
    told = json.loads(two_nights.tzeco("restatements", "--json").stdout)["restatements"]
    assert (len(told),) == count
    assert two_nights.query(
        "SELECT station_id FROM marts.dim_station WHERE station_id IN (SELECT area_id FROM marts.dim_area)"
    )


def test_no_rollback_while_a_run_is_at_work(two_nights: Installation) -> None:
    before = two_nights.mart.stat().st_ino
    with run_lock(two_nights.lake, "the night"):
        told = two_nights.tzeco("rollback", "previous")
    assert told.returncode == 4
    assert "Another run is at work" in told.stderr
    assert two_nights.mart.stat().st_ino == before


def test_the_night_after_a_rollback_builds_what_a_whole_build_gives(two_nights: Installation, tmp_path: Path) -> None:
    wrong = publications.live(two_nights.marts)
    told = two_nights.tzeco("rollback", "previous")
    assert told.returncode == 0
    assert wrong is not None
    assert f"it was {wrong.name}, which is kept" in told.stdout
    assert two_nights.query("SELECT pm25 FROM marts.air_daily WHERE level = 'area' AND date = '2025-05-20'") == [
        (20.0,)
    ]
    two_nights.land("d2.csv", day_file("20250522", 40))
    assert two_nights.run(today="2025-07-01").success
    whole = Installation(tmp_path / "whole")
    for name, day, value, hours in (("d1.csv", "20250520", 20, range(24)), ("d2.csv", "20250522", 40, range(24)),
                                    ("audited/late.csv", "20250520", 43, range(1, 7))):  # fmt: skip
        whole.land(name, day_file(day, value, hours))
    assert whole.run(today="2025-07-01").success
    assert values_of_mart(two_nights.mart) == values_of_mart(whole.mart)
    assert two_nights.query(
        "SELECT old_value, new_value FROM marts.restatement WHERE measure = 'pm25' AND subject = 'area'"
    ) == [(20.0, 26.0)]
