"""Water: sections by year; sources, wells and the discharge account; and their indicators."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

import dagster as dg
import polars as pl

from assets.air import calendar_end, reference
from assets.evaluations import CODE, Evaluation, Facts, Valued, known_day, known_end, of_areas, runs
from assets.intake import OWNERS, lost_name, observations_name, tables_digest, teller
from assets.workspace import Workspace
from assets.years import YEARS, refresh
from quality.settle import areas_above
from readers.datasets import WATER_DISCHARGE, WATER_SECTIONS, WATER_SOURCES, WATER_WELLS
from standards.water_area import evaluate_areas
from standards.water_cwqi_periods import index_periods
from standards.water_discharge import NO_ACCOUNT, discharge
from standards.water_discharge_indicator import discharge_indicator
from standards.water_indicators_sections import (
    counted_sections,
    outbound_inferior_v,
    sections_class_iv,
    with_course,
)
from standards.water_lakes import lake_states
from standards.water_sections import SectionFacts, evaluate_sections
from standards.water_source_compliance import source_indicator
from standards.water_sources import source_items, source_periods, source_years
from standards.water_stability import WELLS, stability
from standards.water_stability_indicator import groundwater_indicator
from standards.water_wells import half_year_classes, well_classes
from store.digest import code_digest, digest_of
from store.lake import Lake

OBSERVED: Final = observations_name(WATER_SECTIONS)
SAMPLES: Final = "evaluations/water_sections_samples"
ITEMS: Final = "evaluations/water_sections_items"
PERIODS: Final = "evaluations/water_sections_periods"
FACTS: Final = (SAMPLES, ITEMS, PERIODS)
AREAS: Final = "evaluations/water_areas"
INDICES: Final = "evaluations/water_indices"
LAKES: Final = "evaluations/water_lakes"
COURSE_YEARS: Final = 5
"""How many earlier years the course of a running year rests on, at most."""


def section_facts(lake: Lake, year: int) -> SectionFacts | None:
    """The facts of one year as they were last evaluated; None where there are none."""
    if not lake.path(PERIODS, year).exists():
        return None
    return SectionFacts(*(lake.read(table, year) for table in FACTS))


@dg.asset(
    group_name="water",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"medium": "water", "layer": "evaluations", "standard": "GB-3838-2002"},
    deps=["water_sections_observations", *reference("sections")],
    partitions_def=YEARS,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def water_sections_evaluated(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
    """Classes of samples and of months to years by mean concentration (GB 3838-2002, 环办〔2011〕22号)."""
    lake, today = workspace.lake, workspace.current_day()
    sections = workspace.references.table("sections")
    shared = [*tables_digest(workspace, "sections"), code_digest(*CODE)]

    def digest(year: int) -> str:
        below = [lake.content(table, year) for table in (OBSERVED, lost_name(WATER_SECTIONS))]
        return digest_of([*below, *shared, str(known_end(lake, WATER_SECTIONS, year, today))])

    def evaluate(year: int) -> None:
        observed, lost = (lake.read(table, year) for table in (OBSERVED, lost_name(WATER_SECTIONS)))
        facts = evaluate_sections(observed, sections, year, known_end(lake, WATER_SECTIONS, year, today), lost=lost)
        lake.write(SAMPLES, facts.samples, year=year, digest=digest(year))
        lake.write(ITEMS, facts.items, year=year, digest=digest(year))
        lake.write(PERIODS, facts.periods, year=year, digest=digest(year))

    shown = ["place_id", "period_type", "period_id", "class", "target_class", "worst_items", "months"]
    refresh(
        context,
        lake,
        PERIODS,
        lake.years(OBSERVED),
        digest,
        evaluate,
        teller(lake, PERIODS, shown),
        WATER_SECTIONS.name,
    )
    drop_beyond(lake, PERIODS, SAMPLES, ITEMS)


@dg.asset(
    group_name="water",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"medium": "water", "layer": "evaluations", "standard": "HB-2011-22"},
    deps=[water_sections_evaluated, *reference("areas")],
    partitions_def=YEARS,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def water_areas(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
    """Rivers and areas by period: shares of classes, status, and trend against the year before (环办〔2011〕22号); the
    water quality index of sections and areas, and the trophic state of lakes."""
    lake = workspace.lake
    above = areas_above(workspace.references.table("areas"))
    shared = [*tables_digest(workspace, "areas"), code_digest(*CODE)]

    def digest(year: int) -> str:
        return digest_of([*(lake.content(table, one) for one in (year - 1, year) for table in FACTS), *shared])

    def evaluate(year: int) -> None:
        facts, before = (section_facts(lake, one) for one in (year, year - 1))
        if facts is None:
            return
        lake.write(INDICES, index_periods(facts, before, above), year=year, digest=digest(year))
        lake.write(LAKES, lake_states(facts.items, facts.periods), year=year, digest=digest(year))
        lake.write(AREAS, evaluate_areas(facts, before, above), year=year, digest=digest(year))

    shown = ["level", "place_id", "list", "period_id", "sections", "class", "status", "trend"]
    refresh(
        context, lake, AREAS, lake.years(PERIODS), digest, evaluate, teller(lake, AREAS, shown), WATER_SECTIONS.name
    )
    drop_beyond(lake, AREAS, INDICES, LAKES)


def drop_beyond(lake: Lake, table: str, *beside: str) -> None:
    """Drop the years of the tables beside one that it does not have any more."""
    for other in beside:
        for gone in set(lake.years(other)) - set(lake.years(table)):
            lake.drop(other, gone)


def section_values(lake: Lake, areas: pl.DataFrame, *, packaged_list: bool) -> Iterator[Valued]:
    """The two indicators on sections, for every area with registered sections and every year with samples of it.

    Which sections count is nobody's word but ours while the register is the packaged one; each value then says so.
    """
    remark = ("list_unconfirmed",) if packaged_list else ()
    by_area: dict[str, dict[int, SectionFacts]] = {}
    for area, year, facts in facts_of_areas(lake, areas):
        by_area.setdefault(area, {})[year] = facts
    for area, years in by_area.items():
        for year, facts in years.items():
            earlier = [years[one] for one in range(year - COURSE_YEARS, year) if one in years]
            before = years.get(year - 1)
            for indicator in (sections_class_iv, outbound_inferior_v):
                value = with_course(indicator(facts, area, before), facts, earlier, area)
                yield area, year, replace(value, remarks=(*value.remarks, *remark))


def facts_of_areas(lake: Lake, areas: pl.DataFrame) -> Iterator[tuple[str, int, SectionFacts]]:
    """Every area and year with samples of its sections: the facts of the year, with the periods of these sections."""
    for year in lake.years(PERIODS):
        facts = section_facts(lake, year)
        if facts is None:
            continue
        for area, periods in of_areas(facts.periods, areas):
            if (periods["situation"] != "no_data").any():
                yield area, year, replace(facts, periods=periods)


def sections_counted(lake: Lake, areas: pl.DataFrame) -> pl.DataFrame | None:
    """What the two indicators on sections took, for every area and year that they have a value for; None without any
    section."""
    found = [
        counted_sections(facts, area).with_columns(year=pl.lit(year, pl.Int64))
        for area, year, facts in facts_of_areas(lake, areas)
    ]
    return pl.concat(found) if found else None


def source_facts(observations: pl.DataFrame, _areas: pl.DataFrame, _today: date, lost: pl.DataFrame) -> Facts:
    items = source_items(observations)
    periods = source_periods(items, observations, lost)
    return {"periods": periods, "items": items, "years": source_years(periods)}


def source_values(facts: Facts, areas: pl.DataFrame, today: date) -> Iterator[Valued]:
    for area, periods in of_areas(facts["periods"], areas):
        for year in years_of(periods):
            yield area, year, source_indicator(periods, year, calendar_end(year, today))


def well_facts(observations: pl.DataFrame, _areas: pl.DataFrame, today: date, lost: pl.DataFrame) -> Facts:
    """Classes of the wells; `compared` are the items that each year is judged by (of a running year, those of all years
    up to the same day), `compared_losses` what is missing among them."""
    classes = well_classes(observations, lost=lost)
    compared, losses = [], []
    for year in years_of(classes.years):
        end = known_day(pl.concat([observations.select("date"), lost.select("date")]).lazy(), year, today)
        held = well_classes(observations, end, lost) if runs(year, today) else classes
        compared.append(held.items.with_columns(judged=pl.lit(year, pl.Int64)))
        losses.append(held.losses.with_columns(judged=pl.lit(year, pl.Int64)))
    return {
        "years": classes.years,
        "halves": half_year_classes(observations, lost),
        "items": classes.items,
        "samples": classes.samples,
        "compared": pl.concat([classes.items.clear().with_columns(judged=pl.lit(0, pl.Int64)), *compared]),
        "compared_losses": pl.concat([classes.losses.clear().with_columns(judged=pl.lit(0, pl.Int64)), *losses]),
    }


def well_values(facts: Facts, areas: pl.DataFrame, today: date) -> Iterator[Valued]:
    for area, items in of_areas(facts["compared"], areas):
        for year in years_of(items.filter(pl.col("year") == pl.col("judged"))):
            mine, losses = (
                frame.filter(pl.col("judged") == year).drop("judged") for frame in (items, facts["compared_losses"])
            )
            yield area, year, groundwater_indicator(mine, year, calendar_end(year, today), losses=losses)


def wells_compared(facts: Facts, area: str, items: pl.DataFrame) -> pl.DataFrame:
    """The wells (`water_stability.WELLS`) of an area that its indicator compared, of every year. `items`: what the
    years of its wells are judged by."""
    found = [pl.DataFrame(schema=WELLS)]
    for year in years_of(items.filter(pl.col("year") == pl.col("judged"))):
        mine, losses = (
            frame.filter(pl.col("judged") == year).drop("judged") for frame in (items, facts["compared_losses"])
        )
        found.append(stability(mine, year, losses=losses).wells.with_columns(area_id=pl.lit(area)))
    return pl.concat(found)


def discharge_facts(observations: pl.DataFrame, areas: pl.DataFrame, today: date) -> Facts:
    """Accounts of all areas, those within them included. A target is refused where even such an account has nothing to
    hold against it."""
    found, above = discharge(observations), areas_above(areas)
    stated = observations.with_columns(stated_area=pl.col("area_id"))
    every = [discharge(rows, above, today) for _, rows in of_areas(stated, areas)]
    loose = pl.col("reason") == NO_ACCOUNT
    return {
        "account": pl.concat([found.account.clear(), *(one.account for one in every)]),
        "additions": pl.concat([found.additions.clear(), *(one.additions for one in every)]),
        "reductions": found.reductions,
        "refused": pl.concat([found.refused.filter(~loose), *(one.refused.filter(loose) for one in every)]),
    }


def discharge_values(facts: Facts, _areas: pl.DataFrame, today: date) -> Iterator[Valued]:
    for (area,), account in facts["account"].group_by(["area_id"], maintain_order=True):
        for year in years_of(account):
            yield str(area), year, discharge_indicator(account, year, calendar_end(year, today))


def years_of(frame: pl.DataFrame) -> list[int]:
    return sorted(frame.get_column("year").drop_nulls().unique())


EVALUATIONS: Final = (
    Evaluation(
        WATER_SOURCES,
        "GB-3838-2002",
        "Drinking-water sources by quarter: every item within its limit (GB 3838-2002, GB/T 14848-2017).",
        source_facts,
        source_values,
        minds_lost=True,
    ),
    Evaluation(
        WATER_WELLS,
        "GBT-14848-2017",
        "Groundwater wells: class of samples and years (GB/T 14848-2017), and what the stability test compares.",
        well_facts,
        well_values,
        by_day=True,
        minds_lost=True,
    ),
    Evaluation(
        WATER_DISCHARGE,
        "discharge-account",
        "The discharge account by pollutant, and the projects that are its evidence.",
        discharge_facts,
        discharge_values,
        by_day=True,
    ),
)
