"""Trophic state of lakes and reservoirs: the index TLI(Σ) of chlorophyll a, TP, TN, transparency and CODMn.

Source: 湖泊（水库）富营养化评价方法及分级技术规定. Logarithms are taken in decimal arithmetic of fixed precision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Final

import polars as pl

from standards.limits import rows
from standards.lost import lists_any
from standards.water import NANO

TROPHIC_ITEMS: Final = tuple(row["item"] for row in rows("water_trophic"))
CHLOROPHYLL: Final = "CHLA"
DECIMALS: Final = Decimal("0.01")
EXACT: Final = Context(prec=50, rounding=ROUND_HALF_EVEN)

MISSING_ITEM: Final = "trophic_item_missing"
LOST_ITEM: Final = "trophic_item_lost"
CHLOROPHYLL_UNIT: Final = "chlorophyll_unit"


@dataclass(frozen=True)
class TrophicState:
    """`parts`: TLI of each item; `index`: their weighted sum; both to two decimals; `word`: 贫营养 …

    No index where there is a `reason`: trophic_item_missing (nothing is renormalised) or chlorophyll_unit.
    """

    parts: Mapping[str, Decimal]
    index: Decimal | None
    word: str | None
    reason: str = ""


def trophic_state(values: Mapping[str, Fraction]) -> TrophicState:
    """Index and word of one lake from mean values in canonical units (chlorophyll a in mg/L, as stations export it).

    Chlorophyll enters the formula in mg/m³. A negative TLI of chlorophyll (below 0.1 mg/m³) means that a value in
    mg/m³ was divided by 1000 once more than it should: no index is given then.
    """
    parts = {row["item"]: part_of(row, values[row["item"]]) for row in rows("water_trophic") if usable(row, values)}
    shown = {item: rounded(part) for item, part in parts.items()}
    if parts.get(CHLOROPHYLL, Decimal(0)) < 0:
        return TrophicState(shown, None, None, CHLOROPHYLL_UNIT)
    if len(parts) < len(TROPHIC_ITEMS):
        return TrophicState(shown, None, None, MISSING_ITEM)
    weights = {row["item"]: Decimal(row["weight"]) for row in rows("water_trophic")}
    index = rounded(sum((weights[item] * part for item, part in parts.items()), Decimal(0)))
    return TrophicState(shown, index, word_of(index))


def usable(row: dict[str, str], values: Mapping[str, Fraction]) -> bool:
    """Whether the item was measured; a logarithm needs more than nothing."""
    return values.get(row["item"], Fraction(0)) > 0


def part_of(row: dict[str, str], value: Fraction) -> Decimal:
    """TLI(j) = 10 · (intercept + slope · ln x)."""
    x = EXACT.divide(Decimal(value.numerator) * Decimal(row["per_canonical_unit"]), Decimal(value.denominator))
    return 10 * (Decimal(row["intercept"]) + Decimal(row["slope"]) * EXACT.ln(x))


def rounded(value: Decimal) -> Decimal:
    return value.quantize(DECIMALS, ROUND_HALF_EVEN)


def word_of(index: Decimal) -> str:
    """The word for an index: below 30 贫营养, 30 to 50 中营养 (both included), 轻度 to 60, 中度 to 70, above 重度."""
    return next(
        row["word_zh"]
        for row in rows("water_trophic_states")
        if (row["below"] and index < Decimal(row["below"]))
        or (row["up_to"] and index <= Decimal(row["up_to"]))
        or not (row["below"] or row["up_to"])
    )


def lake_states(items: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """Trophic state of every lake section and period with any trophic item.

    `items` and `periods` of SectionFacts. Gives place_id, period_type, period_id, tli_chla, tli_tp, tli_tn, tli_sd,
    tli_codmn, tli (hundredths, Int64), state (word), reason, origin (of the period). The unrounded means enter (a
    choice; the rule is silent). A period that lost one of the five items (`items_lost`) has no index:
    trophic_item_lost.
    """
    key = ["place_id", "period_type", "period_id"]
    lakes = periods.filter(pl.col("water_type") == "lake").select(*key, "origin")
    thin = periods.filter(lists_any(TROPHIC_ITEMS)).select(key)
    lossy = set(thin.rows())
    measured = items.filter(pl.col("item").is_in(TROPHIC_ITEMS)).join(lakes, on=key, how="semi")
    found: dict[tuple[str, ...], dict[str, Fraction]] = {}
    for row in measured.iter_rows(named=True):
        value = Fraction(row["numerator"], row["denominator"]) / NANO
        found.setdefault(tuple(row[name] for name in key), {})[row["item"]] = value
    columns = {item: f"tli_{item.lower()}" for item in TROPHIC_ITEMS}
    rows_of_lakes = []
    for place, values in sorted(found.items()):
        state = trophic_state(values)
        if place in lossy:
            state = TrophicState(state.parts, None, None, state.reason or LOST_ITEM)
        told: dict[str, object] = {column: hundredths(state.parts.get(item)) for item, column in columns.items()}
        told |= {"tli": hundredths(state.index), "state": state.word, "reason": state.reason or None}
        rows_of_lakes.append(dict(zip(key, place, strict=True)) | told)
    numbers = dict.fromkeys((*columns.values(), "tli"), pl.Int64())
    schema: dict[str, pl.DataType] = {
        **dict.fromkeys(key, pl.String()),
        **numbers,
        "state": pl.String(),
        "reason": pl.String(),
    }
    return pl.DataFrame(rows_of_lakes, schema=schema).join(lakes, on=key, how="left", maintain_order="left")


def hundredths(value: Decimal | None) -> int | None:
    return None if value is None else int(value * 100)
