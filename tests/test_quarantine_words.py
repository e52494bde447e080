"""The words of the rules that set a cell or a file aside: `quality/quarantine_rules.csv` has all of them in both languages."""

import csv
import re
from importlib import resources

import polars as pl
import pytest

from quality.quarantine import message, unreadable_message, words_of
from readers.sample_format import sample_format
from readers.sample_mapping import mapping_of
from readers.text import Unreadable
from readers.water_ledger import read_discharge

ROWS = list(csv.DictReader(resources.files("quality").joinpath("quarantine_rules.csv").read_text("utf-8").splitlines()))
CHINESE = re.compile("[一-鿿]")


def sentence(rule: str, column: str = "浓度", context: str | None = None) -> str:
    cells = [pl.lit(text, pl.String) for text in ("a.csv", "3", column, "2", rule, context)]
    return str(pl.select(message(*cells)).item())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["rule"])
def test_every_rule_says_in_chinese_what_is_wrong_and_what_to_do(row: dict[str, str]) -> None:
    assert CHINESE.search(row["wrong_zh"])
    assert CHINESE.search(row["next_zh"])
    assert row["of"] == "file" or (row["wrong_en"] and row["next_en"])
    assert not row["next_zh"].endswith("。")


def test_no_rule_stands_twice() -> None:
    assert len(words_of("cell")) + len(words_of("file")) == len(ROWS)


def test_chinese_stands_before_english_and_both_name_row_column_and_value() -> None:
    assert sentence("unknown_unit", context="ppm for PM10") == (
        "第3行“浓度”列“2”的单位不是该项目所用的单位（ppm for PM10）；请改用常用单位，如 µg/m³、mg/L、mg/kg · "
        'a.csv, row 3, column 浓度: "2" has a unit that this item is not measured in: ppm for PM10 (rule: unknown_unit). '
        "Kept in quarantine; everything else goes on. Next: give a usual one, such as µg/m³, mg/L or mg/kg."
    )


def test_a_whole_line_has_no_column() -> None:
    assert sentence("ragged_line", column="").startswith("第3行“2”一行的单元格数与表头不同；")


def test_what_the_reader_found_stands_in_chinese_between_what_is_wrong_and_what_to_do() -> None:
    """A header of another form: what stands there and what is needed, beside the English that says the same."""
    with pytest.raises(Unreadable) as told:
        read_discharge("名称;数值\na;1\n".encode(), "water/discharge/a.csv")
    assert told.value.found_zh.startswith("表头“名称;数值”；需要：污染物、记录类型")
    found = unreadable_message("a.csv", told.value.rule, str(told.value), told.value.found_zh)
    assert found.startswith("a.csv：表头无法识别（表头“名称;数值”；需要：污染物、记录类型")
    assert "）；请按所列任一格式改写表头" in found


@pytest.mark.parametrize(
    ("text", "found_zh"),
    [
        ("header_rows = 2", "写了header_rows，还须写header_row"),
        ("year = 'x'", "year须是1990至2100的整数"),
        ('[units]\n"氨氮" = "只"', "[units]中的“只”不是可用的单位"),
    ],
)
def test_a_fault_of_a_mapping_file_is_told_in_chinese_too(text: str, found_zh: str) -> None:
    with pytest.raises(Unreadable) as told:
        mapping_of(text, sample_format("water_sections"))
    assert told.value.found_zh == found_zh


def test_a_file_without_a_known_header_has_a_next_step_in_both_languages() -> None:
    assert unreadable_message("a.csv", "unknown_header", "no format has it.") == (
        "a.csv：表头无法识别；请按所列任一格式改写表头，或放入该表所属的目录 · a.csv: no format has it. Next: name the columns as "
        "one of the forms listed, or put the file into the folder of its dataset. No cell of it was taken in; all other files "
        "go on."
    )
