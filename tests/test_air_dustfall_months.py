"""Dustfall by month: means of sites, towns and districts, sand dust taken out, means of months 1 to N, the indicator."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from air_beside_cases import AREAS, dustfall, nano, observed

from schemas.note_words import NOTE_WORDS
from standards.air_dustfall_indicator import dustfall_indicator
from standards.air_dustfall_months import dustfall_months
from standards.plan_status import PastYear, Target
from standards.plan_table import verdict_of

END = date(2024, 12, 31)


def months(*rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    return dustfall_months(observed(*rows), AREAS)


def month_of(frame: pl.DataFrame, place: str, month: str = "2024-03") -> dict[str, Any]:
    return frame.filter(place_id=place, month=date.fromisoformat(f"{month}-01")).row(0, named=True)


def year_of(values: Iterable[str], year: int = 2024, **more: str) -> list[dict[str, Any]]:
    """One site with these months from January on; a blank month has no row."""
    return [
        cell
        for number, value in enumerate(values, start=1)
        if value
        for cell in dustfall("站", f"{year}-{number:02d}", dustfall=value, **more)
    ]


@pytest.fixture
def corrected(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other policy, as a row of the rules would set it."""
    from standards import air_dustfall_limits
    from standards.limits import rows

    rules = tuple({**row, "value": "corrected"} if row["rule_id"] == "dust_policy" else row
                  for row in rows("air_dustfall_rules"))  # fmt: skip
    monkeypatch.setattr(air_dustfall_limits, "rows", lambda _name: rules)
    air_dustfall_limits.rule.cache_clear()
    monkeypatch.setattr(air_dustfall_limits, "rule", air_dustfall_limits.rule.__wrapped__)


def test_a_month_of_an_area_is_the_mean_of_its_sites() -> None:
    found = months(
        dustfall("一", "2024-03", dustfall="3"),
        dustfall("二", "2024-03", dustfall="4", row=3),
        dustfall("三", "2024-03", "t-b", dustfall="8", row=4),
    )
    assert [month_of(found, place)["value"] for place in ("t-a", "t-b", "t", "city")] == [
        nano("3.5"), nano(8), nano(5), nano(5)
    ]  # fmt: skip
    district = month_of(found, "t")
    assert (district["sites"], district["sites_expected"], district["net_basis"]) == (3, 3, "no_dust")
    assert (district["sources"], district["stage"], district["origin"]) == ("d:2 d:3 d:4", "audited", "real")
    assert month_of(found, "s 一")["value"] == nano(3)


def test_parallel_samples_of_a_site_make_one_value() -> None:
    one, other = ("dustfall", "3"), ("dustfall", "4")
    found = months(
        dustfall("一", "2024-03", **dict([one]), more_part="1"),
        dustfall("一", "2024-03", **dict([other]), more_part="2"),
    )
    assert (month_of(found, "s 一")["value"], month_of(found, "t-a")["sites"]) == (nano("3.5"), 1)


def test_both_forms_of_a_month_stand_side_by_side() -> None:
    row = month_of(months(dustfall("一", "2024-01", dustfall="3")), "t", "2024-01")
    assert (row["value"], row["value_month"], row["net_month"]) == (nano(3), nano("3.1"), nano("3.1"))


def test_a_site_below_detection_is_counted() -> None:
    row = month_of(months(dustfall("一", "2024-03", dustfall="0.3L"), dustfall("二", "2024-03", dustfall="4")), "t")
    assert (row["below_limit"], row["value"]) == (1, nano("2.075"))


def test_a_dust_month_leaves_the_net_mean_and_the_raw_one_keeps_it() -> None:
    found = months(
        dustfall("一", "2024-01", dustfall="3"),
        dustfall("一", "2024-02", dustfall="4"),
        dustfall("一", "2024-03", dustfall="11", dust_month="是"),
        dustfall("一", "2024-04", dustfall="5"),
    )
    march, april = month_of(found, "t"), month_of(found, "t", "2024-04")
    assert (march["value"], march["net"], march["net_basis"], march["over"]) == (nano(11), None, "dropped", None)
    assert (april["mean"], april["mean_net"]) == (nano("5.75"), nano(4))
    assert (april["months"], april["months_net"], april["months_dropped"]) == (4, 3, 1)


