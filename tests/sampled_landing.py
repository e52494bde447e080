"""A landing zone of samples and ledgers, taken in and settled as the nightly run does it, without orchestration."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
from air_landing import NOW, Taken

from assets.intake import registered_places, settle_year
from quality.settle import Settled
from readers.ingest import Dataset, Intake, candidates, faulty_cells, ingest, quarantined_at_reading
from schemas.emit import polars_schema
from schemas.samples import OBSERVATION
from standards.lost import nothing_lost
from store.lake import Lake
from store.manifest import Manifest
from store.reference import References


@dataclass(frozen=True)
class SampledLanding:
    """Folders of one installation."""

    root: Path

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def lake(self) -> Lake:
        return Lake(self.root / "lake")

    def land(self, dataset: Dataset, name: str, content: str | bytes) -> str:
        """Put a file into the dataset's folder; gives its path as messages name it."""
        path = self.raw / dataset.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return f"{dataset.folder}/{name}"

    def ingest(self, dataset: Dataset) -> Intake:
        return ingest(dataset, self.raw, self.lake)

    def settled(self, dataset: Dataset, manifest: Manifest, now: datetime = NOW) -> dict[int, Settled]:
        """Every year of what was read."""
        references = References(self.raw)
        areas, register = references.table("areas"), registered_places(references, dataset)

        def cells(year: int) -> tuple[pl.DataFrame, pl.DataFrame]:
            files = manifest.of_year(year)
            return candidates(self.lake, dataset, files, year), faulty_cells(self.lake, dataset, files, year)

        found = {year: cells(year) for year in manifest.years()}
        return {
            year: settle_year(dataset, sound, faulty, register, areas, now) for year, (sound, faulty) in found.items()
        }

    def take_in(self, dataset: Dataset, now: datetime = NOW) -> Taken:
        """Read what has landed and settle every year of it."""
        intake = self.ingest(dataset)
        aside = quarantined_at_reading(self.lake, dataset, intake.manifest)
        return Taken(intake, self.settled(dataset, intake.manifest, now), aside)


def observed(taken: Taken) -> pl.DataFrame:
    """The observations of all years, by the columns of their contract."""
    years = [year.observations for year in taken.settled.values()]
    return pl.concat([pl.DataFrame(schema=polars_schema(OBSERVATION)), *years], how="diagonal")


def lost(taken: Taken) -> pl.DataFrame:
    """The values that samples of all years lost."""
    return pl.concat([nothing_lost(), *(year.lost for year in taken.settled.values())])


def values(taken: Taken, *key: str) -> dict[tuple[object, ...], str]:
    """Value as decimal text (words where there is no number) by the named columns."""
    columns = key or ("place_id", "item")
    rows = observed(taken).select(*columns, "value", "text").iter_rows()
    return {tuple(where): text if value is None else f"{value / 1e9:g}" for *where, value, text in rows}
