"""The lineage of the marts as their SQL has it: what `schemas/lineage/marts.csv` is made from (`make docs`)."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Final

from assets.limits import limit_frame
from assets.lineage import declared_rows, reference_rows
from assets.mart_tables import MARTS
from assets.marts import Mart, mart_name
from assets.sql_lineage import columns_read
from schemas.lineage import HEADER, Column, Lineage, lineage_of

LIMITS: Final = "standards/limits/"
STANDARDS: Final = "standards/"
"""Sources that are part of the program: no asset, and nothing that a file could change."""


def written_lineage() -> str:
    """The text of `schemas/lineage/marts.csv`. Raises ValueError where a mart doesn't say where a frame comes from."""
    rows = list(reference_rows()) + declared_rows(of_sql=False)
    known = lineage_of(rows)
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(HEADER)
    for mart in MARTS:
        found = mart_columns(mart, known)
        known = Lineage({**known.upstream, **found}, known.reasons)
        for column, sources in found.items():
            writer.writerows(lines(column, sources, known))
    return output.getvalue()


def lines(column: Column, sources: Iterable[Column], known: Lineage) -> Iterator[tuple[str, ...]]:
    """A column of a mart: a line for each table that it rests on, or one that says why there is none."""
    by_table = defaultdict[str, list[str]](list)
    for one in sorted(sources):
        by_table[f"{one.asset}:{one.table}" if one.table else one.asset].append(one.name)
    assets = {table: names for table, names in by_table.items() if not table.startswith(STANDARDS)}
    for table, names in assets.items():
        yield column.asset, "", column.name, table, " ".join(names), ""
    if not assets and column not in known.reasons:
        yield column.asset, "", column.name, "", "", f"stated by {', '.join(by_table)}" if by_table else ""


def mart_columns(mart: Mart, known: Lineage) -> dict[Column, frozenset[Column]]:
    """What each column of a mart of SQL rests on; a mart that is a reference table as it is rests on that."""
    asset = mart_name(mart.table.name)
    if mart.inputs is None:
        source = f"reference/{mart.references[0]}"
        return {Column(asset, "", one): frozenset({Column(source, "", one)}) for one in mart.table.columns}
    query = resources.files("assets.marts").joinpath(f"{mart.table.name}.sql").read_text("utf-8")
    reads = columns_read(query, {frame: frame_columns(source, known) for frame, source in mart.reads.items()})
    return {
        Column(asset, "", name): frozenset(
            source for frame, column in reads.get(name, ()) for source in sources_of(mart, frame, column, known)
        )
        for name in mart.table.columns
    }


def frame_columns(source: str, known: Lineage) -> list[str]:
    """The columns of a frame that a mart selects from; none of one that no table has."""
    if source.startswith(LIMITS):
        return limit_frame(source.removeprefix(LIMITS)).columns
    asset, _, table = source.partition(":")
    return known.columns(asset, table)


def sources_of(mart: Mart, frame: str, column: str, known: Lineage) -> Iterable[Column]:
    """A column of a frame as one of an asset; a frame that the mart makes itself is looked through."""
    if frame not in mart.reads:
        raise ValueError(f"{mart.table.name} selects from {frame}; its Mart doesn't say what that reads.")
    asset, _, table = mart.reads[frame].partition(":")
    found = Column(asset, table, column)
    return known.upstream[found] if asset == mart_name(mart.table.name) else [found]
