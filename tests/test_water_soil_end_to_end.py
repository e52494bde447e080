"""From files of water and soil to the scoreboard and back: values, statuses, and the way to file, row and cell by SQL."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import pytest
from conftest import Installation, copy_demo_days
from mart_values import values_of_mart

from assets import intake
from demo import soil, water, water_discharge
from demo.planted import is_planted
from quality.sample_settle import settle
from quality.settle import Settled
from readers.datasets import SAMPLED
from reports.troubles import load

TODAY = "2025-06-30"
SAMPLED_INDICATORS = (
    "soil_construction_land_safe_use", "soil_environment_quality", "soil_farmland_safe_use", "water_discharge_total",
    "water_drinking_source_compliance", "water_groundwater_stability", "water_outbound_inferior_v",
    "water_sections_class_iv",
)  # fmt: skip


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Demonstration years 2023 and 2024 of water and soil (the discharge account from its base year on), and five days
    of air."""
    made = Installation(tmp_path_factory.mktemp("two_years"))
    copy_demo_days(made)
    water.generate(made.raw, [2023, 2024])
    water_discharge.generate(made.raw)
    soil.generate(made.raw, [2023, 2024])
    assert made.run(TODAY).success
    return made


def test_all_trouble_of_files_of_the_demonstration_was_planted(two_years: Installation) -> None:
    told = load(two_years.marts).values()
    assert len(told) > 10
    assert [one.path for one in told if not is_planted(one.path, one.rules)] == []


def status(installation: Installation, indicator: str, area: str = "tongzhou", year: int = 2024) -> dict[str, object]:
    columns = "status, value, value_text, value_kind, official_value, target, yoy_change, yoy_unit, coverage, origin, as_of, note"
    (row,) = installation.query(
        f"SELECT {columns} FROM marts.indicator_status "
        f"WHERE indicator_id = '{indicator}' AND area_id = '{area}' AND year = {year}"
    )
    return dict(zip(columns.split(", "), row, strict=True))


# The scoreboard


def test_every_area_and_year_has_all_seventeen_indicators(two_years: Installation) -> None:
    counts = two_years.query("SELECT area_id, year, count(*) FROM marts.indicator_status GROUP BY ALL ORDER BY year")
    assert ("tongzhou", 2024, 17) in counts
    assert ("tongzhou", 2023, 17) in counts
    assert {n for *_, n in counts} == {17}


def test_all_eight_indicators_of_water_and_soil_have_value_status_change_and_coverage(two_years: Installation) -> None:
    found = two_years.query(
        "SELECT indicator_id, status, coverage, origin, value IS NOT NULL, yoy_change IS NOT NULL, yoy_unit IS NOT NULL "
        "FROM marts.indicator_status WHERE year = 2024 AND medium IN ('water', 'soil') ORDER BY 1"
    )
    covered = {"water_sections_class_iv": pytest.approx(100 * 95 / 96)}
    assert found == [(name, "met", covered.get(name, 100.0), "demo", True, True, True) for name in SAMPLED_INDICATORS]


def test_a_month_that_lost_an_item_has_no_class_and_the_indicator_says_so(two_years: Installation) -> None:
    """In February 2024 秦营扬水站 has volatile phenol as 未检出 without a limit: one of 8 × 12 section-months."""
    (month,) = two_years.query(
        "SELECT situation, class, class_at_best, target_met, items_lost FROM marts.water_section_monthly "
        "WHERE section_id = 'qinying' AND period_id = '2024-02'"
    )
    assert month == ("incomplete", None, 4, None, "VPHEN")
    (samples,) = two_years.query(
        "SELECT bool_and(sample_class IS NULL), any_value(sample_class_at_best), any_value(items_lost) "
        "FROM marts.water_sample WHERE section_id = 'qinying' AND kind = 'manual' AND date BETWEEN '2024-02-01' AND '2024-02-29'"
    )
    assert samples == (True, 4, "VPHEN")
    note = str(status(two_years, "water_sections_class_iv")["note"])
    assert "项目缺失的断面月：秦营扬水站1个月" in note
    assert "section-months with lost items: 秦营扬水站 1" in note


