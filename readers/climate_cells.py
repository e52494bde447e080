"""Cells of the carbon accounts: periods, and amounts in the unit of their carrier, coefficients within their range."""

import re
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Final

from readers.climate_forms import DATASET
from readers.ledger_cells import LARGEST, LedgerCell, ledger_cell, plain_number
from readers.ledger_form import Field, ledger_form, spelled
from readers.measured import nano
from standards.climate_values import Carrier, from_nano, in_range, range_text

SIGNED: Final = ("NET", "GROWTH", "NOMINAL_GROWTH")
GUARDED: Final = ("COEFFICIENT", "NCV", "CARBON_CONTENT", "OXIDATION", "FACTOR", "GROWTH")
DASH: Final = r"[-—–~～至到]"
YEAR: Final = re.compile(r"(\d{4})(?:\.0+)?年?度?")
YEAR_MONTH: Final = re.compile(r"(\d{4})(?:年|[-/.])?(?:(\d{1,2})" + DASH + r")?(\d{1,2})月?份?")
MONTH: Final = re.compile(r"(?:(\d{1,2})月?" + DASH + r")?(\d{1,2})(?:\.0+)?月?份?")
WHOLE: Final = frozenset({"", "全年", "年度", "合计"})

FIELD_UNITS: Final = {
    "TCE": "tce", "NCV": "ncv", "COEFFICIENT": "coefficient", "CARBON_CONTENT": "carbon", "OXIDATION": "oxidation",
    "LEVEL": "money", "GROWTH": "percent", "NOMINAL_GROWTH": "percent", "POPULATION": "people",
}  # fmt: skip
PER_UNIT: Final = {"mass": Fraction(1), "gas": Fraction(1, 10), "power": Fraction(1, 10), "heat": Fraction(1)}
"""kgce per kg, m³, kWh or MJ of one tce per t, 万m³, 万kWh or GJ."""


@dataclass(frozen=True)
class PeriodOf:
    """What a row's time label names: a year (`month` 0), a month, or the months from January on (`to_date`)."""

    year: int
    month: int = 0
    to_date: bool = False

    @property
    def day(self) -> date:
        return date(self.year, self.month or 1, 1)

    @property
    def span(self) -> str:
        return "month" if self.month else "year"


def period_of(year: str, month: str) -> PeriodOf | None:
    """2024; 2024 and 6, 6月, 1-6月; 2024年6月, 2024-06, 2024年1-6月. None for anything else."""
    compact, at = "".join(year.split()), "".join(month.split())
    if found := YEAR.fullmatch(compact):
        named = MONTH.fullmatch(at)
        if at in WHOLE:
            first, last = "", "0"
        elif named:
            first, last = named[1] or "", named[2]
        else:
            return None
        return checked(int(found[1]), first, int(last), annual=at in WHOLE)
    if at in WHOLE and (both := YEAR_MONTH.fullmatch(compact)):
        return checked(int(both[1]), both[2] or "", int(both[3]), annual=False)
    return None


def checked(year: int, first: str, last: int, *, annual: bool) -> PeriodOf | None:
    """The period, if the calendar has it; ranges of months begin in January."""
    if not 1990 <= year <= 2100 or (first and int(first) != 1) or not (annual or 1 <= last <= 12):
        return None
    return PeriodOf(year, 0 if annual else last, to_date=bool(first))


def item_of(code: str, period: PeriodOf, *, running: bool) -> str | None:
    """The item of a field in a period: `_YTD` for months from January on, `_MONTH` for one month, bare for a year.
    `running`: the table counts from January on. None where header and label contradict each other."""
    name, _, suffix = code.rpartition("_")
    base, stated = (name, suffix) if suffix in ("YTD", "MONTH") else (code, "")
    if not period.month:
        return None if stated == "MONTH" else base
    if base in ("BOUNDARY", "NCV", "COEFFICIENT"):
        return f"{base}_MONTH"
    if period.to_date:
        return None if stated == "MONTH" else f"{base}_YTD"
    return f"{base}_{stated or ('YTD' if running and base == 'TCE' else 'MONTH')}"


@cache
def units_of(name: str) -> dict[str, Fraction]:
    """Factors from a unit as written to the unit that amounts are kept in."""
    import tomllib
    from importlib import resources

    text = resources.files("readers.formats").joinpath(f"{DATASET}.toml").read_text("utf-8")
    return {spelled(unit): Fraction(factor) for unit, factor in tomllib.loads(text)["units"][name].items()}


def account_cell(raw: str, code: str, unit: str, row_unit: str, carrier: Carrier | None) -> LedgerCell:
    """A cell with content: `unit` as the header writes it, `row_unit` as the row does (it is that of the carrier).

    Rules: those of `ledger_cell`, and `coefficient_out_of_range`.
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
    if base == "OXIDATION":
        own = own or "1"
    if base == "COEFFICIENT" and not own and row_unit and carrier is not None:
        cell = coefficient_per(number, row_unit, carrier)
    elif base in SIGNED:
        cell = signed(number, field, own)
    else:
        cell = ledger_cell(number, field, own)
    return guarded(cell, base, carrier)


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
    """The cell, set aside where a coefficient lies beyond its range."""
    value, guard = from_nano(cell.value), carrier.guard if carrier else "any"
    if value is None or base not in GUARDED or in_range(base, guard, value):
        return cell
    what = f" of {carrier.name_zh}" if carrier else ""
    return LedgerCell(rule="coefficient_out_of_range", context=f"{base}{what} lies at {range_text(base, guard)}")
