"""The field registry: one place from which every description of a column is emitted."""

import duckdb
import polars as pl
import pytest

from assets.marts import ALL_TABLES
from reports.dictionary import markdown
from schemas.emit import conform, duckdb_statements, pandera_model, polars_schema, ui_schema
from schemas.table import Table, count, key, real, text

EXAMPLE = Table(
    "example",
    "示例",
    "One row per name.",
    (
        key("name", "名称", "text", "Name."),
        count("days", "天数", "Days.", unit="d"),
        real("share", "占比", "Share.", "%", at_least=0, at_most=100),
        text("kind", "类别", "Kind.", one_of=("a", "b")),
    ),
)


def example(**columns: list[object]) -> pl.DataFrame:
    base: dict[str, list[object]] = {"name": ["x"], "days": [1], "share": [50.0], "kind": ["a"]}
    return conform(pl.DataFrame({**base, **columns}), EXAMPLE)


def test_a_row_within_its_bounds_holds_the_contract() -> None:
    pandera_model(EXAMPLE).validate(example(share=[None]), lazy=True)


@pytest.mark.parametrize(
    "broken",
    [{"days": [-1]}, {"days": [None]}, {"share": [100.5]}, {"kind": ["c"]}, {"name": [None]}],
    ids=["below zero", "missing count", "above its bound", "no such word", "missing key"],
)
def test_a_row_beyond_its_bounds_breaks_the_contract(broken: dict[str, list[object]]) -> None:
    import pandera.errors

    with pytest.raises(pandera.errors.SchemaErrors):
        pandera_model(EXAMPLE).validate(example(**broken), lazy=True)


def test_a_repeated_key_breaks_the_contract() -> None:
    import pandera.errors

    twice = pl.concat([example(), example()])
    with pytest.raises(pandera.errors.SchemaErrors):
        pandera_model(EXAMPLE).validate(twice, lazy=True)


def test_duckdb_gets_types_and_comments_in_both_languages() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA marts")
        for statement in duckdb_statements(EXAMPLE):
            connection.execute(statement)
        columns = connection.execute("SELECT column_name, data_type, comment FROM duckdb_columns()").fetchall()
        (table,) = connection.execute("SELECT comment FROM duckdb_tables()").fetchall()
    assert columns[1] == ("days", "BIGINT", "天数 [d]。Days.")
    assert table == ("示例。One row per name. Key: name.",)


def test_the_ui_gets_the_same_columns() -> None:
    schema = ui_schema(EXAMPLE)
    assert [column.name for column in schema.columns] == list(EXAMPLE.columns)
    assert schema.columns[2].description == "占比 [%]。Share."


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.name)
def test_every_table_has_a_key_and_every_column_its_words(table: Table) -> None:
    assert table.keys
    assert len(set(table.columns)) == len(table.columns)
    assert all(field.name_zh and field.description for field in table.fields)
    assert list(polars_schema(table)) == list(table.columns)


def test_the_printed_dictionary_has_every_table_and_column() -> None:
    printed = markdown(ALL_TABLES)
    for table in ALL_TABLES:
        assert f"## {table.name} {table.name_zh}\n" in printed
        assert all(f"| `{name}` |" in printed for name in table.columns)