def test_the_year_before_is_held_against_no_target_of_another_year(two_years: Installation) -> None:
    """Stability of groundwater can't be told in the first year of all."""
    found = two_years.query(
        "SELECT status, count(*), bool_and(value IS NOT NULL) FROM marts.indicator_status "
        "WHERE year = 2023 AND medium IN ('water', 'soil') GROUP BY 1 ORDER BY 1"
    )
    assert found == [("insufficient_data", 1, True), ("no_target", 7, True)]
    assert status(two_years, "water_groundwater_stability", year=2023)["status"] == "insufficient_data"


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_published_eight_of_eight_stand_beside(two_years: Installation, year: int) -> None:
    found = status(two_years, "water_sections_class_iv", year=year)
    assert (found["value"], found["official_value"], found["value_kind"]) == (8.0, 8.0, "realtime")


@pytest.mark.parametrize(("year", "classes"), [(2023, {3: 4, 4: 4}), (2024, {3: 6, 4: 2})])
def test_the_annual_classes_of_the_plans_sections_are_the_published_ones(
    two_years: Installation, year: int, classes: dict[int, int]
) -> None:
    found = two_years.query(
        "SELECT class, count(*) FROM marts.water_section_annual "
        f"WHERE period_type = 'year' AND in_plan_list AND year = {year} GROUP BY 1"
    )
    assert dict(found) == classes  # type: ignore[arg-type]


def test_the_class_of_a_year_is_that_of_its_worst_item(two_years: Installation) -> None:
    wrong = two_years.query(
        "SELECT a.section_id, a.period_id, a.class, max(i.item_class) FROM marts.water_section_annual a "
        "JOIN marts.water_section_item i USING (section_id, period_type, period_id) "
        "WHERE i.item NOT IN ('WT', 'TN', 'FC') GROUP BY ALL HAVING a.class <> max(i.item_class)"
    )
    assert wrong == []


def test_points_that_stay_within_their_screening_values_are_the_value_of_soil(two_years: Installation) -> None:
    (counted,) = two_years.query(
        "SELECT count(*) FILTER (within_screening), count(*) FROM marts.soil_sample WHERE year = 2024"
    )
    assert counted == (39, 40)
    assert status(two_years, "soil_environment_quality")["value"] == 97.5


def test_the_discharge_account_falls_by_what_was_reduced_more_than_added(two_years: Installation) -> None:
    """E_t = E_{t−1} + new − verified reductions, and the year before's closing is the year's opening."""
    rows = two_years.query(
        "SELECT pollutant, year, opening, added, reduced_verified, closing, change FROM marts.water_discharge "
        "WHERE year > 2020 ORDER BY pollutant, year"
    )
    assert len(rows) == 16
    for _, _, opening, added, reduced, closing, change in rows:
        exact = [Fraction(str(number)) for number in (opening, added, reduced, closing)]
        assert exact[0] + exact[1] - exact[2] == exact[3]
        assert change == pytest.approx(float((exact[3] / exact[0] - 1) * 100), abs=1e-6)
    chained = {(row[0], row[1]): row for row in rows}
    assert all(chained[p, y][2] == chained[p, y - 1][5] for p, y in chained if y > 2021)


# Back to the file


def sheet(path: Path) -> list[list[str]]:
    """The rows of a workbook's only sheet as text, from its first row."""
    frame = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars()
    return [["" if text is None else str(text) for text in row] for row in frame.rows()]


def table(path: Path) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=encoding, newline="") as file:
                return list(csv.reader(file))
        except UnicodeDecodeError:
            continue
    raise AssertionError(path)


