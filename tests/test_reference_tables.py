"""Reference tables of the landing zone: a cell is what its column says, or the message names file, row and column."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.table import Table
from store.reference import TABLES, References, ReferenceTableError, typed

TARGET = "area_id,indicator_id,year,period,comparator,target,tolerance,unit,basis,firmness,decimals,text_zh,document"


def refusal(tmp_path: Path, name: str, content: bytes) -> str:
    path = tmp_path / "reference" / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    with pytest.raises(ReferenceTableError) as found:
        References(tmp_path).table(name)
    return str(found.value)


@pytest.mark.parametrize("word", ["nan", "NaN", "inf", "-Infinity", "1e999", "3_5"])
def test_a_target_that_is_no_number_is_refused(tmp_path: Path, word: str) -> None:
    """Python takes all of these for floats; nothing compares with NaN, so that no bound would notice it."""
    row = f"tongzhou,air_pm25_annual_mean,2024,year,<=,{word},,µg/m³,raw,binding,0,,"
    told = refusal(tmp_path, "targets", f"{TARGET}\n{row}\n".encode())
    assert "reference/targets.csv, row 2, column target" in told
    assert told.endswith("is not a number.")


def test_a_comma_too_many_is_refused_before_it_moves_cells_under_other_headers(tmp_path: Path) -> None:
    told = refusal(tmp_path, "areas", "area_id,name_zh\ntongzhou,通州区\na,某区,另区\n".encode())
    assert told.startswith("reference/areas.csv, row 3: more cells than the header has")


def test_commas_of_blank_columns_at_the_end_cost_nothing() -> None:
    assert typed("area_id,name_zh\na,某区,,\n", TABLES["areas"], "a.csv").height == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"area_id,name_zh\na,\xff\xff\xff\n", "reference/areas.csv: neither UTF-8 nor GB18030 text (byte 19)"),
        (b"area_id,name_zh\na," + b"x" * 200_000 + b"\n", "reference/areas.csv, line 2: field larger than field limit"),
    ],
    ids=["bytes", "a cell without end"],
)
def test_what_is_no_table_is_refused_with_its_name(tmp_path: Path, content: bytes, told: str) -> None:
    assert refusal(tmp_path, "areas", content).startswith(told)


CELL = st.sampled_from(
    ["tongzhou", "2024", "<=", "35", "-1", "nan", "2024-02-30", "是", "", " ", '"', "a/b", "９", "1_0"]
)


@settings(deadline=None, max_examples=80)
@given(st.sampled_from(sorted(TABLES)), st.lists(st.lists(CELL, max_size=16), max_size=4), st.text(max_size=20))
def test_any_text_is_a_table_of_its_contract_or_is_refused(name: str, rows: list[list[str]], tail: str) -> None:
    table = TABLES[name]
    content = "\n".join([",".join(table.columns), *(",".join(row) for row in rows)]) + tail
    try:
        frame = typed(content, table, "the table")
    except ReferenceTableError as problem:
        told = str(problem)
    else:
        assert_sound(frame, table)
        told = "the table"
    assert told.startswith("the table")


def assert_sound(frame: pl.DataFrame, table: Table) -> None:
    assert frame.columns == list(table.columns)
    assert not frame.select(table.keys).is_duplicated().any()
    assert all(series.is_finite().all() for series in frame.select(pl.selectors.float()))
