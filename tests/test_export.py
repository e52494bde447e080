"""What is taken away of the mart: a workbook that people open, and files that programs read, with what describes them."""

import json
import re
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from report_mart import full_rows, write_mart
from typer.testing import CliRunner

from assets.marts import ALL_TABLES
from pipelines.cli import app
from reports import export_workbook
from reports.export_package import write_package
from reports.export_reading import Export, NoExport, opened

RISKY = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1"]
PLAIN = ["a=b", "断面", "3-5"]
TABLES = {table.name: table for table in ALL_TABLES}


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A mart whose names of stations are what people have tried to smuggle into spreadsheets."""
    rows = full_rows()
    rows["dim_area"].append({"area_id": "tongzhou-xiji", "name_zh": "西集镇", "name_en": "Xiji", "level": "town",
                             "parent_id": "tongzhou"})  # fmt: skip
    rows["dim_area"].append({"area_id": "elsewhere", "name_zh": "别处", "name_en": "Elsewhere", "level": "district"})
    rows["dim_station"] = [{"station_id": f"s{number}", "name_zh": name, "area_id": "tongzhou", "role": "assessment"}
                           for number, name in enumerate([*RISKY, *PLAIN])]  # fmt: skip
    rows["soil_farmland"] = [{"unit_id": unit, "year": year, "area_id": area, "counted": True, "origin": "demo"}
                             for unit, year, area in (("1", 2024, "tongzhou-xiji"), ("2", 2023, "tongzhou-xiji"),
                                                      ("3", 2024, "elsewhere"))]  # fmt: skip
    rows["published_value"] = [
        {"area_id": "tongzhou", "year": year, "measure": "pm25_mean", "value": 33.9, "comparator": sign, "unit": "µg/m³",
         "kind": "published", "source": "发布会"} for year, sign in ((2023, "="), (2024, "<="))
    ]  # fmt: skip
    rows["publication"][0]["demonstration"] = True
    return write_mart(tmp_path_factory.mktemp("export"), rows)


@pytest.fixture
def export(marts: Path) -> Iterator[Export]:
    with opened(marts, ALL_TABLES, None, None) as one:
        yield one


@pytest.fixture(scope="module")
def book(marts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "mart.xlsx"
    with opened(marts, ALL_TABLES, None, None) as one:
        assert export_workbook.write_workbook(one, path) == []
    return path


def part(book: Path, name: str) -> str:
    with zipfile.ZipFile(book) as opened_book:
        return opened_book.read(name).decode()


def part_of_sheet(book: Path, name: str) -> str:
    """The XML of a sheet, which the workbook numbers in order."""
    return part(book, f"xl/worksheets/sheet{fastexcel.read_excel(book).sheet_names.index(name) + 1}.xml")


def sheet(book: Path, name: str) -> pl.DataFrame:
    """A sheet as people see it, under the names of its columns."""
    return fastexcel.read_excel(book).load_sheet(name, header_row=1).to_polars()


def test_the_workbook_has_a_sheet_for_each_table_with_rows_under_its_chinese_name(book: Path, export: Export) -> None:
    with_rows = [table.name_zh for table in ALL_TABLES if export.count(table)]
    assert fastexcel.read_excel(book).sheet_names == ["说明", "字段说明", "图表", *with_rows]


def test_values_come_back_from_the_workbook_as_they_stand_in_the_mart(book: Path, export: Export) -> None:
    trend, mart = sheet(book, "指标趋势"), export.frame(TABLES["indicator_trend"])
    assert trend.get_column("value").to_list() == mart.get_column("value").to_list() == [37.1, 34.2, 37.8, 33.154]
    days = sheet(book, "空气质量日值")
    assert (
        days.get_column("date").cast(pl.Date).to_list()
        == export.frame(TABLES["air_daily"]).get_column("date").to_list()
    )


def test_no_text_of_the_data_is_a_formula_in_the_workbook(book: Path) -> None:
    names = [name for name in fastexcel.read_excel(book).sheet_names if name != "图表"]
    assert not any("<f>" in part_of_sheet(book, name) for name in names)
    # A tab or CR at the beginning may be read back without it, never as the value of a formula.
    assert [text.strip() for text in sheet(book, "监测点").get_column("name_zh").to_list()] == [
        text.strip() for text in [*RISKY, *PLAIN]
    ]


def test_headers_and_keys_stay_in_sight_and_columns_can_be_filtered(book: Path) -> None:
    xml = part_of_sheet(book, "指标趋势")
    assert re.search(r'<pane xSplit="2" ySplit="2" topLeftCell="C3"[^>]*state="frozen"', xml)
    assert '<autoFilter ref="A2:P6"' in xml
    header = fastexcel.read_excel(book).load_sheet("碳排放强度趋势", header_row=0).to_polars().columns
    assert any("碳排放强度" in name and "[t/万元]" in name for name in header)


def test_sheets_are_printed_a4_across_one_page_wide_with_their_header(book: Path) -> None:
    xml = part_of_sheet(book, "指标趋势")
    assert re.search(
        r'<pageSetup paperSize="9"[^>]*orientation="landscape"[^>]*fitToHeight="0"|<pageSetup paperSize="9"[^>]*fitToHeight="0"[^>]*orientation="landscape"',
        xml,
    )
    assert "'指标趋势'!$1:$2" in part(book, "xl/workbook.xml") or "指标趋势!$1:$2" in part(book, "xl/workbook.xml")


def test_labels_of_charts_are_rounded(book: Path) -> None:
    charts = [part(book, f"xl/charts/chart{number}.xml") for number in (1, 2, 3)]
    assert all('<c:numFmt formatCode="0" sourceLinked="0"/>' in chart for chart in charts)


def test_grades_classes_and_demonstration_have_their_colours(book: Path) -> None:
    fills = re.findall(r'<bgColor rgb="FF(\w+)"', part(book, "xl/styles.xml"))
    assert {"00E400", "7E0023", "CCFFFF", "FF0000", "FFF8E1"} <= set(fills)
    days = part_of_sheet(book, "空气质量日值")
    assert days.count('type="cellIs"') >= 6  # the grades of HJ 633
    assert "<formula>&quot;demo&quot;</formula>" in days or '<formula>"demo"</formula>' in days


def test_charts_are_native_and_drawn_from_cells(book: Path) -> None:
    with zipfile.ZipFile(book) as opened_book:
        charts = [name for name in opened_book.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 4
    assert "'图表'!$B$2:$B$5" in part(book, "xl/charts/chart1.xml") or "图表!$B$2:$B$5" in part(
        book, "xl/charts/chart1.xml"
    )


def test_the_code_book_tells_every_column_as_the_registry_does(book: Path) -> None:
    told = fastexcel.read_excel(book).load_sheet("字段说明").to_polars()
    assert told.height == sum(len(table.fields) for table in ALL_TABLES)
    row = told.filter((pl.col("表名") == "carbon_intensity_trend") & (pl.col("字段") == "gdp")).row(0, named=True)
    assert (row["中文名称"], row["单位"], row["含义"]) == (
        "地区生产总值（2020年价）",
        "亿元",
        "2020 level times published real growth.",
    )
    status = told.filter((pl.col("表名") == "indicator_status") & (pl.col("字段") == "value")).row(0, named=True)
    assert status["标准"] == "HJ 663-2013 table 1"


def test_a_table_too_long_for_a_sheet_is_left_to_the_files_and_said(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_workbook, "LONGEST", 300)
    path = tmp_path / "short.xlsx"
    assert export_workbook.write_workbook(export, path) == ["air_daily"]  # 366 days
    assert "空气质量日值" not in fastexcel.read_excel(path).sheet_names
    about = fastexcel.read_excel(path).load_sheet("说明", header_row=9).to_polars()
    row = about.filter(pl.col("表名") == "air_daily").row(0, named=True)
    assert row["行数"] == 366
    assert "--parquet" in row["说明"]


def test_text_beyond_the_limit_of_a_cell_is_cut_and_ends_so(tmp_path: Path) -> None:
    rows = full_rows()
    rows["dim_station"] = [{"station_id": "s", "name_zh": "长" * 40_000, "area_id": "tongzhou", "role": "assessment"}]
    path = tmp_path / "long.xlsx"
    with opened(write_mart(tmp_path / "made", rows), ALL_TABLES, None, None) as one:
        export_workbook.write_workbook(one, path)
    (text,) = sheet(path, "监测点").get_column("name_zh").to_list()
    assert (len(text), text[-1]) == (32_767, "…")


def test_csv_guards_formulas_and_says_so(export: Export, tmp_path: Path) -> None:
    write_package(export, tmp_path, "csv")
    names = pl.read_csv(tmp_path / "dim_station.csv").get_column("name_zh").to_list()
    assert names == [*(f"'{text}" for text in RISKY), *PLAIN]
    assert "单引号" in json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["description"]
    assert (tmp_path / "dim_station.csv").read_bytes().startswith(b"\xef\xbb\xbf")  # else Excel garbles Chinese


def test_csv_holds_what_its_descriptor_says_of_words_and_bounds(marts: Path, tmp_path: Path) -> None:
    """The sign = of a published value is one of the descriptor's words, and no formula."""
    with opened(marts, ALL_TABLES, None, None) as export:
        write_package(export, tmp_path, "csv")
    described = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["resources"]
    assert sum(len(read_all(tmp_path / one["path"])) for one in described) > 400
    for one in described:
        frame = read_all(tmp_path / one["path"])
        assert frame.columns == [field["name"] for field in one["schema"]["fields"]]
        for field in one["schema"]["fields"]:
            bounds, found = field.get("constraints", {}), frame.get_column(field["name"]).drop_nulls()
            assert not bounds.get("required") or len(found) == frame.height, (one["name"], field["name"])
            assert "enum" not in bounds or set(found) <= {str(word) for word in bounds["enum"]}, (one["name"], field)
    published = read_all(tmp_path / "published_value.csv")
    assert set(published.get_column("comparator")) == {"=", "<="}


