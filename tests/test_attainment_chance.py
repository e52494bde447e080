"""The chance that a running year ends within its target: what is drawn, from which years, and what the trend does."""

import hashlib
import os
import subprocess
import sys
from datetime import date, timedelta
from fractions import Fraction

import pytest
from attainment_cases import MICRO

from standards.air_attainment_draws import drawn_days, sums
from standards.attainment_chance import (
    Series,
    Sums,
    blocks_of,
    chance_of,
    chances,
    draws,
    level_ratio,
    outcomes,
    printed_years,
    remaining_days,
    years_to_draw,
)
from standards.plan_status import Course, Target

PM25 = Target("<=", Fraction(35))
NOVEMBER = date(2023, 12, 17)
"""14 days remain: two blocks."""


def days(first: date, last: date, value: int) -> dict[date, int]:
    return {first + timedelta(days=n): value for n in range((last - first).days + 1)}


def year(number: int, value: int) -> dict[date, int]:
    return days(date(number, 1, 1), date(number, 12, 31), value)


def chance(now: Series, earlier: dict[int, Series], as_of: date, target: Target, course: Course = "mean") -> object:
    return chances(drawn_days(course, now, earlier, as_of), target, course)


def test_what_remains_is_drawn_in_blocks_of_seven_calendar_days() -> None:
    blocks = blocks_of(remaining_days(date(2023, 9, 30)))
    assert [len(block) for block in blocks] == [7] * 13 + [1]
    assert (blocks[0][0], blocks[-1][-1]) == (date(2023, 10, 1), date(2023, 12, 31))
    assert remaining_days(date(2023, 12, 31)) == []


def test_two_blocks_of_two_years_are_gone_through_by_hand() -> None:
    """351 days of 35 make 12 285. The two weeks left were 14 and 70 in the two years: 7 · (14 + 14), (14 + 70), (70 +
    14) and (70 + 70) make 196, 588, 588 and 980; the whole is at most 35.5 · 365 = 12 957.5: 12 481 and 12 873 twice
    are, 13 265 is not. Three of four."""
    now = days(date(2023, 1, 1), NOVEMBER, 35 * MICRO)
    earlier = {2021: year(2021, 14 * MICRO), 2022: year(2022, 70 * MICRO)}
    found = chances(drawn_days("mean", now, earlier, NOVEMBER), PM25, "mean")
    assert (found.resampled, found.drawn, found.every, found.years) == (Fraction(3, 4), 4, True, (2021, 2022))


def test_the_same_two_weeks_at_this_years_level() -> None:
    """Until 17 December the two years held 14 and 70, this one 35: 2 · 35 / (14 + 70) = 5/6. Scaled the weeks hold
    11.67 and 58.33: 163.3, 490 twice, 816.7; the whole 12 448, 12 775 twice and 13 101.7: again three of four."""
    now = days(date(2023, 1, 1), NOVEMBER, 35 * MICRO)
    earlier = {2021: year(2021, 14 * MICRO), 2022: year(2022, 70 * MICRO)}
    assert level_ratio(now, earlier, 60) == Fraction(5, 6)
    lower = Target("<=", Fraction(34))
    found = chances(drawn_days("mean", now, earlier, NOVEMBER), lower, "mean")
    # at most 34.5 · 365 = 12 592.5: as they were 12 481 alone, scaled 12 448 alone
    assert (found.resampled, found.trend) == (Fraction(1, 4), Fraction(1, 4))
    closer = Target("<=", Fraction("35.1"), decimals=1)
    found = chances(drawn_days("mean", now, earlier, NOVEMBER), closer, "mean")
    # below 35.15 · 365 = 12 829.75: as they were 12 481 alone (12 873 is beyond), scaled 12 448 and 12 775 twice
    assert (found.resampled, found.trend) == (Fraction(1, 4), Fraction(3, 4))


def test_a_cleaner_year_has_fewer_heavy_days_in_what_it_draws() -> None:
    """AQI 210 in the rest of both years, 100 before; this year 50: half of 210 is 105, no heavy day."""

    def earlier(number: int) -> Series:
        return days(date(number, 1, 1), date(number, 12, 17), 100) | days(
            date(number, 12, 18), date(number, 12, 31), 210
        )

    now = days(date(2023, 1, 1), NOVEMBER, 50)
    found = chances(
        drawn_days("count", now, {y: earlier(y) for y in (2021, 2022)}, NOVEMBER), Target("<=", Fraction(4)), "count"
    )
    assert (found.resampled, found.trend) == (0, 1)


