"""Reduction projects of water pollutants: the ledger's fields as rows, the formulas of the works, what may be counted.

An amount is Int64 nano of a tonne; volumes are 10⁴ m³ and concentrations mg/L, also in nano. What was not detected
weighs nothing in a load (SL 219-2013). COD is COD_Cr, never the permanganate index.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.limits import rows
from standards.water import NANO
from standards.water_evidence import origin, sources, weakest_stage

BASE, ADDED, REDUCED, TARGET = "基数", "新增", "削减", "目标"
RECORDS: Final = (BASE, ADDED, REDUCED, TARGET)
ANNUAL, CUMULATIVE, CEILING = "年度", "累计", "总量"
TARGET_KINDS: Final = (ANNUAL, CUMULATIVE, CEILING)
CLOSURE: Final = "关停"
NOT_RUNNING: Final = ("在建", "拟建", "未建成", "未投运", "停运", "停用", "取消", "作废")
"""States of a project that takes nothing off; with any other word (运行, 已核定 …) or none it is at work."""

TONNES_PER_LOAD: Final = Fraction(1, 100)
"""10⁴ m³ · mg/L in tonnes."""

POLLUTANTS: Final = {row["pollutant"]: row for row in rows("discharge_pollutants")}

TEXTS: Final = {
    "RECORD_TYPE": "record_type", "PROJECT_NAME": "name", "MEASURE": "measure", "START_DATE": "start_date",
    "EVIDENCE": "evidence", "STATE": "state", "TARGET_KIND": "target_kind", "DOCUMENT": "document",
}  # fmt: skip
NUMBERS: Final = {
    "VOLUME": "volume", "C_IN": "c_in", "C_OUT": "c_out", "CLAIMED": "claimed", "VERIFIED": "verified",
    "TARGET": "target",
}  # fmt: skip
COUNTS: Final = {"YEAR_FROM": "year_from", "YEAR_TO": "year_to"}

ENTRY_KEY: Final = ["area_id", "place_id", "pollutant", "part", "date"]
ENTRIES: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "stated_area": pl.String(), "place_id": pl.String(), "project_id": pl.String(),
    "part": pl.String(), "year": pl.Int64(), "date": pl.Date(), "pollutant": pl.String(),
    "record_type": pl.String(), "name": pl.String(), "measure": pl.String(), "start_date": pl.Date(),
    "volume": pl.Int64(), "c_in": pl.Int64(), "c_out": pl.Int64(),
    "claimed": pl.Int64(), "verified": pl.Int64(), "evidence": pl.String(), "state": pl.String(),
    "target_kind": pl.String(), "target": pl.Int64(), "year_from": pl.Int64(), "year_to": pl.Int64(),
    "document": pl.String(), "stage": pl.String(), "origin": pl.String(), "sources": pl.String(),
}  # fmt: skip
"""One row of the ledger per project, part and date, as `ledger_entries` gives it. `area_id` is the area whose
account it is in, `stated_area` the one that the ledger names: the same, or an area within. The columns from
`target_kind` to `document` are those of rows of targets."""

OF_TARGETS: Final = ("target_kind", "target", "year_from", "year_to", "document")

REDUCTIONS: Final[dict[str, pl.DataType]] = {
    **{name: kind for name, kind in ENTRIES.items() if name not in ("record_type", "stated_area", "part", *OF_TARGETS)},
    "computed": pl.Int64(), "counted": pl.Int64(), "defect": pl.String(),
}  # fmt: skip

Entry = Mapping[str, Any]


def works_reduction(volume: Fraction, c_in: Fraction, c_out: Fraction) -> Fraction:
    """R = Q·(C_in − C_out)·0.01 t of a sewage works; for an upgrade C_in is the former outlet concentration.

    `volume` in 10⁴ m³ of the period, concentrations in mg/L (water.md §7).
    """
    return volume * (c_in - c_out) * TONNES_PER_LOAD


def ledger_entries(observations: pl.DataFrame) -> pl.DataFrame:
    """The ledger's rows (`ENTRIES`) from its fields.

    `observations`: settled rows, one per field (place_label is the project, item the field, part the pollutant, with
    record type, measure and kind of target behind it where the reader tells them: COD|削减|提标, COD|目标||年度, which
    stand in for unread fields);
    `stated_area` may stand beside area_id (`ENTRIES`). Rows with `used` False do not enter. Concentrations that were
    not detected are 0, as everywhere in loads. A start date that is no ISO date (`2024-05` is its first day) is null.
    """
    stated = pl.col("stated_area" if "stated_area" in observations.columns else "area_id").alias("stated_area")
    entering = observations.filter(pl.col("used")).with_columns(stated, pollutant=of_part(0))
    texts = [of_field(field, pl.col("text").str.strip_chars()).alias(name) for field, name in TEXTS.items()]
    load = pl.when(pl.col("below_limit").fill_null(value=False)).then(0).otherwise(pl.col("value"))
    numbers = [of_field(field, load).alias(name) for field, name in (NUMBERS | COUNTS).items()]
    grouped = entering.group_by(ENTRY_KEY).agg(
        pl.col("place_label").first().alias("project_id"),
        pl.col("stated_area").first(),
        *texts,
        *numbers,
        weakest_stage(),
        origin(),
        sources(),
    )
    begun = pl.col("start_date").str.replace(r"^(\d{4}-\d{2})$", "${1}-01").str.to_date("%Y-%m-%d", strict=False)
    dated = grouped.with_columns(year=pl.col("date").dt.year().cast(pl.Int64), start_date=begun)
    told = dated.with_columns(
        *(pl.col(name) // NANO for name in COUNTS.values()),
        record_type=pl.coalesce("record_type", of_part(1)),
        measure=pl.coalesce("measure", of_part(2)),
        target_kind=pl.coalesce("target_kind", of_part(3)),
    )
    return told.sort(ENTRY_KEY).select(pl.col(name).cast(kind) for name, kind in ENTRIES.items())


def of_part(number: int) -> pl.Expr:
    """One of the words of `part`: pollutant, record type, measure, kind of target; null where it has no such word."""
    return pl.col("part").str.split("|").list.get(number, null_on_oob=True)


def of_field(field: str, value: pl.Expr) -> pl.Expr:
    """The value of one field of a ledger row."""
    return value.filter(pl.col("item") == field).drop_nulls().first()


def stated_amount(entry: Entry) -> int | None:
    """A base or an addition: the verified amount, else the claimed one, so that nothing new is left out."""
    amount: int | None = entry["claimed"] if entry["verified"] is None else entry["verified"]
    return amount


def refusal(entry: Entry) -> str | None:
    """Why a row of the ledger enters nothing: keys of the wording."""
    if entry["area_id"] is None:
        return "unknown_area"
    if entry["pollutant"] not in POLLUTANTS:
        return "unknown_pollutant"
    if entry["record_type"] not in RECORDS:
        return "unknown_record_type"
    return target_refusal(entry) if entry["record_type"] == TARGET else None


def target_refusal(entry: Entry) -> str | None:
    """Why a target can't be taken: of no kind, without an amount, or a cumulative one without its years."""
    if entry["target_kind"] not in TARGET_KINDS:
        return "target_without_kind"
    if entry["target"] is None:
        return "target_without_amount"
    first, last = entry["year_from"], entry["year_to"]
    if entry["target_kind"] == CUMULATIVE and (first is None or last is None or first > last):
        return "target_without_years"
    return None


