"""Limits of GB 15618-2018 and GB 36600-2018 as `limits/*.csv` gives them, in nano mg/kg.

The 2018 standards are applied to earlier samples too, so that rounds of a survey compare; GB 15618-1995 (three grades,
halved by CEC) is not applied to any. What does not belong here: what a value above a limit means.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Final

import polars as pl

from standards.limits import FIRST, effective, rows
from standards.soil import LAND_USES, NANO, ORCHARD, OTHER, PADDY, ROTATION

NO_BAND: Final = 0
"""Stands for a pH that is not there; the strictest band of the item applies."""

BANDS: Final = (1, 2, 3, 4)

COLUMNS: Final = {PADDY: (PADDY, OTHER), ORCHARD: (ORCHARD, OTHER), OTHER: (OTHER,)}
"""Which columns of table 1 a land use is looked up in, first come first served; then `all`."""


@dataclass(frozen=True)
class Screening:
    """One cell of tables 1 and 2. `conflicting` is what another source prints for it, where sources disagree."""

    limit: int
    conflicting: int
    band: int


@dataclass(frozen=True)
class FarmlandLimit:
    """What one item is held against. `band` is the pH band used (None: the limit has no bands); the two flags say
    whether an unknown pH or land use decided it."""

    standard: str
    screening: int
    intervention: int | None
    conflicting: int
    band: int | None
    ph_assumed: bool
    land_assumed: bool


def nano(text: str) -> int:
    """A limit in mg/kg as whole nano mg/kg."""
    exact = Fraction(text) * NANO
    if exact.denominator != 1:
        raise ValueError(f"{text} is no whole number of nano")
    return int(exact)


@cache
def ph_bounds() -> tuple[int, ...]:
    """Upper ends of the first three bands in nano pH; each belongs to its band (GB 15618-2018 table 1)."""
    ends = {int(row["ph_band"]): nano(row["ph_to"]) for row in rows("gb15618_screening") if row["ph_to"]}
    return tuple(ends[band] for band in sorted(ends))


def ph_band(ph: pl.Expr) -> pl.Expr:
    """The pH band 1–4 of nano pH: 7.5 is in the third, 7.51 in the fourth. Missing gives 0."""
    band = pl.lit(4)
    for number, end in reversed(list(enumerate(ph_bounds(), start=1))):
        band = pl.when(ph <= end).then(number).otherwise(band)
    return pl.when(ph.is_null()).then(NO_BAND).otherwise(band).cast(pl.Int64)


def farmland_limit(item: str, land_use: str, band: int, standard: str = "GB 15618-2018") -> FarmlandLimit | None:
    """Screening and intervention value of an item (GB 15618-2018 tables 1–3); None where the standard has none.

    Rotation takes the stricter of paddy and other, an unknown land use the strictest column, a missing pH (band 0) the
    strictest band of the item: the first for metals, the fourth for arsenic.
    """
    columns = columns_of(item, land_use, standard)
    if not columns:
        return None
    cells = [cell for column in columns for cell in columns_cells(item, column, band, standard)]
    strictest = min(cells, key=lambda cell: (cell.limit, cell.band))
    banded = strictest.band != NO_BAND
    every_column = {column for column, _ in columns_present(item, standard)}
    return FarmlandLimit(
        standard=standard,
        screening=strictest.limit,
        intervention=intervention_value(item, band, standard),
        conflicting=min(cell.conflicting for cell in cells),
        band=strictest.band if banded else None,
        ph_assumed=banded and band == NO_BAND,
        land_assumed=land_use not in (*COLUMNS, ROTATION) and len(every_column) > 1,
    )


def columns_of(item: str, land_use: str, standard: str) -> tuple[str, ...]:
    """The columns of table 1 that a land use is held against, of those that the item has."""
    present = tuple(dict.fromkeys(column for column, _ in columns_present(item, standard)))
    if land_use == ROTATION:
        both = {*columns_of(item, PADDY, standard), *columns_of(item, OTHER, standard)}
        return tuple(sorted(both))
    if land_use not in COLUMNS:
        return present
    return next(((column,) for column in (*COLUMNS[land_use], "all") if column in present), ())


@cache
def columns_present(item: str, standard: str) -> tuple[tuple[str, Screening], ...]:
    """All cells of an item with the column that they stand in."""
    found = [row for row in rows("gb15618_screening") if (row["item"], row["standard"]) == (item, standard)]
    return tuple(
        (
            row["land"],
            Screening(
                limit=nano(row["limit"]),
                conflicting=nano(row["conflicting_limit"] or row["limit"]),
                band=int(row["ph_band"] or NO_BAND),
            ),
        )
        for row in found
    )


def columns_cells(item: str, column: str, band: int, standard: str) -> list[Screening]:
    """The cells of one column that apply: the band's, all bands where the pH is missing, or the only one."""
    cells = [cell for name, cell in columns_present(item, standard) if name == column]
    return [cell for cell in cells if band == NO_BAND or cell.band in (band, NO_BAND)]


