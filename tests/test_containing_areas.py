"""Areas that hold other areas: what stands in a town counts in its district too, once, and bases add up."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
import soil_cases
import water_cases
from water_place_cases import entry, nano, observed

from assets.soil import sample_facts
from assets.water import discharge_facts, discharge_values
from quality.settle import areas_above
from standards.lost import nothing_lost
from standards.soil_limits import background_of
from standards.water_area import evaluate_areas
from standards.water_sections import SectionFacts, evaluate_sections

TODAY = date(2025, 6, 1)
AREAS = pl.DataFrame(
    {
        "area_id": ["beijing", "tongzhou", "zhang", "song", "huo"],
        "parent_id": [None, "beijing", "tongzhou", "tongzhou", "tongzhou"],
        "level": ["city", "district", "town", "town", "town"],
        "name_zh": ["北京市", "通州区", "张家湾镇", "宋庄镇", "漷县镇"],
    }
)
ABOVE = areas_above(AREAS)


# The discharge account


def base(area: str, amount: str, year: int = 2022, label: str = "", pollutant: str = "COD") -> list[dict[str, Any]]:
    told = {"area_id": area, "place_id": f"{area} {label or area}"}
    return entry("基数", year, label or area, pollutant, verified=amount, more=told)


def flow(
    record: str, area: str, amount: str, year: int = 2023, project: str = "N", pollutant: str = "COD"
) -> list[dict[str, Any]]:
    fields = {"measure": "提标", "start": "2022-05-01", "state": "运行", "claimed": amount, "verified": amount}
    told = {"area_id": area, "place_id": f"{area} {project}"}
    return entry(record, year, project, pollutant, **fields, more=told)


def account(*entries: Sequence[dict[str, Any]], pollutant: str = "COD") -> dict[tuple[str, int], tuple[Any, str]]:
    """E (tonnes) and what is missing, by area and year."""
    found = discharge_facts(observed(*entries), AREAS, TODAY)["account"].filter(pollutant=pollutant)
    return {
        (row["area_id"], row["year"]): (None if row["closing"] is None else row["closing"] // nano(1), row["missing"])
        for row in found.iter_rows(named=True)
    }


def test_the_bases_of_two_towns_add_up_to_that_of_their_district() -> None:
    """100 + 100 = 200, and 100 + 200 = 300: different towns never contradict each other."""
    assert account(base("zhang", "100"), base("song", "100")) == {
        ("zhang", 2022): (100, ""), ("song", 2022): (100, ""), ("tongzhou", 2022): (200, ""), ("beijing", 2022): (200, ""),
    }  # fmt: skip
    assert account(base("zhang", "100"), base("song", "200"))["tongzhou", 2022] == (300, "")


def test_a_district_goes_on_from_the_sum_with_the_flows_of_its_towns() -> None:
    """200 + 10 − 30 = 180; of one town 100 + 10 − 0 and of the other 100 − 30."""
    found = account(
        base("zhang", "100"), base("song", "100"), flow("新增", "zhang", "10"), flow("新增", "song", "0"),
        flow("削减", "song", "30", project="P"),
    )  # fmt: skip
    assert [found[area, 2023] for area in ("zhang", "song", "tongzhou")] == [(110, ""), (70, ""), (180, "")]


def test_a_base_of_the_district_itself_goes_before_those_of_its_towns() -> None:
    """The city takes the district's 500 too: the towns' bases are in it already."""
    found = account(base("tongzhou", "500"), base("zhang", "100"), base("song", "100"))
    assert [found[area, 2022] for area in ("zhang", "tongzhou", "beijing")] == [(100, ""), (500, ""), (500, "")]


def test_the_towns_base_years_do_not_fix_a_district_that_has_its_own_base_anew() -> None:
    """500 in 2022 and + 0 in 2023: a town's base of 2023 does not make it 100."""
    found = account(base("tongzhou", "500"), base("zhang", "100", 2023), flow("新增", "tongzhou", "0"))
    assert found["tongzhou", 2023] == (500, "")


def test_rows_of_one_area_that_contradict_each_other_leave_it_and_its_district_without_a_base() -> None:
    found = account(base("zhang", "100"), base("zhang", "200", label="张家湾"), base("song", "100"))
    assert found["zhang", 2022] == found["tongzhou", 2022] == (None, "base_contradicts")
    assert found["song", 2022] == (100, "")


def test_one_base_in_two_spellings_of_one_area_counts_once() -> None:
    found = account(base("zhang", "100"), base("zhang", "100", label="张家湾"), base("song", "100"))
    assert found["tongzhou", 2022] == (200, "")


def test_a_sum_that_lacks_a_town_is_no_base() -> None:
    """One town's base is of another year, or it reduces and states none: part of the whole would be missing."""
    other_year = account(base("zhang", "100"), base("song", "100", 2023))
    assert [other_year["tongzhou", year] for year in (2022, 2023)] == [(None, "base_contradicts")] * 2
    without = account(base("zhang", "100"), flow("削减", "song", "30", project="P"))
    assert without["tongzhou", 2022] == (None, "base_contradicts")


def test_flows_that_the_district_states_itself_are_held_by_the_sum_of_its_towns() -> None:
    found = account(base("zhang", "100"), base("song", "100"), flow("新增", "tongzhou", "5"))
    assert found["tongzhou", 2023] == (205, "")


