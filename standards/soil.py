"""The names of soil that every rule, contract and reader uses: items, land uses, categories, fields of the ledgers."""

from collections.abc import Mapping
from typing import Final

NANO: Final = 1_000_000_000
"""Steps per unit of an observation: mg/kg, pH, m², 亩, number of samples."""

CATEGORY_ITEMS: Final = ("CD", "HG", "AS", "PB", "CR")
"""The five items that set the category (环办土壤〔2019〕53号, unverified); Cu, Ni, Zn organics are only reported."""

BASIC_ITEMS: Final = (*CATEGORY_ITEMS, "CU", "NI", "ZN")
"""Table 1 of GB 15618-2018; the Nemerow index is taken over these that a sample has."""

OPTIONAL_ITEMS: Final = ("HCH", "DDT", "BAP")
"""Table 2 of GB 15618-2018: limits without pH bands."""

PH: Final = "PH"
LAND_USE: Final = "LAND_USE"
ZONE: Final = "ZONE"
ATTRIBUTES: Final = (PH, LAND_USE, ZONE)
"""What describes a sample and is not judged itself."""

XYLENES: Final = ("MXYLENE", "PXYLENE")
XYLENE_SUM: Final = "MPXYLENE"
"""GB 36600-2018 row 33 limits m- and p-xylene together."""

PADDY: Final = "paddy"
ORCHARD: Final = "orchard"
OTHER: Final = "other"
ROTATION: Final = "rotation"
UNKNOWN: Final = "unknown"
LAND_USES: Final[Mapping[str, tuple[str, str]]] = {
    PADDY: ("水田", "paddy field"),
    ORCHARD: ("果园", "orchard"),
    OTHER: ("其他", "other"),
    ROTATION: ("水旱轮作", "paddy-upland rotation"),
    UNKNOWN: ("未知", "unknown"),
}
"""Columns of GB 15618-2018 table 1, and the two uses that take the stricter of several columns."""

LAND_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    ROTATION: ("轮作", "rotation"),
    PADDY: ("水田", "稻田", "paddy"),
    ORCHARD: ("果园", "orchard"),
    OTHER: ("旱地", "水浇地", "菜地", "其他", "园地", "茶园", "草地", "林地", "设施农", "dry land", "upland",
            "vegetable", "other"),
}  # fmt: skip
"""Words that tell the column. 耕地 alone does not tell paddy from dry land and stays unknown."""

PRIORITY: Final = "priority_protection"
SAFE_USE: Final = "safe_use"
STRICT_CONTROL: Final = "strict_control"
CATEGORIES: Final[Mapping[str, tuple[str, str]]] = {
    PRIORITY: ("优先保护", "priority protection"),
    SAFE_USE: ("安全利用", "safe use"),
    STRICT_CONTROL: ("严格管控", "strict control"),
}
"""Farmland categories, from the mildest to the strictest."""

ACCEPTABLE: Final = "acceptable"
INVESTIGATE: Final = "investigate"
MUST_ACT: Final = "must_act"
STATES: Final[Mapping[str, tuple[str, str]]] = {
    ACCEPTABLE: ("可接受", "acceptable"),
    INVESTIGATE: ("需详细调查与风险评估", "investigate"),
    MUST_ACT: ("须采取风险管控或修复", "must act"),
}
"""Results of GB 36600-2018, from the mildest to the strictest."""

POLLUTION_LEVELS: Final[Mapping[str, tuple[str, str]]] = {
    "none": ("无", "none"),
    "slight": ("轻微", "slight"),
    "light": ("轻度", "light"),
    "medium": ("中度", "medium"),
    "heavy": ("重度", "heavy"),
}
"""Degrees of pollution in the farmland ledger."""

METHOD_2019: Final = "2019"
METHOD_14TH_PLAN: Final = "14th_plan"
METHODS: Final[Mapping[str, tuple[str, str]]] = {
    METHOD_2019: ("2019年试行核算方法", "trial accounting method of 2019"),
    METHOD_14TH_PLAN: ("“十四五”核算方法", "accounting method of the 14th plan"),
}
"""Versions of the safe-use rate of contaminated farmland; rates are never compared across them."""

NO_OBJECT: Final = "no_object"
"""Why a rate is null although the ledger is there: its denominator is 0."""


def land_use_code(text: str | None) -> str:
    """The column of table 1 that a land use as written falls under; `unknown` where it does not tell.

    Words for both paddy and other land mean rotation: the stricter of the two columns applies.
    """
    written = (text or "").strip().lower()
    found = [code for code, words in LAND_WORDS.items() if any(word in written for word in words)]
    if ROTATION in found or {PADDY, OTHER} <= set(found):
        return ROTATION
    return found[0] if found else UNKNOWN


def code_of(text: str | None, words: Mapping[str, tuple[str, str]]) -> str | None:
    """The code whose Chinese or English word the text holds (`安全利用类` → `safe_use`); None where none does."""
    written = (text or "").strip().lower()
    for code, (zh, en) in words.items():
        if written and (zh in written or en in written or written == code):
            return code
    return None
