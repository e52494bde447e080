"""The names of surface water that every rule, contract and reader uses: items, classes, steps and words.

Items, their units and decimals are data (`limits/water_items.csv`, in table order of GB 3838-2002, then the others).
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Final, Literal

from standards.limits import rows

NANO: Final = 1_000_000_000
"""An observation is an Int64 of 1e-9 of the item's canonical unit."""

MICRO: Final = 1_000_000
"""A stored exceedance multiple is an Int64 of 1e-6."""

DoMode = Literal["ABS", "ABS_OR_SAT"]
"""Whether 90 % of saturation alone makes class I of dissolved oxygen; the bulk evaluation is on 7.5 mg/L (`ABS`)."""

CLASSES: Final = (1, 2, 3, 4, 5, 6)
INFERIOR_V: Final = 6
CLASS_III: Final = 3
CLASS_IV: Final = 4
CLASS_NAMES: Final = {1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ", 5: "Ⅴ", 6: "劣Ⅴ"}
CLASS_NAMES_EN: Final = {1: "I", 2: "II", 3: "III", 4: "IV", 5: "V", 6: "inferior V"}

STATE: Final = "STATE"
"""Item of a row that says why a section gave no sample; its text is one of WITHOUT_WATER."""

WITHOUT_WATER: Final = ("断流", "冰封")

TOWNSHIP_ROLES: Final = ("township_outbound", "into_main_river")
ROLES: Final = ("district_outbound", "inbound", *TOWNSHIP_ROLES, "trend")
"""What a section is watched for; a section may have several, joined by `|`."""


def _codes(chosen: Callable[[dict[str, str]], bool]) -> tuple[str, ...]:
    return tuple(row["code"] for row in rows("water_items") if chosen(row))


SURFACE_ITEMS: Final = _codes(lambda row: row["surface"] in ("class", "alone", "other"))
"""What is averaged for a section: the 24 items of GB 3838-2002 table 1, and conductivity, turbidity, chlorophyll a,
algal density and transparency."""

CLASS_ITEMS: Final = _codes(lambda row: row["surface"] == "class")
"""The 21 items that make the class (环办〔2011〕22号): table 1 without water temperature, total nitrogen and faecal
coliforms."""

AUTOMATIC_FIRST: Final = _codes(lambda row: row["automatic_first"] == "yes")
"""Items whose automatic values go before manual ones (环办监测函〔2020〕82号)."""

LISTED_FIRST: Final = _codes(lambda row: row["listed_first"] == "yes")
"""Cyanide and heavy metals: named before all other main pollutants where they exceed."""

WITHOUT_MULTIPLE: Final = _codes(lambda row: row["multiple"] == "no")
"""Items that an exceedance multiple means nothing for: water temperature, pH, dissolved oxygen."""

ITEM_ORDER: Final = {row["code"]: int(row["order"]) for row in rows("water_items")}
ITEM_NAMES: Final = {row["code"]: row["name_zh"] for row in rows("water_items")}
DECIMALS: Final = {row["code"]: int(row["decimals"]) for row in rows("water_items")}
"""Decimals of an evaluation value (环办监测函〔2020〕82号)."""


def nano(text: str) -> int:
    """A decimal text in 1e-9 of its unit."""
    return int(Fraction(text) * NANO)
