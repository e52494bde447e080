"""Kept publications as the command line uses them: list, compare, put back."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import duckdb

from store import mart_file, publications
from store.lock import run_lock
from store.publications import Kept

ABOUT: Final = ("code_revision", "input_digest", "files", "years", "demonstration", "withheld")


def listed(marts_dir: Path) -> list[dict[str, Any]]:
    """What each kept publication says of itself, the newest first; the live one is among them even where it is not
    kept."""
    live = publications.live(marts_dir)
    known = publications.kept(marts_dir)
    if live and not any(publications.matches(one, live) for one in known):
        known = [Kept(mart_file.mart_file(marts_dir), live.published_at, live.version), *known]
    return [described(one, live=live is not None and publications.matches(one, live)) for one in known]


def described(one: Kept, *, live: bool) -> dict[str, Any]:
    """One publication: name, version, time, what it was made from, how many values it restated."""
    row: dict[str, Any] = {
        "name": one.name, "version": one.version, "published_at": one.published_at, "live": live,
        "path": str(one.path), "size_bytes": one.path.stat().st_size, "restated": None, "problem": None,
        **dict.fromkeys(ABOUT),
    }  # fmt: skip
    try:
        with mart_file.opened_file(one.path) as mart:
            about = mart_file.rows(mart, "FROM marts.publication")[0]
            tables = {item["table_name"] for item in mart_file.rows(mart, "SELECT table_name FROM duckdb_tables()")}
            restated = "SELECT count(*) AS n FROM marts.restatement WHERE change <> 'advanced'"
            counted = mart_file.rows(mart, restated)[0]["n"] if "restatement" in tables else None
    except (duckdb.Error, IndexError) as problem:
        return {**row, "problem": str(problem).splitlines()[0]}
    return {**row, **{name: about.get(name) for name in ABOUT}, "restated": counted}


def compared(marts_dir: Path, old: str, new: str) -> dict[str, Any]:
    """Every indicator value, status and daily value that differs between two publications, those that came or went
    included. Raises NoPublication where one is not kept, duckdb.Error where one can't be read."""
    from assets.restatement import between

    before, after = publications.find(marts_dir, old), publications.find(marts_dir, new)
    with ExitStack() as stack:
        sides = [stack.enter_context(mart_file.opened_file(one.path)) for one in (before, after)]
        rows = between(*sides).to_dicts()
    return {
        "old": described(before, live=False),
        "new": described(after, live=False),
        "differences": [{key: value for key, value in row.items() if key != "old_as_of"} for row in rows],
    }


def rolled_back(
    marts_dir: Path, lake_dir: Path, wanted: str, wait_seconds: float, keep: int
) -> tuple[Kept | None, Kept]:
    """Put a kept publication back, under the lock of a run; gives the one that was live and the one that is.

    The one that was live is kept too. Raises NoPublication, Locked where a run is at work, duckdb.Error where the kept
    file can't be read; then nothing is changed.
    """
    with run_lock(lake_dir, "", wait_seconds):
        before = publications.live(marts_dir)
        chosen = publications.find(marts_dir, wanted)
        if before is not None and publications.matches(before, chosen):
            return before, chosen
        publications.keep_live(marts_dir, keep + 1)
        publications.put_back(marts_dir, chosen)
    return before, chosen