def page(path: Path) -> list[list[str]]:
    """The records of a platform's page, under a row of headers without their tags: record 1 is row 1."""
    data = json.loads(path.read_text("utf-8"))
    return [[re.sub("<.*?>", "", head) for head in data["thead"]], *data["tbody"]]


def text_at(rows: list[list[str]], row: int, column: str, first: int = 1) -> str:
    """The text of a cell by the number of its row and the header of its column."""
    where = next(line.index(column) for line in rows[:3] if column in line)
    return rows[row - first][where]


def number_of(text: str) -> tuple[float, bool]:
    """A written value as the mart should hold it: half a detection limit, and whether it is one."""
    unrounded = re.search("原始值：([^']*)'", text)
    below = text.endswith("L")
    value = Fraction(unrounded[1] if unrounded else text.rstrip("L"))
    return float(value / 2 if below else value), below


READ = {".xlsx": sheet, ".csv": table, ".json": page}


def test_every_water_value_is_what_stands_in_its_file_row_and_column(two_years: Installation) -> None:
    cells = two_years.query(
        "SELECT path, s.source_row, s.source_column, value, below_limit FROM marts.water_sample s "
        "JOIN marts.source_file USING (source_file_id) WHERE value IS NOT NULL ORDER BY 1"
    )
    assert len(cells) > 100_000
    files = {str(path): READ[Path(str(path)).suffix](two_years.raw / str(path)) for path in {row[0] for row in cells}}
    assert {Path(path).suffix for path in files} == {".xlsx", ".csv", ".json"}
    for path, row, column, value, below in cells:
        first = 0 if str(path).endswith(".json") else 1
        text = text_at(files[str(path)], int(str(row)), str(column), first)
        assert number_of(text) == (value, below), (path, row, column, text)


def test_an_annual_class_leads_to_its_item_its_samples_and_the_words_in_the_workbook(two_years: Installation) -> None:
    """秦营扬水站 2024 is class IV by COD: its annual mean is that of the twelve cells in the twelve workbooks."""
    worst, level = two_years.query(
        "SELECT worst_items, class FROM marts.water_section_annual "
        "WHERE section_id = 'qinying' AND period_type = 'year' AND period_id = '2024'"
    )[0]
    assert (level, "COD" in str(worst) or "化学需氧量" in str(worst)) == (4, True)
    mean, samples, months, kind = two_years.query(
        "SELECT mean, samples, months, source_kind FROM marts.water_section_item WHERE section_id = 'qinying' "
        "AND period_type = 'year' AND period_id = '2024' AND item = 'COD'"
    )[0]
    cells = two_years.query(
        "SELECT path, s.source_row, s.source_column, s.value FROM marts.water_section_item i "
        "JOIN marts.water_sample s ON s.section_id = i.section_id AND s.item = i.item "
        "AND s.date BETWEEN i.date_from AND i.date_to AND s.used AND contains(i.source_kind, s.kind) "
        "JOIN marts.source_file USING (source_file_id) WHERE i.section_id = 'qinying' AND i.item = 'COD' "
        "AND i.period_type = 'year' AND i.period_id = '2024' ORDER BY path"
    )
    assert (len(cells), samples, months, kind) == (12, 12, 12, "manual")
    texts = [text_at(sheet(two_years.raw / str(path)), int(str(row)), str(column)) for path, row, column, _ in cells]
    assert mean == pytest.approx(float(sum(Fraction(text) for text in texts) / 12), abs=1e-9)
    assert {text_at(sheet(two_years.raw / str(path)), int(str(row)), "断面名称") for path, row, *_ in cells} == {
        "秦营扬水站"
    }


