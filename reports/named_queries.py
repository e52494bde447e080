"""The named queries of `reports/queries/*.sql`, for `tzeco query --name`, and the page docs/queries.md made of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

PACKAGE: Final = "reports.queries"
COMMENT: Final = "--"

INTRO: Final = """# 常用查询 · Questions and their SQL

每个问题一条 SQL，在 `data/marts/tongzhou.duckdb` 上直接执行，或按名称执行；每条查询都由测试在一个小型发布库上运行。
One statement per question, to be run on `data/marts/tongzhou.duckdb`, or by its name. Tests run every statement on a
small publication.

```
.venv/bin/tzeco query --name missed_targets
duckdb -readonly data/marts/tongzhou.duckdb
```

从 Python、R、JDBC 连接见[连接方式](connections.md)。Connections from Python, R and JDBC: [connections](connections.md).

`origin = 'demo'` 的行由演示数据生成，不是监测结果。Rows with `origin = 'demo'` rest on demonstration data.
"""


@dataclass(frozen=True)
class NamedQuery:
    """A question in both languages, what to know of its answer (Markdown), and its statement."""

    name: str
    title_zh: str
    title_en: str
    notes: str
    sql: str


@cache
def named_queries() -> dict[str, NamedQuery]:
    """All of them by name, which is that of the file, in alphabetical order."""
    files = sorted(resources.files(PACKAGE).iterdir(), key=lambda file: file.name)
    found = [parsed(file.name[:-4], file.read_text("utf-8")) for file in files if file.name.endswith(".sql")]
    return {query.name: query for query in found}


def parsed(name: str, content: str) -> NamedQuery:
    """A file: the comment at its head has the titles in its first two lines, the notes after an empty one.

    Raises ValueError where a title is missing.
    """
    lines = content.splitlines(keepends=True)
    head = lines[: head_length(lines)]
    told = [line.removeprefix(COMMENT).strip() for line in head]
    if len(told) < 2 or not all(told[:2]):
        raise ValueError(f"{PACKAGE}/{name}.sql: the first two lines must be its titles in Chinese and English.")
    return NamedQuery(name, told[0], told[1], "\n".join(told[2:]).strip(), "".join(lines[len(head) :]))


def head_length(lines: list[str]) -> int:
    return next((number for number, line in enumerate(lines) if not line.startswith(COMMENT)), len(lines))


def markdown(queries: Iterable[NamedQuery]) -> str:
    """The page: all questions as a list of links, then each with its notes and statement."""
    asked = list(queries)
    contents = "\n".join(f"- [`{query.name}`](#{query.name}) {query.title_zh} {query.title_en}" for query in asked)
    return "\n".join([INTRO, contents, "", *(section(query) for query in asked)])


def section(query: NamedQuery) -> str:
    """A question with its notes and statement; its name is the anchor."""
    heading = f'<a id="{query.name}"></a>\n\n## {query.title_zh} {query.title_en}\n'
    notes = f"{query.notes}\n\n" if query.notes else ""
    return f"{heading}\n{notes}```sql {query.name}\n{query.sql}```\n"
