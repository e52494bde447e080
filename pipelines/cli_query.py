"""`tzeco query`: a question in SQL to the live publication, read-only."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli_takeaway import written
from pipelines.exits import Exit
from store.atomic import replace_file

if TYPE_CHECKING:
    import polars as pl

app = typer.Typer()
PIPE = "-"


@app.command()
def query(
    sql: Annotated[
        str | None,
        typer.Argument(
            help="一条SQL语句，不写则从标准输入读取\n\nOne SQL statement; without it, read from the standard input."
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="运行命名查询，--list列出\n\nRun this named query; --list shows them.")
    ] = None,
    as_list: Annotated[bool, typer.Option("--list", help="列出命名查询\n\nList the named queries.")] = False,
    interactive: Annotated[
        bool,
        typer.Option(
            "-i",
            "--interactive",
            help="连续提问，可补全；在终端中为默认方式\n\n"
            "Ask again and again, with completion; the default at a terminal.",
        ),
    ] = False,
    csv: Annotated[
        str | None,
        typer.Option(
            help="结果写入CSV文件，-为标准输出\n\nWrite the answer to this CSV file; - is the standard output."
        ),
    ] = None,
    parquet: Annotated[
        Path | None, typer.Option(help="结果写入Parquet文件\n\nWrite the answer to this Parquet file.")
    ] = None,
) -> None:
    """用SQL查询当前发布，只读。
    Ask the live publication in SQL. Nothing can be written, and no other file be read.

    Exit codes: 0 answered, 1 the file can't be written, 2 the question is wrong or would write, 3 no publication, or
    no query of that name.
    """
    from pipelines.places import marts_dir
    from reports.query import NoMart, Refused, ask, confined

    if sum((sql is not None, name is not None, as_list, interactive)) > 1 or (csv and parquet):
        fail("SQL、--name、--list、-i 取其一，--csv、--parquet 取其一 / one of each group only.", Exit.USAGE)
    if as_list:
        list_named()
        return
    statement = named(name) if name else sql
    try:
        with confined(marts_dir()) as mart:
            if interactive or (statement is None and sys.stdin.isatty()):
                from pipelines.query_shell import converse

                converse(mart)
                return
            deliver(ask(mart, statement if statement is not None else sys.stdin.read()), csv, parquet)
    except NoMart as problem:
        fail(str(problem), Exit.NO_INPUT)
    except Refused as problem:
        fail(str(problem), Exit.USAGE)


def fail(message: str, code: Exit) -> None:
    typer.echo(message, err=True)
    raise typer.Exit(code)


def named(name: str) -> str:
    """The statement of a named query; where there is none, the nearest names and exit code 3."""
    from difflib import get_close_matches

    from reports.named_queries import named_queries

    known = named_queries()
    if name not in known:
        near = ", ".join(get_close_matches(name, known)) or "--list"
        fail(f"没有查询 / no query {name}; 相近的 / nearest: {near}", Exit.NO_INPUT)
    return known[name].sql


def list_named() -> None:
    """Print names and titles of the named queries."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    from reports.named_queries import named_queries

    table = Table("name", box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading in ("问题", "question"):
        table.add_column(heading, overflow="fold")
    for one in named_queries().values():
        table.add_row(one.name, one.title_zh, one.title_en)
    Console().print(table)


def deliver(answer: "pl.DataFrame", csv: str | None, parquet: Path | None) -> None:
    """Bring an answer to where it is asked for: a file, the standard output, or the terminal."""
    from rich.console import Console

    from reports import query, query_print

    if csv == PIPE:
        typer.echo(query.as_csv(answer), nl=False)
    elif csv:
        path = Path(csv)
        with written(path):
            replace_file(path, lambda partial: query.write_csv(answer, partial))
    elif parquet:
        with written(parquet):
            replace_file(parquet, lambda partial: answer.write_parquet(partial, compression="zstd"))
    else:
        query_print.show(answer, Console())
