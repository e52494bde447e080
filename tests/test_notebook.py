"""The notebook of docs/notebooks runs through on a published mart, as a script; and says what to do where there is none."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import Installation

NOTEBOOK = Path(__file__).parent.parent / "docs" / "notebooks" / "mart.py"

pytestmark = pytest.mark.skipif(find_spec("marimo") is None, reason="marimo is not installed (make notebook)")

OUTPUTS = """
import runpy
outputs, defined = runpy.run_path({path!r})["app"].run()
print([name for name in ("status", "days", "steps") if name in defined and defined[name].height])
print(sorted(set(defined["status"]["状态"])) if "status" in defined else [])
print(" ".join(str(getattr(one, "text", one)) for one in outputs))
"""


def run(installation: Installation) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", OUTPUTS.format(path=str(NOTEBOOK))],
        env=installation.environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_cell_finds_something_and_demonstration_is_said(published: Installation) -> None:
    told = run(published)
    assert told.returncode == 0, told.stderr
    found, verdicts, shown = told.stdout.split("\n", 2)
    assert found == "['status', 'days', 'steps']"
    assert "演示：数据不足" in verdicts
    assert "含演示数据，不是监测结果" in shown


def test_without_a_publication_nothing_is_run(installation: Installation) -> None:
    told = run(installation)
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("[]\n")
    assert "tzeco run" in told.stdout
