"""重点建设用地安全利用率: the parcel ledger, its order of steps, and the safe use of key construction land (14th plan).

Key construction land are parcels whose use changes to housing or public services (一住两公) and others that must be
investigated by law. The rate is area used in compliance over area that entered use in the accounting year; the formula
is unverified.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

import polars as pl

from standards.soil import NO_OBJECT
from standards.soil_construction import planned_use
from standards.soil_index import rate_micro
from standards.soil_observations import ledger_rows
from standards.soil_quality import weakest

TEXTS: Final = ("PARCEL_NAME", "TOWN", "ORIGINAL_USE", "PLANNED_USE", "TRIGGER", "SURVEY_RESULT", "RISK_RESULT",
                "MEASURE")  # fmt: skip
DATES: Final = ("SURVEY_REPORT_DATE", "SURVEY_REVIEW_DATE", "RISK_ASSESS_DATE", "REGISTER_IN_DATE", "REGISTER_OUT_DATE",
                "EFFECT_REVIEW_DATE", "PERMIT_DATE", "CONSTRUCTION_START_DATE")  # fmt: skip
VALUES: Final = ("AREA_M2",)

STEPS: Final = ("survey_review_date", "risk_assess_date", "register_in_date", "effect_review_date", "register_out_date",
                "construction_start_date")  # fmt: skip
"""The lawful order; a step that is not there is passed over, equal days are in order."""

DUTY_TRIGGERS: Final = ("监管名单", "关停", "搬迁")
"""Triggers that oblige to investigate whatever the planned use is (choice; 土壤污染防治法 art. 59 and 67)."""

REASONS: Final = (
    "order_inverted", "no_reviewed_survey", "in_register", "survey_result_missing", "no_risk_assessment",
    "not_remediated",
)  # fmt: skip
"""Why a parcel is not compliant."""


@dataclass(frozen=True)
class ParcelFacts:
    """`parcels`: one row per parcel and accounting year; `years`: one row per area and year."""

    parcels: pl.DataFrame
    years: pl.DataFrame


def evaluate_parcels(ledger: pl.DataFrame) -> ParcelFacts:
    """Judges the parcel ledger: observations whose items are its fields, area Int64 nano m², date in the year.

    `parcels` (PARCELS): `key_land`, `developed_on` (start of works, else permit), `in_denominator`, `compliant` (null
    outside the denominator), `violation_reason` (REASONS), `state` (`compliant`, `violation`, `idle_in_register`,
    `not_key_land`, `not_developed`, `developed_in_another_year`), `inversions` and `defects`, joined by
    commas. `years` (YEARS): areas in nano m², `rate_micro` in 1e-6 %; a denominator of 0 gives
    null with reason `no_object`. Parcels without a known area are in `parcels` only.
    """
    rows = ledger_rows(ledger, TEXTS, DATES, VALUES).rows(named=True)
    parcels = [parcel_row(row) for row in rows]
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for parcel in sorted(parcels, key=lambda parcel: (parcel["area_id"] or "", parcel["year"])):
        if parcel["area_id"] is not None:
            found.setdefault((parcel["area_id"], parcel["year"]), []).append(parcel)
    years = [year_row(area, year, members) for (area, year), members in found.items()]
    return ParcelFacts(pl.DataFrame(parcels, schema=PARCELS), pl.DataFrame(years, schema=YEARS))


def parcel_row(row: dict[str, Any]) -> dict[str, Any]:
    """One parcel and year with its judgement."""
    use = planned_use(row["planned_use"])
    key = is_key_land(row)
    wrong_order = inversions(row)
    developed = row["construction_start_date"] or row["permit_date"]
    counts = key and developed is not None and developed.year == row["year"]
    reason = violation(row, wrong_order) if counts else ""
    return {
        **{name: row.get(name) for name in PARCELS},
        "land_class": use.land_class,
        "class_assumed": use.assumed,
        "key_land": key,
        "developed_on": developed,
        "in_denominator": counts,
        "compliant": not reason if counts else None,
        "violation_reason": reason,
        "state": ("violation" if reason else "compliant") if counts else outside(row, key, developed),
        "order_ok": not wrong_order,
        "inversions": ",".join(wrong_order),
        "defects": ",".join(defects_of(row, wrong_order, counts)),
    }


def is_key_land(row: dict[str, Any]) -> bool:
    """Whether the parcel must be investigated: its use changes to housing or public services, or the law says so.

    A change within one group of uses is none. An unknown planned or original use counts as a change (choice).
    """
    use, before = planned_use(row["planned_use"]), planned_use(row["original_use"])
    changes = not before.group or before.group != use.group
    return (use.key_use and changes) or any(word in (row["trigger"] or "") for word in DUTY_TRIGGERS)


def inversions(row: dict[str, Any]) -> list[str]:
    """Neighbouring steps that are out of order, as `earlier step>later step`."""
    there = [(step, row[step]) for step in STEPS if row[step] is not None]
    return [f"{a}>{b}" for (a, day), (b, after) in pairwise(there) if day > after]


def violation(row: dict[str, Any], wrong_order: Sequence[str]) -> str:
    """Why a parcel that entered use is not compliant; empty where it is.

    Judged on the first of permit and start of works: by then the survey must be reviewed, and the parcel free of
    excess, of acceptable risk, or remediated, reviewed and out of the register.
    """
    day = min(found for found in (row["permit_date"], row["construction_start_date"]) if found)
    if listed_on(row, day):
        return "in_register"
    if wrong_order:
        return "order_inverted"
    if not done_by(row["survey_review_date"], day):
        return "no_reviewed_survey"
    above = is_above(row["survey_result"])
    if above is None:
        return "survey_result_missing"
    return excess_unsolved(row, day) if above else ""


def excess_unsolved(row: dict[str, Any], day: date) -> str:
    """What is missing of a parcel above screening values."""
    if not done_by(row["risk_assess_date"], day):
        return "no_risk_assessment"
    if is_acceptable(row["risk_result"]):
        return ""
    out = done_by(row["effect_review_date"], day) and done_by(row["register_out_date"], day)
    return "" if out else "not_remediated"


def done_by(step: date | None, day: date) -> bool:
    """Whether a step was taken on or before a day."""
    return step is not None and step <= day


def listed_on(row: dict[str, Any], day: date) -> bool:
    """Whether the parcel stands in the risk-control and remediation register (名录) on a day."""
    entered, left = row["register_in_date"], row["register_out_date"]
    if entered is None:
        return left is not None and left > day
    return entered <= day and (left is None or left > day)


def is_above(result: str | None) -> bool | None:
    """Whether a survey result says above screening values; None where it does not say."""
    written = (result or "").replace(" ", "")
    if not written:
        return None
    if any(word in written for word in ("≤", "<=", "未超", "不超", "未超过", "低于", "合格", "not above")):
        return False
    return True if any(word in written for word in (">", "＞", "超", "above")) else None


def is_acceptable(result: str | None) -> bool:
    """Whether a risk assessment says that the risk is acceptable; nothing written is not acceptable."""
    written = (result or "").strip().lower()
    refused = any(word in written for word in ("不可", "不能", "不接受", "超过", "unaccept", "not accept"))
    return not refused and any(word in written for word in ("可接受", "acceptable"))


def outside(row: dict[str, Any], key: bool, developed: date | None) -> str:
    """Why a parcel is not in the year's denominator."""
    if not key:
        return "not_key_land"
    if developed is not None:
        return "developed_in_another_year"
    return "idle_in_register" if listed_on(row, date(row["year"], 12, 31)) else "not_developed"