def reductions(entries: pl.DataFrame, base_years: Mapping[tuple[str, str], Iterable[int]]) -> pl.DataFrame:
    """The reduction rows of the ledger (`REDUCTIONS`), with what of each is counted, and why not.

    `computed`: by the formula of the works, null where fields are missing. `counted`: the verified amount, or 0. A
    `defect` that stops the count: before_base, within_base (the base holds it already), no_start_date, not_started (the
    year ends before the project starts), not_running, duplicate_works (works × year × measure of a pollutant was
    claimed by another project that started earlier), closure_again (a closure counts once), not_verified.
    `formula_differs` (claimed against computed) does not stop it: a verified amount stands; nor does `target_not_taken`
    (a target in the row of a project: it needs a row of its own). `base_years`: of area and pollutant.
    """
    order = ["year", "start_date", "project_id", "date", "measure"]
    claims = entries.filter(pl.col("record_type") == REDUCED).sort(order)
    claimed_works: dict[tuple[Any, ...], str] = {}
    found = []
    for entry in claims.iter_rows(named=True):
        bases = sorted(base_years.get((entry["area_id"], entry["pollutant"]), ()))
        stopped = stopping_defect(entry, bases, claimed_works)
        computed = computed_reduction(entry)
        differs = "formula_differs" if formula_differs(entry, computed) else None
        stray = "target_not_taken" if entry["target"] is not None else None
        found.append(
            {
                **{name: entry[name] for name in ENTRIES if name in REDUCTIONS},
                "computed": computed,
                "counted": 0 if stopped else entry["verified"],
                "defect": " ".join(key for key in (stopped, differs, stray) if key) or None,
            }
        )
    return pl.DataFrame(found, schema=REDUCTIONS).sort("area_id", "year", "pollutant", "project_id", "date", "measure")


