"""The command line: `tzeco run`, `status`, `tasks`, `bulletin`, `report` and more. Heavy imports wait until needed."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipelines import cli_explain, cli_plan, cli_publications, cli_query, cli_takeaway
from pipelines.cli_options import Area, AsJson, Lang, Year
from pipelines.exits import Exit

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
                  help="通州区生态环境指标 · Tongzhou environmental indicators")  # fmt: skip
app.add_typer(cli_plan.app)
app.add_typer(cli_publications.app)
app.add_typer(cli_explain.app)
app.add_typer(cli_takeaway.app)
app.add_typer(cli_query.app)


@app.command()
def run(
    year: Annotated[
        int | None,
        typer.Option(
            help="除数据有变动的年份外，另评价这一年\n\nEvaluate this year besides those whose inputs changed."
        ),
    ] = None,
    lang: Lang = "zh",
) -> None:
    """接收、评价、发布，显示指标总览、有问题的文件和存疑的数据。
    Take in, evaluate, publish, print the scoreboard.

    Names the files that are in trouble too, and data that are doubtful.

    Exit codes: 0 published, 1 a step failed, 3 nothing in the landing zone, 4 another run is at work, 5 a check
    withheld the publication.
    """
    from pipelines.changes import tell_changes, tell_doubts, tell_troubles
    from pipelines.places import marts_dir
    from pipelines.running import run_nightly
    from pipelines.settings import Settings
    from reports import doubts, troubles
    from store.publications import live

    before, troubled, doubted = live(marts_dir()), troubles.load(marts_dir()), doubts.load(marts_dir())
    code = run_nightly(year)
    if code == Exit.OK:
        show(None, None, lang)
        tell_changes(marts_dir(), before, lang)
        tell_troubles(marts_dir(), Settings().raw_dir, troubled)
        tell_doubts(marts_dir(), doubted)
    raise typer.Exit(code)


@app.command()
def status(
    area: Area = None,
    year: Year = None,
    as_json: AsJson = False,
    notes: Annotated[bool, typer.Option("--notes", help="说明全文显示\n\nPrint every note in full.")] = False,
    lang: Lang = "zh",
) -> None:
    """显示当前发布的指标总览。
    Print the scoreboard of the live publication.

    Exit code 3 where there is none."""
    show(area, year, lang, as_json=as_json, all_notes=notes)


@app.command()
def bulletin(
    day: Annotated[
        str | None,
        typer.Option(help="某日，如2024-03-28，连同当月和当年累计\n\nA day, 2024-03-28, with month and year up to it."),
    ] = None,
    month: Annotated[
        str | None, typer.Option(help="某月，如2024-03，连同1至N月累计\n\nA month, 2024-03, with months 1 to N.")
    ] = None,
    year: Annotated[str | None, typer.Option(help="某年，如2024\n\nA year, 2024.")] = None,
    area: Area = None,
    docx: Annotated[
        Path | None,
        typer.Option(
            help="Word文件的位置，默认在发布目录下\n\nWhere the Word document goes; default: beside the mart."
        ),
    ] = None,
    freeze: Annotated[
        bool,
        typer.Option("--freeze", help="定稿：保存数值、文字和文件\n\nKeep figures, texts and documents as issued."),
    ] = False,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="与--freeze同用：另存新稿，旧稿保留\n\nWith --freeze: a new issue; the old one is kept beside it.",
        ),
    ] = False,
    changes: Annotated[
        bool, typer.Option("--changes", help="列出定稿后有变化的数值\n\nList every figure that is not what was issued.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="与--changes同用：输出JSON\n\nWith --changes: print JSON instead of a table.")
    ] = False,
    lang: Lang = "zh",
) -> None:
    """显示日报、月报或年报文字，并写成Word文件。
    Print the bulletin of a day, month or year; write it as Word.

    Exit codes: 0 done, 1 not possible (issued before, template wrong), 2 wrong usage, 3 no publication, no such area,
    nothing issued.
    """
    from pipelines.bulletin import Asked, tell

    periods: list[tuple[Literal["day", "month", "year"], str | None]]
    periods = [("day", day), ("month", month), ("year", year)]
    chosen = [(kind, period) for kind, period in periods if period is not None]
    if len(chosen) != 1 or (freeze and changes) or (replace and not freeze) or (as_json and not changes):
        typer.echo("--day、--month、--year 取其一 / one of them; --replace goes with --freeze, --json with --changes, "
                   "--freeze not with --changes.", err=True)  # fmt: skip
        raise typer.Exit(Exit.USAGE)
    kind, period = chosen[0]
    raise typer.Exit(tell(Asked(kind, period, area, lang, docx, freeze, replace, changes, as_json)))


@app.command()
def fetch(
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date", formats=["%Y-%m-%d"], help="获取到哪一天为止，默认今天\n\nLast day to fetch; default: today."
        ),
    ] = None,
    lang: Lang = "zh",
) -> None:
    """按sources.toml的地址获取文件。
    Bring files into the landing zone from the addresses of `sources.toml`.

    The file is named by TZECO_SOURCES_FILE; off without it.

    Exit codes: 0 all that is there has landed, 1 something was refused or failed, 2 no sources or bad ones.
    """
    from pipelines.fetching_told import tell

    raise typer.Exit(tell(day.date() if day else None, lang))


@app.command()
def demo() -> None:
    """生成2020至2024年演示数据。
    Write demonstration data for 2020 to 2024 into the default landing zone."""
    from pipelines.demonstration import make_demo

    raise typer.Exit(make_demo(only_if_empty=False))


@app.command("demo-if-empty", hidden=True)
def demo_if_empty() -> None:
    """The same, only where the default landing zone holds no observations: the first step of `make run`."""
    from pipelines.demonstration import make_demo

    raise typer.Exit(make_demo(only_if_empty=True))


@app.command()
def doctor(
    as_json: AsJson = False,
    lang: Lang = "zh",
) -> None:
    """检查本机能否完成夜间运行。
    Look whether this installation can do its night.

    Looked at are environment, landing zone, lake, mart, daemon, disk, clock.

    Exit codes: 0 all well or only warnings, 1 something must be put right first.
    """
    from rich.console import Console

    from pipelines import doctor as looks
    from pipelines.settings import Settings

    findings = looks.examine(Settings())
    if as_json:
        typer.echo(looks.as_json(findings))
    else:
        Console().print(looks.rendered(findings, lang))
    raise typer.Exit(Exit.FAILED if any(one.state == "fail" for one in findings) else Exit.OK)


@app.command()
def dictionary() -> None:
    """以Markdown输出数据字典。
    Print the data dictionary of the mart as Markdown."""
    from assets.marts import ALL_TABLES
    from reports.dictionary import markdown

    typer.echo(markdown(ALL_TABLES))


@app.command(hidden=True)
def prepare() -> None:
    """Make the instance's folder ready for webserver and daemon."""
    from pipelines.settings import prepare_environment

    typer.echo(f"DAGSTER_HOME {prepare_environment()}")


