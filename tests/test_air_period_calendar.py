"""HJ 663: which periods a year has, which days are theirs, and the same days of the year before."""

from datetime import date
from fractions import Fraction

import polars as pl
import pytest
from air_cases import CLEAN, area_days, calendar, year_of
from air_period_cases import NEW_YEAR, NEW_YEARS_EVE, table, value

from standards.air_indicators import same_day_of_earlier_year
from standards.calendar import Period, periods_of_year, same_period_last_year, year_before


def ids(year: int, as_of: date, period_type: str) -> list[str]:
    return [p.period_id for p in periods_of_year(year, as_of) if p.period_type == period_type]


def test_a_past_year_has_all_its_periods() -> None:
    counted = {kind: len(ids(2024, date(2025, 6, 1), kind)) for kind in (
        "half_month", "month", "quarter", "months_1_to_n", "autumn_winter", "year", "month_to_date",
        "quarter_to_date", "months_1_to_n_to_date")}  # fmt: skip
    assert counted == {"half_month": 24, "month": 12, "quarter": 4, "months_1_to_n": 12, "autumn_winter": 1, "year": 1,
                       "month_to_date": 0, "quarter_to_date": 0, "months_1_to_n_to_date": 0}  # fmt: skip
    assert all(period.complete for period in periods_of_year(2024, date(2025, 6, 1)))


def test_a_running_year_has_the_periods_that_have_ended_and_the_running_month_and_year() -> None:
    as_of = date(2024, 5, 20)
    assert ids(2024, as_of, "half_month")[-1] == "2024-05-a"
    assert ids(2024, as_of, "month")[-1] == "2024-04"
    assert ids(2024, as_of, "quarter") == ["2024-Q1"]
    assert ids(2024, as_of, "months_1_to_n")[-1] == "2024-01/04"
    running = [p for p in periods_of_year(2024, as_of) if not p.complete]
    assert running == [
        Period("year", "2024", NEW_YEAR, as_of, complete=False),
        Period("month_to_date", "2024-05", date(2024, 5, 1), as_of, complete=False),
        Period("quarter_to_date", "2024-Q2", date(2024, 4, 1), as_of, complete=False),
        Period("months_1_to_n_to_date", "2024-01/05", date(2024, 1, 1), as_of, complete=False),
    ]


def test_a_quarter_runs_on_when_its_month_has_ended() -> None:
    """31 May ends the month and 1–5 months; the second quarter has 30 days to go."""
    running = [p for p in periods_of_year(2024, date(2024, 5, 31)) if not p.complete and p.period_type != "year"]
    assert running == [Period("quarter_to_date", "2024-Q2", date(2024, 4, 1), date(2024, 5, 31), complete=False)]


def test_a_quarter_to_date_is_the_mean_of_its_days_so_far() -> None:
    """April at 30, 20 days of May at 60: (900 + 1200)/50 = 42; a year before the same 50 days held 21."""

    def spring(year: int, april: int, may: int) -> pl.DataFrame:
        days = calendar(date(year, 4, 1), date(year, 5, 20))
        return area_days(days, lambda day: dict(CLEAN) | {"PM2.5": april if day.month == 4 else may})

    days = pl.concat([spring(2023, 15, 30), spring(2024, 30, 60)])
    row = table(days, 2024, date(2024, 5, 20))["quarter_to_date 2024-Q2", "pm25_mean"]
    assert (value(row), row["valid_days"], row["expected_days"], row["complete"]) == (42, 50, 50, False)
    assert value(row, "previous_") == 21


def test_on_its_last_day_a_month_is_whole_and_no_longer_running() -> None:
    assert ids(2024, date(2024, 2, 29), "month")[-1] == "2024-02"
    assert ids(2024, date(2024, 2, 29), "month_to_date") == []
    assert ids(2024, date(2024, 2, 28), "month") == ["2024-01"]


def test_half_months_end_on_the_fifteenth_and_on_the_last() -> None:
    spans = {
        p.period_id: (p.first, p.last) for p in periods_of_year(2024, NEW_YEARS_EVE) if p.period_type == "half_month"
    }
    assert spans["2024-02-a"] == (date(2024, 2, 1), date(2024, 2, 15))
    assert spans["2024-02-b"] == (date(2024, 2, 16), date(2024, 2, 29))


def test_autumn_and_winter_belong_to_the_year_in_which_they_end() -> None:
    whole = next(p for p in periods_of_year(2024, NEW_YEARS_EVE) if p.period_type == "autumn_winter")
    assert whole == Period("autumn_winter", "2023-10/2024-03", date(2023, 10, 1), date(2024, 3, 31))
    running = next(p for p in periods_of_year(2024, date(2024, 2, 10)) if p.period_type == "autumn_winter")
    assert (running.last, running.complete) == (date(2024, 2, 10), False)


