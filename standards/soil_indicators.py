"""The plan's soil indicators from their yearly facts: safe use of construction land and farmland, soil quality.

Each is one `IndicatorValue`; its status comes from `plan_status`. A year that still runs is marked by the caller.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.exact import printed
from standards.limits import rows
from standards.plan_value import IndicatorValue
from standards.soil import METHODS, NO_OBJECT
from standards.soil_quality import parts_whatever_was_lost, stays_good_whatever_was_lost, threshold
from standards.stated_test import Comparison, asked, shown, told

CONSTRUCTION: Final = "soil_construction_land_safe_use"
FARMLAND: Final = "soil_farmland_safe_use"
QUALITY: Final = "soil_environment_quality"

DECIMALS: Final = 1
POINTS: Final = "百分点"
Row = Mapping[str, Any]


def construction_land_safe_use(years: pl.DataFrame, area_id: str, year: int) -> IndicatorValue:
    """Share of key construction land that was used in compliance, %, from `ParcelFacts.years`.

    No key land entered use: nothing to judge. Parcels without an area leave the data insufficient. The plan's wording
    ("effectively safeguarded") is met at 100 %, which districts work with.
    """
    row, before = row_of(years, area_id, year), row_of(years, area_id, year - 1)
    if row is None:
        return nothing(CONSTRUCTION)
    value = ratio_of(row, "area_compliant", "area_developed")
    remarks = {
        "soil_no_key_land": row["reason"] == NO_OBJECT,
        "soil_area_missing": row["parcels_without_area"] > 0,
        "soil_order_inverted": row["parcels_out_of_order"] > 0,
        "soil_use_assumed": row["parcels_class_assumed"] > 0,
    }
    violating, enough = row["violating"], not row["parcels_without_area"]
    line_zh, line_en = line_detail("construction_display_target")
    return IndicatorValue(
        CONSTRUCTION,
        value,
        DECIMALS,
        course="ratio",
        enough_data=enough,
        applicable=row["reason"] != NO_OBJECT,
        **change(row, before, value, ratio_of(before, "area_compliant", "area_developed"), remarks),
        coverage=share_with(row["parcels_developed"], row["parcels_without_area"]),
        detail_zh="；".join([line_zh, *([f"违规开发地块：{violating}"] if violating else [])]),
        detail_en="; ".join([line_en, *([f"parcels developed unlawfully: {violating}"] if violating else [])]),
        meets_wording=reaches(value, enough, "construction_display_target"),
        test=line_test(value, enough, "construction_display_target"),
    )


def farmland_safe_use(years: pl.DataFrame, area_id: str, year: int) -> IndicatorValue:
    """Safe-use rate of contaminated farmland, %, from `FarmlandFacts.years`, by the version that the year states.

    Without contaminated farmland there is nothing to judge (not 100 %). Year on year within one version only. The
    plan's wording is met at the city's line for 2025.
    """
    row = row_of(years.filter(pl.col("stated")), area_id, year)
    if row is None:
        return nothing(FARMLAND)
    same_method = years.filter(pl.col("stated") & (pl.col("method_version") == row["method_version"]))
    before = row_of(same_method, area_id, year - 1)
    other = row_of(years.filter(~pl.col("stated")), area_id, year)
    value = ratio_of(row, "area_compliant", "area_contaminated")
    remarks = {
        "soil_no_contaminated_farmland": row["reason"] == NO_OBJECT,
        "soil_area_missing": row["units_without_area"] > 0,
        "soil_category_missing": row["units_without_category"] > 0,
        "soil_counted_twice": row["counted_twice"] > 0,
        "soil_method_mixed": row["method_mixed"],
        "soil_method_changed": before is None and row_of(years, area_id, year - 1) is not None,
    }
    zh, en = method_detail(row, other)
    enough = not row["units_without_area"]
    return IndicatorValue(
        FARMLAND,
        value,
        DECIMALS,
        course="ratio",
        enough_data=enough,
        applicable=row["reason"] != NO_OBJECT,
        **change(row, before, value, ratio_of(before, "area_compliant", "area_contaminated"), remarks),
        coverage=share_with(row["units"], row["units_without_area"] + row["units_without_category"]),
        detail_zh=zh,
        detail_en=en,
        meets_wording=reaches(value, enough, "farmland_plan_line"),
        test=line_test(value, enough, "farmland_plan_line"),
    )


def environment_quality(rounds: pl.DataFrame, area_id: str, year: int) -> IndicatorValue:
    """Point compliance rate, %, from `evaluate_rounds`, with our test of "stays good" as `meets_wording`.

    The change is to the area's previous round, however many years ago; there is none where the two rounds measured
    other items. Fewer points than `soil_quality.csv` asks for leave the data insufficient and the wording undecided,
    and so do points that lost items where the test hangs on them.
    """
    row = row_of(rounds, area_id, year)
    if row is None:
        return nothing(QUALITY)
    before = previous_round(rounds, area_id, year)
    value = ratio_of(row, "points_within", "points_assessed")
    other_items = before is not None and before["item_set"] != row["item_set"]
    enough = row["points_assessed"] >= threshold("minimum_points")
    remarks = {
        "soil_ph_assumed": row["points_ph_assumed"] > 0,
        "soil_land_assumed": row["points_land_assumed"] > 0,
        "soil_limit_disputed": row["points_disputed"] > 0,
        "soil_items_lost": row["points_lost"] > 0,
        "soil_items_incomplete": row["points_incomplete"] > 0,
        "soil_item_sets_differ": other_items,
    }
    earlier = None if other_items else ratio_of(before, "points_within", "points_assessed")
    moved = change(row, before, value, earlier, remarks)
    comparable = earlier if moved["change"] is not None else None
    zh, en = round_detail(row, before if comparable is not None else None)
    good = stays_good_whatever_was_lost(row, comparable) if enough else None
    return IndicatorValue(
        QUALITY,
        value,
        DECIMALS,
        course="ratio",
        enough_data=enough and good is not None,
        **moved,
        coverage=ratio(row["points_assessed"], row["points"]),
        as_of=row["as_of"],
        detail_zh=zh,
        detail_en=en,
        meets_wording=good,
        test=("", "") if good is None else round_test(row, before, value, comparable),
    )


def nothing(indicator_id: str) -> IndicatorValue:
    """An indicator whose year has no rows."""
    return IndicatorValue(indicator_id, None, DECIMALS, course="ratio", enough_data=False, remarks=("no_rows",))


def row_of(frame: pl.DataFrame, area_id: str, year: int) -> dict[str, Any] | None:
    """The row of one area and year."""
    found = frame.filter((pl.col("area_id") == area_id) & (pl.col("year") == year))
    return found.row(0, named=True) if found.height else None


def previous_round(rounds: pl.DataFrame, area_id: str, year: int) -> dict[str, Any] | None:
    """The latest earlier round of the area."""
    found = rounds.filter((pl.col("area_id") == area_id) & (pl.col("year") < year)).sort("year")
    return found.row(-1, named=True) if found.height else None


def ratio(part: int, whole: int) -> Fraction | None:
    """A share in %; None where the whole is 0."""
    return Fraction(part * 100, whole) if whole else None


def ratio_of(row: Row | None, part: str, whole: str) -> Fraction | None:
    """The share of two columns of a row in %; None without the row."""
    return None if row is None else ratio(row[part], row[whole])


def reaches(value: Fraction | None, enough: bool, rule_id: str) -> bool | None:
    """Whether a value reaches our reading of the plan's wording (`soil_quality.csv`); None where it can't be told."""
    return None if value is None or not enough else value >= threshold(rule_id)


def line_test(value: Fraction | None, enough: bool, rule_id: str) -> tuple[str, str]:
    """What `reaches` holds against what, in words."""
    holds = reaches(value, enough, rule_id)
    if value is None or holds is None:
        return "", ""
    line = threshold(rule_id)
    rate, least = shown(value, line), asked(line)
    return told([Comparison(f"{rate}%", f"{rate} %", f"≥{least}%", f"at least {least} %", holds)])


def share_with(count: int, without: int) -> Fraction | None:
    """The share of rows that have an area, in %."""
    return ratio(count - without, count)


def change(
    row: Row, before: Row | None, value: Fraction | None, earlier: Fraction | None, remarks: Mapping[str, bool]
) -> dict[str, Any]:
    """Change in points, kind, origin and the keys of the remarks that hold; no change across demo and real data."""
    comparable = before is not None and value is not None and earlier is not None
    same_origin = before is not None and row["origin"] == before["origin"]
    moved = value - earlier if comparable and same_origin and value is not None and earlier is not None else None
    keys = [key for key, holds in remarks.items() if holds]
    if comparable and not same_origin:
        keys.append("origin_differs")
    return {
        "change": moved,
        "change_unit": POINTS,
        "value_kind": "audited" if row["stage"] in ("audited", "official") else "realtime",
        "origin": row["origin"],
        "remarks": tuple(keys),
    }


def method_detail(row: Row, other: Row | None) -> tuple[str, str]:
    """Which method the rate follows, and what the other version would give."""
    zh, en = METHODS[row["method_version"]]
    line_zh, line_en = line_detail("farmland_plan_line")
    beside_zh = beside_en = ""
    if other is not None and other["rate_micro"] is not None:
        shown = f"{printed(Fraction(other['area_compliant'] * 100, other['area_contaminated']), 2)}%"
        other_zh, other_en = METHODS[other["method_version"]]
        beside_zh, beside_en = f"；按{other_zh}为{shown}", f"; {shown} by the {other_en}"
    return f"按{zh}{beside_zh}；{line_zh}", f"By the {en}{beside_en}; {line_en}"


def line_detail(rule_id: str) -> tuple[str, str]:
    """Where our reading of the plan's wording draws the line."""
    line = printed(threshold(rule_id), 0)
    return f"文字要求按≥{line}%判定", f"the wording is read as at least {line}%"