def test_an_annual_mean_of_automatic_values_is_the_mean_of_months_of_days(two_years: Installation) -> None:
    found = two_years.query(
        "WITH days AS (SELECT date, avg(value) AS mean FROM marts.water_sample WHERE section_id = 'yangwazha' "
        "AND item = 'NH3N' AND kind = 'automatic' AND used AND year = 2024 GROUP BY date), "
        "months AS (SELECT month(date) AS month, avg(mean) AS mean FROM days GROUP BY 1) "
        "SELECT (SELECT avg(mean) FROM months), mean, source_kind FROM marts.water_section_item "
        "WHERE section_id = 'yangwazha' AND item = 'NH3N' AND period_type = 'year' AND period_id = '2024'"
    )
    mean_by_hand, mean, kind = found[0]
    assert mean == pytest.approx(mean_by_hand, abs=1e-9)
    assert kind == "automatic"


def test_every_soil_value_is_what_stands_in_its_file_row_and_column(two_years: Installation) -> None:
    cells = two_years.query(
        "SELECT path, i.source_row, i.source_column, i.value, i.below_limit, i.point_id FROM marts.soil_sample_item i "
        "JOIN marts.source_file USING (source_file_id) WHERE value IS NOT NULL"
    )
    assert len(cells) > 600
    files = {str(path): READ[Path(str(path)).suffix](two_years.raw / str(path)) for path in {row[0] for row in cells}}
    for path, row, column, value, below, point in cells:
        rows = files[str(path)]
        assert number_of(text_at(rows, int(str(row)), str(column))) == (value, below)
        assert str(point).endswith(text_at(rows, int(str(row)), "点位编号"))


def test_every_parcel_leads_to_its_row_of_the_ledger(two_years: Installation) -> None:
    parcels = two_years.query(
        "SELECT path, c.source_row, c.parcel_id, c.name_zh, c.area_m2, c.construction_start_date, c.planned_use "
        "FROM marts.soil_construction c JOIN marts.source_file USING (source_file_id)"
    )
    assert len(parcels) == 30
    for path, row, parcel, name, area, start, use in parcels:
        rows, line = sheet(two_years.raw / str(path)), int(str(row))
        assert str(parcel).endswith(text_at(rows, line, "地块编号"))
        assert (text_at(rows, line, "地块名称"), text_at(rows, line, "规划用途代码")) == (name, use)
        assert text_at(rows, line, "开工日期") == (str(start) if start else "")
        unit, factor = ("公顷", 10_000) if "面积(公顷)" in rows[1] else ("平方米", 1)
        assert Fraction(text_at(rows, line, f"面积({unit})")) * factor == Fraction(str(area))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT sources FROM marts.water_source", "SELECT sources FROM marts.groundwater",
        "SELECT sources FROM marts.groundwater_item", "SELECT sources FROM marts.water_discharge",
        "SELECT sources FROM marts.emission_reduction",
    ],
)  # fmt: skip
def test_facts_of_many_rows_name_each_file_and_row(two_years: Installation, query: str) -> None:
    unknown = two_years.query(
        f"WITH named AS (SELECT unnest(string_split(sources, ' ')) AS source FROM ({query})) "
        "SELECT source FROM named LEFT JOIN marts.source_file f ON f.source_file_id = split_part(source, ':', 1) "
        "WHERE f.path IS NULL OR try_cast(split_part(source, ':', 2) AS INT) IS NULL"
    )
    assert unknown == []
    assert two_years.query(f"SELECT count(*) > 0 FROM ({query})") == [(True,)]


def test_the_discharge_account_leads_to_the_lines_of_the_ledger(two_years: Installation) -> None:
    rows = two_years.query(
        "WITH named AS (SELECT pollutant, unnest(string_split(sources, ' ')) AS source FROM marts.water_discharge "
        "WHERE year = 2024) SELECT pollutant, path, split_part(source, ':', 2)::INT FROM named "
        "JOIN marts.source_file ON source_file_id = split_part(source, ':', 1)"
    )
    words = {"COD": {"COD", "化学需氧量"}, "NH3N": {"氨氮", "NH3-N"}, "TP": {"总磷", "TP"}, "TN": {"总氮", "TN"}}
    files = {str(path): READ[Path(str(path)).suffix](two_years.raw / str(path)) for path in {row[1] for row in rows}}
    assert rows
    for pollutant, path, row in rows:
        assert text_at(files[str(path)], int(str(row)), "污染物") in words[str(pollutant)]


