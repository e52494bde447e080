"""The report's pictures of water: classes by section and month, the watch, sources, wells, the discharge account."""

from typing import Final

from reports.report_drawing import HEIGHT, WIDTH, colours, values
from reports.report_figure import DASH, Cell, Figure, Grid, Row, demo_in, marked, number, plain
from reports.report_reading import Report
from reports.report_words import class_name, sign_of, word

INFERIOR: Final = 6


def figures(report: Report, pick: int) -> list[Figure]:
    return [
        strip(report, pick),
        watch(report, pick),
        sources(report, pick),
        wells(report, pick),
        discharge(report, pick),
        account(report, pick),
    ]


def strip(report: Report, pick: int) -> Figure:
    """Sections by month in the colours of their class, the target before and the class of the year behind."""
    rows, of_year = report.rows["section_months"], {row["section_id"]: row for row in report.rows["section_year"]}
    sections = {row["section_id"]: row for row in rows}
    known = sorted({row["date_from"].month for row in rows})
    lines: list[list[str | Cell]] = []
    for section, first in sections.items():
        by_month = {row["date_from"].month: row for row in rows if row["section_id"] == section}
        name = f"{first['name_zh']}{' ●' if first['in_plan_list'] else ''}"
        lines.append(
            [
                Cell(name, told=first["river"]),
                class_name(first["target_class"], pick),
                *(class_cell(by_month.get(month), pick) for month in known),
                class_cell(of_year.get(section), pick),
            ]
        )
    heads = [
        ("断面", "Section")[pick],
        ("目标", "Target")[pick],
        *(str(month) for month in known),
        (("全年", "Year") if all(row["complete"] for row in of_year.values()) else ("累计", "To date"))[pick],
    ]
    legend = [(f"water_class-{number}", class_name(number, pick)) for number in range(1, INFERIOR + 1)]
    note = (
        "● 计划考核断面；加框：劣于目标类别；年类别按均值浓度评价。断：断流，缺：项目缺失。",
        "● counted by the plan; framed: worse than its target; the year's class is that of mean concentrations. "
        "dry: no water; part: items lost.",
    )[pick]
    title = ("断面水质类别：各月与目标", "Class of sections by month, with targets")[pick]
    return Figure(
        "water-strip",
        title,
        grid=Grid(heads, lines, style="strip"),
        legend=legend,
        note=note,
        demo=demo_in(rows),
        wide=True,
    )


def class_cell(row: Row | None, pick: int) -> Cell:
    if row is None or row["situation"] == "no_data":
        return Cell(DASH, "none", ("无数据", "no data")[pick])
    if row["class"] is None:
        short = (("缺", "part") if row["situation"] == "incomplete" else ("断", "dry"))[pick]
        return Cell(short, "none", word("situation", row["situation"], pick))
    off = " off" if row["target_class"] is not None and row["class"] > row["target_class"] else ""
    return Cell(class_name(row["class"], pick), f"water_class-{row['class']}{off}", row["main_pollutants"] or "")


def watch(report: Report, pick: int) -> Figure:
    rows = report.rows["watch"]
    heads = (
        ("断面", "项目", "累计均值", "类别/目标", "限值", "剩余日控制均值", "剩余天数", "形势"),
        ("Section", "Item", "Mean so far", "Class/target", "Limit", "Rest must hold", "Days left", "Outlook"),
    )
    lines = [
        [
            row["name_zh"],
            row["item_zh"] if pick == 0 else row["item"],
            marked(plain(row["value"]), row),
            f"{class_name(row['item_class'], pick)} / {class_name(row['target_class'], pick)}",
            f"{sign_of(row['comparator'])} {plain(row['limit_value'])}",
            plain(row["rest_mean"]),
            str(row["days_left"]),
            word("outlook", row["outlook"], pick),
        ]
        for row in rows
    ]
    title = ("预警：断面当月自动监测", "Warnings: sections in the running month, automatic")[pick]
    note = (
        (f"截至 {rows[0]['as_of']}。自动监测，未经评价。", f"Up to {rows[0]['as_of']}. Automatic, not assessed.")[pick]
        if rows
        else ""
    )
    return Figure(
        "water-watch",
        title,
        grid=Grid(heads[pick], lines, frozenset({2, 4, 5, 6})),
        note=note,
        demo=demo_in(rows),
        wide=True,
    )


def sources(report: Report, pick: int) -> Figure:
    rows = report.rows["sources"]
    heads = (
        ("水源地", "时段", "类型", "项目数", "达标", "超标项目", "取水量（万吨）"),
        ("Source", "Quarter", "Kind", "Items", "Compliant", "Failing items", "Intake (10⁴ t)"),
    )
    verdict = {True: ("✓ 达标", "✓ yes"), False: ("✕ 不达标", "✕ no"), None: ("未定", "open")}
    lines = [
        [
            row["name_zh"],
            row["period_id"],
            word("source_type", row["source_type"], pick),
            str(row["items"]),
            marked(verdict[row["compliant"]][pick], row),
            row["failing_items"] or "",
            number(row["intake"]),
        ]
        for row in rows
    ]
    title = ("饮用水水源地各季", "Drinking-water sources by quarter")[pick]
    return Figure(
        "water-sources", title, grid=Grid(heads[pick], lines, frozenset({3, 6})), demo=demo_in(rows), wide=True
    )