def test_pollutants_have_bases_of_their_own() -> None:
    entries = [base("tongzhou", "500"), base("zhang", "10", pollutant="NH3N"), base("song", "20", pollutant="NH3N")]
    assert account(*entries)["tongzhou", 2022] == (500, "")
    assert account(*entries, pollutant="NH3N")["tongzhou", 2022] == (30, "")


def test_the_indicator_of_a_district_rests_on_the_sum() -> None:
    """COD 200 → 190, NH3-N 20 → 20: the worst change is 0."""
    rows = [
        *(base(town, amount, pollutant=p) for town in ("zhang", "song") for p, amount in (("COD", "100"), ("NH3N", "10"))),
        *(flow("新增", town, "0", pollutant=p) for town in ("zhang", "song") for p in ("COD", "NH3N")),
        flow("削减", "song", "10", project="P"),
    ]  # fmt: skip
    facts = discharge_facts(observed(*rows), AREAS, TODAY)
    found = {(area, year): value for area, year, value in discharge_values(facts, AREAS, TODAY)}
    assert (found["tongzhou", 2023].value, found["tongzhou", 2023].enough_data) == (0, True)
    assert found["tongzhou", 2023].detail_zh.startswith("化学需氧量190.00吨（同比-5.00%）")


# Sections and soil


def three_sections() -> SectionFacts:
    """One section of the district's own at class III, one in each of two towns at IV and III, all on one river."""
    cod = {"s0": "18", "s1": "28", "s2": "18"}
    rows = [row for place, value in cod.items() for day in water_cases.months_of(2024)
            for row in water_cases.sample({"COD": value}, day, place)]  # fmt: skip
    areas = {"s0": "tongzhou", "s1": "zhang", "s2": "song"}
    registered = water_cases.sections(*[water_cases.section(place, area_id=area) for place, area in areas.items()])
    return evaluate_sections(water_cases.frame(rows), registered, 2024, date(2024, 12, 31))


def test_a_district_has_the_sections_of_its_towns_and_rivers_are_not_doubled() -> None:
    found = evaluate_areas(three_sections(), None, ABOVE).filter(list="all", period_id="2024")
    shown = found.select("level", "place_id", "sections", "class_3", "class_4").rows()
    assert sorted(shown) == [
        ("area", "beijing", 3, 2, 1), ("area", "song", 1, 1, 0), ("area", "tongzhou", 3, 2, 1), ("area", "zhang", 1, 0, 1),
        ("river", "北运河", 3, 2, 1),
    ]  # fmt: skip
    assert not found.select("level", "place_id").is_duplicated().any()


def test_the_trend_of_a_district_rests_on_the_sections_of_its_towns() -> None:
    facts = three_sections()
    shifted = facts.periods.with_columns(
        date_from=pl.col("date_from").dt.offset_by("-1y"), date_to=pl.col("date_to").dt.offset_by("-1y")
    )
    before = SectionFacts(facts.samples, facts.items, shifted)
    row = evaluate_areas(facts, before, ABOVE).filter(
        level="area", place_id="tongzhou", list="all", period_type="year"
    ).row(0, named=True)  # fmt: skip
    assert (row["comparable"], row["good_change_micro"]) == (3, 0)


def test_an_area_that_is_not_registered_stands_for_itself() -> None:
    found = evaluate_areas(three_sections(), None, {"tongzhou": ["tongzhou"]}).filter(level="area", period_id="2024")
    assert set(found["place_id"]) == {"tongzhou", "zhang", "song"}


def registered(*rows: tuple[str, str, float]) -> pl.DataFrame:
    """Rows of reference/soil_background.csv."""
    return pl.DataFrame(list(rows), schema=["area_id", "item", "value"], orient="row")


def test_a_background_holds_in_the_areas_within_that_have_none_of_their_own() -> None:
    """30.5 mg/kg of As in the district, 25 in one of its towns; nothing above the district and of no other item."""
    found = background_of(registered(("tongzhou", "AS", 30.5), ("song", "AS", 25.0)), ABOVE)
    assert sorted(found.rows()) == [
        ("huo", "AS", nano("30.5")), ("song", "AS", nano("25")), ("tongzhou", "AS", nano("30.5")),
        ("zhang", "AS", nano("30.5")),
    ]  # fmt: skip


def test_without_a_registered_background_there_is_none() -> None:
    assert background_of(registered(), ABOVE).is_empty()


def test_exceedances_of_soil_are_counted_in_every_area_that_holds_the_samples() -> None:
    """One of two in the district: the town's sample is above 0.6, the district's own is not."""
    cells = [
        *soil_cases.sample("p", {"CD": "0.7"}, area_id="zhang"),
        *soil_cases.sample("q", {"CD": "0.2"}, area_id="tongzhou"),
        *soil_cases.sample("r", {"CD": "0.2"}, area_id=None),
        *soil_cases.sample("t", {"CD": "0.9"}, area_id="elsewhere"),
    ]
    found = sample_facts(soil_cases.observations(cells), AREAS, TODAY, registered(), nothing_lost())["exceedances"]
    assert sorted(found.select("area_id", "samples", "above_screening", "share_micro").rows()) == [
        ("", 1, 0, 0), ("beijing", 2, 1, 50_000_000), ("elsewhere", 1, 1, 100_000_000), ("tongzhou", 2, 1, 50_000_000),
        ("zhang", 1, 1, 100_000_000),
    ]  # fmt: skip
