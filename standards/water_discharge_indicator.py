"""The plan's indicator on discharged pollutants: the worst year-on-year change of the assessed ones.

The account itself stands in `water_discharge`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.exact import printed
from standards.plan_value import IndicatorValue
from standards.water import NANO
from standards.water_discharge import assessed, change_percent
from standards.water_discharge_target import MISSED, NO_TARGET, OPEN
from standards.water_reduction import POLLUTANTS

INDICATOR: Final = "water_discharge_total"

Row = Mapping[str, Any]


def discharge_indicator(
    account: pl.DataFrame, year: int, as_of: date, pollutants: Sequence[str] | None = None
) -> IndicatorValue:
    """`water_discharge_total` of an area and year: the largest year-on-year change in %, so that all fall if it does.

    `account`: `water_discharge.ACCOUNT` of one area. `pollutants` are those assessed, by default COD and NH3-N
    (`limits/discharge_pollutants.csv`). Data are enough where each has a complete account and a change; `coverage` is
    their share. `change` is the difference of the worst change against that of the year before, in 百分点. The value is
    `verified` where the accounts are complete, otherwise an `estimate`. `as_of` is the last day that has passed;
    rows of the ledger name a year and no day: the value is as of the end of its year, of no day while that runs.
    """
    chosen = assessed() if pollutants is None else tuple(pollutants)
    of_year = year_rows(account, year, chosen)
    if not of_year:
        return IndicatorValue(INDICATOR, None, 2, "ratio", enough_data=False, remarks=("no_rows",))
    value, sound = worst_change(of_year), sound_rows(of_year)
    whole, running = len(sound) == len(chosen), as_of < date(year, 12, 31)
    zh, en = details(of_year)
    return IndicatorValue(
        INDICATOR,
        value=value,
        decimals=2,
        course="ratio",
        enough_data=whole,
        running=running,
        change=change_of(account, year, chosen) if whole else None,
        change_unit="百分点",
        coverage=Fraction(100 * len(sound), len(chosen)),
        value_kind=None if value is None else "verified" if whole else "estimate",
        origin=min(row["origin"] or "real" for row in of_year),
        as_of=None if running else date(year, 12, 31),
        remarks=remarks_of(of_year, chosen),
        detail_zh=zh,
        detail_en=en,
        city_target_missed=city_target_missed(of_year),
    )


def year_rows(account: pl.DataFrame, year: int, pollutants: Sequence[str]) -> list[dict[str, Any]]:
    """The account rows of a year, in the order of the pollutants."""
    rows = {row["pollutant"]: row for row in account.filter(pl.col("year") == year).iter_rows(named=True)}
    return [rows[name] for name in pollutants if name in rows]


def change_in(row: Row) -> Fraction | None:
    """Year on year of one pollutant; None across demonstration and real data."""
    return None if row["mixed_origin"] else change_percent(row["opening"], row["closing"])


def sound_rows(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["complete"] and change_in(row) is not None]


def worst_change(rows: Sequence[Row]) -> Fraction | None:
    """The largest change of the pollutants that have one."""
    return max((change for row in rows if (change := change_in(row)) is not None), default=None)


def change_of(account: pl.DataFrame, year: int, pollutants: Sequence[str]) -> Fraction | None:
    """Against the year before, where its accounts are complete too and of the same origin."""
    now, before = (year_rows(account, of, pollutants) for of in (year, year - 1))
    value, earlier = worst_change(now), worst_change(before)
    if value is None or earlier is None or len(sound_rows(before)) < len(pollutants):
        return None
    same = {row["origin"] for row in now} == {row["origin"] for row in before}
    return value - earlier if same else None


def remarks_of(rows: Sequence[Row], pollutants: Sequence[str]) -> tuple[str, ...]:
    """Which remarks an official should read: keys of the wording."""
    found = [key for row in rows for key in row["missing"].split()]
    if len(rows) < len(pollutants):
        found.append("no_base")
    if any(row["based"] for row in rows):
        found.append("account_based")
    if any(row["mixed_origin"] for row in rows):
        found.append("origin_differs")
    if any(row["defects"] for row in rows):
        found.append("reduction_defects")
    asked = [key for row in rows for key in row["target_remarks"].split() if key != NO_TARGET]
    if all(NO_TARGET in row["target_remarks"].split() for row in rows):
        found.append(NO_TARGET)
    found += [key for key in asked if key not in (OPEN, MISSED)]
    return tuple(dict.fromkeys(found))


def city_target_missed(rows: Sequence[Row]) -> bool | None:
    """Whether a pollutant misses a target of the city; None where none is entered. An open one is not missed.

    The plan asks that the totals fall, which decides the status; the city's tonnes stand beside it.
    """
    told = [row["target_remarks"].split() for row in rows]
    return None if all(NO_TARGET in keys for keys in told) else any(MISSED in keys for keys in told)


def details(rows: Sequence[Row]) -> tuple[str, str]:
    """First the pollutants that miss a target of the city, as a note may be cut to a line; then each with E, its
    change, the reductions claimed and verified, and the city's targets for it."""
    missed = [POLLUTANTS[row["pollutant"]] for row in rows if MISSED in row["target_remarks"].split()]
    zh = [f"市下达的减排目标未完成：{'、'.join(name['name_zh'] for name in missed)}"] if missed else []
    en = [f"the city's reduction target is missed: {', '.join(name['name_en'] for name in missed)}"] if missed else []
    for row in rows:
        name, change = POLLUTANTS[row["pollutant"]], change_in(row)
        closing, claimed, verified = (tonnes(row[key]) for key in ("closing", "reduced_claimed", "reduced_verified"))
        moved = "—" if change is None else f"{printed(change, 2)}%"
        zh.append(f"{name['name_zh']}{closing}吨（同比{moved}），削减申报{claimed}吨、核定{verified}吨")
        en.append(f"{name['name_en']} {closing} t ({moved}), reductions claimed {claimed} t, verified {verified} t")
        for told_zh, told_en in target_details(row):
            zh.append(told_zh)
            en.append(told_en)
    return "；".join(zh), "; ".join(en)