def named(exceeding: str) -> tuple[str, str]:
    """`CD 3, HG 1` with the names of the items in Chinese and English."""
    items = {row["code"]: (row["name_zh"], row["name_en"]) for row in rows("soil_items")}
    counts = [part.rsplit(" ", 1) for part in exceeding.split(", ")]
    zh = "、".join(f"{items[item][0]}{count}个" for item, count in counts)
    return zh, ", ".join(f"{items[item][1]} {count}" for item, count in counts)


def round_detail(row: Row, before: Row | None) -> tuple[str, str]:
    """Points, what exceeds, and which round the change refers to."""
    zh = f"{row['points_assessed']}个点位，{row['points_within']}个各项均不超筛选值"
    en = f"{row['points_assessed']} points, {row['points_within']} with every item within its screening value"
    if row["exceeding"]:
        above_zh, above_en = named(row["exceeding"])
        zh, en = f"{zh}；超筛选值点位：{above_zh}", f"{en}; points above: {above_en}"
    if before is not None:
        zh, en = f"{zh}；变化较{before['year']}年", f"{en}; change since {before['year']}"
    rate, fall = printed(threshold("good_rate"), 0), printed(threshold("largest_fall"), 0)
    return (
        f"{zh}；“保持良好”按达标率≥{rate}%且较上一轮下降不超过{fall}个百分点判定",
        f'{en}; "stays good" is read as at least {rate}% and no fall of more than {fall} points since the last round',
    )


def round_test(row: Row, before: Row | None, value: Fraction | None, earlier: Fraction | None) -> tuple[str, str]:
    """What the test of "stays good" holds against what, in words: the rate, and its change since the previous round."""
    good, fall = threshold("good_rate"), threshold("largest_fall")
    holds = parts_whatever_was_lost(row, earlier)
    if value is None:
        return "", ""
    rate, least = shown(value, good), asked(good)
    compared = [
        Comparison(f"点位达标率{rate}%", f"{rate} % of points comply", f"≥{least}%", f"at least {least} %", holds[0])
    ]
    if before is not None and earlier is not None:
        moved, most = shown(value - earlier, -fall, sign=True), asked(fall)
        since_zh, since_en = f"较{before['year']}年{moved}个百分点", f"{moved} points against {before['year']}"
        compared.append(Comparison(since_zh, since_en, f"下降≤{most}", f"a fall of at most {most}", holds[1]))
    return told(compared)