def stopping_defect(entry: Entry, bases: Sequence[int], claimed_works: dict[tuple[Any, ...], str]) -> str | None:
    """The first reason not to count a claim; otherwise notes its works as claimed."""
    if bases and entry["year"] < bases[0]:
        return "before_base"
    if entry["year"] in bases:
        return "within_base"
    if entry["start_date"] is None:
        return "no_start_date"
    if entry["start_date"] > date(entry["year"], 12, 31):
        return "not_started"
    if entry["state"] in NOT_RUNNING:
        return "not_running"
    return claimed_before(entry, claimed_works) or ("not_verified" if entry["verified"] is None else None)


def claimed_before(entry: Entry, claimed_works: dict[tuple[Any, ...], str]) -> str | None:
    """Whether another project has this water already, or the closure was counted in an earlier year.

    The works is the project's name, without one the project itself. Parts of a year of one project are no duplicates.
    """
    works = (entry["area_id"], entry["pollutant"], entry["name"] or entry["project_id"], entry["measure"])
    closure = CLOSURE in (entry["measure"] or "")
    if closure and claimed_works.get((*works, "closed"), str(entry["year"])) != str(entry["year"]):
        return "closure_again"
    holder = claimed_works.setdefault((*works, entry["year"]), entry["project_id"])
    if holder != entry["project_id"]:
        return "duplicate_works"
    if closure:
        claimed_works.setdefault((*works, "closed"), str(entry["year"]))
    return None


def computed_reduction(entry: Entry) -> int | None:
    """The reduction by the formula of its measure, in nano of a tonne; None where fields are missing."""
    volume, c_in, c_out = (entry[name] for name in ("volume", "c_in", "c_out"))
    if CLOSURE in (entry["measure"] or "") and c_out is None:
        c_out = 0
    if volume is None or c_in is None or c_out is None:
        return None
    tonnes = works_reduction(Fraction(volume, NANO), Fraction(c_in, NANO), Fraction(c_out, NANO))
    return round(tonnes * NANO)


def formula_differs(entry: Entry, computed: int | None) -> bool:
    """Whether the claim is off the formula by more than both tolerances of `limits/discharge_pollutants.csv`."""
    if computed is None or entry["claimed"] is None:
        return False
    pollutant = POLLUTANTS[entry["pollutant"]]
    off = abs(entry["claimed"] - computed)
    share = Fraction(pollutant["formula_tolerance_percent"]) * abs(computed) / 100
    return bool(off > max(share, Fraction(pollutant["formula_tolerance_t"]) * NANO))
