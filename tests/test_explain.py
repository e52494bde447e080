"""The macro `explain` on a mart file made by hand: what decides a status, which hours are left out, and under which name
the file is opened."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from assets import explain
from assets.marts import ALL_TABLES
from schemas.emit import literal
from schemas.plan import DECIDED_BY
from standards.limits import rows
from store import mart_file

AREAS = [("city", None), ("t", "city"), ("town", "t")]
HOURS = "2024-03-28"


def insert(mart: duckdb.DuckDBPyConnection, table: str, **columns: Any) -> None:
    """One row; what is not named is empty, or nothing where it may not be."""
    (kept,) = [one for one in ALL_TABLES if one.name == table]
    blank = {"text": "", "int": 0, "bool": False, "date": HOURS, "timestamp": HOURS, "real": None}
    row = {f.name: None if f.nullable else blank[f.kind] for f in kept.fields} | columns
    names = ", ".join(f'"{name}"' for name in row)
    mart.execute(f"INSERT INTO marts.{table} ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A mart file with a district t, a town in it, and a target for the district."""
    made = tmp_path_factory.mktemp("bare") / "tongzhou.duckdb"
    mart_file.assemble(made, [(table, []) for table in ALL_TABLES], explain.statements())
    with duckdb.connect(str(made)) as mart:
        for area, above in AREAS:
            insert(mart, "dim_area", area_id=area, parent_id=above)
        insert(mart, "dim_target", area_id="t", indicator_id="air_pm25_annual_mean", year=2024, period="year",
               valid_from=HOURS, place_id="")  # fmt: skip
        insert(mart, "dim_limit", standard="this project", subject="at_risk_below", limit_value=50.0)
    return made


@pytest.fixture
def path(bare: Path, tmp_path: Path) -> Path:
    """The same file for one test."""
    return Path(shutil.copy(bare, tmp_path))


@pytest.fixture
def mart(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(path)) as connection:
        yield connection


def status(mart: duckdb.DuckDBPyConnection, **columns: Any) -> None:
    insert(mart, "indicator_status", **{"area_id": "t", "year": 2024, "indicator_id": "air_pm25_annual_mean", "value": 36.2,
           "value_text": "36", "unit": "µg/m³", "comparator": "<=", "target": 35.0, **columns})  # fmt: skip


def why(mart: duckdb.DuckDBPyConnection, key: str = "status") -> tuple[str, str]:
    found = mart.execute("SELECT why_zh, why_en FROM explain('air_pm25_annual_mean', 2024) WHERE key = ?", [key])
    return found.fetchall()[0]


@pytest.mark.parametrize(
    ("columns", "zh", "en"),
    [
        ({"status": "not_met", "decided_by": "target"}, "未达标：36 µg/m³，目标≤35", "not met: 36 µg/m³, target ≤35"),
        ({"status": "not_met", "decided_by": "target", "unit": "d"}, "未达标：36 天，目标≤35", "not met: 36 d, target ≤35"),
        ({"status": "met", "decided_by": "tolerance", "tolerance": 2.0}, "不超过容差2", "tolerance of 2"),
        ({"status": "at_risk", "decided_by": "chance", "chance": 31.25}, "达标概率31.2%，低于50%为存在风险", "chance 31.2 %"),
        ({"status": "on_track", "decided_by": "path", "path": 38.5}, "按往年同期进度此时应为38.5", "should stand at 38.5"),
        ({"status": "not_met", "decided_by": "budget_spent"}, "已超过全年控制数≤35", "already exceeded"),
        ({"status": "met", "decided_by": "stated_test", "target": None, "target_text_zh": "总体保持稳定"},
         "计划仅有文字要求（总体保持稳定）", "in words only"),
        ({"status": "awaiting_official", "decided_by": "awaiting_official"}, "以官方发布为准", "only the official value"),
        ({"status": "insufficient_data", "decided_by": "minimum_data"}, "未达到标准的最低要求", "minimum data"),
        ({"status": "no_data", "decided_by": "withheld", "value": None, "value_text": None}, "暂缓发布：", "withheld: "),
    ],
)  # fmt: skip
def test_a_status_says_what_it_follows_from(
    mart: duckdb.DuckDBPyConnection, columns: dict[str, Any], zh: str, en: str
) -> None:
    status(mart, **columns)
    told = why(mart)
    assert zh in told[0]
    assert en in told[1]


