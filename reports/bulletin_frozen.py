"""Bulletins as they were issued: figures, texts and documents kept beside the mart, and what has changed since."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from reports.bulletin_queries import QUERIES
from reports.bulletin_reading import Bulletin, Kind, Row
from reports.bulletin_words import Lang

FIGURES: Final = "figures.json"
FOLDER: Final = "bulletins"


class AlreadyIssued(FileExistsError):
    """This period was issued before; the message says when and what to do."""


class NotIssued(LookupError):
    """Nothing was issued for this period."""


@dataclass(frozen=True)
class Issued:
    """A bulletin as it was issued: the figures to the last bit, when, and the text by language."""

    bulletin: Bulletin
    issued_at: str
    paragraphs: dict[str, str]


@dataclass(frozen=True)
class Change:
    """One figure that is not what was issued: part and key of its row, its column, the exact values."""

    part: str
    row: str
    column: str
    issued: Any
    now: Any


def folder(marts_dir: Path, area_id: str, period: str) -> Path:
    """Where a period of an area is kept: `<marts>/bulletins/<area>/<period>`."""
    return marts_dir / FOLDER / area_id / period


def freeze(
    marts_dir: Path,
    bulletin: Bulletin,
    paragraphs: Mapping[Lang, str],
    documents: Mapping[Lang, bytes],
    now: datetime,
    *,
    replace: bool,
) -> Path:
    """Keep a bulletin as it is issued; gives its folder.

    What was issued before is never overwritten: raises AlreadyIssued, or with `replace` moves it to
    `<period>.replaced-<n>` beside. All files appear at once or none.
    """
    target = folder(marts_dir, str(bulletin.area["area_id"]), bulletin.period)
    if target.exists() and not replace:
        before = issued(marts_dir, str(bulletin.area["area_id"]), bulletin.period)
        raise AlreadyIssued(
            f"{bulletin.period} 已于 {before.issued_at} 定稿，不覆盖 / was issued at {before.issued_at} and is not "
            f"overwritten: {target}. --replace 另存新稿并保留旧稿 / keeps the old one beside a new one."
        )
    making = target.with_name(f".{target.name}.issuing-{os.getpid()}")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    (making / FIGURES).write_text(as_text(bulletin, paragraphs, now), "utf-8")
    for lang, text in paragraphs.items():
        (making / f"paragraph.{lang}.txt").write_text(f"{text}\n", "utf-8")
    for lang, content in documents.items():
        (making / f"bulletin.{lang}.docx").write_bytes(content)
    if target.exists():
        target.rename(next_name(target))
    making.rename(target)
    return target


def next_name(target: Path) -> Path:
    """The first free name for what a new issue replaces."""
    number = 1
    while target.with_name(f"{target.name}.replaced-{number}").exists():
        number += 1
    return target.with_name(f"{target.name}.replaced-{number}")


def as_text(bulletin: Bulletin, paragraphs: Mapping[Lang, str], now: datetime) -> str:
    """What is kept, as JSON: numbers in the shortest form that gives the same bits again."""
    kept = {
        "issued_at": now.isoformat(timespec="seconds"),
        "paragraphs": dict(paragraphs),
        "bulletin": asdict(bulletin),
    }
    return json.dumps(kept, ensure_ascii=False, indent=1, default=date.isoformat)


def issued(marts_dir: Path, area_id: str, period: str) -> Issued:
    """What was issued for a period of an area; raises NotIssued where nothing was."""
    path = folder(marts_dir, area_id, period) / FIGURES
    if not path.exists():
        raise NotIssued(f"{area_id} {period} 没有定稿 / was not issued (no {path}).")
    kept = json.loads(path.read_text("utf-8"))
    body = kept["bulletin"]
    kind: Kind = body["kind"]
    days = {name: date.fromisoformat(body[name]) for name in ("first", "last")}
    bulletin = Bulletin(body["area"], kind, body["period"], days["first"], days["last"], body["publication"],
                        body["tables"])  # fmt: skip
    return Issued(bulletin, kept["issued_at"], kept["paragraphs"])


def changes(before: Bulletin, now: Bulletin) -> list[Change]:
    """Every figure that differs, compared exactly: values changed, rows that came and rows that went."""
    return [change for name in QUERIES for change in changes_of(name, before, now)]


def changes_of(name: str, before: Bulletin, now: Bulletin) -> list[Change]:
    """The figures of one part that differ, in the order of the rows as issued, then of those that came.

    A part or column that bulletins did not have when this one was issued is no change of a figure.
    """
    query = QUERIES[name]
    if name not in before.tables:
        return []
    then, today = (by_key(bulletin.tables[name], query.keys) for bulletin in (before, now))
    found = []
    for key in [*then, *(key for key in today if key not in then)]:
        old, new = then.get(key, {}), today.get(key, {})
        label = row_label(old or new, query.keys)
        found += [Change(name, label, column, old.get(column), new.get(column)) for column in query.values
                  if old.get(column) != new.get(column) and (column in old or not old)]  # fmt: skip
    return found


def by_key(rows: list[Row], keys: tuple[str, ...]) -> dict[tuple[Any, ...], Row]:
    return {tuple(row[key] for key in keys): row for row in rows}


def row_label(row: Row, keys: tuple[str, ...]) -> str:
    """What a reader knows a row by: its key, of a place or indicator with the name."""
    return " ".join([*(str(row[key]) for key in keys), *([row["name_zh"]] if row.get("name_zh") else [])])
