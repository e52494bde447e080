"""The water demonstration: the files that bureaus send, a story of improvement, faults that are counted."""

import csv
import hashlib
import io
import json
import re
from collections import Counter, defaultdict
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from importlib import resources
from pathlib import Path

import pytest

from demo import water, water_automatic, water_discharge, water_sections, water_sources, water_wells
from demo.summary import DemoSummary
from readers.workbook import sheets

YEARS = (2020, 2021, 2022, 2023, 2024)
# GB 3838-2002 table 1, rivers: upper limits of classes I to V, lower ones for dissolved oxygen.
LIMITS = {
    "溶解氧": ("7.5", "6", "5", "3", "2"),
    "高锰酸盐指数": ("2", "4", "6", "10", "15"),
    "化学需氧量": ("15", "15", "20", "30", "40"),
    "五日生化需氧量": ("3", "3", "4", "6", "10"),
    "氨氮": ("0.15", "0.5", "1.0", "1.5", "2.0"),
    "总磷": ("0.02", "0.1", "0.2", "0.3", "0.4"),
    "铜": ("0.01", "1", "1", "1", "1"),
    "锌": ("0.05", "1", "1", "2", "2"),
    "氟化物": ("1", "1", "1", "1.5", "1.5"),
    "硒": ("0.01", "0.01", "0.01", "0.02", "0.02"),
    "砷": ("0.05", "0.05", "0.05", "0.1", "0.1"),
    "汞": ("0.00005", "0.00005", "0.0001", "0.001", "0.001"),
    "镉": ("0.001", "0.005", "0.005", "0.005", "0.01"),
    "六价铬": ("0.01", "0.05", "0.05", "0.05", "0.1"),
    "铅": ("0.01", "0.01", "0.05", "0.05", "0.1"),
    "氰化物": ("0.005", "0.05", "0.2", "0.2", "0.2"),
    "挥发酚": ("0.002", "0.002", "0.005", "0.01", "0.1"),
    "石油类": ("0.05", "0.05", "0.05", "0.5", "1"),
    "阴离子表面活性剂": ("0.2", "0.2", "0.2", "0.3", "0.3"),
    "硫化物": ("0.05", "0.1", "0.2", "0.5", "1"),
}
DECIMALS = {
    "溶解氧": 1, "高锰酸盐指数": 1, "化学需氧量": 1, "五日生化需氧量": 1, "氨氮": 2, "石油类": 2, "阴离子表面活性剂": 2,
    "硒": 4, "砷": 4, "挥发酚": 4, "汞": 5, "镉": 5,
}  # fmt: skip
PRECEDENT = ("溶解氧", "高锰酸盐指数", "氨氮", "总磷")
EXPECTED = {2020: (1, 5, 2), 2021: (1, 5, 2), 2022: (2, 5, 1), 2023: (4, 4, 0), 2024: (6, 2, 0)}
"""Sections at III, IV and V in each year."""

