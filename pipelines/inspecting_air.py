"""What `tzeco inspect` tells of hourly air data: clock, hours, stations, pollutants, first values."""

import polars as pl
from rich.console import Console
from rich.table import Table

from pipelines.inspecting_print import SHOWN, add, say
from readers.formats import Format, format_book
from readers.result import ReadResult
from standards.air import STEPS_PER_UNIT


def form_of(result: ReadResult) -> Format:
    """The format that was recognised."""
    return next(form for form in format_book("air_hourly").formats if form.key == result.format)


def show_clock(console: Console, result: ReadResult) -> None:
    """Whose time the labels tell, and which end of the hour they name."""
    form = form_of(result)
    end_zh, end = {"ending": ("结束", "end"), "starting": ("开始", "start")}[form.hour_label]
    say(
        console,
        f"  时区 UTC{form.zone:+d}，时间标签为小时的{end_zh} · "
        f"clock UTC{form.zone:+d}; a label names the {end} of its hour ({form.evidence})",
    )


def show_extent(console: Console, sound: pl.DataFrame) -> None:
    """Hours, stations and pollutants of the cells that would be taken in."""
    hours = sound.get_column("hour_ending")
    stations, pollutants = sound["station_label"].n_unique(), ", ".join(sorted(sound["pollutant"].unique()))
    first, last = hours.min(), hours.max()
    say(console, f"  小时 hours {first!s} – {last!s}；站点 stations {stations}；项目 pollutants {pollutants}")


def show_values(console: Console, sound: pl.DataFrame) -> None:
    """The first cells as they would be taken in."""
    table = Table(
        "行 row", "列 column", "站点 station", "项目 pollutant", "小时止 hour ending", "原文 raw", "数值 value"
    )
    for row in sound.sort("source_row", "source_column").head(SHOWN).iter_rows(named=True):
        value = row["value"] / STEPS_PER_UNIT[row["pollutant"]]
        where = (row["source_row"], row["source_column"], row["station_label"], row["pollutant"], row["hour_ending"])
        add(table, *where, row["raw"], f"{value:g}")
    console.print(table)
