"""Cells of the carbon accounts: amounts in the unit of their carrier, coefficients within their range."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Final

from readers.climate_forms import DATASET
from readers.ledger_cells import LARGEST, LedgerCell, ledger_cell, plain_number
from readers.ledger_form import Field, ledger_form, spelled
from readers.measured import nano
from standards.climate_values import Carrier, from_nano, in_range, range_text

SIGNED: Final = ("NET", "GROWTH", "NOMINAL_GROWTH")
RATES: Final = ("GROWTH", "NOMINAL_GROWTH")
SIZES: Final = ("LEVEL", "POPULATION")
"""What has a range too, and is no coefficient."""

GUARDED: Final = ("COEFFICIENT", "NCV", "CARBON_CONTENT", "OXIDATION", "FACTOR", "GROWTH", *SIZES)
LARGEST_SHARE: Final = Fraction(1, 4)
"""A rate up to this without its % may be a share, as a workbook keeps a percentage (0.052 for 5.2 %)."""

FIELD_UNITS: Final = {
    "TCE": "tce", "NCV": "ncv", "COEFFICIENT": "coefficient", "CARBON_CONTENT": "carbon", "OXIDATION": "oxidation",
    "LEVEL": "money", "GROWTH": "percent", "NOMINAL_GROWTH": "percent", "POPULATION": "people",
}  # fmt: skip
PER_UNIT: Final = {"mass": Fraction(1), "gas": Fraction(1, 10), "power": Fraction(1, 10), "heat": Fraction(1)}
"""kgce per kg, m³, kWh or MJ of one tce per t, 万m³, 万kWh or GJ."""


@cache
def units_of(name: str) -> dict[str, Fraction]:
    """Factors from a unit as written to the unit that amounts are kept in."""
    import tomllib
    from importlib import resources

    text = resources.files("readers.formats").joinpath(f"{DATASET}.toml").read_text("utf-8")
    return {spelled(unit): Fraction(factor) for unit, factor in tomllib.loads(text)["units"][name].items()}


@cache
def unit_names() -> frozenset[str]:
    """All spellings of units that amounts of carriers come in, and of standard coal."""
    return frozenset(name for kind in ("mass", "gas", "power", "heat", "tce") for name in units_of(kind))


def account_cell(raw: str, code: str, unit: str, row_unit: str, carrier: Carrier | None) -> LedgerCell:
    """A cell with content: `unit` as the header writes it, `row_unit` as the row does (it is that of the carrier).

    Rules: those of `ledger_cell`, `coefficient_out_of_range` or `out_of_range` beyond the range of an item, and
    `share_or_percent`.
    """
    form = ledger_form(DATASET).fields.get(code)
    if form is not None and form.kind != "quantity":
        return ledger_cell(raw, form, "")
    base = code.removesuffix("_YTD").removesuffix("_MONTH")
    name = unit_kind(base, carrier)
    if not name:
        return LedgerCell(rule="unknown_word", context="排放因子 is of 电力 and 热力; fuels have 低位发热量 and 含碳量")
    field = Field(base, (), "quantity", units=units_of(name))
    own = unit if base in FIELD_UNITS else (row_unit or unit)
    number = raw.strip()
    if number.endswith(("%", "％")) and name in ("percent", "oxidation"):
        number, own = number[:-1], "%"
    elif base in RATES and may_be_share(number):
        return LedgerCell(rule="share_or_percent")
    if base == "OXIDATION":
        own = own or "1"
    if base == "COEFFICIENT" and not own and row_unit and carrier is not None:
        cell = coefficient_per(number, row_unit, carrier)
    elif base in SIGNED:
        cell = signed(number, field, own)
    else:
        cell = ledger_cell(number, field, own)
    return guarded(cell, base, carrier)


def may_be_share(raw: str) -> bool:
    """Whether a rate without its sign is so small that it may be a share."""
    found = plain_number(raw)
    return found is not None and 0 < abs(found) <= LARGEST_SHARE


def unit_kind(base: str, carrier: Carrier | None) -> str:
    """Which units a field is in; none for a factor of a fuel, which is made of its calorific value and carbon."""
    if base in FIELD_UNITS or carrier is None:
        return FIELD_UNITS.get(base, "")
    if base == "FACTOR":
        return f"factor_{carrier.measure}" if carrier.measure in ("power", "heat") else ""
    return carrier.measure


def signed(raw: str, field: Field, unit: str) -> LedgerCell:
    """An amount that may be below zero."""
    found = plain_number(raw)
    if found is not None and found < 0:
        cell = ledger_cell(raw.strip().lstrip("-−"), field, unit)
        return cell if cell.value is None else replace(cell, value=-cell.value)
    return ledger_cell(raw, field, unit)


def coefficient_per(raw: str, row_unit: str, carrier: Carrier) -> LedgerCell:
    """A coefficient without a unit of its own: tce per unit of the row (form 205-1)."""
    per, found = units_of(carrier.measure).get(spelled(row_unit)), plain_number(raw)
    if found is None:
        return LedgerCell(rule="not_a_number")
    if per is None:
        return LedgerCell(rule="unknown_unit", context=f"{row_unit} for {carrier.name_zh}")
    if not 0 <= found <= LARGEST:
        return LedgerCell(rule="negative" if found < 0 else "too_large")
    return LedgerCell(value=nano(found, PER_UNIT[carrier.measure] / per))


def guarded(cell: LedgerCell, base: str, carrier: Carrier | None) -> LedgerCell:
    """The cell, set aside where it lies beyond its range."""
    value, guard = from_nano(cell.value), carrier.guard if carrier else "any"
    if value is None or base not in GUARDED or in_range(base, guard, value):
        return cell
    what = f" of {carrier.name_zh}" if carrier else ""
    rule = "out_of_range" if base in SIZES else "coefficient_out_of_range"
    return LedgerCell(rule=rule, context=f"{base}{what} lies at {range_text(base, guard)}")
