"""The one-microgram action (街乡镇“一微克”行动): what each town would have to improve for the district to gain 1 µg/m³.

The plan names the action and gives no rule. Ours: the district is the plain mean of its towns' listed values, each town
weighing the same. That mean is not the district's published value, which comes from its stations; both are shown.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.air_ranking import NANO, PERCENT
from standards.air_town_ranking import CITY, DISTRICT
from standards.limits import rows

MEASURE: Final = "PM2.5"
MICROGRAM: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "period_type": pl.String(), "period_id": pl.String(), "town_id": pl.String(),
    "year": pl.Int64(), "date_from": pl.Date(), "date_to": pl.Date(), "name_zh": pl.String(), "list": pl.String(),
    "value": pl.Int64(), "gain": pl.Int64(), "towns": pl.Int64(), "towns_expected": pl.Int64(), "mean": pl.Int64(),
    "alone": pl.Int64(), "alone_value": pl.Int64(), "alone_percent": pl.Int64(), "attainable_alone": pl.Boolean(),
    "together": pl.Int64(), "together_value": pl.Int64(), "together_percent": pl.Int64(), "share": pl.Int64(),
    "stage": pl.String(), "origin": pl.String(), "sources": pl.String(),
}  # fmt: skip
"""Amounts in nano of µg/m³, percentages in nano of a percent."""


def gain() -> Fraction:
    """What the district is to gain, µg/m³."""
    return next(Fraction(row["value"]) for row in rows("air_ranking_rules") if row["rule_id"] == "one_microgram")


def one_microgram(ranking: pl.DataFrame, parents: dict[str, str | None]) -> pl.DataFrame:
    """One row per district, period and town with a listed value of PM2.5 (`MICROGRAM`).

    `ranking`: rows of `town_ranking`. With n towns and mean m: `alone` = n × gain, what a town would have to fall by if
    no other one did (not attainable where that is its value or more); `together` = value × gain / m, the same share of
    every town's value, which adds up to n × gain. A list of the city serves only where it shows all of them.
    """
    listed = ranking.filter((pl.col("measure") == MEASURE) & pl.col("area_id").is_not_null())
    found: list[dict[str, Any]] = []
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in listed.iter_rows(named=True):
        district = parents.get(row["area_id"])
        if district:
            groups.setdefault((district, row["period_id"]), []).append(row)
    for (district, _), of_period in sorted(groups.items()):
        found += needed(district, whole_list(of_period))
    return pl.DataFrame(found, schema=MICROGRAM).sort("area_id", "period_id", "town_id")


def whole_list(of_period: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the district's own list, else of a list of the city that shows all its towns, else none."""
    own = [row for row in of_period if row["list"] == DISTRICT]
    if own:
        return own
    of_city = [row for row in of_period if row["list"] == CITY]
    return of_city if all(row["value"] is not None for row in of_city) else []


def needed(district: str, towns: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What each town with a value would have to improve."""
    valued = [row for row in towns if row["value"]]
    count, total, wanted = len(valued), sum(row["value"] for row in valued), gain()
    if not total:
        return
    alone = count * wanted * NANO
    share_of_all = Fraction(count) * wanted * NANO / total
    for row in valued:
        value, together = row["value"], row["value"] * share_of_all
        yield {
            **{name: row[name] for name in ("period_type", "period_id", "town_id", "year", "date_from", "date_to",
                                            "name_zh", "list", "value", "stage", "origin", "sources")},
            "area_id": district, "gain": round(wanted * NANO), "towns": count, "towns_expected": len(towns),
            "mean": round(Fraction(total, count)), "alone": round(alone),
            "alone_value": round(value - alone) if value > alone else None,
            "alone_percent": percent(alone / value), "attainable_alone": value > alone,
            "together": round(together), "together_value": round(value - together),
            "together_percent": percent(share_of_all), "share": percent(Fraction(value, total)),
        }  # fmt: skip


def percent(part: Fraction) -> int:
    """A share in nano of a percent."""
    return round(part * PERCENT * NANO)
