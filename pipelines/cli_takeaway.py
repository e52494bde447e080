"""The verbs that make a file of the live publication to take away: `tzeco report`, `tzeco export`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipelines.cli_options import Area, Year
from pipelines.exits import Exit
from store.atomic import replace_file

app = typer.Typer()
Lang = Annotated[Literal["zh", "en"], typer.Option(help="文件语言\n\nLanguage of the file.")]


@contextmanager
def written(path: Path) -> Iterator[None]:
    """Say where a file or folder lies once it is written; where that is not possible say why, with exit code 1."""
    try:
        yield
    except OSError as problem:
        typer.echo(f"不能写入 {path} / can't be written: {problem.strerror or problem}", err=True)
        raise typer.Exit(Exit.FAILED) from problem
    typer.echo(str(path))


@app.command()
def report(
    year: Year = None,
    area: Area = None,
    out: Annotated[
        Path | None, typer.Option(help="文件位置，默认在发布目录下\n\nWhere the file goes; default: beside the mart.")
    ] = None,
    lang: Lang = "zh",
) -> None:
    """写出年度报告（单个HTML文件）。
    Write the report of a year as one HTML file that opens without network.

    Exit codes: 0 written, 1 not possible there, 3 no publication, no such area or year.
    """
    from pipelines.places import marts_dir
    from reports import report_page, report_reading

    try:
        shown = report_reading.load(marts_dir(), area, year)
    except report_reading.NoReport as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(Exit.NO_INPUT) from problem
    path = out or marts_dir() / "reports" / str(shown.area["area_id"]) / f"{shown.year}.{lang}.html"
    html = report_page.page(shown, lang)

    def write(partial: Path) -> None:
        partial.write_text(html, "utf-8")

    with written(path):
        replace_file(path, write)


@app.command()
def export(
    xlsx: Annotated[
        bool,
        typer.Option("--xlsx", help="工作簿，含字段说明、配色和图表\n\nA workbook with code-book, colours and charts."),
    ] = False,
    parquet: Annotated[
        bool,
        typer.Option("--parquet", help="Parquet文件，附数据包说明\n\nParquet files with a data package descriptor."),
    ] = False,
    csv: Annotated[
        bool, typer.Option("--csv", help="CSV文件，附数据包说明\n\nCSV files with a data package descriptor.")
    ] = False,
    year: Annotated[int | None, typer.Option(help="只取这一年，默认全部\n\nRows of this year; default: all.")] = None,
    area: Annotated[
        str | None,
        typer.Option(help="只取该区域及其下，默认全部\n\nRows of this area and what lies in it; default: all."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="工作簿文件或输出目录，默认在发布目录下\n\n"
            "The workbook's file, or the folder of the files; default: beside the mart."
        ),
    ] = None,
) -> None:
    """导出工作簿、Parquet或CSV。
    Write the tables of the live publication as a workbook, Parquet or CSV.

    Exit codes: 0 written, 1 not possible there, 2 not exactly one of the formats, 3 no publication, no such area
    or year.
    """
    from assets.marts import ALL_TABLES
    from pipelines.places import marts_dir
    from reports import export_package, export_reading, export_workbook

    if xlsx + parquet + csv != 1:
        typer.echo("--xlsx、--parquet、--csv 取其一 / exactly one of them.", err=True)
        raise typer.Exit(Exit.USAGE)
    name = "-".join(str(part) for part in (area, year) if part is not None) or "all"
    try:
        with export_reading.opened(marts_dir(), ALL_TABLES, year, area) as asked:
            if xlsx:
                path, left = out or marts_dir() / "exports" / f"{name}.xlsx", list[str]()
                with written(path):
                    replace_file(path, lambda partial: left.extend(export_workbook.write_workbook(asked, partial)))
                if left:
                    typer.echo(f"{export_workbook.TOO_LONG}: {', '.join(left)}", err=True)
            else:
                form: Literal["csv", "parquet"] = "csv" if csv else "parquet"
                path = out or marts_dir() / "exports" / f"{name}.{form}"
                with written(path):
                    export_package.write_package(asked, path, form)
    except export_reading.NoExport as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(Exit.NO_INPUT) from problem
