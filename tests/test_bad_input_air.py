"""Bad input, taken in through the whole landing zone: each fault gives its sentence and leaves the rest correct."""

import gzip
import random
import re
from datetime import datetime
from pathlib import Path

import pytest
from air_landing import Landing, Taken, canonical, cnemc, workbook

from quality.air_settle import unregistered_message
from quality.quarantine import UNKNOWN, words_of
from readers.datasets import DATASETS
from readers.ingest import EmptyLandingZone, refuse_empty
from store.reference import References

ROOT = Path(__file__).parent.parent

GOOD = cnemc("20240101,5,PM2.5,35,42", "20240101,6,PM2.5,36,43")
GOOD_VALUES = {
    ("3673A", "PM2.5", "2024-01-01 05"): 350,
    ("tongzhou-yongshun", "PM2.5", "2024-01-01 05"): 420,
    ("3673A", "PM2.5", "2024-01-01 06"): 360,
    ("tongzhou-yongshun", "PM2.5", "2024-01-01 06"): 430,
}
DAY = [f"20240102,{hour},PM2.5,{20 + hour},50" for hour in range(24)]
CHINESE = ["监测点编号", "时间", "污染物", "浓度"]


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    """A landing zone with one good file."""
    made = Landing(tmp_path)
    made.land("good.csv", GOOD)
    return made


def taken_with_the_good_file(landing: Landing) -> Taken:
    """What became of the files; the good one is whole and every ledger adds up."""
    taken = landing.take_in()
    assert GOOD_VALUES.items() <= taken.values().items()
    assert taken.ledger("air/hourly/good.csv") == ledger(cells=4, accepted=4)
    assert taken.balances()
    return taken


def ledger(**counts: int) -> dict[str, int]:
    names = ("accepted", "quarantined", "superseded", "replaced_by_real", "not_observation", "empty", "cells")
    return {name: counts.get(name, 0) for name in names}


# files that can't be read at all

