"""What was issued stays as it was; what has changed since is listed to the last bit."""

import json
import math
from datetime import datetime
from pathlib import Path

import pytest
from bulletin_figures import bulletin, day, left, measured, section

from reports.bulletin_frozen import AlreadyIssued, Change, NotIssued, changes, freeze, issued
from reports.bulletin_reading import Bulletin

NOW = datetime(2024, 4, 2, 9, 30)
TEXTS = {"zh": "通州区2024年3月……。", "en": "Tongzhou District Mar 2024: …."}


def keep(marts: Path, told: Bulletin, *, replace: bool = False) -> Path:
    return freeze(marts, told, {"zh": TEXTS["zh"], "en": TEXTS["en"]}, {"zh": b"docx"}, NOW, replace=replace)


def test_figures_texts_document_and_publication_are_kept(tmp_path: Path) -> None:
    folder = keep(tmp_path, bulletin(period=[measured(value=30.512345678901234)], day=[day()]))
    assert folder == tmp_path / "bulletins" / "tongzhou" / "2024-03"
    assert sorted(file.name for file in folder.iterdir()) == [
        "bulletin.zh.docx", "figures.json", "paragraph.en.txt", "paragraph.zh.txt",
    ]  # fmt: skip
    assert (folder / "paragraph.zh.txt").read_text("utf-8") == TEXTS["zh"] + "\n"
    kept = issued(tmp_path, "tongzhou", "2024-03")
    assert kept.issued_at == "2024-04-02T09:30:00"
    assert kept.bulletin.publication == {"version": "v1", "published_at": "2024-04-02T02:00:00"}
    assert kept.bulletin.tables["period"][0]["value"] == 30.512345678901234


def test_what_was_issued_is_never_overwritten(tmp_path: Path) -> None:
    folder = keep(tmp_path, bulletin(period=[measured()]))
    before = (folder / "figures.json").read_bytes()
    with pytest.raises(AlreadyIssued, match=r"2024-03 已于 2024-04-02T09:30:00 定稿.*--replace"):
        keep(tmp_path, bulletin(period=[measured(value=31.0)]))
    assert (folder / "figures.json").read_bytes() == before


def test_a_new_issue_keeps_every_old_one_beside_it(tmp_path: Path) -> None:
    values = (30.0, 31.0, 32.0)
    for value in values:
        folder = keep(tmp_path, bulletin(period=[measured(value=value)]), replace=True)
    names = ["2024-03.replaced-1", "2024-03.replaced-2", "2024-03"]
    assert sorted(path.name for path in folder.parent.iterdir()) == sorted(names)
    kept = [json.loads((folder.parent / name / "figures.json").read_text("utf-8")) for name in names]
    assert tuple(one["bulletin"]["tables"]["period"][0]["value"] for one in kept) == values


def test_nothing_issued_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotIssued, match="2024-03"):
        issued(tmp_path, "tongzhou", "2024-03")


def test_the_same_figures_have_no_changes_after_they_were_kept(tmp_path: Path) -> None:
    told = bulletin(period=[measured(value=0.1 + 0.2)], day=[day()], section=[section("a")])
    keep(tmp_path, told)
    assert changes(issued(tmp_path, "tongzhou", "2024-03").bulletin, told) == []


def test_the_last_bit_of_a_value_is_a_change_though_it_prints_the_same() -> None:
    other = math.nextafter(30.5, 31)
    found = changes(bulletin(period=[measured(value=30.5)]), bulletin(period=[measured(value=other)]))
    assert found == [Change("period", "month pm25_mean", "value", 30.5, other)]


def test_every_figure_that_differs_is_listed_with_issued_and_now() -> None:
    before = bulletin(day=[day(), day(date="2024-03-29", aqi=70)], section=[section("a"), section("b")])
    now = bulletin(day=[day(stage="audited", aqi=64), day(date="2024-03-29", aqi=70)],
                   section=[section("a", target_met=False, **{"class": 5}), section("b")])  # fmt: skip
    assert changes(before, now) == [
        Change("day", "2024-03-28", "aqi", 63, 64),
        Change("day", "2024-03-28", "stage", "realtime", "audited"),
        Change("section", "a a", "class", 3, 5),
        Change("section", "a a", "target_met", True, False),
    ]


def test_a_figure_that_bulletins_did_not_have_when_it_was_issued_is_no_change() -> None:
    old = {name: value for name, value in day().items() if name != "no2"}
    assert changes(bulletin(day=[old]), bulletin(day=[day()])) == []
    before = bulletin(day=[day()])
    del before.tables["left"]
    assert changes(before, bulletin(day=[day()], left=[left()])) == []


def test_rows_that_came_and_rows_that_went_are_changes() -> None:
    was, came = day(), day(date="2024-03-29", aqi=70, pm25=None)
    found = changes(bulletin(day=[was]), bulletin(day=[came]))
    assert Change("day", "2024-03-28", "aqi", 63, None) in found
    assert Change("day", "2024-03-29", "aqi", None, 70) in found
    assert not [change for change in found if change.row == "2024-03-29" and change.column == "pm25"]
