"""What the media other than hourly air say of their indicators, by area and year."""

from typing import Final

import dagster as dg

from assets import air_sampled, climate, ecology, soil, water
from assets.evaluations import LISTED, evaluation_asset, facts_of
from assets.workspace import Workspace
from standards.plan_value import IndicatorValue

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


def values_by_area_year(workspace: Workspace) -> dict[tuple[str, int], dict[str, IndicatorValue]]:
    """Every finished value, by area and year and then by indicator."""
    areas, today = workspace.references.table("areas"), workspace.current_day()
    listed = {LISTED: workspace.references.table("published")}
    found: dict[tuple[str, int], dict[str, IndicatorValue]] = {}
    for area, year, value in water.section_values(
        workspace.lake, areas, packaged_list=workspace.references.is_packaged("sections")
    ):
        found.setdefault((area, year), {})[value.indicator_id] = value
    for evaluation in EVALUATIONS:
        facts = facts_of(workspace.lake, evaluation.dataset)
        for area, year, value in evaluation.values({**facts, **listed}, areas, today) if facts else ():
            found.setdefault((area, year), {})[value.indicator_id] = value
    return found