# Ledger, contract, words


def test_the_ledger_of_every_file_balances(two_years: Installation) -> None:
    by_dataset = two_years.query(
        "SELECT dataset, bool_and(balanced), sum(cells) - sum(accepted + quarantined + superseded + replaced_by_real "
        "+ not_observation + empty) FROM marts.row_ledger GROUP BY 1"
    )
    assert {name for name, *_ in by_dataset} == {
        "air_hourly",
        *(dataset.name for dataset in SAMPLED if dataset.medium in ("water", "soil")),
    }
    assert {row[1:] for row in by_dataset} == {(True, 0)}


def test_quarantine_counts_what_the_ledger_says(two_years: Installation) -> None:
    different = two_years.query(
        "SELECT l.source_file_id, quarantined, coalesce(sum(q.cells), 0) FROM marts.row_ledger l "
        "LEFT JOIN marts.quarantine q USING (source_file_id) GROUP BY ALL HAVING quarantined <> coalesce(sum(q.cells), 0)"
    )
    assert different == []


def test_every_sentence_of_quarantine_says_what_is_wrong_and_what_to_do(two_years: Installation) -> None:
    vague = two_years.query(
        "SELECT rule, message FROM marts.quarantine WHERE message LIKE '%was not accepted%' OR message LIKE '%未被采信%'"
    )
    assert vague == []


def test_accepted_cells_of_sections_are_the_rows_of_the_mart(two_years: Installation) -> None:
    different = two_years.query(
        "SELECT l.source_file_id, accepted, count(s.section_id) FROM marts.row_ledger l "
        "LEFT JOIN marts.water_sample s USING (source_file_id) WHERE dataset = 'water_sections' "
        "GROUP BY ALL HAVING accepted <> count(s.section_id)"
    )
    assert different == []


def test_every_table_and_column_has_a_comment(two_years: Installation) -> None:
    bare = two_years.query(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'marts' AND coalesce(comment, '') = ''"
    )
    assert bare == []
    assert two_years.query(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts' AND coalesce(comment, '') = ''"
    ) == []  # fmt: skip


# Nights


def test_a_second_night_on_the_same_files_publishes_the_same_values(two_years: Installation) -> None:
    before = values_of_mart(two_years.mart)
    assert two_years.run(TODAY).success
    after = values_of_mart(two_years.mart)
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == []


AIR = (
    "SELECT * FROM marts.indicator_status WHERE medium = 'air' AND year = 2024 AND area_id = 'tongzhou' "
    "ORDER BY indicator_id"
)


def test_empty_folders_of_water_and_soil_leave_air_as_it_is(
    two_years: Installation, installation: Installation
) -> None:
    copy_demo_days(installation)
    for dataset in SAMPLED:
        (installation.raw / dataset.folder).mkdir(parents=True)
    assert installation.run(TODAY).success
    assert installation.query(AIR) == two_years.query(AIR)
    others = installation.query(
        "SELECT DISTINCT status FROM marts.indicator_status WHERE medium IN ('water', 'soil') AND year = 2024"
    )
    assert others == [("no_data",)]


# A running year of two districts by hand, real beside demonstration data, and two datasets that are broken


