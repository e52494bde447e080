"""`tzeco publications`, `diff`, `rollback`, `restatements`: what was published, what changed, and the way back."""

import json
from typing import Annotated, Any, NoReturn

import typer

from pipelines.cli_options import AsJson, Lang
from pipelines.exits import Exit

app = typer.Typer()
EVERY_ROW = 40
"""How many rows of a comparison are shown unless all are asked for."""


@app.command()
def publications(as_json: AsJson = False, lang: Lang = "zh") -> None:
    """列出保留的各次发布。
    List the kept publications: version, time, code revision, input digest.

    Exit code 3 where there is none."""
    from pipelines.places import marts_dir
    from pipelines.publications import listed
    from reports import publications as report
    from store.mart_file import no_publication

    rows = listed(marts_dir())
    if not rows:
        stop(no_publication(marts_dir()), Exit.NO_INPUT)
    show(rows, report.rendered(rows, lang, width=console_width()), as_json=as_json)


@app.command()
def diff(
    old: Annotated[
        str,
        typer.Argument(
            help="发布名称、版本或其开头；live当前；previous上一次\n\n"
            "Name, version or the beginning of either; live; previous."
        ),
    ],
    new: Annotated[str, typer.Argument(help="同上，另一次发布\n\nThe same, of the other one.")],
    as_json: AsJson = False,
    every: Annotated[bool, typer.Option("--all", help="显示全部行\n\nShow every row.")] = False,
    lang: Lang = "zh",
) -> None:
    """比较两次发布。
    Show every indicator value, status and daily value that differs between two publications.

    Exit codes: 0 compared (also where they differ), 1 one can't be read, 3 no such publication.
    """
    import duckdb

    from pipelines.places import marts_dir
    from pipelines.publications import compared
    from reports.publications import rendered_diff
    from store.publications import NoPublication

    try:
        found = compared(marts_dir(), old, new)
    except NoPublication as problem:
        stop(str(problem), Exit.NO_INPUT)
    except duckdb.Error as problem:
        stop(f"发布文件无法读取 · A publication can't be read: {problem}", Exit.FAILED)
    show(found, rendered_diff(found, lang, most=None if every else EVERY_ROW), as_json=as_json)


@app.command()
def rollback(
    publication: Annotated[
        str,
        typer.Argument(
            help="发布名称、版本或其开头；previous上一次\n\nName, version or the beginning of either; previous."
        ),
    ],
) -> None:
    """恢复某次发布。
    Put a kept publication live again, at once and as a whole; no run may be at work meanwhile.

    Exit codes: 0 done, 1 it can't be read or written, 3 no such publication, 4 a run is at work.
    """
    import duckdb

    from pipelines.publications import rolled_back
    from pipelines.settings import Settings
    from store.lock import Locked
    from store.publications import NoPublication

    settings = Settings()
    try:
        before, now = rolled_back(
            settings.marts_dir, settings.lake_dir, publication, settings.lock_wait_seconds, settings.keep_publications
        )
    except NoPublication as problem:
        stop(str(problem), Exit.NO_INPUT)
    except Locked as problem:
        stop(str(problem), Exit.LOCKED)
    except (duckdb.Error, OSError) as problem:
        stop(f"未恢复，当前发布不变 · Not rolled back, the live publication is as it was: {problem}", Exit.FAILED)
    if before is not None and before.name == now.name:
        typer.echo(f"{now.name} 已是当前发布，未作改动。It is live already; nothing was done.")
        return
    was = before.name if before else "—"
    typer.echo(
        f"当前发布由 {was} 恢复为 {now.name}（发布于 {now.published_at}）。\n"
        f"Live is now {now.name} (published {now.published_at}); it was {was}, which is kept.\n"
        "下一次运行将按当时的原始数据和更正表重新发布：请先移除有误的文件，或在 reference/corrections.csv 中更正。\n"
        "The next run publishes anew from what the landing zone then holds: take the wrong file out, or correct the "
        "value in reference/corrections.csv, before it."
    )


@app.command()
def restatements(as_json: AsJson = False, lang: Lang = "zh") -> None:
    """显示与上一次发布不同的数值及原因。
    Show every value that is not what the publication before said, and why.

    Exit code 3 where there is no publication.
    """
    from pipelines.places import marts_dir
    from reports import restatements as report

    try:
        found = report.load(marts_dir())
    except report.NoReport as problem:
        stop(str(problem), Exit.NO_INPUT)
    show(report.as_json(found), report.rendered(found, lang), as_json=as_json)


def show(data: object, table: Any, *, as_json: bool) -> None:
    """Print plain data or the table of it."""
    if as_json:
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))
        return
    from rich.console import Console

    Console().print(table)


def console_width() -> int:
    from rich.console import Console

    return Console().width


def stop(message: str, code: Exit) -> NoReturn:
    """End with a message and an exit code."""
    typer.echo(message, err=True)
    raise typer.Exit(code)
