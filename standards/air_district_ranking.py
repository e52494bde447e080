"""Districts of a city ranked by value and by change, from published lists of one or two layouts.

A district that a list leaves out, or one of its blocks, stays in the table and says so: it has no rank, never a good
one.
"""

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from standards.air_ranking_districts import MEAN, District, districts, districts_of
from standards.air_ranking_lists import EVALUATED, evaluate_list, year_before_of
from standards.air_ranking_records import Key, Listed, lists_of, ranking_cells

RANKED: Final[dict[str, pl.DataType]] = {
    "city_zh": pl.String(), "measure": pl.String(), "period_type": pl.String(), "period_id": pl.String(),
    "district_id": pl.String(), "year": pl.Int64(), "date_from": pl.Date(), "date_to": pl.Date(),
    "name_zh": pl.String(), "area_id": pl.String(), "kind": pl.String(), "listed": pl.Boolean(),
    "layout": pl.String(), "missing_from": pl.String(), "next_better": pl.String(), "members": pl.Int64(),
    "expected": pl.Int64(), **EVALUATED,
}  # fmt: skip


def district_ranking(observations: pl.DataFrame) -> pl.DataFrame:
    """One row per city, measure, period and district (`RANKED`), the city's mean among them, of settled observations.

    `listed`: the district stands in the list; `missing_from`: the blocks that lack it (by_value, by_change). `members`:
    districts with a value, among which `rank` counts; `expected`: districts of the register. `next_better`: who has the
    next better value. The value of the year before is that of the list, else of the same list a year earlier.
    """
    found = published_lists(observations)
    rows = [row for listed in found.values() for row in rows_of(listed, found)]
    return pl.DataFrame(rows, schema=RANKED).sort("city_zh", "measure", "period_id", "district_id")


def published_lists(observations: pl.DataFrame) -> dict[Key, Listed]:
    """The lists by (city, measure, period)."""
    return lists_of(
        (row, (row["scope"], measure, period), block, district)
        for row, (measure, period, block, district) in ranking_cells(observations)
    )


def rows_of(listed: Listed, lists: dict[Key, Listed]) -> Iterator[dict[str, Any]]:
    """All rows of a list: its districts, those of the register that it leaves out, and the mean."""
    city, measure, period = listed.key
    known = districts()
    present = [record for member, record in listed.records.items() if known[member].kind != MEAN]
    mean = next((record for member, record in listed.records.items() if known[member].kind == MEAN), None)
    expected = districts_of(city)
    absent = [one for one in expected if one.district_id not in listed.records]
    evaluated = evaluate_list(present, mean, year_before_of(listed, lists), measure, len(absent))
    head = {
        "city_zh": city, "measure": measure, "period_type": listed.period_type, "period_id": period,
        "year": listed.year, "date_from": listed.first, "date_to": listed.last,
        "layout": "one_list" if listed.blocks == {"list"} else "two_blocks",
        "members": sum("value" in record.cells for record in present), "expected": len(expected),
    }  # fmt: skip
    better = {row["value"]: known[record.member].name_zh
              for row, record in zip(evaluated, present, strict=False) if row["value"] is not None}  # fmt: skip
    for record, row in zip([*present, *([mean] if mean else [])], evaluated, strict=True):
        missing = " ".join(sorted(listed.blocks - record.blocks - {"list"})) if record is not mean else ""
        gap = row.get("gap_next")
        yield {
            **head, **named(known[record.member]), **row, "listed": True, "missing_from": missing or None,
            "next_better": better.get(row["value"] - gap) if gap is not None else None,
        }  # fmt: skip
    for one in absent:
        yield {**head, **named(one), "listed": False, "missing_from": " ".join(sorted(listed.blocks))}


def named(district: District) -> dict[str, Any]:
    return {
        "district_id": district.district_id, "name_zh": district.name_zh, "area_id": district.area_id,
        "kind": district.kind,
    }  # fmt: skip
