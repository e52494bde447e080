"""Which dataset a file belongs to: by its folder, else as it is told, else by what its readers make of it."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from readers import ecology
from readers.air_ranking_form import DATASETS as RANKINGS
from readers.air_ranking_form import header_of
from readers.datasets import (
    AIR_HOURLY,
    AIR_REDUCTIONS,
    CLIMATE_ACCOUNTS,
    DATASETS,
    ECOLOGY_GREEN_VIEW,
    ECOLOGY_INPUTS,
    PLAN_MEASURES,
    PLAN_PROGRESS,
    SAMPLED,
    SOIL_FARMLAND,
    SOIL_PARCELS,
    WATER_DISCHARGE,
    dataset_of,
)
from readers.formats import bare, format_book
from readers.formats import plain as air_header
from readers.ingest import Dataset, read
from readers.landing import mapping_of
from readers.ledger_form import LedgerForm, ledger_form, readings, spelled
from readers.result import ReadResult
from readers.sample_format import SampleFormat, sample_format
from readers.sample_grid import grids
from readers.text import TITLE_ROWS, Unreadable, written_header

LEDGERS = (
    WATER_DISCHARGE,
    SOIL_PARCELS,
    SOIL_FARMLAND,
    AIR_REDUCTIONS,
    CLIMATE_ACCOUNTS,
    ECOLOGY_INPUTS,
    ECOLOGY_GREEN_VIEW,
    PLAN_PROGRESS,
    PLAN_MEASURES,
)
SEVERAL_FORMS = {ECOLOGY_INPUTS.name: ecology.FORMS}
"""Datasets whose folder takes tables of several forms; of all others the form bears the dataset's name."""
OF_HEADER = {"unknown_header", "bad_mapping", "reader_failed"}
"""Faults that say only that the file is not of this dataset; any other is a fault of the file itself."""
LIKELIEST = 3
"""Of how many datasets the messages are shown where none recognises a file."""


@dataclass(frozen=True)
class Placed:
    """A file as one dataset would take it in: `path` below the landing zone, and the mapping file that explains it."""

    dataset: Dataset
    path: str
    mapping: Path | None


@dataclass(frozen=True)
class Outcome:
    """What the dataset's reader made of a file: cells, or why there are none."""

    placed: Placed
    result: ReadResult | None
    problem: Unreadable | None = None

    @property
    def sound(self) -> int:
        """How many cells would be taken in."""
        return self.result.rows.filter(pl.col("rule").is_null()).height if self.result else 0


def located(file: Path, raw_dir: Path) -> Placed | None:
    """The file below a dataset's folder, of this landing zone or of any folder with these names; None elsewhere."""
    path, raw = Path(os.path.abspath(file)), Path(os.path.abspath(raw_dir))
    roots = [raw] if raw in path.parents else []
    for root in (*roots, *path.parents):
        below = path.relative_to(root).as_posix()
        dataset = dataset_of(below)
        if dataset:
            return Placed(dataset, below, mapping(dataset, path, root / dataset.folder))
    return None


def placed_as(file: Path, dataset: Dataset) -> Placed:
    """The file as if it lay in the dataset's folder."""
    path = Path(os.path.abspath(file))
    return Placed(dataset, f"{dataset.folder}/{path.name}", mapping(dataset, path, path.parent))


def mapping(dataset: Dataset, path: Path, folder: Path) -> Path | None:
    """The mapping file of a file, for datasets that ask for one."""
    return mapping_of(path, folder) if dataset.mapped else None


def outcome(placed: Placed, content: bytes) -> Outcome:
    """What a run would read from the content; a failure of the reader is told as a run tells it."""
    told = placed.mapping.read_text("utf-8", errors="replace") if placed.mapping else ""
    try:
        return Outcome(placed, read(placed.dataset, content, placed.path, told))
    except Unreadable as problem:
        return Outcome(placed, None, problem)
    except (Exception, pl.exceptions.PanicException) as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        return Outcome(placed, None, Unreadable("reader_failed", f"the reader failed on it ({reason})."))


def recognising(file: Path, content: bytes) -> list[Outcome]:
    """The datasets whose readers recognise the file, best first; where none does, the likeliest failures.

    Hourly air is tried first, as its header is like no other. Among samples a header may fit several (pH stands in
    most of them): the one that would take in most cells comes first, the order of the datasets deciding between equals.
    """
    air = outcome(placed_as(file, AIR_HOURLY), content)
    if air.result:
        return [air]
    others = [outcome(placed_as(file, dataset), content) for dataset in SAMPLED]
    found = sorted((one for one in others if one.result), key=lambda one: -one.sound)
    return found or likeliest([air, *others], content)


def likeliest(failed: list[Outcome], content: bytes) -> list[Outcome]:
    """The failures that tell most, each message once: of a broken file its one fault, else those of the datasets that
    know most of its headers."""
    broken = [one for one in failed if one.problem and one.problem.rule not in OF_HEADER]
    if broken:
        return broken[:1]
    headers = top_cells(content)
    known = {one.placed.dataset.name: headers_known(one.placed.dataset, headers) for one in failed}
    ranked = sorted(failed, key=lambda one: -known[one.placed.dataset.name])
    chosen = [one for one in ranked if known[one.placed.dataset.name]] or ranked
    return list({str(one.problem): one for one in reversed(chosen[:LIKELIEST])}.values())[::-1]


def top_cells(content: bytes) -> list[str]:
    """Cells of the rows in which a header is looked for."""
    try:
        sheets = grids(content)
    except Unreadable:
        return []
    return sorted({cell.strip() for grid in sheets for row in grid.rows[:TITLE_ROWS] for cell in row if cell.strip()})


def headers_known(dataset: Dataset, headers: Iterable[str]) -> int:
    """How many of the headers a dataset knows."""
    if dataset is AIR_HOURLY:
        return sum(is_of_air(header) for header in headers)
    if dataset.name in RANKINGS:
        return sum(bool(header_of(header, towns=dataset.name == RANKINGS[1]).role) for header in headers)
    if dataset in LEDGERS:
        return max(sum(is_of_ledger(header, form) for header in headers) for form in forms_of(dataset))
    return sum(is_of_samples(header, sample_format(dataset.name)) for header in headers)


def forms_of(dataset: Dataset) -> list[LedgerForm]:
    """The forms of a ledger."""
    return [ledger_form(name) for name in SEVERAL_FORMS.get(dataset.name, (dataset.name,))]


def is_of_air(header: str) -> bool:
    """Whether a format of hourly air has such a column."""
    book = format_book("air_hourly")
    names = {air_header(name) for form in book.formats for accepted in form.columns.values() for name in accepted}
    return air_header(bare(header)) in names or book.pollutant(header) is not None


def is_of_ledger(header: str, form: LedgerForm) -> bool:
    """Whether the ledger has such a column."""
    names = {spelled(bare) for bare, _ in readings(written_header(header))}
    return any(names & set(one.headers) for one in form.every.values())


def is_of_samples(header: str, form: SampleFormat) -> bool:
    """Whether the sample table has such a column or item."""
    return bool(form.roles(header) or form.header(header).item)


def dataset_named(name: str) -> Dataset | None:
    """The dataset of a name."""
    return next((dataset for dataset in DATASETS if dataset.name == name), None)