def target_details(row: Row) -> list[tuple[str, str]]:
    """The annual target, the cumulative one and the ceiling of a pollutant, each with its gap and verdict."""
    found = []
    if row["annual_target"] is not None:
        asked, (zh, en) = tonnes(row["annual_target"]), verdict(row["annual_gap"], row["annual_met"])
        found.append((f"年度减排目标{asked}吨{zh}", f"target of the year {asked} t{en}"))
    if row["cumulative_target"] is not None:
        asked, reduced = tonnes(row["cumulative_target"]), tonnes(row["cumulative_reduced"])
        first, last = row["cumulative_from"], row["cumulative_to"]
        zh, en = verdict(row["cumulative_gap"], row["cumulative_met"])
        found.append((f"{first}—{last}年累计减排{reduced}吨，目标{asked}吨{zh}",
                      f"{first}–{last}: {reduced} t of {asked} t{en}"))  # fmt: skip
    if row["ceiling"] is not None:
        asked, gap = tonnes(row["ceiling"]), row["ceiling_gap"]
        zh, en = verdict(None if gap is None else -gap, row["ceiling_met"], over=True)
        found.append((f"排放总量上限{asked}吨{zh}", f"ceiling {asked} t{en}"))
    return found


def verdict(gap: int | None, met: bool | None, *, over: bool = False) -> tuple[str, str]:
    """`，差1.00吨（未完成）`: what is lacking (`over`: what is too much), and whether the target is met."""
    word_zh, word_en = {True: ("完成", "met"), False: ("未完成", "missed"), None: ("未到期", "not due")}[met]
    if gap is None:
        return "（无法核算）", " (can't be told)"
    if gap >= 0:
        return f"（{word_zh}）", f" ({word_en})"
    lacking = tonnes(-gap)
    return (
        f"，{'超' if over else '差'}{lacking}吨（{word_zh}）",
        f", {lacking} t {'over' if over else 'short'} ({word_en})",
    )


def tonnes(amount: int | None) -> str:
    return "—" if amount is None else printed(Fraction(amount, NANO), 2)
