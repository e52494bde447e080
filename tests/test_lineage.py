"""Column lineage: every column of every mart is told where it comes from, and what is told is what happens."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from conftest import Installation
from lineage_changes import Change, change_between, marts_of
from lineage_fields import of_a_file

from assets import official, plan_targets, releases
from assets.lineage import descendants, lineage
from assets.marts import ALL_TABLES
from assets.sql_lineage import columns_read
from assets.sql_marts_lineage import written_lineage
from schemas.lineage import OF_SQL, Column

FOLDER = Path(__file__).parent.parent / "schemas" / "lineage"
DEFAULTS = FOLDER.parent.parent / "store" / "reference_defaults"
OF_THE_FILE = of_a_file("air_hourly")


def columns_of_marts() -> list[Column]:
    return [Column(f"marts/{table.name}", "", name) for table in ALL_TABLES for name in table.columns]


def test_every_column_of_every_mart_has_a_source_or_a_reason() -> None:
    known = lineage()
    silent = [one for one in columns_of_marts() if not known.upstream.get(one) and not known.reasons.get(one)]
    assert silent == []


def test_every_upstream_column_exists_in_its_asset() -> None:
    known = lineage()
    missing = {above for sources in known.upstream.values() for above in sources if above not in known.upstream}
    assert missing == set()


def test_the_declared_columns_of_lake_tables_are_those_that_a_night_writes(published: Installation) -> None:
    found = dict(lake_tables(published.lake))
    assert len(found) > 40
    for (asset, table), columns in found.items():
        said = {name for name in lineage().columns(asset, table) if ":" not in name}
        assert said == columns, (asset, table)


def lake_tables(lake: Path) -> Iterator[tuple[tuple[str, str], set[str]]]:
    """The columns of the tables of the lake that a column can be traced to, by asset and table."""
    for place in {path.parent if path.stem.startswith("year=") else path for path in lake.rglob("*.parquet")}:
        folder, *rest = place.relative_to(lake).with_suffix("").parts
        key = asset_of(folder, "/".join(rest))
        if key is not None and (file := place if place.is_file() else next(place.glob("*.parquet"), None)):
            yield key, set(pl.read_parquet_schema(file))


def asset_of(folder: str, name: str) -> tuple[str, str] | None:
    """The asset and table that a table of the lake belongs to; None of what no lineage speaks of."""
    dataset, _, frame = name.partition("/")
    if name in ELSEWHERE or frame == "digest":
        return ELSEWHERE.get(name)
    if folder == "evaluations":
        return (f"{dataset}_evaluated", frame) if frame else (name, "")
    tables = {"observations": "", "outcomes": "outcomes", "set_aside": "set_aside", "lost": "lost"}
    if folder == "manifest":
        return f"{name}_files", "manifest"
    return (f"{name}_observations", tables[folder]) if folder in tables else None


def test_every_asset_of_the_lineage_is_in_the_graph_and_no_mart_has_a_column_of_its_own_making() -> None:
    from pipelines.definitions import defs

    in_graph = {key.to_user_string() for key in defs.resolve_asset_graph().get_all_asset_keys()}
    assert {one.asset for one in lineage().upstream} - in_graph == {"marts/publication"}
    published = {one for one in lineage().upstream if one.asset.startswith("marts/") and not one.table}
    assert published == set(columns_of_marts())


def test_the_written_lineage_is_that_of_the_sql() -> None:
    assert (FOLDER / OF_SQL).read_text("utf-8") == written_lineage()


def test_nobody_declares_what_the_parser_reads() -> None:
    """A column of a mart of SQL is declared only where the SQL states a constant."""
    read = {row["asset"] for row in csv.DictReader((FOLDER / OF_SQL).open(encoding="utf-8"))}
    for file in FOLDER.glob("*.csv"):
        if file.name != OF_SQL:
            for row in csv.DictReader(file.open(encoding="utf-8")):
                assert row["table"] or row["asset"] not in read or not row["upstream"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select a.x / 2 as y from a", {"y": {"a.x"}}),
        ("select b.name from a left join b on b.id = a.id", {"name": {"b.name", "b.id", "a.id"}}),
        ("select b.name from a left join b using (id)", {"name": {"b.name", "b.id", "a.id"}}),
        ("select sum(x) as total from a where id > 1 group by name", {"total": {"a.x", "a.id", "a.name"}}),
        ("with c as (select x as z from a) select z + 1 as y from c", {"y": {"a.x"}}),
        ("select x from a union all select name from b", {"x": {"a.x", "b.name"}}),
        ("select x from a union all by name select id as x, name from b", {"x": {"a.x", "b.id"}, "name": {"b.name"}}),
        ("select * exclude (id) replace (x * 2 as x) from a", {"x": {"a.x"}, "name": {"a.name"}}),
        ("select 'fixed' as word from a", {"word": set()}),
        ("select row_number() over (partition by name order by x) as n from a", {"n": {"a.name", "a.x"}}),
    ],
)  # fmt: skip
def test_a_query_rests_on_what_it_selects_joins_and_chooses_by(query: str, expected: dict[str, set[str]]) -> None:
    found = columns_read(query, {"a": ["id", "x", "name"], "b": ["id", "name"]})
    assert {name: {".".join(one) for one in reads} for name, reads in found.items()} == expected


def test_a_column_that_may_be_of_two_relations_is_refused() -> None:
    with pytest.raises(ValueError, match="name: say which it is taken from"):
        columns_read("select * replace (name || '!' as name) from (select a.*, b.id as other from a, b), b",
                     {"a": ["id", "x", "name"], "b": ["id", "name"]})  # fmt: skip


POLLUTANTS = ("PM2.5", "PM10", "SO2", "NO2", "CO", "O3")
CLEAN_DAY, OTHER_DAY = "20240330", "20240329"


def edit_values(*pollutants: str) -> Callable[[Installation], None]:
    """Far more than every station measured of some pollutants on a clean day; of PM10 beyond the end of the scale."""
    factor = 40 if "PM10" in pollutants else 8

    def larger(cell: str) -> str:
        return f"{float(cell) * factor + 1:g}" if cell else ""

    return lambda installation: edit_cells(installation, CLEAN_DAY, pollutants, larger)


def erase_values(installation: Installation) -> None:
    """Take away what was measured on another day."""
    edit_cells(installation, OTHER_DAY, POLLUTANTS, lambda _cell: "")


def edit_cells(installation: Installation, day: str, pollutants: tuple[str, ...], edit: Callable[[str], str]) -> None:
    for path in (installation.raw / "air" / "hourly" / "demo").glob(f"*_{day}.csv"):
        rows = [line.split(",") for line in path.read_text("utf-8").splitlines()]
        edited = [[*row[:3], *map(edit, row[3:])] if row[2] in pollutants else row for row in rows]
        path.write_text("".join(",".join(row) + "\n" for row in edited), "utf-8")


def edit_target(installation: Installation) -> None:
    """Set the target for PM2.5 of 2024 to 20 instead of 35."""
    lines = (DEFAULTS / "targets.csv").read_text("utf-8").splitlines()
    place = lines[0].split(",").index("target")

    def lowered(line: str) -> str:
        cells = line.split(",")
        hit = cells[:3] == ["tongzhou", "air_pm25_annual_mean", "2024"]
        return ",".join([*cells[:place], "20", *cells[place + 1 :]]) if hit else line

    assert [lowered(line) for line in lines] != lines
    installation.reference("targets", "\n".join(map(lowered, lines)) + "\n")


CELLS = frozenset(
    Column("air_hourly_files", "", name)
    for name in ("station_label", "pollutant", "hour_ending", "date", "hour", "source_row", "source_column",
                 *(f"value:{one}" for one in POLLUTANTS))
) | {Column("air_hourly_files", "manifest", name) for name in ("empty", "first_hour", "last_hour")}  # fmt: skip
"""All of a cell that is gone."""


def concentrations(*pollutants: str) -> frozenset[Column]:
    return OF_THE_FILE | {Column("air_hourly_files", "", f"value:{one}") for one in pollutants}


ELSEWHERE: dict[str, tuple[str, str] | None] = {
    "air_values": None,
    "air_varied": ("air_years_varied", ""),
    "air_dust_proposals": ("air_warnings", "proposals"),
    "air_episodes": ("air_warnings", "episodes"),
    "attainment/calibration": ("attainment_calibrated", ""),
    "plan/tasks": ("plan_tasks_evaluated", "tasks"),
    "plan/actions": ("plan_tasks_evaluated", "actions"),
    "plan/quarters": ("plan_tasks_evaluated", "quarters"),
    "water_areas": ("water_areas", "areas"),
    "water_indices": ("water_areas", "indices"),
    "water_lakes": ("water_areas", "lakes"),
    "water_sections_samples": ("water_sections_evaluated", "samples"),
    "water_sections_items": ("water_sections_evaluated", "items"),
    "water_sections_periods": ("water_sections_evaluated", "periods"),
    **{f"reckoned/{one.name}": (one.name, "") for one in
       (*plan_targets.RECKONINGS, *official.RECKONINGS, releases.STANDINGS)},
}  # fmt: skip
"""Tables of evaluations that do not bear the name of their asset. The values of stations and days are read by no mart."""

AIR_MARTS = ("marts/air_hourly", "marts/air_daily", "marts/air_period")
NOT_IN_FIVE_DAYS = {
    "air_daily.stage": "all hours are of one stage",
    "air_daily.origin": "all hours are of one origin",
    "air_period.valid": "five days never make a month or a year",
    "air_period.within_limit": "of valid years only",
    "air_period.comparable": "there is no year before",
    "air_period.previous_value": "there is no year before",
    "air_period.previous_printed": "there is no year before",
    "air_period.previous_valid_days": "there is no year before",
    "air_period.change": "there is no year before",
    "air_period.change_printed": "there is no year before",
    "air_period.stage": "all hours are of one stage",
    "air_period.origin": "all hours are of one origin",
}

NIGHTS: dict[str, tuple[Callable[[Installation], None], frozenset[Column]]] = {
    "PM2.5": (edit_values("PM2.5"), concentrations("PM2.5")),
    "PM10": (edit_values("PM10"), concentrations("PM10")),
    "O3": (edit_values("O3"), concentrations("O3")),
    "gases": (edit_values("SO2", "NO2", "CO"), concentrations("SO2", "NO2", "CO")),
    "erased": (erase_values, OF_THE_FILE | CELLS),
    "target": (edit_target, frozenset({Column("reference/targets", "", "target")})),
}
"""What is changed in the landing zone before each night, and which raw fields that changes."""


@pytest.fixture(scope="module")
def changes(published: Installation, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Change]:
    """Five demonstration days, and one night after each change of their landing zone."""
    installation = published.copied(tmp_path_factory.mktemp("perturbed") / "installation")
    before, found = marts_of(installation), {}
    for name, (change, raw) in NIGHTS.items():
        change(installation)
        assert installation.run().success
        after = marts_of(installation)
        edited = {next(iter(raw)).asset.removesuffix("_files"): raw}
        found[name] = change_between(before, after, edited)
        before = after
    return found


@pytest.mark.parametrize("night", NIGHTS)
def test_what_a_raw_field_changes_is_declared_to_rest_on_it(changes: dict[str, Change], night: str) -> None:
    change = changes[night]
    assert change.changed
    assert change.unexplained == set()


def test_each_declared_column_of_the_days_of_air_is_shown_by_a_change(changes: dict[str, Change]) -> None:
    """Of what is declared to rest on concentrations all is seen to move, but for what five days of one year can't."""
    nights = [changes[name] for name in ("PM2.5", "PM10", "O3", "gases")]
    declared = {one for night in nights for one in night.declared("air_hourly") if one.asset in AIR_MARTS}
    shown = {one for night in [*nights, changes["erased"]] for one, _ in night.changed if one.asset in AIR_MARTS}
    assert {f"{one.asset.partition('/')[2]}.{one.name}" for one in declared - shown} == set(NOT_IN_FIVE_DAYS)


def test_a_pollutant_is_declared_to_change_its_own_columns_only() -> None:
    below = {one.name for one in descendants([Column("air_hourly_files", "", "value:O3")]) if one.asset == AIR_MARTS[1]}
    assert {"o3", "o3_1h", "iaqi_o3", "aqi"} <= below
    assert not below & {"pm25", "so2", "iaqi_no2", "co_count", "place_id", "date"}