def defects_of(row: dict[str, Any], wrong_order: Sequence[str], counts: bool) -> list[str]:
    """What is wrong with one row of the ledger, as codes."""
    unreadable = [
        f"unreadable:{name.lower()}" for name in DATES if row[f"{name.lower()}_text"] and not row[name.lower()]
    ]
    checks = {
        "order_inverted": bool(wrong_order),
        "area_missing": not row["area_m2"],
        "planned_use_unknown": not planned_use(row["planned_use"]).group,
        "survey_result_missing": counts and is_above(row["survey_result"]) is None,
    }
    return [*(name for name, wrong in checks.items() if wrong), *unreadable]


def year_row(area: str, year: int, parcels: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The rate of one area and year."""
    used = [parcel for parcel in parcels if parcel["in_denominator"]]
    total, compliant = area_of(used), area_of([parcel for parcel in used if parcel["compliant"]])
    return {
        "area_id": area,
        "year": year,
        "area_compliant": compliant,
        "area_developed": total,
        "rate_micro": rate_micro(compliant, total),
        "reason": NO_OBJECT if not used else "area_missing" if not total else "",
        "parcels": len(parcels),
        "parcels_key": sum(parcel["key_land"] for parcel in parcels),
        "parcels_developed": len(used),
        "parcels_violating": sum(parcel["compliant"] is False for parcel in used),
        "parcels_idle_in_register": sum(parcel["state"] == "idle_in_register" for parcel in parcels),
        "parcels_without_area": sum(not parcel["area_m2"] for parcel in used),
        "parcels_out_of_order": sum(not parcel["order_ok"] for parcel in parcels),
        "parcels_class_assumed": sum(parcel["class_assumed"] for parcel in used),
        "violating": "、".join(
            parcel["parcel_name"] or parcel["place_label"] for parcel in used if not parcel["compliant"]
        ),
        "origin": "demo" if any(parcel["origin"] == "demo" for parcel in parcels) else "real",
        "stage": weakest([parcel["stage"] for parcel in parcels]),
    }


def area_of(parcels: Sequence[dict[str, Any]]) -> int:
    """Σ area in nano m²."""
    return sum(parcel["area_m2"] or 0 for parcel in parcels)


PARCELS: Final[dict[str, pl.DataType]] = {
    "place_id": pl.String(), "part": pl.String(), "year": pl.Int64(), "area_id": pl.String(),
    "place_label": pl.String(), "parcel_name": pl.String(), "town": pl.String(), "area_m2": pl.Int64(),
    "original_use": pl.String(), "planned_use": pl.String(), "land_class": pl.Int64(),
    "class_assumed": pl.Boolean(), "trigger": pl.String(),
    "survey_report_date": pl.Date(), "survey_review_date": pl.Date(), "survey_result": pl.String(),
    "risk_assess_date": pl.Date(), "risk_result": pl.String(), "register_in_date": pl.Date(),
    "register_out_date": pl.Date(), "measure": pl.String(), "effect_review_date": pl.Date(), "permit_date": pl.Date(),
    "construction_start_date": pl.Date(), "key_land": pl.Boolean(), "developed_on": pl.Date(),
    "in_denominator": pl.Boolean(), "compliant": pl.Boolean(), "violation_reason": pl.String(), "state": pl.String(),
    "order_ok": pl.Boolean(), "inversions": pl.String(), "defects": pl.String(), "origin": pl.String(),
    "stage": pl.String(), "source_file_id": pl.String(), "source_row": pl.Int64(), "source_rows": pl.Int64(),
}  # fmt: skip

YEARS: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "year": pl.Int64(), "area_compliant": pl.Int64(), "area_developed": pl.Int64(),
    "rate_micro": pl.Int64(), "reason": pl.String(), "parcels": pl.Int64(), "parcels_key": pl.Int64(),
    "parcels_developed": pl.Int64(), "parcels_violating": pl.Int64(), "parcels_idle_in_register": pl.Int64(),
    "parcels_without_area": pl.Int64(), "parcels_out_of_order": pl.Int64(), "parcels_class_assumed": pl.Int64(),
    "violating": pl.String(), "origin": pl.String(), "stage": pl.String(),
}  # fmt: skip
