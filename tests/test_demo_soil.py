"""The soil demonstration: samples, parcels and farmland whose rates can be worked out by hand."""

import csv
import hashlib
import io
import re
from collections import defaultdict
from datetime import date
from fractions import Fraction
from importlib import resources
from pathlib import Path

import pytest

from demo import soil, soil_farmland, soil_parcels, soil_samples
from demo.summary import DemoSummary
from readers.workbook import sheets

YEARS = (2020, 2021, 2022, 2023, 2024)
Row = dict[str, str]
# GB 15618-2018 table 1, other land, above pH 7.5 and from 6.5 to 7.5; copper of orchards apart.
SCREENING = {
    "镉": ("0.6", "0.3"), "汞": ("3.4", "2.4"), "砷": ("25", "30"), "铅": ("170", "120"), "铬": ("250", "200"),
    "铜": ("100", "100"), "镍": ("190", "100"), "锌": ("300", "250"),
}  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoSummary]:
    raw = tmp_path_factory.mktemp("soil")
    return raw, soil.generate(raw)


def rows_of(folder: Path, first: str) -> dict[int, list[Row]]:
    """Year → rows of its file as header → cell; empty files left out."""
    out = {}
    for path in sorted(folder.iterdir()):
        if not path.stat().st_size:
            continue
        table = table_of(path)
        top = next(i for i, row in enumerate(table) if row[0] == first)
        body = [row for row in table[top + 1 :] if row and re.match(r"[A-Z]{2}-", row[0])]
        out[int(re.findall(r"20\d\d", path.name)[0])] = [dict(zip(table[top], row, strict=False)) for row in body]
    return out


