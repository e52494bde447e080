"""What the media other than hourly air say of their indicators, by area and year."""

from collections.abc import Iterator, Mapping
from typing import Final

import dagster as dg
import polars as pl

from assets import air_sampled, climate, ecology, soil, water
from assets.evaluations import contents_of, evaluation_asset, facts_names, facts_of, lost_values
from assets.intake import lost_name
from assets.workspace import Workspace
from quality.settle import areas_above
from standards.period_lost import indicators_of, lost_records, without_records
from standards.plan_value import IndicatorValue
from store.digest import digest_of
from store.lake import Lake

EVALUATIONS: Final = (
    *air_sampled.EVALUATIONS,
    *water.EVALUATIONS,
    *soil.EVALUATIONS,
    *climate.EVALUATIONS,
    *ecology.EVALUATIONS,
)
evaluation_assets: Final = [evaluation_asset(evaluation) for evaluation in EVALUATIONS]
VALUED: Final = (
    dg.AssetKey("water_sections_evaluated"),
    *(dg.AssetKey(evaluation.name) for evaluation in EVALUATIONS),
)
"""The assets that finished values rest on."""


ByAreaYear = Mapping[tuple[str, int], Mapping[str, IndicatorValue]]
"""Finished values by area and year, and then by indicator."""

latest: dict[str, ByAreaYear] = {}
"""The values that were made last, by the digest of what they rest on: several marts of a night ask for them."""


def values_by_area_year(workspace: Workspace) -> ByAreaYear:
    """Every finished value."""
    digest = rests_on(workspace)
    if digest not in latest:
        found = evaluated_values(workspace)
        latest.clear()
        latest[digest] = found
    return latest[digest]


def rests_on(workspace: Workspace) -> str:
    """Digest of everything that finished values rest on: facts, reference tables, day."""
    lake, references = workspace.lake, workspace.references
    facts = [text for table in water.FACTS for text in lake.contents(table)]
    for evaluation in EVALUATIONS:
        names = facts_names(lake, evaluation.dataset)
        facts += [evaluation.name, *contents_of(lake, evaluation.dataset, *names)]
    facts += lost_contents(lake)
    tables = [references.text(name) for name in ("areas", "sections")]
    return digest_of([*facts, *tables, str(references.is_packaged("sections")), str(workspace.current_day())])


def lost_contents(lake: Lake) -> list[str]:
    """Digests of what the datasets lost."""
    return [text for one in EVALUATIONS for text in lake.contents(lost_name(one.dataset))]


def evaluated_values(workspace: Workspace) -> ByAreaYear:
    """The values of all evaluations."""
    areas, today = workspace.references.table("areas"), workspace.current_day()
    found: dict[tuple[str, int], dict[str, IndicatorValue]] = {}
    for area, year, value in water.section_values(
        workspace.lake, areas, packaged_list=workspace.references.is_packaged("sections")
    ):
        found.setdefault((area, year), {})[value.indicator_id] = value
    for evaluation in EVALUATIONS:
        facts = facts_of(workspace.lake, evaluation.dataset)
        for area, year, value in evaluation.values(facts, areas, today) if facts else ():
            found.setdefault((area, year), {})[value.indicator_id] = value
    for area, year, indicator, flattered in contradicted(workspace.lake, areas):
        mine = found.setdefault((area, year), {})
        mine[indicator] = without_records(mine.get(indicator), indicator, flattered=flattered)
    return found


def contradicted(lake: Lake, areas: pl.DataFrame) -> Iterator[tuple[str, int, str, bool]]:
    """Every area, year and indicator of which a ledger lost records, and whether it may look better for that."""
    above = areas_above(areas)
    for evaluation in EVALUATIONS:
        lost = lost_values(lake, evaluation.dataset)
        for year in lost.get_column("date").dt.year().drop_nulls().unique().sort():
            name = evaluation.dataset.name
            flattered = indicators_of(lost_records(lost, name, year, above, flattering=True))
            for area, indicator in sorted(indicators_of(lost_records(lost, name, year, above))):
                yield area, year, indicator, (area, indicator) in flattered
