"""Constant-price GDP, intensity and its declines (C5–C8, C10–C12): by product, never by sum, never from levels."""

from datetime import date
from fractions import Fraction

import polars as pl
import pytest
from vector_files import vectors

from schemas.emit import polars_schema
from schemas.samples import OBSERVATION
from standards.climate_economy import Economy, Stated, economy, gdp_series, published
from standards.climate_intensity import (
    chained_gdp,
    cumulative_decline,
    decline,
    intensity,
    is_break,
    level_ratio_as_growth,
    required_decline,
)

F = Fraction
ONE = F(1)
CASES = vectors("climate_intensity.csv")
GROWTH = {int(case["year"]): F(case["growth"]) for case in CASES if case["growth"]}
BASE = F("36102.6")
NOTHING = pl.DataFrame(schema=polars_schema(OBSERVATION))


def gdp(year: int, scale: Fraction = ONE) -> Fraction:
    found = chained_gdp(BASE * scale, 2020, GROWTH, year)
    assert found is not None
    return found


def intensities(scale: Fraction = ONE) -> dict[int, Fraction]:
    return {int(c["year"]): intensity(F(c["co2"]) * 10_000, gdp(int(c["year"]), scale)) for c in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_c5_c6_gdp_intensity_and_changes(case: dict[str, str]) -> None:
    year, found = int(case["year"]), intensities()
    assert round(gdp(year), 2) == F(case["gdp"])
    assert round(found[year], 6) == F(case["intensity"])
    assert round(-decline(found[year], found[2020]) * 100, 4) == F(case["cumulative"])
    if case["yoy"]:
        assert round(-decline(found[year], found[year - 1]) * 100, 4) == F(case["yoy"])


def test_c5_the_index_of_beijing() -> None:
    assert round(gdp(2024) / BASE, 6) == F("1.209179")


def test_c6_a_sum_of_yearly_declines_is_not_the_cumulative_one() -> None:
    found = intensities()
    yearly = [decline(found[year], found[year - 1]) for year in range(2021, 2025)]
    assert round(sum(yearly) * 100, 4) == F("15.5189")
    assert cumulative_decline(yearly) == decline(found[2024], found[2020])
    assert cumulative_decline(yearly) < F(15, 100) < sum(yearly)


def test_c7_declines_multiply() -> None:
    yearly = [F(42, 1000), F(31, 1000), F(45, 1000), F(39, 1000)]
    steps = [round(cumulative_decline(yearly[:n]) * 100, 4) for n in range(1, 5)]
    assert steps == [F("4.2"), F("7.1698"), F("11.3472"), F("14.8046")]


def test_c8_required_decline_of_the_last_year() -> None:
    assert round(required_decline(F("0.1120"), F("0.15"), 1) * 100, 4) == F("4.2793")


def test_required_declines_of_several_years_multiply_to_the_goal() -> None:
    each = required_decline(F(5, 100), F(18, 100), 3)
    assert abs(1 - (1 - F(5, 100)) * (1 - each) ** 3 - F(18, 100)) < F(1, 10**25)
    assert required_decline(F(20, 100), F(15, 100), 2) < 0
    with pytest.raises(ValueError, match="no year is left"):
        required_decline(F(0), F(15, 100), 0)
    with pytest.raises(ValueError, match="no intensity is left"):
        required_decline(F(1), F(15, 100), 2)


def test_eighteen_percent_in_five_years_is_fourteen_point_six_eight_in_four() -> None:
    each = required_decline(F(0), F(18, 100), 5)
    assert round(cumulative_decline([each] * 4) * 100, 2) == F("14.68")


@pytest.mark.parametrize(
    ("mode", "factors", "co2", "fall"),
    [("frozen", ("0.6168", "0.6168"), "550.408", "10.4659"), ("annual", ("0.6168", "0.5580"), "517.48", "15.8222")],
)
def test_c10_the_factor_policy_decides_whether_fifteen_percent_are_reached(
    mode: str, factors: tuple[str, str], co2: str, fall: str
) -> None:
    before, now = 200 + 50 * F(factors[0]) * 10, 205 + 56 * F(factors[1]) * 10
    assert (before, now) == (F("508.40"), F(co2)), mode
    found = decline(intensity(now, F("1.209179")), intensity(before, F(1))) * 100
    assert round(found, 4) == F(fall)
    assert (found >= 15) == (mode == "annual")


def test_c11_energy_intensity_of_beijing_in_2014() -> None:
    after_three = 1 - (1 - F("0.2015")) / (1 - F("0.0529"))
    assert round(after_three * 100, 2) == F("15.69")
    assert cumulative_decline([after_three, F("0.0529")]) == F("0.2015")
    assert round(F("0.3596") / (1 - F("0.2015")), 4) == F("0.4503")


def test_c12_another_level_of_the_base_year_changes_no_decline() -> None:
    usual, scaled = intensities(), intensities(F("1.04"))
    for year in range(2021, 2025):
        assert scaled[year] != usual[year]
        assert decline(scaled[year], scaled[2020]) == decline(usual[year], usual[2020])
        assert decline(scaled[year], scaled[year - 1]) == decline(usual[year], usual[year - 1])


# levels are no growth


def test_a_year_without_published_growth_has_no_constant_price_gdp() -> None:
    assert chained_gdp(BASE, 2020, {2022: F(1)}, 2022) is None
    assert chained_gdp(BASE, 2020, {}, 2020) == BASE


def test_the_ratio_of_levels_across_a_census_is_found_out() -> None:
    levels, tolerance = (F("49843.1"), F("43760.7")), F("0.05")
    assert is_break(2024)
    assert level_ratio_as_growth(F("13.9"), *levels, 2024, tolerance)
    assert not level_ratio_as_growth(F("5.2"), *levels, 2024, tolerance)
    assert not level_ratio_as_growth(F("5.2"), F("43760.7"), F("41610.9"), 2023, tolerance)


def landed_growth(percent: str) -> pl.DataFrame:
    row = {
        "place_label": "国民经济", "area_id": "beijing", "part": "flash", "item": "GROWTH", "date": date(2024, 1, 1),
        "value": round(F(percent) * 10**9), "origin": "real", "source_file_id": "f", "source_row": 1,
    }  # fmt: skip
    return pl.DataFrame([row], schema=polars_schema(OBSERVATION))


def test_a_landed_ratio_of_published_levels_is_no_growth_though_its_table_has_no_levels() -> None:
    """49 843.1 / 43 760.7 = 1.1390; 4.6 is a growth."""
    found = economy(landed_growth("13.9"), "beijing")
    assert ("GROWTH", 2024, "flash") not in found.stated
    assert found.refused == {2024}
    sound = economy(landed_growth("4.6"), "beijing")
    assert (sound.stated["GROWTH", 2024, "flash"].value, sound.refused) == (F("4.6"), frozenset())


def test_bundled_gdp_of_beijing_and_tongzhou_names_its_source() -> None:
    for area in ("beijing", "tongzhou"):
        assert all(one.source and one.origin == "real" for one in published(area).values())
    series = gdp_series(NOTHING, ["tongzhou"])
    (break_row,) = series.filter((pl.col("area_id") == "beijing") & (pl.col("year") == 2024)).to_dicts()
    assert (break_row["growth"], break_row["census_break"]) == (5_200_000_000, True)
    assert break_row["level_ratio"] == 13_899_229_217


def test_gdp_of_beijing_needs_no_landed_table() -> None:
    found = economy(NOTHING, "beijing").gdp(2020, 2024)
    assert round(found[2024].value, 2) == F("43654.52")
    assert (found[2024].vintage, found[2024].origin) == ("preliminary", "real")


def test_growth_of_tongzhou_is_published_for_2023_alone() -> None:
    assert set(economy(NOTHING, "tongzhou").gdp(2020, 2024)) == {2020}


def stated(item: str, year: int, vintage: str, value: str) -> tuple[tuple[str, int, str], Stated]:
    return (item, year, vintage), Stated(F(value), "real", vintage)


def test_both_ends_of_a_ratio_are_of_one_vintage() -> None:
    preliminary = [stated("GROWTH", year, "preliminary", "5") for year in (2021, 2022)]
    level = stated("LEVEL", 2020, "preliminary", "100")
    final_of_one = [stated("GROWTH", 2021, "final", "6")]
    found = Economy(dict([level, *preliminary, *final_of_one])).gdp(2020, 2022)
    assert (found[2022].value, found[2022].vintage) == (F("110.25"), "preliminary")
    only_mixed = Economy(dict([level, *final_of_one, preliminary[1]])).gdp(2020, 2022)
    assert (only_mixed[2022].value, only_mixed[2022].vintage) == (F("111.3"), "mixed")
