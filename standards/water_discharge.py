"""The account of discharged pollutants: E_t = E_{t−1} + new − reduced, from a fixed base (water.md §7).

Amounts are Int64 nano of a tonne. Only verified reductions take off; claimed ones stand beside. What of a project
counts stands in `water_reduction`, what the base of an area is in `water_discharge_base`, and how the account stands
to the city's targets in `water_discharge_target`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.water import MICRO
from standards.water_discharge_base import NOTHING_ABOVE, Above, base_amounts
from standards.water_discharge_restated import RESTATED, restated
from standards.water_discharge_target import TARGETED, with_targets, without_account
from standards.water_evidence import STAGES
from standards.water_reduction import (
    ADDED,
    POLLUTANTS,
    TARGET,
    Entry,
    ledger_entries,
    reductions,
    refusal,
    stated_amount,
)

ACCOUNT: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "year": pl.Int64(), "pollutant": pl.String(), "opening": pl.Int64(), "added": pl.Int64(),
    "reduced_claimed": pl.Int64(), "reduced_verified": pl.Int64(), "closing": pl.Int64(),
    "change_micro": pl.Int64(), "complete": pl.Boolean(), "missing": pl.String(), "based": pl.Boolean(),
    "projects": pl.Int64(), "defects": pl.Int64(), "origin": pl.String(), "mixed_origin": pl.Boolean(),
    "stage": pl.String(), "sources": pl.String(), **TARGETED,
}  # fmt: skip
"""One row per area, year and pollutant.

