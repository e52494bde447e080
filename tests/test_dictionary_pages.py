"""The dictionary mart by mart: the pages are those of the registry, sample rows keep the contract, every join finds rows."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from assets.marts import ALL_TABLES
from docs.make_dictionary import DOCS, written
from reports.dictionary_pages import Dictionary, page_of
from schemas.emit import conform, contract_failures, polars_schema
from schemas.joins import Join, joins
from schemas.table import Table, key, text
from store.mart_file import assemble

FILE = json.loads((DOCS / "samples.json").read_text("utf-8"))
SAMPLES: dict[str, list[dict[str, Any]]] = FILE["rows"]
NAMED = Dictionary(ALL_TABLES, SAMPLES, FILE["standards"]).joins
FROM_TEXT = {"date": date.fromisoformat, "timestamp": datetime.fromisoformat}
WITHOUT_ROWS = {"water_lake", "water_discharge_refused", "soil_development_sample", "soil_development_item",
                "carbon_inventory", "correction", "doubt", "restatement", "restatement_cause"}  # fmt: skip
"""What the demonstration has nothing of: it has no lakes, no refused records, no samples of construction land, no
inventory, no corrections, nothing doubtful, and its publication is a first one."""


def typed(table: Table) -> pl.DataFrame:
    """The sample rows of a table with its types."""
    rows = [
        {field.name: FROM_TEXT.get(field.kind, lambda value: value)(row[field.name]) if row[field.name] is not None else None
         for field in table.fields} for row in SAMPLES.get(table.name, [])
    ]  # fmt: skip
    return conform(pl.DataFrame(rows, schema=polars_schema(table)), table)


@pytest.fixture(scope="module")
def mart(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """A mart whose rows are the sample rows."""
    folder = tmp_path_factory.mktemp("samples")
    tables: list[tuple[Table, list[Path]]] = []
    for table in ALL_TABLES:
        path = folder / f"{table.name}.parquet"
        if table.name in SAMPLES:
            typed(table).write_parquet(path)
        tables.append((table, [path] if path.exists() else []))
    assemble(folder / "tongzhou.duckdb", tables)
    return duckdb.connect(str(folder / "tongzhou.duckdb"), read_only=True)


def test_the_pages_are_those_of_the_registry() -> None:
    """`make docs` writes them anew."""
    for path, content in written().items():
        assert (DOCS / path).read_text("utf-8") == content, path
    assert {f"marts/{file.name}" for file in (DOCS / "marts").iterdir()} | {"dictionary.md"} == set(written())


def test_every_table_stands_on_one_page() -> None:
    text = "\n".join(written().values())
    for table in ALL_TABLES:
        assert text.count(f"\n## {table.name} {table.name_zh}\n") == 1
        assert page_of(table) in {
            "reference",
            "air",
            "water",
            "soil",
            "climate",
            "ecology",
            "plan",
            "official",
            "provenance",
        }


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.name)
def test_sample_rows_keep_the_contract_of_their_table(table: Table) -> None:
    """Where a column came or went since, `docs/make_samples.py` makes them anew."""
    if table.name in WITHOUT_ROWS:
        assert table.name not in SAMPLES
        return
    assert all(list(row) == list(table.columns) for row in SAMPLES[table.name])
    assert contract_failures(table, typed(table)) == []


def test_sample_rows_of_observations_are_demonstration_data() -> None:
    for name in ("air_hourly", "air_daily", "water_sample", "soil_sample", "energy_monthly", "groundwater", "ei_trend"):
        assert {row["origin"] for row in SAMPLES[name]} == {"demo"}, name


@pytest.mark.parametrize("join", NAMED, ids=lambda join: f"{join.table}-{join.other}")
def test_every_join_that_is_named_finds_rows(mart: duckdb.DuckDBPyConnection, join: Join) -> None:
    (found,) = mart.execute(join.statement("count(*)")).fetchall()
    assert found[0] > 0


def test_most_tables_join_to_another_one() -> None:
    """Those that name an area, a section, an indicator, a task or a file lead to it."""
    assert {join.other for join in NAMED} >= {"dim_area", "dim_section", "dim_station", "dim_indicator", "dim_task",
                                              "dim_target", "dim_measure", "source_file", "indicator_status"}  # fmt: skip


def test_a_table_joins_to_one_whose_whole_key_it_has_under_the_same_chinese_name() -> None:
    place = Table("place", "地点", "", (key("code", "编号", "text", ""),))
    value = Table("value", "数值", "", (key("id", "序号", "text", ""), text("code", "编号", "")))
    other = Table("other", "其他", "", (key("number", "号", "text", ""), text("code", "代码", "")))
    assert joins((place, value, other)) == (Join("value", "place", ("a.code = b.code",)),)
