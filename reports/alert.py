"""What an operator is told of a night: one message that names what failed or is missing, with counts and what to do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from reports import doubts
from store import mart_file
from store.digest import digest_of

Kind = Literal["failed", "blocked", "no_input", "published"]

TITLES: Final[Mapping[Kind, tuple[str, str]]] = {
    "failed": ("夜间运行失败", "nightly run failed"),
    "blocked": ("发布被检查拦下", "publication withheld by a check"),
    "no_input": ("落地区没有数据", "nothing in the landing zone"),
    "published": ("已发布，有需处理的事项", "published, with matters to attend to"),
}
NEXT: Final[Mapping[Kind, tuple[str, str]]] = {
    "failed": (
        "现行发布未变，数据不丢。请按上述原因处理后再运行 tzeco run。",
        "The live publication is as it was, nothing is lost. Put the cause right, then `tzeco run`.",
    ),
    "blocked": (
        "现行发布未变。请核对上述检查所指的数据，更正后再运行 tzeco run。",
        "The live publication is as it was. Look into what the checks name, correct it, then `tzeco run`.",
    ),
    "no_input": (
        "现行发布未变。请检查数据传输与 TZECO_RAW_DIR。",
        "The live publication is as it was. See to the delivery of data, and to TZECO_RAW_DIR.",
    ),
    "published": (
        "其余指标照常发布。请按各项处理；用 tzeco inspect 查看文件，用 tzeco due 查看逾期。",
        "All else is published. See to each; `tzeco inspect` shows a file, `tzeco due` what is late.",
    ),
}
SHOWN: Final = 5
"""How many of a kind are named; the rest is counted."""


@dataclass(frozen=True)
class Outcome:
    """How a run ended: steps that failed with their reason, and checks that did not hold with their finding."""

    kind: Kind
    failures: Sequence[tuple[str, str]] = ()
    checks: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Matters:
    """What the live publication lacks: datasets withheld, files that could not be read, datasets that are late; and
    what is doubtful in it, by key."""

    publication: str = ""
    withheld: str = ""
    unread: Sequence[tuple[str, str]] = ()
    late: Sequence[tuple[str, str, str]] = ()
    doubtful: Mapping[str, str] = field(default_factory=dict)

    def any(self) -> bool:
        return bool(self.withheld or self.unread or self.late or self.doubtful)


@dataclass(frozen=True)
class Alert:
    """One message. `matter` is the same for the same trouble, whatever the night."""

    title: str
    body: str
    matter: str = field(compare=False)


def matters(marts_dir: Path) -> Matters:
    """What the live publication lacks; nothing where there is none."""
    if not mart_file.mart_file(marts_dir).exists():
        return Matters()
    with mart_file.opened(marts_dir) as mart:
        publication = mart_file.rows(mart, "SELECT version, published_at, withheld FROM marts.publication")[0]
        unread = mart_file.rows(mart, UNREAD)
        late = mart_file.rows(mart, LATE)
    return Matters(
        f"{publication['version']}（{publication['published_at']}）",
        str(publication["withheld"] or ""),
        [(str(row["path"]), str(row["message"])) for row in unread],
        [(str(row["name_zh"]), str(row["name_en"]), held(row)) for row in late],
        doubts.load(marts_dir).findings,
    )


UNREAD: Final = "SELECT path, message FROM marts.source_file WHERE state <> 'read' ORDER BY path"
LATE: Final = """
    SELECT name_zh, name_en, period_in_hand, period_due, due_on FROM marts.release_calendar
    WHERE kind = 'dataset' AND state IN ('late', 'never') ORDER BY due_on, name_zh
"""


def held(row: Mapping[str, Any]) -> str:
    """Which period is in hand, which should be, and since when."""
    return f"{row['period_in_hand'] or '—'} → {row['period_due']}，{row['due_on']}"


def alert_of(outcome: Outcome, found: Matters) -> Alert | None:
    """The message on a night; None where all went well and nothing is missing."""
    if outcome.kind == "published" and not outcome.checks and not found.any():
        return None
    zh, en = TITLES[outcome.kind]
    lines = [
        *listed("失败步骤 failed steps", by_reason(outcome.failures)),
        *listed("未通过的检查 checks that do not hold", (f"{name}：{told}" for name, told in outcome.checks)),
        *([f"未予采用 withheld: {found.withheld}"] if found.withheld else []),
        *listed("读不出的文件 files that can't be read", (message for _, message in found.unread)),
        *listed("存疑数据 doubtful data", found.doubtful.values()),
        *listed("逾期数据集 datasets that are late", (f"{a} {b}（{state}）" for a, b, state in found.late)),
        f"现行发布 live publication: {found.publication or '无 none'}",
        *(f"下一步 next: {text}" for text in NEXT[outcome.kind]),
    ]
    return Alert(f"通州区生态环境指标：{zh} · {en}", "\n".join(lines), matter_of(outcome, found))


def by_reason(failures: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Each reason once, behind the steps that it stopped."""
    reasons = list(dict.fromkeys(reason for _, reason in failures))
    for reason in reasons:
        yield f"{', '.join(step for step, one in failures if one == reason)}：{reason}"


def listed(title: str, entries: Iterable[str]) -> list[str]:
    """A heading with the count, and the first of its entries."""
    every = list(entries)
    rest = [f"  … {len(every) - SHOWN}"] if len(every) > SHOWN else []
    return [f"{title}（{len(every)}）", *(f"  {one}" for one in every[:SHOWN]), *rest] if every else []


def matter_of(outcome: Outcome, found: Matters) -> str:
    """Digest of what is wrong, without what changes from night to night by itself."""
    names = [name for name, _ in (*outcome.failures, *outcome.checks, *found.unread)]
    return digest_of([outcome.kind, *names, found.withheld, *(name for name, *_ in found.late), *found.doubtful])
