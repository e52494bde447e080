"""The files of the water demonstration: those that bureaus send, in their forms, with faults that are counted."""

import csv
import hashlib
import io
import json
import re
from collections import Counter, defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import demo_water_files
import pytest
from demo_water_files import LIMITS, PRECEDENT, YEARS, listed, registry, tables

from demo import water, water_automatic, water_discharge, water_sections, water_sources, water_wells
from demo.summary import DemoSummary


@pytest.fixture(scope="module")
def written() -> tuple[Path, DemoSummary]:
    return demo_water_files.written()


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