def table_of(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    if path.suffix == ".xlsx":
        return sheets(content)[0][1]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    return list(csv.reader(io.StringIO(text)))


def towns() -> set[str]:
    text = resources.files("store.reference_defaults").joinpath("areas.csv").read_text("utf-8")
    return {row["name_zh"] for row in csv.DictReader(io.StringIO(text))}


def digests(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_same_seed_gives_the_same_bytes(written: tuple[Path, DemoSummary], tmp_path: Path) -> None:
    assert soil.generate(tmp_path) == written[1]
    assert digests(tmp_path) == digests(written[0])


def test_another_seed_gives_another_soil(written: tuple[Path, DemoSummary], tmp_path: Path) -> None:
    soil.generate(tmp_path, (2024,), seed=7)
    before, after = digests(written[0]), digests(tmp_path)
    assert len(after) == 3
    assert all(after[name] != before[name] for name in after)


def test_a_year_does_not_depend_on_its_company(written: tuple[Path, DemoSummary], tmp_path: Path) -> None:
    soil.generate(tmp_path, (2021,))
    assert digests(tmp_path) == {name: value for name, value in digests(written[0]).items() if "2021" in name}


def test_files_lie_in_their_folders_and_say_what_they_are(written: tuple[Path, DemoSummary]) -> None:
    raw, summary = written
    files = [path for path in raw.rglob("*") if path.is_file()]
    assert summary.files == len(files) == 16
    assert summary.cells < 10_000
    assert {path.parent.relative_to(raw) for path in files} == set(soil.FOLDERS)
    assert all("演示" in path.name for path in files)
    assert all("演示数据" in table_of(path)[0][0] for path in files if path.suffix == ".xlsx")


def test_soils_are_mostly_alkaline_and_one_or_two_points_are_above_screening(
    written: tuple[Path, DemoSummary],
) -> None:
    samples = rows_of(written[0] / soil_samples.FOLDER, "点位编号")
    for year in YEARS:
        ph = {row["点位编号"]: Fraction(row["pH"]) for row in samples[year] if row["pH"]}
        assert len({row["点位编号"] for row in samples[year]}) == soil_samples.POINTS
        assert sum(value > Fraction(15, 2) for value in ph.values()) >= 35
        above = set()
        for row in samples[year]:
            point = row["点位编号"]
            for header, cell in row.items():
                metal = header.split("(")[0]
                value = Fraction(cell) if metal in SCREENING and re.fullmatch(r"[\d.]+", cell) else Fraction()
                limit = SCREENING.get(metal, ("0", "0"))[ph.get(point, Fraction(7)) <= Fraction(15, 2)]
                if value / (1000 if "μg/kg" in header else 1) > Fraction(limit):
                    above.add(point)
        assert above == ({"TR-017", "TR-028"} if year <= 2022 else {"TR-028"})


def test_cadmium_and_mercury_are_in_micrograms_in_one_year(written: tuple[Path, DemoSummary]) -> None:
    samples = rows_of(written[0] / soil_samples.FOLDER, "点位编号")
    assert [year for year in YEARS if "镉(μg/kg)" in samples[year][0]] == [2021]
    fine = {row["点位编号"]: float(row["镉(μg/kg)"]) for row in samples[2021]}
    for row in samples[2022]:
        assert 0.85 < fine[row["点位编号"]] / 1000 / float(row["镉(mg/kg)"]) < 1.15


def day(cell: str) -> date | None:
    return date.fromisoformat(cell) if re.fullmatch(r"\d{4}-\d\d-\d\d", cell) else None


def test_parcels_are_in_order_but_one_in_each_of_the_first_two_years(written: tuple[Path, DemoSummary]) -> None:
    ledger = rows_of(written[0] / soil_parcels.FOLDER, "地块编号")
    violations = {}
    for year in YEARS:
        rows = ledger[year]
        assert len(rows) == 15
        assert {row["乡镇"] for row in rows} <= towns()
        wrong = []
        for row in rows:
            start = day(row["开工日期"])
            if start is None or row["规划用途代码"].startswith("M"):
                continue
            assert start.year == year
            steps = [day(row[name]) for name in ("调查评审日期", "风险评估日期", "纳入名录日期", "效果评估日期",
                                                 "移出名录日期", "开工日期")]  # fmt: skip
            known = [step for step in steps if step]
            registered = day(row["纳入名录日期"]) and not day(row["移出名录日期"])
            if known != sorted(known) or registered or not day(row["调查评审日期"]):
                wrong.append(row["地块编号"])
        violations[year] = wrong
    assert violations == {2020: ["DK-2020-12"], 2021: ["DK-2021-11"], 2022: [], 2023: [], 2024: []}


def test_rate_of_construction_land_reaches_a_hundred_in_2022(written: tuple[Path, DemoSummary]) -> None:
    ledger = rows_of(written[0] / soil_parcels.FOLDER, "地块编号")
    for year in YEARS:
        column = next(name for name in ledger[year][0] if name.startswith("面积"))
        built = [row for row in ledger[year] if row["开工日期"] and not row["规划用途代码"].startswith("M")]
        area = {row["地块编号"]: Fraction(row[column]) * (10_000 if "公顷" in column else 1) for row in built}
        assert len(area) == 13
        assert all(8_000 <= value <= 60_000 for value in area.values())
        bad = {2020: "DK-2020-12", 2021: "DK-2021-11"}.get(year, "")
        rate = 100 * (1 - area.get(bad, Fraction()) / sum(area.values()))
        assert 80 < rate < 100 if bad else rate == 100


def test_safe_use_of_farmland_improves_under_one_method(written: tuple[Path, DemoSummary]) -> None:
    """By hand: 2020 (1890 − 135)/1890; from 2021 on (1260 − 105, 75, 60, 30)/1260."""
    ledger = rows_of(written[0] / soil_farmland.FOLDER, "单元编号")
    rates = {}
    for year in YEARS:
        column = next(name for name in ledger[year][0] if name.startswith("面积"))
        per_mu = {"面积(亩)": Fraction(1), "面积(公顷)": Fraction(1, 15), "面积(平方米)": Fraction(10_000, 15)}[column]
        sums: dict[str, Fraction] = defaultdict(Fraction)
        for row in ledger[year]:
            polluted = row["类别"] != "优先保护" or (row["污染程度"] == "轻微" and row["核算方法"] == "2019")
            if polluted:
                area = Fraction(row[column]) / per_mu
                sums["all"] += area
                sums["ok"] += area if row["是否达标"] == "是" else 0
                assert (row["农产品样品数"] == row["农产品合格数"]) == (row["是否达标"] == "是")
        rates[year] = round(float(100 * sums["ok"] / sums["all"]), 2)
    assert rates == {2020: 92.86, 2021: 91.67, 2022: 94.05, 2023: 95.24, 2024: 97.62}


def test_farmland_is_sixty_units_within_the_district(written: tuple[Path, DemoSummary]) -> None:
    ledger = rows_of(written[0] / soil_farmland.FOLDER, "单元编号")
    for year in YEARS:
        assert len({row["单元编号"] for row in ledger[year]}) == soil_farmland.UNITS
        assert {row["乡镇"] for row in ledger[year]} <= towns()
    total = sum(Fraction(row["面积(亩)"]) for row in ledger[2020])
    assert 150_000 < total <= Fraction("15979.80") * 15


def test_faults_are_sparse_and_counted(written: tuple[Path, DemoSummary]) -> None:
    assert written[1].faults == {
        "decimal_commas": 2, "empty_files": 1, "inverted_dates": 1, "missing_ph": 1, "missing_units": 1, "negatives": 2,
        "not_detected_without_limit": 1, "repeats_conflicting": 2, "texts": 3, "total_rows": 2, "violations": 1,
    }  # fmt: skip
    assert sum(path.stat().st_size == 0 for path in written[0].rglob("*") if path.is_file()) == 1
