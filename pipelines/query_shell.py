"""Questions typed one after the other, with completion of tables, columns and words of SQL."""

from collections.abc import Iterable
from typing import Final

from duckdb import DuckDBPyConnection
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from rich.console import Console

from reports.named_queries import named_queries
from reports.query import Names, Refused, ask, names_of
from reports.query_completion import last_word, suggestions
from reports.query_print import show

PROMPT: Final = "tzeco> "
MORE: Final = "  ...> "
WELCOME: Final = (
    "只读查询，以分号结束语句；Tab 补全；:name 运行常用查询；.exit 退出。"
    "Read-only. End a statement with a semicolon; Tab completes; :name runs a named query; .exit leaves."
)
LEAVE: Final = (".exit", ".quit", "exit", "quit")
NAMED: Final = ":"


class Suggesting(Completer):
    """Completion of prompt_toolkit from the names of the mart and what was typed before."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.before = ""
        """Lines of the statement that have been entered."""

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        text = document.text_before_cursor
        if text.startswith(NAMED):
            begun = text.removeprefix(NAMED)
            for one in named_queries().values():
                if one.name.startswith(begun):
                    yield Completion(one.name, -len(begun), display_meta=one.title_zh)
            return
        for found in suggestions(self.before + text, document.text_after_cursor, self.names):
            yield Completion(found.text, -len(last_word(text)), display_meta=found.kind)


def converse(mart: DuckDBPyConnection, console: Console | None = None) -> None:
    """Read statements up to a semicolon and print their answers, until the end of the input. What is wrong with one is
    told and the next awaited; Ctrl-C leaves a statement that was begun."""
    shown = console or Console()
    completer = Suggesting(names_of(mart))
    session: PromptSession[str] = PromptSession(completer=completer, complete_while_typing=False)
    shown.print(WELCOME)
    while True:
        try:
            line = session.prompt(MORE if completer.before else PROMPT)
        except KeyboardInterrupt:
            completer.before = ""
            continue
        except EOFError:
            return
        if not completer.before and line.strip() in LEAVE:
            return
        completer.before += line + "\n"
        if not completer.before.strip():
            completer.before = ""
        elif statement := finished(completer.before):
            completer.before = ""
            answer(mart, statement, shown)


def finished(typed: str) -> str:
    """The statement that is typed in full, a named query too; empty where lines are missing."""
    if typed.startswith(NAMED):
        return typed.strip()
    return typed if typed.rstrip().endswith(";") else ""


def answer(mart: DuckDBPyConnection, statement: str, console: Console) -> None:
    """Print the answer to a statement or named query, or what is wrong with it."""
    name = statement.removeprefix(NAMED) if statement.startswith(NAMED) else ""
    if name and name not in named_queries():
        console.print(f"没有查询 / no query {name}: {', '.join(named_queries())}", markup=False)
        return
    try:
        show(ask(mart, named_queries()[name].sql if name else statement), console)
    except Refused as problem:
        console.print(str(problem), markup=False)
