"""What the gate judges: small frames selected from the build, with what the last accepted publication had beside."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl

from quality.expectations import Expectation, Suite, check_name
from schemas.emit import literal
from standards import limits
from store.digest import digest_of
from store.lake import Lake

MEMORY: Final = "gate/memory"
TRIPLE: Final = ("area_id", "indicator_id", "year")


@dataclass(frozen=True)
class Prepared:
    """An expectation with the frame that it judges; `broken` says why there is none."""

    suite: Suite
    expectation: Expectation
    rows: pl.DataFrame = field(default_factory=pl.DataFrame)
    file: Path = Path()
    tonight: pl.DataFrame | None = None
    before: pl.DataFrame | None = None
    broken: str = ""

    @property
    def name(self) -> str:
        return check_name(self.suite, self.expectation)


def prepare(
    judged: Sequence[Suite], build: Path, live: Path, lake: Lake, declared: pl.DataFrame, today: date, folder: Path
) -> list[Prepared]:
    """The frames of all expectations, kept as Parquet files in `folder`.

    `declared`: changes for which there is a reason; rows that such a change explains are not judged.
    """
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"ATTACH {literal(str(build))} AS build (READ_ONLY)")
        connection.execute("USE build")
        connection.register("days", pl.DataFrame({"today": [today]}))
        connection.register("datasets", datasets())
        return [
            framed(connection, suite, one, live, lake, declared, folder)
            for suite in judged
            for one in suite.expectations
        ]


def datasets() -> pl.DataFrame:
    """The datasets that each indicator rests on: indicator_id, dataset."""
    pairs = [(row["indicator_id"], name) for row in limits.rows("indicators") for name in row["datasets"].split()]
    return pl.DataFrame(pairs, schema=["indicator_id", "dataset"], orient="row")


def framed(
    connection: duckdb.DuckDBPyConnection,
    suite: Suite,
    one: Expectation,
    live: Path,
    lake: Lake,
    declared: pl.DataFrame,
    folder: Path,
) -> Prepared:
    """The frame of one expectation. What can't be selected is told, not raised: the others are judged all the same."""
    name = check_name(suite, one)
    try:
        named: dict[str, pl.DataFrame] = {}
        if one.bounds:
            named["bounds"] = pl.DataFrame(list(one.bounds))
        if one.remembers:
            named["tonight"] = connection.sql(one.remembers).pl()
            named["before"] = remembered(lake, live, name, one, named["tonight"])
        rows = without_declared(selected(connection, suite, one, named), one, declared)
        file = folder / f"{name}.parquet"
        rows.write_parquet(file)
    except (duckdb.Error, pl.exceptions.PolarsError, OSError) as error:
        return Prepared(suite, one, broken=f"{type(error).__name__}: {error}".splitlines()[0])
    return Prepared(suite, one, rows, file, named.get("tonight"), named.get("before"))


def selected(
    connection: duckdb.DuckDBPyConnection, suite: Suite, one: Expectation, named: dict[str, pl.DataFrame]
) -> pl.DataFrame:
    """Run the frame's SQL over the build and the named frames; without SQL, the mart's columns that matter."""
    for name, frame in named.items():
        connection.register(name, frame)
    try:
        rows: pl.DataFrame = connection.sql(one.frame or plain(connection, suite.mart, one)).pl()
        return rows
    finally:
        for name in named:
            connection.unregister(name)


def plain(connection: duckdb.DuckDBPyConnection, mart: str, one: Expectation) -> str:
    """SQL for a mart as it is: its place and time, and the columns that the expectation names."""
    columns = connection.sql(f"SELECT * FROM marts.{mart} LIMIT 0").columns
    asked = {value for value in one.parameters.values() if isinstance(value, str)}
    kept = [name for name in columns if name in asked or name.endswith("_id") or name in ("year", "date")]
    names = ", ".join(f'"{name}"' for name in kept or columns)
    return f"SELECT {names} FROM marts.{mart}"


def remembered(lake: Lake, live: Path, name: str, one: Expectation, tonight: pl.DataFrame) -> pl.DataFrame:
    """What the last accepted publication gave; where the lake does not know, what the live file gives. None of it where
    there is neither, or where the live file is of an earlier form that can't be asked."""
    place = f"{MEMORY}/{name}"
    if lake.digest(place).startswith(of_form(one)):
        return lake.read(place)
    if live.exists():
        try:
            with duckdb.connect(str(live), read_only=True) as connection:
                rows: pl.DataFrame = connection.sql(one.remembers).pl()
                return rows
        except duckdb.Error:
            return tonight.clear()
    return tonight.clear()


def of_form(one: Expectation) -> str:
    """Digest of what an expectation remembers: a memory of another form is not compared."""
    return digest_of([one.remembers, *one.key])[:16]


def keep_memory(lake: Lake, prepared: Prepared, failing: pl.DataFrame | None, version: str) -> None:
    """Remember what a publication gave. Of the rows that failed and withheld something, what was accepted before stays
    remembered: else a second night would find nothing wrong. `failing` None: no row is known, all stays."""
    one, tonight, before = prepared.expectation, prepared.tonight, prepared.before
    if tonight is None or before is None:
        return
    if one.withholds == "indicator" and failing is None:
        kept = before
    elif one.withholds == "indicator" and failing is not None and failing.height:
        keys = list(one.key)
        failed = failing.select(keys).unique()
        held = tonight.join(failed, on=keys, how="anti", nulls_equal=True)
        kept = pl.concat([held, before.join(failed, on=keys, how="semi", nulls_equal=True)], how="vertical_relaxed")
    else:
        kept = tonight
    lake.write(f"{MEMORY}/{prepared.name}", kept, digest=f"{of_form(one)} {version}")


def without_declared(rows: pl.DataFrame, one: Expectation, declared: pl.DataFrame) -> pl.DataFrame:
    """The rows that no declared change explains. Of a row without indicator all that it would withhold are declared."""
    if not one.remembers or one.withholds != "indicator" or declared.is_empty():
        return rows
    if "indicator_id" in rows.columns:
        return rows.join(declared, on=list(TRIPLE), how="anti")
    given: dict[tuple[Any, Any], set[str]] = {}
    for area, indicator, year in declared.select(TRIPLE).iter_rows():
        given.setdefault((area, year), set()).add(indicator)
    excused = [pair for pair, indicators in given.items() if set(one.indicators) <= indicators]
    pairs = pl.DataFrame(excused, schema={"area_id": pl.String(), "year": pl.Int64()}, orient="row")
    return rows.join(pairs, on=["area_id", "year"], how="anti")