GARBAGE = random.Random(7).randbytes(5000)
UNREADABLE = {
    "an empty file": (b"", "empty_file", "the file is empty; it is a missing day until a full file replaces it"),
    "blank lines": (b"\xef\xbb\xbf\r\n \r\n", "empty_file", "the file is empty"),
    "an empty gzip": (gzip.compress(b""), "empty_file", "the file is empty"),
    "a header only": (b"date,hour,type,1001A\n", "no_rows", "has a header and no row below it"),
    "a header without stations": (b"date,hour,type\n20240101,5,AQI\n", "no_stations", "the header names no station"),
    "a wrong header": ("日期,站点,细颗粒\n2024-01-01,东关,35\n".encode(), "unknown_header", '"日期, 站点, 细颗粒"'),
    "semicolons": (b"date;hour;type;1001A\n20240101;5;CO;1\n", "unknown_header", "separated by semicolons"),
    "tabs": ("监测点编号\t时间\t污染物\t浓度\n".encode("utf-16"), "unknown_header", "separated by tabs"),
    "a cut gzip": (gzip.compress(GOOD.encode())[:-9], "broken_gzip", "the compressed file breaks off"),
    "a cut workbook": (workbook({"数据": [CHINESE, ["a", "b", "CO", 1]]})[:900], "broken_workbook", "save it again"),
    "an archive": (b"PK\x03\x04" + GARBAGE, "broken_workbook", "the workbook can't be opened"),
    "a cut Parquet file": (b"PAR1" + GARBAGE, "broken_parquet", "the Parquet file can't be opened"),
    "binary garbage": (GARBAGE, "not_text", "the file is binary, not CSV; check where it came from"),
    "garbage without zeros": (GARBAGE.replace(b"\0", b"\xff"), "unknown_encoding", "neither UTF-8 nor GB18030"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + GARBAGE, "not_text", "the file is binary"),
    "zeros": (bytes(4000), "not_text", "the file is binary, not CSV"),
    "text without end": (b"A" * 300_000, "unknown_header", "no format has the header"),
    "an odd UTF-16": (b"\xff\xfeA", "unknown_header", "no format has the header"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_can_not_be_read_is_one_cell_and_one_sentence(landing: Landing, kind: str) -> None:
    content, rule, words = UNREADABLE[kind]
    path = landing.land("bad.csv", content)
    taken = taken_with_the_good_file(landing)
    (told,) = taken.messages()
    assert told.startswith(f"{path}：")
    assert f" · {path}: " in told
    assert words in told
    assert UNKNOWN["file"].wrong_zh not in told
    assert told.endswith("No cell of it was taken in; all other files go on.")
    assert taken.intake.manifest.by_path()[path].rule == rule
    assert taken.ledger(path) == ledger(cells=1, quarantined=1)
    assert (taken.intake.unreadable, len(taken.observations)) == (1, 4)


def test_a_directory_named_csv_is_told_and_what_lies_in_it_is_read(landing: Landing) -> None:
    landing.land("day.csv/inner.csv", cnemc("20240103,5,CO,1,2"))
    taken = taken_with_the_good_file(landing)
    told = taken.message("air/hourly/day.csv: it is a folder, not a file")
    assert told.count("inner") == 0
    assert taken.ledger("air/hourly/day.csv") == ledger(cells=1, quarantined=1)
    assert taken.ledger("air/hourly/day.csv/inner.csv") == ledger(cells=2, accepted=2)


def test_a_link_to_nowhere_is_told(landing: Landing) -> None:
    (landing.raw / "air" / "hourly" / "gone.csv").symlink_to(landing.root / "nowhere.csv")
    taken = taken_with_the_good_file(landing)
    assert "the file can't be opened (No such file" in taken.message("air/hourly/gone.csv")
    assert taken.ledger("air/hourly/gone.csv") == ledger(cells=1, quarantined=1)


def test_a_reader_that_fails_unexpectedly_stops_no_other_file(
    landing: Landing, monkeypatch: pytest.MonkeyPatch
) -> None:
    from readers import recognition

    def fails(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    landing.land("bad.xlsx", workbook({"数据": [CHINESE]}))
    monkeypatch.setattr(recognition, "workbook_tables", fails)
    told = taken_with_the_good_file(landing).message("air/hourly/bad.xlsx")
    assert "the reader failed on it (ZeroDivisionError: division by zero); report it with the file." in told


def test_an_empty_landing_zone_says_where_files_belong(tmp_path: Path) -> None:
    with pytest.raises(EmptyLandingZone, match=r"No file below .*air/hourly.*: nothing to read\. Put files there"):
        refuse_empty(Landing(tmp_path).raw, DATASETS)


def test_hidden_and_lock_files_are_no_files(landing: Landing) -> None:
    landing.land(".good.csv.swp", "x")
    landing.land("~$good.xlsx", "x")
    assert taken_with_the_good_file(landing).messages() == []


# files of which a part can't be believed


def test_a_truncated_file_loses_its_last_line_only(landing: Landing) -> None:
    whole = cnemc(*DAY)
    path = landing.land("cut.csv", whole[: whole.index("20240102,23") + 14])
    taken = taken_with_the_good_file(landing)
    told = taken.message(path, "ragged_line")
    assert f' · {path}, row 25: "20240102,23,PM" has another number of cells than the header' in told
    assert "the file may be cut off here: fetch it again" in told
    assert taken.ledger(path) == ledger(cells=48, accepted=46, quarantined=2)


def test_a_file_cut_within_a_character_is_still_read(landing: Landing) -> None:
    text = canonical("3673A,2024-01-02 05:00,臭氧,60", "3673A,2024-01-02 06:00,臭氧,61", "3673A,2024-01-02 07:00,臭氧")
    path = landing.land("cut.csv", text.rstrip("\n").encode()[:-1])
    taken = taken_with_the_good_file(landing)
    assert taken.values()[("3673A", "O3", "2024-01-02 06")] == 610
    assert taken.ledger(path) == ledger(cells=3, accepted=2, quarantined=1)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_broken_byte_costs_its_own_cell(landing: Landing, encoding: str) -> None:
    content = cnemc(*DAY).encode(encoding).replace(b"20240102,7,PM2.5,27,50", b"20240102,7,PM2.5,2\xff,50")
    path = landing.land("byte.csv", content)
    taken = taken_with_the_good_file(landing)
    assert taken.message(f'{path}, row 9, column 通州东关: "2\ufffd" is not a number')
    assert taken.ledger(path) == ledger(cells=48, accepted=47, quarantined=1)


def test_a_gbk_file_named_csv_is_taken_in_whole(landing: Landing) -> None:
    path = landing.land("gbk.csv", cnemc("20240102,5,PM2.5,35,42").encode("gbk"))
    taken = taken_with_the_good_file(landing)
    assert taken.values()[("3673A", "PM2.5", "2024-01-02 05")] == 350
    assert (taken.ledger(path), taken.messages()) == (ledger(cells=2, accepted=2), [])


def test_text_in_a_value_is_named_with_its_cell(landing: Landing) -> None:
    path = landing.land("text.csv", cnemc("20240102,5,PM2.5,35,42", "20240102,6,PM2.5,维护,43"))
    taken = taken_with_the_good_file(landing)
    (told,) = taken.messages()
    assert told == (
        "第3行“通州东关”列“维护”不是数字（小数点用“.”，不用千分位分隔符）；请更正该单元格 · "
        f'{path}, row 3, column 通州东关: "维护" is not a number (decimal point, no thousands separator) '
        "(rule: not_a_number). Kept in quarantine; everything else goes on. Next: correct the cell."
    )
    assert taken.ledger(path) == ledger(cells=4, accepted=3, quarantined=1)


def test_a_negative_value_is_named_and_a_sentinel_is_not(landing: Landing) -> None:
    path = landing.land("negative.csv", cnemc("20240102,5,PM2.5,-3,-999"))
    taken = taken_with_the_good_file(landing)
    told = taken.message(path, "row 2, column 通州东关", '"-3" is below zero', "rule: negative")
    assert "leave the cell blank if there was no measurement" in told
    assert taken.ledger(path) == ledger(cells=2, quarantined=1, empty=1)


def test_an_unknown_pollutant_and_an_unknown_unit_are_named(landing: Landing) -> None:
    path = landing.land(
        "names.csv",
        canonical("3673A,2024-01-02 05:00,苯,5,", "3673A,2024-01-02 05:00,PM10,5,ppm",
                  header="监测点编号,时间,污染物,浓度,单位"),
    )  # fmt: skip
    taken = taken_with_the_good_file(landing)
    assert taken.message(
        path, "row 2", '"5" is of a pollutant or item that is not known here: 苯 (rule: unknown_pollutant)'
    )
    assert taken.message(path, "row 3", "a unit that this item is not measured in: ppm for PM10 (rule: unknown_unit)")
    assert taken.ledger(path) == ledger(cells=2, quarantined=2)


def test_a_file_whose_time_column_is_broken_is_named_value_by_value(landing: Landing) -> None:
    path = landing.land("times.csv", cnemc("2024-13-01,5,CO,1,2", "20240102,99,CO,1,", "第三天,5,CO,,"))
    taken = taken_with_the_good_file(landing)
    assert taken.ledger(path) == ledger(cells=6, quarantined=3, empty=3)
    told = taken.message(path, "row 2, column 通州永顺", "bad_time")
    assert '"2" has a date or hour that is not in the calendar, or no whole hour: 2024-13-01 5 (rule: bad_time)' in told
    assert ": 20240102 99 (rule: bad_time)" in taken.message(path, "row 3", "bad_time")


def test_a_day_of_the_future_waits_until_its_hours_have_passed(landing: Landing) -> None:
    path = landing.land("future.csv", cnemc("20250629,24,PM2.5,35,", "20250630,1,PM2.5,36,", "20990101,5,PM2.5,37,"))
    taken = taken_with_the_good_file(landing)  # the clock stands at 2025-06-30 00:00
    assert taken.ledger(path) == ledger(cells=6, accepted=1, quarantined=2, empty=3)
    assert taken.message(path, "row 3", '"36" is of a time that has not passed: 2025-06-30 01:00 (rule: future)')
    assert taken.message(path, "row 4", "2099-01-01 05:00", "it is taken in once the time has passed")
    later = landing.take_in(now=datetime(2025, 6, 30, 1))
    assert later.ledger(path) == ledger(cells=6, accepted=2, quarantined=1, empty=3)


def test_a_day_that_stands_twice_in_a_file_with_different_values(landing: Landing) -> None:
    path = landing.land("twice.csv", cnemc("20240102,5,CO,1,2", "20240102,6,CO,1,2", "20240102,5,CO,1,3"))
    taken = taken_with_the_good_file(landing)
    assert taken.ledger(path) == ledger(cells=6, accepted=3, superseded=1, quarantined=2)
    assert f'"3" in {path}, row 4 (rule: conflict)' in taken.message(path, 'row 2, column 通州永顺: "2" differs')
    assert f'"2" in {path}, row 2 (rule: conflict)' in taken.message(path, 'row 4, column 通州永顺: "3" differs')
    assert ("tongzhou-yongshun", "CO", "2024-01-02 05") not in taken.values()
    assert taken.values()[("3673A", "CO", "2024-01-02 05")] == 1000


def test_a_day_that_stands_in_two_files_with_different_values(landing: Landing) -> None:
    first = landing.land("a.csv", cnemc("20240102,5,CO,1,2"))
    second = landing.land("b.csv", cnemc("20240102,5,CO,1.001,2"))
    taken = taken_with_the_good_file(landing)
    assert taken.ledger(first) == ledger(cells=2, accepted=1, quarantined=1)
    assert taken.ledger(second) == ledger(cells=2, superseded=1, quarantined=1)
    assert f'"1.001" in {second}, row 2' in taken.message(first, "conflict", f"{first}, row 2, column 通州东关")
    assert taken.values()[("tongzhou-yongshun", "CO", "2024-01-02 05")] == 2000


def test_a_workbook_with_a_merged_title_row_names_rows_as_excel_does(landing: Landing) -> None:
    rows = [CHINESE, ["3673A", "2024-01-02 05:00", "PM2.5", 35], ["3673A", "2024-01-02 06:00", "PM2.5", "停电"]]
    path = landing.land("hours.xlsx", workbook({"一月": rows}, title="通州区空气质量小时值（2024年1月）"))
    taken = taken_with_the_good_file(landing)
    assert taken.message(f'{path}, row 4, column 浓度: "停电" is not a number')
    assert taken.ledger(path) == ledger(cells=2, accepted=1, quarantined=1)


def test_a_workbook_named_csv_and_a_gzip_without_gz_are_taken_in(landing: Landing) -> None:
    landing.land("book.csv", workbook({"一月": [CHINESE, ["3673A", "2024-01-02 05:00", "PM2.5", 35]]}))
    landing.land("packed.csv", gzip.compress(cnemc("20240102,6,PM2.5,36,").encode()))
    taken = taken_with_the_good_file(landing)
    assert taken.values()[("3673A", "PM2.5", "2024-01-02 05")] == 350
    assert taken.values()[("3673A", "PM2.5", "2024-01-02 06")] == 360
    assert taken.messages() == []


def test_an_unregistered_station_is_kept_counted_and_told(landing: Landing) -> None:
    path = landing.land("other.csv", cnemc("20240102,5,PM2.5,35,42", stations="通州东关,东城东四"))
    taken = taken_with_the_good_file(landing)
    assert taken.values()[("东城东四", "PM2.5", "2024-01-02 05")] == 420
    assert (taken.ledger(path), taken.messages()) == (ledger(cells=2, accepted=2), [])
    stations = References(landing.raw).table("stations")
    assert unregistered_message(taken.observations, stations) == (
        "1 stations are not in reference/stations.csv (东城东四): their 1 values are kept and counted, and enter no "
        "area. Next: register those that belong to an area, with its role."
    )
    registered = taken.observations.filter(taken.observations["station_id"] != "东城东四")
    assert unregistered_message(registered, stations) == ""


@pytest.mark.parametrize(
    ("pollutant", "value"),
    [("CO", "800"), ("O3", "0.034"), ("O3", "0.061")],
    ids=["CO in µg/m³", "O3 in ppm", "O3 in ppm, afternoon"],
)
def test_a_unit_slip_sets_the_whole_file_aside(landing: Landing, pollutant: str, value: str) -> None:
    rows = [f"3673A,2024-01-02 {hour:02}:00,{pollutant},{value}" for hour in range(1, 25)]
    path = landing.land(
        "slip.csv", canonical(*rows, "3673A,2024-01-02 05:00,PM2.5,35", "3673A,2024-01-02 06:00,PM2.5,")
    )
    taken = taken_with_the_good_file(landing)
    assert taken.ledger(path) == ledger(cells=26, quarantined=25, empty=1)
    told = taken.message(f"{path}, row 2,")
    assert f"values that are in another unit than declared: {pollutant} (rule: unit_slip)" in told


def test_a_unit_in_the_header_is_no_slip(landing: Landing) -> None:
    rows = [f"3673A,2024-01-02 {hour:02}:00,CO,800" for hour in range(1, 25)]
    path = landing.land("co.csv", canonical(*rows, header="监测点编号,时间,污染物,浓度(µg/m³)"))
    taken = taken_with_the_good_file(landing)
    assert taken.ledger(path) == ledger(cells=24, accepted=24)
    assert taken.values()[("3673A", "CO", "2024-01-02 05")] == 800


@pytest.mark.parametrize(
    ("pollutant", "values"), [("CO", ["0.4"] * 23 + ["51"]), ("O3", ["0.5"] * 11), ("O3", ["0"] * 24)]
)
def test_a_few_odd_values_are_no_slip(landing: Landing, pollutant: str, values: list[str]) -> None:
    rows = [f"3673A,2024-01-02 {hour:02}:00,{pollutant},{value}" for hour, value in enumerate(values)]
    path = landing.land("odd.csv", canonical(*rows))
    assert taken_with_the_good_file(landing).ledger(path) == ledger(cells=len(rows), accepted=len(rows))


def test_zero_bytes_that_a_crash_left_at_the_end_cost_one_line(landing: Landing) -> None:
    path = landing.land("crash.csv", cnemc(*DAY).encode() + bytes(4096))
    taken = taken_with_the_good_file(landing)
    assert taken.ledger(path) == ledger(cells=50, accepted=48, quarantined=2)
    assert taken.message(f'{path}, row 26: "\ufffd" has another number of cells than the header')


def test_every_rule_that_a_reader_or_the_settling_gives_has_words() -> None:
    modules = [path for room in ("readers", "quality") for path in (ROOT / room).glob("*.py")]
    sources = [path.read_text("utf-8") for path in [*modules, ROOT / "standards" / "lost.py"]]
    unused = {rule for rule in words_of("cell") | words_of("file") if not any(f'"{rule}"' in text for text in sources)}
    assert unused == set()
    named = re.compile(r"""(?:rule=pl\.lit\(|"rule": |then\(pl\.lit\()"([a-z_]+)\"""")
    given = {name for text in sources for name in named.findall(text)} - {"accepted", "quarantined", "superseded"}
    assert {name for name in given if "_" in name} <= words_of("cell").keys()
    refused = re.compile(r"""nreadable\((?:file,)?\s*(?:file, )?"([a-z_]+)\"""")
    assert {name for text in sources for name in refused.findall(text)} <= words_of("file").keys()