def test_every_ground_of_a_status_has_its_words() -> None:
    """Either a sentence with the numbers that decided, or the words of the code."""
    worded = {code for kind, code, zh, en in explain.words() if kind == "decided_by" and zh and en}
    sentences = set(re.findall(r"WHEN '(\w+)' THEN format", explain.text_of("status.sql")))
    assert set(DECIDED_BY) == worded | sentences


def test_what_is_left_of_a_running_year_stands_on_every_basis(mart: duckdb.DuckDBPyConnection) -> None:
    status(mart, status="at_risk", decided_by="chance", chance=31.25)
    for basis, decides in (("raw", True), ("net_dropped", False)):
        insert(mart, "attainment", area_id="t", year=2024, indicator_id="air_pm25_annual_mean", basis=basis,
               measure="pm25_mean", decides=decides, value_to_date=36.2, counted=270, days_left=96, left_unit="d",
               control_value=31.5, chance_resampled=31.25, years_used="2021 2022 2023", note="说明 / remark")  # fmt: skip
    found = mart.execute(
        "SELECT key, used, count_used, count_all, why_zh FROM explain('air_pm25_annual_mean', 2024) "
        "WHERE level = 'outlook' ORDER BY key DESC"
    ).fetchall()
    assert [row[:4] for row in found] == [("pm25_mean/raw", True, 270, 366), ("pm25_mean/net_dropped", False, 270, 366)]
    assert "剩余96天；剩余时段均值须控制在31.5" in found[0][4]
    assert found[0][4].endswith("往年：2021 2022 2023；说明")
    assert found[1][4].startswith("并列口径，不决定状态")


def of_a_day(mart: duckdb.DuckDBPyConnection) -> None:
    """28 March 2024 of a station in the town of t: an hour of declared dust, a corrected one, a flagged one that is
    excluded, and one that stays although flagged; a station of another role."""
    columns = {"date": HOURS, "year": 2024, "dust_day": True, "aqi_status": "complete"}
    status(mart, status="met", decided_by="target", basis="net_reevaluated")
    insert(mart, "dim_dust_day", area_id="city", date=HOURS, hour_from=13, hour_to=13)
    for station, role in (("S", "assessment"), ("B", "background")):
        insert(mart, "dim_station", station_id=station, name_zh=f"{station}站", area_id="town", role=role)
    insert(
        mart,
        "air_daily",
        level="area",
        place_id="t",
        pm25=42.0,
        pm25_net=40.0,
        pm25_count=1,
        stations_total=1,
        **columns,
    )
    insert(mart, "air_daily", level="station", place_id="S", pm25=42.0, pm25_net=40.0, pm25_count=3, **columns)
    insert(mart, "source_file", source_file_id="f", path="air/hourly/day.csv", cells=9)
    insert(mart, "correction", line=2, source_file_id="f", source_row=13, source_column="S站", dataset="air_hourly",
           state="applied", old_value=400.0, new_value=40.0, reason="小数点丢失", who="李伟")  # fmt: skip
    hours = [(12, True, "corrected"), (13, True, None), (14, False, "out_of_range|spike"), (15, True, "stuck")]
    for hour, used, flags in hours:
        for station in ("S", "B"):
            insert(mart, "air_hourly", station_id=station, pollutant="PM2.5", hour_ending=f"{HOURS} {hour}:00:00", date=HOURS,
                   hour=hour, value=40.0, unit="µg/m³", used=used, flags=flags, source_file_id="f", source_row=hour + 1,
                   source_column=f"{station}站")  # fmt: skip


