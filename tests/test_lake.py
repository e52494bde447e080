"""The lake: what a table says of its rows."""

from pathlib import Path

import polars as pl
import pytest

from store.lake import Lake

ROWS = pl.DataFrame({"section": ["甲", "乙", None], "value": [1, 2, 3], "rows": [[1], [2, 3], None]})


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path)


def content(lake: Lake, frame: pl.DataFrame, digest: str = "") -> str:
    lake.write("table", frame, digest=digest)
    return lake.content("table")


def test_rows_made_again_of_something_else_have_the_same_content(lake: Lake) -> None:
    assert content(lake, ROWS, "one") == content(lake, pl.concat([ROWS[:1], ROWS[1:]]), "two")
    assert lake.digest("table") == "two"


@pytest.mark.parametrize(
    "other",
    [
        ROWS.with_columns(value=pl.when(pl.col("value") == 2).then(4).otherwise("value")),
        ROWS.reverse(),
        ROWS.rename({"value": "number"}),
        ROWS.with_columns(pl.col("value").cast(pl.Int32)),
        ROWS.with_columns(section=pl.col("section").fill_null("")),
        ROWS.head(2),
        ROWS.clear(),
    ],
    ids=["a value", "the order", "a name", "a type", "an empty text for none", "a row less", "no row"],
)
def test_another_table_has_another_content(lake: Lake, other: pl.DataFrame) -> None:
    assert content(lake, ROWS) != content(lake, other)


def test_tables_without_rows_differ_by_their_columns(lake: Lake) -> None:
    assert content(lake, ROWS.clear()) != content(lake, ROWS.select("section").clear())


def test_a_table_that_is_not_there_has_no_content(lake: Lake) -> None:
    assert (lake.content("table"), lake.content("table", 2024), lake.contents("table")) == ("", "", [])


def test_the_contents_of_a_table_name_their_years(lake: Lake) -> None:
    for year in (2024, 2023):
        lake.write("table", ROWS, year=year)
    assert [text.split()[0] for text in lake.contents("table")] == ["2023", "2024"]
