"""Files in trouble as they are told at the end of a run: which are new, which were told of before, in how many lines."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from air_landing import day_file
from conftest import Installation

from reports.troubles import SHOWN, Trouble, Troubles, came, load, told

RAW = Path("/srv/raw")
PLANTED = {"air/hourly/demo/d.csv": {"negative": 1}}
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


def planted(path: str, rules: Mapping[str, int]) -> bool:
    """As if the demonstration had one negative value on purpose, in one of its files."""
    return rules == PLANTED.get(path)


def lines(before: Troubles, now: Troubles) -> list[str]:
    return told(before, now, RAW, planted)


def test_a_file_is_one_line_with_its_counts_in_both_languages_and_where_to_look() -> None:
    assert lines({}, {"a": LATE}) == [
        "有问题的文件 1 个 · 1 files in trouble",
        "  air/hourly/补报.csv：接受 3，隔离 4（not_a_number 2，unknown_unit 1，bad_time 1）· accepted 3, quarantined 4；"
        "详见 see: tzeco inspect '/srv/raw/air/hourly/补报.csv'",
    ]


def test_a_file_that_cannot_be_read_is_told_first_with_its_reason() -> None:
    assert lines({}, {"a": LATE, "b": UNREAD})[1] == (
        '  air/hourly/x.csv：读不出 · could not be read: 表头无法识别；请改 · no format has the header "甲, 乙". '
        "详见 see: tzeco inspect /srv/raw/air/hourly/x.csv"
    )


def test_nothing_is_told_where_nothing_is_in_trouble() -> None:
    assert lines({}, {}) == []
    assert lines({"a": LATE}, {}) == []


def test_what_was_told_of_before_is_only_counted() -> None:
    assert lines({"a": LATE}, {"a": LATE}) == [
        "此前已告知的问题文件 1 个 · 1 files in trouble were told of before: tzeco query --name quarantine"
    ]


def test_the_same_bytes_with_more_cells_set_aside_are_new_and_with_fewer_are_not() -> None:
    """A file that landed later contradicts them; hours that were to come have passed."""
    more = Trouble(LATE.path, rules={**LATE.rules, "conflict": 1})
    fewer = Trouble(LATE.path, rules={"not_a_number": 2})
    assert came({"a": LATE}, {"a": more}, planted) == [more]
    assert came({"a": LATE}, {"a": fewer}, planted) == []


def test_real_data_stand_before_demonstration_data() -> None:
    demo = Trouble("air/hourly/demo/d.csv", "demo", quarantined=90, rules={"negative": 90})
    assert came({}, {"d": demo, "a": LATE}, planted) == [LATE, demo]


MEANT = Trouble("air/hourly/demo/d.csv", "demo", 9, 1, {"negative": 1})
MORE = Trouble("air/hourly/demo/d.csv", "demo", 8, 2, {"negative": 1, "future": 1})
ALL_MEANT = (
    "  全部是演示数据有意带有的错误，用以演示坏文件如何处理，无需处理 · all of them are faults that the demonstration has on "
    "purpose, to show what becomes of bad files: nothing to do"
)


def test_what_the_demonstration_has_on_purpose_is_said_to_be_so() -> None:
    heading, sentence, file = lines({}, {"d": MEANT})
    assert heading == "有问题的文件 1 个 · 1 files in trouble"
    assert sentence == ALL_MEANT
    assert file.startswith("  air/hourly/demo/d.csv：接受 9，隔离 1（negative 1）")


def test_beside_other_trouble_it_stands_last_and_is_marked() -> None:
    _, sentence, first, second = lines({}, {"d": MEANT, "a": LATE})
    assert sentence.startswith("  其中 1 个是演示数据有意带有的错误")
    assert " · 1 of them are faults that the demonstration has on purpose" in sentence
    assert first.startswith("  air/hourly/补报.csv：")
    assert second.startswith("  （演示数据有意设置 on purpose）air/hourly/demo/d.csv：")


@pytest.mark.parametrize(
    "trouble",
    [
        MORE,
        Trouble(MEANT.path, "real", 9, 1, {"negative": 1}),
        Trouble("air/hourly/demo/e.csv", "demo", 9, 1, {"negative": 1}),
    ],
    ids=["more than was planted", "real data", "another file"],
)
def test_no_other_trouble_is_taken_for_a_planted_one(trouble: Trouble) -> None:
    assert len(lines({}, {"d": trouble})) == 2
    assert "有意" not in "".join(lines({}, {"d": trouble}))


def test_what_was_told_of_before_says_how_much_of_it_is_on_purpose() -> None:
    known = {"a": LATE, "d": MEANT}
    assert lines(known, known) == [
        "此前已告知的问题文件 2 个（其中 1 个为演示数据有意设置） · 2 files in trouble (1 of them on purpose in the demonstration) "
        "were told of before: tzeco query --name quarantine"
    ]


def test_more_than_eight_files_are_counted() -> None:
    many = {str(n): Trouble(f"air/hourly/{n}.csv", quarantined=1, rules={"negative": 1}) for n in range(11)}
    shown = lines({}, many)
    assert len(shown) == 1 + SHOWN + 1
    assert shown[-1] == "  … 另有 3 个文件 · 3 more: tzeco query --name quarantine"


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
    heading, unread = lines({}, load(with_unreadable_file.marts))
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
