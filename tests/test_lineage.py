"""Column lineage: every column of every mart is told where it comes from, and what is told is what happens."""

import csv
from pathlib import Path

import pytest
from lineage_fields import of_a_file

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


def test_a_pollutant_is_declared_to_change_its_own_columns_only() -> None:
    below = {
        one.name for one in descendants([Column("air_hourly_files", "", "value:O3")]) if one.asset == "marts/air_daily"
    }
    assert {"o3", "o3_1h", "iaqi_o3", "aqi"} <= below
    assert not below & {"pm25", "so2", "iaqi_no2", "co_count", "place_id", "date"}
