"""The report's pictures of ecology: the published and the computed index, what moved it, green view."""

from typing import Final

from reports.colours import scale
from reports.report_drawing import HEIGHT, WIDTH, values
from reports.report_figure import DASH, Figure, Grid, demo_in, marked, number
from reports.report_reading import Report
from reports.report_words import word

PARTS: Final = {
    "contribution_bri": ("生物丰度", "biotic richness"),
    "contribution_vci": ("植被覆盖", "vegetation"),
    "contribution_wndi": ("水网密度", "water network"),
    "contribution_lsi": ("土地胁迫", "land stress"),
    "contribution_pli": ("污染负荷", "pollution load"),
}


def figures(report: Report, pick: int) -> list[Figure]:
    return [index(report, pick), contributions(report, pick), green_view(report, pick)]


def index(report: Report, pick: int) -> Figure:
    """Published and computed index by year; lines join only years of one method."""
    import altair as alt

    rows = report.rows["ei"]
    computed = ("测算（HJ 192-2015）", "computed (HJ 192-2015)")[pick]
    long = [
        {
            "year": str(row["year"]),
            "series": f"{('公布', 'published')[pick]} {row['method']}",
            "ei": row["published_ei"],
            "text": number(row["published_ei"], 1),
        }
        for row in rows
        if row["published_ei"] is not None
    ]
    long += [
        {
            "year": str(row["year"]),
            "series": computed,
            "ei": row["computed_ei"],
            "text": "" if row["computed_ei"] is None else number(row["computed_ei"], 1),
        }
        for row in {row["year"]: row for row in rows}.values()
    ]
    names = sorted({str(row["series"]) for row in long}, key=lambda name: name == computed)
    hues = [scale("part")[str(place)].fill for place in range(1, len(names) + 1)]
    chart = None
    if any(row["text"] for row in long):
        base = alt.Chart(values(long)).encode(
            x=alt.X("year:O", title=None),
            y=alt.Y("ei:Q", title="EI", scale=alt.Scale(zero=False, padding=16)),
            color=alt.Color(
                "series:N", scale=alt.Scale(domain=names, range=hues), legend=alt.Legend(columns=1, title=None)
            ),
            shape=alt.Shape("series:N", scale=alt.Scale(domain=names)),
        )
        texts = base.mark_text(dy=-12).encode(text="text:N", color=alt.value("#1B2430"), shape=alt.Undefined)
        chart = alt.LayerChart(layer=[base.mark_line(point={"size": 60}), texts], width=WIDTH, height=HEIGHT)
    heads = (
        ("年份", "方法", "公布EI", "变化", "测算EI", "变化"),
        ("Year", "Method", "Published", "Change", "Computed", "Change"),
    )
    lines = [
        [
            str(row["year"]),
            row["method"] or DASH,
            marked(number(row["published_ei"], 2), {"origin": row["published_origin"]}),
            number(row["published_change"], 2, sign=True),
            marked(number(row["computed_ei"], 2), row),
            number(row["computed_change"], 2, sign=True),
        ]
        for row in rows
    ]
    said = ("，", ", ")[pick].join(f"{row['year']} {row['text']} ({row['series']})" for row in long if row["text"])
    note = ("方法变更的年份不连线、不作同比。", "Years of different methods are neither joined nor compared.")[pick]
    title = ("生态环境状况指数EI", "Ecological index EI")[pick]
    return Figure(
        "ecology-ei",
        title,
        said,
        chart,
        Grid(heads[pick], lines, frozenset({2, 3, 4, 5})),
        note=note,
        demo=demo_in(rows),
    )


def contributions(report: Report, pick: int) -> Figure:
    """What each sub-index did to the computed index, by year."""
    import altair as alt

    rows = [row for row in report.rows["ei"] if row["contribution_bri"] is not None]
    names = [pair[pick] for pair in PARTS.values()]
    long = [
        {"year": str(row["year"]), "part": pair[pick], "points": row[key]}
        for row in rows
        for key, pair in PARTS.items()
    ]
    hues = [scale("part")[str(place)].fill for place in range(1, len(names) + 1)]
    chart = None
    if long:
        chart = (
            alt.Chart(values(long))
            .mark_bar()
            .encode(
                y=alt.Y("part:N", title=None, sort=names),
                x=alt.X("points:Q", title=("对测算EI变化的贡献（分）", "part of the computed change (points)")[pick]),
                yOffset=alt.YOffset("year:N"),
                color=alt.Color(
                    "year:N", scale=alt.Scale(domain=sorted({row["year"] for row in long}), range=hues), title=None
                ),
            )
            .properties(width=WIDTH - 55, height=34 * len(names))
        )
    heads = [("年份", "Year")[pick], *names, ("合计", "Sum")[pick]]
    lines = [
        [
            str(row["year"]),
            *(number(row[key], 3, sign=True) for key in PARTS),
            number(row["computed_change"], 3, sign=True),
        ]
        for row in rows
    ]
    said = ("；", "; ")[pick].join(" ".join(line) for line in lines)
    title = ("分指数对EI变化的贡献", "Parts of the sub-indices in the change of EI")[pick]
    return Figure("ecology-parts", title, said, chart, Grid(heads, lines, frozenset(range(1, 7))), demo=demo_in(rows))


def green_view(report: Report, pick: int) -> Figure:
    rows = report.rows["green_view"]
    heads = (
        ("场景", "绿视率%", "较上年", "目标%", "点位数"),
        ("Scene", "Green view %", "Change", "Target %", "Points"),
    )
    lines = [
        [
            word("scene", row["scene"], pick),
            marked(number(row["green_view"], 1), row),
            number(row["change"], 1, sign=True),
            number(row["target"], 1),
            str(row["points"]),
        ]
        for row in rows
    ]
    title = ("绿视率", "Green view")[pick]
    return Figure("ecology-green", title, grid=Grid(heads[pick], lines, frozenset(range(1, 5))), demo=demo_in(rows))
