"""The report's pictures of air: the year by day, months, primary pollutants, episodes, dustfall, reductions."""

from calendar import monthrange
from datetime import date
from typing import Final

from reports import report_ranks
from reports.colours import scale
from reports.report_drawing import HEIGHT, WIDTH, colours, values
from reports.report_figure import (
    DASH,
    Calendar,
    Cell,
    Figure,
    Grid,
    Row,
    demo_in,
    marked,
    number,
    plain,
    several,
)
from reports.report_reading import Report
from reports.report_words import WEEKDAYS, month_name, word
from standards import limits

MONTHLY: Final = {"pm25_mean": "PM2.5", "pm10_mean": "PM10", "o3_p90": "O₃ P90", "no2_mean": "NO₂"}
"""Measures of a month that are drawn."""


def figures(report: Report, pick: int) -> list[Figure]:
    return [
        calendar(report, pick),
        *(months(report, measure, pick) for measure in MONTHLY),
        primary(report, pick),
        episodes(report, pick),
        dustfall(report, pick),
        reductions(report, pick),
        report_ranks.district_ranks(report, pick),
        report_ranks.town_ranks(report, pick),
    ]


def calendar(report: Report, pick: int) -> Figure:
    """Every day with its index in the colour of its grade; declared dust days are underlined."""
    days = report.rows["days"]
    names = {
        row["grade"]: row["name_zh" if pick == 0 else "name_en"]
        for row in limits.rows("hj633_categories")
        if row["standard"] == "HJ 633-2012"
    }
    legend = [(f"aqi_grade-{grade}", f"{grade} {name}") for grade, name in names.items()]
    legend.append(("dust", ("下划线：认定的沙尘日", "underlined: declared dust day")[pick]))
    cells = {row["date"]: day_cell(row, names, pick) for row in days}
    counted = {grade: sum(str(row["grade"]) == grade for row in days) for grade in names}
    note = ("；", "; ")[pick].join(
        f"{names[grade]} {many}{(' 天', ' d')[pick]}" for grade, many in counted.items() if many
    )
    shown = [
        (month_name(month, pick), weeks(report.year, month, cells)) for month in sorted({day.month for day in cells})
    ]
    return Figure(
        "air-calendar",
        ("逐日AQI（含沙尘）", "AQI by day (dust included)")[pick],
        calendar=Calendar(WEEKDAYS[pick], shown) if shown else None,
        legend=legend,
        note=note,
        demo=demo_in(days),
        wide=True,
    )


def weeks(year: int, month: int, cells: dict[date, Cell]) -> list[Cell | None]:
    """A month from the Monday of its first week on; blank before it begins and where nothing is known of a day."""
    first, many = monthrange(year, month)
    return [None] * first + [cells.get(date(year, month, day)) for day in range(1, many + 1)]


def day_cell(row: Row, names: dict[str, str], pick: int) -> Cell:
    """The index of a day; a dot where there is none."""
    if row["aqi"] is None:
        return Cell("·", "none", f"{row['date']} {('无有效指数', 'no valid index')[pick]}")
    told = (
        f"{row['date']} AQI {row['aqi']} {names[str(row['grade'])]} {several(row['primary_pollutants'], pick)}".strip()
    )
    return Cell(str(row["aqi"]), f"aqi_grade-{row['grade']}{' dust' if row['dust_day'] else ''}", told)


