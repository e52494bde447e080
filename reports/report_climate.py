"""The report's pictures of climate: intensity on its path from 2020, and what moved emissions (LMDI)."""

from typing import Final

from reports.colours import scale
from reports.report_drawing import HEIGHT, WIDTH, values
from reports.report_figure import Figure, Grid, Row, demo_in, marked, number
from reports.report_reading import Report

EFFECTS: Final = {
    "effect_population": ("人口", "population"),
    "effect_gdp_per_capita": ("人均GDP", "GDP per head"),
    "effect_energy_intensity": ("能耗强度", "energy/GDP"),
    "effect_mix": ("能源结构", "energy mix"),
    "effect_factor": ("排放因子", "factors"),
}
ALONE: Final = {"effect_gdp": ("经济规模", "GDP"), **dict(list(EFFECTS.items())[2:])}
"""Where residents are not known the economic effect stands as a whole."""

WAN: Final = 10_000


def figures(report: Report, pick: int) -> list[Figure]:
    return [path(report, pick), waterfall(report, pick), accounts(report, pick)]


def path(report: Report, pick: int) -> Figure:
    """The change since 2020 by year, the goals that the plan sets, and the yearly pace that reaches the next one."""
    import altair as alt

    rows = [row for row in report.rows["carbon"] if row["cumulative"] is not None]
    names = (("实际", "actual")[pick], ("目标", "goal")[pick], ("所需路径", "required pace")[pick])
    hues = [scale("series")[key].fill for key in ("value", "target", "before")]
    long = [{"year": str(row["year"]), "series": names[0], "change": row["cumulative"]} for row in rows]
    goals = {row["goal_year"]: row["goal"] for row in rows if row["goal"] is not None}
    long += [{"year": str(year), "series": names[1], "change": -goal} for year, goal in goals.items()]
    last = rows[-1] if rows else None
    if last and last["required_decline"] is not None and last["goal_year"]:
        level = 1 + last["cumulative"] / 100
        pace = 1 - last["required_decline"] / 100
        long += [
            {"year": str(last["year"] + step), "series": names[2], "change": 100 * (level * pace**step - 1)}
            for step in range(last["goal_year"] - last["year"] + 1)
        ]
    chart = None
    if rows:
        base = alt.Chart(values(long)).encode(
            x=alt.X("year:O", title=None),
            y=alt.Y("change:Q", title=("较2020年 %", "against 2020, %")[pick], scale=alt.Scale(padding=14)),
            color=alt.Color("series:N", scale=alt.Scale(domain=list(names), range=hues)),
            shape=alt.Shape(
                "series:N", scale=alt.Scale(domain=list(names), range=["circle", "diamond", "triangle-up"])
            ),
        )
        actual = base.mark_line(point={"size": 60}).transform_filter(f"datum.series == '{names[0]}'")
        needed = base.mark_line(strokeDash=[5, 4], point={"size": 50}).transform_filter(f"datum.series == '{names[2]}'")
        asked = base.mark_point(size=90, filled=True, opacity=1).transform_filter(f"datum.series == '{names[1]}'")
        texts = (
            base.mark_text(dy=-12, color="#1B2430")
            .encode(text=alt.Text("change:Q", format=".1f"), color=alt.value("#1B2430"), shape=alt.Undefined)
            .transform_filter(f"datum.series == '{names[0]}'")
        )
        chart = alt.LayerChart(layer=[needed, actual, asked, texts], width=WIDTH, height=HEIGHT + 20)
    heads = (
        ("年份", "强度 t/万元", "同比%", "较2020年%", "目标%（年）", "所需年均降幅%"),
        ("Year", "Intensity t/10⁴ yuan", "Change %", "Against 2020 %", "Goal % (year)", "Required a year %"),
    )
    lines = [path_line(row) for row in rows]
    said = ("，", ", ")[pick].join(f"{row['year']} {number(row['cumulative'], 1)}%" for row in rows)
    note = pace_words(last, pick) if last else ""
    title = ("碳排放强度：2020年以来的路径与所需降幅", "Carbon intensity: path since 2020 and required pace")[pick]
    return Figure(
        "climate-path",
        title,
        said,
        chart,
        Grid(heads[pick], lines, frozenset(range(1, 6))),
        note=note,
        demo=demo_in(rows),
    )


def pace_words(last: Row, pick: int) -> str:
    """What every year left must bring; nothing where no goal is ahead."""
    if last["required_decline"] is None:
        return ""
    goal, year, pace = f"−{last['goal']:g}%", last["goal_year"], f"{last['required_decline']:.2f}%"
    return (
        f"要在{year}年达到 {goal}，此后每年须下降 {pace}。以市级通报为准，本图为测算。",
        f"To reach {goal} in {year} it must fall {pace} a year. Computed; the city's notice decides.",
    )[pick]


