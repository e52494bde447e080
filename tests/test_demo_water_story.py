"""The story that the water demonstration tells: sections improve over the years, seasons swing, small rivers dry."""

import csv
import io
import re
from collections import Counter, defaultdict
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from pathlib import Path

import demo_water_files
import pytest
from demo_water_files import LIMITS, PRECEDENT, YEARS, listed, manual_cells, number, tables

from demo import water_automatic, water_sections
from demo.summary import DemoSummary

DECIMALS = {
    "溶解氧": 1, "高锰酸盐指数": 1, "化学需氧量": 1, "五日生化需氧量": 1, "氨氮": 2, "石油类": 2, "阴离子表面活性剂": 2,
    "硒": 4, "砷": 4, "挥发酚": 4, "汞": 5, "镉": 5,
}  # fmt: skip
EXPECTED = {2020: (1, 5, 2), 2021: (1, 5, 2), 2022: (2, 5, 1), 2023: (4, 4, 0), 2024: (6, 2, 0)}
"""Sections at III, IV and V in each year."""

Months = dict[tuple[str, str], dict[int, list[Fraction]]]
"""Section and item → month → values."""


@pytest.fixture(scope="module")
def written() -> tuple[Path, DemoSummary]:
    return demo_water_files.written()


@pytest.fixture(scope="module")
def manual(written: tuple[Path, DemoSummary]) -> dict[int, Months]:
    """What the manual files say, year by year."""
    out: dict[int, Months] = {year: defaultdict(lambda: defaultdict(list)) for year in YEARS}
    for path in sorted((written[0] / water_sections.FOLDER).iterdir()):
        if "自动" in path.name or not path.stat().st_size:
            continue
        year = int(re.findall(r"20\d\d", path.name)[0])
        for section, month, item, cell in manual_cells(path):
            value = number(cell)
            if value is not None:
                out[year][section, item][month].append(value)
    return out


@pytest.fixture(scope="module")
def automatic(written: tuple[Path, DemoSummary]) -> dict[int, Months]:
    """What the automatic files say of the four assessed items: values of stations in normal state."""
    out: dict[int, Months] = {year: defaultdict(lambda: defaultdict(list)) for year in YEARS}
    for path in sorted((written[0] / water_automatic.FOLDER).glob("*4小时*.csv")):
        year = int(re.findall(r"20\d\d", path.name)[0])
        for row in csv.DictReader(io.StringIO(path.read_text("utf-8"))):
            if row["站点情况"] != "正常":
                continue
            for item in PRECEDENT:
                value = number(row[f"{item}(mg/L)"])
                if value is not None:
                    out[year][row["断面名称"], item][int(row["监测时间"][:2])].append(value)
    return out


def mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction()) / len(values)


def rounded(value: Fraction, decimals: int) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    short = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
    return short if short else exact.quantize(Decimal(1).scaleb(exact.adjusted()), ROUND_HALF_EVEN)


def class_of(means: dict[str, Fraction]) -> int:
    worst = 1
    for item, value in means.items():
        shown = rounded(value, DECIMALS.get(item, 3))
        steps = [Decimal(limit) for limit in LIMITS[item]]
        beyond = sum(shown < limit if item == "溶解氧" else shown > limit for limit in steps)
        worst = max(worst, 1 + beyond)
    return worst


def annual_classes(months: Months, first: Months | None = None, until: int = 12) -> dict[str, int]:
    """Section of our list → class of the mean of its monthly means; `first` is taken where it has the item."""
    out = {}
    for section in listed():
        means = {}
        for item in LIMITS:
            better = (first or {}).get((section, item)) if item in PRECEDENT else None
            series = better or months.get((section, item), {})
            values = [mean(values) for month, values in series.items() if month <= until and values]
            if values:
                means[item] = mean(values)
        out[section] = class_of(means)
    return out


@pytest.mark.parametrize("year", YEARS)
def test_annual_classes_tell_the_story_of_improvement(
    year: int, manual: dict[int, Months], automatic: dict[int, Months]
) -> None:
    for first in (None, automatic[year]):
        classes = Counter(annual_classes(manual[year], first).values())
        assert (classes[3], classes[4], classes[5]) == EXPECTED[year]
        assert sum(classes.values()) == 8


def test_half_years_go_the_same_way(manual: dict[int, Months], automatic: dict[int, Months]) -> None:
    """Published: one of eight at III in the first half of 2023, six a year later."""
    halves = {year: Counter(annual_classes(manual[year], automatic[year], until=6).values()) for year in (2023, 2024)}
    assert halves[2023][3] == 1
    assert halves[2024][3] == 6


def test_story_does_not_hang_on_the_seed(tmp_path: Path) -> None:
    for seed in (1, 5, 77):
        water_sections.generate(tmp_path, (2023,), seed)
        path = next((tmp_path / water_sections.FOLDER).iterdir())
        months: Months = defaultdict(lambda: defaultdict(list))
        for section, month, item, cell in manual_cells(path):
            value = number(cell)
            if value is not None:
                months[section, item][month].append(value)
        assert Counter(annual_classes(months).values()) == {3: 4, 4: 4}


def test_seasons_swing(manual: dict[int, Months]) -> None:
    for year in YEARS:
        for section in listed():

            def at(item: str, *months: int, section: str = section, year: int = year) -> Fraction:
                series = manual[year][section, item]
                return mean([value for month in months for value in series.get(month, [])])

            assert at("氨氮", 1, 2, 3, 12) > Fraction(3, 2) * at("氨氮", 6, 7, 8)
            assert at("溶解氧", 6, 7, 8) < at("溶解氧", 1, 2, 3, 12) - 3
            assert at("化学需氧量", 7, 8) > Fraction(11, 10) * at("化学需氧量", 4, 5, 10)


def test_stations_and_samples_tell_of_the_same_water(manual: dict[int, Months], automatic: dict[int, Months]) -> None:
    for year in YEARS:
        for station in water_automatic.AUTOMATIC:
            for item in PRECEDENT:
                for month, values in automatic[year][station, item].items():
                    sample = mean(manual[year][station, item][month])
                    assert abs(mean(values) / sample - 1) < Fraction(1, 4), (year, station, item, month)


def test_small_rivers_are_dry_in_some_winter_months_and_have_eight_with_water(
    written: tuple[Path, DemoSummary], manual: dict[int, Months]
) -> None:
    assert {month for month in range(1, 13) if not manual[2020]["后元化", "氨氮"].get(month)} == {1, 2}
    for year in YEARS:
        for section in listed():
            assert sum(bool(values) for values in manual[year][section, "氨氮"].values()) >= 10
    words = [cell for path in (written[0] / water_sections.FOLDER).glob("*地表水*.xlsx")
             if path.stat().st_size for _, rows in tables(path) for row in rows for cell in row]  # fmt: skip
    assert words.count("断流") >= 8
    assert {"平均", "合计", "—", "0.004L", "未检出", "见附表"} <= set(words)