def test_autumn_and_winter_take_the_days_of_both_years() -> None:
    """PM2.5 of 40 until New Year and 30 after: 92 and 91 days."""
    days = area_days(
        calendar(date(2023, 1, 1), NEW_YEARS_EVE), lambda d: {**CLEAN, "PM2.5": 40 if d.year == 2023 else 30}
    )
    row = table(days, 2024, NEW_YEARS_EVE)["autumn_winter 2023-10/2024-03", "pm25_mean"]
    assert (value(row), row["valid_days"], row["valid"]) == (Fraction(92 * 40 + 91 * 30, 183), 183, True)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period("month", "2024-02", date(2024, 2, 1), date(2024, 2, 29)), date(2023, 2, 1), date(2023, 2, 28)),
        (Period("month", "2025-02", date(2025, 2, 1), date(2025, 2, 28)), date(2024, 2, 1), date(2024, 2, 29)),
        (Period("half_month", "2025-02-b", date(2025, 2, 16), date(2025, 2, 28)), date(2024, 2, 16), date(2024, 2, 29)),
        (Period("months_1_to_n", "2025-01/02", date(2025, 1, 1), date(2025, 2, 28)), date(2024, 1, 1), date(2024, 2, 29)),
        (Period("year", "2024", NEW_YEAR, date(2024, 2, 29), complete=False), date(2023, 1, 1), date(2023, 2, 28)),
        (Period("year", "2025", date(2025, 1, 1), date(2025, 2, 28), complete=False), date(2024, 1, 1), date(2024, 2, 28)),
        (Period("autumn_winter", "x", date(2023, 10, 1), date(2024, 2, 29), complete=False), date(2022, 10, 1), date(2023, 2, 28)),
        (Period("month", "2024-03", date(2024, 3, 1), date(2024, 3, 31)), date(2023, 3, 1), date(2023, 3, 31)),
    ],
    ids=lambda p: p.period_id if isinstance(p, Period) else str(p),
)  # fmt: skip
def test_the_same_days_of_the_year_before_around_the_29th_of_february(period: Period, first: date, last: date) -> None:
    before = same_period_last_year(period)
    assert (before.first, before.last) == (first, last)
    assert (before.period_type, before.period_id, before.complete) == (
        period.period_type, period.period_id, period.complete,
    )  # fmt: skip


def test_the_29th_of_february_falls_on_the_28th_a_year_before() -> None:
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert same_day_of_earlier_year(date(2024, 2, 29), 4) == date(2020, 2, 28)
    assert same_day_of_earlier_year(date(2024, 7, 1), 2) == date(2022, 7, 1)


def test_the_first_year_of_the_calendar_has_no_year_before() -> None:
    """There is no year 0: no day, and no winter that began in it."""
    assert ids(1, date(1, 12, 31), "autumn_winter") == []
    assert ids(2, date(2, 12, 31), "autumn_winter") == ["1-10/2-03"]
    for year in (1, 2):
        for period in periods_of_year(year, date(year, 1, 1)) + periods_of_year(year, date(year, 12, 31)):
            assert (same_period_last_year(period).days == 0) == (period.first.year == 1)
    assert year_before(date(1, 1, 1)) == date(1, 1, 1)
    assert year_before(date(2, 1, 1)) == date(1, 1, 1)


def test_a_running_year_is_compared_with_the_same_days_of_the_year_before() -> None:
    """2023: 40 until 29 March and 400 after; 2024 up to 29 March: 30."""
    as_of = date(2024, 3, 29)
    earlier = area_days(
        calendar(date(2023, 1, 1), date(2023, 12, 31)),
        lambda day: {**CLEAN, "PM2.5": 40 if day <= date(2023, 3, 29) else 400},
    )
    days = pl.concat([earlier, area_days(calendar(NEW_YEAR, as_of), lambda _: CLEAN)])
    row = table(days, 2024, as_of)["year 2024", "pm25_mean"]
    assert (value(row), value(row, "previous_"), row["previous_valid_days"]) == (30, 40, 88)
    assert (row["expected_days"], row["date_to"]) == (89, as_of)


def test_the_year_before_of_a_first_year_is_empty() -> None:
    row = table(year_of(2024), 2024, NEW_YEARS_EVE)["year 2024", "pm25_mean"]
    assert (row["previous_numerator"], row["previous_valid"]) == (None, None)