Months = dict[tuple[str, str], dict[int, list[Fraction]]]
"""Section and item → month → values."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoSummary]:
    raw = tmp_path_factory.mktemp("water")
    return raw, water.generate(raw)


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


def tables(path: Path) -> list[tuple[str, list[list[str]]]]:
    """The sheets of a workbook, or a CSV in either encoding as one sheet."""
    content = path.read_bytes()
    if path.suffix == ".xlsx":
        return sheets(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    return [("", list(csv.reader(io.StringIO(text))))]


def manual_cells(path: Path) -> list[tuple[str, int, str, str]]:
    """Section, month, item, cell of one manual file of any of the forms."""
    out = []
    for name, rows in tables(path):
        top = next(i for i, row in enumerate(rows) if any(c.startswith(("氨氮(", "监测值")) for c in row))
        names = [c or above for c, above in zip(rows[top], rows[max(top - 1, 0)], strict=True)]
        at = {title.split("(")[0]: column for column, title in enumerate(names) if title}
        month = int(name[:-1]) if re.fullmatch(r"\d+月", name) else 0
        for row in rows[top + 1 :]:
            cells = dict(zip(at, (row[column] if column < len(row) else "" for column in at.values()), strict=True))
            when = cells.get("监测月份") or cells.get("月份") or ""
            if cells.get("采样日期"):
                month = int(cells["采样日期"][5:7])
            elif when:
                month = int(re.findall(r"\d+", when)[-1])
            section = cells["断面名称"]
            if not section or section in ("平均", "合计"):
                continue
            if "监测项目" in cells and "监测值" in cells:
                out.append((section, month, cells["监测项目"], cells["监测值"]))
                continue
            out += [(section, month, item, cells[item]) for item in cells if item in LIMITS or item in ("pH", "水温")]
    return out


def number(cell: str) -> Fraction | None:
    """The value of a cell, half of a detection limit, None for what is no sound number."""
    if re.fullmatch(r"\d+(\.\d+)?L", cell):
        return Fraction(cell[:-1]) / 2
    return Fraction(cell) if re.fullmatch(r"\d+(\.\d+)?", cell) else None


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


def registry() -> list[dict[str, str]]:
    text = resources.files("store.reference_defaults").joinpath("sections.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def listed() -> list[str]:
    return [row["name_zh"] for row in registry() if row["in_plan_list"] == "1"]


def digests(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_same_seed_gives_the_same_bytes(written: tuple[Path, DemoSummary], tmp_path: Path) -> None:
    assert water.generate(tmp_path) == written[1]
    assert digests(tmp_path) == digests(written[0])


def test_another_seed_gives_another_water(written: tuple[Path, DemoSummary], tmp_path: Path) -> None:
    water.generate(tmp_path, (2024,), seed=7)
    before, after = digests(written[0]), digests(tmp_path)
    assert all(after[name] != before[name] for name in after)


def test_a_year_does_not_depend_on_its_company(written: tuple[Path, DemoSummary], tmp_path: Path) -> None:
    water.generate(tmp_path, (2022,))
    alone = digests(tmp_path)
    assert alone == {name: value for name, value in digests(written[0]).items() if re.search(r"_?2022[^0-9]", name)}


def test_files_are_few_and_lie_in_their_folders(written: tuple[Path, DemoSummary]) -> None:
    raw, summary = written
    files = [path for path in raw.rglob("*") if path.is_file()]
    assert summary.files == len(files) <= 120
    assert summary.cells <= 500_000
    assert {path.parent.relative_to(raw) for path in files} == set(water.FOLDERS)
    assert all("演示" in path.name for path in files)
    assert Counter(path.parent.parts[-2] for path in files) == {
        "sections": 21 + 60 + 5, "sources": 5, "groundwater": 6, "discharge": 5,
    }  # fmt: skip


def test_titles_say_that_these_are_demonstration_data(written: tuple[Path, DemoSummary]) -> None:
    for path in written[0].rglob("*.xlsx"):
        if path.stat().st_size and "补报" not in path.name:
            assert all("演示数据" in rows[0][0] for _, rows in tables(path))


def test_eight_sections_are_our_list_and_each_row_says_on_what_evidence() -> None:
    rows = registry()
    assert len(listed()) == 8
    for row in rows:
        assert row["evidence"]
        assert row["water_type"] == "river"
        assert row["control_level"] in ("国控", "市控", "区控")
        roles = {"district_outbound", "inbound", "township_outbound", "into_main_river", "trend"}
        assert set(row["role"].split("|")) <= roles
        assert row["in_plan_list"] == "0" or ("未确认" in row["evidence"] and row["target_class"] in ("4", "5"))
    assert [row["river"] for row in rows if "into_main_river" in row["role"]] == ["玉带河"]
    assert not [row for row in rows if "township_outbound" in row["role"]]


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


def test_manual_files_come_in_the_forms_of_bureaus(written: tuple[Path, DemoSummary]) -> None:
    folder = written[0] / water_sections.FOLDER
    names = [name for name, _ in tables(folder / "2020年地表水断面水质监测结果_演示.xlsx")]
    assert names == [f"{month}月" for month in range(1, 13)]
    assert len(tables(folder / "2021年地表水断面水质监测结果_演示.xlsx")) == 10
    assert len(tables(folder / "2023年地表水断面水质监测结果_演示.xlsx")) == 1
    assert len(list(folder.glob("*_2024-*_演示.xlsx"))) == 12
    for path in folder.glob("地表水*.csv"):
        with pytest.raises(UnicodeDecodeError):
            path.read_bytes().decode("utf-8")
    sheet = dict(tables(folder / "2020年地表水断面水质监测结果_演示.xlsx"))["6月"]
    assert "2020年6月" in sheet[0][0]
    assert sheet[1][:4] == ["序号", "河流", "断面名称", "监测项目"]
    assert sheet[2][3:10] == [
        "水温(℃)", "pH(无量纲)", "溶解氧(mg/L)", "高锰酸盐指数(mg/L)", "化学需氧量(mg/L)", "五日生化需氧量(mg/L)", "氨氮(mg/L)",
    ]  # fmt: skip
    assert len(sheet[2]) - 3 == len(LIMITS) + 3  # the 21 with pH, and temperature and total nitrogen
    assert [row[1] for row in sheet[3:8]] == ["北运河", "", "", "", "凉水河"]
    assert sheet[-1][0].startswith("注")


def test_automatic_files_have_the_columns_of_the_platform(written: tuple[Path, DemoSummary]) -> None:
    folder = written[0] / water_automatic.FOLDER
    files = sorted(folder.glob("*4小时*.csv"))
    assert len(files) == 60
    rows = list(csv.reader(io.StringIO(files[30].read_text("utf-8"))))
    assert rows[0][:5] == ["省份", "流域", "断面名称", "监测时间", "水质类别"]
    assert rows[0][11:] == ["氨氮(mg/L)", "总磷(mg/L)", "总氮(mg/L)", "叶绿素α(mg/L)", "藻密度(cells/L)", "站点情况"]
    assert {row[2] for row in rows[1:]} == set(water_automatic.AUTOMATIC)
    assert all(re.fullmatch(r"07-\d\d (00|04|08|12|16|20):00", row[3]) for row in rows[1:])
    states = Counter(row["站点情况"] for path in files for row in csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    assert set(states) == {"正常", "维护", "不具备运行条件"}
    assert 0.01 < states["维护"] / states["正常"] < 0.05


def test_no_number_of_a_station_is_below_zero_but_the_one_planted(written: tuple[Path, DemoSummary]) -> None:
    files = (written[0] / water_automatic.FOLDER).glob("*4小时*.csv")
    assert sum(path.read_text("utf-8").count(",-") - path.read_text("utf-8").count(",--") for path in files) == 1


def test_class_of_a_station_is_that_of_its_numbers(written: tuple[Path, DemoSummary]) -> None:
    codes = ("", "Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ")
    for path in (written[0] / water_automatic.FOLDER).glob("*4小时*2021-0[1-6]*.csv"):
        for row in csv.DictReader(io.StringIO(path.read_text("utf-8"))):
            worst = 1
            for item in PRECEDENT:
                cell = row[f"{item}(mg/L)"]
                if cell != "--":
                    steps = [Decimal(limit) for limit in LIMITS[item]]
                    value = Decimal(cell)
                    worst = max(worst, 1 + sum(value < s if item == "溶解氧" else value > s for s in steps))
            assert row["水质类别"] == (codes[worst] if row["站点情况"] == "正常" else "*"), row


def test_a_page_at_new_year_holds_an_hour_of_the_old_one(written: tuple[Path, DemoSummary]) -> None:
    folder = written[0] / water_automatic.FOLDER
    pages = sorted(folder.glob("*平台*.json"))
    assert len(pages) == 5
    page = json.loads((folder / "水质自动监测_平台_2022-01-01_演示.json").read_text("utf-8"))
    assert [row[3] for row in page["tbody"]] == ["01-01 00:00", "01-01 00:00", "12-31 20:00"]
    assert all(re.fullmatch(r"<span.*title='原始值：[-\d.]+'>[-\d.]+</span>|\*|--", cell)
               for row in page["tbody"] for cell in row[5:-1])  # fmt: skip
    old = (folder / "水质自动监测_4小时_2021-12_演示.csv").read_text("utf-8")
    new = (folder / "水质自动监测_4小时_2022-01_演示.csv").read_text("utf-8")
    assert "许各庄,12-31 20:00" not in old
    assert "杨洼闸,01-01 00:00" not in new


def test_the_source_is_within_class_iii_in_all_quarters(written: tuple[Path, DemoSummary]) -> None:
    quarters = 0
    for path in (written[0] / water_sources.FOLDER).iterdir():
        rows = tables(path)[0][1]
        top = next(i for i, row in enumerate(rows) if "水源地名称" in row)
        for row in rows[top + 1 :]:
            if row[0] != water_sources.SOURCE:
                continue
            quarters += 1
            cells = dict(zip((name.split("(")[0] for name in rows[top]), row, strict=True))
            assert len(rows[top][rows[top].index("取水量(万吨)") + 1 :]) == 39
            assert cells["嗅和味"] == cells["肉眼可见物"] == "无"
            for item, most in {"总硬度": 450, "溶解性总固体": 1000, "铁": 0.3, "锰": 0.1, "氟化物": 1, "氨氮": 0.5,
                               "硝酸盐": 20, "砷": 0.01, "总α放射性": 0.5}.items():  # fmt: skip
                assert float(cells[item]) <= most
            assert 6.5 <= float(cells["pH"]) <= 8.5
    assert quarters == 20


def test_two_wells_of_twelve_are_at_class_v_by_nature_in_all_years(written: tuple[Path, DemoSummary]) -> None:
    fourth = {"总硬度": 650, "溶解性总固体": 2000, "铁": 2.0, "锰": 1.5, "氟化物": 2.0, "氨氮": 1.5}
    third = {"总硬度": 450, "溶解性总固体": 1000, "铁": 0.3, "锰": 0.1, "氟化物": 1.0, "氨氮": 0.5}
    bad: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in (written[0] / water_wells.FOLDER).glob("*_演示.*"):
        if "补报" in path.name:
            continue
        year = re.findall(r"20\d\d", path.name)[0]
        for _, rows in tables(path):
            top = next(i for i, row in enumerate(rows) if "监测井编号" in row)
            for row in rows[top + 1 :]:
                cells = dict(zip((name.split("(")[0] for name in rows[top]), row, strict=True))
                if row[0].startswith("YS-"):
                    bad[year, "V"] |= {row[0] for item, most in fourth.items() if float(cells[item]) > most}
                    bad[year, "worse than III"] |= {row[0] for item, most in third.items() if float(cells[item]) > most}
    for year in map(str, YEARS):
        assert bad[year, "V"] == {"YS-07", "YS-12"}
        assert len(bad[year, "worse than III"]) == (9 if year < "2023" else 8)


@pytest.mark.parametrize("column", ["申报量(吨)", "核定量(吨)"])
def test_the_account_of_discharges_falls_every_year(written: tuple[Path, DemoSummary], column: str) -> None:
    account: dict[str, dict[int, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for path in (written[0] / water_discharge.FOLDER).iterdir():
        rows = tables(path)[0][1]
        top = next(i for i, row in enumerate(rows) if "记录类型" in row)
        for row in rows[top + 1 :]:
            cells = dict(zip(rows[top], row, strict=False))
            if cells.get("状态") != "已核定":
                continue
            sign = -1 if cells["记录类型"] == "削减" else 1
            account[cells["污染物"]][int(cells["年份"])] += sign * Fraction(cells[column])
    assert set(account) == set(water_discharge.BASE)
    for pollutant, changes in account.items():
        assert changes[2020] == water_discharge.BASE[pollutant]
        assert all(changes[year] < 0 for year in YEARS[1:])
        assert sum(changes.values()) > changes[2020] / 3


def test_reductions_are_volume_times_the_drop_of_concentration(written: tuple[Path, DemoSummary]) -> None:
    checked = 0
    for path in (written[0] / water_discharge.FOLDER).glob("*202[13]*"):
        rows = tables(path)[0][1]
        top = next(i for i, row in enumerate(rows) if "记录类型" in row)
        for row in rows[top + 1 :]:
            cells = dict(zip(rows[top], row, strict=False))
            numbers = [cells.get(name, "") for name in ("水量(万立方米)", "进口浓度(mg/L)", "出口浓度(mg/L)")]
            numbers[2] = "0" if numbers[2].endswith("L") else numbers[2]
            if all(re.fullmatch(r"[\d.]+", cell) for cell in numbers):
                volume, c_in, c_out = map(Fraction, numbers)
                assert abs(Fraction(cells["申报量(吨)"]) - volume * (c_in - c_out) / 100) <= Fraction(1, 200)
                checked += 1
    assert checked == 22


def test_faults_are_sparse_and_counted(written: tuple[Path, DemoSummary]) -> None:
    faults = dict(written[1].faults)
    assert faults.pop("maintenance_rows") > 300
    assert faults.pop("absent_rows") > 100
    assert faults == {
        "broken_files": 1, "decimal_commas": 5, "empty_files": 1, "intake_not_monitored": 1, "missing_units": 2,
        "negatives": 4, "not_detected_without_limit": 1, "not_yet_in_operation": 1, "repeats_conflicting": 4, "texts": 5,
        "total_rows": 2, "unregistered_sections": 1, "untimed_rows": 1,
    }  # fmt: skip
    files = [path for path in written[0].rglob("*") if path.is_file()]
    assert sum(path.stat().st_size == 0 for path in files) == 1
