"""Which task or measure a record is of: by number, by name, or of none that the plan lists."""

from datetime import date
from pathlib import Path

import polars as pl

from assets.intake import listed_places
from quality.plan_listed import listed_and_strange
from readers.datasets import PLAN_MEASURES, PLAN_PROGRESS
from store.reference import References

TASKS = """task_id,plan_year,action_id,area_id,part,part_zh,position,task_zh
2024-a-01,2024,a,tongzhou,1,部分,1,加强监测
2024-a-02,2024,a,tongzhou,1,部分,2,植树
2025-a-01,2025,a,tongzhou,1,部分,1,加强监测
"""
MEASURES = """measure_id,task_id,measure_zh,comparator,unit,accumulates
2024-a-02-1,2024-a-02,植树棵数,>=,棵,sum
x-1,2024-a-99,无主措施,>=,个,sum
"""


AREAS = pl.DataFrame(
    {
        "area_id": ["tongzhou", "songzhuang", "daxing"], "name_zh": ["通州区", "宋庄镇", "大兴区"],
        "name_en": ["Tongzhou District", "Songzhuang Town", "Daxing District"],
        "level": ["district", "town", "district"], "parent_id": [None, "tongzhou", None],
    }
)  # fmt: skip


def references(folder: Path) -> References:
    (folder / "reference").mkdir()
    (folder / "reference" / "plan_tasks.csv").write_text(TASKS, "utf-8")
    (folder / "reference" / "plan_measures.csv").write_text(MEASURES, "utf-8")
    return References(folder)


def placed(register: pl.DataFrame, *records: tuple[str, date, str]) -> tuple[list[str], list[str]]:
    """Numbers of the records that are listed, and labels of those that are not."""
    cells = pl.DataFrame(records, schema=["place_label", "date", "scope"], orient="row").with_columns(
        rule=pl.lit(None, pl.String), context=pl.lit(None, pl.String)
    )
    listed, strange = listed_and_strange(cells, register, AREAS, "unlisted_task")
    assert set(strange.get_column("rule")) <= {"unlisted_task"}
    return listed.get_column("place_label").to_list(), strange.get_column("context").to_list()


def test_a_record_goes_by_number_or_name_whatever_town_it_is_of(tmp_path: Path) -> None:
    register = listed_places(references(tmp_path), PLAN_PROGRESS)
    day = date(2024, 6, 30)
    found = placed(
        register, ("2024-a-02", day, ""), ("植树", day, "宋庄镇"), ("植树", day, "张家湾镇"), ("修路", day, "")
    )
    assert found == (["2024-a-02"] * 3, ["修路"])


def test_a_record_of_another_district_is_no_record_of_this_plan(tmp_path: Path) -> None:
    """The districts' plans name the same tasks. 朝阳区 is not registered, and is no part of Tongzhou all the same."""
    register = listed_places(references(tmp_path), PLAN_PROGRESS)
    day = date(2024, 6, 30)
    scopes = ["通州区", "北京市通州区", "通州", "宋庄镇", "全区", "大兴区", "朝阳区"]
    found = placed(register, *(("植树", day, scope) for scope in scopes))
    assert found == (["2024-a-02"] * 5, ["植树 (大兴区)", "植树 (朝阳区)"])


def test_a_name_of_two_plans_is_that_of_the_year_of_the_record(tmp_path: Path) -> None:
    register = listed_places(references(tmp_path), PLAN_PROGRESS)
    days = [date(2024, 12, 31), date(2025, 1, 1), date(2026, 1, 1)]
    found = placed(register, *(("加强监测", day, "") for day in days))
    assert found == (["2024-a-01", "2025-a-01"], ["加强监测"])


def test_a_name_of_one_plan_and_every_number_hold_in_the_years_after(tmp_path: Path) -> None:
    register = listed_places(references(tmp_path), PLAN_PROGRESS)
    day = date(2026, 1, 20)
    assert placed(register, ("植树", day, ""), ("2024-a-01", day, ""))[0] == ["2024-a-02", "2024-a-01"]


def test_a_measure_has_the_area_of_its_task(tmp_path: Path) -> None:
    register = listed_places(references(tmp_path), PLAN_MEASURES)
    assert dict(register.select("place_id", "area_id").iter_rows()) == {"2024-a-02-1": "tongzhou", "x-1": None}
    assert placed(register, ("植树棵数", date(2024, 4, 1), ""))[0] == ["2024-a-02-1"]