`opening` is E of the year before (null in a base year), `closing` E of the year; both are null where no base is known.
`added` is verified, else claimed; `reduced_claimed` of all projects, `reduced_verified` of those that count.
`change_micro` is (closing − opening) / opening in 1e-6 of a percent. `complete` False says that E can't be relied on,
`missing` why (keys separated by blanks), from its year on until a new base. `based`: E was fixed by a base row.
`projects` and `defects` count reduction rows. `origin` is demo where any year since the base is; `mixed_origin` where
the years since the base differ. Behind them the targets of the year (`water_discharge_target.TARGETED`)."""

FLOWS: Final = {name: kind for name, kind in ACCOUNT.items() if name not in TARGETED}
"""The account without its targets."""


NO_ACCOUNT: Final = "target_without_account"
REFUSALS: Final = (
    "unknown_area", "unknown_pollutant", "unknown_record_type", "target_without_kind", "target_without_amount",
    "target_without_years", RESTATED, NO_ACCOUNT,
)  # fmt: skip
"""Why a row enters nothing. `restated`: another ledger words it anew (`water_discharge_restated`). The last: no account
of its pollutant and years is there that a target could be held against."""


@dataclass(frozen=True)
class Discharge:
    """`account` (`ACCOUNT`), `reductions` (`water_reduction.REDUCTIONS`), `refused`: the rows of the ledger that enter
    nothing, with `reason` (`REFUSALS`), and `additions`: those that add up to `added`, with their `amount`."""

    account: pl.DataFrame
    reductions: pl.DataFrame
    refused: pl.DataFrame
    additions: pl.DataFrame


def discharge(observations: pl.DataFrame, above: Above = NOTHING_ABOVE, today: date = date.max) -> Discharge:
    """The accounts of all areas from the settled fields of the ledger (see `water_reduction.ledger_entries`).

    `above`: each area with those that it lies in; where rows have another `stated_area` than their area_id, it tells
    which bases the account of an area is the sum of (`water_discharge_base`). A target is one of the area that states
    it, never of those around. `today`: years up to it have ended, and can have missed a target.
    """
    entries = ledger_entries(observations)
    reasons = pl.Series("reason", [refusal(entry) for entry in entries.iter_rows(named=True)], dtype=pl.String())
    marked = entries.with_columns(reasons)
    of_target = (pl.col("record_type") == TARGET).fill_null(value=False)
    named = marked.filter(pl.col("reason").is_null()).drop("reason")
    again = restated(named)
    taken = named.filter(~again)
    sound, targets = taken.filter(~of_target), taken.filter(of_target & (pl.col("stated_area") == pl.col("area_id")))
    bases = base_amounts(sound, above)
    years: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for area_id, pollutant, year in bases:
        years[area_id, pollutant].append(year)
    projects = reductions(sound, years)
    account = account_of(sound, projects, bases)
    refused = pl.concat(
        [
            marked.filter(pl.col("reason").is_not_null()),
            named.filter(again).with_columns(reason=pl.lit(RESTATED)),
            without_account(account, targets).with_columns(reason=pl.lit(NO_ACCOUNT)),
        ]
    )
    return Discharge(with_targets(account, targets, today), projects, refused, additions_of(sound))


def additions_of(entries: pl.DataFrame) -> pl.DataFrame:
    """The rows that add to an account, with the `amount` that counts (nano of a tonne)."""
    added = entries.filter(pl.col("record_type") == ADDED)
    amounts = [stated_amount(entry) for entry in added.iter_rows(named=True)]
    return added.with_columns(amount=pl.Series(amounts, dtype=pl.Int64()))


def account_of(
    entries: pl.DataFrame, projects: pl.DataFrame, bases: Mapping[tuple[str, str, int], int | None]
) -> pl.DataFrame:
    """The account (`FLOWS`): of every area and pollutant the years from its base to the last year of the ledger."""
    rows_of: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries.iter_rows(named=True):
        rows_of[entry["area_id"], entry["pollutant"]].append(entry)
    projects_of: defaultdict[tuple[str, str, int], list[Entry]] = defaultdict(list)
    for project in projects.iter_rows(named=True):
        projects_of[project["area_id"], project["pollutant"], project["year"]].append(project)
    last_year = {area_id: max(entry["year"] for (area, _), found in rows_of.items() if area == area_id
                              for entry in found) for area_id, _ in rows_of}  # fmt: skip
    account: list[dict[str, Any]] = []
    for (area_id, pollutant), found in rows_of.items():
        based = [year for area, of, year in bases if (area, of) == (area_id, pollutant)]
        first = min(based, default=min(entry["year"] for entry in found))
        before: Mapping[str, Any] | None = None
        for year in range(first, last_year[area_id] + 1):
            key = (area_id, pollutant, year)
            of_year = [entry for entry in found if entry["year"] == year]
            before = account_row(key, of_year, projects_of[key], bases, before)
            account.append(dict(before))
    return pl.DataFrame(account, schema=FLOWS).sort("area_id", "year", "pollutant")


def account_row(
    key: tuple[str, str, int],
    entries: Sequence[Entry],
    projects: Sequence[Entry],
    bases: Mapping[tuple[str, str, int], int | None],
    before: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """One year of an account, after the year before."""
    based = key in bases
    added = sum(stated_amount(entry) or 0 for entry in entries if entry["record_type"] == ADDED)
    verified = sum(project["counted"] or 0 for project in projects)
    opening = None if based or before is None else before["closing"]
    closing = bases[key] if based else None if opening is None else opening + added - verified
    missing = missing_in(entries, projects, known=closing is not None, based=based)
    carried = "" if based or before is None else before["missing"]
    origins = {entry["origin"] for entry in entries} | (set() if based or before is None else origins_of(before))
    stages = pl.Series([entry["stage"] for entry in entries], dtype=STAGES)
    return {
        "area_id": key[0],
        "year": key[2],
        "pollutant": key[1],
        "opening": opening,
        "added": added,
        "reduced_claimed": sum(project["claimed"] or 0 for project in projects),
        "reduced_verified": verified,
        "closing": closing,
        "change_micro": micro(change_percent(opening, closing)),
        "complete": not missing and not carried,
        "missing": " ".join(dict.fromkeys([*carried.split(), *missing])),
        "based": based,
        "projects": len(projects),
        "defects": sum(project["defect"] is not None for project in projects),
        "origin": min(origins, default=None),
        "mixed_origin": len(origins) > 1,
        "stage": stages.max(),
        "sources": " ".join(sorted({source for entry in entries for source in entry["sources"].split()})),
    }


def missing_in(entries: Sequence[Entry], projects: Sequence[Entry], *, known: bool, based: bool) -> list[str]:
    """What keeps a year's E from being relied on: keys of the wording.

    A year that adds nothing has to say so with a row of 0: without one, E would fall for want of a record.
    """
    if based:
        return [] if known else ["base_contradicts"]
    missing = [] if known else ["no_base"]
    if not entries:
        return [*missing, "no_record"]
    additions = [entry for entry in entries if entry["record_type"] == ADDED]
    if not additions or any(stated_amount(entry) is None for entry in additions):
        missing.append("no_additions")
    if any("not_verified" in (project["defect"] or "") for project in projects):
        missing.append("reductions_not_verified")
    return missing


def origins_of(row: Mapping[str, Any]) -> set[str]:
    """The origins of all years since the base."""
    return {"demo", "real"} if row["mixed_origin"] else {row["origin"]} - {None}


def change_percent(opening: int | None, closing: int | None) -> Fraction | None:
    """Year on year in %, from unrounded amounts."""
    return Fraction(100 * (closing - opening), opening) if opening and closing is not None else None


def micro(value: Fraction | None) -> int | None:
    return None if value is None else round(value * MICRO)


def assessed() -> tuple[str, ...]:
    """The pollutants that are assessed unless an area says otherwise: COD and NH3-N."""
    return tuple(name for name, row in POLLUTANTS.items() if row["assessed"] == "yes")
