"""Emission-reduction projects of VOCs and NOx: the ledger's fields as rows, and what of a project may be credited.

An amount is Int64 nano of a tonne. Declared is not verified: only verified tonnes are credited, and never more than
before − after − offset leaves, so that what is given away to new projects of the area is off once, whether the verified
amount holds it or not (air.md §6).
"""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from standards.air_membership import topmost
from standards.limits import effective, rows
from standards.lost import CONFLICT, nothing_lost
from standards.water_evidence import origin, sources, weakest_stage

POLLUTANTS: Final = {row["pollutant"]: row for row in rows("air_reduction_pollutants")}
TARGET: Final = "目标"
TYPES: Final = {"工程": "engineering", "结构": "structural", "管理": "management"}
STATES: Final = {"计划": "planned", "在建": "building", "完成": "done", "核定": "verified", "不予认定": "rejected"}
UNREAD: Final = "amount_set_aside"
NOT_CREDITED: Final = {"planned": "not_running", "building": "not_running", "rejected": "rejected"}
"""States in which a project is credited nothing, and the defect that says so."""

TEXTS: Final = {
    "RECORD_TYPE": "record_type", "ENTERPRISE": "enterprise", "CREDIT_CODE": "credit_code", "PROJECT_NAME": "name",
    "INDUSTRY": "industry", "TYPE": "type", "MEASURE": "measure", "STABLE_FROM": "stable_from", "STATE": "state",
    "EVIDENCE": "evidence", "TARGET_KIND": "target_kind", "DOCUMENT": "document",
}  # fmt: skip
AMOUNTS: Final = {
    "BEFORE": "before", "AFTER": "after", "OFFSET": "offset", "PLANNED": "planned", "DECLARED": "declared",
    "VERIFIED": "verified", "TARGET": "target",
}  # fmt: skip
COUNTS: Final = {"CREDIT_MONTHS": "credit_months", "YEAR_FROM": "year_from", "YEAR_TO": "year_to"}

CREDITING: Final = ("VERIFIED", "BEFORE", "AFTER", "OFFSET", "CREDIT_MONTHS")
"""The amounts and counts without which nobody knows what of a project may be credited."""

KEY: Final = ["area_id", "place_id", "pollutant", "date"]
ENTRIES: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "place_id": pl.String(), "project_id": pl.String(), "pollutant": pl.String(),
    "year": pl.Int64(), "record_type": pl.String(), "enterprise": pl.String(), "credit_code": pl.String(),
    "name": pl.String(), "industry": pl.String(), "type": pl.String(), "measure": pl.String(),
    "stable_from": pl.Date(), "state": pl.String(), "evidence": pl.String(), "target_kind": pl.String(),
    "document": pl.String(), "before": pl.Int64(), "after": pl.Int64(), "offset": pl.Int64(), "planned": pl.Int64(),
    "declared": pl.Int64(), "verified": pl.Int64(), "target": pl.Int64(), "credit_months": pl.Int64(),
    "year_from": pl.Int64(), "year_to": pl.Int64(), "stage": pl.String(), "origin": pl.String(),
    "sources": pl.String(), "unread": pl.String(),
}  # fmt: skip
"""One row of the ledger per project (or target), pollutant and year, as `ledger_entries` gives it. `unread`: the fields
that a credit rests on whose values were set aside, joined by blanks."""

OF_TARGETS: Final = ("record_type", "target_kind", "document", "target", "year_from", "year_to")
PROJECTS: Final[dict[str, pl.DataType]] = {
    **{name: kind for name, kind in ENTRIES.items() if name not in OF_TARGETS},
    "net": pl.Int64(), "counted": pl.Int64(), "defect": pl.String(), "pending": pl.Boolean(),
}  # fmt: skip

Entry = Mapping[str, Any]
Credits = dict[tuple[Any, ...], list[tuple[int, int, str]]]
"""Year, months and code of the enterprise of what an identity was credited."""


