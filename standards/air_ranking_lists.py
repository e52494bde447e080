"""One list evaluated: the rank of each member beside the published one, gaps, changes, and what contradicts what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from standards.air_ranking import (
    CONTRADICTS,
    change_check,
    change_of,
    change_of_amount,
    competition_ranks,
    gaps_to_next,
    order_checks,
    printed_decimals,
    rank_check,
    tie_sizes,
)
from standards.air_ranking_records import Key, Listed, Record

WORST_FIRST: Final = "worst_first"
BEST_FIRST: Final = "best_first"
UNITS: Final = {"DUSTFALL": "t/(km²·30d)", "ROAD_DUST": "g/m²"}
"""All other measures are in µg/m³."""

EVALUATED: Final[dict[str, pl.DataType]] = {
    "value": pl.Int64(), "unit": pl.String(), "rank_published": pl.Int64(), "rank_order": pl.String(),
    "rank": pl.Int64(), "tied": pl.Int64(), "rank_check": pl.String(), "gap_next": pl.Int64(),
    "mean_value": pl.Int64(), "gap_mean": pl.Int64(), "previous_value": pl.Int64(), "previous_basis": pl.String(),
    "change": pl.Int64(), "change_basis": pl.String(), "change_from_values": pl.Int64(), "change_check": pl.String(),
    "change_rank_published": pl.Int64(), "change_rank_order": pl.String(), "change_rank": pl.Int64(),
    "change_rank_check": pl.String(), "change_gap_mean": pl.Int64(), "blocks_differ": pl.String(),
    "value_at": pl.String(), "change_at": pl.String(), "stage": pl.String(), "origin": pl.String(),
    "sources": pl.String(),
}  # fmt: skip
"""What `evaluate_list` says of a member; amounts in nano of the unit, changes in nano of a percent."""

Evaluated = dict[str, Any]


@dataclass(frozen=True)
class Before:
    """The same list a year earlier: values by member, and the decimals with which it is printed."""

    values: dict[str, int]
    decimals: int


def evaluate_list(
    records: Sequence[Record], mean: Record | None, before: Before | None, measure: str, missing: int | None
) -> list[Evaluated]:
    """What is to be said of each member of a list, in the order given; the last is the row of the mean, if there is
    one, which is not ranked.

    `missing`: members that should be listed and have no value here; None for a list that is only a part of the whole.
    Ranks of ours count from the best, of the changes from the largest fall; a published one may count from the worst.
    """
    everyone = [*records, *([mean] if mean else [])]
    decimals = printed_decimals([record.cells.get("value") for record in everyone])
    changes = changes_of(everyone)
    of_change = printed_decimals([record.cells.get("change") for record in everyone])
    found: list[Evaluated] = []
    for record, (change, basis) in zip(everyone, changes, strict=True):
        value = record.cells.get("value")
        previous, previous_basis, of_previous = previous_of(record, before, decimals)
        computed = None if value is None or previous is None else change_of(value, previous)
        if basis == "from_values":
            change = computed
        stated = record.cells.get("change")
        found.append(
            {
                "value": value,
                "unit": UNITS.get(measure, "µg/m³"),
                "previous_value": previous,
                "previous_basis": previous_basis,
                "change": change,
                "change_basis": basis if change is not None else None,
                "change_from_values": computed,
                "change_check": change_check(stated, value, previous, (of_change, decimals, of_previous)),
                "mean_value": mean.cells.get("value") if mean else None,
                "blocks_differ": " ".join(sorted(record.differ)) or None,
                "value_at": record.at.get("value") or record.at.get("rank") or record.at.get("rank_worst"),
                "change_at": record.at.get("change") or record.at.get("change_amount"),
                "stage": record.stage,
                "origin": record.origin,
                "sources": " ".join(sorted(record.sources)),
            }
        )
    ranked(found[: len(records)], records, "value", missing)
    ranked(found[: len(records)], records, "change", missing)
    of_mean = found[-1]["change"] if mean else None
    for row in found:
        row["gap_mean"] = difference(row["value"], row["mean_value"])
        row["change_gap_mean"] = difference(row["change"], of_mean)
    return found


def changes_of(records: Sequence[Record]) -> list[tuple[int | None, str]]:
    """The change of each record with its basis. What a list does not state is computed from values only where it states
    no change at all, so that one ranking never mixes the two."""
    stated: list[tuple[int | None, str]] = []
    for record in records:
        change, value, amount = (record.cells.get(name) for name in ("change", "value", "change_amount"))
        if change is None and value is not None and amount is not None:
            stated.append((change_of_amount(value, amount), "from_amount"))
        else:
            stated.append((change, "published"))
    return stated if any(change is not None for change, _ in stated) else [(None, "from_values") for _ in records]


def previous_of(record: Record, before: Before | None, decimals: int) -> tuple[int | None, str | None, int]:
    """The value of the year before, from the list itself or from that of the year before, and its decimals."""
    if "previous" in record.cells:
        return record.cells["previous"], "stated", decimals
    if before and record.member in before.values:
        return before.values[record.member], "list_of_year_before", before.decimals
    return None, None, decimals


def ranked(rows: Sequence[Evaluated], records: Sequence[Record], of: str, missing: int | None) -> None:
    """Add our ranks of the values or the changes, the published ones, and how the two agree.

    A change that its own values contradict has no rank of ours, and shifts nobody else's.
    """
    prefix = "" if of == "value" else "change_"
    values = [None if of == "change" and row["change_check"] == CONTRADICTS else row[of] for row in rows]
    worst = any(f"{prefix}rank_worst" in record.cells for record in records)
    published = [record.cells.get(f"{prefix}rank_worst" if worst else f"{prefix}rank") for record in records]
    best, ties = competition_ranks(values), tie_sizes(values)
    ours = competition_ranks(values, highest_first=True) if worst else best
    checks = (
        order_checks(published, values, highest_first=worst)
        if missing is None
        else [rank_check(p, o, t, missing_of(values, missing)) for p, o, t in zip(published, ours, ties, strict=True)]
    )
    gaps = gaps_to_next(values)
    for k, row in enumerate(rows):
        row[f"{prefix}rank"] = best[k] if missing is not None else None
        row[f"{prefix}rank_published"] = published[k]
        row[f"{prefix}rank_order"] = (WORST_FIRST if worst else BEST_FIRST) if published[k] is not None else None
        row[f"{prefix}rank_check"] = checks[k]
        if of == "value":
            row["tied"] = ties[k]
            row["gap_next"] = gaps[k]


def missing_of(values: Sequence[int | None], missing: int) -> int:
    """Members without a value here: those that are not listed, and those that are listed without one."""
    return missing + sum(value is None for value in values)


def difference(value: int | None, other: int | None) -> int | None:
    return None if value is None or other is None else value - other


def year_before_of(listed: Listed, lists: dict[Key, Listed]) -> Before | None:
    """The values of the same list a year earlier; none across the seam of real and demonstration data."""
    *place, period = listed.key
    earlier = lists.get((*place, f"{listed.year - 1}{period[4:]}"))
    if earlier is None or origin_of(earlier) != origin_of(listed):
        return None
    values = {member: r.cells["value"] for member, r in earlier.records.items() if "value" in r.cells}
    return Before(values, printed_decimals(list(values.values())))


def origin_of(listed: Listed) -> str:
    return min(record.origin for record in listed.records.values())
