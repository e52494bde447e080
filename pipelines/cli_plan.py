"""`tzeco tasks` and `tzeco due`: how far the plan's tasks are, and what should have come by now."""

import json
from datetime import datetime
from typing import Annotated

import typer

from pipelines.cli_options import AsJson, Lang
from pipelines.exits import Exit

app = typer.Typer()


@app.command()
def tasks(
    year: Annotated[
        int | None, typer.Option(help="计划年份，默认最近一年\n\nYear of the plan; default: the latest.")
    ] = None,
    action: Annotated[
        str | None,
        typer.Option(
            help="行动：air、water、soil、climate、ecology或中文名\n\n"
            "air, water, soil, climate, ecology, or its Chinese name."
        ),
    ] = None,
    late: Annotated[
        bool,
        typer.Option("--late", help="只列逾期或填报滞后的任务\n\nOnly tasks that are overdue or reported as delayed."),
    ] = False,
    as_json: AsJson = False,
    lang: Lang = "zh",
) -> None:
    """显示计划任务进展。
    Print the progress of the plan's tasks from the live publication.

    Exit code 3 where there is none."""
    from rich.console import Console

    from pipelines.places import marts_dir
    from reports import tasks as report

    try:
        board = report.load(marts_dir(), year, action, late=late)
    except report.NoTasks as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(Exit.NO_INPUT) from problem
    if as_json:
        typer.echo(json.dumps(report.as_json(board), ensure_ascii=False, indent=2, default=str))
        return
    console = Console()
    console.print(report.rendered(board, lang, width=console.width))


@app.command()
def due(
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date", formats=["%Y-%m-%d"], help="按哪一天计算，默认今天\n\nDay to reckon for; default: today."
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = "zh",
) -> None:
    """显示应到的数据和公布值。
    Print what should have come by now, from the live publication.

    Exit code 3 where there is none."""
    from rich.console import Console

    from pipelines.places import current_day, marts_dir
    from reports import due as report

    try:
        calendar = report.load(marts_dir(), day.date() if day else current_day())
    except report.NoCalendar as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(Exit.NO_INPUT) from problem
    if as_json:
        typer.echo(json.dumps(report.as_json(calendar), ensure_ascii=False, indent=2, default=str))
        return
    console = Console()
    console.print(report.rendered(calendar, lang, width=console.width))