AREAS = "area_id,name_zh,name_en,level,parent_id\na,甲区,District A,district,\nb,乙区,District B,district,\n"
SECTION_HEADER = "section_id,name_zh,river,area_id,water_type,control_level,role,target_class,in_plan_list,valid_from,valid_to,evidence"
TARGET_HEADER = "area_id,indicator_id,year,period,comparator,target,tolerance,unit,basis,firmness,decimals,text_zh,document,valid_from"
FARMLAND = "单元编号,所属区,年份,面积(亩),类别,措施,是否达标\nU1,甲区,2024,120,安全利用,低积累品种,是\nU2,乙区,2024,80,优先保护,,是\n"
PARCELS = (
    "地块编号,所属区,面积(平方米),规划用途代码,触发情形,调查报告日期,调查评审日期,调查结果,规划许可日期,开工日期,核算年度\n"
    "D1,甲区,8000,R2,用途变更,2024-01-10,2024-02-10,≤S,2024-03-10,2024-05-01,2024\n"
)


def broken_settle(
    found: pl.DataFrame, registered: pl.DataFrame, areas: pl.DataFrame, now: datetime, *more: Any
) -> Settled:
    """The settling with two faults: cells of farmland leave no trace, those of parcels an unknown stage."""
    result = settle(found, registered, areas, now, *more)
    if found["path"].str.contains("soil/farmland").any():
        return Settled(result.observations, result.outcomes.clear(), result.quarantine)
    if found["path"].str.contains("soil/parcels").any():
        return Settled(result.observations.with_columns(stage=pl.lit("draft")), result.outcomes, result.quarantine)
    return result


def ammonia(year: int, last: int, values: dict[str, tuple[float, float]]) -> str:
    """Monthly samples of sections: a value until September, another one after."""
    rows = [
        f"{section},{date(year, month, 5)},{early if month < 10 else late}"
        for section, (early, late) in values.items()
        for month in range(1, last + 1)
    ]
    return "\n".join(["断面名称,采样日期,氨氮(mg/L)", *rows, ""])


@pytest.fixture(scope="module")
def october(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """1 October 2024 in two districts of three sections each.

    2023, both: the third section has 1.8 mg/L ammonia until September (class V) and 0.3 after: (9·1.8 + 3·0.3)/12 =
    1.425, class IV over the year. So two of three stood at IV or better after nine months and three at the end: a year
    that ends on its target of three stands at 3 + (2 − 3) = 2. In 2024 district a has two such sections, b one.
    """
    made = Installation(tmp_path_factory.mktemp("october"))
    made.reference("areas", AREAS)
    named = [
        (area, f"{area}{number}", f"{name}{number}") for area, name in (("a", "甲"), ("b", "乙")) for number in "123"
    ]
    made.reference(
        "sections",
        "\n".join(
            [SECTION_HEADER, *(f"{i},{name},北运河,{area},river,国控,trend,4,1,,," for area, i, name in named), ""]
        ),
    )
    made.reference(
        "targets",
        f"{TARGET_HEADER}\n"
        + "".join(
            f"{area},{indicator},2024,year,>=,{value},,,,binding,0,文字,文件,\n"
            for area in "ab"
            for indicator, value in (("water_sections_class_iv", 3), ("soil_environment_quality", 90))
        ),
    )
    land(made, "water/sections/2023.csv", ammonia(2023, 12, {
        name: (1.8, 0.3) if name.endswith("3") else (0.3, 0.3) for _, _, name in named}))  # fmt: skip
    land(made, "water/sections/2024.csv", ammonia(2024, 10, {
        name: (1.8, 1.8) if name in ("甲3", "乙2", "乙3") else (0.3, 0.3) for _, _, name in named}))  # fmt: skip
    soil_header = "点位编号,所属区,采样日期,土地利用,pH,镉(mg/kg)\n"
    demo_points = "".join(f"D{n},{area},2024-09-10,旱地,8.1,0.2\n" for area in ("甲区", "乙区") for n in (1, 2))
    land(made, "soil/samples/demo/demo.csv", soil_header + demo_points)
    land(
        made,
        "soil/samples/real.csv",
        soil_header + "T1,甲区,2024-09-10,旱地,8.1,0.2\nT2,甲区,2024-09-10,旱地,8.1,0.9\n",
    )
    land(made, "soil/farmland/a.csv", FARMLAND)
    land(made, "soil/parcels/a.csv", PARCELS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "settle", broken_settle)
        assert made.run("2024-10-01").success
        yield made


def land(installation: Installation, path: str, text: str) -> None:
    target = installation.raw / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("area", "value", "verdict", "change"), [("a", 2.0, "on_track", 0.0), ("b", 1.0, "at_risk", -1.0)]
)
def test_a_running_year_is_held_against_the_course_of_earlier_years(
    october: Installation, area: str, value: float, verdict: str, change: float
) -> None:
    found = status(october, "water_sections_class_iv", area)
    assert (found["status"], found["value"], found["target"]) == (verdict, value, 3.0)
    assert (found["yoy_change"], found["coverage"], found["origin"]) == (change, 100.0, "real")
    assert found["as_of"] == date(2024, 9, 5)


