"""The pages of the gate beside the mart."""

from pathlib import Path

from gate_cases import published, scoreboard, status

from pipelines.gate import gate_specs
from quality.expectations import suites

PM25 = "air_pm25_annual_mean"


def test_the_pages_need_nothing_from_elsewhere_and_are_replaced_as_a_whole(tmp_path: Path) -> None:
    published(tmp_path, scoreboard(status(PM25, 35.0)), judged=suites())
    pages = tmp_path / "marts" / "data_docs"
    first = pages.resolve()
    every = list(first.rglob("*.html"))
    assert len(every) > 2 * len(gate_specs())
    for page in every:
        assert "://" not in page.read_text("utf-8"), page
    index = (pages / "index.html").read_text("utf-8")
    for spec in gate_specs():
        assert f">{spec.name}</a>" in index
    published(tmp_path, scoreboard(status(PM25, 35.1)), "2")
    assert pages.resolve() != first
    assert not first.exists()
    assert len(list((tmp_path / "marts").glob(".data_docs-*"))) == 1
