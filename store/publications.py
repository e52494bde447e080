"""The last publications, kept beside the live mart file: `publications/<time>-<version>.duckdb`.

A kept publication is the same file as the live one, under a second name (a hard link; a copy where the file system has
none), so that keeping costs no copy and takes effect as a whole or not at all. The name bears the time too: a version
whose content comes back later is another publication.
"""

import os
import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import duckdb

from store import mart_file
from store.atomic import remove_partials, replace_file

FOLDER: Final = "publications"
TIME: Final = "%Y%m%dT%H%M%S"
NAME: Final = re.compile(r"(\d{8}T\d{6})-([0-9a-z]+)\.duckdb")
LIVE: Final = "live"
PREVIOUS: Final = "previous"


class NoPublication(LookupError):
    """There is no such publication; the message says which there are."""


@dataclass(frozen=True)
class Kept:
    """One kept publication: its file, when it was published (Asia/Shanghai), and its version."""

    path: Path
    published_at: datetime
    version: str

    @property
    def name(self) -> str:
        return f"{self.published_at.strftime(TIME)}-{self.version}"


def kept(marts_dir: Path) -> list[Kept]:
    """The kept publications, the newest first."""
    found = [
        Kept(path, datetime.strptime(match[1], TIME), match[2])
        for path in (marts_dir / FOLDER).glob("*.duckdb")
        if (match := NAME.fullmatch(path.name))
    ]
    return sorted(found, key=lambda one: (one.published_at, one.path.stat().st_mtime_ns), reverse=True)


def live(marts_dir: Path) -> Kept | None:
    """The live publication under the name that it is kept by; None where there is none that can be read."""
    path = mart_file.mart_file(marts_dir)
    try:
        with mart_file.opened(marts_dir) as connection:
            (row,) = mart_file.rows(connection, "SELECT version, published_at FROM marts.publication")
    except (duckdb.Error, ValueError):
        return None
    published_at, version = row["published_at"], str(row["version"])
    if not isinstance(published_at, datetime):
        return None
    return Kept(
        path.with_name(FOLDER) / f"{published_at.strftime(TIME)}-{version}.duckdb",
        published_at.replace(microsecond=0),
        version,
    )


def keep_live(marts_dir: Path, number: int) -> list[str]:
    """Keep the live publication and drop all but the last `number`; gives the names of those dropped.

    The live one is never dropped, even where it is an older one that was put back. Raises OSError where the folder
    can't be written.
    """
    current = live(marts_dir)
    if current is None:
        return []
    source = mart_file.mart_file(marts_dir)
    if not current.path.exists() or source.stat().st_mtime_ns > current.path.stat().st_mtime_ns:
        replace_file(current.path, lambda partial: same_file(source, partial))
    beyond = [one for one in kept(marts_dir)[number:] if one.name != current.name]
    for one in beyond:
        one.path.unlink(missing_ok=True)
    return [one.name for one in beyond]


def put_back(marts_dir: Path, chosen: Kept) -> None:
    """Make a kept publication the live one: at every moment the live file is the old or the new one. What a killed
    publishing or putting back has left goes first.

    Raises duckdb.Error where the kept file can't be read, before anything is changed.
    """
    with mart_file.opened_file(chosen.path) as connection:
        connection.execute("SELECT version FROM marts.publication").fetchall()
    remove_partials(marts_dir)
    replace_file(mart_file.mart_file(marts_dir), lambda partial: same_file(chosen.path, partial))


def same_file(source: Path, target: Path) -> None:
    """A second name for a file; a copy with the same times where the file system has no hard links."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def find(marts_dir: Path, wanted: str) -> Kept:
    """The publication that a name, a version or the beginning of either stands for; of several with one version the
    latest. `live` is the live one, `previous` the one kept before it. Raises NoPublication."""
    known, current = kept(marts_dir), live(marts_dir)
    if current and not any(one.name == current.name for one in known):
        known = [Kept(mart_file.mart_file(marts_dir), current.published_at, current.version), *known]
    at = next((n for n, one in enumerate(known) if current and matches(one, current)), None)
    if wanted == LIVE and at is not None:
        return known[at]
    if wanted == PREVIOUS and at is not None and at + 1 < len(known):
        return known[at + 1]
    fitting = [one for one in known if wanted and (one.name.startswith(wanted) or one.version.startswith(wanted))]
    if len({one.version for one in fitting}) == 1:
        return fitting[0]
    names = ", ".join(one.name for one in known) or "无 none"
    zh, en = (
        ("有多个保留的版本以此开头", "Several publications begin with")
        if fitting
        else ("没有保留的版本名为", "No kept publication is called")
    )
    raise NoPublication(f'{zh}“{wanted}” · {en} "{wanted}". 现有 kept: {names}.')


def has_earlier(marts_dir: Path) -> bool:
    """Whether a publication older than the live one is kept."""
    current = live(marts_dir)
    return current is not None and any(one.published_at < current.published_at for one in kept(marts_dir))


def matches(one: Kept, other: Kept) -> bool:
    """Whether two are the same publication: version and time."""
    return (one.version, one.published_at) == (other.version, other.published_at)
