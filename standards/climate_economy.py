"""GDP and residents of an area: published facts bundled here, landed tables, and one vintage for a whole series.

Levels are used for the base year alone. Real growth comes from published rates; where a year has none there is no GDP
at constant prices (climate.md rules 1, 2 and 4).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.climate_intensity import chained_gdp, is_break, level_ratio_as_growth
from standards.climate_values import from_nano, policy_number, to_nano
from standards.limits import rows

PLACE: Final = "国民经济"
"""Place of the rows of tables of GDP and residents."""

VINTAGES: Final = ("final", "census", "preliminary", "flash")
"""Best first."""

ITEMS: Final = ("LEVEL", "GROWTH", "POPULATION")


@dataclass(frozen=True)
class Stated:
    """A number with its origin and source."""

    value: Fraction
    origin: str
    source: str


@dataclass(frozen=True)
class Gdp:
    """GDP at the prices of the base year (亿元), the growth of the year (%), vintage, origin and source."""

    value: Fraction
    growth: Fraction | None
    vintage: str
    origin: str
    source: str


@dataclass(frozen=True)
class Economy:
    """(item, year, vintage) → number; `refused`: years for which a ratio of levels was entered as real growth."""

    stated: Mapping[tuple[str, int, str], Stated]
    refused: frozenset[int] = frozenset()

    def best(self, item: str, year: int) -> Stated | None:
        """The number of the best vintage."""
        return next((self.stated[item, year, one] for one in VINTAGES if (item, year, one) in self.stated), None)

    def growth_series(self, first: int, last: int) -> tuple[dict[int, Stated], str]:
        """Growth of the years, all of the best vintage that has every one of them; where none has, the best of each
        year, named `mixed`."""
        years = range(first, last + 1)
        for vintage in VINTAGES:
            if all(("GROWTH", year, vintage) in self.stated for year in years):
                return {year: self.stated["GROWTH", year, vintage] for year in years}, vintage
        known = {year: one for year in years if (one := self.best("GROWTH", year)) is not None}
        used = {v for v in VINTAGES for year, one in known.items() if self.stated.get(("GROWTH", year, v)) is one}
        return known, used.pop() if len(used) == 1 else "mixed"

    def gdp(self, base: int, last: int) -> dict[int, Gdp]:
        """GDP at the prices of the base year, of every year up to `last` that published growth reaches."""
        growth, vintage = self.growth_series(base + 1, last)
        level = self.stated.get(("LEVEL", base, vintage)) or self.best("LEVEL", base)
        if level is None:
            return {}
        rates = {year: one.value for year, one in growth.items()}
        found = {}
        for year in range(base, last + 1):
            value = chained_gdp(level.value, base, rates, year)
            if value is not None:
                used = [level, *(growth[one] for one in range(base + 1, year + 1))]
                found[year] = Gdp(
                    value, rates.get(year), vintage, min(one.origin for one in used),
                    "；".join(dict.fromkeys(one.source for one in used if one.source)),
                )  # fmt: skip
        return found


def economy(observations: pl.DataFrame, area: str) -> Economy:
    """What is known of an area: landed real rows, else bundled facts, else demonstration rows.

    A landed growth that is the ratio of two known levels across a census, of whatever table and vintage, is none.
    """
    landed = observations.filter((pl.col("place_label") == PLACE) & (pl.col("area_id") == area))
    mine = landed.filter(pl.col("item").is_in(ITEMS) & pl.col("value").is_not_null())
    sources = {
        (day.year, part, file, row): text
        for day, part, file, row, text in landed.filter(pl.col("item") == "SOURCE")
        .select("date", "part", "source_file_id", "source_row", "text").rows()
    }  # fmt: skip
    found: dict[str, dict[tuple[str, int, str], Stated]] = {"demo": {}, "real": {}}
    for row in mine.iter_rows(named=True):
        source = sources.get((row["date"].year, row["part"], row["source_file_id"], row["source_row"])) or ""
        value = from_nano(row["value"]) or Fraction(0)
        found[row["origin"]][row["item"], row["date"].year, row["part"]] = Stated(value, row["origin"], source)
    facts = published(area)
    levels = [
        (year, one.value)
        for part in (found["demo"], facts, found["real"]) for (item, year, _), one in part.items() if item == "LEVEL"
    ]  # fmt: skip
    wrong = {
        (item, year, vintage)
        for part in found.values() for (item, year, vintage), one in part.items()
        if item == "GROWTH" and is_level_ratio(one.value, year, levels)
    }  # fmt: skip
    demo, real = ({key: one for key, one in found[of].items() if key not in wrong} for of in ("demo", "real"))
    return Economy({**demo, **facts, **real}, frozenset(year for _, year, _ in wrong))


def is_level_ratio(growth: Fraction, year: int, levels: Sequence[tuple[int, Fraction]]) -> bool:
    """Whether a growth rate is the ratio of any level of its year to any of the year before, across a census."""
    tolerance = policy_number("break_tolerance")
    now, before = ([value for at, value in levels if at == one] for one in (year, year - 1))
    return any(level_ratio_as_growth(growth, level, last, year, tolerance) for level in now for last in before)


def published(area: str) -> dict[tuple[str, int, str], Stated]:
    """The facts of `limits/climate_published.csv` on an area."""
    return {
        (row["item"], int(row["year"]), row["vintage"]): Stated(Fraction(row["value"]), "real", row["source"])
        for row in rows("climate_published") if row["area_id"] == area
    }  # fmt: skip


SERIES: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "year": pl.Int64(), "vintage": pl.String(), "level": pl.Int64(), "growth": pl.Int64(),
    "level_ratio": pl.Int64(), "census_break": pl.Boolean(), "population": pl.Int64(), "origin": pl.String(),
    "source": pl.String(),
}  # fmt: skip
"""GDP and residents as stated, with the ratio of levels that is no real growth beside."""


def gdp_series(observations: pl.DataFrame, areas: Sequence[str]) -> pl.DataFrame:
    """What is known of GDP and residents of the areas and of those of the bundled facts (`SERIES`)."""
    bundled = {row["area_id"] for row in rows("climate_published")}
    made = [line for area in sorted({*areas, *bundled}) for line in lines_of(area, economy(observations, area))]
    return pl.DataFrame(made, schema=SERIES)


def lines_of(area: str, known: Economy) -> Iterator[dict[str, Any]]:
    """One line per year and vintage."""
    for year, vintage in sorted({(year, vintage) for _, year, vintage in known.stated}):
        level, growth, people = (known.stated.get((item, year, vintage)) for item in ITEMS)
        before = known.stated.get(("LEVEL", year - 1, vintage))
        ratio = (level.value / before.value - 1) * 100 if level and before and before.value else None
        used = [one for one in (level, growth, people) if one]
        yield {
            "area_id": area, "year": year, "vintage": vintage, "level": to_nano(level.value if level else None),
            "growth": to_nano(growth.value if growth else None), "level_ratio": to_nano(ratio),
            "census_break": is_break(year), "population": to_nano(people.value if people else None),
            "origin": min(one.origin for one in used),
            "source": "；".join(dict.fromkeys(one.source for one in used if one.source)) or None,
        }  # fmt: skip
