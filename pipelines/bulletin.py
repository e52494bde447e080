"""`tzeco bulletin`: the paragraph on standard output, the document beside the mart; what was issued, what changed."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from pipelines.exits import Exit
from pipelines.settings import Settings
from reports import bulletin_changes
from reports.bulletin_document import BadTemplate, document
from reports.bulletin_frozen import FOLDER, AlreadyIssued, NotIssued, changes, freeze, issued
from reports.bulletin_paragraph import TooLong, paragraph
from reports.bulletin_reading import BadPeriod, Bulletin, Kind, NoBulletin, load
from reports.bulletin_words import Lang

LANGS: tuple[Lang, Lang] = ("zh", "en")
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    kind: Kind
    period: str
    area: str | None
    lang: Lang
    docx: Path | None
    freeze: bool
    replace: bool
    changes: bool
    as_json: bool


def tell(asked: Asked) -> Exit:
    """Print or keep what is asked for; gives the exit code."""
    settings = Settings()
    try:
        bulletin = load(settings.marts_dir, asked.kind, asked.period, asked.area)
        if asked.changes:
            return tell_changes(settings, bulletin, asked)
        if asked.freeze:
            return keep(settings, bulletin, asked)
        return draft(settings, bulletin, asked)
    except BadPeriod as problem:
        return said(problem, Exit.USAGE)
    except (NoBulletin, NotIssued) as problem:
        return said(problem, Exit.NO_INPUT)
    except (AlreadyIssued, BadTemplate, TooLong) as problem:
        return said(problem, Exit.FAILED)


def said(problem: Exception, code: Exit) -> Exit:
    typer.echo(str(problem), err=True)
    return code


def draft(settings: Settings, bulletin: Bulletin, asked: Asked) -> Exit:
    """Print the paragraph and write the document; on standard error where it lies, and whether one was issued."""
    content = document(bulletin, asked.lang, settings.raw_dir / "reference")
    name = f"{bulletin.period}.draft.{asked.lang}.docx"
    path = asked.docx or settings.marts_dir / FOLDER / str(bulletin.area["area_id"]) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    typer.echo(paragraph(bulletin, asked.lang))
    typer.echo(f"→ {path}", err=True)
    remind(settings, bulletin)
    return Exit.OK


def remind(settings: Settings, bulletin: Bulletin) -> None:
    """Say that this period was issued, and how many figures differ from that."""
    try:
        before = issued(settings.marts_dir, str(bulletin.area["area_id"]), bulletin.period)
    except NotIssued:
        return
    differ = len(changes(before.bulletin, bulletin))
    typer.echo(f"已于 {before.issued_at} 定稿，{differ} 个数值有变化 / issued at {before.issued_at}, {differ} figures "
               "have changed: --changes", err=True)  # fmt: skip


def keep(settings: Settings, bulletin: Bulletin, asked: Asked) -> Exit:
    """Keep figures, texts and documents of both languages as issued, and print the paragraph."""
    if bulletin.empty:
        raise NoBulletin(f"{paragraph(bulletin, 'zh')}{paragraph(bulletin, 'en')} 不定稿 / nothing is kept.")
    texts = {lang: paragraph(bulletin, lang) for lang in LANGS}
    documents = {lang: document(bulletin, lang, settings.raw_dir / "reference") for lang in LANGS}
    now = datetime.now(ZONE).replace(tzinfo=None)
    target = freeze(settings.marts_dir, bulletin, texts, documents, now, replace=asked.replace)
    typer.echo(texts[asked.lang])
    typer.echo(f"已定稿 / issued → {target}", err=True)
    return Exit.OK


def tell_changes(settings: Settings, bulletin: Bulletin, asked: Asked) -> Exit:
    """Print what differs from what was issued."""
    from rich.console import Console

    before = issued(settings.marts_dir, str(bulletin.area["area_id"]), bulletin.period)
    if asked.as_json:
        typer.echo(json.dumps(bulletin_changes.as_json(before, bulletin), ensure_ascii=False, indent=2))
        return Exit.OK
    names = bulletin_changes.column_names(settings.marts_dir)
    Console().print(bulletin_changes.rendered(before, bulletin, names, asked.lang), soft_wrap=False)
    return Exit.OK