def months(report: Report, measure: str, pick: int) -> Figure:
    """A measure by month beside the same months of the year before, as printed."""
    import altair as alt

    rows = report.of("months", measure=measure)
    both = [("value", "value_printed", str(report.year)), ("before", "previous_printed", str(report.year - 1))]
    long = [
        {
            "month": month_name(row["date_from"].month, pick),
            "order": row["date_from"].month,
            "year": year,
            "amount": row[column],
        }
        for row in rows
        for _, column, year in reversed(both)
        if row[column] is not None
    ]
    title = f"{MONTHLY[measure]} {('各月', 'by month')[pick]}"
    of_unit = rows[0]["unit"] if rows else ""
    chart = None
    if long:
        hues = colours("series", {key: year for key, _, year in reversed(both)})
        chart = (
            alt.Chart(values(long))
            .mark_bar()
            .encode(
                x=alt.X("order:O", title=("月", "month")[pick]),
                xOffset=alt.XOffset("year:N", sort=[str(report.year - 1), str(report.year)]),
                y=alt.Y("amount:Q", title=of_unit),
                color=alt.Color("year:N", scale=hues),
            )
            .properties(width=WIDTH, height=HEIGHT)
        )
    heads = (
        ("月份", str(report.year), str(report.year - 1), "同比", "有效天数"),
        ("Month", str(report.year), str(report.year - 1), "Change", "Valid days"),
    )
    lines = [
        [
            month_name(row["date_from"].month, pick),
            marked(plain(row["value_printed"]), row),
            plain(row["previous_printed"]),
            change(row),
            f"{row['valid_days']}/{row['expected_days']}{'' if row['valid'] else ' !'}",
        ]
        for row in rows
    ]
    said = ("，", ", ")[pick].join(f"{line[0]} {line[1]}" for line in lines)
    note = ("! 有效天数不足", "! too few valid days")[pick] if any(not row["valid"] for row in rows) else ""
    return Figure(
        f"air-{measure}",
        title,
        said,
        chart,
        Grid(heads[pick], lines, frozenset({1, 2, 3, 4})),
        note=note,
        demo=demo_in(rows),
    )


def change(row: Row) -> str:
    return DASH if row["change"] is None else f"{number(row['change'], 1, sign=True)} {row['change_unit']}"


def primary(report: Report, pick: int) -> Figure:
    """On how many days each pollutant was a primary one, polluted days apart."""
    import altair as alt

    rows = report.rows["primary"]
    kinds = {"3": ("轻度及以上污染天", "polluted days")[pick], "1": ("良", "good days")[pick]}
    long = [
        {"pollutant": row["pollutant"], "kind": kinds[key], "days": days}
        for row in rows
        for key, days in (("3", row["polluted"]), ("1", row["days"] - row["polluted"]))
    ]
    hues = alt.Scale(domain=list(kinds.values()), range=[scale("part")["2"].fill, scale("part")["3"].fill])
    chart = None
    if rows:
        bars = (
            alt.Chart(values(long))
            .mark_bar()
            .encode(
                y=alt.Y("pollutant:N", title=None, sort=[row["pollutant"] for row in rows]),
                x=alt.X("days:Q", title=("天", "days")[pick]),
                color=alt.Color("kind:N", scale=hues),
                order=alt.Order("kind:N", sort="descending"),
            )
        )
        chart = bars.properties(width=WIDTH - 20, height=max(60, 26 * len(rows)))
    heads = (("污染物", "首要天数", "占比", "其中污染天"), ("Pollutant", "Days primary", "Share", "Polluted"))
    lines = [
        [
            row["pollutant"],
            marked(str(row["days"]), row),
            f"{100 * row['days'] / row['of_days']:.1f}%",
            str(row["polluted"]),
        ]
        for row in rows
    ]
    note = (
        "占有首要污染物天数的比例；一天有几个首要污染物时各计一次。",
        "Of the days that have one; a day with several counts for each.",
    )[pick]
    said = ("，", ", ")[pick].join(f"{line[0]} {line[1]}" for line in lines)
    title = ("首要污染物", "Primary pollutants")[pick]
    return Figure(
        "air-primary", title, said, chart, Grid(heads[pick], lines, frozenset({1, 2, 3})), note=note, demo=demo_in(rows)
    )


