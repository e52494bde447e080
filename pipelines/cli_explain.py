"""`tzeco explain`: a number walked down to file and row, from the live publication alone."""

import json
from typing import Annotated

import typer

from pipelines.cli_options import Area, AsJson, Lang, Year
from pipelines.exits import Exit

app = typer.Typer()


@app.command()
def explain(
    indicator: Annotated[
        str,
        typer.Argument(
            help="指标编号（dim_indicator），如air_pm25_annual_mean\n\n"
            "Indicator of dim_indicator, such as air_pm25_annual_mean."
        ),
    ],
    year: Year = None,
    area: Area = None,
    level: Annotated[
        str | None, typer.Option(help="某一层的全部行，如hours\n\nAll rows of one level, such as hours.")
    ] = None,
    key: Annotated[
        str | None, typer.Option(help="某一行及其下各行，如2024-03-28\n\nA row and all below it, such as 2024-03-28.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="各层全部行\n\nAll rows of all levels.")] = False,
    as_json: AsJson = False,
    lang: Lang = "zh",
) -> None:
    """指标逐层溯源到文件和行。
    Walk an indicator down to file and row, with the clause of each step.

    By default each level with its counts, all rows of short ones, and of the others those that were not used. A level
    of more than 2,000 rows is printed as lines with tabs between the columns. Exit
    codes: 0 explained, 3 no publication, or no such indicator, area, year, level or key; the message lists those that
    there are.
    """
    from rich.console import Console

    from pipelines.places import marts_dir
    from reports import explain as report
    from reports.explain_print import rendered

    try:
        found = report.load(marts_dir(), indicator, year, area, level=level, key=key, every=every)
    except report.NoExplanation as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(Exit.NO_INPUT) from problem
    if as_json:
        typer.echo(json.dumps(report.as_json(found), ensure_ascii=False, indent=2, default=str))
        return
    Console().print(rendered(found, lang), crop=False)
