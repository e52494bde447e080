"""The ecological index of HJ 192-2015: five sub-indices of 0 to 100 and what they add up to, exactly.

EI = 0.35·BRI + 0.25·VCI + 0.15·WNDI + 0.15·(100 − LSI) + 0.10·(100 − PLI). All amounts are Fractions: areas and S in
km², lengths in km, water resources in 10⁶ m³, emissions in t, precipitation in mm.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from standards.ecology import SUB_INDICES, coefficient, rule, weights
from standards.exact import round_fraction
from standards.limits import rows

HUNDRED: Final = Fraction(100)
IN_WATER: Final = ("COD", "NH3N")
"""Emissions that the pollution load relates to precipitation; all others to the area."""
Amounts = Mapping[str, Fraction]


class ScaleError(ValueError):
    """A quantity that is in another scale than the formula's; the message says which."""


def clipped(value: Fraction) -> Fraction:
    """A sub-index within 0 and 100: coefficients come from national maxima that a single district may pass."""
    return min(max(value, Fraction(0)), HUNDRED)


def habitat_quality(areas: Amounts, total: Fraction, *, clip: bool = True) -> Fraction:
    """HQ = A_bio · Σ w·v·S_class / S, of areas by class (`limits/ecology_habitat.csv`)."""
    weighted = sum(
        (Fraction(row["group_weight"]) * Fraction(row["class_weight"]) * areas.get(row["ei_class"], Fraction(0))
         for row in rows("ecology_habitat")),
        Fraction(0),
    )  # fmt: skip
    found = coefficient("A_BIO") * weighted / total
    return clipped(found) if clip else found


def biological_richness(quality: Fraction, species: Fraction | None = None) -> Fraction:
    """BRI = (BI + HQ)/2; without an updated survey of species it moves with HQ."""
    return quality if species is None else clipped((species + quality) / 2)


def vegetation_cover(ndvi: Fraction) -> Fraction:
    """VCI = A_veg · regional NDVI × 10 000, mean of the monthly maxima May to September.

    Raises ScaleError for a value on the scale from 0 to 1, which would give an index of nearly nothing.
    """
    if ndvi <= 1:
        raise ScaleError(f"NDVI {float(ndvi):g} is on the scale from 0 to 1; the formula takes NDVI × 10 000.")
    return clipped(coefficient("A_VEG") * ndvi)


def damped_resources(resources: Fraction, mean: Fraction | None) -> Fraction:
    """Q* of a wet year: Q up to 1.4 times the long-term mean, then Q̄·(2.4 − r), nothing from 2.4 on."""
    if not mean:
        return resources
    ratio, start, end = resources / mean, Fraction(rule("damping_from")), Fraction(rule("damping_to"))
    if ratio <= start:
        return resources
    return mean * (end - ratio) if ratio <= end else Fraction(0)


def water_network(
    river_km: Fraction, water_km2: Fraction, resources: Fraction, total: Fraction, mean: Fraction | None = None
) -> Fraction:
    """WNDI: the mean of river length, water area and (damped) water resources per area, each with its coefficient."""
    terms = (
        coefficient("A_RIV") * river_km,
        coefficient("A_LAK") * water_km2,
        coefficient("A_RES") * damped_resources(resources, mean),
    )
    return clipped(sum(terms, Fraction(0)) / total / 3)


def land_stress(stresses: Amounts, total: Fraction) -> Fraction:
    """LSI of EROSION_SEVERE, EROSION_MODERATE, BUILT and OTHER_STRESS in km²."""
    weighted = sum((weight * stresses.get(term, Fraction(0)) for term, weight in weights("LSI").items()), Fraction(0))
    return clipped(coefficient("A_ERO") * weighted / total)


def precipitation(depth_mm: Fraction, total: Fraction, unit: str | None = None) -> Fraction:
    """P of the pollution load: rain volume in 10⁶ m³ (`volume`), or its depth in mm (`depth`)."""
    return depth_mm if (unit or rule("precipitation_unit")) == "depth" else depth_mm * total / 1000


def pollution_load(emissions: Amounts, rain: Fraction, total: Fraction) -> Fraction:
    """PLI of emissions in t: COD and NH3N over P, the others over S."""
    terms = (
        weight * coefficient(f"A_{term}") * emissions.get(term, Fraction(0)) / (rain if term in IN_WATER else total)
        for term, weight in weights("PLI").items()
    )  # fmt: skip
    return clipped(sum(terms, Fraction(0)))


def ecological_index(subs: Amounts, *, rounded: bool | None = None) -> Fraction:
    """EI of bri, vci, wndi, lsi, pli; `rounded` combines them at one decimal (default: `limits/ecology_rules.csv`)."""
    first = rule("round_sub_indices") == "1" if rounded is None else rounded
    used = {name: round_fraction(subs[name], 1) if first else subs[name] for name in SUB_INDICES}
    return sum(
        (weight * used[term.lower()] if weight > 0 else -weight * (HUNDRED - used[term.lower()])
         for term, weight in weights("EI").items()),
        Fraction(0),
    )  # fmt: skip


def contributions(now: Amounts, before: Amounts) -> dict[str, Fraction]:
    """How much each sub-index moved EI, in points; they add up to the change exactly."""
    return {name: weights("EI")[name.upper()] * (now[name] - before[name]) for name in SUB_INDICES}


def eqi(pattern: Fraction, function: Fraction, diversity: Fraction, stress: Fraction) -> Fraction:
    """EQI of the national trial measures of 2021 (weights unverified)."""
    terms = {"PATTERN": pattern, "FUNCTION": function, "DIVERSITY": diversity, "STRESS": HUNDRED - stress}
    return sum((abs(weights("EQI")[name]) * value for name, value in terms.items()), Fraction(0))
