"""The water quality index (CWQI) of registered sections and of areas by period, with its change on equal item lists.

The index is a plain sum over items, so that only equal item lists compare
(城市地表水环境质量排名技术规定（试行）). Each row says its items, and has a change only where the year before
has the same.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

import polars as pl

from standards.lost import lists_any
from standards.water import CLASS_ITEMS, NANO
from standards.water_cwqi import cwqi, index_change
from standards.water_means import amount_of, mean_of, value_of
from standards.water_sections import SectionFacts

KEY: Final = ("level", "place_id", "period_type", "period_id")
COLUMNS: Final[dict[str, pl.DataType]] = {
    "level": pl.String(), "place_id": pl.String(), "period_type": pl.String(), "period_id": pl.String(),
    "date_from": pl.Date(), "date_to": pl.Date(), "water_type": pl.String(), "sections": pl.Int64(),
    "items": pl.String(), "items_count": pl.Int64(), "cwqi_micro": pl.Int64(), "change_micro": pl.Int64(),
    "origin": pl.String(),
}  # fmt: skip
"""`cwqi_micro` is 1e-6; `change_micro` 1e-6 of a percent, below zero is better. `items` are codes joined by commas."""

Means = Mapping[str, Fraction]
Row = dict[str, object]


def index_periods(facts: SectionFacts, previous: SectionFacts | None, above: Mapping[str, list[str]]) -> pl.DataFrame:
    """One row per section, and per area and water type, and period of a year with a class, as COLUMNS.

    A section that lost items of the class (`items_lost`) has a row and no index, as the sum would be less for it; nor
    has an area with such a section.

    `previous`: the facts of the year before; `above` the areas that each area lies in, itself first. The index of an
    area takes the mean over its sections of every item that all of them have (pH through H⁺).
    """
    before = [] if previous is None else indices_of(previous, above)
    known = {(row["level"], row["place_id"], row["water_type"], *span(row)): row for row in before}
    full = [row | {"change_micro": change_of(row, known)} for row in indices_of(facts, above)]
    return pl.DataFrame([{k: v for k, v in row.items() if k in COLUMNS} for row in full], schema=COLUMNS).sort(KEY)


def indices_of(facts: SectionFacts, above: Mapping[str, list[str]]) -> list[Row]:
    """The rows of one year without their change: sections first, then areas."""
    means = means_of(facts.items)
    periods = facts.periods.with_columns(lossy=lists_any(CLASS_ITEMS))
    assessed = periods.filter(pl.col("class").is_not_null() | pl.col("lossy")).to_dicts()
    return [*of_sections(assessed, means), *of_areas(assessed, means, above)]


def means_of(items: pl.DataFrame) -> dict[tuple[object, ...], Means]:
    """The unrounded means in the unit of each class item, by section and period."""
    found: dict[tuple[object, ...], dict[str, Fraction]] = {}
    for row in items.filter(pl.col("item").is_in(CLASS_ITEMS)).iter_rows(named=True):
        value = Fraction(row["numerator"], row["denominator"]) / NANO
        found.setdefault((row["place_id"], row["period_type"], row["period_id"]), {})[row["item"]] = value
    return dict(found)


def described(level: str, place: object, rows: list[Row], means: Means) -> Row:
    """One row without its change; without index where no item, or water without any oxygen, is there, or items were
    lost."""
    first, origins = rows[0], {row["origin"] for row in rows if row["origin"]}
    lake = first["water_type"] == "lake"
    summed = bool(means) and means.get("DO") != 0 and not any(row["lossy"] for row in rows)
    index = cwqi(means, "lake" if lake else "river") if summed else None
    return {
        **{name: first[name] for name in ("period_type", "period_id", "date_from", "date_to")},
        "level": level,
        "place_id": place,
        "water_type": "lake" if lake else "river",
        "sections": len(rows),
        "items": ",".join(item for item in CLASS_ITEMS if item in means),
        "items_count": len(means),
        "index": index,
        "cwqi_micro": None if index is None else round(index * 1_000_000),
        "origin": min((str(one) for one in origins), default=None),
        "origins": origins,
    }


def key_of(row: Row) -> tuple[object, ...]:
    return row["place_id"], row["period_type"], row["period_id"]


def of_sections(assessed: list[Row], means: Mapping[tuple[object, ...], Means]) -> Iterator[Row]:
    for row in assessed:
        yield described("section", row["place_id"], [row], means.get(key_of(row), {}))


def of_areas(
    assessed: list[Row], means: Mapping[tuple[object, ...], Means], above: Mapping[str, list[str]]
) -> Iterator[Row]:
    """Rivers and lakes of each area apart: they have different limits of total phosphorus."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in assessed:
        for area in above.get(str(row["area_id"]), [row["area_id"]] if row["area_id"] else []):
            kind = "lake" if row["water_type"] == "lake" else "river"
            groups.setdefault((area, kind, row["period_type"], row["period_id"]), []).append(row)
    for (area, *_), rows in sorted(groups.items(), key=lambda group: tuple(map(str, group[0]))):
        yield described("area", area, rows, together([means.get(key_of(row), {}) for row in rows]))


def together(sections: list[Means]) -> Means:
    """The mean over sections of every item that all of them have."""
    shared = set(sections[0]).intersection(*sections[1:])
    amounts = {item: [amount_of(means[item] * NANO, item) for means in sections] for item in shared}
    return {item: value_of(mean_of(found), item) / NANO for item, found in amounts.items()}


def span(row: Row, years_back: int = 0) -> tuple[object, ...]:
    """The period as it is found again in another year."""
    first, last = row["date_from"], row["date_to"]
    return row["period_type"], first.year - years_back, first.month, last.month  # type: ignore[attr-defined]


def change_of(row: Row, known: Mapping[tuple[object, ...], Row]) -> int | None:
    """Change in 1e-6 of a percent on the same period of the year before; only on equal items and one origin."""
    before = known.get((row["level"], row["place_id"], row["water_type"], *span(row, 1)))
    comparable = before is not None and before["items"] == row["items"] and before["origins"] == row["origins"]
    if before is None or not comparable or not row["index"] or not before["index"]:
        return None
    now, base = row["index"], before["index"]
    assert isinstance(now, Fraction)
    assert isinstance(base, Fraction)
    return round(index_change(now, base) * 1_000_000)
