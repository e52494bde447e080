"""Why a target has no chance: a reason per indicator as data, so that no target of a running year is silent.

`limits/attainment_reasons.csv`; what stands there is never drawn from earlier years.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import date

from standards.attainment_table import Outlook
from standards.limits import rows
from standards.plan_status import Target

TARGET_ALONE, WORDS_ALONE = "target", "wording"
NOTHING_YET, WITHHELD, NO_NUMBER = "chance_nothing_yet", "withheld", "target_in_words"


def reason_of(indicator_id: str) -> str | None:
    """Key of the reason for which an indicator has no chance; None of one that is drawn."""
    return next((row["reason"] for row in rows("attainment_reasons") if row["indicator_id"] == indicator_id), None)


def with_reasons(found: Sequence[Outlook]) -> list[Outlook]:
    """The rows; those of an indicator that is never drawn say why."""
    return [
        replace(row, remarks=(*row.remarks, reason))
        if row.chances is None and (reason := reason_of(row.indicator_id))
        else row
        for row in found
    ]


def of_words_alone(words: Mapping[str, Set[str]], found: Sequence[Outlook], as_of: date) -> list[Outlook]:
    """A row for every indicator of an area whose target of the running year is words without a number: there is nothing
    to hold a value against, and no chance."""
    units = {row["indicator_id"]: row["unit"] for row in rows("indicators")}
    told = {(row.area_id, row.indicator_id) for row in found if not row.place_id}
    return [
        Outlook(area_id, as_of.year, name, WORDS_ALONE, None, units.get(name, ""), None, remarks=(NO_NUMBER,))
        for area_id, asked in sorted(words.items())
        for name in sorted(asked)
        if (area_id, name) not in told
    ]


def without_outlook(
    targets: Mapping[str, Mapping[str, Target]], found: Sequence[Outlook], as_of: date, withheld: Set[str] = frozenset()
) -> list[Outlook]:
    """A row with the target alone for every target of the running year that no medium has a row of: it is never drawn,
    there is nothing of the year yet, or its dataset is `withheld`."""
    listed = {row["indicator_id"]: row for row in rows("indicators")}
    units = {name: row["unit"] for name, row in listed.items()}
    gone = {name for name, row in listed.items() if withheld & set(row["datasets"].split())}
    told = {(row.area_id, row.indicator_id) for row in found if not row.place_id}
    return [
        Outlook(
            area_id, as_of.year, indicator_id, TARGET_ALONE, None, units.get(indicator_id, ""), None,
            comparator=target.comparator, target=target.value, basis=target.basis if target.basis != "raw" else "",
            remarks=() if reason_of(indicator_id) else (WITHHELD if indicator_id in gone else NOTHING_YET,),
        )
        for area_id, asked in sorted(targets.items())
        for indicator_id, target in sorted(asked.items())
        if (area_id, indicator_id) not in told
    ]  # fmt: skip
