"""Records of ledgers that contradict each other: a period that rests on them says so, and one that has no others stands
with the reason instead of dropping out.

A record is lost where equally good copies of it differ and none was accepted (`standards.lost`); which measure it
belongs to is data (`limits/ledger_measures.csv`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from standards.limits import rows
from standards.lost import CONFLICT
from standards.period_readings import frame_of, reading, yearly
from standards.plan_value import IndicatorValue

RECORD: Final = ["area_id", "place_id", "part", "moment", "span"]
CONFLICT_ZH: Final = "台账有{}条记录相互矛盾，未采用"
CONFLICT_EN: Final = "{} records of the ledger contradict each other and are not used"

ALL_CONFLICT: Final = "records_conflict"
SOME_CONFLICT: Final = "some_records_conflict"
"""Remarks on an indicator: keys of the wording."""

Lost = Mapping[tuple[str, str, str], int]
"""How many records an area lost, by area, measure and basis."""


def in_words(records: int) -> str:
    return f"{CONFLICT_ZH.format(records)} / {CONFLICT_EN.format(records)}"


def lost_records(
    lost: pl.DataFrame, dataset: str, year: int, above: Mapping[str, Sequence[str]], *, flattering: bool = False
) -> Lost:
    """What areas, and those around them, lost of a dataset's ledger in a year; with `flattering` only the records
    without which a measure may look better than it is. `lost`: `standards.lost.LOST`."""
    measures = [row for row in rows("ledger_measures") if row["dataset"] == dataset]
    contradict = (pl.col("rule") == CONFLICT) & pl.col("area_id").is_not_null()
    mine = lost.filter((pl.col("date").dt.year() == year) & contradict).select(RECORD).unique()
    found: dict[tuple[str, str, str], int] = {}
    for area, parts in mine.select("area_id", pl.col("part").fill_null("").str.split("|")).iter_rows():
        for row in measures:
            harmless = row["harmless"] == "all" or row["harmless"] in parts[1:2]
            if row["part"] in ("", parts[0]) and not (flattering and harmless):
                for one in above.get(area, (area,)):
                    key = one, row["measure"], row["basis"]
                    found[key] = found.get(key, 0) + 1
    return found


def indicators_of(lost: Lost) -> set[tuple[str, str]]:
    """The areas and indicators that rest on what was lost."""
    listed = {(row["measure"], row["basis"]): row["indicator_ids"].split() for row in rows("ledger_measures")}
    return {(area, name) for area, measure, basis in lost for name in listed[measure, basis]}


def without_records(known: IndicatorValue | None, indicator_id: str, *, flattered: bool) -> IndicatorValue:
    """The value of an area and year of which a ledger lost records: none where there is no other, else what the other
    records give. It is not enough to judge by where it may be `flattered`: look better for what is missing. An official
    value does not rest on our ledger."""
    if known is None or known.value is None:
        return known or IndicatorValue(indicator_id, None, 0, enough_data=False, remarks=(ALL_CONFLICT,))
    if known.value_kind == "official":
        return known
    enough = known.enough_data and not flattered
    return replace(known, enough_data=enough, remarks=(*known.remarks, SOME_CONFLICT))


def with_lost_records(readings: pl.DataFrame, lost: Lost, year: int, as_of: date) -> pl.DataFrame:
    """The readings (READINGS) of a year: those of areas that lost records with `lacking`, and, of a measure that has no
    reading at all, a row of the year without value."""
    if not lost:
        return readings
    counts: dict[tuple[str, str], int] = {}
    for (area, measure, _), records in lost.items():
        counts[area, measure] = max(counts.get((area, measure), 0), records)
    noted = pl.DataFrame(
        [(area, measure, in_words(records)) for (area, measure), records in counts.items()],
        schema=["place_id", "measure", "told"], orient="row",
    )  # fmt: skip
    marked = readings.join(noted, on=["place_id", "measure"], how="left", maintain_order="left").with_columns(
        lacking=pl.when(pl.col("level") == "area").then(pl.coalesce("told", "lacking")).otherwise("lacking")
    )
    known = set(readings.filter(pl.col("level") == "area").select("place_id", "measure").iter_rows())
    alone = [
        reading(measure, yearly(year, as_of), ("area", area, area), None, valid=False, counts=(0, records), basis=basis,
                lacking=in_words(records))
        for (area, measure, basis), records in sorted(lost.items())
        if (area, measure) not in known
    ]  # fmt: skip
    return pl.concat([marked.select(readings.columns), frame_of(alone)])
