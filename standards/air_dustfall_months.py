"""Dustfall by month: sites, towns and districts, as measured and net of sand dust, with the means of months 1 to N.

Values are Int64 nano of t/(km²·30 d); a mean is quantised to that before it is averaged again. What a site's month
counts net of dust: `air_dustfall_units.py`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.air_dustfall import in_calendar_month
from standards.air_dustfall_limits import method, number
from standards.air_dustfall_units import Basis, Unit, joined, mean_of, units_of, weakest, with_dust_months
from standards.air_membership import areas_within
from standards.exact import round_fraction
from standards.water import NANO

SITE, AREA = "site", "area"

MONTHS: Final[dict[str, pl.DataType]] = {
    "level": pl.String(), "place_id": pl.String(), "area_id": pl.String(), "name": pl.String(), "year": pl.Int64(),
    "month": pl.Date(), "value": pl.Int64(), "value_month": pl.Int64(), "net": pl.Int64(), "net_month": pl.Int64(),
    "net_basis": pl.String(), "dust_month": pl.Boolean(), "over": pl.Boolean(), "below_limit": pl.Int64(),
    "days": pl.Int64(), "source": pl.String(), "sites": pl.Int64(), "sites_expected": pl.Int64(),
    "sufficient": pl.Boolean(), "mean": pl.Int64(), "mean_net": pl.Int64(), "months": pl.Int64(),
    "months_net": pl.Int64(), "months_dropped": pl.Int64(), "remarks": pl.String(), "standard": pl.String(),
    "stage": pl.String(), "origin": pl.String(), "sources": pl.String(),
}  # fmt: skip
"""One row per site or area and month with anything of it.

`value` as measured, `net` net of sand dust by `net_basis`, both per 30 days; `…_month` the same in the calendar month.
`over`: the rounded net value is above the warning value. `below_limit` counts sites below the detection limit, `sites`
those with a value, `sites_expected` those of the year; `sufficient` False keeps the month out of the means. `mean` and
`mean_net` are the means of months 1 to this one, over `months` and `months_net` of them; `months_dropped` left the net
one. `days` of exposure are in 0.1 d."""


def dustfall_months(
    observations: pl.DataFrame, areas: pl.DataFrame, calendar: pl.DataFrame | None = None
) -> pl.DataFrame:
    """All months (`MONTHS`) of sites and of every area that has any, from the settled cells of dustfall.

    `calendar` holds area_id and date of declared dust days; they count for real samples only.
    """
    within = areas_within(areas)
    units = with_dust_months(units_of(observations, areas), areas, calendar)
    rows: list[dict[str, Any]] = []
    by_place: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.of_area is None:
            by_place[unit.place_id].append(unit)
    for place_id, own in by_place.items():
        rows += with_means([site_row(unit, place_id) for unit in own])
    for area_id, inside in within.items():
        mine = [unit for unit in units if unit.area_id in inside]
        if mine:
            rows += with_means(area_rows(area_id, mine, within, areas))
    frame = pl.DataFrame(rows, schema=MONTHS)
    return frame.sort("level", "area_id", "place_id", "month", nulls_last=True)


def site_row(unit: Unit, place_id: str) -> dict[str, Any]:
    """A site's month, its means still open."""
    net, basis = unit.net
    return {
        **measured_columns(unit.month, unit.value, net, basis, dust=unit.dust),
        "level": SITE,
        "place_id": place_id,
        "area_id": unit.area_id,
        "name": unit.name,
        "below_limit": int(unit.below_limit),
        "days": None if unit.days is None else round(unit.days * 10),
        "source": unit.source or None,
        "sites": int(unit.known),
        "sites_expected": 1,
        "sufficient": unit.known,
        "remarks": " ".join(unit.remarks),
        "stage": unit.stage,
        "origin": unit.origin,
        "sources": unit.sources,
    }


def area_rows(
    area_id: str, units: Sequence[Unit], within: Mapping[str, set[str]], areas: pl.DataFrame
) -> list[dict[str, Any]]:
    """The months of an area: what is stated net for it, else the mean of its points."""
    name = str(areas.filter(pl.col("area_id") == area_id).get_column("name_zh").item(0))
    months = sorted({unit.month for unit in units})
    points = {month: points_of(area_id, [unit for unit in units if unit.month == month], within) for month in months}
    expected: defaultdict[int, set[str]] = defaultdict(set)
    for month, (own, found) in points.items():
        expected[month.year] |= {unit.place_id for unit in found if unit is not own}
    return [
        area_row(area_id, name, month, points[month][0], points[month][1], len(expected[month.year]))
        for month in months
    ]


