"""Charts of a bulletin as PNG: PM2.5 by day, the days by grade, PM2.5 by month against the year before."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from reports.bulletin_reading import Bulletin
from reports.charts import CATEGORY_COLOURS

if TYPE_CHECKING:
    import altair as alt

WIDTH: Final = 520
SCALE: Final = 2
DEMO: Final = "DEMO 演示数据"
COLOURS: Final = ["#1F5FA8", "#B8BEC6"]


def charts(bulletin: Bulletin) -> dict[str, bytes]:
    """The pictures that there are figures for, by the name that a template calls them."""
    import vl_convert

    drawn = {"pm25_days": pm25_days(bulletin), "aqi_days": aqi_days(bulletin), "pm25_months": pm25_months(bulletin)}
    return {name: bytes(vl_convert.vegalite_to_png(chart.to_json(), scale=SCALE))
            for name, chart in drawn.items() if chart is not None}  # fmt: skip


def values(rows: list[dict[str, Any]]) -> "alt.InlineData":
    import altair as alt

    return alt.InlineData(values=rows)


def marked(bulletin: Bulletin) -> str:
    """What stands above a picture: that it is of demonstration data, else nothing."""
    return DEMO if bulletin.demonstration else ""


def pm25_days(bulletin: Bulletin) -> "alt.Chart | None":
    """Daily means of a month as bars in the colour of the day's grade."""
    import altair as alt

    rows = [{"day": date.fromisoformat(row["date"]).day, "pm25": row["pm25"], "grade": row["grade"]}
            for row in bulletin.tables["day"] if row["pm25"] is not None]  # fmt: skip
    if bulletin.kind != "month" or not rows:
        return None
    drawn: alt.Chart = (
        alt.Chart(values(rows))
        .mark_bar(color=COLOURS[0])
        .encode(
            x=alt.X("day:O", title=None, scale=alt.Scale(domain=days_in(bulletin)), axis=alt.Axis(labelAngle=0)),
            y=alt.Y("pm25:Q", title="PM2.5 µg/m³"),
        )
        .properties(width=WIDTH, height=130, title=marked(bulletin))
    )
    return drawn


def days_in(bulletin: Bulletin) -> list[int]:
    """The days of the month, those without data too."""
    return list(range(bulletin.first.day, bulletin.last.day + 1))


def aqi_days(bulletin: Bulletin) -> "alt.LayerChart | None":
    """The days of a month as a strip in the colours of HJ 633, with the index; a day without one stays white."""
    import altair as alt

    rows = [{"day": date.fromisoformat(row["date"]).day, "aqi": row["aqi"], "grade": row["grade"]}
            for row in bulletin.tables["day"] if row["aqi"] is not None]  # fmt: skip
    if bulletin.kind != "month" or not rows:
        return None
    scale = alt.Scale(domain=list(range(1, 7)), range=CATEGORY_COLOURS)
    base = alt.Chart(values(rows)).encode(
        x=alt.X("day:O", title=None, scale=alt.Scale(domain=days_in(bulletin)), axis=alt.Axis(labelAngle=0))
    )
    boxes = base.mark_rect(stroke="#888888", strokeWidth=0.5).encode(
        color=alt.Color("grade:O", scale=scale, legend=None)
    )
    dark = alt.condition("datum.grade >= 4", alt.value("white"), alt.value("black"))
    texts = base.mark_text(fontSize=8).encode(text="aqi:Q", color=dark)
    return alt.LayerChart(layer=[boxes, texts], width=WIDTH, height=26, title=marked(bulletin))


def pm25_months(bulletin: Bulletin) -> "alt.Chart | None":
    """PM2.5 of the months so far beside those of the year before, as printed; a month with too few days is left out."""
    import altair as alt

    year = bulletin.last.year
    rows = [{"month": int(row["period_id"][-2:]), "year": str(which), "pm25": row[column]}
            for row in bulletin.tables["months"]
            for which, column in ((year, "value_printed"), (year - 1, "previous_printed"))
            if row[column] is not None and (row["valid"] or which < year)]  # fmt: skip
    if not rows:
        return None
    drawn: alt.Chart = (
        alt.Chart(values(rows))
        .mark_bar()
        .encode(
            x=alt.X("month:O", title=None, axis=alt.Axis(labelAngle=0)),
            xOffset=alt.XOffset("year:N", sort=[str(year - 1), str(year)]),
            y=alt.Y("pm25:Q", title="PM2.5 µg/m³"),
            color=alt.Color("year:N", scale=alt.Scale(domain=[str(year), str(year - 1)], range=COLOURS), title=None),
        )
        .properties(width=WIDTH - 60, height=130, title=marked(bulletin))
    )
    return drawn