def wells(report: Report, pick: int) -> Figure:
    """Wells by class and year; 5 is the worst class of groundwater."""
    import altair as alt

    rows = report.rows["wells"]
    names = {str(number): class_name(number, pick) for number in range(1, 6)}
    undecided = ("未定", "open")[pick]
    long = [
        {
            "year": str(row["year"]),
            "class": names.get(str(row["class"]), undecided),
            "rank": row["class"] or 9,
            "wells": row["wells"],
        }
        for row in rows
    ]
    present = {key: name for key, name in names.items() if any(row["class"] == name for row in long)}
    chart = None
    if long:
        base = alt.Chart(values(long)).encode(
            x=alt.X("year:O", title=None),
            y=alt.Y("wells:Q", stack="zero", title=("监测井数", "wells")[pick]),
            order=alt.Order("rank:Q"),
        )
        bars = base.mark_bar(stroke="#4A5560", strokeWidth=0.6).encode(
            color=alt.Color("class:N", scale=colours("water_class", present))
        )
        texts = (
            base.mark_text()
            .encode(
                y=alt.Y("wells:Q", stack="zero", bandPosition=0.5),
                text=alt.Text("label:N"),
            )
            .transform_calculate(label="datum['class'] + ' ' + datum.wells")
        )
        chart = alt.LayerChart(layer=[bars, texts], width=WIDTH, height=HEIGHT + 20)
    heads = (("年份", "类别", "井数"), ("Year", "Class", "Wells"))
    lines = [[row["year"], row["class"], str(row["wells"])] for row in long]
    said = ("；", "; ")[pick].join(" ".join(line) for line in lines)
    title = ("地下水监测井水质类别", "Groundwater wells by class")[pick]
    return Figure("water-wells", title, said, chart, Grid(heads[pick], lines, frozenset({2})), demo=demo_in(rows))


def discharge(report: Report, pick: int) -> Figure:
    """Totals of each pollutant against those of the first year, so that tonnes of different size share one scale."""
    import altair as alt

    rows = [row for row in report.rows["discharge"] if row["closing"] is not None]
    first: dict[str, float] = {}
    for row in rows:
        if row["closing"]:
            first.setdefault(row["pollutant"], row["closing"])
    long = [
        {
            "year": str(row["year"]),
            "pollutant": word("pollutant", row["pollutant"], pick),
            "share": 100 * row["closing"] / first[row["pollutant"]],
        }
        for row in rows
        if row["pollutant"] in first
    ]
    keys = {str(place): word("pollutant", name, pick) for place, name in enumerate(first, start=1)}
    chart = None
    if long:
        hues = colours("part", keys)
        chart = (
            alt.Chart(values(long))
            .mark_line(point={"size": 60})
            .encode(
                x=alt.X("year:O", title=None),
                y=alt.Y("share:Q", title=("首年=100", "first year = 100")[pick], scale=alt.Scale(zero=False)),
                color=alt.Color("pollutant:N", scale=hues),
                shape=alt.Shape("pollutant:N", scale=alt.Scale(domain=list(keys.values()))),
            )
            .properties(width=WIDTH, height=HEIGHT)
        )
    heads = (("污染物", "年份", "年末排放量（吨）", "同比%"), ("Pollutant", "Year", "Total (t)", "Change %"))
    lines = [
        [
            word("pollutant", row["pollutant"], pick),
            str(row["year"]),
            marked(number(row["closing"], 2), row),
            number(row["change"], 2, sign=True),
        ]
        for row in rows
    ]
    said = ("；", "; ")[pick].join(f"{line[0]} {line[1]}: {line[2]}" for line in lines)
    title = ("主要水污染物排放总量", "Total discharges")[pick]
    return Figure(
        "water-discharge", title, said, chart, Grid(heads[pick], lines, frozenset({1, 2, 3})), demo=demo_in(rows)
    )


def account(report: Report, pick: int) -> Figure:
    """The account of the year: opening, added, reduced, closing, and the city's targets in tonnes."""
    rows = report.of("discharge", year=report.year)
    heads = (
        ("污染物", "年初", "新增", "核定削减", "年末", "同比%", "年度目标", "差额"),
        ("Pollutant", "Opening", "Added", "Reduced, verified", "Closing", "Change %", "Target", "Gap"),
    )
    lines = [
        [
            word("pollutant", row["pollutant"], pick),
            number(row["opening"], 2),
            number(row["added"], 2),
            number(row["reduced_verified"], 2),
            marked(number(row["closing"], 2), row),
            number(row["change"], 2, sign=True),
            number(row["annual_target"], 2),
            number(row["annual_gap"], 2, sign=True),
        ]
        for row in rows
    ]
    title = (f"{report.year}年排放量账目（吨）", f"Account of discharges {report.year} (t)")[pick]
    return Figure(
        "water-account", title, grid=Grid(heads[pick], lines, frozenset(range(1, 8))), demo=demo_in(rows), wide=True
    )