def test_sand_dust_that_one_site_declares_holds_for_the_district_and_no_further() -> None:
    found = months(
        dustfall("一", "2024-03", dustfall="11", dust_days="2"),
        dustfall("二", "2024-03", "t-b", dustfall="9"),
        dustfall("三", "2024-03", "x", dustfall="9"),
    )
    assert [month_of(found, place)["dust_month"] for place in ("t-a", "t-b", "t", "x")] == [True, True, True, False]
    assert [month_of(found, place)["net_basis"] for place in ("s 二", "x")] == ["dropped", "no_dust"]


def test_declared_dust_days_make_a_dust_month_where_no_row_says() -> None:
    """One day of sand dust in March, declared for the town; April is denied by the table itself."""
    days = pl.DataFrame({"area_id": ["t-a", "city"], "date": [date(2024, 3, 28), date(2024, 4, 2)]})
    rows = observed(
        dustfall("一", "2024-02", dustfall="3"),
        dustfall("一", "2024-03", dustfall="9", row=3),
        dustfall("一", "2024-04", dustfall="4", dust_month="否", row=4),
        dustfall("一", "2024-05", dustfall="5", dust_days="0", row=5),
    )
    found = dustfall_months(rows, AREAS, days)
    march, april = month_of(found, "t"), month_of(found, "t", "2024-04")
    assert (march["dust_month"], march["net"], march["net_basis"]) == (True, None, "dropped")
    assert (april["dust_month"], april["net"]) == (False, nano(4))
    assert [row["remarks"] for row in (march, april)] == ["dust_by_calendar", ""]
    value = dustfall_indicator(found, "t", 2024, date(2024, 5, 31))
    assert value.value == 4  # of 3, 4 and 5
    assert value.remarks == ("dustfall_drop_month", "dustfall_dust_days")


def test_declared_dust_days_hold_for_real_samples_only() -> None:
    days = pl.DataFrame({"area_id": ["t"], "date": [date(2024, 3, 28)]})
    found = dustfall_months(observed(dustfall("一", "2024-03", dustfall="9", more_origin="demo")), AREAS, days)
    assert month_of(found, "t")["dust_month"] is False


def test_one_site_that_states_its_own_net_value_does_not_stand_for_the_district() -> None:
    """Of four sites in a dust month one has 2 t net: the month is dropped; with two of four it is their mean, 3 t."""
    sites = [dustfall(name, "2024-03", dustfall="9", dust_month="是", row=row) for row, name in enumerate("一二三", 2)]
    one_net = dustfall("四", "2024-03", dustfall="9", dustfall_net="2", dust_month="是", row=5)
    row = month_of(months(*sites, one_net), "t")
    assert (row["value"], row["net"], row["net_basis"]) == (nano(9), None, "dropped")
    two_net = [dustfall("三", "2024-03", dustfall="9", dustfall_net="4", dust_month="是", row=4), one_net]
    row = month_of(months(*sites[:2], *two_net), "t")
    assert (row["net"], row["net_basis"]) == (nano(3), "stated")


def test_a_sample_that_was_exposed_in_another_month_does_not_count_and_is_told() -> None:
    """Set out on 1 March, collected on 1 April, entered under April."""
    exposed = {"set_out": "2024-03-01", "collected": "2024-04-01"}
    found = months(
        dustfall("一", "2024-04", dustfall="9", **exposed),
        dustfall("二", "2024-04", dustfall="4", set_out="2024-04-01", collected="2024-05-01", row=3),
        dustfall("三", "2024-03", dustfall="6", **exposed, row=4),
    )
    assert (month_of(found, "t", "2024-04")["value"], month_of(found, "t")["value"]) == (nano(4), nano(6))
    assert "dustfall_other_month" in dustfall_indicator(found, "t", 2024, date(2024, 4, 30)).remarks


@pytest.mark.parametrize(
    ("begun", "ended", "counts"), [("2024-03-14", "2024-04-13", True), ("2024-03-13", "2024-04-12", False)]
)
def test_two_fifths_of_an_exposure_must_lie_in_its_month(begun: str, ended: str, *, counts: bool) -> None:
    """Twelve of thirty days in April are 40 %, eleven are 36.7 %."""
    found = months(dustfall("一", "2024-04", dustfall="4", set_out=begun, collected=ended))
    assert (month_of(found, "t", "2024-04")["value"] is not None) == counts


def test_an_official_net_value_outranks_our_exclusion() -> None:
    found = months(
        dustfall("一", "2024-03", dustfall="11", dustfall_net="5.2", dust_month="是"),
        dustfall("二", "2024-03", dustfall="9", dust_month="是"),
    )
    row = month_of(found, "t")
    assert (row["value"], row["net"], row["net_basis"], row["over"]) == (nano(10), nano("5.2"), "stated", True)


