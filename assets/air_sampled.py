"""Air beside the hours: dustfall by month, the ledger of emission reductions with their indicators, rankings."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from assets.air import calendar_end
from assets.evaluations import Evaluation, Facts, Valued
from readers.datasets import AIR_DISTRICT_RANKING, AIR_DUSTFALL, AIR_REDUCTIONS, AIR_TOWN_RANKING
from standards.air_district_ranking import district_ranking
from standards.air_dustfall_indicator import dustfall_indicator
from standards.air_dustfall_months import AREA, dustfall_months
from standards.air_microgram import one_microgram
from standards.air_reduction import POLLUTANTS, credited_projects, ledger_entries
from standards.air_reduction_indicator import reduction_indicator
from standards.air_reduction_totals import reduction_totals
from standards.air_town_ranking import town_ranking


def dustfall_facts(observations: pl.DataFrame, areas: pl.DataFrame, _today: date, dust_days: pl.DataFrame) -> Facts:
    return {"months": dustfall_months(observations, areas, dust_days)}


def dustfall_values(facts: Facts, _areas: pl.DataFrame, today: date) -> Iterator[Valued]:
    months = facts["months"]
    found = months.filter(pl.col("level") == AREA).select("area_id", "year").unique().sort("area_id", "year")
    for area, year in found.iter_rows():
        yield area, year, dustfall_indicator(months, area, year, calendar_end(year, today))


def reduction_facts(observations: pl.DataFrame, areas: pl.DataFrame, _today: date, lost: pl.DataFrame) -> Facts:
    entries = ledger_entries(observations, lost)
    projects = credited_projects(entries, areas)
    return {"projects": projects, "totals": reduction_totals(entries, projects, areas)}


def reduction_values(facts: Facts, _areas: pl.DataFrame, today: date) -> Iterator[Valued]:
    totals = facts["totals"]
    for area, year in totals.select("area_id", "year").unique().sort("area_id", "year").iter_rows():
        for pollutant in POLLUTANTS:
            value = reduction_indicator(totals, area, pollutant, year, calendar_end(year, today))
            if value.remarks != ("no_rows",):
                yield area, year, value


def district_facts(observations: pl.DataFrame, _areas: pl.DataFrame, _today: date) -> Facts:
    return {"ranking": district_ranking(observations)}


def town_facts(observations: pl.DataFrame, areas: pl.DataFrame, _today: date) -> Facts:
    ranking = town_ranking(observations, areas)
    parents = dict(areas.select("area_id", "parent_id").iter_rows())
    return {"ranking": ranking, "microgram": one_microgram(ranking, parents)}


def no_values(_facts: Facts, _areas: pl.DataFrame, _today: date) -> Iterator[Valued]:
    """Rankings show where a district stands; the plan sets no indicator on a rank."""
    yield from ()


EVALUATIONS: Final = (
    Evaluation(
        AIR_DUSTFALL,
        "HJ-1221-2021",
        "Dustfall of sites and areas by month, as measured and net of sand dust, with the means of months 1 to N.",
        dustfall_facts,
        dustfall_values,
        references=("dust_days",),
    ),
    Evaluation(
        AIR_REDUCTIONS,
        "emission-reduction",
        "Projects that reduce VOCs and NOx with what is credited, and the totals by area, pollutant and year.",
        reduction_facts,
        reduction_values,
        minds_lost=True,
    ),
    Evaluation(
        AIR_DISTRICT_RANKING,
        "ranking",
        "Districts in published rankings: our rank beside the published one, gaps, changes, and what contradicts what.",
        district_facts,
        no_values,
    ),
    Evaluation(
        AIR_TOWN_RANKING,
        "ranking",
        "Streets and towns in published rankings, those that no list shows, and what one microgram asks of each.",
        town_facts,
        no_values,
    ),
)
