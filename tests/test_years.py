"""The partitions of the graph: calendar years of Asia/Shanghai."""

from datetime import UTC, datetime

import dagster as dg
import pytest

from assets.years import YEARS


@pytest.mark.parametrize(
    ("moment", "last"),
    [(datetime(2025, 12, 31, 15, 59, tzinfo=UTC), "2025"), (datetime(2025, 12, 31, 16, 0, tzinfo=UTC), "2026")],
)
def test_a_year_begins_at_midnight_in_shanghai(moment: datetime, last: str) -> None:
    assert YEARS.get_partition_keys(moment)[-1] == last


def test_years_are_the_windows_that_the_cron_string_gives() -> None:
    now = datetime(2026, 7, 1, tzinfo=UTC)
    assert YEARS.get_partition_keys(now) == dg.TimeWindowPartitionsDefinition.get_partition_keys(YEARS, now)
