"""The names and numbers of ecology that rules, contracts and readers share: items, classes, methods, switches."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Final

from standards.limits import rows

NANO: Final = 1_000_000_000
"""Steps per unit of an observation: km², km, 10⁶ m³, mm, t, index points."""

EI: Final = "EI"
METHOD_2015: Final = "HJ192_2015"
"""The method of the computed index."""

SUB_INDICES: Final = ("bri", "vci", "wndi", "lsi", "pli")
SUB_INDEX_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "bri": ("生物丰度", "biological richness"),
    "vci": ("植被覆盖", "vegetation cover"),
    "wndi": ("水网密度", "water network"),
    "lsi": ("土地胁迫", "land stress"),
    "pli": ("污染负荷", "pollution load"),
}

EROSION: Final = ("EROSION_SEVERE", "EROSION_MODERATE", "OTHER_STRESS")
EMISSIONS: Final = ("COD", "NH3N", "SO2", "DUST", "NOX", "WASTE")
NDVI_MONTHS: Final = ("NDVI_05", "NDVI_06", "NDVI_07", "NDVI_08", "NDVI_09")
FACTORS: Final = (
    "NDVI", *NDVI_MONTHS, "RIVER_LENGTH", "WATER_AREA", "WATER_RESOURCES", "WATER_MEAN", "PRECIPITATION", *EROSION,
    *EMISSIONS, "SPECIES_INDEX",
)  # fmt: skip
"""Items of the factor table with a number; RESTRICTION is a word."""

OPTIONAL: Final = ("SPECIES_INDEX", "WATER_AREA", "WATER_MEAN", "OTHER_STRESS", "WASTE")
"""Items without which an index is computed in another way; two years are compared only where both have the same."""

RESTRICTION: Final = "RESTRICTION"
PUBLISHED: Final = "PUBLISHED_EI"
BACKCAST: Final = "回算"
"""A published value that was recomputed later under another method, to be compared with and nothing else."""


@cache
def rule(rule_id: str) -> str:
    """A switch of `limits/ecology_rules.csv`, as text."""
    return next(row["value"] for row in rows("ecology_rules") if row["rule_id"] == rule_id)


@cache
def coefficient(name: str) -> Fraction:
    """A normalisation coefficient of HJ 192-2015."""
    return next(Fraction(row["value"]) for row in rows("ecology_coefficients") if row["coefficient"] == name)


@cache
def weights(index: str) -> dict[str, Fraction]:
    """The weights of an index by term; negative where the index uses 100 minus the term."""
    return {
        row["term"]: Fraction(row["weight"]) * int(row["sign"])
        for row in rows("ecology_weights")
        if row["index"] == index
    }


@cache
def methods() -> dict[str, dict[str, str]]:
    """Method code → its row of `limits/ecology_methods.csv`."""
    return {row["method"]: row for row in rows("ecology_methods")}


def index_of(method: str) -> str:
    """The index that a method gives: EI, or the national EQI, which is another one and no value of the plan's."""
    return methods()[method]["index"] if method in methods() else EI
