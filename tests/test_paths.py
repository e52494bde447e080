"""No path from data or configuration leads out of its folder: names in reference tables, links, templates of files."""

import os
from datetime import date
from pathlib import Path

import duckdb
import pytest
from conftest import Installation
from pydantic import ValidationError
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.fetching import Source
from reports.bulletin_document import BadTemplate, template
from store.publications import NoPublication, find
from store.reference import References, ReferenceTableError

HEADER = "area_id,name_zh,name_en,level,parent_id"
OUTWARD = ["../../etc", "/etc/cron.d", "..", ".", "tongzhou/../..", ".hidden", "a\\b", "a/b"]
"""Names that are paths."""


@pytest.mark.parametrize("name", OUTWARD)
def test_an_area_whose_code_is_a_path_is_refused(tmp_path: Path, name: str) -> None:
    """Reports, exports and bulletins lie beside the mart in a folder that is called by the code of their area."""
    table = tmp_path / "reference" / "areas.csv"
    table.parent.mkdir()
    table.write_text(f"{HEADER}\ntongzhou,通州区,Tongzhou,district,\n{name},某区,Some,district,\n", "utf-8")
    with pytest.raises(ReferenceTableError, match=r"areas\.csv, row 3, column area_id: .* is no name for a folder"):
        References(tmp_path).table("areas")


def test_codes_of_areas_in_use_are_plain_names(tmp_path: Path) -> None:
    assert References(tmp_path).table("areas").height > 20


@pytest.mark.parametrize("name", ["../../tongzhou", "/etc/passwd", "..", "live/../../x"])
def test_a_publication_is_found_among_the_kept_ones_only(tmp_path: Path, name: str) -> None:
    (tmp_path / "marts" / "publications").mkdir(parents=True)
    (tmp_path / "tongzhou.duckdb").touch()
    with pytest.raises(NoPublication):
        find(tmp_path / "marts", name)


@pytest.mark.parametrize("name", ["../missed_targets", "/etc/passwd", "../../reports/queries/missed_targets"])
def test_a_named_query_is_a_name_and_no_path(
    published: Installation, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("TZECO_MARTS_DIR", str(published.marts))
    told = CliRunner().invoke(app, ["query", "--name", name])
    assert told.exit_code != 0
    assert "missed_targets" not in told.stdout


def test_a_year_or_area_of_the_command_line_forms_no_path(
    published: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An area must be one of the mart; nothing is written for another."""
    monkeypatch.setenv("TZECO_MARTS_DIR", str(published.marts))
    before = sorted(published.root.rglob("*"))
    for verb in (["report"], ["export", "--csv"], ["export", "--xlsx"], ["bulletin", "--month", "2024-03"]):
        assert CliRunner().invoke(app, [*verb, "--area", "../../../outside"]).exit_code != 0
    for period in (["--month", "../../x"], ["--year", "../2024"], ["--day", "/etc/passwd"]):
        assert CliRunner().invoke(app, ["bulletin", *period]).exit_code != 0
    assert sorted(published.root.rglob("*")) == before


@pytest.mark.parametrize(
    "file",
    ["../a.csv", "/tmp/a.csv", "a/../../b.csv", "~/a.csv", "{date:..}/a.csv", "{date:/tmp/%Y}.csv", "{date:.%Y}.csv"],
)
def test_a_template_of_a_fetched_file_names_a_place_below_its_dataset(file: str) -> None:
    with pytest.raises(ValidationError, match="a path below the dataset's folder"):
        Source(name="a", dataset="air_hourly", url="http://127.0.0.1/a.csv", file=file)


def test_a_template_with_folders_by_day_is_taken() -> None:
    one = Source(name="a", dataset="air_hourly", url="http://127.0.0.1/a.csv", file="{date:%Y/%m}/a-{date:%d}.csv")
    assert one.file.format(date=date(2024, 5, 1)) == "2024/05/a-01.csv"


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    """A landing zone whose reference tables are links of another account to files of ours outside."""
    if os.geteuid() != 0:
        pytest.skip("only root can give a link to another owner")
    raw, outside = tmp_path / "raw", tmp_path / "outside"
    (raw / "reference" / "demo").mkdir(parents=True)
    outside.mkdir()
    for name in ("areas.csv", "demo/targets.csv", "bulletin.docx"):
        elsewhere = outside / Path(name).name
        elsewhere.write_text("root:secret:0\n", "utf-8")
        (raw / "reference" / name).symlink_to(elsewhere)
        os.lchown(raw / "reference" / name, 54321, 54321)
    return raw


def test_a_reference_table_that_somebody_else_linked_from_outside_is_not_read(linked: Path) -> None:
    references = References(linked)
    for read in (lambda: references.table("areas"), references.demo_targets, references.digest):
        with pytest.raises(ReferenceTableError, match="link to another owner's file outside the landing zone") as found:
            read()
        assert "secret" not in str(found.value)


def test_a_template_of_the_bulletin_that_somebody_else_linked_is_not_read(linked: Path) -> None:
    with pytest.raises(BadTemplate, match="link to another owner's file"):
        template("zh", linked / "reference")


def test_a_link_of_our_own_and_one_within_the_landing_zone_are_followed(tmp_path: Path) -> None:
    """An operator may keep the tables elsewhere."""
    raw, table = tmp_path / "raw", tmp_path / "elsewhere.csv"
    (raw / "reference").mkdir(parents=True)
    table.write_text(f"{HEADER}\na,某区,Some,district,\n", "utf-8")
    (raw / "reference" / "areas.csv").symlink_to(table)
    assert References(raw).table("areas").get_column("area_id").to_list() == ["a"]
    if os.geteuid() == 0:
        within = raw / "reference" / "within.csv"
        table.rename(within)
        (raw / "reference" / "areas.csv").unlink()
        (raw / "reference" / "areas.csv").symlink_to(within)
        os.lchown(raw / "reference" / "areas.csv", 54321, 54321)
        assert References(raw).table("areas").height == 1


def test_sql_in_a_query_reads_no_file(published: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZECO_MARTS_DIR", str(published.marts))
    for sql in ("FROM read_text('/etc/hostname')", "ATTACH '../x.duckdb'", "COPY (SELECT 1) TO '/tmp/out.csv'"):
        assert CliRunner().invoke(app, ["query", sql]).exit_code != 0
    with duckdb.connect(str(published.mart), read_only=True) as mart:
        assert mart.sql("SELECT count(*) FROM marts.publication").fetchall() == [(1,)]
