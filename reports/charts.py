"""Small charts of the marts for the asset pages, drawn with Altair and rendered without network or browser."""

import base64
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Final

import polars as pl

from reports.colours import fills
from schemas.status_words import WITHHELD

if TYPE_CHECKING:
    import altair as alt

CATEGORY_COLOURS: Final = list(fills("aqi_grade").values())
"""HJ 633-2012 table 2, grade 1 to 6."""

STATUS_COLOURS: Final = fills("status")

BEHIND: Final = 10
"""How far drawing stands back where the work beside it needs all cores."""

SIZE: Final = {"width": 420, "height": 160}


class Charts:
    """Draws the chart of a table as Markdown with the picture inside.

    What renders needs seconds to start, so it starts in a process of its own when `soon` says that there will be
    something to draw, beside the work that comes before.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def soon(self) -> None:
        """Start the process that draws."""
        self._started().submit(load)

    def draw(self, table: str, frame: pl.DataFrame) -> str:
        """The chart, or why there is none: a page without its picture stops no night."""
        if table not in DRAWINGS or frame.is_empty():
            return ""
        done = self._started().submit(drawn, table, frame)
        if error := done.exception():
            self._pool = None
            return f"chart not drawn: {error}"
        return done.result()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), os.nice, (BEHIND,))
        return self._pool


class NoCharts:
    """Leaves pages without charts: for tests and bare machines."""

    def soon(self) -> None:
        """Nothing has to start."""

    def draw(self, table: str, frame: pl.DataFrame) -> str:
        return ""


def load() -> None:
    """Start what renders, with the smallest chart."""
    import altair as alt

    markdown(alt.Chart(alt.InlineData(values=[{"x": 1}])).mark_point().encode(x="x:Q"))


def drawn(table: str, frame: pl.DataFrame) -> str:
    """The chart of a table as Markdown; empty where its rows have nothing to show."""
    chart = DRAWINGS[table](frame)
    return markdown(chart) if chart is not None else ""


def markdown(chart: "alt.Chart") -> str:
    """A chart as an inline PNG."""
    import vl_convert

    png = vl_convert.vegalite_to_png(chart.to_json(), scale=1.5)
    return f"![chart](data:image/png;base64,{base64.b64encode(png).decode()})"


def titled(what: str, frame: pl.DataFrame, place: str) -> str:
    """What is drawn, for which year and place, and whether it is demonstration."""
    mark = " · 演示 demonstration" if "demo" in frame.get_column("origin").to_list() else ""
    return f"{what} {frame.get_column('year').max()!s}, {place}{mark}"


def daily_aqi(frame: pl.DataFrame) -> "alt.Chart | None":
    """The days of the latest year by grade: a calendar of one row per month."""
    import altair as alt

    areas = frame.filter((pl.col("level") == "area") & pl.col("grade").is_not_null())
    if areas.is_empty():
        return None
    first = str(areas.get_column("place_id").min())
    days = areas.filter(pl.col("place_id") == first).select(
        month=pl.col("date").dt.month(), day=pl.col("date").dt.day(), grade="grade"
    )
    drawn: alt.Chart = (
        alt.Chart(alt.InlineData(values=days.to_dicts()))
        .mark_rect(stroke="white")
        .encode(
            x=alt.X("day:O", title="day"),
            y=alt.Y("month:O", title="month"),
            color=alt.Color(
                "grade:O", scale=alt.Scale(domain=list(range(1, 7)), range=CATEGORY_COLOURS), title="grade"
            ),
        )
        .properties(title=titled("AQI grade", areas, first), **SIZE)
    )
    return drawn


def monthly_pm25(frame: pl.DataFrame) -> "alt.Chart | None":
    """Monthly PM2.5 of the latest year against the year before."""
    import altair as alt

    months = frame.filter(
        (pl.col("period_type") == "month") & (pl.col("measure") == "pm25_mean") & (pl.col("basis") == "raw")
    )
    if months.is_empty():
        return None
    first = str(months.get_column("area_id").min())
    rows = months.filter(pl.col("area_id") == first).select(
        "period_id", this_year="value_printed", year_before="previous_printed"
    )
    long = rows.unpivot(index="period_id", variable_name="series", value_name="value").drop_nulls()
    drawn: alt.Chart = (
        alt.Chart(alt.InlineData(values=long.to_dicts()))
        .mark_line(point=True)
        .encode(x=alt.X("period_id:O", title=None), y=alt.Y("value:Q", title="PM2.5 µg/m³"), color="series:N")
        .properties(title=titled("PM2.5 by month", months, first), **SIZE)
    )
    return drawn


def statuses(frame: pl.DataFrame) -> "alt.Chart | None":
    """How many indicators stand where, by year; those that were withheld apart from those that never had data."""
    import altair as alt

    withheld = pl.col("decided_by") == WITHHELD
    told = frame.with_columns(status=pl.when(withheld).then(pl.lit(WITHHELD)).otherwise("status"))
    counts = told.group_by("year", "status").len().sort("year", "status")
    drawn: alt.Chart = (
        alt.Chart(alt.InlineData(values=counts.to_dicts()))
        .mark_bar()
        .encode(
            x="year:O",
            y=alt.Y("len:Q", title="indicators"),
            color=alt.Color(
                "status:N", scale=alt.Scale(domain=list(STATUS_COLOURS), range=list(STATUS_COLOURS.values()))
            ),
        )
        .properties(title="Status of the plan's indicators", **SIZE)
    )
    return drawn


DRAWINGS: Final[dict[str, Callable[[pl.DataFrame], "alt.Chart | None"]]] = {
    "air_daily": daily_aqi,
    "air_period": monthly_pm25,
    "indicator_status": statuses,
}
