"""Ecology: the index that is published and the one that is computed, its indicator, and the green view."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from assets.evaluations import Evaluation, Facts, Valued, contents_of, facts_of, of_areas
from assets.limits import limit_frame
from assets.marts import Frames, Mart
from assets.workspace import Workspace
from readers.datasets import ECOLOGY_GREEN_VIEW, ECOLOGY_INPUTS
from schemas.ecology import EI_TREND
from standards.ecology import NANO, methods
from standards.ecology_green_view import evaluate_green_view, photos_of
from standards.ecology_indicator import ei_year_on_year, expected_on
from standards.ecology_trend import trend
from standards.ecology_years import PUBLISHED_VALUES, evaluate_ecology
from store.digest import digest_of

MEASURE: Final = "ei"
"""Rows of the table of published values with this measure are values of an index; their basis is the method."""


def input_facts(observations: pl.DataFrame, _areas: pl.DataFrame, _today: date, listed: pl.DataFrame) -> Facts:
    """`trend` is over what the dataset and the table of published values have."""
    facts = evaluate_ecology(observations)
    values = every_value(facts.published, listed)
    return {"years": facts.years, "published": facts.published, "trend": trend(facts.years, values)}


def index_values(facts: Facts, _areas: pl.DataFrame, today: date) -> Iterator[Valued]:
    """The indicator of each year that has inputs or a value, and of the one after while it runs and its bulletin is
    awaited."""
    found = facts["trend"]
    for area, of_area in found.group_by("area_id", maintain_order=True):
        years = sorted(set(of_area.get_column("year")))
        following = years[-1] + 1
        if date(following, 1, 1) <= today <= expected_on(following):
            years.append(following)
        for year in years:
            yield str(area[0]), year, ei_year_on_year(found, str(area[0]), year, today)


def view_facts(observations: pl.DataFrame, areas: pl.DataFrame, _today: date) -> Facts:
    photos = photos_of(observations)
    views = [evaluate_green_view(rows) for _, rows in of_areas(photos, areas)]
    return {"views": pl.concat([evaluate_green_view(photos.clear()), *views])}


def no_values(_facts: Facts, _areas: pl.DataFrame, _today: date) -> Iterator[Valued]:
    """The green view serves a task and is no indicator of the plan."""
    yield from ()


EVALUATIONS: Final = (
    Evaluation(
        ECOLOGY_INPUTS,
        "HJ-192-2015",
        "Published ecological indices by method, and the index computed by HJ 192-2015 beside them.",
        input_facts,
        index_values,
        references=("published",),
    ),
    Evaluation(
        ECOLOGY_GREEN_VIEW,
        "green-view",
        "Share of green in what people see, by road, park, neighbourhood and waterside.",
        view_facts,
        no_values,
    ),
)


def trend_frames(workspace: Workspace, _year: int | None) -> Frames:
    facts = facts_of(workspace.lake, ECOLOGY_INPUTS)
    return {"trend": facts.get("trend"), "methods": limit_frame("ecology_methods")}


def every_value(own: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """What is published (`PUBLISHED_VALUES`): by the dataset, and by the table of published values where the dataset
    has nothing real of the area and year; invented values give way to it."""
    place = ["area_id", "year"]
    stated = own.filter(~pl.col("backcast") & (pl.col("origin") != "demo"))
    others = published_list(listed).join(stated, on=place, how="anti")
    displaced = own.filter(pl.col("origin") == "demo").join(others, on=place, how="semi")
    return pl.concat([own.join(displaced, on=[*place, "method"], how="anti"), others])


def published_list(published: pl.DataFrame) -> pl.DataFrame:
    """The index values of the table of published values, as `PUBLISHED_VALUES`; a row without method is none."""
    rows = published.with_row_index("source_row", offset=2).filter(
        (pl.col("measure") == MEASURE) & pl.col("basis").is_in(list(methods())) & (pl.col("comparator") == "=")
    )
    values = rows.with_columns(
        method="basis", backcast=pl.lit(False), ei=(pl.col("value") * NANO).round().cast(pl.Int64),
        grade=pl.lit(None, pl.String), published_on=pl.lit(None, pl.Date), origin=pl.lit("real"),
        stage=pl.lit("official"), source_file_id=pl.lit("reference/published.csv"), source_rows=pl.lit(1),
    )  # fmt: skip
    return values.select(pl.col(name).cast(kind) for name, kind in PUBLISHED_VALUES.items())


TREND_MART: Final = Mart(
    EI_TREND,
    "ecology",
    (f"{ECOLOGY_INPUTS.name}_evaluated",),
    trend_frames,
    reads={"trend": f"{ECOLOGY_INPUTS.name}_evaluated:trend", "methods": "standards/limits/ecology_methods"},
    rests_on=lambda lake: digest_of(contents_of(lake, ECOLOGY_INPUTS, "trend")),
)