def test_a_net_value_that_is_stated_for_the_district_outranks_the_mean_of_its_sites() -> None:
    found = months(
        dustfall("一", "2024-03", dustfall="11", dust_month="是"),
        dustfall("某区", "2024-03", "t", dustfall="4.9", net_stated="是"),
    )
    row = month_of(found, "t")
    assert (row["value"], row["net"], row["net_basis"], row["sites"]) == (nano(11), nano("4.9"), "stated", 1)
    assert month_of(found, "t-a")["net_basis"] == "dropped"


def test_values_of_towns_without_sites_are_points_of_the_district() -> None:
    found = months(
        dustfall("甲镇", "2024-03", "t-a", dustfall="4"), dustfall("乙镇", "2024-03", "t-b", dustfall="6"),
    )  # fmt: skip
    assert (month_of(found, "t")["value"], month_of(found, "t")["sites"]) == (nano(5), 2)
    assert month_of(found, "t-a")["value"] == nano(4)


def test_a_town_with_sites_is_not_counted_twice() -> None:
    found = months(
        dustfall("一", "2024-03", "t-a", dustfall="4"), dustfall("甲镇", "2024-03", "t-a", dustfall="9"),
        dustfall("乙镇", "2024-03", "t-b", dustfall="6"),
    )  # fmt: skip
    assert (month_of(found, "t")["value"], month_of(found, "t-a")["value"]) == (nano(5), nano(4))


@pytest.mark.usefixtures("corrected")
def test_corrected_takes_the_stated_part_off_and_drops_what_has_none() -> None:
    found = months(
        dustfall("一", "2024-03", dustfall="11", dust_part="6", dust_month="是"),
        dustfall("二", "2024-03", dustfall="9", dust_month="是"),
        dustfall("三", "2024-04", "x", dustfall="9", dust_month="是"),
    )
    row = month_of(found, "t")
    assert (row["value"], row["net"], row["net_basis"]) == (nano(10), nano(5), "corrected")
    assert month_of(found, "x", "2024-04")["net_basis"] == "dropped"
    told = dustfall_indicator(found, "t", 2024, END)
    assert "dustfall_corrected" in told.remarks


def test_a_month_with_too_few_sites_stays_out_of_the_means() -> None:
    names = ("一", "二", "三")
    found = months(
        *(dustfall(name, "2024-01", dustfall="3") for name in names), dustfall("一", "2024-02", dustfall="9"),
    )  # fmt: skip
    row = month_of(found, "t", "2024-02")
    assert (row["value"], row["sufficient"], row["mean"], row["remarks"]) == (nano(9), False, nano(3), "few_sites")


def test_a_site_without_value_is_expected_all_the_same() -> None:
    found = months(
        dustfall("一", "2024-03", dustfall="4"),
        dustfall("二", "2024-03", w_gain="0.07", days="30"),
    )
    row = month_of(found, "t")
    assert (row["sites"], row["sites_expected"], row["sufficient"], row["remarks"]) == (1, 2, True, "no_jar")


def test_a_site_of_no_known_area_is_shown_and_enters_no_area() -> None:
    found = months(dustfall("一", "2024-03", None, dustfall="4"))
    assert found.select("level", "place_id", "area_id").rows() == [("site", "s 一", None)]


def test_the_means_begin_anew_each_year() -> None:
    found = months(dustfall("一", "2023-12", dustfall="9"), dustfall("一", "2024-01", dustfall="3"))
    assert month_of(found, "t", "2024-01")["mean"] == nano(3)


# the indicator


def test_months_above_five_warn_and_the_mean_decides() -> None:
    values = ["4"] * 6 + ["7.2"] + ["4"] * 5
    told = dustfall_indicator(months(year_of(values)), "t", 2024, END)
    assert told.value == Fraction("51.2") / 12
    assert (told.enough_data, told.coverage, told.course, told.running) == (True, 100, "mean", False)
    assert {"dustfall_month_over", "dustfall_no_dust_declared"} <= set(told.remarks)
    assert "超过控制值的月份7月7.2" in told.detail_zh
    assert (told.value_kind, told.origin, told.as_of, told.decimals) == ("audited", "real", END, 1)


@pytest.mark.parametrize(("value", "over"), [("5.04", False), ("5.05", False), ("5.06", True)])
def test_a_month_is_held_against_five_after_rounding(value: str, over: bool) -> None:
    """5.05 rounds half to even: 5.0."""
    assert month_of(months(dustfall("一", "2024-03", dustfall=value)), "t")["over"] is over