def path_line(row: Row) -> list[str]:
    goal = "—" if row["goal"] is None else f"−{row['goal']:g} ({row['goal_year']})"
    return [
        str(row["year"]),
        marked(number(row["intensity"], 4), row),
        number(row["yoy"], 2, sign=True),
        number(row["cumulative"], 2, sign=True),
        goal,
        number(row["required_decline"], 2),
    ]


def waterfall(report: Report, pick: int) -> Figure:
    """From the emissions of the year before to those of the year, effect by effect."""
    import altair as alt

    title = (f"排放量变化的因素分解（LMDI，{report.year}年）", f"What moved emissions (LMDI, {report.year})")[pick]
    years = {row["year"]: row for row in report.rows["carbon"]}
    row, before = years.get(report.year), years.get(report.year - 1)
    if row is None or before is None or row["effect_gdp"] is None or None in (row["co2"], before["co2"]):
        return Figure("climate-lmdi", title)
    known = EFFECTS if row["effect_population"] is not None else ALONE
    steps = [(names[pick], row[key] / WAN) for key, names in known.items() if row[key] is not None]
    start, level, bars = before["co2"] / WAN, before["co2"] / WAN, []
    for name, effect in steps:
        bars.append(
            {
                "name": name,
                "from": level,
                "to": level + effect,
                "text": number(effect, 1, sign=True),
                "kind": "worse" if effect > 0 else "better",
                "top": max(level, level + effect),
            }
        )
        level += effect
    ends = [
        {
            "name": str(report.year - 1),
            "from": start,
            "to": start,
            "top": start,
            "kind": "before",
            "text": number(start, 1),
        },
        {
            "name": str(report.year),
            "from": row["co2"] / WAN,
            "to": row["co2"] / WAN,
            "top": row["co2"] / WAN,
            "kind": "before",
            "text": number(row["co2"] / WAN, 1),
        },
    ]
    shown = [ends[0], *bars, ends[1]]
    order = [bar["name"] for bar in shown]
    hues = {key: scale("series")[key].fill for key in ("before", "worse", "better")}
    floor = min(min(bar["from"], bar["to"]) for bar in shown)
    room = max(bar["top"] for bar in shown) - floor or 1
    for end in ends:
        end["from"] = floor - 0.15 * room
    base = alt.Chart(values(shown)).encode(
        y=alt.Y("name:N", title=None, sort=order),
        color=alt.Color("kind:N", scale=alt.Scale(domain=list(hues), range=list(hues.values())), legend=None),
    )
    axis = alt.Scale(zero=False, nice=False, domain=[floor - 0.15 * room, floor + 1.3 * room])
    drawn = base.mark_bar(height=14).encode(
        x=alt.X("from:Q", scale=axis, title=("万吨CO₂", "10⁴ t CO₂")[pick]), x2="to:Q"
    )
    texts = base.mark_text(align="left", dx=5).encode(
        x=alt.X("top:Q", scale=axis), text="text:N", color=alt.value("#1B2430")
    )
    chart = alt.LayerChart(layer=[drawn, texts], width=WIDTH - 45, height=26 * len(shown))
    heads = (("项目", "万吨CO₂"), ("Part", "10⁴ t CO₂"))
    lines = [[str(bar["name"]), str(bar["text"])] for bar in shown]
    said = ("，", ", ")[pick].join(" ".join(line) for line in lines)
    note = (
        "横轴不从零起；各效应之和等于两年之差。",
        "The axis does not start at zero; the effects add up to the change.",
    )[pick]
    return Figure(
        "climate-lmdi",
        title,
        said,
        chart,
        Grid(heads[pick], lines, frozenset({1})),
        note=note,
        demo=demo_in([row, before]),
    )


def accounts(report: Report, pick: int) -> Figure:
    rows = report.rows["carbon"]
    heads = (
        ("年份", "CO₂（万吨）", "同比%", "能源消费（万tce）", "同比%", "GDP 2020年价（亿元）", "能耗强度 tce/万元"),
        (
            "Year",
            "CO₂ (10⁴ t)",
            "Change %",
            "Energy (10⁴ tce)",
            "Change %",
            "GDP, 2020 prices (10⁸ yuan)",
            "Energy tce/10⁴ yuan",
        ),
    )
    lines = [
        [
            str(row["year"]),
            marked(number(row["co2"] and row["co2"] / WAN, 1), row),
            number(row["co2_yoy"], 2, sign=True),
            number(row["energy_tce"] and row["energy_tce"] / WAN, 1),
            number(row["energy_yoy"], 2, sign=True),
            number(row["gdp"], 1),
            number(row["energy_intensity"], 4),
        ]
        for row in rows
    ]
    title = ("碳排放与能源核算", "Accounts of carbon and energy")[pick]
    return Figure(
        "climate-accounts", title, grid=Grid(heads[pick], lines, frozenset(range(1, 7))), demo=demo_in(rows), wide=True
    )
