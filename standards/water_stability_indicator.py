"""The plan's groundwater indicator: the share of wells at class Ⅴ, its verdict by the stated test of stability."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final

import polars as pl

from standards.exact import printed
from standards.plan_value import IndicatorValue
from standards.stated_test import Comparison, asked, shown, told
from standards.water_evidence import kind_of_value, last_day_of, origin_of, weakest_stage_of
from standards.water_stability import Stability, Word, share_of_worst, stability, threshold

INDICATOR: Final = "water_groundwater_stability"

WORD_EN: Final[Mapping[Word, str]] = {"稳定": "stable", "变差": "worse", "好转": "better"}


def groundwater_indicator(
    items: pl.DataFrame, year: int, as_of: date, base_year: int | None = None, losses: pl.DataFrame | None = None
) -> IndicatorValue:
    """`water_groundwater_stability` of an area and year.

    The value is the share of comparable wells at class Ⅴ in % (of all wells sampled where none is comparable), `change`
    its change against the base year in 百分点, `coverage` the comparable share of the wells of both years. The verdict
    on the wording stands in `meets_wording`, its word and the worsened wells in the details. Data are enough where
    wells are comparable and make up the share of `limits/groundwater_stability.csv`, and where the verdict hangs on no
    well that lost items. `as_of` is the last day that has passed; that of the value is the day of its last sample.
    """
    of_year = items.filter(pl.col("year") == year)
    if of_year.is_empty():
        return IndicatorValue(INDICATOR, None, 1, "ratio", enough_data=False, remarks=("no_rows",))
    test = stability(items, year, base_year, losses=losses)
    without = stability(items, year, base_year, background=False, losses=losses)
    enough = test.word is not None and (test.comparable_share or 0) >= threshold("comparable_share")
    zh, en = details(test, without)
    return IndicatorValue(
        INDICATOR,
        value=test.share if test.share is not None else share_of_all(of_year),
        decimals=1,
        course="ratio",
        enough_data=enough,
        running=as_of < date(year, 12, 31),
        change=test.change,
        change_unit="百分点",
        coverage=test.comparable_share,
        value_kind=kind_of_value(weakest_stage_of(of_year)),
        origin=origin_of(of_year),
        as_of=last_day_of(of_year),
        remarks=remarks_of(items, test, without, enough=enough),
        detail_zh=zh,
        detail_en=en,
        meets_wording=test.stable if enough else None,
        test=compared(test) if enough else ("", ""),
    )


def share_of_all(of_year: pl.DataFrame) -> Fraction | None:
    """Share of all wells of a year at class Ⅴ, in %."""
    wells = of_year.group_by("place_id").agg(pl.col("item_class").max().alias("class"))
    return share_of_worst(wells, "class")


def remarks_of(items: pl.DataFrame, test: Stability, without: Stability, *, enough: bool) -> tuple[str, ...]:
    """Which remarks an official should read: keys of the wording."""
    now, before = (items.filter(pl.col("year") == of) for of in (test.year, test.base_year))
    remarks = []
    if before.is_empty():
        remarks.append("no_base_year")
    elif origin_of(now) != origin_of(before):
        remarks.append("origin_differs")
    elif not enough and (test.comparable_share or 0) < threshold("comparable_share"):
        remarks.append("few_comparable_wells")
    if test.open_wells:
        remarks.append("wells_items_lost")
    if test.stable is not None and without.stable is not None and test.stable != without.stable:
        remarks.append("background_items_decide")
    if now.get_column("nuclide").any():
        remarks.append("nuclide_analysis_needed")
    return tuple(remarks)


def details(test: Stability, without: Stability) -> tuple[str, str]:
    """The verdict word with its numbers, and the same without the natural background items."""
    lossy_zh = f"有项目缺失的井：{'、'.join(test.open_wells)}" if test.open_wells else ""
    lossy_en = f"wells with lost items: {', '.join(test.open_wells)}" if test.open_wells else ""
    if test.word is None or test.share is None or test.change is None or test.worsened_share is None:
        return lossy_zh, lossy_en
    names = test.wells.filter("worsened").get_column("place_label").to_list()
    count = f"{len(names)}/{test.wells.height}"
    share, change, worsened = (printed(number, 1) for number in (test.share, test.change, test.worsened_share))
    zh = f"{test.word}：Ⅴ类井占比{share}%，较{test.base_year}年{signed(change)}个百分点；变差井{count}（{worsened}%）"
    en = (
        f"{WORD_EN[test.word]}: {share} % of wells at class V, {signed(change)} points against {test.base_year}; "
        f"{count} wells worse ({worsened} %)"
    )
    if names:
        zh, en = f"{zh}：{'、'.join(names)}", f"{en}: {', '.join(names)}"
    if without.word is not None and without.share is not None:
        share = printed(without.share, 1)
        zh = f"{zh}；扣除天然背景项目Ⅴ类井占比{share}%，{without.word}"
        en = f"{en}; without natural background items {share} % at class V, {WORD_EN[without.word]}"
    return "；".join(filter(None, (zh, lossy_zh))), "; ".join(filter(None, (en, lossy_en)))


def compared(test: Stability) -> tuple[str, str]:
    """What the test holds against what, in words."""
    if test.change is None or test.worsened_share is None:
        return "", ""
    rise, worse = threshold("share_change_stable"), threshold("worsened_share_stable")
    moved, share = shown(test.change, rise, sign=True), shown(test.worsened_share, worse)
    change_zh = f"Ⅴ类井占比较{test.base_year}年{moved}个百分点"
    change_en = f"share of class V wells {moved} points against {test.base_year}"
    of_share, of_wells = asked(rise), asked(worse)
    wells = f"{test.wells.filter('worsened').height}/{test.wells.height}"
    change = Comparison(change_zh, change_en, f"≤{of_share}", f"at most {of_share}", test.parts[0])
    worsened = Comparison(
        f"变差井{wells}，占{share}%",
        f"{wells} wells worse, {share} %",
        f"≤{of_wells}%",
        f"at most {of_wells} %",
        test.parts[1],
    )
    return told([change, worsened], one_suffices=True)


def signed(text: str) -> str:
    """A change with its sign."""
    return text if text.startswith("-") or not text.strip("0.") else f"+{text}"
