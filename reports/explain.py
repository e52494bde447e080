"""One indicator walked down to file and row: the macro `explain` of the mart, as steps for the terminal or as JSON."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from reports.scoreboard import NoScoreboard, choose
from schemas.status_words import WITHHELD, printed_status
from store import mart_file

SUMMARY: Final = """
    SELECT step, level, any_value(level_zh) AS level_zh, any_value(level_en) AS level_en,
           any_value(rule_zh) AS rule_zh, any_value(rule_en) AS rule_en,
           string_agg(DISTINCT standard, '; ' ORDER BY standard) AS standard,
           count(*) AS rows, count(*) FILTER (WHERE used) AS used, count(*) FILTER (WHERE NOT used) AS not_used,
           count(*) FILTER (WHERE used AND why_zh IS NOT NULL) AS remarked,
           count(source_file) AS with_source
    FROM explained GROUP BY step, level ORDER BY step
"""
ROWS: Final = """
    SELECT * EXCLUDE (level_zh, level_en, rule_zh, rule_en) FROM explained
    WHERE ($level IS NULL OR level = $level)
      AND ($key IS NULL OR key = $key OR starts_with(key, $key || '/') OR parent = $key)
    ORDER BY step, key
"""
WHOLE: Final = ("status", "outlook", "value", "counts")
"""Levels whose rows are always told: those not used stand beside for comparison."""

SHORT: Final = 20
"""A level of so many rows is told in whole."""


class NoExplanation(LookupError):
    """There is nothing to explain; the message says why, and which choices there are."""


@dataclass(frozen=True)
class Explanation:
    """An indicator of an area and year: its name, the steps with their counts, the rows that were asked for, and the
    publication. `complete`: the rows are all of what was asked for, else the excluded ones of long levels."""

    indicator: dict[str, Any]
    area: dict[str, Any]
    year: int
    steps: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    publication: dict[str, Any]
    complete: bool

    @property
    def demonstration(self) -> bool:
        return any(row["origin"] == "demo" for row in self.rows)

    def of_level(self, level: str) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["level"] == level]


def load(
    marts_dir: Path,
    indicator_id: str,
    year: int | None = None,
    area: str | None = None,
    *,
    level: str | None = None,
    key: str | None = None,
    every: bool = False,
) -> Explanation:
    """What the live publication says of an indicator; by default all rows of short levels, of others those not used.

    `level` asks for all rows of one level, `key` for those at and below a row (a day, a station), `every` for all.
    Raises NoExplanation where there is no publication, indicator, area, year, value or level of that name.
    """
    if not mart_file.mart_file(marts_dir).exists():
        raise NoExplanation(mart_file.no_publication(marts_dir))
    with mart_file.opened(marts_dir) as mart:
        indicator = known_indicator(mart, indicator_id)
        chosen_area, chosen_year = chosen(mart, indicator_id, area, year)
        ask(mart, indicator_id, chosen_year, chosen_area)
        steps = mart_file.rows(mart, SUMMARY)
        levels = [str(step["level"]) for step in steps]
        if level is not None and level not in levels:
            raise NoExplanation(f"没有层级 {level}，可选 · No such level; there are: {', '.join(levels)}.")
        complete = every or level is not None or key is not None
        rows = mart_file.rows(mart, ROWS, {"level": level, "key": key})
        if key is not None and not rows:
            raise NoExplanation(f"没有行 {key}。No row has the key {key}, and none stands below it.")
        told = {*WHOLE, *(step["level"] for step in steps if int(str(step["rows"])) <= SHORT)}
        kept = rows if complete else [row for row in rows if row["level"] in told or not row["used"]]
        names = mart_file.rows(mart, "SELECT * FROM marts.dim_area WHERE area_id = $area", {"area": chosen_area})
        publication = mart_file.rows(mart, "FROM marts.publication")[0]
    described = names[0] if names else {"area_id": chosen_area, "name_zh": chosen_area, "name_en": chosen_area}
    return Explanation(indicator, described, chosen_year, steps, kept, publication, complete)


def ask(mart: duckdb.DuckDBPyConnection, indicator_id: str, year: int, area: str) -> None:
    """Ask the macro once, into a temporary table. Raises NoExplanation where the mart file has no such macro."""
    question = "CREATE TEMP TABLE explained AS FROM explain($indicator, $year, area := $area)"
    try:
        mart.execute(question, {"indicator": indicator_id, "year": year, "area": area})
    except duckdb.CatalogException as problem:
        raise NoExplanation(mart_file.too_old("溯源功能", "explanations")) from problem


def known_indicator(mart: duckdb.DuckDBPyConnection, indicator_id: str) -> dict[str, Any]:
    """The indicator of that name. Raises NoExplanation with the names that there are."""
    found = mart_file.rows(mart, "FROM marts.dim_indicator ORDER BY position")
    for row in found:
        if row["indicator_id"] == indicator_id:
            return row
    listed = "\n".join(f"  {row['indicator_id']:<34}{row['name_zh']}  {row['name_en']}" for row in found)
    raise NoExplanation(f"没有指标 {indicator_id}，可选：\nNo indicator {indicator_id}. There are:\n{listed}")


def chosen(mart: duckdb.DuckDBPyConnection, indicator_id: str, area: str | None, year: int | None) -> tuple[str, int]:
    """Area and year, by default those of the scoreboard. Raises NoExplanation where the indicator has no row there, or
    neither a value nor one that was withheld, with the years and areas that have a value."""
    try:
        area, year = choose(mart, area, year)
    except NoScoreboard:
        pass
    else:
        row = "FROM marts.indicator_status WHERE area_id = $area AND year = $year AND indicator_id = $id"
        found = mart_file.rows(mart, row, {"area": area, "year": year, "id": indicator_id})
        if found and (found[0]["value"] is not None or printed_status(found[0]) == WITHHELD):
            return area, year
    valued = mart_file.rows(
        mart,
        "SELECT area_id, string_agg(year, ' ' ORDER BY year) AS years FROM marts.indicator_status "
        "WHERE indicator_id = $id AND value IS NOT NULL GROUP BY area_id ORDER BY count(*) DESC, area_id",
        {"id": indicator_id},
    )
    listed = "\n".join(f"  {row['area_id']}: {row['years']}" for row in valued) or "  —"
    raise NoExplanation(
        f"{indicator_id} 在 {area or '—'} {year or '—'} 年没有数值；有数值的区域和年份：\n"
        f"{indicator_id} has no value for {area or 'any area'}, {year or 'any year'}. Areas and years with one:\n"
        f"{listed}"
    )


def as_json(found: Explanation) -> dict[str, Any]:
    """The explanation as plain data: the steps, each with its counts and the rows that were asked for."""
    return {
        "indicator": found.indicator,
        "area": found.area,
        "year": found.year,
        "demonstration": found.demonstration,
        "complete": found.complete,
        "publication": found.publication,
        "steps": [{**step, "shown": found.of_level(str(step["level"]))} for step in found.steps],
    }