def read_all(path: Path) -> pl.DataFrame:
    """A CSV file as it stands, all text."""
    return pl.read_csv(path, infer_schema=False)


def test_parquet_holds_the_very_values(export: Export, tmp_path: Path) -> None:
    write_package(export, tmp_path, "parquet")
    assert pl.read_parquet(tmp_path / "dim_station.parquet").get_column("name_zh").to_list() == [*RISKY, *PLAIN]
    assert pl.read_parquet(tmp_path / "air_daily.parquet").equals(export.frame(TABLES["air_daily"]))


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_descriptor_fits_every_file(export: Export, tmp_path: Path, form: str) -> None:
    write_package(export, tmp_path, form)  # type: ignore[arg-type]
    described = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert [one["name"] for one in described["resources"]] == [table.name for table in ALL_TABLES]
    read = {"csv": lambda path: pl.read_csv(path, infer_schema=False), "parquet": pl.read_parquet}[form]
    for one in described["resources"]:
        path = tmp_path / one["path"]
        frame = read(path)
        assert [field["name"] for field in one["schema"]["fields"]] == frame.columns
        assert (one["rows"], one["bytes"]) == (frame.height, path.stat().st_size)
        assert one["hash"] == f"sha256:{sha256(path.read_bytes()).hexdigest()}"
    (co2,) = [one for one in described["resources"] if one["name"] == "air_daily"]
    pm25 = next(field for field in co2["schema"]["fields"] if field["name"] == "pm25")
    assert (pm25["title"], pm25["unit"], pm25["type"]) == ("PM2.5 日值", "µg/m³", "number")
    assert co2["schema"]["primaryKey"] == ["level", "place_id", "date"]