def test_the_cumulative_period_is_the_one_that_is_judged(october: Installation) -> None:
    rows = october.query(
        "SELECT section_id, class, months FROM marts.water_section_annual "
        "WHERE period_type = 'months_1_to_n' AND period_id = '2024-01/09' ORDER BY 1"
    )
    assert rows == [("a1", 2, 9), ("a2", 2, 9), ("a3", 5, 9), ("b1", 2, 9), ("b2", 5, 9), ("b3", 5, 9)]
    whole = october.query(
        "SELECT class, count(*) FROM marts.water_section_annual WHERE period_type = 'year' AND year = 2023 "
        "GROUP BY 1 ORDER BY 1"
    )
    assert whole == [(2, 4), (4, 2)]


def test_a_month_that_has_not_come_waits_in_quarantine(october: Installation) -> None:
    waiting = october.query("SELECT rule, count(*) FROM marts.quarantine WHERE dataset = 'water_sections' GROUP BY 1")
    assert waiting == [("future", 6)]


def test_a_real_file_displaces_the_demonstration_of_its_dataset_area_and_year(october: Installation) -> None:
    real, demo = (status(october, "soil_environment_quality", area) for area in "ab")
    assert (real["value"], real["origin"]) == (50.0, "real")
    assert (demo["value"], demo["origin"]) == (100.0, "demo")
    ledger = october.query(
        "SELECT path, accepted, replaced_by_real FROM marts.row_ledger JOIN marts.source_file USING (source_file_id) "
        "WHERE path LIKE 'soil/samples%' ORDER BY path"
    )
    assert ledger == [("soil/samples/demo/demo.csv", 6, 6), ("soil/samples/real.csv", 6, 0)]
    points = october.query("SELECT point_id, origin FROM marts.soil_sample ORDER BY 1")
    assert points == [("乙区 D1", "demo"), ("乙区 D2", "demo"), ("甲区 T1", "real"), ("甲区 T2", "real")]


@pytest.mark.parametrize("indicator", ["soil_farmland_safe_use", "soil_construction_land_safe_use"])
def test_a_dataset_whose_ledger_or_contract_is_broken_is_withheld(october: Installation, indicator: str) -> None:
    found = status(october, indicator, "a")
    assert (found["status"], found["value"]) == ("no_data", None)
    assert "暂不采用" in str(found["note"])
    for table in ("soil_farmland", "soil_construction"):
        assert october.query(f"SELECT count(*) > 0 FROM marts.{table}") == [(True,)]


def test_what_is_withheld_is_told_and_stops_nothing_else(october: Installation) -> None:
    (told,) = october.query("SELECT withheld FROM marts.publication")
    assert "soil_farmland: ledger of 1 files does not balance" in str(told[0])
    assert "soil_parcels: " in str(told[0])
    assert october.query("SELECT dataset FROM marts.row_ledger WHERE NOT balanced") == [("soil_farmland",)]
    assert status(october, "soil_environment_quality", "b")["status"] != "no_data"
