"""Energy accounts of an area and year from its fuel tables: annual amounts, months by difference, one boundary.

Year-to-date series are differenced; a month that falls below the one before restates it, is flagged and has no amount
of its own. A year is whole with an annual amount, with its year-to-date amount of December, or with all its months. A
series that does not behave as it is stated (single months that only rise, a year-to-date series that keeps falling) is
of the other kind, and no year is made of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import polars as pl

from standards.climate_carbon import Amounts
from standards.climate_values import from_nano, policy_number, to_nano

PLACE: Final = "能源消费"
"""Place of the rows of fuel tables."""

LISTED: Final = "能源品种"
"""Place of the rows that only say of which carriers the tables have amounts."""

CARRIER: Final = "CARRIER"
"""Item of those rows."""

FIELDS: Final = {
    "AMOUNT": "consumption", "FEEDSTOCK": "feedstock", "BOUGHT": "bought", "SOLD": "sold", "NET": "net",
}  # fmt: skip
FALLING: Final = ("NET",)
"""Fields whose year-to-date amount may fall."""

MONTHS: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "year": pl.Int64(), "carrier": pl.String(), "field": pl.String(),
    "month_from": pl.Int64(), "month_to": pl.Int64(), "amount": pl.Int64(), "cumulative": pl.Int64(),
    "restated": pl.Boolean(), "stage": pl.String(), "origin": pl.String(), "source_file_id": pl.String(),
    "source_row": pl.Int64(),
}  # fmt: skip
"""Months of the fuel tables: `amount` of the months from…to, null where restated."""


@dataclass(frozen=True)
class Step:
    """An amount of one or several months, as the difference of two year-to-date amounts; None where restated."""

    month_from: int
    month_to: int
    amount: Fraction | None
    cumulative: Fraction
    restated: bool = False


@dataclass
class Account:
    """The energy of an area and year."""

    area_id: str
    year: int
    amounts: dict[str, Amounts] = field(default_factory=dict)
    boundaries: set[str] = field(default_factory=set)
    tce_reported: dict[str, Fraction] = field(default_factory=dict)
    incomplete: list[str] = field(default_factory=list)
    suspect: list[str] = field(default_factory=list)
    restated: int = 0
    origin: str = "real"
    stage: str = "realtime"
    sources: str = ""


def differenced(cumulative: Mapping[int, Fraction], *, may_fall: bool = False) -> list[Step]:
    """Months of a year-to-date series {month: amount from January on}; the first step begins in January."""
    steps: list[Step] = []
    last, before = 0, Fraction(0)
    for month in sorted(cumulative):
        amount = cumulative[month] - before
        restated = amount < 0 and not may_fall
        steps.append(Step(last + 1, month, None if restated else amount, cumulative[month], restated))
        last, before = month, cumulative[month]
    return steps


def whole_year(
    annual: Fraction | None, to_date: Mapping[int, Fraction], single: Mapping[int, Fraction]
) -> Fraction | None:
    """The amount of a year; None where it is not whole. Single months go on from the last year-to-date amount before
    them (January and February often come as one)."""
    if annual is not None:
        return annual
    if 12 in to_date:
        return to_date[12]
    start = max((month for month in to_date if set(range(month + 1, 13)) <= single.keys()), default=0)
    if set(range(start + 1, 13)) <= single.keys():
        return to_date.get(start, Fraction(0)) + sum(single[month] for month in range(start + 1, 13))
    return None


def contradicts_its_kind(to_date: Mapping[int, Fraction], single: Mapping[int, Fraction], *, may_fall: bool) -> bool:
    """Whether months are of another kind than stated: months of a year that never fall and grow severalfold are
    year-to-date amounts, and a year-to-date series falls only as often as it is restated."""
    if may_fall and any(value < 0 for value in (*to_date.values(), *single.values())):
        return False
    falls = sum(step.restated for step in differenced(to_date))
    in_order = [single[month] for month in sorted(single)]
    rises = all(later >= earlier for earlier, later in pairwise(in_order))
    severalfold = len(in_order) >= policy_number("rising_months") and in_order[-1] >= in_order[0] * policy_number(
        "rising_times"
    )
    return falls > policy_number("restatements") or (rises and severalfold and in_order[-1] > 0)


def accounts(observations: pl.DataFrame) -> list[Account]:
    """The accounts of all areas and years with rows of fuel tables, in order."""
    rows = pl.concat([fuel_rows(observations), fuel_rows(observations, LISTED)])
    found = []
    for (area, year), mine in rows.group_by(["area_id", "year"], maintain_order=True):
        found.append(account(str(area), int(str(year)), mine))
    return sorted(found, key=lambda one: (one.area_id, one.year))


def fuel_rows(observations: pl.DataFrame, place: str = PLACE) -> pl.DataFrame:
    """Rows of fuel tables with `year`; those of no area belong to no account."""
    return observations.filter((pl.col("place_label") == place) & pl.col("area_id").is_not_null()).with_columns(
        year=pl.col("date").dt.year().cast(pl.Int64)
    )


def account(area: str, year: int, rows: pl.DataFrame) -> Account:
    """The account of one area and year."""
    stages = ("official", "audited", "realtime")
    made = Account(
        area,
        year,
        origin="demo" if (rows["origin"] == "demo").any() else "real",
        stage=max(rows["stage"].unique(), key=stages.index),
        sources=" ".join(sorted({f"{file}:{row}" for file, row in rows.select("source_file_id", "source_row").rows()})),
    )
    for item, text in rows.select("item", "text").unique().rows():
        if item.startswith("BOUNDARY") and text:
            made.boundaries.add(text)
    for (carrier,), of in rows.filter(pl.col("part") != "").group_by(["part"], maintain_order=True):
        add_carrier(made, str(carrier), of)
    return made


def add_carrier(made: Account, carrier: str, rows: pl.DataFrame) -> None:
    """Book a carrier's amounts; one that is not whole, or has a row without amount (it was set aside, or no such
    carrier is known), is named in `incomplete`, one whose months are not what they are stated to be in `suspect`."""
    known: dict[str, Fraction] = {}
    missing = False
    for item, name in FIELDS.items():
        annual, to_date, single = series(rows, item)
        if annual is None and not to_date and not single:
            continue
        made.restated += sum(step.restated for step in differenced(to_date, may_fall=item in FALLING))
        if contradicts_its_kind(to_date, single, may_fall=item in FALLING):
            made.suspect.append(carrier)
        if annual is not None and 12 in to_date and to_date[12] != annual:
            made.restated += 1
        amount = whole_year(annual, to_date, single)
        if amount is None:
            missing = True
        else:
            known[name] = amount
    if missing or not known:
        made.incomplete.append(carrier)
    if not known:
        return
    made.amounts[carrier] = Amounts(
        consumption=known.get("consumption"), feedstock=known.get("feedstock", Fraction(0)),
        bought=known.get("bought"), sold=known.get("sold"), net=known.get("net"), ncv=calorific(rows),
    )  # fmt: skip
    reported = series(rows, "TCE")
    tce = whole_year(*reported)
    if tce is not None:
        made.tce_reported[carrier] = tce


def series(rows: pl.DataFrame, item: str) -> tuple[Fraction | None, dict[int, Fraction], dict[int, Fraction]]:
    """Annual, year-to-date and single-month amounts of one field."""
    found: dict[str, dict[int, Fraction]] = {"": {}, "_YTD": {}, "_MONTH": {}}
    for name, day, value in rows.select("item", "date", "value").rows():
        if value is not None and name.startswith(item) and name[len(item) :] in found:
            found[name[len(item) :]][day.month] = from_nano(value) or Fraction(0)
    annual = next(iter(found[""].values()), None)
    return annual, found["_YTD"], found["_MONTH"]


def calorific(rows: pl.DataFrame) -> Fraction | None:
    """The calorific value of a year as the supplier states it: that of the year, else the mean of the months by the
    consumption that each is of, else of what is stated where no month has a consumption of its own."""
    annual, _, by_month = series(rows, "NCV")
    if annual is not None or not by_month:
        return annual
    _, to_date, single = series(rows, "AMOUNT")
    steps = differenced(to_date) or steps_of("MONTH", single, may_fall=False)
    weights = {one.month_to: one.amount for one in steps if one.amount and one.month_to in by_month}
    if not weights:
        return sum(by_month.values(), Fraction(0)) / len(by_month)
    return sum(by_month[month] * amount for month, amount in weights.items()) / sum(weights.values(), Fraction(0))


def monthly(observations: pl.DataFrame) -> pl.DataFrame:
    """All months of the fuel tables (`MONTHS`): year-to-date series differenced, single months as they are."""
    rows = fuel_rows(observations).filter(pl.col("item").str.contains("_(YTD|MONTH)$") & pl.col("value").is_not_null())
    made: list[dict[str, Any]] = []
    for (area, year, carrier, item), mine in rows.group_by(["area_id", "year", "part", "item"], maintain_order=True):
        name, _, kind = str(item).rpartition("_")
        if name in FIELDS:
            by_month = {row["date"].month: row for row in mine.iter_rows(named=True)}
            amounts = {month: from_nano(row["value"]) or Fraction(0) for month, row in by_month.items()}
            for step in steps_of(kind, amounts, may_fall=name in FALLING):
                source = by_month[step.month_to]
                made.append(
                    {"area_id": area, "year": year, "carrier": carrier, "field": name, **told(step),
                     **{key: source[key] for key in ("stage", "origin", "source_file_id", "source_row")}}
                )  # fmt: skip
    return pl.DataFrame(made, schema=MONTHS).sort("area_id", "year", "carrier", "field", "month_from")


def steps_of(kind: str, amounts: Mapping[int, Fraction], *, may_fall: bool) -> Sequence[Step]:
    if kind == "YTD":
        return differenced(amounts, may_fall=may_fall)
    running = accumulated(amounts)
    return [Step(month, month, amounts[month], running[month]) for month in sorted(amounts)]


def accumulated(amounts: Mapping[int, Fraction]) -> dict[int, Fraction]:
    found: dict[int, Fraction] = {}
    whole = Fraction(0)
    for month in sorted(amounts):
        whole += amounts[month]
        found[month] = whole
    return found


def told(step: Step) -> dict[str, Any]:
    return {
        "month_from": step.month_from, "month_to": step.month_to, "amount": to_nano(step.amount),
        "cumulative": to_nano(step.cumulative), "restated": step.restated,
    }  # fmt: skip