def test_a_year_and_an_area_take_their_rows_and_what_lies_in_them(marts: Path) -> None:
    farmland = TABLES["soil_farmland"]
    with opened(marts, ALL_TABLES, 2024, "tongzhou") as one:
        assert one.frame(farmland).get_column("unit_id").to_list() == ["1"]
        assert one.count(TABLES["indicator_trend"]) == 1
        assert one.count(TABLES["dim_station"]) == 9
    with opened(marts, ALL_TABLES, None, "tongzhou") as one:
        assert one.frame(farmland).get_column("unit_id").to_list() == ["1", "2"]
    with pytest.raises(NoExport), opened(marts, ALL_TABLES, 1999, None):
        pass


def test_the_command_writes_one_format_where_it_is_told(marts: Path, tmp_path: Path) -> None:
    settings = {"TZECO_MARTS_DIR": str(marts)}
    told = CliRunner().invoke(app, ["export", "--csv", "--out", str(tmp_path / "files")], env=settings)
    assert told.exit_code == 0, told.output
    assert (tmp_path / "files" / "datapackage.json").exists()
    assert CliRunner().invoke(app, ["export", "--csv", "--xlsx"], env=settings).exit_code == 2
    assert CliRunner().invoke(app, ["export", "--xlsx", "--area", "nowhere"], env=settings).exit_code == 3


@pytest.mark.parametrize("verb", [["report"], ["export", "--xlsx"], ["export", "--csv"]])
def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left_there(
    marts: Path, tmp_path: Path, verb: list[str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    told = CliRunner().invoke(app, [*verb, "--out", str(tmp_path / "file" / "r")], env={"TZECO_MARTS_DIR": str(marts)})
    assert told.exit_code == 1
    assert "不能写入" in told.output
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
