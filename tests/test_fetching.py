"""Fetching: whole files land, nothing else does, whatever the server does."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import requests
import web
from tenacity import wait_none
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.download import ATTEMPTS, Limits, Passing, Refused, Remembered, download
from pipelines.fetching import BadSources, Source, fetch, sources_of
from pipelines.settings import Settings

LIMITS = Limits(max_bytes=1_000_000, read_seconds=0.3, total_seconds=1.0)
NOTHING = Remembered()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[web.Site]:
    monkeypatch.setattr("pipelines.download.WAIT", wait_none())
    with web.site() as server:
        yield server


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "raw" / "day.csv"


def take(
    site: web.Site, path: str, target: Path, known: Remembered = NOTHING, limits: Limits = LIMITS
) -> Remembered | None:
    with requests.Session() as session:
        return download(session, site.url(path), target, known, limits)


def left(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def test_a_file_lands_whole_and_is_asked_for_only_when_it_has_changed(site: web.Site, target: Path) -> None:
    known = take(site, "day.csv", target)
    assert target.read_bytes() == web.CSV
    assert known == Remembered(etag=web.ETAG)
    assert take(site, "day.csv", target, known) is None
    assert site.asked[-1]["If-None-Match"] == web.ETAG
    assert left(target) == ["day.csv"]


def test_the_same_bytes_from_a_server_without_memory_leave_the_file_as_it_is(site: web.Site, target: Path) -> None:
    take(site, "day.csv", target)
    stands = target.stat().st_mtime_ns
    assert take(site, "day.csv", target) is None
    assert target.stat().st_mtime_ns == stands


def test_a_broken_body_goes_on_where_it_stopped(site: web.Site, target: Path) -> None:
    site.faults = 1
    take(site, "broken/day.csv", target)
    assert target.read_bytes() == web.CSV
    assert site.asked[1]["Range"] == f"bytes={len(web.CSV) // 2}-"


@pytest.mark.parametrize("path", ["busy/day.csv", "slow/day.csv"])
def test_server_errors_and_silence_are_tried_again(site: web.Site, target: Path, path: str) -> None:
    site.faults = 2
    take(site, path, target)
    assert target.read_bytes() == web.CSV
    assert len(site.asked) == 3


@pytest.mark.parametrize(
    ("path", "told"),
    [("broken/day.csv", ""), ("busy/day.csv", "answers 500"), ("drips/day.csv", "not done within 1 s")],
)
def test_what_never_comes_whole_never_lands(site: web.Site, target: Path, path: str, told: str) -> None:
    site.faults = 100
    with pytest.raises(Passing, match=told):
        take(site, path, target)
    assert len(site.asked) == ATTEMPTS
    assert left(target) == []


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("circle", "redirected more than 5 times"),
        ("page", "a web page"),
        ("posing", "a web page"),
        ("large", "5,000 bytes, more than the limit of 4,000"),
        ("empty", "the body is empty"),
        ("forbidden", "answers 403"),
    ],
)
def test_what_is_no_file_of_data_is_refused_at_once(site: web.Site, target: Path, path: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        take(site, path, target, limits=Limits(4000, 0.3, 1.0))
    assert left(target) == []


def test_bytes_of_another_kind_than_the_name_says_are_refused(site: web.Site, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"not the bytes of a \.xlsx file"):
        take(site, "day.csv", tmp_path / "raw" / "day.xlsx")


def test_a_file_that_is_not_there_yet_is_no_fault(site: web.Site, target: Path) -> None:
    assert take(site, "missing/day.csv", target) is None


def test_a_refused_file_leaves_the_one_that_landed_before(site: web.Site, target: Path) -> None:
    take(site, "day.csv", target)
    with pytest.raises(Refused):
        take(site, "posing", target)
    assert target.read_bytes() == web.CSV


def source(site: web.Site, **more: object) -> Source:
    return Source.model_validate(
        {"name": "s", "dataset": "air_hourly", "url": site.url("{date:%Y}/{date:%Y%m%d}.csv"),
         "file": "fetched/{date:%Y%m%d}.csv", "days_back": 1, **more}
    )  # fmt: skip


def test_the_days_of_each_source_land_and_one_that_fails_stops_no_other(site: web.Site, tmp_path: Path) -> None:
    settings = Settings(raw_dir=tmp_path / "raw", lake_dir=tmp_path / "lake")
    sources = [source(site, url=site.url("page"), name="bad"), source(site)]
    found = list(fetch(settings, sources, date(2024, 3, 28)))
    assert [(one.source, one.day.day, one.state) for one in found] == [
        ("bad", 27, "refused"), ("bad", 28, "refused"), ("s", 27, "landed"), ("s", 28, "landed"),
    ]  # fmt: skip
    folder = tmp_path / "raw" / "air" / "hourly" / "fetched"
    assert sorted(path.name for path in folder.iterdir()) == ["20240327.csv", "20240328.csv"]
    assert {one.state for one in fetch(settings, sources[1:], date(2024, 3, 28))} == {"unchanged"}
    (folder / "20240328.csv").unlink()
    assert [one.state for one in fetch(settings, sources[1:], date(2024, 3, 28))] == ["unchanged", "landed"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ('dataset = "air"', "no such dataset"),
        ('file = "../../x.csv"', "a path below the dataset's folder"),
        ('file = "/etc/x.csv"', "a path below the dataset's folder"),
        ('url = "file:///etc/passwd"', "only http and https"),
        ('url = "http://h/{day}"', "only {date:…} can stand in braces"),
        ("days = 3", "Extra inputs are not permitted"),
        ("max_bytes = 0", "greater than 0"),
    ],
)
def test_a_bad_entry_says_what_to_correct(tmp_path: Path, change: str, told: str) -> None:
    good = {"name": '"s"', "dataset": '"air_hourly"', "url": '"http://h/{date:%Y}"', "file": '"x.csv"'}
    name, _, value = change.partition(" = ")
    path = tmp_path / "sources.toml"
    path.write_text("[[source]]\n" + "\n".join(f"{key} = {one}" for key, one in {**good, name: value}.items()), "utf-8")
    with pytest.raises(BadSources, match=f"(?s){path}.*{told}"):
        sources_of(path)


def test_a_folder_that_leads_elsewhere_is_refused(site: web.Site, tmp_path: Path) -> None:
    settings = Settings(raw_dir=tmp_path / "raw", lake_dir=tmp_path / "lake")
    folder = tmp_path / "raw" / "air" / "hourly"
    folder.mkdir(parents=True)
    (folder / "fetched").symlink_to(tmp_path)
    assert [one.told for one in fetch(settings, [source(site, days_back=0)], date(2024, 3, 28))] == [
        "outside the dataset's folder"
    ]


def test_nothing_is_fetched_unless_sources_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TZECO_SOURCES_FILE", raising=False)
    done = CliRunner().invoke(app, ["fetch"])
    assert done.exit_code == 2
    assert "TZECO_SOURCES_FILE" in done.stdout


def test_the_command_prints_each_file_and_fails_where_one_did_not_land(
    site: web.Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(
        f'[[source]]\nname = "s"\ndataset = "air_hourly"\nurl = "{site.url("posing")}"\nfile = "x.csv"\ndays_back = 0\n',
        "utf-8",
    )
    for name, folder in {
        "TZECO_SOURCES_FILE": path,
        "TZECO_RAW_DIR": tmp_path / "raw",
        "TZECO_LAKE_DIR": tmp_path / "lake",
    }.items():
        monkeypatch.setenv(name, str(folder))
    done = CliRunner().invoke(app, ["fetch", "--date", "2024-03-28", "--lang", "en"])
    assert done.exit_code == 1
    assert "refused" in done.stdout