def points_of(area_id: str, units: Sequence[Unit], within: Mapping[str, set[str]]) -> tuple[Unit | None, list[Unit]]:
    """What is stated for the area itself in a month, and its points: its sites, and areas within it that have a value
    of their own and no site."""
    own = next((unit for unit in units if unit.of_area == area_id), None)
    sites = [unit for unit in units if unit.of_area is None]
    stated = [unit for unit in units if unit.of_area not in (None, area_id)]
    bare = [
        unit for unit in stated
        if not any(site.area_id in within[str(unit.of_area)] for site in sites)
        and not any(other is not unit and str(unit.of_area) in within[str(other.of_area)] for other in stated)
    ]  # fmt: skip
    return own, [*sites, *bare]


def area_row(
    area_id: str, name: str, month: date, own: Unit | None, points: Sequence[Unit], expected: int
) -> dict[str, Any]:
    """One month of an area, its means still open."""
    known = [unit for unit in points if unit.known]
    used = known or ([own] if own and own.known else [])
    value = mean_of(unit.value for unit in used)
    share = number("sites_in_month_percent", month)
    net, basis = net_of([unit.net for unit in used], share * expected)
    source = "mean_of_points" if known else "stated"
    if own and own.stated_net is not None:
        net, basis, used = own.stated_net, "stated", [*known, own]
        value = value if value is not None else own.value
        source = source if known else "stated"
    enough = bool(used) and (not known or 100 * len(known) >= share * expected or basis == "stated")
    every = [*points, *([own] if own else [])]
    return {
        **measured_columns(month, value, net, basis, dust=any(unit.dust for unit in every)),
        "level": AREA,
        "place_id": area_id,
        "area_id": area_id,
        "name": name,
        "below_limit": sum(unit.below_limit for unit in known),
        "days": None,
        "source": source if used else None,
        "sites": len(known),
        "sites_expected": expected,
        "sufficient": enough,
        "remarks": " ".join([*joined(unit.remarks for unit in every), *([] if enough or not used else ["few_sites"])]),
        "stage": weakest(unit.stage for unit in used or every),
        "origin": min((unit.origin for unit in used or every if unit.origin), default=None),
        "sources": " ".join(sorted({row for unit in used or every for row in unit.sources.split()})),
    }


def net_of(
    nets: Sequence[tuple[Fraction | None, Basis | None]], needed: Fraction
) -> tuple[Fraction | None, Basis | None]:
    """The mean of points net of dust; where some have none, so many per cent of points as a month needs must have one,
    else the month is dropped: a single site that states its own does not stand for the area."""
    have = [value for value, _ in nets if value is not None]
    if len(have) < len(nets) and 100 * len(have) < needed:
        return None, "dropped"
    return mean_of(have), basis_of(basis for _, basis in nets)


def measured_columns(
    month: date, value: Fraction | None, net: Fraction | None, basis: Basis | None, *, dust: bool
) -> dict[str, Any]:
    """The columns of a month's two values, in both forms, and whether the net one warns."""
    decimals = int(number("decimals", month))
    over = None if net is None else round_fraction(net, decimals) > number("warning_value", month)
    return {
        "year": month.year,
        "month": month,
        "value": nano(value),
        "value_month": nano(None if value is None else in_calendar_month(value, month)),
        "net": nano(net),
        "net_month": nano(None if net is None else in_calendar_month(net, month)),
        "net_basis": basis,
        "dust_month": dust,
        "over": over,
        "standard": method(month).standard,
    }


def with_means(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of one place with the means of months 1 to N of their year."""
    found = []
    years: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: one["month"]):
        so_far = years[row["year"]]
        so_far.append(row)
        counting = [one for one in so_far if one["sufficient"]]
        values = [one["value"] for one in counting if one["value"] is not None]
        nets = [one["net"] for one in counting if one["net"] is not None]
        found.append(
            {
                **row,
                "mean": mean_of_nano(values),
                "mean_net": mean_of_nano(nets),
                "months": len(values),
                "months_net": len(nets),
                "months_dropped": sum(one["net_basis"] == "dropped" for one in counting),
            }
        )
    return found


def basis_of(found: Iterable[Basis | None]) -> Basis | None:
    """The basis of a mean over points: the strongest reason for which it is not the value as measured."""
    there = {basis for basis in found if basis}
    if there == {"dropped"}:
        return "dropped"
    return next((basis for basis in ("stated", "corrected", "no_dust") if basis in there), None)


def mean_of_nano(values: Sequence[int]) -> int | None:
    return round(Fraction(sum(values), len(values))) if values else None


def nano(value: Fraction | None) -> int | None:
    return None if value is None else round(value * NANO)
