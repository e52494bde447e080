"""The districts that published rankings list (`limits/ranking_districts.csv`), and the row of the city's mean.

They are a register of their own: a ranking names districts that are no areas of ours, and 经开区, which is none at all.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from standards.limits import rows

MEAN: Final = "mean"
DISTRICT: Final = "district"


@dataclass(frozen=True)
class District:
    """A row of a ranking: a district of a city, or (`kind` mean) the city's own value. `area_id`: area of dim_area."""

    district_id: str
    name_zh: str
    city_zh: str
    kind: str
    area_id: str | None


@cache
def districts() -> dict[str, District]:
    """The register by district_id."""
    return {
        row["district_id"]: District(
            row["district_id"], row["name_zh"], row["city_zh"], row["kind"], row["area_id"] or None
        )
        for row in rows("ranking_districts")
    }


@cache
def spellings() -> dict[str, str]:
    """Name, as lists write it, → district_id; a name that two cities have stands for none."""
    found: dict[str, set[str]] = {}
    for row in rows("ranking_districts"):
        for name in (row["name_zh"], *filter(None, row["other_names"].split("|"))):
            found.setdefault(name, set()).add(row["district_id"])
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}


def district_named(text: str) -> District | None:
    """The district that a cell names, blanks inside aside (东 城); None for any other word."""
    found = spellings().get("".join(text.split()))
    return districts()[found] if found else None


def districts_of(city_zh: str) -> list[District]:
    """The districts of a city, its mean aside."""
    return [one for one in districts().values() if one.city_zh == city_zh and one.kind == DISTRICT]
