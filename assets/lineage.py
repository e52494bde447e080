"""Column lineage of the graph, from the field of a file to the indicator, and what the UI is told of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Final

import dagster as dg

from readers.datasets import DATASETS, SAMPLED
from schemas.lineage import SAME, Column, Lineage, Row, declared, lineage_of
from store.reference import TABLES

LABEL: Final = "dagster/column_lineage"
TABLE: Final = "columns_rest_on"
MARTS: Final = "marts/"


def declared_rows(*, of_sql: bool = True) -> list[Row]:
    """What is declared of this project's datasets."""
    return declared([one.name for one in DATASETS], [one.name for one in SAMPLED], of_sql=of_sql)


def reference_rows() -> Iterator[Row]:
    """The reference tables, which rest on nothing."""
    for name, table in TABLES.items():
        yield Row(f"reference/{name}", "", table.columns, (), (), f"kept by people in reference/{name}.csv")


@cache
def lineage() -> Lineage:
    """What every column of every reading, lake table and mart rests on."""
    return lineage_of([*reference_rows(), *declared_rows()])


@cache
def downstream() -> Mapping[Column, frozenset[Column]]:
    """What rests on each column directly."""
    below = defaultdict[Column, set[Column]](set)
    for column, above in lineage().upstream.items():
        for one in above:
            below[one].add(column)
    return {column: frozenset(found) for column, found in below.items()}


def descendants(of: Iterable[Column], ends: Collection[Column] = ()) -> set[Column]:
    """Every column that rests on one of these, directly or through others; nothing through one of the `ends`."""
    below = downstream()
    found, waiting = set[Column](), list(of)
    while waiting:
        for column in below.get(waiting.pop(), frozenset()) - found:
            found.add(column)
            if column not in ends:
                waiting.append(column)
    return found


@cache
def rows_by_asset() -> Mapping[str, list[Row]]:
    """What is declared of each asset; of a mart its published columns, not those of frames on the way."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in declared_rows():
        if not (row.table and row.asset.startswith(MARTS)):
            found[row.asset].append(row)
    return found


def with_lineage(spec: dg.AssetSpec) -> dg.AssetSpec:
    """An asset with the lineage of its columns: as a table with ways to the pages of what is above it, and, of a mart,
    in the form that catalogues read."""
    asset = spec.key.to_user_string()
    rows = rows_by_asset().get(asset)
    if not rows:
        return spec
    told: dict[str, dg.MetadataValue] = {TABLE: dg.MetadataValue.md(lineage_table(rows))}
    if asset.startswith(MARTS):
        told[LABEL] = dg.MetadataValue.column_lineage(column_lineage(rows))
    return spec.merge_attributes(metadata=told)


def lineage_table(rows: Iterable[Row]) -> str:
    """A Markdown table: columns, what they rest on, with the way to its page, and why there is nothing."""
    lines = ["| 列 columns | 来自 rest on | 其中的列 columns there |", "| --- | --- | --- |"]
    for row in rows:
        names = ", ".join(f"{row.table}.{name}" if row.table else name for name in row.columns)
        pages = ", ".join(f"[{one}](/assets/{one.partition(':')[0]}?view=overview)" for one in row.upstream)
        same = "同名 the same" if SAME in row.upstream_columns else ""
        others = [name for name in row.upstream_columns if name != SAME]
        lines.append(f"| {names} | {pages or row.why} | {', '.join([same] * bool(same) + others)} |")
    return "\n".join(lines)


def column_lineage(rows: Iterable[Row]) -> dg.TableColumnLineage:
    """The same as Dagster's own metadata."""
    known = lineage_of(rows)
    return dg.TableColumnLineage(
        {
            column.shown: [dg.TableColumnDep(dg.AssetKey(one.asset.split("/")), one.shown) for one in sorted(above)]
            for column, above in known.upstream.items()
            if above
        }
    )
