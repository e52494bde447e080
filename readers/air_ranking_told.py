"""What holds for a list of a ranking table: its measure and period, units, and from which end its ranks count."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from readers.air_ranking_blocks import Block, Column, Ranking, Series
from readers.air_ranking_cells import PERCENT, looks_like_shares
from readers.air_ranking_form import Measure, compact, measures, only_measure, says, unit_factor
from readers.air_ranking_title import period_told, says_period
from standards.calendar import Period

SO_MANY: Final = re.compile(r"([前后])(?:\d+|[一二三四五六七八九十]+)[名位]")
SEPARATORS: Final = re.compile(r"[、,;，；]")


@dataclass(frozen=True)
class Told:
    """What holds for a series of a block: measure and period, or the rule that sets its cells aside with what breaks
    it; the unit that the titles state for values and for changes; whether ranks count from the worst."""

    measure: Measure | None
    period: Period | None
    rule: str | None
    context: str | None
    unit: str
    change_unit: str
    worst_first: bool
    shares: bool


def told_of(ranking: Ranking, block: Block, series: Series, path: str) -> Told:
    """What titles, group headers and the file's name say of a series."""
    folders, _, name = path.rpartition("/")
    titles = [*ranking.titles, name, folders]
    code = series.measure or only_measure(titles)
    measure = measures().get(code)
    period = period_of_series(series, titles)
    rule = "unknown_item" if measure is None else None
    if rule is None and period is None and block.period is None:
        rule = "no_period"
    units = title_units(titles)
    unit = next((one for one in units if measure and one != PERCENT and unit_factor(measure, one)), "")
    change = series.slots.get("change")
    raws = [ranking.grid.text(at, change.at) for at in range(ranking.first, len(ranking.grid.rows))] if change else []
    worst = from_worst(ranking, series, titles)
    return Told(measure, period, rule, " ".join(titles[:2]) if rule else None, unit, change_unit(change, units),
                worst, looks_like_shares(raws))  # fmt: skip


def from_worst(ranking: Ranking, series: Series, titles: Sequence[str]) -> bool:
    """Whether the ranks of a series count from the worst: by their header, else by the titles. A list of the
    last thirty without such words counts from the worst where it has a rank 1."""
    rank = series.slots.get("rank")
    if rank is None or rank.header.best_first:
        return False
    said = compact("".join(ranking.titles))
    if rank.header.worst_first or (says(said, "worst_first") and not says(said, "best_first")):
        return True
    columns = [one.slots["rank"].at for block in ranking.blocks for one in block.series if "rank" in one.slots]
    rows = range(ranking.first, len(ranking.grid.rows))
    return shown_part(titles) == "worst" and any(
        ranking.grid.text(at, column) == "1" for column in columns for at in rows
    )


def shown_part(titles: Sequence[str]) -> str:
    """best or worst where the nearest title with such words says that a list shows only the first or the last so many
    (前30名, 后30名); empty where none does, or it names both."""
    for title in titles:
        if found := set(SO_MANY.findall(compact(title))):
            return {"前": "best", "后": "worst"}[found.pop()] if len(found) == 1 else ""
    return ""


def period_of_series(series: Series, titles: Sequence[str]) -> Period | None:
    """The period by the series' own header where that names one, else by the titles; none where the header of its
    values names another year than they do."""
    own = [series.group] if says_period(series.group) else []
    period = period_told([*own, *titles])
    value = series.slots.get("value")
    stated = value.header.year if value else None
    return None if period and stated and stated != period.first.year else period


def title_units(titles: Sequence[str]) -> list[str]:
    """The units that a title states behind 单位."""
    found = []
    for title in titles:
        _, mark, stated = compact(title).partition("单位")
        if mark:
            found += [without_outer_brackets(part) for part in SEPARATORS.split(stated.lstrip(":"))]
    return found


def without_outer_brackets(text: str) -> str:
    """微克/立方米) of (单位:微克/立方米) without the bracket that was opened before; t/(km2·30d) stays."""
    return text.rstrip(")") if text.count(")") > text.count("(") else text


def change_unit(change: Column | None, units: Sequence[str]) -> str:
    """The unit of changes: of their header, else % where header or title say so, else none."""
    if change is None:
        return ""
    if change.header.unit and PERCENT not in change.header.unit:
        return change.header.unit
    return PERCENT if change.header.percent or PERCENT in units else ""


def of_row(told: Told, label: str, ranking: Ranking, path: str) -> Told:
    """What holds for a row that names its own period."""
    period = period_told([label, *ranking.titles, path]) if says_period(label) else None
    rule = told.rule or (None if period else "no_period")
    return replace(told, period=period, rule=rule, context=told.context if told.rule else label if rule else None)
