"""How an indicator moved over the years against its targets, on one dust basis."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from reports.report_drawing import HEIGHT, WIDTH, colours, values
from reports.report_figure import DASH, Figure, Grid, Row, demo_in, marked, plain
from reports.report_words import told, word
from reports.scoreboard_cells import change_cell, unit

if TYPE_CHECKING:
    import altair as alt

SERIES: Final = {
    "value": ("数值", "value"), "target": ("目标", "target"), "official": ("公开发布值", "published value"),
}  # fmt: skip
SHAPES: Final = {"value": "circle", "target": "stroke", "official": "diamond"}


def trend(row: Row, years: list[Row], pick: int) -> Figure:
    """Values by year, all on the dust basis of the reported one, with the target of each year and what was published;
    years without a target have none."""
    years, moved = on_one_basis(years, row["basis"])
    known = [year for year in years if year["value"] is not None]
    name = row["name_zh" if pick == 0 else "name_en"]
    first = ("年份", "Year")[pick]
    heads = [first, *(SERIES[key][pick] for key in SERIES), ("同比", "Change")[pick], ("状态", "Status")[pick]]
    grid = Grid(heads, [line_of(year, pick) for year in years], frozenset({1, 2, 3, 4}))
    chart = trend_chart(years, row["unit"], pick) if known else None
    span = f"{known[0]['year']}–{known[-1]['year']}" if len(known) > 1 else "".join(str(year["year"]) for year in known)
    said = (f"{name}，{span}：", f"{name}, {span}: ")[pick]
    said += ("，", ", ")[pick].join(f"{year['year']} {year['value_text']}" for year in known)
    title = ("历年变化", "Over the years")[pick]
    running = known and row["as_of"] is not None and row["as_of"] < date(row["year"], 12, 31)
    until = (f"{row['year']}年数据截至 {row['as_of']}", f"{row['year']}: data up to {row['as_of']}")[pick]
    place = f"{row['indicator_id']}-trend"
    notes = [until] if running else []
    notes += [basis_note(moved, row["basis"], pick)] if moved else []
    return Figure(
        place, title, said, chart, grid if known else None, note=("；", "; ")[pick].join(notes), demo=demo_in(known)
    )


def on_one_basis(years: list[Row], basis: str | None) -> tuple[list[Row], list[int]]:
    """The years with their values on the basis of the reported one, and those whose own one is another. A year is on
    the basis of its own target, or with dust where it has none; its change is on that one too, and is left out.

    The mart `indicator_trend` has the years on the basis of the latest target, which may be after the reported year.
    """
    shown, moved = [], []
    for year in years:
        if basis is not None and year["other_basis"] == basis:
            beside = {"value": year["other_basis_value"], "value_text": year["other_basis_text"]}
            shown.append({**year, **beside, "yoy_change": None, "basis": basis})
            moved.append(year["year"])
        else:
            shown.append(year)
    return shown, moved


def basis_note(moved: list[int], basis: str | None, pick: int) -> str:
    """Which years stand there on another basis than the scoreboard has them on."""
    years = ("、", ", ")[pick].join(map(str, moved))
    words = word("basis", basis, pick)
    both = (
        f"{years}年在总览中按另一口径，此处同按“{words}”列示",
        f"{years} stand on another basis in the scoreboard; here all are on the same one: {words}",
    )
    return both[pick]


def line_of(year: Row, pick: int) -> list[str]:
    """A year as a row of the table."""
    value = marked(year["value_text"] or DASH, year)
    beside = plain(year["target"]), plain(year["official_value"]), change_cell(year, pick)
    return [str(year["year"]), value, *beside, told(year, pick)]


def trend_chart(years: list[Row], of_unit: str | None, pick: int) -> "alt.LayerChart":
    """Points and lines by year; hollow points are demonstration data."""
    import altair as alt

    rows: list[dict[str, Any]] = [
        {"year": str(year["year"]), "series": SERIES[key][pick], "amount": year[column], "origin": year["origin"] or "",
         "text": year["value_text"] if key == "value" else "", "below": crowded(year)}
        for year in years
        for key, column in (("value", "value"), ("target", "target"), ("official", "official_value"))
        if year[column] is not None
    ]  # fmt: skip
    present = {key: SERIES[key][pick] for key in SERIES if any(row["series"] == SERIES[key][pick] for row in rows)}
    names = list(present.values())
    hue = alt.Color("series:N", scale=colours("series", present))
    base = alt.Chart(values(rows)).encode(
        x=alt.X("year:O", title=None),
        y=alt.Y("amount:Q", title=unit(of_unit, pick) or None, scale=alt.Scale(zero=False, padding=16)),
    )
    shape = alt.Shape("series:N", scale=alt.Scale(domain=names, range=[SHAPES[key] for key in present]))
    ours = f"datum.series == '{SERIES['value'][pick]}'"
    lines = base.mark_line().encode(color=hue).transform_filter(ours)
    targets = (
        base.mark_tick(width=44, thickness=3).encode(color=hue)
        .transform_filter(f"datum.series == '{SERIES['target'][pick]}'")
    )  # fmt: skip
    hollow = alt.condition("datum.origin == 'demo' && " + ours, alt.value("white"), hue)
    points = base.mark_point(size=60, filled=True, opacity=1, strokeWidth=2).encode(
        stroke=hue, fill=hollow, shape=shape
    )
    texts = [
        base.mark_text(dy=dy).encode(text="text:N").transform_filter(f"{ours} && {which}datum.below")
        for dy, which in ((-13, "!"), (14, ""))
    ]
    return alt.LayerChart(layer=[lines, targets, points, *texts], width=WIDTH, height=HEIGHT)


def crowded(year: Row) -> bool:
    """Something stands just above the value, so that its number goes below."""
    others = [year["target"], year["official_value"]]
    return year["value"] is not None and any(other is not None and other >= year["value"] for other in others)
