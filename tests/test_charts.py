"""Charts of the asset pages: drawn in a process of their own, kept until what they show changes."""

from pathlib import Path

import polars as pl

from assets.pictures import WHOLE, kept_picture
from reports.charts import Charts
from store.lake import Lake

STATUSES = pl.DataFrame({"year": [2024] * 2, "status": ["met", "no_data"], "decided_by": ["target", "withheld"]})


class Counting:
    """Draws text and counts how often."""

    def __init__(self) -> None:
        self.drawn = 0

    def soon(self) -> None:
        """Nothing has to start."""

    def draw(self, table: str, frame: pl.DataFrame) -> str:
        self.drawn += 1
        return f"{table} {frame.height}"


def test_a_chart_is_a_picture_inside_the_page() -> None:
    charts = Charts()
    charts.soon()
    assert charts.draw("indicator_status", STATUSES).startswith("![chart](data:image/png;base64,iVBORw0KGgo")
    assert charts.draw("indicator_status", STATUSES.clear()) == ""
    assert charts.draw("a table without a chart", STATUSES) == ""


def test_a_chart_that_cannot_be_drawn_stops_nothing() -> None:
    charts = Charts()
    assert charts.draw("indicator_status", pl.DataFrame({"other": [1]})).startswith("chart not drawn: ")
    assert charts.draw("indicator_status", STATUSES).startswith("![chart]")


def test_a_chart_is_drawn_anew_only_when_its_rows_change(tmp_path: Path) -> None:
    lake, pictures = Lake(tmp_path), Counting()
    shown = [
        kept_picture(lake, pictures, "indicator_status", WHOLE, digest, lambda: STATUSES)["chart"].value
        for digest in ("a", "a", "b")
    ]
    assert shown == ["indicator_status 2"] * 3
    assert pictures.drawn == 2