@pytest.mark.parametrize(
    ("course", "expected"),
    [("mean", Sums(601 * MICRO, 4 * MICRO)), ("ratio", Sums(200, 4)), ("count", Sums(1, 0))],
)
def test_days_add_their_mean_their_good_days_and_their_heavy_days(course: Course, expected: Sums) -> None:
    """AQI 100 is good, 101 is not; 201 is heavy, 200 is not."""
    values = [100, 99, 200, 202] if course == "mean" else [100, 101, 99, 201]
    found = sums(course, [value * MICRO for value in values] if course == "mean" else values)
    assert found == expected


def test_the_29th_of_february_is_drawn_as_the_28th_of_a_common_year() -> None:
    """2024 after 27 February: 28 and 29 February and 307 days more. 2022 and 2023 have 28 February only, at 100; all
    other days hold 0: the leap year draws the 100 twice, 200 over 58 · 0 + 308 valid days."""
    now = days(date(2024, 1, 1), date(2024, 2, 27), 0)
    earlier: dict[int, Series] = {y: year(y, 0) | {date(y, 2, 28): 100 * MICRO} for y in (2022, 2023)}
    found = drawn_days("mean", now, earlier, date(2024, 2, 27)).resampled
    assert found is not None
    assert (set(found.numerators.tolist()), set(found.denominators.tolist())) == ({200 * MICRO}, {366 * MICRO})


def test_with_one_earlier_year_there_is_no_chance_but_a_reason() -> None:
    now = days(date(2023, 1, 1), NOVEMBER, 35 * MICRO)
    found = chances(drawn_days("mean", now, {2022: year(2022, MICRO)}, NOVEMBER), PM25, "mean")
    assert (found.resampled, found.trend, found.deciding, found.reason) == (None, None, None, "chance_few_years")


def test_only_years_with_three_quarters_of_the_remaining_days_are_drawn_from() -> None:
    """11 of 14 days are 78.6 %, 10 are 71.4 %."""
    left = remaining_days(NOVEMBER)
    eleven, ten = (days(date(2022, 12, 18), date(2022, 12, 17 + n), 1) for n in (11, 10))
    assert years_to_draw({2022: eleven}, left) == (2022,)
    assert years_to_draw({2022: ten}, left) == ()


def test_the_trend_needs_sixty_pairs_of_days() -> None:
    """30 days in each of two years are 60 pairs, 29 are 58; the resampled chance is there all the same."""
    earlier = {y: year(y, MICRO) for y in (2021, 2022)}
    for last, has_trend in ((date(2023, 1, 30), True), (date(2023, 1, 29), False)):
        found = chances(drawn_days("mean", days(date(2023, 1, 1), last, MICRO), earlier, last), PM25, "mean")
        assert (found.resampled is not None, found.trend is not None) == (True, has_trend)
        assert found.deciding == found.resampled


def test_more_combinations_than_draws_are_sampled_close_to_the_binomial() -> None:
    """20 blocks, each with or without one heavy day in two years: P(at most 10 of 20) = 616 666 / 2^20 = 0.5881."""
    rest = [[Sums(0, 0), Sums(1, 0)]] * 20
    found = outcomes(Sums(0, 1), rest)
    assert (found.drawn, found.every) == (4000, False)
    assert float(chance_of(printed_years(found, 0), Target("<=", Fraction(10)), "count")) == pytest.approx(
        0.5881, abs=0.025
    )


def test_every_block_draws_every_year_about_as_often() -> None:
    chosen, every = draws(13, 5)
    assert (chosen.shape, every) == ((4000, 13), False)
    for block in range(13):
        assert all(700 < (chosen[:, block] == one).sum() < 900 for one in range(5))


def test_combinations_are_each_there_once() -> None:
    chosen, every = draws(3, 4)
    assert every
    assert {tuple(row) for row in chosen.tolist()} == {(a, b, c) for a in range(4) for b in range(4) for c in range(4)}


@pytest.mark.parametrize("threads", ["1", "4"])
def test_the_draws_are_the_same_in_every_process_and_on_any_number_of_cores(threads: str) -> None:
    told = "import hashlib; from standards.attainment_chance import draws; print(hashlib.sha256(draws(40, 5)[0].tobytes()).hexdigest())"
    other = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True,
        env={**os.environ, "POLARS_MAX_THREADS": threads, "OMP_NUM_THREADS": threads},
    ).stdout.strip()  # fmt: skip
    assert other == hashlib.sha256(draws(40, 5)[0].tobytes()).hexdigest()
