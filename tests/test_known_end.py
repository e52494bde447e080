"""How far a running year is known: what rests on observations alone does not move on nights without news."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from assets.evaluations import known_end
from store.lake import Lake


@pytest.mark.parametrize(
    ("observed", "today", "end"),
    [
        ([date(2024, 3, 10)], date(2024, 3, 20), date(2024, 3, 10)),  # the last observation, not yesterday
        ([date(2024, 3, 10)], date(2024, 3, 25), date(2024, 3, 10)),  # and so the night after
        ([date(2024, 3, 10)], date(2024, 4, 1), date(2024, 3, 31)),  # a month that has ended has ended without news too
        (
            [date(2024, 3, 10), date(2024, 3, 28)],
            date(2024, 3, 20),
            date(2024, 3, 10),
        ),  # what is yet to come is not known
        ([date(2024, 3, 28)], date(2024, 3, 20), date(2024, 2, 29)),  # nothing known of the running month
        ([date(2024, 3, 10)], date(2025, 1, 1), date(2024, 12, 31)),  # a year that has ended, as a whole
    ],
)
def test_a_running_year_is_known_up_to_its_last_observation(
    tmp_path: Path, observed: list[date], today: date, end: date
) -> None:
    lake = Lake(tmp_path)
    lake.write("observations/example", pl.DataFrame({"date": observed}), year=2024)
    assert known_end(lake, "observations/example", 2024, today) == end
