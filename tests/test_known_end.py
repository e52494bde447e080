"""How far a running year is known: what rests on observations alone does not move on nights without news."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from assets.evaluations import known_end
from assets.intake import lost_name, observations_name
from readers.datasets import WATER_WELLS
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
    lake.write(observations_name(WATER_WELLS), pl.DataFrame({"date": observed}), year=2024)
    assert known_end(lake, WATER_WELLS, 2024, today) == end


def test_a_day_of_which_all_values_were_lost_is_known_too(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.write(observations_name(WATER_WELLS), pl.DataFrame({"date": [date(2024, 3, 10)]}), year=2024)
    lake.write(lost_name(WATER_WELLS), pl.DataFrame({"date": [date(2024, 3, 15)]}), year=2024)
    assert known_end(lake, WATER_WELLS, 2024, date(2024, 3, 20)) == date(2024, 3, 15)
