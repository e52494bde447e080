"""Column lineage: for each column of a reading, a lake table and a mart, the columns that its values rest on.

What Python makes is declared here, in one CSV file per medium; `marts.csv` is made from the SQL of the marts (`make
docs`) and never edited. A row says that `columns` of a table of an asset rest on `upstream_columns` of another one, `=`
standing for the column of the same name; a row without `upstream` says why its columns rest on nothing. Tables of one
asset are told apart by `table`, upstream as `asset:table`. `{dataset}` stands for every dataset, `{sampled}` for each
but hourly air. A column `value:PM2.5` is the part of the long column `value` that one pollutant has, `valid_count:part`
the part of `valid_count` that targets of a part of a year or of a place are held against. A table of a mart is a frame
that the mart makes itself before its SQL selects from it.

What merely decides whether a row is there is no part of a value: a row that comes or goes is a change of its key.
"""

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Final

SAME: Final = "="
DATASET: Final = "{dataset}"
SAMPLED: Final = "{sampled}"
OF_SQL: Final = "marts.csv"
HEADER: Final = ("asset", "table", "columns", "upstream", "upstream_columns", "why")


@dataclass(frozen=True, order=True)
class Column:
    """One column of a table of an asset; `table` is empty where the asset has one table only."""

    asset: str
    table: str
    name: str

    @property
    def shown(self) -> str:
        """The name of the column among those of its asset."""
        return f"{self.table}.{self.name}" if self.table else self.name


@dataclass(frozen=True)
class Row:
    """One row of the files, for one asset: columns of a table and the tables and columns that they rest on."""

    asset: str
    table: str
    columns: tuple[str, ...]
    upstream: tuple[str, ...]
    upstream_columns: tuple[str, ...]
    why: str

    def above(self, name: str) -> Iterator[Column]:
        """What one of its columns rests on."""
        for one in self.upstream:
            asset, _, table = one.partition(":")
            for column in self.upstream_columns:
                yield Column(asset, table, name if column == SAME else column)


@dataclass(frozen=True)
class Lineage:
    """What each column rests on, and why columns without any such have none."""

    upstream: Mapping[Column, frozenset[Column]]
    reasons: Mapping[Column, str]

    def columns(self, asset: str, table: str = "") -> list[str]:
        """The columns of a table of an asset, in the order in which they were declared."""
        return [one.name for one in self.upstream if (one.asset, one.table) == (asset, table)]


def declared(datasets: Collection[str], sampled: Collection[str], *, of_sql: bool = True) -> list[Row]:
    """Everything that the files say, with the names of all datasets and of those of samples and ledgers; without
    `of_sql` what is declared alone."""
    return [
        row
        for file in sorted(resources.files(__package__).iterdir(), key=lambda one: one.name)
        if file.name.endswith(".csv") and (of_sql or file.name != OF_SQL)
        for line in csv.DictReader(file.read_text("utf-8").splitlines())
        for row in rows_of(line, datasets, sampled)
    ]


def rows_of(line: Mapping[str, str], datasets: Collection[str], sampled: Collection[str]) -> Iterator[Row]:
    """The rows that a line stands for: one for each dataset where it is about each for itself."""
    columns, above = tuple(line["columns"].split()), tuple(line["upstream_columns"].split())
    for word, names in ((DATASET, datasets), (SAMPLED, sampled)):
        if word in line["asset"]:
            for name in names:
                one = {**line, "asset": line["asset"].replace(word, name)}
                yield from rows_of({**one, "upstream": line["upstream"].replace(word, name)}, datasets, sampled)
            return
        if word in line["upstream"]:
            every = tuple(line["upstream"].replace(word, name) for name in names)
            yield Row(line["asset"], line["table"], columns, every, above, line["why"])
            return
    upstream = (line["upstream"],) if line["upstream"] else ()
    yield Row(line["asset"], line["table"], columns, upstream, above, line["why"])


def lineage_of(rows: Iterable[Row]) -> Lineage:
    """Column by column what rows say together."""
    upstream: dict[Column, set[Column]] = defaultdict(set)
    reasons: dict[Column, str] = {}
    for row in rows:
        for name in row.columns:
            column = Column(row.asset, row.table, name)
            upstream[column].update(row.above(name))
            if row.why:
                reasons[column] = row.why
    return Lineage({column: frozenset(found) for column, found in upstream.items()}, reasons)
