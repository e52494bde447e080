"""Records of the discharge ledger that a later ledger words anew: a corrected measure makes no second reduction.

The measure is part of what names a record, as a project may reduce by two measures in a year. So a ledger that corrects
nothing but the measure would stand beside the draft, and both would count [choice].
"""

from collections import defaultdict
from typing import Any, Final

import polars as pl

from standards.water_evidence import STAGES
from standards.water_reduction import TARGET, Entry

RESTATED: Final = "restated"
SAME: Final = ["area_id", "place_id", "pollutant", "record_type", "date"]
"""What one project (or area) says of one pollutant and year, whatever the measure."""

AMOUNTS: Final = ("claimed", "verified", "volume", "c_in", "c_out", "start_date")


def restated(entries: pl.DataFrame) -> pl.Series:
    """Whether other rows of the same project, pollutant, year and kind stand for each (`water_reduction.ENTRIES`).

    A ledger of a stronger stage stands for all that weaker ones say of them. Within one stage a row of another file
    with the same amounts under another measure is the same row. Targets, which have no measure, stay.
    """
    found: defaultdict[tuple[Any, ...], list[Entry]] = defaultdict(list)
    rows = list(entries.with_row_index("position").iter_rows(named=True))
    for entry in rows:
        found[tuple(entry[name] for name in SAME)].append(entry)
    told = [
        entry["record_type"] != TARGET and is_stood_for(entry, found[tuple(entry[name] for name in SAME)])
        for entry in rows
    ]
    return pl.Series("restated", told, dtype=pl.Boolean())


def is_stood_for(entry: Entry, rows: list[Entry]) -> bool:
    """Whether one of the rows stands for this one."""
    strengths = STAGES.categories.to_list()
    mine = strengths.index(entry["stage"])
    if any(strengths.index(other["stage"]) < mine for other in rows):
        return True
    earlier = [other for other in rows if other["position"] < entry["position"]]
    return any(
        amounts(other) == amounts(entry) and files(other).isdisjoint(files(entry))
        for other in earlier
        if other["stage"] == entry["stage"]
    )


def amounts(entry: Entry) -> tuple[Any, ...]:
    return tuple(entry[name] for name in AMOUNTS)


def files(entry: Entry) -> set[str]:
    """The files that a row was read from."""
    return {source.rpartition(":")[0] for source in entry["sources"].split()}
