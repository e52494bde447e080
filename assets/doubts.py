"""Data that are believed and yet doubtful: what may stand in another's place, found anew for the years that changed.

Years are kept apart in the lake (`doubts/<dataset>`), so that a night looks only at those whose observations changed.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final

import polars as pl

from assets.evaluations import CODE
from assets.intake import manifest_of, observations_name, tables_digest
from assets.provenance import files_of
from assets.reckoned import Reckoning
from assets.workspace import Workspace
from quality.air_settle import with_domains
from quality.doubt_air_days import days_of, with_logarithms
from quality.doubt_bounds import bound, subjects
from quality.doubt_names import RULE as OUTSIDE
from quality.doubt_names import dates_outside_names
from quality.doubt_ozone import RULE as OZONE
from quality.doubt_ozone import ozone_in_ppb
from quality.doubt_pollutants import RULE as POLLUTANTS
from quality.doubt_pollutants import exchanged_pollutants
from quality.doubt_sections import BY_HAND, ITEMS, SECTIONS, exchanged_items, exchanged_sections, months_of
from quality.doubt_stations import RULE as STATIONS
from quality.doubt_stations import exchanged_stations
from quality.doubts import finding, in_year, messages, nothing_doubtful, with_files
from readers.datasets import AIR_HOURLY, DATASETS, WATER_SECTIONS
from readers.ingest import Dataset
from schemas.emit import conform
from schemas.provenance import DOUBT
from standards.limits import rows as limit_rows
from store.digest import code_digest, digest_of
from store.lake import Lake

HOUR: Final = ("station_id", "pollutant", "date", "hour", "value", "source_file_id", "origin")
SAMPLE: Final = ("place_id", "item", "date", "value", "below_limit", "kind", "used", "source_file_id", "origin")
REGISTERS: Final = ("areas", "stations", "sections")
NAMED: Final = tuple(dataset for dataset in DATASETS if dataset.name in subjects(OUTSIDE))
"""Datasets whose files are held against their names."""

Find = Callable[[Workspace, int], pl.DataFrame]


def doubts_of_hours(workspace: Workspace, year: int) -> pl.DataFrame:
    """What is doubtful in the hours of registered stations of a year."""
    stations, areas = (workspace.references.table(name) for name in ("stations", "areas"))
    warm_up = 2 * int(bound("air", "days_back"))
    known = pl.col("used") & pl.col("station_id").is_in(stations["station_id"].implode())
    hours = observed(workspace.lake, AIR_HOURLY, (year - 1, year), HOUR, known, date(year, 1, 1) - timedelta(warm_up))
    if hours is None or hours.is_empty():
        return nothing_doubtful()
    placed = with_logarithms(with_domains(hours, stations, areas))
    days = days_of(placed)
    found = {POLLUTANTS: exchanged_pollutants(days), STATIONS: exchanged_stations(days), OZONE: ozone_in_ppb(placed)}
    every = pl.concat([one.with_columns(rule=pl.lit(rule)) for rule, one in found.items()], how="diagonal")
    return with_files(in_year(every, year), hours, "station_id")


def doubts_of_sections(workspace: Workspace, year: int) -> pl.DataFrame:
    """What is doubtful in the months of sections of a year."""
    back = int(bound("sections", "months_back")) // 12
    by_hand = pl.col("kind") == BY_HAND
    samples = observed(workspace.lake, WATER_SECTIONS, range(year - back, year + 1), SAMPLE, by_hand, date.min)
    if samples is None or samples.is_empty():
        return nothing_doubtful()
    months = months_of(samples)
    registered = workspace.references.table("sections").get_column("section_id").unique()
    found = {ITEMS: exchanged_items(months), SECTIONS: exchanged_sections(months, registered)}
    either = pl.concat([one.with_columns(rule=pl.lit(rule)) for rule, one in found.items()], how="diagonal")
    origins = samples.select("source_file_id", "origin").unique("source_file_id", maintain_order=True)
    of_year = either.filter(pl.col("date").dt.year() == year).join(origins, on="source_file_id", how="left")
    spans = of_year.with_columns(first_day="date", last_day=pl.col("date").dt.month_end(), files=pl.lit(1))
    return finding(spans)


def observed(
    lake: Lake, dataset: Dataset, years: Iterable[int], columns: Iterable[str], chosen: pl.Expr, first: date
) -> pl.DataFrame | None:
    """Chosen observations of some years from a day on; None where there is no year."""
    paths = [lake.path(observations_name(dataset), year) for year in years]
    scans = [pl.scan_parquet(path) for path in paths if path.exists()]
    wanted = [scan.filter(chosen, pl.col("date") >= first).select(columns) for scan in scans]
    return pl.concat(wanted).collect() if wanted else None


def kept_years(workspace: Workspace, dataset: Dataset, back: int, find: Find) -> pl.DataFrame:
    """The findings of all years of a dataset, found anew where its observations, those of `back` years before, the
    registers or the rules are others."""
    lake, observations, table = workspace.lake, observations_name(dataset), f"doubts/{dataset.name}"
    shared = [*tables_digest(workspace, *REGISTERS), code_digest(*CODE, "assets/doubts.py")]
    known = [year for year in lake.years(observations) if year > 0]
    for year in known:
        digest = digest_of([*(lake.content(observations, one) for one in range(year - back, year + 1)), *shared])
        if lake.digest(table, year) != digest:
            lake.write(table, find(workspace, year), year=year, digest=digest)
    for gone in set(lake.years(table)) - set(known):
        lake.drop(table, gone)
    found = lake.read_years(table, known)
    return (nothing_doubtful() if found is None else found).with_columns(dataset=pl.lit(dataset.name))


def doubts(workspace: Workspace) -> pl.DataFrame:
    """The rows of `doubt`: every finding of all years, in words."""
    files = files_of(workspace.lake)
    of_names = dates_outside_names(files).join(files.select("source_file_id", "dataset"), on="source_file_id")
    parts = [
        kept_years(workspace, AIR_HOURLY, 1, doubts_of_hours),
        kept_years(workspace, WATER_SECTIONS, int(bound("sections", "months_back")) // 12, doubts_of_sections),
        of_names,
    ]
    every = pl.concat(parts, how="diagonal").join(files.select("source_file_id", "path"), on="source_file_id")
    return conform(every.with_columns(message=pl.Series(messages(every, names(workspace)), dtype=pl.String)), DOUBT)


def names(workspace: Workspace) -> dict[str, str]:
    """How an operator calls stations, sections and items, by their code."""
    stations, sections = (workspace.references.table(name) for name in ("stations", "sections"))
    items = {row["code"]: row["name_zh"] for row in limit_rows("water_items")}
    return {
        **items,
        **dict(sections.select("section_id", "name_zh").iter_rows()),
        **dict(stations.select("station_id", "name_zh").iter_rows()),
    }


def rests_on(lake: Lake) -> str:
    """Digest of the observations and of the files whose names are looked at."""
    named = (manifest_of(lake, dataset).frame() for dataset in NAMED)
    files = (str(row) for frame in named for row in frame.select("source_file_id", "first_hour", "last_hour").rows())
    observations = (text for one in (AIR_HOURLY, WATER_SECTIONS) for text in lake.contents(observations_name(one)))
    return digest_of([*observations, *files])


FOUND: Final = Reckoning(
    "doubts_found",
    "What may stand in another's place or unit: exchanged pollutants, stations, items and sections, ozone in ppb, "
    "files of another month than their name says. Nothing is changed by it.",
    ("air_hourly_observations", "water_sections_observations", *(f"{dataset.name}_files" for dataset in NAMED)),
    REGISTERS,
    doubts,
    rests_on,
    group="provenance",
)
MARTS: Final = (FOUND.mart(DOUBT, "doubts"),)
