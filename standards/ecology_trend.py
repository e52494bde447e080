"""The index over the years: published values within one method only, and the computed one beside with what moved it."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.ecology import EI, METHOD_2015, NANO, SUB_INDICES, index_of
from standards.ecology_grades import change_class, grade
from standards.ecology_index import contributions, ecological_index

Row = Mapping[str, Any]
Values = Mapping[tuple[str, int], list[dict[str, Any]]]

COMPARABLE: Final = "comparable"
METHOD_BREAK: Final = "not_comparable"
NO_EARLIER: Final = "no_earlier_year"
TWO_METHODS: Final = "two_methods"
ORIGIN_DIFFERS: Final = "origin_differs"
NOT_PUBLISHED: Final = "not_published"
COMPARISONS: Final = (COMPARABLE, METHOD_BREAK, NO_EARLIER, TWO_METHODS, ORIGIN_DIFFERS, NOT_PUBLISHED)
PRODUCT_DIFFERS: Final = "product_differs"
INPUTS_DIFFER: Final = "inputs_differ"

TREND: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "year": pl.Int64(), "method": pl.String(), "published_ei": pl.Int64(),
    "published_grade": pl.String(), "published_change": pl.Int64(), "published_percent": pl.Float64(),
    "published_change_grade": pl.String(), "comparison": pl.String(), "improved": pl.Boolean(),
    "published_source": pl.String(), "published_origin": pl.String(), "computed_ei": pl.Int64(), "hq": pl.Int64(),
    **dict.fromkeys(SUB_INDICES, pl.Int64()), "computed_grade": pl.String(), "grade_restricted": pl.String(),
    "restrictions": pl.String(), "product": pl.String(), "version": pl.String(), "computed_comparison": pl.String(),
    "computed_change": pl.Int64(), "computed_change_grade": pl.String(),
    **{f"contribution_{name}": pl.Int64() for name in SUB_INDICES}, "computed_improved": pl.Boolean(),
    "stale": pl.String(), "missing": pl.String(), "assumed": pl.String(), "detail_zh": pl.String(),
    "detail_en": pl.String(), "origin": pl.String(), "stage": pl.String(), "source_file_id": pl.String(),
    "source_row": pl.Int64(), "source_rows": pl.Int64(),
}  # fmt: skip
"""One row per area, year and published method (empty where no EI is published); indices and points in nano."""


def trend(years: pl.DataFrame, published: pl.DataFrame) -> pl.DataFrame:
    """The rows of `TREND` from `ecology_years.YEARS` and `PUBLISHED_VALUES`.

    A published value is compared with the year before under the same method; a back-cast serves as that year before and
    is no value of its own. Where a year has two methods of one index, neither is compared; the national EQI is another
    index beside. The computed index is compared within one land-cover product and version and with the same optional
    inputs; where inputs of either year are carried over from the one before, it makes no claim of a rise.
    """
    computed = {(row["area_id"], row["year"]): row for row in years.iter_rows(named=True)}
    values: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in published.iter_rows(named=True):
        values.setdefault((row["area_id"], row["year"]), []).append(row)
    rows = []
    for place in sorted(computed.keys() | values.keys()):
        beside = computed_columns(computed.get(place), computed.get((place[0], place[1] - 1)))
        stated = [row for row in values.get(place, []) if not row["backcast"]]
        bare = place in computed and not any(index_of(row["method"]) == EI for row in stated)
        for found in (*stated, *([None] if bare else [])):
            key = {"area_id": place[0], "year": place[1], "method": found["method"] if found else ""}
            told = computed.get(place) or found
            assert told is not None
            rows.append({**beside, **sources(told), **key, **published_columns(found, values)})
    return pl.DataFrame(rows, schema=TREND)


def sources(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("origin", "stage", "source_file_id", "source_row", "source_rows")}


def compared(row: Row, values: Values) -> tuple[str, Row | None]:
    """How a published value relates to the year before, and the value that it is compared with."""

    def of_index(year: int) -> list[dict[str, Any]]:
        there = values.get((row["area_id"], year), [])
        return [one for one in there if index_of(one["method"]) == index_of(row["method"])]

    if sum(not one["backcast"] for one in of_index(row["year"])) > 1:
        return TWO_METHODS, None
    before = of_index(row["year"] - 1)
    if not before:
        return NO_EARLIER, None
    same = [one for one in before if one["method"] == row["method"]]
    if not same:
        return METHOD_BREAK, None
    if sum(not one["backcast"] for one in before) > 1:
        return TWO_METHODS, None
    return (COMPARABLE, same[0]) if same[0]["origin"] == row["origin"] else (ORIGIN_DIFFERS, None)


def published_columns(row: Row | None, values: Values) -> dict[str, Any]:
    """What is published of a year, and its change."""
    if row is None:
        return {"comparison": NOT_PUBLISHED}
    comparison, before = compared(row, values)
    change = Fraction(row["ei"] - before["ei"], NANO) if before else None
    percent = change * 100 * NANO / before["ei"] if change is not None and before and before["ei"] else None
    stated = row["grade"] or (grade(Fraction(row["ei"], NANO)).zh if row["method"] == METHOD_2015 else None)
    return {
        "published_ei": row["ei"],
        "published_grade": stated,
        "published_change": None if change is None else round(change * NANO),
        "published_percent": None if percent is None else float(percent),
        "published_change_grade": None if change is None else change_class(change, index_of(row["method"]))[0],
        "comparison": comparison,
        "improved": None if change is None else change > 0,
        "published_source": row["source"],
        "published_origin": row["origin"],
    }  # fmt: skip


def computed_columns(row: Row | None, before: Row | None) -> dict[str, Any]:
    """The computed index of a year, its change, and what each sub-index contributed to it."""
    if row is None:
        return {}
    same = ("hq", *SUB_INDICES, "product", "version", "restrictions", "grade_restricted", "stale", "missing", "assumed",
            "detail_zh", "detail_en")  # fmt: skip
    columns = {**{name: row[name] for name in same}, "computed_ei": row["ei"], "computed_grade": row["grade"]}
    comparison = computed_comparison(row, before)
    columns["computed_comparison"] = comparison
    if comparison != COMPARABLE or before is None:
        return columns
    now, earlier = indices(row), indices(before)
    change = ecological_index(now) - ecological_index(earlier)
    moved = contributions(now, earlier)
    return {
        **columns,
        "computed_change": round(change * NANO),
        "computed_change_grade": change_class(change, grade_changed=row["grade"] != before["grade"])[0],
        **{f"contribution_{name}": round(part * NANO) for name, part in moved.items()},
        "computed_improved": None if row["stale"] or before["stale"] else change > 0,
    }


def computed_comparison(row: Row, before: Row | None) -> str:
    """Whether two computed years may be differenced: one product, one version, one origin, the same optional inputs."""
    if row["ei"] is None or before is None or before["ei"] is None:
        return NO_EARLIER
    if (row["product"], row["version"]) != (before["product"], before["version"]):
        return PRODUCT_DIFFERS
    if row["optional"] != before["optional"]:
        return INPUTS_DIFFER
    return COMPARABLE if row["origin"] == before["origin"] else ORIGIN_DIFFERS


def indices(row: Row) -> dict[str, Fraction]:
    """The five sub-indices of a row."""
    return {name: Fraction(row[name], NANO) for name in SUB_INDICES}
