"""What the gate withholds: an indicator loses its value in the build, and says why; all others are published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from store.mart_file import building

NOTE: Final = "concat_ws('；', $reason, nullif(note, ''))"
STATUS: Final = """
UPDATE marts.indicator_status SET
    value = NULL, value_text = NULL, value_kind = NULL, on_the_line = NULL, other_basis = NULL,
    other_basis_value = NULL, other_basis_text = NULL, fragile = NULL, yoy_change = NULL, baseline_change = NULL,
    chance = NULL, path = NULL, city_target_missed = NULL, stated_test_zh = NULL, stated_test_en = NULL,
    status = 'no_data', decided_by = 'withheld', note = {note}
WHERE {which} AND (value IS NOT NULL OR status <> 'no_data' OR NOT coalesce(note, '') LIKE '%' || $mark || '%')
"""
TREND: Final = """
UPDATE marts.indicator_trend SET value = NULL, value_text = NULL, status = 'no_data', yoy_change = NULL WHERE {which}
"""
PROGRESS: Final = """
UPDATE marts.target_progress SET
    value = NULL, value_rounded = NULL, gap = NULL, on_the_line = false, valid_count = NULL, state = 'no_data'
WHERE {which} AND state NOT IN ('not_begun', 'no_target')
"""
COMPARISON: Final = """
UPDATE marts.official_comparison SET
    value = NULL, value_printed = NULL, difference = NULL, difference_printed = NULL, valid = false
WHERE {which}
"""
OF_RESTATED: Final = """
mart = 'indicator_status' AND ($area IS NULL OR place_id = $area) AND subject = $indicator
AND ($year IS NULL OR period = CAST($year AS VARCHAR)) AND measure IN ('value', 'status')
"""
RESTATED: Final = (
    f"UPDATE marts.restatement SET new_value = NULL, new_text = if(measure = 'status', 'no_data', NULL) "
    f"WHERE {OF_RESTATED}",
    f"DELETE FROM marts.restatement WHERE {OF_RESTATED} "
    "AND old_value IS NOT DISTINCT FROM new_value AND old_text IS NOT DISTINCT FROM new_text",
)
"""The report of what changed says of a withheld value what is published: nothing."""

OUTLOOK: Final = "DELETE FROM marts.attainment WHERE {which}"
YEAR_AFTER: Final = (
    "UPDATE marts.indicator_status SET yoy_change = NULL WHERE {after}",
    "UPDATE marts.indicator_trend SET yoy_change = NULL WHERE {after}",
)
CHANGED: Final = (
    "indicator_status",
    "indicator_trend",
    "target_progress",
    "official_comparison",
    "attainment",
    "restatement",
)
"""The tables whose rows are no longer those of their Parquet files once something is withheld."""

TOLD: Final = "UPDATE marts.publication SET withheld = concat_ws('; ', withheld, $told)"
OF_AREA: Final = "($area IS NULL OR area_id = $area) AND indicator_id = $indicator"


@dataclass(frozen=True)
class Withheld:
    """An indicator of an area and year that is published without a value; None stands for every one."""

    area_id: str | None
    indicator_id: str
    year: int | None
    reason: str

    def __str__(self) -> str:
        return f"{self.area_id or '*'} {self.indicator_id} {self.year or '*'}"


def as_withheld(parts: Mapping[str, str], withheld: Sequence[Withheld]) -> dict[str, str]:
    """The digests of what a mart file was made of; tables that lost values are no longer those of their files, so that
    the next night makes them anew."""
    mark = f" withheld {' '.join(sorted(str(one) for one in withheld))}" if withheld else ""
    return {part: f"{digest}{mark if part.split('/')[0] in CHANGED else ''}" for part, digest in parts.items()}


def withhold(build: Path, withheld: Sequence[Withheld]) -> None:
    """Take the values out of the build, wherever they stand beside their indicator. Facts below them stay.

    The change against a withheld year goes as well: it rests on the same value.
    """
    if not withheld:
        return
    which = f"{OF_AREA} AND ($year IS NULL OR year = $year)"
    after = f"{OF_AREA} AND ($year IS NULL OR year = $year + 1)"
    with building(build) as connection:
        for one in withheld:
            place: dict[str, object] = {"area": one.area_id, "indicator": one.indicator_id, "year": one.year}
            told = {"reason": one.reason, "mark": one.reason}
            connection.execute(STATUS.format(note=NOTE, which=which), {**place, **told})
            for statement in (TREND, PROGRESS, COMPARISON, OUTLOOK):
                connection.execute(statement.format(which=which), place)
            for statement in RESTATED:
                connection.execute(statement, place)
            for statement in YEAR_AFTER:
                connection.execute(statement.format(after=after), place)
        places = sorted({str(one) for one in withheld})
        connection.execute(TOLD, {"told": f"门禁 / gate: {', '.join(places)}"})
