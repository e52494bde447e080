"""The city's targets for discharged pollutants, held against the account: tonnes taken off in a year, over a span of
years, and a ceiling of E_t.

An annual target meets its year alone, a cumulative one the sum of the years from its first one on: there is no sum of
both. Only verified tonnes decide. Amounts are Int64 nano of a tonne. Targets are those that the ledger states for the
area itself (water.md §7 names none: they are data).
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from standards.water_reduction import ANNUAL, CEILING, CUMULATIVE, Entry

TARGETED: Final[dict[str, pl.DataType]] = {
    "annual_target": pl.Int64(), "annual_gap": pl.Int64(), "annual_met": pl.Boolean(),
    "cumulative_from": pl.Int64(), "cumulative_to": pl.Int64(), "cumulative_target": pl.Int64(),
    "cumulative_reduced": pl.Int64(), "cumulative_gap": pl.Int64(), "cumulative_met": pl.Boolean(),
    "ceiling": pl.Int64(), "ceiling_gap": pl.Int64(), "ceiling_met": pl.Boolean(),
    "target_remarks": pl.String(), "target_documents": pl.String(),
}  # fmt: skip
"""What a row of the account has beside it.

`annual_gap` and `cumulative_gap` are verified less target: below zero is short. `ceiling_gap` is `closing` less
ceiling: above zero is too much. A `…_met` is null where there is no target, where its time is not over and it is not
reached yet, and where the account can't tell. `target_remarks`: codes, separated by blanks:
discharge_target_not_entered, reduction_targets_contradict, discharge_target_missed, discharge_target_open."""

NO_TARGET: Final = "discharge_target_not_entered"
CONTRADICT: Final = "reduction_targets_contradict"
MISSED: Final = "discharge_target_missed"
OPEN: Final = "discharge_target_open"
VERDICTS: Final = ("annual", "cumulative", "ceiling")


def with_targets(account: pl.DataFrame, targets: pl.DataFrame, today: date) -> pl.DataFrame:
    """The account with `TARGETED`. `targets`: rows of the ledger (`water_reduction.ENTRIES`) that hold a sound target.

    `today` is the day from which is looked: a year that has not ended can have reached a target, never missed it.
    """
    of: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for target in targets.iter_rows(named=True):
        of[target["area_id"], target["pollutant"]].append(target)
    rows = list(account.iter_rows(named=True))
    years: defaultdict[tuple[str, str], dict[int, Entry]] = defaultdict(dict)
    for row in rows:
        years[row["area_id"], row["pollutant"]][row["year"]] = row
    found = [
        targeted(row, of[row["area_id"], row["pollutant"]], years[row["area_id"], row["pollutant"]], today)
        for row in rows
    ]
    return pl.concat([account, pl.DataFrame(found, schema=TARGETED)], how="horizontal")


def without_account(account: pl.DataFrame, targets: pl.DataFrame) -> pl.DataFrame:
    """The targets that no year of the account meets: nothing else is known of their pollutant and time."""
    there = set(account.select("area_id", "pollutant", "year").iter_rows())
    met = [
        any((target["area_id"], target["pollutant"], year) in there for year in years_asked(target))
        for target in targets.iter_rows(named=True)
    ]
    return targets.filter(~pl.Series(met, dtype=pl.Boolean()))


def years_asked(target: Entry) -> range:
    """The years that a target speaks of."""
    if target["target_kind"] == CUMULATIVE:
        return range(target["year_from"], target["year_to"] + 1)
    return range(target["year"], target["year"] + 1)


def targeted(row: Entry, targets: Sequence[Entry], account: dict[int, Entry], today: date) -> dict[str, Any]:
    """One row of the account against its targets."""
    asked = {kind: one_target(targets, kind, row["year"]) for kind in (ANNUAL, CUMULATIVE, CEILING)}
    found = {
        **annual_columns(row, asked[ANNUAL][0], ended(row["year"], today)),
        **cumulative_columns(row, asked[CUMULATIVE][0], account, today),
        **ceiling_columns(row, asked[CEILING][0], ended(row["year"], today)),
    }
    taken = [target for target, _ in asked.values() if target is not None]
    contradict = any(odd for _, odd in asked.values())
    documents = dict.fromkeys(target["document"] for target in taken if target["document"])
    return {
        **found,
        "target_remarks": " ".join(remarks_of(found, taken, contradict=contradict)),
        "target_documents": "；".join(documents) or None,
    }


def remarks_of(found: dict[str, Any], taken: Sequence[Entry], *, contradict: bool) -> list[str]:
    """What is to be said of the targets of a row, as codes."""
    asked = {name: found["ceiling" if name == "ceiling" else f"{name}_target"] is not None for name in VERDICTS}
    verdicts = [found[f"{name}_met"] for name in VERDICTS if asked[name]]
    keys = {
        NO_TARGET: not taken and not contradict,
        CONTRADICT: contradict,
        MISSED: False in verdicts,
        OPEN: None in verdicts,
    }
    return [key for key, holds in keys.items() if holds]


def one_target(targets: Sequence[Entry], kind: str, year: int) -> tuple[Entry | None, bool]:
    """The one target of a kind that speaks of a year, and whether several contradict each other."""
    found = [target for target in targets if target["target_kind"] == kind and year in years_asked(target)]
    different = {(target["target"], years_asked(target)) for target in found}
    return (found[0], False) if len(different) == 1 else (None, len(different) > 1)


def ended(year: int, today: date) -> bool:
    return today > date(year, 12, 31)


def annual_columns(row: Entry, target: Entry | None, over: bool) -> dict[str, Any]:
    """Verified tonnes of the year against its own target. What a base holds already is no reduction of its year."""
    known = target is not None and not row["based"] and row["stage"] is not None
    gap = row["reduced_verified"] - target["target"] if target is not None and known else None
    return {
        "annual_target": target["target"] if target else None,
        "annual_gap": gap,
        "annual_met": reached(gap, over),
    }


def cumulative_columns(row: Entry, target: Entry | None, account: dict[int, Entry], today: date) -> dict[str, Any]:
    """Verified tonnes from the first year of the span to this one against the target of the whole span.

    The sum is told as far as it goes. It is held against the target where each of its years has an account of one
    origin, with records and no base among them, or where it reaches the target all the same.
    """
    if target is None:
        return dict.fromkeys([name for name in TARGETED if name.startswith("cumulative_")])
    span = [account[year] for year in range(target["year_from"], row["year"] + 1) if year in account]
    reduced = sum(one["reduced_verified"] for one in span)
    same = {one["origin"] for one in (*span, target)} == {row["origin"]} and not row["mixed_origin"]
    whole = len(span) == row["year"] - target["year_from"] + 1
    told = whole and all(not one["based"] and one["stage"] is not None for one in span)
    gap = reduced - target["target"]
    known = same and (told or gap >= 0)
    over = row["year"] == target["year_to"] and ended(row["year"], today)
    return {
        "cumulative_from": target["year_from"],
        "cumulative_to": target["year_to"],
        "cumulative_target": target["target"],
        "cumulative_reduced": reduced,
        "cumulative_gap": gap if known else None,
        "cumulative_met": reached(gap if known else None, over),
    }


def ceiling_columns(row: Entry, target: Entry | None, over: bool) -> dict[str, Any]:
    """E of the year against the most that it may be; only a complete account of one origin tells."""
    known = (
        target is not None
        and row["complete"]
        and row["closing"] is not None
        and not row["mixed_origin"]
        and target["origin"] == row["origin"]
    )
    gap = row["closing"] - target["target"] if target is not None and known else None
    return {
        "ceiling": target["target"] if target else None,
        "ceiling_gap": gap,
        "ceiling_met": gap <= 0 if gap is not None and over else None,
    }


def reached(gap: int | None, over: bool) -> bool | None:
    """Whether a target of reductions is met: as soon as it is reached; missed only when its time is over."""
    if gap is None:
        return None
    return True if gap >= 0 else False if over else None
