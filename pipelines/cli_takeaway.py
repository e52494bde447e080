"""The verbs that make a file of the live publication to take away: `tzeco report`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from pipelines.exits import Exit

app = typer.Typer()
Lang = Annotated[Literal["zh", "en"], typer.Option(help="Language of the file.")]
Area = Annotated[str | None, typer.Option(help="Area of dim_area; default: the one with targets.")]


@app.command()
def report(
    year: Annotated[int | None, typer.Option(help="Calendar year; default: the latest with a value.")] = None,
    area: Area = None,
    out: Annotated[Path | None, typer.Option(help="Where the file goes; default: beside the mart.")] = None,
    lang: Lang = "zh",
) -> None:
    """Write the report of a year as one HTML file that opens without network and prints on A4.

    Exit codes: 0 written, 3 no publication, no such area or year.
    """
    from pipelines.places import marts_dir
    from reports import report_page, report_reading

    try:
        shown = report_reading.load(marts_dir(), area, year)
    except report_reading.NoReport as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(Exit.NO_INPUT) from problem
    path = out or marts_dir() / "reports" / str(shown.area["area_id"]) / f"{shown.year}.{lang}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report_page.page(shown, lang), "utf-8")
    typer.echo(str(path))
