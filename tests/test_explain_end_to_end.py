"""An explanation adds up at every level, for each of the 17 indicators, on the demonstration data: every sum is made again
here, in fractions, from the rows that the macro gives."""

import csv
import json
import math
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import Installation

from demo import (
    air,
    air_dustfall,
    air_reductions,
    climate,
    dust,
    ecology,
    soil,
    water_automatic,
    water_discharge,
    water_sections,
    water_sources,
    water_wells,
)

YEARS = (2023, 2024)
AIR_COUNTED = ("air_heavy_pollution_days", "air_good_day_ratio")
CARBON = ("climate_carbon_intensity_yoy", "climate_carbon_intensity_vs_2020")
SECTIONS = ("water_sections_class_iv", "water_outbound_inferior_v")
REDUCTIONS = ("air_voc_reduction", "air_nox_reduction")

Row = Mapping[str, Any]
ANSWERS: dict[tuple[str, int], list[dict[str, Any]]] = {}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The demonstration of all media, of two years where an indicator compares them: hourly air of two months of 2024,
    with its declared dust days, accounts from their base year on."""
    found = Installation(tmp_path_factory.mktemp("explained"))
    air.generate(found.raw, (2024,))
    for file in (found.raw / "air" / "hourly" / "demo").glob("beijing_*_2024*.csv"):
        if not "20240201" <= file.stem.rpartition("_")[2] <= "20240401":
            file.unlink()
    dust.declare(found.raw)
    water_sections.generate(found.raw, (2024,))
    water_automatic.generate(found.raw, (2024,))
    for file in (found.raw / "water" / "sections" / "demo").glob("水质自动监测_4小时_2024-*.csv"):
        if file.stem.split("_")[2] > "2024-03":
            file.unlink()
    for part in (air_dustfall, air_reductions, water_sources, water_wells, soil):
        part.generate(found.raw, YEARS)
    for part in (water_discharge, ecology, climate):
        part.generate(found.raw)
    assert found.run("2025-06-30").success
    return found


@pytest.fixture(scope="module")
def mart(made: Installation) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(made.mart), read_only=True) as connection:
        yield connection


def asked(mart: duckdb.DuckDBPyConnection, indicator: str, year: int = 2024) -> list[dict[str, Any]]:
    """The rows of the macro, as an analyst asks for them; asked once for all tests."""
    if (indicator, year) not in ANSWERS:
        ANSWERS[indicator, year] = answer(mart, indicator, year)
    return ANSWERS[indicator, year]


def answer(mart: duckdb.DuckDBPyConnection, indicator: str, year: int) -> list[dict[str, Any]]:
    result = mart.execute(f"FROM explain('{indicator}', {year}) ORDER BY step, key")
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def of(rows: Sequence[Row], level: str) -> list[Row]:
    return [row for row in rows if row["level"] == level]


def used(rows: Sequence[Row], level: str) -> list[Row]:
    return [row for row in of(rows, level) if row["used"]]


def below(rows: Sequence[Row], level: str) -> dict[str, list[Row]]:
    """The used rows of a level by the row that they enter."""
    found = defaultdict[str, list[Row]](list)
    for row in used(rows, level):
        found[row["parent"]].append(row)
    return found


def exact(value: float, step: int = 10**6) -> Fraction:
    """A number of the mart in the step that it was quantised to."""
    return Fraction(round(value * step), step)


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def value_of(rows: Sequence[Row]) -> float:
    (row,) = [row for row in rows if row["key"] == "value"]
    return float(row["value"])


def indicators() -> list[str]:
    path = Path(__file__).parent.parent / "standards" / "limits" / "indicators.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row["indicator_id"] for row in csv.DictReader(file)]


@pytest.mark.parametrize("indicator", indicators())
def test_the_value_is_that_of_the_scoreboard_and_its_rows_hang_together(
    mart: duckdb.DuckDBPyConnection, indicator: str
) -> None:
    """Every row names the one that it enters, a level above; the last ones name file and row; keys are unique."""
    rows = asked(mart, indicator)
    (told,) = mart.execute(
        "SELECT value FROM marts.indicator_status WHERE area_id = 'tongzhou' AND year = 2024 AND indicator_id = ?",
        [indicator],
    ).fetchall()
    assert told[0] is not None
    assert value_of(rows) == told[0]
    assert len({(row["level"], row["key"]) for row in rows}) == len(rows)
    steps = {row["key"]: row["step"] for row in rows}
    for row in rows:
        assert row["parent"] is None or steps[row["parent"]] < row["step"], row
        assert all(row[name] for name in ("label_zh", "label_en", "rule_zh", "rule_en")), row
    assert {row["level"] for row in rows} >= {"status", "value", "files"}
    cited = [row for row in rows if row["source_row"] is not None]
    files = {row["key"]: row for row in of(rows, "files")}
    assert {row["source_file"] for row in cited} == set(files)
    for row in files.values():
        assert row["count_used"] == sum(one["source_file"] == row["key"] for one in cited)
    assert all(row["source_row"] >= 1 for row in cited)


def test_pm25_is_the_mean_of_days_of_stations_of_hours(mart: duckdb.DuckDBPyConnection) -> None:
    """GB 3095-2012 §6.4 and HJ 663-2013 annex A: at least 20 hours, the mean of the valid stations, of the valid days."""
    rows = asked(mart, "air_pm25_annual_mean")
    days, stations, hours = (below(rows, level) for level in ("days", "station_days", "hours"))
    assert len(of(rows, "days")) == 366
    assert float(mean([exact(row["value"]) for row in days["value"]])) == pytest.approx(value_of(rows), abs=1e-12)
    for row in of(rows, "days"):
        entering = stations[row["key"]]
        assert row["count_all"] == sum(one["parent"] == row["key"] for one in of(rows, "station_days"))
        if row["used"]:
            assert row["count_used"] == len(entering)
            own = [mean([exact(one["value"], 10) for one in hours[station["key"]]]) for station in entering]
            assert exact(row["value"]) == round(mean(own) * 10**6) / Fraction(10**6)
    for row in of(rows, "station_days"):
        assert row["count_used"] == len(hours[row["key"]])
        assert (row["value"] is not None) == (row["count_used"] >= 20)
        if row["value"] is not None:
            exact_mean = mean([exact(one["value"], 10) for one in hours[row["key"]]])
            assert exact(row["value"]) == round(exact_mean * 10**6) / Fraction(10**6)


@pytest.mark.parametrize("indicator", AIR_COUNTED)
def test_good_polluted_and_missing_days_make_the_calendar(mart: duckdb.DuckDBPyConnection, indicator: str) -> None:
    """Of the index: the largest of its pollutants (HJ 633-2012 §4.3); above 200 is heavy, at most 100 good."""
    rows = asked(mart, indicator)
    counts = {row["key"]: row["value"] for row in of(rows, "counts")}
    days = of(rows, "days")
    indices = [row["value"] for row in days if row["used"]]
    assert len(days) == 366 == counts["good_days"] + counts["polluted_days"] + counts["missing_days"]
    assert counts["good_days"] == sum(index <= 100 for index in indices)
    assert counts["polluted_days"] == sum(index > 100 for index in indices)
    assert counts["heavy_days"] == sum(index > 200 for index in indices)
    assert counts["missing_days"] == sum(not row["used"] for row in days)
    added = sum(row["adds"] for row in days if row["used"])
    expected = added if indicator == AIR_COUNTED[0] else float(Fraction(100 * int(added), len(indices)))
    assert value_of(rows) == pytest.approx(expected, abs=1e-12)
    pollutants, stations, hours = (below(rows, level) for level in ("pollutants", "station_days", "hours"))
    for row in days:
        if row["used"]:
            assert row["value"] == max(one["adds"] for one in pollutants[row["key"]])
            assert row["count_used"] == len(pollutants[row["key"]])
    for row in of(rows, "pollutants"):
        if row["used"]:
            own = [exact(one["value"]) for one in stations[row["key"]]]
            assert float(mean(own)) == pytest.approx(row["value"], abs=2e-6)
            assert row["count_used"] == len(own)
    for row in of(rows, "station_days"):
        assert row["count_used"] == len(hours[row["key"]]), row


def test_declared_dust_takes_particles_out_and_says_so(mart: duckdb.DuckDBPyConnection) -> None:
    """The demonstration declares days of March 2024 as a whole: no PM10 is left of them, all gases are."""
    rows = asked(mart, "air_good_day_ratio")
    dusty = [row for row in of(rows, "days") if "申报沙尘日" in (row["why_zh"] or "")]
    with_hours = [row for row in dusty if row["count_used"]]
    assert with_hours
    for row in with_hours:
        left = {one["label_en"] for one in used(rows, "pollutants") if one["parent"] == row["key"]}
        assert left == {"SO2", "NO2", "CO", "O3"}
    taken = [row for row in of(rows, "hours") if not row["used"]]
    assert {row["why_zh"].partition("；")[0] for row in taken} == {"申报沙尘时段，颗粒物扣除"}
    assert {row["key"].split("/")[1] for row in taken} == {"PM2.5", "PM10"}


def test_dustfall_is_the_mean_of_months_of_sites(mart: duckdb.DuckDBPyConnection) -> None:
    rows = asked(mart, "air_dustfall")
    months, sites = below(rows, "months"), below(rows, "sites")
    nano = 10**9
    assert float(mean([exact(row["value"], nano) for row in months["value"]])) == pytest.approx(
        value_of(rows), abs=1e-12
    )
    for row in used(rows, "months"):
        own = [exact(one["value"], nano) for one in sites[row["key"]]]
        assert float(mean(own)) == pytest.approx(row["value"], abs=2e-9)
        assert row["count_used"] == len(own)
    dropped = [row for row in of(rows, "months") if not row["used"]]
    assert dropped
    assert all("沙尘月，按规则剔除" in row["why_zh"] for row in dropped)


@pytest.mark.parametrize("indicator", REDUCTIONS)
def test_reductions_are_the_sum_of_what_each_project_is_credited(
    mart: duckdb.DuckDBPyConnection, indicator: str
) -> None:
    rows = asked(mart, indicator)
    assert float(sum(exact(row["adds"], 10**9) for row in of(rows, "projects"))) == value_of(rows)
    for row in of(rows, "projects"):
        assert row["count_used"] == sum(one["parent"] == row["key"] for one in of(rows, "rows"))
        assert row["used"] or row["why_zh"]


@pytest.mark.parametrize("indicator", SECTIONS)
def test_sections_are_classed_by_the_worst_item_of_their_mean_months(
    mart: duckdb.DuckDBPyConnection, indicator: str
) -> None:
    """GB 3838-2002 and 环办〔2011〕22号: class of the worst item; the mean of months; hours make days first, pH goes
    through H⁺."""
    rows = asked(mart, indicator)
    sections = used(rows, "sections")
    counts = (lambda level: level <= 4) if indicator == SECTIONS[0] else (lambda level: level == 6)
    assert sections
    assert value_of(rows) == sum(counts(row["value"]) for row in sections)
    items, months, samples = (below(rows, level) for level in ("items", "months", "samples"))
    for row in sections:
        assert row["value"] == max(one["adds"] for one in items[row["key"]])
    for row in used(rows, "items"):
        own = [one["value"] for one in months[row["key"]]]
        assert row["count_used"] == len(own)
        acid = row["key"].endswith("/PH")
        found = -math.log10(math.fsum(10**-one for one in own) / len(own)) if acid else math.fsum(own) / len(own)
        assert found == pytest.approx(row["value"], rel=0.06, abs=0.06), (
            "the value is rounded to the decimals of the item"
        )
    for row in used(rows, "months"):
        entering = samples[row["key"]]
        assert row["count_used"] == len(entering), row
        assert monthly(row["key"], entering) == pytest.approx(row["value"], rel=1e-9, abs=1e-9), row


def monthly(key: str, samples: Sequence[Row]) -> float:
    """The mean of a month from its samples: hours of a day first."""
    acid = "/PH/" in key
    days = defaultdict[str, list[float]](list)
    for number, row in enumerate(samples):
        moment, kind, span = row["key"].removeprefix(f"{key}/").split("/")[:3]
        days[moment[:10] if kind == "automatic" and span == "hour" else f"{number}"].append(row["value"])
    means = [math.fsum(10**-one if acid else one for one in own) / len(own) for own in days.values()]
    whole = math.fsum(means) / len(means)
    return -math.log10(whole) if acid else whole


def test_sources_comply_when_every_quarter_does(mart: duckdb.DuckDBPyConnection) -> None:
    rows = asked(mart, "water_drinking_source_compliance")
    sources, quarters = used(rows, "sources"), below(rows, "quarters")
    assert value_of(rows) == float(Fraction(100 * sum(int(row["adds"]) for row in sources), len(sources)))
    for row in sources:
        assert row["adds"] == min(one["adds"] for one in quarters[row["key"]])
        assert (row["count_used"], row["count_all"]) == (len(quarters[row["key"]]), 4)


def test_wells_are_classed_by_the_items_that_both_years_have(mart: duckdb.DuckDBPyConnection) -> None:
    rows = asked(mart, "water_groundwater_stability")
    wells, items = used(rows, "wells"), below(rows, "items")
    at_worst = sum(row["value"] == 5 for row in wells)
    assert value_of(rows) == pytest.approx(float(Fraction(100 * at_worst, len(wells))), abs=1e-12)
    for row in wells:
        classes = {
            year: [one["adds"] for one in items[row["key"]] if f"/{year}/" in one["key"]] for year in (2023, 2024)
        }
        assert row["value"] == max(classes[2024])
        assert f"2023年{'ⅠⅡⅢⅣⅤ'[int(max(classes[2023])) - 1]}类" in row["why_zh"]
        assert row["count_used"] == len(classes[2024]) == len(classes[2023])


def test_the_discharge_account_adds_up_from_its_records(mart: duckdb.DuckDBPyConnection) -> None:
    """E_t = E_{t−1} + new − reduced, for every pollutant; of the assessed ones the worst change decides."""
    rows = asked(mart, "water_discharge_total")
    lines = {row["key"]: row for row in of(rows, "account")}
    changes = {}
    for row in of(rows, "pollutants"):
        opening, added, reduced, closing = (
            exact(lines[f"{row['key']}/{line}"]["value"], 10**9)
            for line in ("1 opening", "2 added", "3 reduced", "4 closing")
        )
        assert closing == opening + added - reduced
        changes[row["key"]] = 100 * (closing - opening) / opening
        assert float(changes[row["key"]]) == pytest.approx(row["value"], abs=1e-6)
        for line, total in (("2 added", added), ("3 reduced", reduced)):
            records = below(rows, "records")[f"{row['key']}/{line}"]
            assert sum((exact(one["adds"], 10**9) for one in records), Fraction(0)) == total
    assert {row["key"] for row in used(rows, "pollutants")} == {"COD", "NH3N"}
    assert value_of(rows) == float(max(changes["COD"], changes["NH3N"]))


@pytest.mark.parametrize(
    ("indicator", "level"), [("soil_construction_land_safe_use", "parcels"), ("soil_farmland_safe_use", "units")]
)
def test_safe_use_is_the_share_of_the_area_that_counts(
    mart: duckdb.DuckDBPyConnection, indicator: str, level: str
) -> None:
    rows = asked(mart, indicator)
    parts = used(rows, level)
    safe, whole = (sum((exact(row[name], 10**9) for row in parts), Fraction(0)) for name in ("adds", "value"))
    assert value_of(rows) == pytest.approx(float(100 * safe / whole), abs=1e-12)
    assert all(row["why_zh"] for row in of(rows, level) if not row["used"])


def test_soil_points_are_within_when_every_item_of_their_samples_is(mart: duckdb.DuckDBPyConnection) -> None:
    rows = asked(mart, "soil_environment_quality")
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
def test_carbon_intensity_is_energy_by_factors_over_gdp(mart: duckdb.DuckDBPyConnection, indicator: str) -> None:
    """Fuel: t × kJ/kg × tC/TJ × oxidation × 44/12 / 10⁶ (万m³ × kJ/m³: / 10⁵); power: 万kWh × 10 × kg/kWh; heat: GJ ×
    t/GJ. Intensity in t per 10⁴ yuan; GDP is the level of 2020 times real growth."""
    rows = asked(mart, indicator)
    by_key = {row["key"]: row for row in rows}
    base = "2023" if indicator == CARBON[0] else "2020"
    intensities = {}
    for year in ("2024", base):
        co2 = sum((tonnes(mart, row) for row in below(rows, "carriers")[f"{year}/co2"]), Fraction(0))
        assert float(co2) == pytest.approx(by_key[f"{year}/co2"]["value"], rel=1e-9)
        assert by_key[f"{year}/co2"]["count_used"] == len(below(rows, "carriers")[f"{year}/co2"])
        intensities[year] = co2 / exact(by_key[f"{year}/gdp"]["value"], 10**9) / 10**4
        assert float(intensities[year]) == pytest.approx(by_key[year]["value"], rel=1e-8)
    assert float((intensities["2024"] / intensities[base] - 1) * 100) == pytest.approx(value_of(rows), abs=1e-6)
    gdp = exact(by_key["2020/growth"]["value"], 10**9)
    for year in range(2021, 2025):
        gdp *= 1 + exact(by_key[f"{year}/growth"]["adds"], 10**9) / 100
    assert float(gdp) == pytest.approx(by_key["2024/gdp"]["value"], rel=1e-9)


def tonnes(mart: duckdb.DuckDBPyConnection, row: Row) -> Fraction:
    """CO2 of one carrier from its amount and factors."""
    year, _, carrier = row["key"].split("/")
    (found,) = mart.execute(
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


def test_the_ecological_index_is_the_difference_of_two_published_values(mart: duckdb.DuckDBPyConnection) -> None:
    rows = asked(mart, "ecology_ei_yoy")
    now, before = sorted(used(rows, "years"), key=lambda row: row["key"], reverse=True)
    assert float(exact(now["value"], 10**9) - exact(before["value"], 10**9)) == value_of(rows)
    computed = {row["key"]: row for level in ("computed", "parts") for row in of(rows, level)}
    moved = computed["computed/2024"]["value"] - computed["computed/2023"]["value"]
    parts = [row["adds"] for row in computed.values() if row["parent"] == "computed/2024"]
    assert len(parts) == 5
    assert math.fsum(parts) == pytest.approx(moved, abs=1e-6)


def tzeco(made: Installation, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from pipelines.cli import app; app()", *words]
    return subprocess.run(
        command, env=made.environment(COLUMNS="160"), capture_output=True, text=True, check=False, timeout=120
    )


def test_the_command_line_tells_what_the_macro_says(made: Installation, mart: duckdb.DuckDBPyConnection) -> None:
    told = tzeco(made, "explain", "air_pm25_annual_mean", "--year", "2024", "--level", "station_days", "--json")
    assert told.returncode == 0, told.stderr
    steps = {step["level"]: step for step in json.loads(told.stdout)["steps"]}
    rows = asked(mart, "air_pm25_annual_mean")
    shown = {row["key"]: (row["value"], row["used"], row["why_zh"]) for row in steps["station_days"]["shown"]}
    assert shown == {row["key"]: (row["value"], row["used"], row["why_zh"]) for row in of(rows, "station_days")}
    for level, step in steps.items():
        assert (step["rows"], step["used"]) == (len(of(rows, level)), len(used(rows, level)))


def test_an_official_can_follow_it_in_either_language(made: Installation) -> None:
    zh = tzeco(made, "explain", "water_sections_class_iv", "--year", "2024").stdout
    assert "含演示数据" in zh
    for word in ("状态", "数值与口径", "断面", "月均值", "环办〔2011〕22号", "来源文件"):
        assert word in zh, word
    en = tzeco(made, "explain", "climate_carbon_intensity_yoy", "--lang", "en").stdout
    for word in ("Status", "awaiting official value", "Carriers", "GB/T 2589-2020", "the other policy, beside"):
        assert word in en, word


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("no_such",), "climate_carbon_intensity_vs_2020"),
        (("air_pm25_annual_mean", "--year", "1999"), "tongzhou: 2024"),
        (("air_pm25_annual_mean", "--area", "nowhere"), "tongzhou: 2024"),
        (("air_pm25_annual_mean", "--level", "minutes"), "station_days"),
        (("air_pm25_annual_mean", "--key", "2024-13-01"), "2024-13-01"),
    ],
)
def test_what_is_not_there_is_told_with_the_choices(made: Installation, words: tuple[str, ...], named: str) -> None:
    from pipelines.exits import Exit

    told = tzeco(made, "explain", *words)
    assert (told.returncode, told.stdout) == (Exit.NO_INPUT, "")
    assert named in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.old_client
def test_an_older_client_explains_the_same_under_another_name(
    made: Installation, mart: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    client = os.environ.get("TZECO_OLD_CLIENT")
    if not client:
        pytest.skip("TZECO_OLD_CLIENT names no Python with an older DuckDB")
    copy = tmp_path / "别的名字.duckdb"
    copy.write_bytes(made.mart.read_bytes())
    script = (
        "import duckdb, json, sys; c = duckdb.connect(sys.argv[1], read_only=True); "
        "names = [n for (n,) in c.execute('select indicator_id from marts.dim_indicator').fetchall()]; "
        'print(duckdb.__version__); print(json.dumps({n: c.execute(f"select count(*), count(*) filter (used), '
        "max(value) filter (key = 'value') from explain('{n}', 2024, area := 'tongzhou')\").fetchone() for n in names}))"
    )
    told = subprocess.run([client, "-c", script, str(copy)], capture_output=True, text=True, check=True)
    version, counts = told.stdout.splitlines()
    assert version.startswith("1.4.")
    for indicator, (every, of_them, value) in json.loads(counts).items():
        rows = asked(mart, indicator)
        assert (every, of_them, value) == (len(rows), sum(row["used"] for row in rows), value_of(rows))


WHOLE = ("energy_monthly", "carbon_intensity_trend", "ei_trend", "green_view", "water_discharge", "emission_reduction")
"""Tables whose rows of 2024 do not depend on how many years of other data there are."""


@pytest.mark.parametrize("table", WHOLE)
def test_sample_rows_of_the_dictionary_are_what_the_demonstration_gives(
    mart: duckdb.DuckDBPyConnection, table: str
) -> None:
    """docs/samples.json is made by hand (`docs/make_samples.py`): here it is seen where it has grown old."""
    samples = json.loads((Path(__file__).parent.parent / "docs" / "samples.json").read_text("utf-8"))["rows"][table]
    of_year = [row for row in samples if row["year"] == 2024]
    assert of_year
    result = mart.execute(f"SELECT * FROM marts.{table} WHERE year = 2024")
    names = [column[0] for column in result.description or []]
    found = [json.loads(json.dumps(dict(zip(names, row, strict=True)), default=str)) for row in result.fetchall()]
    for row in of_year:
        assert row in found, row
