"""Checks of the marts: `quality/checks.csv` says which there are and what each withholds; here is how each looks."""

import csv
from collections.abc import Callable
from importlib import resources
from typing import Any

import dagster as dg
import polars as pl

from assets.air import OBSERVATIONS
from assets.intake import observations_name
from assets.marts import mart_files, mart_path
from assets.plan_tasks import loose_links, miscounted_actions
from assets.provenance import withheld_datasets
from assets.water import SAMPLES as SECTION_SAMPLES
from assets.workspace import Workspace
from quality.air_settle import unregistered_message
from readers.datasets import AIR_DISTRICT_RANKING, AIR_TOWN_RANKING, SAMPLED, WATER_SECTIONS
from schemas.emit import polars_schema
from schemas.table import Table
from standards.limits import rows as limit_rows
from store.lake import Lake

SHOWN = 5
"""How many names a sentence lists."""
Finding = tuple[bool, str, dict[str, Any]]
"""Whether the check holds, a sentence, and the figures behind it."""


def table_of_checks() -> list[dict[str, str]]:
    """The rows of `quality/checks.csv`."""
    text = resources.files("quality").joinpath("checks.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def frame_of(lake: Lake, table: Table) -> pl.DataFrame:
    """A mart as it was written, all years."""
    files = mart_files(lake, table.name)
    return pl.read_parquet(files) if files else pl.DataFrame(schema=polars_schema(table))


def all_indicators(workspace: Workspace, table: Table) -> Finding:
    expected = len(limit_rows("indicators"))
    counts = frame_of(workspace.lake, table).group_by("area_id", "year").agg(n=pl.col("indicator_id").n_unique())
    short = counts.filter(pl.col("n") != expected).sort("area_id", "year")
    told = ", ".join(f"{area} {year}: {n}" for area, year, n in short.iter_rows())
    return (
        short.is_empty(),
        told or f"All {expected} indicators for {counts.height} area-years.",
        {"short": short.height},
    )


def days_add_up(workspace: Workspace, table: Table) -> Finding:
    raw = frame_of(workspace.lake, table).filter(pl.col("basis") == "raw")
    key = ["area_id", "period_type", "period_id"]
    parts = raw.filter(pl.col("measure").is_in(["good_days", "polluted_days", "missing_days"]))
    sums = parts.group_by(key).agg(total=pl.col("value").sum(), days=pl.col("expected_days").first())
    # Autumn–winter may begin before the first year with data: its days then start with the data.
    wrong = sums.filter((pl.col("total") != pl.col("days")) & (pl.col("period_type") != "autumn_winter")).sort(key)
    told = ", ".join(f"{a} {t} {p}" for a, t, p, *_ in wrong.head(5).iter_rows())
    return wrong.is_empty(), told or f"{sums.height} periods add up.", {"periods": sums.height, "wrong": wrong.height}


def ledger_balances(workspace: Workspace, table: Table) -> Finding:
    broken = frame_of(workspace.lake, table).filter(~pl.col("balanced"))
    told = (
        f"{broken.height} files do not balance; their dataset is withheld." if broken.height else "All files balance."
    )
    return broken.is_empty(), told, {"files": broken.height}


def files_readable(workspace: Workspace, table: Table) -> Finding:
    unread = frame_of(workspace.lake, table).filter(pl.col("state") != "read")
    messages = unread.get_column("message").drop_nulls().to_list()
    return unread.is_empty(), " ".join(messages[:3]) or "Every file could be read.", {"files": unread.height}


def little_quarantined(workspace: Workspace, table: Table) -> Finding:
    ledger = pl.read_parquet(mart_path(workspace.lake, "row_ledger"))
    aside, cells = (int(ledger.get_column(name).sum()) for name in ("quarantined", "cells"))
    by_rule = frame_of(workspace.lake, table).group_by("rule").len().sort("rule")
    told = ", ".join(f"{rule}: {n}" for rule, n in by_rule.iter_rows()) or "nothing quarantined"
    return aside * 100 <= cells, f"{aside} of {cells} cells. {told}", {"quarantined": aside, "cells": cells}


def datasets_in_time(workspace: Workspace, table: Table) -> Finding:
    """Datasets whose newest observation is older than the release calendar lets it be, each by its own day."""
    datasets = frame_of(workspace.lake, table).filter(pl.col("kind") == "dataset")
    late = datasets.filter(pl.col("state").is_in(["late", "never"])).sort("due_on", "subject")
    shown = "; ".join(
        f"{row['subject']}: newest {row['last_day'] or 'never'}, {row['period_due']} was due on {row['due_on']}"
        for row in late.iter_rows(named=True)
    )
    figures = {row["subject"]: str(row["last_day"]) for row in datasets.sort("subject").iter_rows(named=True)}
    told = f"{shown}. Next: ask who releases it, or correct reference/release_calendar.csv."
    return late.is_empty(), told if late.height else "Every dataset is in time.", figures


def stations_registered(workspace: Workspace, table: Table) -> Finding:
    years = workspace.lake.years(OBSERVATIONS)
    found = workspace.lake.read_years(OBSERVATIONS, years[-1:])
    if found is None:
        return True, "There are no observations.", {"stations": 0}
    stations = frame_of(workspace.lake, table)
    told = unregistered_message(found, stations)
    unknown = found.filter(~pl.col("station_id").is_in(stations["station_id"].implode()))
    figures = {"year": years[-1], "stations": unknown["station_id"].n_unique(), "hours": unknown.height}
    return not told, told or f"All stations of {years[-1]} are registered.", figures


def observations_hold(workspace: Workspace, _table: Table) -> Finding:
    reasons = withheld_datasets(workspace.lake)
    told = "; ".join(f"{name}: {why}" for name, why in reasons.items())
    return not reasons, told or "The observations of every dataset hold their contract.", {"withheld": len(reasons)}


def sections_registered(workspace: Workspace, _table: Table) -> Finding:
    years = workspace.lake.years(SECTION_SAMPLES)
    samples = workspace.lake.read_years(SECTION_SAMPLES, years[-1:])
    if samples is None:
        return True, "There are no section samples.", {"sections": 0}
    loose = samples.filter(~pl.col("registered"))
    names = loose.get_column("place_id").unique().sort()
    shown = ", ".join(names.head(5)) + (" …" if len(names) > 5 else "")
    told = (
        f"{len(names)} sections of {years[-1]} are not in reference/sections.csv ({shown}): their {loose.height} "
        "samples are kept, and enter no assessment. Next: register those that belong to an area."
    )
    figures = {"year": years[-1], "sections": len(names), "samples": loose.height}
    return names.is_empty(), told if len(names) else f"All sections of {years[-1]} are registered.", figures


def places_have_area(workspace: Workspace, _table: Table) -> Finding:
    """Places of the datasets without a register: only an area that a row or a folder names brings them into a value.

    Rankings list districts and towns elsewhere by nature; what they don't know is quarantined.
    """
    lake, told, figures = workspace.lake, [], dict[str, Any]()
    for dataset in (one for one in SAMPLED if one not in (WATER_SECTIONS, AIR_DISTRICT_RANKING, AIR_TOWN_RANKING)):
        name = observations_name(dataset)
        found = lake.read_years(name, lake.years(name))
        if found is None:
            continue
        loose = found.filter(pl.col("area_id").is_null())
        places = loose.get_column("place_id").unique().sort()
        figures |= {dataset.name: len(places)} if len(places) else {}
        if len(places):
            shown = ", ".join(places.head(SHOWN)) + (" …" if len(places) > SHOWN else "")
            told.append(f"{dataset.name}: {len(places)} places, {loose.height} values ({shown})")
    if not told:
        return True, "Every place without a register has an area.", {"places": 0}
    message = (
        f"Places without an area of reference/areas.csv: {'; '.join(told)}. They are kept, and enter no value of an "
        "area. Next: name a registered area in the row, put the file into a folder of that name, or register the area."
    )
    return False, message, figures


def discharge_booked(workspace: Workspace, table: Table) -> Finding:
    refused = frame_of(workspace.lake, table).sort("place_id", "part", "year")
    shown = ", ".join(
        f"{row['project_id']} {row['part']} {row['year']} ({row['reason']})"
        for row in refused.head(SHOWN).iter_rows(named=True)
    )
    told = (
        f"{refused.height} records of the discharge ledger enter no account: {shown}"
        f"{' …' if refused.height > SHOWN else ''}. Next: name a registered area, and of a target its kind, amount and "
        "years."
    )
    figures = dict(refused.group_by("reason").len().sort("reason").iter_rows())
    return refused.is_empty(), told if refused.height else "Every record of the discharge ledger is booked.", figures


def announced_tasks_listed(workspace: Workspace, _table: Table) -> Finding:
    wrong = miscounted_actions(workspace.references)
    told = "; ".join(
        f"{name} announces {announced} task classes and lists {n}" for name, (announced, n) in wrong.items()
    )
    figures = {"actions": len(wrong), "missing": sum(announced - n for announced, n in wrong.values())}
    return not wrong, f"{told}. Nothing is added." if wrong else "Every action lists what it announces.", figures


def plan_tables_agree(workspace: Workspace, _table: Table) -> Finding:
    loose = loose_links(workspace.references)
    shown = "; ".join(loose[:5]) + (" …" if len(loose) > 5 else "")
    return not loose, shown or "Every row of the plan's tables points to one that is there.", {"rows": len(loose)}


def rankings_agree(workspace: Workspace, table: Table) -> Finding:
    """Published ranks and changes that the published values contradict: they are shown as published, and told."""
    ranking = frame_of(workspace.lake, table)
    checks = [name for name in ranking.columns if name.endswith("_check")]
    wrong = ranking.filter(pl.any_horizontal(pl.col(name) == "contradicts" for name in checks))
    shown = "; ".join(
        f"{row['measure']} {row['period_id']} {row['name_zh']}: "
        + ", ".join(name.removesuffix("_check") for name in checks if row[name] == "contradicts")
        for row in wrong.head(SHOWN).iter_rows(named=True)
    )
    told = (
        f"{wrong.height} rows of {table.name} are contradicted by their own values ({shown}). Next: ask the publisher."
    )
    return (
        wrong.is_empty(),
        told if wrong.height else "Published ranks and changes fit their values.",
        {"rows": wrong.height},
    )


def releases_followed(workspace: Workspace, table: Table) -> Finding:
    """A rule of the calendar for something that there is not would never be late."""
    loose = frame_of(workspace.lake, table).filter(pl.col("state") == "not_followed")
    names = ", ".join(f"{row['release_id']} ({row['subject']})" for row in loose.iter_rows(named=True))
    told = (
        f"reference/release_calendar.csv names no dataset or indicator that there is: {names}. Next: correct subject."
    )
    return loose.is_empty(), told if names else "Every release has its dataset or indicator.", {"rows": loose.height}


def target_parts_fit(workspace: Workspace, table: Table) -> Finding:
    """Targets whose parts do not make the whole."""
    parts = frame_of(workspace.lake, table)
    wrong = parts.filter(~pl.col("fits"))
    shown = " ".join(
        f"{row['area_id']} {row['indicator_id']} {row['period']} {row['dimension']}: {row['message']}"
        for row in wrong.head(SHOWN).iter_rows(named=True)
    )
    figures = {"checked": parts.height - parts["fits"].null_count(), "wrong": wrong.height}
    told = f"{shown} Next: correct reference/targets.csv."
    return wrong.is_empty(), told if wrong.height else "The parts of targets make the whole.", figures


def corrections_match(workspace: Workspace, table: Table) -> Finding:
    """A correction that fits nothing is an error: of its key, or of a value that its provider has put right."""
    rows = frame_of(workspace.lake, table)
    wrong = rows.filter(pl.col("state").is_in(["unmatched", "unusable"]))
    told = " ".join(wrong.get_column("message").drop_nulls().head(SHOWN)) + (" …" if wrong.height > SHOWN else "")
    applied = rows.filter(pl.col("state") == "applied").height
    return wrong.is_empty(), told or f"Corrections were applied to {applied} values.", {
        "applied": applied, "wrong": wrong.height,
    }  # fmt: skip


LOOKS: dict[str, Callable[[Workspace, Table], Finding]] = {
    "all_indicators": all_indicators,
    "days_add_up": days_add_up,
    "ledger_balances": ledger_balances,
    "files_readable": files_readable,
    "little_quarantined": little_quarantined,
    "datasets_in_time": datasets_in_time,
    "stations_registered": stations_registered,
    "sections_registered": sections_registered,
    "places_have_area": places_have_area,
    "observations_hold": observations_hold,
    "discharge_booked": discharge_booked,
    "announced_tasks_listed": announced_tasks_listed,
    "plan_tables_agree": plan_tables_agree,
    "district_ranks_agree": rankings_agree,
    "town_ranks_agree": rankings_agree,
    "releases_followed": releases_followed,
    "target_parts_fit": target_parts_fit,
    "corrections_match": corrections_match,
}


def check_asset(row: dict[str, str], table: Table) -> dg.AssetChecksDefinition:
    """One check of one table. What withholds the publication blocks it; everything else warns."""
    blocks = row["withholds"] == "publication"
    look = LOOKS[row["check"]]

    @dg.asset_check(
        asset=dg.AssetKey(["marts", table.name]),
        name=row["check"],
        blocking=blocks,
        description=f"{row['description_zh']}。{row['description_en']} Withholds: {row['withholds']}.",
    )
    def check(workspace: Workspace) -> dg.AssetCheckResult:
        passed, told, figures = look(workspace, table)
        severity = dg.AssetCheckSeverity.ERROR if blocks else dg.AssetCheckSeverity.WARN
        return dg.AssetCheckResult(passed=passed, severity=severity, description=told, metadata=figures)

    return check


def checks_of(tables: tuple[Table, ...]) -> list[dg.AssetChecksDefinition]:
    """All checks of the given tables that look at more than one row; contracts are checked where a mart is written."""
    return [check_asset(row, table) for row in table_of_checks() for table in tables if row["table"] == table.name]