@cache
def intervention_value(item: str, band: int, standard: str) -> int | None:
    """Table 3: the five items only; the lowest of all bands where the pH is missing."""
    found = [row for row in rows("gb15618_intervention") if (row["item"], row["standard"]) == (item, standard)]
    cells = [nano(row["limit"]) for row in found if band in (NO_BAND, int(row["ph_band"]))]
    return min(cells, default=None)


@cache
def farmland_standards() -> tuple[tuple[str, date, date], ...]:
    """Versions of the farmland standard with the first and last sampling day that each applies to, oldest first."""
    versions = {row["standard"]: effective(row) for row in rows("gb15618_screening")}
    ordered = sorted((span.first, span.last, name) for name, span in versions.items())
    return tuple((name, FIRST if n == 0 else first, last) for n, (first, last, name) in enumerate(ordered))


def farmland_limits(items: Iterable[str]) -> pl.DataFrame:
    """item, land_use, band (0: pH missing), first, last, standard, screening_value, intervention_value,
    conflicting_value, ph_band, ph_assumed, land_assumed: one row per limit that the items can be held against."""
    found = []
    for name, first, last in farmland_standards():
        for item in dict.fromkeys(items):
            for land in LAND_USES:
                for band in (NO_BAND, *BANDS):
                    limit = farmland_limit(item, land, band, name)
                    if limit is not None:
                        found.append((item, land, band, first, last, name, limit.screening, limit.intervention,
                                      limit.conflicting, limit.band, limit.ph_assumed, limit.land_assumed))  # fmt: skip
    return pl.DataFrame(found, schema=FARMLAND_LIMITS, orient="row")


FARMLAND_LIMITS: Final[dict[str, pl.DataType]] = {
    "item": pl.String(), "land_use": pl.String(), "band": pl.Int64(), "first": pl.Date(), "last": pl.Date(),
    "standard": pl.String(), "screening_value": pl.Int64(), "intervention_value": pl.Int64(),
    "conflicting_value": pl.Int64(), "ph_band": pl.Int64(), "ph_assumed": pl.Boolean(), "land_assumed": pl.Boolean(),
}  # fmt: skip


def development_limits() -> pl.DataFrame:
    """item, land_class, standard, basic, background_note, screening_value, intervention_value (GB 36600-2018)."""
    found = [
        (row["item"], land_class, row["standard"], row["clause"] == "table 1", row["background_note"] == "1",
         nano(row[f"screening_{land_class}"]), nano(row[f"intervention_{land_class}"]))
        for row in rows("gb36600_limits")
        for land_class in (1, 2)
    ]  # fmt: skip
    return pl.DataFrame(found, schema=DEVELOPMENT_LIMITS, orient="row")


DEVELOPMENT_LIMITS: Final[dict[str, pl.DataType]] = {
    "item": pl.String(), "land_class": pl.Int64(), "standard": pl.String(), "basic": pl.Boolean(),
    "background_note": pl.Boolean(), "screening_value": pl.Int64(), "intervention_value": pl.Int64(),
}  # fmt: skip

BACKGROUND: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "item": pl.String(), "background_value": pl.Int64(),
}  # fmt: skip
"""Local soil background of an area and item, Int64 nano mg/kg."""


def background_of(registered: pl.DataFrame, above: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """The background (BACKGROUND) of every area: its own, else that of the nearest area around it (GB 36600-2018, note
    ①: that of the region).

    `registered`: area_id, item, value in mg/kg; `above`: each area with those that it lies in, itself first.
    """
    known = {(area, item): value for area, item, value in registered.select("area_id", "item", "value").iter_rows()}
    found = {
        (area, item): round(Fraction(str(known[one, item])) * NANO)
        for area, around in above.items()
        for one in reversed(around)
        for item in {item for place, item in known if place == one}
    }
    rows_of = [(area, item, value) for (area, item), value in sorted(found.items())]
    return pl.DataFrame(rows_of, schema=BACKGROUND, orient="row")
