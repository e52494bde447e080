"""An explanation of soil, carbon intensity and the ecological index adds up at every level: every sum is made again."""

import math
from fractions import Fraction

import duckdb
import pytest
from explained_values import Row, asked, below, exact, of, used, value_of

CARBON = ("climate_carbon_intensity_yoy", "climate_carbon_intensity_vs_2020")


@pytest.mark.parametrize(
    ("indicator", "level"), [("soil_construction_land_safe_use", "parcels"), ("soil_farmland_safe_use", "units")]
)
def test_safe_use_is_the_share_of_the_area_that_counts(
    explained_mart: duckdb.DuckDBPyConnection, indicator: str, level: str
) -> None:
    rows = asked(explained_mart, indicator)
    parts = used(rows, level)
    safe, whole = (sum((exact(row[name], 10**9) for row in parts), Fraction(0)) for name in ("adds", "value"))
    assert value_of(rows) == pytest.approx(float(100 * safe / whole), abs=1e-12)
    assert all(row["why_zh"] for row in of(rows, level) if not row["used"])


def test_soil_points_are_within_when_every_item_of_their_samples_is(explained_mart: duckdb.DuckDBPyConnection) -> None:
    rows = asked(explained_mart, "soil_environment_quality")
    points, samples, items = used(rows, "points"), below(rows, "samples"), below(rows, "items")
    assert value_of(rows) == float(Fraction(100 * sum(int(row["adds"]) for row in points), len(points)))
    for row in points:
        assert row["adds"] == min(one["adds"] for one in samples[row["key"]])
        assert row["count_used"] == len(samples[row["key"]])
    for row in used(rows, "samples"):
        own = items[row["key"]]
        assert row["adds"] == (0 if any(one["adds"] for one in own) else 1)
        for one in own:
            assert one["adds"] == (one["value"] > float(one["text"].removeprefix("≤ ")))


@pytest.mark.parametrize("indicator", CARBON)
def test_carbon_intensity_is_energy_by_factors_over_gdp(
    explained_mart: duckdb.DuckDBPyConnection, indicator: str
) -> None:
    """Fuel: t × kJ/kg × tC/TJ × oxidation × 44/12 / 10⁶ (万m³ × kJ/m³: / 10⁵); power: 万kWh × 10 × kg/kWh; heat: GJ ×
    t/GJ. Intensity in t per 10⁴ yuan; GDP is the level of 2020 times real growth."""
    rows = asked(explained_mart, indicator)
    by_key = {row["key"]: row for row in rows}
    base = "2023" if indicator == CARBON[0] else "2020"
    intensities = {}
    for year in ("2024", base):
        co2 = sum((tonnes(explained_mart, row) for row in below(rows, "carriers")[f"{year}/co2"]), Fraction(0))
        assert float(co2) == pytest.approx(by_key[f"{year}/co2"]["value"], rel=1e-9)
        assert by_key[f"{year}/co2"]["count_used"] == len(below(rows, "carriers")[f"{year}/co2"])
        intensities[year] = co2 / exact(by_key[f"{year}/gdp"]["value"], 10**9) / 10**4
        assert float(intensities[year]) == pytest.approx(by_key[year]["value"], rel=1e-8)
    assert float((intensities["2024"] / intensities[base] - 1) * 100) == pytest.approx(value_of(rows), abs=1e-6)
    gdp = exact(by_key["2020/growth"]["value"], 10**9)
    for year in range(2021, 2025):
        gdp *= 1 + exact(by_key[f"{year}/growth"]["adds"], 10**9) / 100
    assert float(gdp) == pytest.approx(by_key["2024/gdp"]["value"], rel=1e-9)


def tonnes(explained_mart: duckdb.DuckDBPyConnection, row: Row) -> Fraction:
    """CO2 of one carrier from its amount and factors."""
    year, _, carrier = row["key"].split("/")
    (found,) = explained_mart.execute(
        "SELECT unit, ncv, carbon, oxidation, factor FROM marts.carbon_carrier WHERE area_id = 'tongzhou' "
        "AND year = ? AND carrier = ? AND ef_mode = (SELECT ef_mode FROM marts.carbon_intensity_trend "
        "WHERE area_id = 'tongzhou' AND year = 2024)",
        [int(year), carrier],
    ).fetchall()
    unit, *numbers = found
    ncv, carbon, oxidation, factor = (None if one is None else exact(one, 10**9) for one in numbers)
    amount = exact(row["value"], 10**9)
    if factor is not None:
        return amount * factor * (10 if unit == "万kWh" else 1)
    assert ncv is not None
    assert carbon is not None
    assert oxidation is not None
    scale = 10**5 if unit == "万m³" else 10**6
    return amount * ncv * carbon * oxidation * Fraction(44, 12) / scale


def test_the_ecological_index_is_the_difference_of_two_published_values(
    explained_mart: duckdb.DuckDBPyConnection,
) -> None:
    rows = asked(explained_mart, "ecology_ei_yoy")
    now, before = sorted(used(rows, "years"), key=lambda row: row["key"], reverse=True)
    assert float(exact(now["value"], 10**9) - exact(before["value"], 10**9)) == value_of(rows)
    computed = {row["key"]: row for level in ("computed", "parts") for row in of(rows, level)}
    moved = computed["computed/2024"]["value"] - computed["computed/2023"]["value"]
    parts = [row["adds"] for row in computed.values() if row["parent"] == "computed/2024"]
    assert len(parts) == 5
    assert math.fsum(parts) == pytest.approx(moved, abs=1e-6)
