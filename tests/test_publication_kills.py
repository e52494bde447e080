"""The short form of `make torture PART=kills`, without nights: a publication that is killed as its file goes live, and a
putting back that is killed as the kept file does."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from store import mart_file, publications

WORK = """
import sys
from pathlib import Path
from torture.crowd import publish
from torture.nights import Fault, arm
root, what, at, when = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
if at != "-":
    arm(Fault(at, when, 1, sys.argv[5]))
if what == "back":
    from pipelines.publications import rolled_back
    rolled_back(root / "marts", root / "lake", "v0", 5.0, 5)
else:
    for number in what.split():
        publish(root, int(number))
"""


def step(root: Path, what: str, *fault: str) -> int:
    """Publish the facts of one number after the other, or put version 0 back, in a process of its own, which the fault
    kills; gives its exit code."""
    command = [sys.executable, "-c", WORK, str(root), what, *(fault or ("-", "-"))]
    return subprocess.run(command, cwd=Path(__file__).parent.parent, check=False).returncode


def live(root: Path) -> str:
    """The live version, whose facts all say so."""
    with duckdb.connect(str(mart_file.mart_file(root / "marts")), read_only=True) as mart:
        (least, most), (version,) = (
            mart.execute(sql).fetchall()[0]
            for sql in ("SELECT min(n), max(n) FROM marts.facts", "SELECT version FROM marts.publication")
        )
    assert (least, f"v{most}") == (most, version)
    return str(version)


@pytest.mark.parametrize(
    ("at", "when", "version"),
    [
        ("store.mart_file:insert", "after", "v0"),
        ("store.atomic:os.replace", "before", "v0"),
        ("store.atomic:os.replace", "after", "v1"),
    ],
)
def test_a_kill_around_going_live_leaves_old_or_new_and_the_next_one_is_whole(
    tmp_path: Path, at: str, when: str, version: str
) -> None:
    assert step(tmp_path, "0") == 0
    assert step(tmp_path, "1", at, when, "" if at.endswith("insert") else "tongzhou.duckdb") == -9
    assert live(tmp_path) == version
    assert step(tmp_path, "2") == 0
    assert live(tmp_path) == "v2"


@pytest.mark.parametrize(("when", "version"), [("before", "v1"), ("after", "v0")])
def test_a_kill_around_putting_back_leaves_one_or_the_other_and_both_are_still_kept(
    tmp_path: Path, when: str, version: str
) -> None:
    """The same file under a second name takes the place of the live one; the next putting back finds whole ones."""
    assert step(tmp_path, "0 1") == 0
    assert step(tmp_path, "back", "store.atomic:os.replace", when, "tongzhou.duckdb") == -9
    assert live(tmp_path) == version
    assert {one.version for one in publications.kept(tmp_path / "marts")} == {"v0", "v1"}
    assert step(tmp_path, "back") == 0
    assert live(tmp_path) == "v0"
    assert [path.name for path in tmp_path.rglob(".*partial*")] == []
