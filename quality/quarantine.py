"""What an operator reads about a value that was not believed: the rule in words, and what to do next."""

from typing import Final

import polars as pl

RULES: Final[dict[str, tuple[str, str]]] = {
    "unknown_pollutant": ("is of a pollutant or item that is not known here", "correct the name, or leave the row out"),
    "bad_time": ("has a date or hour that is not in the calendar, or no whole hour", "correct the time in the file"),
    "not_a_number": ("is not a number (decimal point, no thousands separator)", "correct the cell"),
    "negative": ("is below zero, where nothing can be", "leave the cell blank if there was no measurement"),
    "too_large": ("is larger than any such quantity can be", "check unit and decimal point"),
    "out_of_range": ("lies outside what this item can be", "check the decimal point and the column"),
    "unknown_unit": ("has a unit that this item is not measured in", "give a usual one, such as µg/m³, mg/L or mg/kg"),
    "no_station": ("has no station or section", "fill it in"),
    "ragged_line": ("has another number of cells than the header", "the file may be cut off here: fetch it again"),
    "unit_slip": (
        "comes from a file with values that are in another unit than declared",
        "correct the unit of the file; all of it waits",
    ),
    "conflict": ("differs from an equally good value for the same place and time", "remove the wrong one of the two"),
    "no_year": (
        "has a time without year, and neither the file's date nor its name says the year",
        "put the date into the file's name (2020-05-08)",
    ),
    "after_file": (
        "has a time that lies just after the date of its file",
        "correct the date in the file's name or column, or the time",
    ),
    "withheld": (
        "is shown as missing although an unrounded value stands behind it",
        "fetch it again, or leave it out: the platform filtered it",
    ),
    "unknown_item": ("is of an item that is not known here", "correct the header, or leave the column out"),
    "bad_date": ("is no day of the calendar", "write it as 2024-05-10"),
    "unknown_word": (
        "is not one of the words of this column",
        "use a word of the form: 无 or 有, 地表水 or 地下水, 已完成 or 进行中, the categories of the ledger",
    ),
    "no_detection_limit": (
        'says "not detected", and no detection limit is given in the cell, a column, a row or the header',
        "write the limit as 0.025L, or add a 检出限 column",
    ),
    "only_a_bound": (
        'is only given as "more than", which is no value',
        "give the value of the diluted sample, or leave the cell blank",
    ),
    "no_place": ("has no section, source, well or point", "fill in its name or number"),
    "value_without_water": (
        "stands in a row that says there was no water",
        "delete the value, or the word 断流 or 冰封",
    ),
    "unit_missing": (
        "has no unit",
        "write the unit into the header, as in 面积(亩) or 皿重(g), or into the column 计量单位",
    ),
    "no_key": ("stands in a row without its key", "fill in the key"),
    "not_whole": ("is no whole number", "correct the count"),
    "future": ("is of a time that has not passed", "check date and clock; it is taken in once the time has passed"),
    "above_hundred": ("is more than 100 %", "correct the percentage"),
    "share_or_percent": (
        "may be a share or a percentage: a number up to 1 without %",
        "write 80 or 80%; in a workbook as text or as a plain number",
    ),
    "not_a_quarter": ("is of a record whose time is no quarter", "write the quarter as 2024-Q1 or 2024年第1季度"),
    "unlisted_task": (
        "stands in a record of a task that the plan of this area does not list",
        "correct the number or name of the task, or its district, or add it to reference/plan_tasks.csv",
    ),
    "unlisted_measure": (
        "stands in a record of a measure that is not listed",
        "correct the number or name of the measure, or its district, or add it to reference/plan_measures.csv",
    ),
    "coefficient_out_of_range": (
        "is a coefficient that no such fuel, power, heat or growth has",
        "correct the figure (a leading 1 dropped, 万kWh taken for kWh) or its unit",
    ),
    "other_amount_wrong": (
        "stands in a row of which another amount or the calorific value was set aside",
        "correct that one; a row counts as a whole",
    ),
    "finer_rows": (
        "stands in a table by firm, industry, quarter or line of a balance, which is not of a whole area and year",
        "enter figures of the whole area, fuels by 能源品种; of a balance the final consumption (核算边界 b), or "
        "what is burnt, power and heat plants included, with net purchases (核算边界 a)",
    ),
    "repeated_column": (
        "stands in a table that has the same column twice, and nothing says which is which",
        "name them apart in the header row, as 本月消费量 and 累计消费量; leave last year's out",
    ),
    "growth_from_levels": (
        "is the ratio of two levels across an economic census, not real growth",
        "enter the published growth at constant prices",
    ),
    "unknown_class": (
        "stands in a row whose land-cover class its product does not have",
        "correct class code and product, or give the class by its name in HJ 192-2015 (有林地, 旱地 …)",
    ),
    "wrong_scale": (
        "is on neither scale of NDVI (0 to 1, or times 10 000), or too little for a growing season",
        "give the mean NDVI, or state its scale in the header: NDVI(0-1), NDVI(×10000)",
    ),
    "part_of_year": (
        "stands in a table whose title or file name speaks of a part of the year",
        "hand in the table of the whole year, or correct its title or file name",
    ),
    "no_index": (
        "is no value of an index from 0 to 100",
        "write the index as published (66.3)",
    ),
    "published_too_early": (
        "is said to have been published before its year ended",
        "give the year of the data (the bulletin comes out in the year after), or correct the date of publication",
    ),
    "method_not_yet": (
        "is of a year before the first one of its method",
        "mark a recomputed value as 回算, or correct year and method",
    ),
    "no_period": (
        "stands in a list of which title, header and file name do not say for which half-month, month or months 1 to N",
        "write 2024年9月上半月, 2024年9月 or 2024年1—9月 into the title; of two periods each over its own columns",
    ),
    "unlisted_district": (
        "stands in a row whose name is no district of the city",
        "correct the name; a district that is missing belongs into standards/limits/ranking_districts.csv",
    ),
    "unlisted_town": (
        "stands in a row whose name is no street or town of its district",
        "correct the name, or register it in reference/areas.csv; towns of another district need a column or a title "
        "that names it",
    ),
    "corrected": (
        "is a known error of its provider",
        "nothing, or take its row out of reference/corrections.csv",
    ),
    "above_whole": ("is more than the whole that it is a share of", "correct the count or the unit (% or 0-1)"),
}
"""Rule → what is wrong with the value, and what to do next."""


NOTHING: Final = pl.lit(None, pl.String)


def message(
    path: pl.Expr, row: pl.Expr, column: pl.Expr, raw: pl.Expr, rule: pl.Expr, context: pl.Expr = NOTHING
) -> pl.Expr:
    """One sentence: where, which value, which rule, what was done, what next.

    `context` is the text that breaks the rule where that is not the value itself: a time label, a name, a unit, the
    rival of a conflict.
    """
    wrong = rule.replace_strict({name: words[0] for name, words in RULES.items()}, default="was not accepted")
    todo = rule.replace_strict({name: words[1] for name, words in RULES.items()}, default="check the file")
    place = pl.when(column == "").then(pl.lit("")).otherwise(pl.format(", column {}", column))
    what = pl.when(context.is_null()).then(pl.lit("")).otherwise(pl.format(": {}", context))
    return pl.format(
        '{}, row {}{}: "{}" {}{} (rule: {}). Kept in quarantine; everything else goes on. Next: {}.',
        path, row, place, raw.fill_null(""), wrong, what, rule, todo,
    )  # fmt: skip


def unreadable_message(path: str, text: str) -> str:
    """The one sentence about a file that can't be read."""
    return f"{path}: {text} No cell of it was taken in; all other files go on."
