"""Files in trouble as they are told at the end of a run: which are new, which were told of before, in how many lines."""

from pathlib import Path

import pytest
from air_landing import day_file
from conftest import Installation

from reports.troubles import SHOWN, Trouble, came, load, told

RAW = Path("/srv/raw")
LATE = Trouble(
    "air/hourly/补报.csv", accepted=3, quarantined=4, rules={"not_a_number": 2, "unknown_unit": 1, "bad_time": 1}
)
UNREAD = Trouble("air/hourly/x.csv", rules={"unknown_header": 1}, quarantined=1,
                 reason='air/hourly/x.csv：表头无法识别；请改 · air/hourly/x.csv: no format has the header "甲, 乙".')  # fmt: skip
BROKEN = """监测点编号,时间,污染物,浓度,单位
3673A,2024-06-01 01:00,PM2.5,20,µg/m³
3673A,2024-06-01 02:00,PM2.5,偏高,µg/m³
3673A,2024-06-01 03:00,PM2.5,3O,µg/m³
3673A,2024-06-01 04:00,PM2.5,20,ppm
3673A,2024-13-01 05:00,PM2.5,20,µg/m³
3673A,2024-06-01 06:00,PM2.5,20,µg/m³
3673A,2024-06-01 07:00,PM2.5,20,µg/m³
"""


def test_a_file_is_one_line_with_its_counts_in_both_languages_and_where_to_look() -> None:
    assert told({}, {"a": LATE}, RAW) == [
        "有问题的文件 1 个 · 1 files in trouble",
        "  air/hourly/补报.csv：接受 3，隔离 4（not_a_number 2，unknown_unit 1，bad_time 1）· accepted 3, quarantined 4；"
        "详见 see: tzeco inspect '/srv/raw/air/hourly/补报.csv'",
    ]


def test_a_file_that_cannot_be_read_is_told_first_with_its_reason() -> None:
    assert told({}, {"a": LATE, "b": UNREAD}, RAW)[1] == (
        '  air/hourly/x.csv：读不出 · could not be read: 表头无法识别；请改 · no format has the header "甲, 乙". '
        "详见 see: tzeco inspect /srv/raw/air/hourly/x.csv"
    )


def test_nothing_is_told_where_nothing_is_in_trouble() -> None:
    assert told({}, {}, RAW) == []
    assert told({"a": LATE}, {}, RAW) == []


def test_what_was_told_of_before_is_only_counted() -> None:
    assert told({"a": LATE}, {"a": LATE}, RAW) == [
        "此前已告知的问题文件 1 个 · 1 files in trouble were told of before: tzeco query --name quarantine"
    ]


def test_the_same_bytes_with_more_cells_set_aside_are_new_and_with_fewer_are_not() -> None:
    """A file that landed later contradicts them; hours that were to come have passed."""
    more = Trouble(LATE.path, rules={**LATE.rules, "conflict": 1})
    fewer = Trouble(LATE.path, rules={"not_a_number": 2})
    assert came({"a": LATE}, {"a": more}) == [more]
    assert came({"a": LATE}, {"a": fewer}) == []


def test_real_data_stand_before_demonstration_data() -> None:
    demo = Trouble("air/hourly/demo/d.csv", "demo", quarantined=90, rules={"negative": 90})
    assert came({}, {"d": demo, "a": LATE}) == [LATE, demo]


def test_more_than_eight_files_are_counted() -> None:
    many = {str(n): Trouble(f"air/hourly/{n}.csv", quarantined=1, rules={"negative": 1}) for n in range(11)}
    lines = told({}, many, RAW)
    assert len(lines) == 1 + SHOWN + 1
    assert lines[-1] == "  … 另有 3 个文件 · 3 more: tzeco query --name quarantine"


def test_without_a_publication_that_can_be_read_nothing_is_known(tmp_path: Path) -> None:
    assert load(tmp_path) == {}
    (tmp_path / "tongzhou.duckdb").write_bytes(b"no database")
    assert load(tmp_path) == {}


@pytest.fixture(scope="module")
def with_unreadable_file(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A publication of a sound file and of one whose header nobody knows."""
    made = Installation(tmp_path_factory.mktemp("troubles"))
    made.land("day.csv", day_file("20240602", 20))
    made.land("x.csv", "甲,乙\n1,2\n")
    assert made.run().success
    return made


def test_of_a_first_publication_every_file_in_trouble_is_new(with_unreadable_file: Installation) -> None:
    heading, unread = told({}, load(with_unreadable_file.marts), RAW)
    assert heading == "有问题的文件 1 个 · 1 files in trouble"
    assert unread.startswith("  air/hourly/x.csv：读不出 · could not be read: 表头无法识别（表头“甲, 乙”；")
    assert (
        ' · no format has the header "甲, 乙". Known headers: canonical long table: 监测点编号 (station_id), ' in unread
    )
    assert unread.endswith("tzeco inspect /srv/raw/air/hourly/x.csv")


def test_a_run_tells_of_the_broken_file_that_has_landed_and_counts_what_it_told_before(
    with_unreadable_file: Installation,
) -> None:
    """Seven rows: 偏高 and 3O are no numbers, ppm is no unit of PM2.5, there is no month 13."""
    with_unreadable_file.land("补报.csv", BROKEN)
    night = with_unreadable_file.tzeco("run")
    assert night.returncode == 0, night.stderr
    assert (
        "air/hourly/补报.csv：接受 3，隔离 4（not_a_number 2，bad_time 1，unknown_unit 1）· accepted 3, quarantined 4；"
    ) in night.stdout
    assert "此前已告知的问题文件 1 个 · 1 files in trouble were told of before" in night.stdout
    assert "x.csv" not in night.stdout
    assert "day.csv" not in night.stdout
