"""The plan's indicators on surface-water sections: class IV or better, and outbound sections at inferior class V.

Both are judged on the annual mean, of a running year on the cumulative mean of its 1–N months (design of the plan). The
months that were worse stand beside, in the detail. The two lists of sections are different ones.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

import polars as pl

from standards.plan_status import PastYear
from standards.plan_value import IndicatorValue
from standards.water import CLASS_IV, CLASS_NAMES, CLASS_NAMES_EN, INFERIOR_V
from standards.water_registry import is_township
from standards.water_sections import SectionFacts

CLASS_IV_ID: Final = "water_sections_class_iv"
OUTBOUND_ID: Final = "water_outbound_inferior_v"
UNIT: Final = "个断面"

Counts = Callable[[pl.Expr], pl.Expr]


@dataclass(frozen=True)
class SectionIndicator:
    """Which sections an indicator looks at and which classes it counts."""

    indicator_id: str
    chosen: pl.Expr
    counted: Counts
    empty_remark: str


SECTIONS_CLASS_IV: Final = SectionIndicator(
    CLASS_IV_ID, pl.col("in_plan_list"), lambda level: level <= CLASS_IV, "list_unconfirmed"
)
OUTBOUND_INFERIOR_V: Final = SectionIndicator(
    OUTBOUND_ID, is_township(), lambda level: level == INFERIOR_V, "list_unconfirmed"
)


def sections_class_iv(facts: SectionFacts, area_id: str, previous: SectionFacts | None = None) -> IndicatorValue:
    """How many sections of the plan's list have an annual or cumulative mean of class IV or better.

    `facts`: the year's, `previous`: the year before's. A section without water in the whole period is neither counted
    nor missing (remark `sections_dry`), and the target is less by it (`allowance`); a section that lacks its minimum
    data leaves the indicator undecided, and so does one that lost items, unless what remains is worse than IV already.
    """
    return valued(SECTIONS_CLASS_IV, facts, area_id, previous)


def outbound_inferior_v(facts: SectionFacts, area_id: str, previous: SectionFacts | None = None) -> IndicatorValue:
    """How many township outbound sections and sections entering main rivers have a mean of inferior class V.

    The detail gives the section-months at inferior V. Without a section of these roles there is no value: the list is
    unconfirmed.
    """
    return valued(OUTBOUND_INFERIOR_V, facts, area_id, previous)


def valued(
    indicator: SectionIndicator, facts: SectionFacts, area_id: str, previous: SectionFacts | None
) -> IndicatorValue:
    """One indicator of an area and year."""
    rows = judged_rows(indicator, facts, area_id)
    if not rows.height:
        return IndicatorValue(
            indicator.indicator_id, None, 0, "ratio", enough_data=False, remarks=(indicator.empty_remark,)
        )
    held = rows.filter(pl.col("class").is_not_null())
    before = rows_before(indicator, rows, previous, area_id)
    change, change_remarks = change_of(indicator, held, before)
    wet = rows.filter(pl.col("situation") != "dry")
    decided = bool(wet.height) and all_decided(indicator, wet)
    known = rows.filter(pl.col("class").is_not_null() | pl.col("class_at_best").is_not_null())
    zh, en = detail(indicator, rows)
    return IndicatorValue(
        indicator_id=indicator.indicator_id,
        value=Fraction(count(indicator, held)) if held.height or decided else None,
        decimals=0,
        course="ratio",
        enough_data=decided,
        running=is_running(rows),
        change=change,
        change_unit=UNIT,
        coverage=coverage_of(rows),
        value_kind=kind_of(known),
        origin=known["origin"].min() if known.height else None,  # type: ignore[arg-type]
        as_of=last_day(known),
        allowance=Fraction(rows.height - wet.height),
        attainable=Fraction(wet.height),
        remarks=(*remarks_of(rows), *change_remarks),
        detail_zh=zh,
        detail_en=en,
    )


def counted_sections(facts: SectionFacts, area_id: str) -> pl.DataFrame:
    """What both indicators took of an area and year: their judged rows with `indicator_id` and `counted`."""
    parts = []
    for indicator in (SECTIONS_CLASS_IV, OUTBOUND_INFERIOR_V):
        rows = judged_rows(indicator, facts, area_id)
        counted = indicator.counted(pl.col("class")).fill_null(value=False)
        parts.append(rows.with_columns(indicator_id=pl.lit(indicator.indicator_id), counted=counted))
    return pl.concat(parts)


def judged_rows(indicator: SectionIndicator, facts: SectionFacts, area_id: str) -> pl.DataFrame:
    """The indicator's sections in the period that it is judged on: the whole year, else the last 1–N months with data.

    Where not even January has ended, the running year itself.
    """
    mine = facts.periods.filter((pl.col("area_id") == area_id) & indicator.chosen.fill_null(value=False))
    years = mine.filter(pl.col("period_type") == "year")
    if not years.height or years["complete"].all():
        return years
    cumulative = mine.filter(pl.col("period_type") == "months_1_to_n")
    observed = mine.filter((pl.col("period_type") == "month") & (pl.col("situation") != "no_data"))
    if not cumulative.height or not observed.height:
        return years
    return cumulative.filter(pl.col("date_to") == observed["date_to"].max())


def rows_before(
    indicator: SectionIndicator, rows: pl.DataFrame, previous: SectionFacts | None, area_id: str
) -> pl.DataFrame | None:
    """The assessed rows of the same months a year earlier."""
    if previous is None:
        return None
    mine = previous.periods.filter((pl.col("area_id") == area_id) & indicator.chosen.fill_null(value=False))
    kind, last = rows["period_type"][0], rows["date_to"][0]
    same = (pl.col("period_type") == kind) & (pl.col("date_to").dt.month() == last.month) & pl.col("complete")
    return mine.filter(same & pl.col("class").is_not_null())


def all_decided(indicator: SectionIndicator, rows: pl.DataFrame) -> bool:
    """Whether every section has its minimum data and a class, or is certain by what remains of its items.

    A section is certain where even the best class that it can have is not counted: what was lost only makes it worse.
    At inferior V it has its class.
    """
    if indicator.indicator_id == CLASS_IV_ID:
        certain = ~indicator.counted(pl.col("class_at_best")).fill_null(value=True)
    else:
        certain = pl.lit(value=False)
    decided = pl.col("sufficient") & (pl.col("class").is_not_null() | certain)
    return bool(rows.select(decided.all()).item())


def count(indicator: SectionIndicator, rows: pl.DataFrame) -> int:
    """How many sections the indicator counts."""
    return rows.filter(indicator.counted(pl.col("class"))).height


def change_of(
    indicator: SectionIndicator, held: pl.DataFrame, before: pl.DataFrame | None
) -> tuple[Fraction | None, tuple[str, ...]]:
    """This year minus last year over the sections that both years have with their minimum data; and its remarks."""
    if before is None or not before.height or not held.height:
        return None, ()
    now_sound = held.filter(pl.col("sufficient"))
    then_sound = before.filter(pl.col("sufficient"))
    both = now_sound.join(then_sound, on="place_id", how="semi")
    same = then_sound.join(now_sound, on="place_id", how="semi")
    if not both.height:
        return None, ("no_change_minimum_data",)
    if set(both["origin"]) | set(same["origin"]) not in ({"real"}, {"demo"}):
        return None, ("origin_differs",)
    remarks = ["sections_differ"] if set(held["place_id"]) ^ set(before["place_id"]) else []
    if kind_of(both) != kind_of(same):
        remarks.append("stage_differs")
    return Fraction(count(indicator, both) - count(indicator, same)), tuple(remarks)


def remarks_of(rows: pl.DataFrame) -> tuple[str, ...]:
    """What an official should know of the sections behind the value."""
    wet = rows.filter(pl.col("situation") != "dry")
    found = {
        "sections_dry": wet.height < rows.height,
        "sections_items_lost": bool((rows["incomplete_months"] > 0).any() | (rows["situation"] == "incomplete").any()),
        "sections_without_data": bool((rows["situation"] == "no_data").any()),
        "sections_insufficient": bool((~wet["sufficient"] & (wet["situation"] == "assessed")).any()),
        "water_type_assumed": not rows["type_known"].all(),
    }
    return tuple(key for key, holds in found.items() if holds)


def coverage_of(rows: pl.DataFrame) -> Fraction | None:
    """Section-months with data over those expected, in %; months without water are not expected."""
    expected = int(rows["expected_months"].sum()) - int(rows["dry_months"].sum())
    return Fraction(100 * int(rows["months"].sum()), expected) if expected > 0 else None


def kind_of(rows: pl.DataFrame) -> str | None:
    """realtime as soon as any section rests on real-time data, else audited."""
    if not rows.height:
        return None
    return "realtime" if (rows["stage"] == "realtime").any() else "audited"


def last_day(rows: pl.DataFrame) -> date | None:
    found = rows["last_observed"].max()
    return found if isinstance(found, date) else None


def is_running(rows: pl.DataFrame) -> bool:
    """Whether the judged period is less than a whole year."""
    return not (rows["period_type"] == "year").all() or not rows["complete"].all()


def past_year(indicator: SectionIndicator, facts: SectionFacts, area_id: str, months: int) -> PastYear | None:
    """Where an earlier year stood after so many months, and where it ended; None where a section lacks its data."""
    mine = facts.periods.filter((pl.col("area_id") == area_id) & indicator.chosen.fill_null(value=False))
    wet = mine.filter(pl.col("situation") != "dry")
    to_date = wet.filter((pl.col("period_type") == "months_1_to_n") & (pl.col("date_to").dt.month() == months))
    whole = wet.filter((pl.col("period_type") == "year") & pl.col("complete"))
    if not (to_date.height and whole.height and all_decided(indicator, to_date) and all_decided(indicator, whole)):
        return None
    return PastYear(Fraction(count(indicator, to_date)), Fraction(count(indicator, whole)))


def with_course(
    found: IndicatorValue, facts: SectionFacts, earlier: Sequence[SectionFacts], area_id: str
) -> IndicatorValue:
    """The value of a running year with the course of earlier years: where each stood after the same months, and where
    it ended. Only years of the same origin (real or demo), with their minimum data, are asked."""
    indicator = OUTBOUND_INFERIOR_V if found.indicator_id == OUTBOUND_ID else SECTIONS_CLASS_IV
    judged = judged_rows(indicator, facts, area_id)
    if not found.running or not judged.height or (judged["period_type"] == "year").any():
        return found
    months = judged["date_to"][0].month
    alike = [year for year in earlier if set(year.periods["origin"].drop_nulls()) == {found.origin}]
    past = [past_year(indicator, year, area_id, months) for year in alike]
    return replace(found, past=tuple(year for year in past if year is not None))


def detail(indicator: SectionIndicator, rows: pl.DataFrame) -> tuple[str, str]:
    """Which sections and months stand behind the value, in both languages."""
    inferior = indicator.indicator_id == OUTBOUND_ID
    months, limit = ("months_inferior_v", CLASS_IV + 1) if inferior else ("months_worse_than_iv", CLASS_IV)
    named_zh, named_en = ("劣Ⅴ类", "inferior class V") if inferior else ("劣于Ⅳ类", "worse than class IV")
    worse = rows.filter(pl.col("class") > limit).sort("class", "name_zh", descending=[True, False])
    bad = rows.filter(pl.col(months) > 0).sort(months, "name_zh", descending=[True, False])
    incomplete = rows.filter(pl.col("situation") == "incomplete").sort("name_zh")
    thin = rows.filter(pl.col("incomplete_months") > 0).sort("incomplete_months", "name_zh", descending=[True, False])
    total = int(rows[months].sum())
    parts: list[tuple[str, str, list[str], list[str]]] = [
        (f"{named_zh}断面：", f"sections {named_en}: ", [named(row, CLASS_NAMES) for row in records(worse)],
         [named(row, CLASS_NAMES_EN) for row in records(worse)]),
        (f"{named_zh}断面月（共{total}个）：", f"section-months {named_en} ({total}): ",
         [f"{row['name_zh']}{row[months]}个月" for row in records(bad)],
         [f"{row['name_zh']} {row[months]}" for row in records(bad)]),
        ("有项目缺失的断面：", "sections with lost items: ",
         [lossy(row, CLASS_NAMES, "，不优于") for row in records(incomplete)],
         [lossy(row, CLASS_NAMES_EN, ", no better than ") for row in records(incomplete)]),
        ("项目缺失的断面月：", "section-months with lost items: ",
         [f"{row['name_zh']}{row['incomplete_months']}个月" for row in records(thin)],
         [f"{row['name_zh']} {row['incomplete_months']}" for row in records(thin)]),
        ("无水断面：", "sections without water: ", names(rows, "dry"), names(rows, "dry")),
        ("无数据断面：", "sections without data: ", names(rows, "no_data"), names(rows, "no_data")),
    ]  # fmt: skip
    zh = "；".join(head + "、".join(found) for head, _, found, _ in parts if found)
    en = "; ".join(head + ", ".join(found) for _, head, _, found in parts if found)
    return zh, en


def records(rows: pl.DataFrame) -> Sequence[dict[str, object]]:
    return rows.to_dicts()


def named(row: dict[str, object], words: dict[int, str]) -> str:
    """`榆林庄(劣Ⅴ)`."""
    return f"{row['name_zh']}({words[int(str(row['class']))]})"


def lossy(row: dict[str, object], words: dict[int, str], no_better: str) -> str:
    """`断面(HG，不优于Ⅲ)`: the lost items, and the class of what remains."""
    best = row["class_at_best"]
    bound = f"{no_better}{words[int(str(best))]}" if best else ""
    return f"{row['name_zh']}({row['items_lost']}{bound})"


def names(rows: pl.DataFrame, situation: str) -> list[str]:
    return sorted(rows.filter(pl.col("situation") == situation)["name_zh"].to_list())
