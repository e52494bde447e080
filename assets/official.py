"""Published values beside ours: the years of air computed again with one thing changed, and the tables made of them."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

import dagster as dg
import polars as pl

from assets import water
from assets.air import (
    OBSERVATIONS,
    PERIODS,
    air_hourly_observations,
    assessed_part,
    reference,
    with_demo_declarations,
)
from assets.contracts import failure_place
from assets.corrections import corrections_digest, corrections_of
from assets.evaluations import frame_name
from assets.intake import OWNERS, RULES, files_digest, manifest_of, tables_digest, teller
from assets.marts import mart_name
from assets.official_own import Own, number, own_changes, own_values
from assets.reckoned import Reckoning
from assets.values import EVALUATIONS, VALUED, lost_contents
from assets.workspace import Workspace
from assets.years import YEARS, refresh
from quality.air_settle import settle
from quality.settle import areas_above
from readers.datasets import AIR_HOURLY
from readers.ingest import candidates
from schemas.emit import conform
from schemas.note_words import BETWEEN
from schemas.official import OFFICIAL_COMPARISON, PUBLISHED_ARITHMETIC
from schemas.official_words import reason_words, variation_words
from standards.air_period_measures import COUNTS
from standards.air_variations import BETTER_STAGES, COLUMNS, DayInputs, varied_year
from standards.exact import printed, round_fraction
from standards.official_comparison import BASIS_OF, RATIO, Line, Year, air_comparison, plain_comparison
from standards.published_arithmetic import CHANGE, STATED_CHANGE, Sum, published_sums
from store.digest import code_digest, digest_of
from store.lake import Lake

VARIED: Final = "evaluations/air_varied"
COMPARISON: Final = "official_comparison"
CODE: Final = (*RULES, "assets/official.py", "assets/air.py")
STATISTICS: Final = ("_mean", "_p90", "_p95", "_p98")


def is_air(measure: str) -> bool:
    """Whether a published measure is one of the period table."""
    return measure in (*COUNTS, RATIO) or measure.endswith(STATISTICS)


def published_air(workspace: Workspace) -> pl.DataFrame:
    """Published annual values of air of the registered areas."""
    published, areas = workspace.references.table("published"), workspace.references.table("areas")
    of_air = [is_air(measure) for measure in published.get_column("measure")]
    return published.filter(pl.Series(of_air, dtype=pl.Boolean), pl.col("area_id").is_in(areas["area_id"].implode()))


@dg.asset(
    group_name="air",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"medium": "air", "layer": "evaluations", "standard": "HJ-663"},
    deps=[
        air_hourly_observations,
        *reference("areas", "stations", "dust_days", "published", "air_flags", "corrections"),
    ],
    partitions_def=YEARS,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def air_years_varied(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
    """The years of areas with published values, computed again with one thing changed: stations, stage, day policy,
    rounding. Only of years that have ended and have a published value, of areas with hours that are no demonstration,
    and only when their hours or tables changed."""
    lake, manifest = workspace.lake, manifest_of(workspace.lake, AIR_HOURLY)
    published = published_air(workspace)
    tables = tables_digest(workspace, "stations", "areas", "dust_days", "air_flags")
    demo_dust = str(workspace.references.demo_dust_days().rows())
    shared = [*tables, demo_dust, workspace.incomplete_days, workspace.daily_o3, code_digest(*CODE)]
    corrections = corrections_of(workspace, AIR_HOURLY.name)
    ended = {year for year in lake.years(OBSERVATIONS) if year < workspace.current_day().year}
    known = sorted(ended & set(published.get_column("year")))

    def wanted(year: int) -> dict[str, list[str]]:
        rows = published.filter(pl.col("year") == year).select("area_id", "basis").rows()
        areas = sorted({area for area, _ in rows})
        return {one: sorted({BASIS_OF.get(basis or "raw", "raw") for area, basis in rows if area == one})
                for one in areas}  # fmt: skip

    def digest(year: int) -> str:
        content = [lake.content(OBSERVATIONS, year), *files_digest(manifest, year, workspace)]
        return digest_of([*content, str(wanted(year)), *corrections_digest(corrections, year), *shared])

    def evaluate(year: int) -> None:
        inputs, realtime = inputs_of(workspace, year)
        real = with_real_hours(inputs)
        parts = [varied_year(inputs, realtime, area, bases) for area, bases in wanted(year).items() if area in real]
        lake.write(VARIED, pl.concat([pl.DataFrame(schema=COLUMNS), *parts]), year=year, digest=digest(year))

    shown = ["area_id", "variation", "measure", "basis", "numerator", "denominator"]
    refresh(context, lake, VARIED, known, digest, evaluate, teller(lake, VARIED, shown), COMPARISON)


def with_real_hours(inputs: DayInputs) -> set[str]:
    """The areas that a station with real hours lies in: of demonstration there is nothing to explain."""
    sites = inputs.stations.select("station_id", "area_id").unique()
    real = inputs.observed.filter(pl.col("origin") == "real").select("station_id").unique()
    above = areas_above(inputs.areas)
    return {area for one in sites.join(real, on="station_id")["area_id"] for area in above.get(one, ())}


def inputs_of(workspace: Workspace, year: int) -> tuple[DayInputs, pl.DataFrame | None]:
    """What the days of a year are evaluated from, and its hours as if nothing had been audited; None where nothing
    was."""
    lake, references = workspace.lake, workspace.references
    stations, areas, dust = (references.table(name) for name in ("stations", "areas", "dust_days"))
    known = stations["station_id"].implode()
    observed = lake.read(OBSERVATIONS, year).filter(pl.col("used") & pl.col("station_id").is_in(known))
    declared = with_demo_declarations(dust, references.demo_dust_days(), observed, stations)
    policy = None if workspace.incomplete_days == "by_edition" else workspace.incomplete_days
    calendar = assessed_part(year, observed, workspace.current_day())
    inputs = DayInputs(observed, stations, areas, declared, calendar, policy, workspace.daily_o3)
    audited = observed.filter(pl.col("stage").is_in(BETTER_STAGES)).height
    return inputs, realtime_hours(workspace, year, inputs) if audited else None


def realtime_hours(workspace: Workspace, year: int, inputs: DayInputs) -> pl.DataFrame | None:
    """The hours of a year as they would stand had nothing been audited; None where no real-time value has come."""
    found = candidates(workspace.lake, AIR_HOURLY, manifest_of(workspace.lake, AIR_HOURLY).of_year(year), year)
    realtime = found.filter(pl.col("stage") == "realtime")
    if realtime.is_empty():
        return None
    tests = workspace.references.table("air_flags")
    corrections = corrections_of(workspace, AIR_HOURLY.name)
    hours = settle(realtime, inputs.stations, inputs.areas, tests, workspace.now(), corrections).observations
    return hours.filter(pl.col("used"))


def official_values(workspace: Workspace) -> pl.DataFrame:
    """The rows of `official_comparison`."""
    lake = workspace.lake
    varied = lake.read_years(VARIED, lake.years(VARIED))
    years = {key: Year(rows) for key, rows in by_area_year(varied).items()}
    own = own_values(workspace)
    rows = []
    for published in workspace.references.table("published").iter_rows(named=True):
        key = published["area_id"], published["year"]
        if is_air(published["measure"]) and key in years:
            lines = air_comparison(published, years[key])
        else:
            nothing: Own = (None, None, why_nothing(lake, published))
            value, origin, reason = own.get((*key, published["measure"]), nothing)
            lines = plain_comparison(published, value, origin, reason)
        rows += [row_of(published, line, position) for position, line in enumerate(lines, start=1)]
    columns = {field.name: [row.get(field.name) for row in rows] for field in OFFICIAL_COMPARISON.fields}
    return conform(pl.DataFrame(columns, strict=False), OFFICIAL_COMPARISON)


def why_nothing(lake: Lake, published: Mapping[str, Any]) -> str:
    """Key of the reason for which there is no value of ours."""
    if published["measure"].endswith(STATED_CHANGE):
        return "in_arithmetic"
    if not is_air(published["measure"]):
        return "no_own_value"
    return "failed" if lake.path(failure_place(COMPARISON, VARIED), published["year"]).exists() else "no_own_air"


def by_area_year(frame: pl.DataFrame | None) -> dict[tuple[str, int], list[dict[str, Any]]]:
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True) if frame is not None else ():
        found.setdefault((row["area_id"], row["year"]), []).append(row)
    return found


def row_of(published: Mapping[str, Any], line: Line, position: int) -> dict[str, Any]:
    """One row of the mart."""
    zh, en = variation_words(line.variation)
    told = BETWEEN.join(part for part in reason_words(line.reason) if part)
    rounded = None if line.value is None else round_fraction(line.value, line.decimals)
    stated = Fraction(str(published["value"]))
    return {
        **{name: published[name] for name in ("area_id", "year", "measure", "indicator_id", "unit", "source", "mark")},
        **{f"published_{name}": published[name] for name in ("value", "comparator", "basis")},
        "variation": line.variation,
        "position": position,
        "dimension": line.dimension,
        "variation_zh": zh,
        "variation_en": en,
        "value": number(line.value),
        "value_printed": number(rounded),
        "difference": number(line.difference),
        "difference_printed": number(rounded - stated) if rounded is not None and line.difference is not None else None,
        "moved": number(line.moved),
        "explained": number(line.explained),
        "explained_share": share(line),
        "valid_days": line.valid_days,
        "valid": line.valid,
        "stage": line.stage,
        "origin": line.origin,
        "note": told or None,
    }


def share(line: Line) -> float | None:
    """The part that a change takes away, in % of the whole difference."""
    if line.explained is None or line.difference is None or line.moved is None:
        return None
    whole = line.difference - line.moved
    return float(line.explained * 100 / whole) if whole else None


def published_rows(workspace: Workspace) -> pl.DataFrame:
    """The rows of `published_arithmetic`."""
    published = list(workspace.references.table("published").iter_rows(named=True))
    about = {(row["area_id"], row["year"], row["measure"]): row for row in published}
    own = own_changes(workspace)
    rows = []
    for found in published_sums(published):
        stated = about[found.area_id, found.year, found.measure]
        basis = BASIS_OF.get(stated["basis"] or "raw", "raw")
        ours = own.get((found.area_id, found.year, found.measure, basis), {}) if found.check == CHANGE else {}
        rows.append({**sum_columns(found), **ours, "basis": stated["basis"], "source": stated["source"]})
    columns = {field.name: [row.get(field.name) for row in rows] for field in PUBLISHED_ARITHMETIC.fields}
    return conform(pl.DataFrame(columns, strict=False), PUBLISHED_ARITHMETIC)


def sum_columns(found: Sum) -> dict[str, Any]:
    """The columns that a reckoning fills."""
    numbers = {
        "value": found.value, "other_value": found.other, "stated": found.stated, "from_printed": found.from_printed,
        "needed": found.needed, "needed_from": found.needed_from, "needed_to": found.needed_to,
    }  # fmt: skip
    return {
        **{name: getattr(found, name) for name in ("area_id", "year", "measure", "check", "unit", "agrees")},
        **{name: number(value) for name, value in numbers.items()},
        "from_printed_text": printed(found.from_printed, found.decimals),
    }


def comparison_rests_on(lake: Lake) -> str:
    """Digest of everything that the comparison selects from, reference tables aside."""
    facts = [lake.digest(frame_name(evaluation.dataset, "digest")) for evaluation in EVALUATIONS]
    tables = (VARIED, water.PERIODS, water.ITEMS, water.SAMPLES, water.AREAS)
    contents = [text for table in tables for text in lake.contents(table)]
    return digest_of([*facts, *contents, *lost_contents(lake), lake.content(mart_name("ei_trend"))])


COMPARED: Final = Reckoning(
    "official_values_compared",
    "Published values beside ours, and what each single change would take of the difference.",
    (
        air_years_varied.key.to_user_string(), "water_areas", "marts/ei_trend",
        *(key.to_user_string() for key in VALUED),
    ),
    ("areas", "sections", "published"),
    official_values,
    comparison_rests_on,
)  # fmt: skip
ARITHMETIC: Final = Reckoning(
    "published_arithmetic_evaluated",
    "What published values give when they are reckoned from one another.",
    ("air_periods",),
    ("published",),
    published_rows,
    lambda lake: digest_of(lake.contents(PERIODS)),
)
RECKONINGS: Final = (COMPARED, ARITHMETIC)
MARTS: Final = (COMPARED.mart(OFFICIAL_COMPARISON, "comparison"), ARITHMETIC.mart(PUBLISHED_ARITHMETIC, "reckoned"))
