"""The plan: status of its indicators for every area and year."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import dagster as dg
import polars as pl

from assets.air import DAYS, PERIODS, air_periods, reference
from assets.attainment import EVALUATED, status_chances
from assets.intake import OWNERS
from assets.marts import contract_spec, written
from assets.provenance import withheld_datasets
from assets.told import Materialized
from assets.values import VALUED, values_by_area_year
from assets.workspace import Pictures, Workspace
from readers.ingest import UNDATED
from schemas.emit import ui_schema
from schemas.note_words import note
from schemas.plan import INDICATOR_STATUS
from standards.air_indicators import INDICATORS, Measure, past_years, same_day_of_earlier_year
from standards.air_period_table import BASES, measures_of_basis
from standards.calendar import Period
from standards.plan_status import PastYear
from standards.plan_table import AreaYear, scoreboard
from standards.plan_target_periods import in_force, of_whole_area
from standards.release_calendar import due_of_year
from store.lake import Lake

PATH_YEARS = 5
"""How many earlier years the seasonal path of a running year rests on, at most."""


@dg.asset(
    key_prefix="marts",
    group_name="plan",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"layer": "marts"},
    metadata={"dagster/column_schema": ui_schema(INDICATOR_STATUS)},
    deps=[
        air_periods,
        *VALUED,
        EVALUATED,
        dg.AssetKey(["marts", "row_ledger"]),
        *reference("areas", "sections", "targets", "published", "release_calendar"),
    ],
    check_specs=[contract_spec(INDICATOR_STATUS)],
)
def indicator_status(
    context: dg.AssetExecutionContext, workspace: Workspace, pictures: dg.ResourceParam[Pictures]
) -> Materialized:
    """The scoreboard: all indicators of the plan for every area and year, with target, verdict and reason."""
    references = workspace.references
    areas = references.table("areas").get_column("area_id").to_list()
    targets = of_whole_area(in_force(references.table("targets"), workspace.current_day()))
    published = references.table("published")
    annual = annual_measures(workspace.lake)
    withheld = frozenset(withheld_datasets(workspace.lake))
    values = values_by_area_year(workspace)
    pairs = sorted(
        {(row["area_id"], row["year"]) for row in targets.iter_rows(named=True) if row["area_id"] in areas}
        | {(row["area_id"], row["year"]) for row in annual.iter_rows(named=True) if row["valid_days"]}
        | {pair for pair in values if pair[0] in areas and pair[1] != UNDATED}
    )
    rows = []
    for area_id, year in pairs:
        facts = facts_of(workspace.lake, area_id, year, annual, targets, published)
        facts = replace(facts, withheld=withheld, values=values.get((area_id, year), {}))
        rows += [{**row.columns, "note": note(*row.remarks, detail=row.detail)} for row in scoreboard(facts)]
    rows = with_release_days(rows, references.table("release_calendar"))
    columns = {field.name: [row.get(field.name) for row in rows] for field in INDICATOR_STATUS.fields}
    frame = pl.DataFrame(columns, strict=False)
    return written(context, workspace, INDICATOR_STATUS, frame, pictures)


def with_release_days(rows: list[dict[str, Any]], calendar: pl.DataFrame) -> list[dict[str, Any]]:
    """Awaited values with the day that the release calendar sets for their area and indicator."""
    rules = {(rule["area_id"], rule["subject"]): rule for rule in calendar.iter_rows(named=True)
             if rule["kind"] == "indicator" and rule["frequency"] == "year"}  # fmt: skip

    def dated(row: dict[str, Any]) -> dict[str, Any]:
        rule = rules.get((row["area_id"], row["indicator_id"])) if row["expected_on"] else None
        return {**row, "expected_on": due_of_year(rule, row["year"])} if rule else row

    return [dated(row) for row in rows]


def annual_measures(lake: Lake) -> pl.DataFrame:
    """The `year` rows of the period table, of all years."""
    frame = lake.read_years(PERIODS, lake.years(PERIODS))
    if frame is None:
        return pl.DataFrame(
            schema={"area_id": pl.String(), "year": pl.Int64(), "measure": pl.String(), "basis": pl.String()}
        )
    return frame.filter(pl.col("period_type") == "year")


def facts_of(
    lake: Lake,
    area_id: str,
    year: int,
    annual: pl.DataFrame,
    targets: pl.DataFrame,
    published: pl.DataFrame,
) -> AreaYear:
    """Everything that the scoreboard of an area and year rests on."""
    rows = list(annual.filter((pl.col("area_id") == area_id) & (pl.col("year") == year)).iter_rows(named=True))
    as_of = max((row["date_to"] for row in rows), default=None)
    running = bool(rows) and not rows[0]["complete"]
    return AreaYear(
        area_id=area_id,
        year=year,
        measures={(row["measure"], row["basis"]): row for row in rows},
        targets=by_indicator(targets.filter((pl.col("area_id") == area_id) & (pl.col("year") == year))),
        published=official_first(
            published.filter(
                (pl.col("area_id") == area_id) & (pl.col("year") == year) & pl.col("indicator_id").is_not_null()
            )
        ),
        past=courses(lake, area_id, as_of, annual) if running and as_of else {},
        chances=status_chances(lake, area_id, year),
        elapsed=Fraction((as_of - date(year, 1, 1)).days + 1, 365) if as_of else Fraction(1),
        as_of=as_of,
    )


def official_first(published: pl.DataFrame) -> dict[str, Mapping[str, Any]]:
    """The published values of an area and year by indicator: where there are several, an official one, and one that is
    a value before one that is a bound."""
    order = [pl.col("kind") == "official", pl.col("comparator") == "="]
    return by_indicator(published.sort(order, maintain_order=True))


def by_indicator(frame: pl.DataFrame) -> dict[str, Mapping[str, Any]]:
    return {row["indicator_id"]: row for row in frame.iter_rows(named=True)}


def courses(lake: Lake, area_id: str, as_of: date, annual: pl.DataFrame) -> dict[tuple[str, str], list[PastYear]]:
    """Where earlier years stood on the same day, and where they ended, by measure and basis."""
    earlier = [same_day_of_earlier_year(as_of, back) for back in range(1, PATH_YEARS + 1)]
    days = lake.read_years(DAYS, [day.year for day in earlier])
    if days is None:
        return {}
    of_area = days.filter((pl.col("level") == "area") & (pl.col("place_id") == area_id))
    periods = [Period("year", str(day.year), date(day.year, 1, 1), day, complete=False) for day in earlier]
    whole = annual.filter((pl.col("area_id") == area_id) & pl.col("complete"))
    found: dict[tuple[str, str], list[PastYear]] = {}
    for basis in BASES:
        to_date = measures_of_basis(of_area, periods, basis).with_columns(year=pl.col("period_id").cast(pl.Int64))
        for indicator in INDICATORS:
            found[indicator.measure, basis] = past_years(
                measure_rows(to_date, indicator.measure, basis), measure_rows(whole, indicator.measure, basis)
            )
    return found


def measure_rows(frame: pl.DataFrame, measure: str, basis: str) -> list[Measure]:
    return list(frame.filter((pl.col("measure") == measure) & (pl.col("basis") == basis)).iter_rows(named=True))
