"""The bulletin on the command line: a paragraph, a document, a month kept as issued, a late audited file, its changes."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import DATA, Installation

from reports.bulletin_paragraph import paragraph
from reports.bulletin_reading import BadPeriod, NoBulletin, load


def land_audited(installation: Installation) -> None:
    """29 March again, audited: PM2.5 is 50 in each of its 24 hours at every point, all else as it was.

    The files count hours from 0: the day's hours are those that they call 1 to 23 and 0 of the next day.
    """
    folder = installation.raw / "air" / "hourly" / "demo" / "audited"
    folder.mkdir()
    for name in ("all", "extra"):
        lines = [line for day in ("20240329", "20240330")
                 for line in (DATA / "air" / "hourly" / "demo" / f"beijing_{name}_{day}.csv").read_text("utf-8").splitlines()]  # fmt: skip
        header, *hours = dict.fromkeys(lines)
        kept = [line for line in hours if re.match(r"20240329,(?!0,)|20240330,0,", line)]
        fixed = [re.sub(r"^(\d+,\d+,PM2\.5),.*$", r"\1,50,50,50,50,50", line) for line in kept]
        (folder / f"beijing_{name}_20240329.csv").write_text("\n".join([header, *fixed]) + "\n", "utf-8")


def day_of(installation: Installation, column: str) -> Any:
    ((value,),) = installation.query(
        f"SELECT {column} FROM marts.air_daily WHERE level = 'area' AND place_id = 'tongzhou' AND date = DATE '2024-03-29'"
    )
    return value


def test_a_late_audited_file_is_listed_against_the_month_as_issued(with_demo_days: Installation) -> None:
    assert with_demo_days.run().success
    before = {column: day_of(with_demo_days, column) for column in ("pm25", "stage")}
    assert before["stage"] == "realtime"
    assert before["pm25"] != 50.0
    frozen = with_demo_days.tzeco("bulletin", "--month", "2024-03", "--freeze")
    assert frozen.returncode == 0, frozen.stderr
    assert (
        frozen.stdout
        == "（演示数据）通州区2024年3月PM2.5有效数据不足（5/31天），不作评价；1—3月PM2.5有效数据不足（5/91天），不作评价。\n"
    )
    version = with_demo_days.query("SELECT version FROM marts.publication")[0][0]

    unchanged = with_demo_days.tzeco("bulletin", "--month", "2024-03", "--changes", "--lang", "en")
    assert "No figure has changed." in unchanged.stdout

    land_audited(with_demo_days)
    assert with_demo_days.run().success
    assert day_of(with_demo_days, "pm25") == 50.0
    listed = json.loads(with_demo_days.tzeco("bulletin", "--month", "2024-03", "--changes", "--json").stdout)
    assert listed["issued_publication"]["version"] == version
    assert (
        listed["publication"]["version"]
        == with_demo_days.query("SELECT version FROM marts.publication")[0][0]
        != version
    )
    assert listed["issued_text"]["zh"] + "\n" == frozen.stdout
    found = {(change["part"], change["row"], change["column"]): (change["issued"], change["now"])
             for change in listed["changes"]}  # fmt: skip
    assert found["day", "2024-03-29", "pm25"] == (before["pm25"], 50.0)
    assert found["day", "2024-03-29", "stage"] == ("realtime", "audited")
    assert {row for part, row, _ in found if part == "day"} == {"2024-03-29"}
    assert ("period", "month pm25_mean", "value") in found

    table = with_demo_days.tzeco("bulletin", "--month", "2024-03", "--changes", COLUMNS="200").stdout
    assert str(version) in table
    assert "空气质量日值" in table
    assert f"{len(found)} 个数值有变化。" in table

    again = with_demo_days.tzeco("bulletin", "--month", "2024-03", "--freeze")
    assert again.returncode == 1
    assert "不覆盖" in again.stderr
    drafted = with_demo_days.tzeco("bulletin", "--month", "2024-03")
    assert f"{len(found)} figures have changed" in drafted.stderr
    assert with_demo_days.tzeco("bulletin", "--month", "2024-03", "--freeze", "--replace").returncode == 0
    folders = sorted(path.name for path in (with_demo_days.marts / "bulletins" / "tongzhou").iterdir() if path.is_dir())
    assert folders == ["2024-03", "2024-03.replaced-1"]


def test_paragraph_goes_to_standard_output_and_the_document_beside_the_mart(published: Installation) -> None:
    told = published.tzeco("bulletin", "--day", "2024-03-28", "--lang", "en")
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("(Demo) Tongzhou District 28 Mar 2024: AQI ")
    assert told.stdout.count("\n") == 1
    assert (published.marts / "bulletins" / "tongzhou" / "2024-03-28.draft.en.docx").read_bytes()[:2] == b"PK"


def test_a_day_without_data_says_so_and_is_not_issued(published: Installation, tmp_path: Path) -> None:
    target = tmp_path / "day.docx"
    told = published.tzeco("bulletin", "--day", "2024-07-01", "--docx", str(target))
    assert (told.returncode, told.stdout) == (0, "通州区2024年7月1日没有空气质量数据，不作评价。\n")
    assert target.exists()
    kept = published.tzeco("bulletin", "--day", "2022-07-01", "--freeze")
    assert kept.returncode == 3
    assert "不定稿" in kept.stderr


@pytest.mark.parametrize(("arguments", "code", "told"), [
    ((), 2, "--day、--month、--year 取其一"), (("--day", "2024-03-28", "--month", "2024-03"), 2, "取其一"),
    (("--month", "2024-13"), 2, "请写成 2024-03"), (("--month", "24-3"), 2, "请写成 2024-03"),
    (("--month", "2024-03", "--area", "nowhere"), 3, "没有区域 nowhere"),
    (("--month", "2024-02", "--changes"), 3, "2024-02 没有定稿"),
    (("--month", "2024-03", "--replace"), 2, "--replace goes with --freeze"),
])  # fmt: skip
def test_what_cannot_be_told_says_why(
    published: Installation, arguments: tuple[str, ...], code: int, told: str
) -> None:
    found = published.tzeco("bulletin", *arguments)
    assert found.returncode == code
    assert told in found.stderr


def test_without_a_publication_it_says_what_to_do(installation: Installation) -> None:
    with pytest.raises(NoBulletin, match="run `tzeco run` first"):
        load(installation.marts, "day", "2024-03-28")
    with pytest.raises(BadPeriod):
        load(installation.marts, "day", "2024-02-30")


def with_outlook(published: Installation, folder: Path, as_of: str) -> Path:
    """A copy of the publication that has an outlook of PM2.5: 275 days left, at most 36.78."""
    shutil.copy(published.mart, folder / published.mart.name)
    with duckdb.connect(str(folder / published.mart.name)) as mart:
        mart.execute(f"""
            INSERT INTO marts.attainment BY NAME SELECT 'tongzhou' AS area_id, 2024 AS year,
            'air_pm25_annual_mean' AS indicator_id, '' AS place_id, '' AS item, 'raw' AS basis, 'pm25_mean' AS measure,
            true AS decides, DATE '{as_of}' AS as_of, '<=' AS comparator, 35 AS target, 'µg/m³' AS unit,
            29.6 AS value_to_date, 275 AS days_left, 'd' AS left_unit, 36.78 AS control_value,
            'comfortable' AS feasibility, 'demo' AS origin, '[choice]' AS standard
        """)
    return folder


def test_what_is_left_is_told_as_of_the_last_day_of_the_bulletin_only(published: Installation, tmp_path: Path) -> None:
    marts = with_outlook(published, tmp_path, "2024-03-31")
    assert "余275天PM2.5日均须不高于36.7" in paragraph(load(marts, "month", "2024-03"), "zh")
    assert "余" not in paragraph(load(marts, "month", "2024-04"), "zh")
    assert "余" not in paragraph(load(published.marts, "month", "2024-03"), "zh")


def test_a_publication_without_a_table_leaves_its_part_out(published: Installation, tmp_path: Path) -> None:
    shutil.copy(published.mart, tmp_path / published.mart.name)
    with duckdb.connect(str(tmp_path / published.mart.name)) as mart:
        for table in (
            "attainment",
            "district_ranking",
            "town_ranking",
            "water_section_monthly",
            "air_dustfall_monthly",
        ):
            mart.execute(f"DROP TABLE marts.{table}")
    told = paragraph(load(tmp_path, "month", "2024-03"), "zh")
    assert told == paragraph(load(published.marts, "month", "2024-03"), "zh")