def ledger_entries(observations: pl.DataFrame, lost: pl.DataFrame | None = None) -> pl.DataFrame:
    """The ledger's rows (`ENTRIES`) from its settled fields; type and state in English, the start as a day.

    `lost`: values that the ledger lost (`standards.lost`).
    """
    entering = observations.filter(pl.col("used")).rename({"part": "pollutant"})
    texts = [of_field(item, pl.col("text").str.strip_chars()).alias(name) for item, name in TEXTS.items()]
    numbers = [of_field(item, pl.col("value")).alias(name) for item, name in (AMOUNTS | COUNTS).items()]
    grouped = entering.group_by(KEY).agg(
        pl.col("place_label").first().alias("project_id"), *texts, *numbers, weakest_stage(), origin(), sources()
    )
    gone = unread_fields(nothing_lost() if lost is None else lost)
    worded = grouped.join(gone, on=KEY, how="left", nulls_equal=True).with_columns(
        pl.col("date").dt.year().alias("year"),
        pl.col("stable_from").str.to_date("%Y-%m-%d", strict=False),
        pl.col("type").replace_strict(TYPES, default=None, return_dtype=pl.String),
        pl.col("state").replace_strict(STATES, default=None, return_dtype=pl.String),
        *(pl.col(name) // 10**9 for name in COUNTS.values()),
    )
    return worded.select(pl.col(name).cast(kind) for name, kind in ENTRIES.items()).sort(
        "area_id", "pollutant", "year", "project_id", nulls_last=True
    )


def unread_fields(lost: pl.DataFrame) -> pl.DataFrame:
    """The fields of each row (KEY) that a credit rests on and whose values were set aside: `unread`."""
    mine = lost.filter((pl.col("rule") != CONFLICT) & pl.col("item").is_in(CREDITING))
    return (
        mine.rename({"part": "pollutant"})
        .group_by(KEY)
        .agg(unread=pl.col("item").replace_strict(AMOUNTS | COUNTS).unique().sort().str.join(" "))
    )


def of_field(field: str, value: pl.Expr) -> pl.Expr:
    """The value of one field of a ledger row."""
    return value.filter(pl.col("item") == field).drop_nulls().first()


def credited_projects(entries: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """The projects of the ledger (`PROJECTS`) with what each is credited in its year, and why not more.

    `net` = before − after − offset, of a closure before − offset; null where they are missing. `counted`: the verified
    amount, at most `net`; without `net` less the offset; 0 where a defect stops the credit:

    rejected, not_running (planned or being built), unknown_pollutant, unknown_area, amount_set_aside (a value that the
    credit rests on could not be taken in: what is missing is no zero), not_verified, no_evidence,
    no_start_date, not_started (stable only after the year), credit_months_over (more than twelve), net_negative,
    credited_twice (the pollutant and period of the same project, or anywhere in the topmost area of the same
    enterprise (by its code or its name), measure and start, are credited already).

    Told, and no hindrance: verified_over_declared, offset_deducted (the verified amount was above `net`),
    months_over_year (more months than the year has of the twelve after the start of credit), start_long_ago (the twelve
    were over before).
    `pending`: declared, running and not yet verified.
    """
    projects = entries.filter(pl.col("record_type").fill_null("") != TARGET)
    ordered = projects.sort("year", "stable_from", "project_id", "area_id", nulls_last=True)
    before: Credits = defaultdict(list)
    tops = topmost(areas)
    found = [credited(entry, tops.get(entry["area_id"] or "", ""), before) for entry in ordered.iter_rows(named=True)]
    frame = pl.DataFrame(found, schema=PROJECTS)
    return frame.sort("area_id", "pollutant", "year", "project_id", nulls_last=True)


def credited(entry: Entry, top: str, before: Credits) -> dict[str, Any]:
    """One project with its credit; `top` is its topmost area, `before` the credits of identities: year, months."""
    stopped = stopping_defect(entry)
    if stopped is None and credited_before(entry, top, before):
        stopped = "credited_twice"
    net = net_reduction(entry)
    counted = 0 if stopped else creditable(entry, net)
    if stopped is None:
        for identity in identities(entry, top):
            before[identity].append((entry["year"], months_of(entry), plain(entry["credit_code"])))
    told = [stopped] if stopped else warnings(entry, net)
    return {
        **{name: entry[name] for name in ENTRIES if name not in OF_TARGETS},
        "net": net,
        "counted": counted,
        "defect": " ".join(told) or None,
        "pending": stopped == "not_verified" and bool(entry["declared"]),
    }


def stopping_defect(entry: Entry) -> str | None:
    """The first reason for which a project is credited nothing, its neighbours aside."""
    net, months = net_reduction(entry), entry["credit_months"]
    begun = entry["stable_from"]
    reasons = {
        "unknown_area": entry["area_id"] is None,
        "unknown_pollutant": entry["pollutant"] not in POLLUTANTS,
        NOT_CREDITED.get(entry["state"] or "", ""): entry["state"] in NOT_CREDITED,
        UNREAD: bool(entry["unread"]),
        "not_verified": entry["verified"] is None,
        "no_evidence": not entry["evidence"],
        "no_start_date": begun is None,
        "not_started": begun is not None and begun.year > entry["year"],
        "credit_months_over": months is not None and months > whole("credit_months_most", entry["year"]),
        "net_negative": net is not None and net < 0,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def warnings(entry: Entry, net: int | None) -> list[str]:
    """What is told of a credited project."""
    verified, declared, months = entry["verified"], entry["declared"], entry["credit_months"]
    return [
        key
        for key, holds in {
            "verified_over_declared": declared is not None and verified > declared,
            "offset_deducted": creditable(entry, net) < verified,
            "months_over_year": months is not None and months > months_left(entry) and not is_long_ago(entry),
            "start_long_ago": is_long_ago(entry),
        }.items()
        if holds
    ]


def net_reduction(entry: Entry) -> int | None:
    """before − after − offset; what a closure leaves is nothing."""
    after = 0 if entry["after"] is None and "关停" in (entry["measure"] or "") else entry["after"]
    if entry["before"] is None or after is None:
        return None
    return int(entry["before"] - after - (entry["offset"] or 0))


def creditable(entry: Entry, net: int | None) -> int:
    """The verified amount, at most what is left net of offsets; where that is not known, less the offset."""
    verified = int(entry["verified"])
    return min(verified, net) if net is not None else max(verified - (entry["offset"] or 0), 0)


def identities(entry: Entry, top: str) -> Sequence[tuple[Any, ...]]:
    """What makes two records the same credit, of one pollutant: the project; or enterprise (its code, and its name),
    measure and start."""
    project = (entry["area_id"], entry["pollutant"], "project", entry["project_id"])
    measure, begun = plain(entry["measure"]), entry["stable_from"]
    named = ((kind, plain(entry[kind])) for kind in ("credit_code", "enterprise"))
    return [
        project,
        *((top, entry["pollutant"], kind, name, measure, begun) for kind, name in named if name and measure),
    ]


def plain(text: str | None) -> str:
    """A name as it is compared: narrow letters and brackets, no blanks, no capitals."""
    return "".join(unicodedata.normalize("NFKC", text or "").lower().split())


def credited_before(entry: Entry, top: str, before: Credits) -> bool:
    """Whether an identity of the record was credited in its year, or for so many months that twelve are passed; one
    name with two codes is two enterprises."""
    most, code = whole("credit_months_most", entry["year"]), plain(entry["credit_code"])
    for identity in identities(entry, top):
        other_codes = identity[2] == "enterprise" and code
        earlier = {year: months for year, months, named in before.get(identity, [])
                   if not (other_codes and named and named != code)}  # fmt: skip
        if earlier and (entry["year"] in earlier or sum(earlier.values()) + months_of(entry) > most):
            return True
    return False


def months_of(entry: Entry) -> int:
    """The months that a record is credited for; without a number all twelve."""
    return int(whole("credit_months_most", entry["year"]) if entry["credit_months"] is None else entry["credit_months"])


def months_left(entry: Entry) -> int:
    """Months of the year within the twelve that credit may run from the month after stable operation on."""
    first = credit_begins(entry)
    last, january = first + whole("credit_months_most", entry["year"]), 12 * int(entry["year"])
    return max(min(last, january + 12) - max(first, january), 0)


def is_long_ago(entry: Entry) -> bool:
    """Whether the twelve months of credit were over before the year began."""
    return credit_begins(entry) + whole("credit_months_most", entry["year"]) <= 12 * int(entry["year"])


def credit_begins(entry: Entry) -> int:
    """The first month of credit, counted from the year 0 on."""
    begun: date = entry["stable_from"]
    return 12 * begun.year + begun.month - 1 + whole("credit_month_after", entry["year"])


def whole(rule_id: str, year: int) -> int:
    """The number of a rule of `limits/air_reduction_rules.csv` at the end of a year."""
    day = date(year, 12, 31)
    return next(int(row["value"]) for row in rows("air_reduction_rules")
                if row["rule_id"] == rule_id and effective(row).covers(day))  # fmt: skip