def test_hours_tell_dust_flags_and_corrections(mart: duckdb.DuckDBPyConnection) -> None:
    """Dust that is declared for the city holds for the station in the town; the background station makes no value."""
    of_a_day(mart)
    found = mart.execute(
        "SELECT right(key, 2), used, why_zh, source_file, source_row FROM explain('air_pm25_annual_mean', 2024) "
        "WHERE level = 'hours' ORDER BY key"
    ).fetchall()
    assert found == [
        ("12", True, "可疑标记（保留）：已更正；更正400→40（小数点丢失，李伟）", "air/hourly/day.csv", 13),
        ("13", False, "申报沙尘时段，颗粒物扣除", "air/hourly/day.csv", 14),
        ("14", False, "可疑标记（剔除）：超出仪器量程、突跳", "air/hourly/day.csv", 15),
        ("15", True, "可疑标记（保留）：数值长时间不变", "air/hourly/day.csv", 16),
    ]
    days = (
        "SELECT level, value, count_used FROM explain('air_pm25_annual_mean', 2024) WHERE level LIKE '%days' ORDER BY 1"
    )
    assert mart.execute(days).fetchall() == [("days", 40.0, 1), ("station_days", 40.0, 2)]


def test_a_day_that_its_basis_drops_is_not_used(mart: duckdb.DuckDBPyConnection) -> None:
    of_a_day(mart)
    mart.execute("UPDATE marts.indicator_status SET basis = 'net_dropped'")
    mart.execute("UPDATE marts.air_daily SET exceeding_pollutants = 'PM10'")
    found = mart.execute(
        "SELECT used, adds, why_zh FROM explain('air_pm25_annual_mean', 2024) WHERE level = 'days'"
    ).fetchall()
    assert found == [(False, None, "申报沙尘日且颗粒物超标，按口径剔除")]


def test_the_area_with_targets_is_taken_unless_another_is_named(mart: duckdb.DuckDBPyConnection) -> None:
    status(mart, status="met", decided_by="target")
    status(mart, area_id="town", value=50.0, status="not_met", decided_by="target")
    asked = "SELECT value FROM explain('air_pm25_annual_mean', 2024{}) WHERE key = 'value'"
    assert mart.execute(asked.format("")).fetchall() == [(36.2,)]
    assert mart.execute(asked.format(", area := 'town'")).fetchall() == [(50.0,)]


def test_the_macro_outlives_another_name_and_an_alias(
    path: Path, mart: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    status(mart, status="met", decided_by="target")
    mart.close()
    copy = tmp_path / "别的名字.duckdb"
    copy.write_bytes(path.read_bytes())
    question = "SELECT value FROM explain('air_pm25_annual_mean', 2024) WHERE key = 'value'"
    with duckdb.connect(str(copy), read_only=True) as other:
        assert other.execute(question).fetchall() == [(36.2,)]
        comment = other.execute("SELECT comment FROM duckdb_functions() WHERE function_name = 'explain'").fetchone()
    assert comment == (explain.COMMENT,)
    with duckdb.connect() as other:
        other.execute(f"ATTACH {literal(str(copy))} AS m (READ_ONLY)")
        other.execute("USE m")
        assert other.execute(question).fetchall() == [(36.2,)]


def test_every_indicator_has_steps_from_status_to_files() -> None:
    """Each with a rule in both languages; status, value and files are steps of all."""
    told = list(explain.steps())
    for row in rows("indicators"):
        mine = [step for step in told if step[0] == row["indicator_id"]]
        assert [int(step[1]) for step in mine] == list(range(1, len(mine) + 1))
        levels = [step[2] for step in mine]
        assert (levels[0], levels[2], levels[-1]) == ("status", "value", "files")
        assert len(levels) >= 5
        assert all(all(step[3:7]) for step in mine)
