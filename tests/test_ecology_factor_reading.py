"""Tables of factors and of published values of the ecological index; each fault with its rule."""

from datetime import datetime
from fractions import Fraction

import polars as pl
import pytest
from ecology_tables import EI, FACTORS, LIST, NANO, amounts, csv, rules, taken
from settle_cases import AREAS, DISTRICT, register

from quality.sample_settle import settle

# factors


def test_a_table_of_factors_in_their_canonical_units() -> None:
    result = taken(csv(FACTORS, ["通州区", "2024", "0.62", "450", "2", "3000", "重大突发环境事件"]))
    assert amounts(result) == {
        "NDVI": 6200, "RIVER_LENGTH": 450, "WATER_RESOURCES": 200, "COD": 3000, "RESTRICTION": "event_major",
    }  # fmt: skip


def test_the_same_as_a_list_with_a_row_for_each() -> None:
    rows = [["NDVI", "0.62", ""], ["河流长度", "450000", "米"], ["水资源总量", "20000", "万立方米"], ["COD", "0.3", "万吨"],
            ["约束性指标", "无", ""], ["降水量", "无", "mm"]]  # fmt: skip
    result = taken(csv(LIST, *(["通州区", "2024", *row] for row in rows)))
    assert amounts(result) == {
        "NDVI": 6200,
        "RIVER_LENGTH": 450,
        "WATER_RESOURCES": 200,
        "COD": 3000,
        "RESTRICTION": "none",
    }
    assert result.rows.filter(pl.col("part") != pl.col("item")).is_empty()


def test_two_tables_contradict_each_other_in_one_quantity_only() -> None:
    """A list has COD 3000 t, the table with columns COD 3100 t; NDVI is the same, river length stands in one of them."""
    listed = taken(csv(LIST, ["通州区", "2024", "NDVI", "0.62", ""], ["通州区", "2024", "COD", "3000", "吨"],
                       ["通州区", "2024", "河流长度", "450", "km"]))  # fmt: skip
    across = taken(csv(["所属区", "年份", "NDVI均值", "COD(吨)"], ["通州区", "2024", "0.62", "3100"]))
    cells = pl.concat(
        one.rows.with_columns(
            source_file_id=pl.lit(name), path=pl.lit(f"ecology/inputs/{name}.csv"), origin=pl.lit("real"),
            rank=pl.lit(1, pl.Int64), stage=pl.lit("realtime"),
        )
        for name, one in (("list", listed), ("across", across))
    )  # fmt: skip
    areas = pl.DataFrame(DISTRICT, schema=AREAS, orient="row")
    found = settle(cells, register(), areas, datetime(2025, 6, 1))
    assert sorted(found.observations.select("item", "value").rows()) == [
        ("NDVI", 6200 * NANO), ("RIVER_LENGTH", 450 * NANO),
    ]  # fmt: skip
    assert sorted(found.quarantine.get_column("raw")) == ["3000", "3100"]


def test_units_missing_and_strange_are_each_said() -> None:
    rows = [["河流长度", "450", ""], ["COD", "3001", "mg/L"], ["噪声", "55", "dB"], ["降水量", "约550", "mm"]]
    result = taken(csv(LIST, *(["通州区", "2024", *row] for row in rows)))
    found = rules(result)
    assert {raw: found[raw] for raw in ("450", "3001", "55", "约550")} == {
        "450": "unit_missing", "3001": "unknown_unit", "55": "unknown_word", "约550": "not_a_number",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "cell", "expected"),
    [("NDVI", "0.62", "6200"), ("NDVI", "6200", "6200"), ("NDVI(0-1)", "0.62", "6200"), ("NDVI(×10000)", "6200", "6200"),
     ("NDVI(×10000)", "0.62", "wrong_scale"), ("NDVI(0-1)", "6200", "wrong_scale"), ("NDVI", "62000", "wrong_scale"),
     ("NDVI", "62", "wrong_scale"), ("NDVI(×10000)", "155", "wrong_scale"), ("NDVI", "1000", "1000"),
     ("NDVI", "约0.6", "not_a_number"), ("5月NDVI", "0.52", "5200")],
)  # fmt: skip
def test_both_scales_of_ndvi_and_none_else(header: str, cell: str, expected: str) -> None:
    result = taken(csv(["所属区", "年份", header], ["通州区", "2024", cell]))
    (row,) = result.rows.iter_rows(named=True)
    assert (row["rule"] or str(Fraction(row["value"], NANO))) == expected


@pytest.mark.parametrize(
    "header", ["烟(粉)尘排放量(吨)", "烟（粉）尘排放量（吨）", "烟粉尘排放量(吨)", "烟(粉)尘排放量/吨"]
)
def test_smoke_and_dust_with_brackets_in_its_name(header: str) -> None:
    result = taken(csv(["所属区", "年份", "NDVI", header], ["通州区", "2024", "0.62", "900"]))
    assert amounts(result)["DUST"] == 900


