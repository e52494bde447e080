"""Which tables the carbon accounts come as: fuel tables (long and wide), factor tables, GDP and residents."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from readers.ledger_form import Columns, Field, LedgerForm, ledger_form, spelled
from standards import climate_accounts, climate_economy, climate_factors
from standards.climate_values import Carrier, carriers

DATASET: Final = "climate_accounts"
AMOUNTS: Final = ("AMOUNT", "FEEDSTOCK", "BOUGHT", "SOLD", "NET")
WIDE: Final = "wide"
FEWEST_CARRIERS: Final = 2
"""A header with fewer carriers is no wide fuel table."""

WIDE_WORDS: Final = {
    "NET": ("净购入{}", "净调入{}", "net {}"), "BOUGHT": ("购入{}", "外购{}", "bought {}"),
    "SOLD": ("售出{}", "外供{}", "sold {}"),
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A form with the place that its rows stand for, and what else its header must have."""

    form: LedgerForm
    place: str
    accepts: Callable[[Columns], bool]


@cache
def kinds() -> tuple[Kind, ...]:
    """All forms, in the order in which a header is held against them."""
    return (
        Kind(
            part_of("factors", "factor table", ("set", "edition", "year", "factor_scope", "part"),
                    ("NCV", "CARBON_CONTENT", "OXIDATION", "COEFFICIENT", "FACTOR", "SOURCE"), ("set", "part")),
            climate_factors.PLACE,
            lambda _: True,
        ),
        Kind(
            part_of("energy", "fuel table", ("scope", "year", "month", "part"),
                    ("BOUNDARY", *suffixed(AMOUNTS), "TCE", "NCV", "COEFFICIENT"), ("part",)),
            climate_accounts.PLACE,
            lambda columns: any(code in columns.of for code in suffixed(AMOUNTS)),
        ),
        Kind(
            wide_form(),
            climate_accounts.PLACE,
            lambda columns: sum(":" in code for code in columns.of) >= FEWEST_CARRIERS,
        ),
        Kind(
            part_of("economy", "table of GDP or residents", ("scope", "year", "month", "vintage"),
                    ("LEVEL", "GROWTH", "NOMINAL_GROWTH", "POPULATION", "SOURCE"), ("year",)),
            climate_economy.PLACE,
            lambda columns: bool({"LEVEL", "GROWTH", "NOMINAL_GROWTH", "POPULATION"} & columns.of.keys()),
        ),
    )  # fmt: skip


def suffixed(names: tuple[str, ...]) -> tuple[str, ...]:
    """The fields with their forms for year-to-date and single months, where the form knows them."""
    known = ledger_form(DATASET).fields
    return tuple(code for name in names for code in (name, f"{name}_YTD", f"{name}_MONTH") if code in known)


def part_of(
    kind: str, name: str, keys: tuple[str, ...], fields: tuple[str, ...], required: tuple[str, ...]
) -> LedgerForm:
    """A form with some of the keys and fields of the dataset."""
    whole = ledger_form(DATASET)
    return replace(
        whole,
        key=f"climate_{kind}",
        name=name,
        keys={code: whole.keys[code] for code in keys},
        fields={code: whole.fields[code] for code in fields},
        required=required,
    )


def wide_form() -> LedgerForm:
    """Fuel tables with a column per carrier; a field is `<item>:<carrier>`."""
    form = part_of("energy_wide", "fuel table", ("scope", "year", "month"), ("BOUNDARY",), ())
    columns: dict[str, Field] = {}
    for carrier in carriers().values():
        named = {"AMOUNT": carrier.names, **(net_names(carrier) if carrier.measure in ("power", "heat") else {})}
        for item, names in named.items():
            code = f"{item}:{carrier.code}"
            headers = tuple(spelled(name) for name in names)
            columns[code] = Field(code, headers, "quantity", fills=False)
    return replace(form, fields={**form.fields, **columns}, unit_column=())


def net_names(carrier: Carrier) -> dict[str, tuple[str, ...]]:
    """What is bought and sold of power and heat, as headers say it."""
    names = (*carrier.names, *(("电量",) if carrier.code == "electricity" else ("热量",)))
    return {item: tuple(word.format(name) for word in words for name in names) for item, words in WIDE_WORDS.items()}


@cache
def carrier_names() -> dict[str, Carrier]:
    """Carriers by every spelling of their names."""
    return {spelled(name): one for one in carriers().values() for name in one.names}
