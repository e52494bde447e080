"""A landing zone of hourly air, taken in and settled as the nightly run does it, for tests of readers and quality."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
import xlsxwriter

from quality.air_settle import settle
from quality.quarantine import message
from quality.settle import Settled
from readers.datasets import AIR_HOURLY
from readers.ingest import Intake, candidates, ingest, quarantined_at_reading
from store.lake import Lake
from store.reference import References

NOW = datetime(2025, 6, 30)
NONE = pl.DataFrame(
    schema={"station_id": pl.String, "pollutant": pl.String, "hour_ending": pl.Datetime("us"), "value": pl.Int64}
)
OUTCOMES = ("accepted", "quarantined", "superseded", "replaced_by_real")


@dataclass(frozen=True)
class Taken:
    """What became of every file of a landing zone."""

    intake: Intake
    settled: dict[int, Settled]
    at_reading: pl.DataFrame

    @property
    def observations(self) -> pl.DataFrame:
        return pl.concat([NONE, *(year.observations for year in self.settled.values())], how="diagonal_relaxed")

    def values(self) -> dict[tuple[str, str, str], int]:
        """(station, pollutant, end of hour) → steps."""
        hour = pl.col("hour_ending").dt.to_string("%Y-%m-%d %H")
        rows = self.observations.select("station_id", "pollutant", hour, "value").iter_rows()
        return {(station, pollutant, ends): value for station, pollutant, ends, value in rows}

    def ledger(self, path: str) -> dict[str, int]:
        """The six outcomes of one file's cells, and `cells`."""
        file = self.intake.manifest.by_path()[path]
        ended = dict.fromkeys(OUTCOMES, 0)
        for year in self.settled.values():
            for row in year.outcomes.filter(pl.col("source_file_id") == file.source_file_id).iter_rows(named=True):
                ended[row["outcome"]] += row["n"]
        ended["quarantined"] += file.quarantined_at_reading
        return {**ended, "not_observation": file.not_observation, "empty": file.empty, "cells": file.cells}

    def balances(self) -> bool:
        """Whether every file's six outcomes add up to its cells."""
        ledgers = [self.ledger(file.path) for file in self.intake.manifest.files]
        return all(sum(ledger.values()) == 2 * ledger["cells"] for ledger in ledgers)

    def messages(self) -> list[str]:
        """Every sentence that the operator finds about files and values."""
        aside = [self.at_reading, *(year.quarantine for year in self.settled.values())]
        cells = pl.concat(aside, how="diagonal_relaxed").select(
            message(*(pl.col(name) for name in ("path", "source_row", "source_column", "raw", "rule", "context")))
        )
        return [file.message for file in self.intake.manifest.files if file.message] + cells.to_series().to_list()

    def message(self, *parts: str) -> str:
        """The one sentence that holds all the parts."""
        found = [text for text in self.messages() if all(part in text for part in parts)]
        assert len(found) == 1, f"{parts}: {found or self.messages()}"
        return found[0]


@dataclass(frozen=True)
class Landing:
    """Folders of one installation, without its orchestration."""

    root: Path

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def lake(self) -> Lake:
        return Lake(self.root / "lake")

    def land(self, name: str, content: str | bytes) -> str:
        """Put a file of hourly air into the landing zone; gives its path as messages name it."""
        path = self.raw / "air" / "hourly" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return f"air/hourly/{name}"

    def reference(self, name: str, text: str) -> None:
        path = self.raw / "reference" / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def ingest(self) -> Intake:
        return ingest(AIR_HOURLY, self.raw, self.lake)

    def take_in(self, now: datetime = NOW) -> Taken:
        """Read what has landed and settle every year of it."""
        intake = self.ingest()
        references = References(self.raw)
        stations, areas, tests = (references.table(name) for name in ("stations", "areas", "air_flags"))
        manifest = intake.manifest
        settled = {
            year: settle(candidates(self.lake, AIR_HOURLY, manifest.of_year(year), year), stations, areas, tests, now)
            for year in manifest.years()
        }
        return Taken(intake, settled, quarantined_at_reading(self.lake, AIR_HOURLY, manifest))


def cnemc(*rows: str, stations: str = "通州东关,通州永顺") -> str:
    """A CNEMC wide table."""
    return "\n".join([f"date,hour,type,{stations}", *rows, ""])


def day_file(day: str, value: int, hours: range = range(24)) -> str:
    """One CNEMC day with the same PM2.5 everywhere."""
    return cnemc(*(f"{day},{hour},PM2.5,{value},{value}" for hour in hours))


def canonical(*rows: str, header: str = "监测点编号,时间,污染物,浓度") -> str:
    """A canonical long table."""
    return "\n".join([header, *rows, ""])


def workbook(sheets: dict[str, Sequence[Sequence[object]]], title: str = "", first_row: int = 0) -> bytes:
    """An XLSX with the given rows; `title` stands merged over the first row, `first_row` rows stay empty on top."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        top = first_row
        if title:
            sheet.merge_range(top, 0, top, max(len(rows[0]) - 1, 1), title)
            top += 1
        for number, row in enumerate(rows, start=top):
            sheet.write_row(number, 0, row)
    book.close()
    return content.getvalue()