@pytest.mark.parametrize(
    ("path", "title"),
    [("EI参数_2024年上半年.csv", ""), ("2024年1-6月EI参数.csv", ""), ("EI参数.csv", "通州区2024年前三季度参数"),
     ("EI参数_2024Q1.csv", ""), ("EI参数.csv", "2024年1—11月参数")],
)  # fmt: skip
@pytest.mark.parametrize("with_year", [True, False])
def test_factors_of_a_part_of_the_year_are_not_those_of_the_year(path: str, title: str, *, with_year: bool) -> None:
    header = ["所属区", "降水量(mm)", "NDVI", *(["年份"] if with_year else [])]
    table = csv(header, ["通州区", "250", "0.62", *(["2024"] if with_year else [])])
    result = taken(f"{title}\n".encode() + table if title else table, path)
    assert set(rules(result).values()) == {"part_of_year"}


@pytest.mark.parametrize("path", ["EI参数_2024年1-12月.csv", "EI参数_2024年度.csv", "EI参数_20240601_2024.csv"])
def test_factors_of_the_whole_year_are(path: str) -> None:
    result = taken(csv(["所属区", "年份", "降水量(mm)", "NDVI"], ["通州区", "2024", "550", "0.62"]), path)
    assert amounts(result)["PRECIPITATION"] == 550


def test_an_index_of_species_is_one_of_0_to_100() -> None:
    rows = [["生物多样性指数", "640", ""], ["NDVI", "0.62", ""]]
    assert rules(taken(csv(LIST, *(["通州区", "2024", *row] for row in rows)))) == {"640": "no_index"}


# published values


@pytest.mark.parametrize(
    ("cell", "rule"), [("708", "no_index"), ("0.71", "no_index"), ("1", "no_index"), ("100", None)]
)
def test_a_slip_of_the_point_is_no_index(cell: str, rule: str | None) -> None:
    """Else 0.71 after 70.8 would be a fall by 70, and 708 would break the contract of the published table."""
    result = taken(csv(EI, ["通州区", "2024", cell, "DB11/T 1877-2021", "", ""]))
    assert rules(result) == ({cell: rule} if rule else {})


@pytest.mark.parametrize(("day", "rule"), [("2024-05-28", "published_too_early"), ("2025-05-28", None)])
def test_a_value_can_not_be_published_before_its_year_ends(day: str, rule: str | None) -> None:
    """The bulletin of 2023 comes out in May 2024: its value under 2024 is that of the wrong year."""
    result = taken(csv([*EI, "发布日期"], ["通州区", "2024", "66.3", "DB11/T 1877-2021", "", "", day]))
    assert rules(result) == ({"66.3": rule} if rule else {})


@pytest.mark.parametrize(
    ("written", "code"),
    [("DB11/T 1877-2021", "BJ1877_2021"), ("BJ1877_2021", "BJ1877_2021"), ("HJ 192-2015", "HJ192_2015"),
     ("HJ/T 192-2006", "HJ192_2006"), ("EQI", "EQI_2021"), ("DB11/T 1877-2025", "BJ1877_2025")],
)  # fmt: skip
def test_published_values_by_the_code_of_their_method(written: str, code: str) -> None:
    result = taken(csv(EI, ["通州区", "2025", "66.3", written, "公报", "2024年公报"]))
    assert set(result.rows.get_column("part")) == {code}
    assert amounts(result) == {
        "PUBLISHED_EI": Fraction("66.3"),
        "PUBLISHED_KIND": "发布",
        "PUBLISHED_SOURCE": "2024年公报",
    }


@pytest.mark.parametrize(
    ("year", "kind", "rule"), [("2020", "发布", "method_not_yet"), ("2020", "回算", None), ("2021", "发布", None)]
)
def test_a_method_has_no_values_before_its_first_year_but_recomputed_ones(
    year: str, kind: str, rule: str | None
) -> None:
    """70.2 of 2020 under the method of 2021 would turn the change of method into a rise."""
    result = taken(csv(EI, ["通州区", year, "70.2", "DB11/T 1877-2021", kind, ""]))
    assert rules(result) == ({"70.2": rule} if rule else {})


@pytest.mark.parametrize(("method", "rule"), [("", "no_key"), ("HJ 192", "unknown_word")])
def test_a_value_without_a_known_method_is_refused(method: str, rule: str) -> None:
    result = taken(csv(EI, ["通州区", "2024", "66.3", method, "", ""]))
    assert rules(result) == {"66.3": rule}