@app.command()
def inspect(
    file: Annotated[Path, typer.Argument(help="要检查的文件\n\nA file as it would land.")],
    dataset: Annotated[
        str | None,
        typer.Option(
            help="数据集，如water_sections，用于不在数据集目录下的文件\n\n"
            "Dataset, such as water_sections, of a file that lies in no dataset's folder."
        ),
    ] = None,
) -> None:
    """检查一个文件能读出什么、为何读不出。
    Show what would be read from a file, and why not. Nothing is kept.

    A file in a dataset's folder (water/sections/ …) is read by that dataset; elsewhere --dataset names it, and without
    it every reader is tried. Exit codes: 0 read, 1 not readable, 2 no such file or dataset.
    """
    from pipelines.inspecting import inspect_file

    raise typer.Exit(inspect_file(file, dataset))


def show(area: str | None, year: int | None, lang: str, *, as_json: bool = False, all_notes: bool = False) -> None:
    """Print the scoreboard, or why there is none."""
    from rich.console import Console

    from pipelines.places import marts_dir
    from reports import scoreboard

    try:
        board = scoreboard.load(marts_dir(), area, year)
    except scoreboard.NoScoreboard as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(Exit.NO_INPUT) from problem
    if as_json:
        typer.echo(json.dumps(scoreboard.as_json(board), ensure_ascii=False, indent=2, default=str))
        return
    console = Console()
    console.print(scoreboard.rendered(board, lang, width=console.width, all_notes=all_notes))


if __name__ == "__main__":
    app()