def test_the_net_mean_is_the_value_and_the_raw_one_stands_beside() -> None:
    rows = year_of(["4", "4", "", "4"]) + dustfall("站", "2024-03", dustfall="12", dust_month="是")
    told = dustfall_indicator(months(rows), "t", 2024, date(2024, 4, 30))
    assert (told.value, told.coverage, told.running) == (4, 100, True)
    assert told.detail_zh == "1—4月扣除沙尘均值4.0（3个月），未扣除6.0（4个月）吨/(平方公里·月)；沙尘月3月"
    assert "dustfall_drop_month" in told.remarks


def test_a_year_is_compared_over_the_same_months() -> None:
    found = months(year_of(["4"] * 3), year_of(["5"] * 3 + ["9"] * 9, 2023))
    told = dustfall_indicator(found, "t", 2024, date(2024, 4, 15))
    assert (told.value, told.change, told.change_unit) == (4, -20, "%")
    assert told.past == (PastYear(Fraction(5), Fraction(8)),)


PLAN = Target("<=", Fraction(5), decimals=1)


def test_a_running_mean_is_held_against_the_scaled_course_of_earlier_years() -> None:
    """2023 stood at 5 after March and ended on 8: a year that ends on 5 stands at 3.125 (3.1) then."""
    earlier = year_of(["5"] * 3 + ["9"] * 9, 2023)
    for value, status in (("3.1", "on_track"), ("3.2", "at_risk"), ("5", "at_risk")):
        told = dustfall_indicator(months(year_of([value] * 3), earlier), "t", 2024, date(2024, 4, 15))
        assert verdict_of(told, PLAN, asked=True).status == status


def test_a_running_mean_without_an_earlier_year_is_not_judged() -> None:
    """January is a month of little dust everywhere: 4 t then says nothing of the year."""
    told = dustfall_indicator(months(year_of(["4"] * 3)), "t", 2024, date(2024, 4, 15))
    verdict = verdict_of(told, PLAN, asked=True)
    assert (verdict.status, verdict.reason) == ("insufficient_data", "no_path")


def test_years_that_leave_out_different_months_are_compared_and_that_is_told() -> None:
    found = months(
        year_of(["4"] * 12), year_of(["5"] * 11, 2023), dustfall("站", "2023-12", dustfall="9", dust_month="是"),
    )  # fmt: skip
    told = dustfall_indicator(found, "t", 2024, END)
    assert (told.change, "dustfall_months_differ" in told.remarks) == (-20, True)


def test_too_few_months_are_no_verdict() -> None:
    told = dustfall_indicator(months(year_of(["4"] * 8)), "t", 2024, END)
    assert (told.value, told.enough_data, told.change) == (4, False, None)
    assert told.coverage == Fraction(800, 12)
    assert dustfall_indicator(months(year_of(["4"] * 9)), "t", 2024, END).enough_data


def test_a_year_of_dust_months_alone_has_no_value() -> None:
    told = dustfall_indicator(months(year_of(["9"] * 3, dust_month="是")), "t", 2024, date(2024, 3, 31))
    assert (told.value, told.enough_data) == (None, False)


def test_a_month_that_has_not_ended_does_not_count() -> None:
    told = dustfall_indicator(months(year_of(["4", "4", "9"])), "t", 2024, date(2024, 3, 30))
    assert (told.value, told.as_of) == (4, date(2024, 2, 29))


def test_demonstration_and_real_years_are_not_compared() -> None:
    found = months(year_of(["4"] * 12), year_of(["5"] * 12, 2023, more_origin="demo"))
    told = dustfall_indicator(found, "t", 2024, END)
    assert (told.change, told.past, "origin_differs" in told.remarks) == (None, (), True)


def test_an_area_without_months_says_so() -> None:
    assert dustfall_indicator(months(), "t", 2024, END).remarks == ("no_rows",)


def test_every_remark_has_its_words() -> None:
    rows = [
        year_of(["4"] * 12),
        dustfall("二", "2024-01", dustfall="4", dustfall_net="3.9", w_gain="0.07", jar_diameter="15", days="36"),
    ]
    told = dustfall_indicator(months(*rows, year_of(["4"] * 3, 2023)), "t", 2024, END)
    assert {"dustfall_net_stated", "dustfall_samples_unusual", "dustfall_months_differ"} <= set(told.remarks)
    assert set(told.remarks) <= set(NOTE_WORDS)