def episodes(report: Report, pick: int) -> Figure:
    rows = report.rows["episodes"]
    heads = (
        ("过程", "起止", "天数", "峰值", "首要污染物"),
        ("Episode", "From–to", "Days", "Peak", "Primary pollutants"),
    )
    going = ("（可能持续）", " (may go on)")[pick]
    lines = [
        [
            word("episode", row["kind"], pick),
            f"{row['date_from']:%m-%d} – {row['date_to']:%m-%d}{going * row['may_go_on']}",
            marked(str(row["days"]), row),
            f"{number(row['peak'], 0)} {word('peak_measure', row['peak_measure'], pick)}",
            several(row["primary_pollutants"], pick),
        ]
        for row in rows
    ]
    title = ("预警：重污染与沙尘过程", "Warnings: episodes of heavy pollution and dust")[pick]
    note = ("候选沙尘未经认定，不作扣除。", "Proposed dust is no declaration and nets nothing.")[pick]
    return Figure(
        "air-episodes",
        title,
        grid=Grid(heads[pick], lines, frozenset({2})),
        note=note,
        demo=demo_in(rows),
        wide=True,
    )


def dustfall(report: Report, pick: int) -> Figure:
    """Months by site as a strip of numbers; the area's own row last."""
    rows = report.rows["dustfall"]
    places = {row["place_id"]: row for row in sorted(rows, key=lambda row: (row["level"] != "site", row["name_zh"]))}
    known = sorted({row["month"].month for row in rows})
    lines: list[list[str | Cell]] = []
    for place, first in places.items():
        by_month = {row["month"].month: row for row in rows if row["place_id"] == place}
        name = first["name_zh" if pick == 0 else "name_en"]
        lines.append([name, *(dust_cell(by_month.get(month), pick) for month in known)])
    heads = [("点位", "Site")[pick], *(str(month) for month in known)]
    target = next((row for row in report.rows["status"] if row["indicator_id"] == "air_dustfall"), None)
    asked = f" ≤ {plain(target['target'])}" if target and target["target"] is not None else ""
    note = (
        f"t/(km²·30d)，扣除沙尘；加框：月值超过控制值{asked}（均值决定评价）；下划线：沙尘月（为监测值，不计入均值）。",
        f"t/(km²·30d), net of sand dust; framed: a month above the value asked for{asked} (the mean decides); "
        "underlined: dust month (as measured; it enters no mean).",
    )[pick]
    title = ("降尘：各点位各月", "Dustfall by site and month")[pick]
    return Figure(
        "air-dustfall-sites",
        title,
        grid=Grid(heads, lines, style="strip"),
        note=note,
        demo=demo_in(rows),
        wide=True,
    )


def dust_cell(row: Row | None, pick: int) -> Cell:
    """The net value of a month; of a dust month that leaves the mean the measured one."""
    if row is None or (row["value_net"] is None and row["value"] is None):
        return Cell(DASH, "none", ("无数据", "no data")[pick])
    if row["value_net"] is None:
        return Cell(f"{row['value']:.1f}", "dust", ("沙尘月，不计入均值", "dust month, in no mean")[pick])
    return Cell(f"{row['value_net']:.1f}", "over off" if row["over"] else "")


def reductions(report: Report, pick: int) -> Figure:
    rows = report.rows["reductions"]
    heads = (
        ("污染物", "年份", "计划", "申报", "核定", "计入", "年度目标", "累计计入/目标"),
        ("Pollutant", "Year", "Planned", "Declared", "Verified", "Credited", "Target", "Credited/target, total"),
    )
    lines = [
        [
            word("pollutant", row["pollutant"], pick),
            str(row["year"]),
            number(row["planned"]),
            number(row["declared"]),
            number(row["verified"]),
            marked(number(row["counted"]), row),
            number(row["annual_target"]),
            DASH
            if row["cumulative_target"] is None
            else f"{number(row['cumulative_counted'])} / {number(row['cumulative_target'])}",
        ]
        for row in rows
    ]
    title = ("挥发性有机物与氮氧化物减排（吨）", "VOC and NOx reductions (t)")[pick]
    note = ("只有核定量计入。", "Only verified tonnes are credited.")[pick]
    return Figure(
        "air-reductions",
        title,
        grid=Grid(heads[pick], lines, frozenset(range(1, 8))),
        note=note,
        demo=demo_in(rows),
        wide=True,
    )
