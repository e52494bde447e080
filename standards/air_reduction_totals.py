"""Emission reductions of an area by pollutant and year: planned, declared, verified, credited; and the targets set.

An annual target is held against its year, a cumulative one against the sum of the years from its first one on. The two
never meet: there is no sum of both.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.air_dustfall_units import weakest
from standards.air_membership import areas_within
from standards.air_reduction import POLLUTANTS, TARGET, TYPES, UNREAD

ANNUAL, CUMULATIVE = "年度", "累计"
NO_TYPE: Final = "untyped"

TOTALS: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "pollutant": pl.String(), "year": pl.Int64(), "projects": pl.Int64(),
    "planned": pl.Int64(), "declared": pl.Int64(), "verified": pl.Int64(), "offset": pl.Int64(), "counted": pl.Int64(),
    "engineering": pl.Int64(), "structural": pl.Int64(), "management": pl.Int64(), "untyped": pl.Int64(),
    "pending": pl.Int64(), "pending_projects": pl.Int64(), "unread_projects": pl.Int64(), "defects": pl.Int64(),
    "defect_kinds": pl.String(),
    "annual_target": pl.Int64(), "cumulative_from": pl.Int64(), "cumulative_to": pl.Int64(),
    "cumulative_target": pl.Int64(), "cumulative_counted": pl.Int64(), "cumulative_unread": pl.Int64(),
    "cumulative_percent_micro": pl.Int64(),
    "targets_contradict": pl.Boolean(), "documents": pl.String(), "stage": pl.String(), "origin": pl.String(),
    "mixed_origin": pl.Boolean(), "sources": pl.String(),
}  # fmt: skip
"""One row per area, pollutant and year in nano of a tonne.

`verified` as verified, `counted` what is credited, by type in `engineering` to `untyped`, which add up to it;
`pending` is declared, running and not verified, `unread_projects` are those of which a value was set aside.
`cumulative_…`: the target of the years from–to that hold this one, what is credited from its first year to this one
(of so many `…_unread` projects nothing, as a value was set aside), and the rate of both in 1e-6 of a percent.
`targets_contradict`: targets of one kind and period differ, so none of them is taken."""

Row = Mapping[str, Any]


def reduction_totals(entries: pl.DataFrame, projects: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """The totals (`TOTALS`) of every area that has projects or targets in it; targets are those of the area itself."""
    found: list[dict[str, Any]] = []
    targets = list(entries.filter(pl.col("record_type") == TARGET).iter_rows(named=True))
    every = list(projects.iter_rows(named=True))
    for area_id, inside in areas_within(areas).items():
        mine = [row for row in every if row["area_id"] in inside and row["pollutant"] in POLLUTANTS]
        set_here = [row for row in targets if row["area_id"] == area_id]
        for pollutant in POLLUTANTS:
            of = [row for row in mine if row["pollutant"] == pollutant]
            asked = [row for row in set_here if row["pollutant"] == pollutant]
            years = sorted({row["year"] for row in of} | {row["year"] for row in asked if is_annual(row)})
            found += [total_row(area_id, pollutant, year, of, asked) for year in years]
    return pl.DataFrame(found, schema=TOTALS).sort("area_id", "pollutant", "year")


def total_row(
    area_id: str, pollutant: str, year: int, projects: Sequence[Row], targets: Sequence[Row]
) -> dict[str, Any]:
    """One year of an area and pollutant."""
    own = [row for row in projects if row["year"] == year]
    annual, odd = target_of([row for row in targets if is_annual(row) and row["year"] == year])
    cumulative, odd_too = target_of([row for row in targets if spans(row, year)])
    since = None if cumulative is None else cumulative["year_from"]
    summed = None if since is None else [row for row in projects if since <= row["year"] <= year]
    credited = None if summed is None else total(summed, "counted")
    rests_on = [*own, *([annual] if annual else []), *([cumulative] if cumulative else []), *(summed or [])]
    origins = {row["origin"] for row in rests_on if row["origin"]}
    by_type = {kind: total([row for row in own if row["type"] == kind], "counted") for kind in TYPES.values()}
    waiting = [row for row in own if row["pending"]]
    return {
        "area_id": area_id,
        "pollutant": pollutant,
        "year": year,
        "projects": len(own),
        **{name: total(own, name) for name in ("planned", "declared", "verified", "offset", "counted")},
        **by_type,
        NO_TYPE: total([row for row in own if row["type"] is None], "counted"),
        "pending": total(waiting, "declared"),
        "pending_projects": len(waiting),
        "unread_projects": sum(row["defect"] == UNREAD for row in own),
        "defects": sum(row["defect"] is not None for row in own),
        "defect_kinds": " ".join(sorted({kind for row in own for kind in (row["defect"] or "").split()})),
        "annual_target": annual["target"] if annual else None,
        "cumulative_from": since,
        "cumulative_to": cumulative["year_to"] if cumulative else None,
        "cumulative_target": cumulative["target"] if cumulative else None,
        "cumulative_counted": credited,
        "cumulative_unread": sum(row["defect"] == UNREAD for row in summed or ()),
        "cumulative_percent_micro": percent(credited, cumulative["target"] if cumulative else None),
        "targets_contradict": odd or odd_too,
        "documents": " ".join(
            dict.fromkeys(row["document"] for row in (annual, cumulative) if row and row["document"])
        ),
        "stage": weakest(row["stage"] for row in rests_on),
        "origin": min(origins, default=None),
        "mixed_origin": len(origins) > 1,
        "sources": " ".join(sorted({source for row in own for source in row["sources"].split()})),
    }


def is_annual(target: Row) -> bool:
    return bool(target["target_kind"] == ANNUAL and target["target"] is not None)


def spans(target: Row, year: int) -> bool:
    """Whether a cumulative target holds a year; one without its years holds none."""
    first, last = target["year_from"], target["year_to"]
    known = target["target_kind"] == CUMULATIVE and target["target"] is not None and first is not None
    return bool(known and last is not None and first <= year <= last)


def target_of(found: Sequence[Row]) -> tuple[Row | None, bool]:
    """The one target of a kind, and whether several contradict each other."""
    asked = {(row["target"], row["year_from"], row["year_to"]) for row in found}
    return (found[0], False) if len(asked) == 1 else (None, len(asked) > 1)


def total(rows: Iterable[Row], name: str) -> int:
    return sum(row[name] or 0 for row in rows)


def percent(credited: int | None, target: int | None) -> int | None:
    """Credited of the target in 1e-6 of a percent, half to even."""
    return round(Fraction(credited * 10**8, target)) if credited is not None and target else None
