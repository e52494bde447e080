"""Streets and towns from published lists: ranks in whole lists and parts, towns on no list, and the one microgram."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sampled_landing import SampledLanding, observed

from quality.ranked_towns import town_named
from readers.datasets import AIR_TOWN_RANKING
from standards.air_microgram import one_microgram
from standards.air_town_ranking import town_ranking
from store.reference import References

AREAS = (
    "area_id,name_zh,name_en,level,parent_id\nt,通州区,Tongzhou District,district,\nt-a,宋庄镇,A,town,t\n"
    "t-b,台湖镇,B,town,t\nt-c,西集镇,C,town,t\nt-d,于家务回族乡,D,township,t\nt-e,北苑街道,E,street,t\n"
)
OWN = "2024年9月通州区各街道（乡镇）PM2.5浓度排名\n排名,街道（乡镇）,PM2.5浓度(微克/立方米),同比变化(%)\n"
CITY = "2024年10月上半月全市街道（乡镇）TSP浓度排名\n(后30名)\n排序(倒序),所属区,街道（乡镇）\n"


@pytest.fixture
def landing(tmp_path: Path) -> SampledLanding:
    made = SampledLanding(tmp_path)
    (made.raw / "reference").mkdir(parents=True)
    (made.raw / "reference" / "areas.csv").write_text(AREAS, "utf-8")
    return made


def frame(landing: SampledLanding) -> pl.DataFrame:
    observations = observed(landing.take_in(AIR_TOWN_RANKING))
    return town_ranking(observations, References(landing.raw).table("areas"))


def rows(landing: SampledLanding) -> dict[tuple[str, str], dict[str, Any]]:
    """List and town → row."""
    return {(row["list"], row["town_id"]): row for row in frame(landing).iter_rows(named=True)}


def of(row: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def land(landing: SampledLanding, text: str, name: str = "a.csv") -> str:
    return landing.land(AIR_TOWN_RANKING, name, text)


def test_a_list_of_the_district_ranks_its_towns_with_ties(landing: SampledLanding) -> None:
    land(landing, OWN + "1,西集镇,30,-5\n2,宋庄镇,31,2\n2,台湖镇,31,0\n4,于家务乡,33,1\n5,北苑街道,36,1\n全区,,32.2,\n")
    found = rows(landing)
    assert {town: of(row, "rank", "rank_published", "rank_check") for (_, town), row in found.items()} == {
        "t-c": (1, 1, "agrees"), "t-a": (2, 2, "agrees"), "t-b": (2, 2, "agrees"), "t-d": (4, 4, "agrees"),
        "t-e": (5, 5, "agrees"),
    }  # fmt: skip
    assert of(found["district", "t-d"], "state", "list_place", "members", "expected") == ("listed", "t", 5, 5)
    assert found["district", "t-d"]["gap_next"] == 2 * 10**9


def test_a_stated_mean_is_no_town(landing: SampledLanding) -> None:
    land(landing, OWN + "1,西集镇,30,-5\n2,宋庄镇,31,2\n—,全区,32,-1\n")
    found = rows(landing)
    assert of(found["district", "t-a"], "mean_value", "gap_mean") == (32 * 10**9, -(10**9))
    assert sorted(town for _, town in found) == ["t-a", "t-b", "t-c", "t-d", "t-e"]


def test_a_town_that_a_list_does_not_show_is_not_listed(landing: SampledLanding) -> None:
    land(landing, OWN + "1,西集镇,30,-5\n2,宋庄镇,31,2\n3,台湖镇,32,0\n4,于家务回族乡,33,1\n")
    absent = rows(landing)["district", "t-e"]
    assert of(absent, "state", "rank", "rank_published", "value", "name_zh") == (
        "not_listed", None, None, None, "北苑街道"
    )  # fmt: skip


def test_absence_from_the_last_thirty_of_the_city_is_no_good_rank(landing: SampledLanding) -> None:
    land(landing, CITY + "1,丰台区,演示街道\n2,通州区,宋庄镇\n3,通州区,于家务乡\n")
    found = rows(landing)
    assert of(found["city_worst", "t-a"], "state", "rank_published", "rank_order", "rank", "rank_check") == (
        "listed", 2, "worst_first", None, None
    )  # fmt: skip
    assert of(found["city_worst", "t-b"], "state", "rank", "rank_published", "expected") == (
        "not_listed",
        None,
        None,
        None,
    )
    other = found["city_worst", "丰台区 演示街道"]
    assert of(other, "area_id", "district", "rank_published") == (None, "丰台区", 1)


def test_a_part_of_a_list_gets_no_rank_of_ours_but_its_order_is_checked(landing: SampledLanding) -> None:
    text = "2024年10月上半月全市TSP浓度排名\n(后30名)\n排序(倒序),所属区,街道（乡镇）,TSP浓度(微克/立方米)\n"
    land(landing, text + "1,丰台区,甲街道,120\n2,通州区,宋庄镇,118\n3,通州区,台湖镇,119\n")
    found = rows(landing)
    checks = {town: of(row, "rank", "rank_check") for (_, town), row in found.items() if row["state"] == "listed"}
    assert checks == {"丰台区 甲街道": (None, "agrees"), "t-a": (None, "contradicts"), "t-b": (None, "contradicts")}


def test_first_and_last_of_each_district_count_in_their_own_district(landing: SampledLanding) -> None:
    land(
        landing,
        "2024年10月上半月各区TSP浓度排名前三、后三\n区,前三名,街道（乡镇）,TSP浓度,后三名,街道（乡镇）,TSP浓度\n"
        "通州区,1,西集镇,70,1,宋庄镇,120\n通州区,2,台湖镇,72,2,北苑街道,110\n丰台区,1,甲街道,60,1,乙街道,100\n",
    )
    found = rows(landing)
    assert {key: row["rank_check"] for key, row in found.items() if row["state"] == "listed"} == dict.fromkeys(
        [("district_best", "t-c"), ("district_best", "t-b"), ("district_best", "丰台区 甲街道"),
         ("district_worst", "t-a"), ("district_worst", "t-e"), ("district_worst", "丰台区 乙街道")], "agrees"
    )  # fmt: skip
    assert found["district_worst", "t-c"]["state"] == "not_listed"


def test_the_first_and_the_last_of_the_city_stay_two_lists(landing: SampledLanding) -> None:
    head = "2024年9月全市道路尘负荷排名{}30名\n排名({}),行政区,街道（乡镇）,尘负荷(g/m2)\n"
    land(landing, head.format("前", "正序") + "1,通州区,宋庄镇,0.13\n2,丰台区,甲街道,0.15\n")
    land(landing, head.format("后", "倒序") + "1,通州区,台湖镇,0.83\n2,丰台区,乙街道,0.80\n", "b.csv")
    found = rows(landing)
    checks = {key: of(row, "rank_published", "rank_order", "rank_check") for key, row in found.items()
              if row["state"] == "listed" and row["area_id"]}  # fmt: skip
    assert checks == {
        ("city_best", "t-a"): (1, "best_first", "agrees"), ("city_worst", "t-b"): (1, "worst_first", "agrees")
    }  # fmt: skip
    assert found["city_worst", "t-a"]["state"] == found["city_best", "t-b"]["state"] == "not_listed"


def test_a_name_that_the_district_does_not_have_is_quarantined(landing: SampledLanding) -> None:
    path = land(landing, OWN + "1,西集镇,30,-5\n2,宋壮镇,31,2\n")
    taken = landing.take_in(AIR_TOWN_RANKING)
    assert taken.ledger(path)["quarantined"] == 3
    assert "reference/areas.csv" in taken.message(f'{path}, row 4, column 排名: "2"', "宋壮镇", "rule: unlisted_town")
    assert taken.balances()
    assert rows(landing)["district", "t-a"]["state"] == "not_listed"


def test_a_namesake_in_another_district_is_not_ours(landing: SampledLanding) -> None:
    land(landing, CITY + "1,丰台区,宋庄镇\n2,朝阳区,台湖镇\n")
    found = rows(landing)
    assert {town for (_, town), row in found.items() if row["state"] == "listed"} == {"丰台区 宋庄镇", "朝阳区 台湖镇"}
    assert found["city_worst", "t-a"]["state"] == "not_listed"


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("宋庄镇", "t-a"), ("宋庄", "t-a"), ("宋庄地区", "t-a"), ("宋庄街道", None), ("于家务乡", "t-d"),
        ("于家务回族乡", "t-d"), ("北苑街道办事处", "t-e"), ("庄镇", None), ("通州区", None),
    ],
)  # fmt: skip
def test_a_town_is_known_however_its_ending_is_written(
    landing: SampledLanding, label: str, expected: str | None
) -> None:
    assert town_named(label, "t", References(landing.raw).table("areas")) == expected


def test_a_real_list_of_the_city_holds_no_row_of_the_demonstration(landing: SampledLanding) -> None:
    land(landing, CITY + "1,丰台区,演示街道\n2,通州区,宋庄镇\n", "demo/a.csv")
    land(landing, CITY + "1,朝阳区,甲街道\n2,通州区,台湖镇\n")
    listed = {town: row["origin"] for (_, town), row in rows(landing).items() if row["state"] == "listed"}
    assert listed == {"朝阳区 甲街道": "real", "t-b": "real"}


# One microgram


def micrograms(landing: SampledLanding) -> dict[str, dict[str, Any]]:
    parents: dict[str, str | None] = {"t": None, **dict.fromkeys(("t-a", "t-b", "t-c", "t-d", "t-e"), "t")}
    return {row["town_id"]: row for row in one_microgram(frame(landing), parents).iter_rows(named=True)}


def test_one_microgram_of_the_district_is_as_many_of_one_town_as_there_are_towns(landing: SampledLanding) -> None:
    """Four towns with 30, 31, 31 and 36: mean 32. One alone: 4 µg/m³, of 30 that is 13.33 %. Together: 1/32 = 3.125 %
    each, 0.9375, 0.96875 (twice) and 1.125, in all 4."""
    land(landing, OWN + "1,西集镇,30,\n2,宋庄镇,31,\n2,台湖镇,31,\n4,北苑街道,36,\n—,于家务乡,—,\n")
    found = micrograms(landing)
    assert {of(row, "mean", "gain", "alone", "towns", "towns_expected") for row in found.values()} == {
        (32 * 10**9, 10**9, 4 * 10**9, 4, 5)
    }
    assert of(found["t-c"], "alone_value", "alone_percent", "attainable_alone") == (26 * 10**9, 13_333_333_333, True)
    assert {town: row["together"] for town, row in found.items()} == {
        "t-c": 937_500_000, "t-a": 968_750_000, "t-b": 968_750_000, "t-e": 1_125_000_000
    }  # fmt: skip
    assert {row["together_percent"] for row in found.values()} == {3_125_000_000}
    assert sum(row["together"] for row in found.values()) == 4 * 10**9
    assert found["t-e"]["share"] == 28_125_000_000


def test_a_town_cannot_fall_below_nothing(landing: SampledLanding) -> None:
    """Three towns: each alone would have to fall by 3, and the one with 3 can't."""
    land(landing, OWN + "1,西集镇,3,\n2,宋庄镇,31,\n3,台湖镇,32,\n")
    found = micrograms(landing)
    assert of(found["t-c"], "alone", "alone_value", "attainable_alone") == (3 * 10**9, None, False)
    assert found["t-a"]["alone_value"] == 28 * 10**9


def test_the_last_of_the_city_say_nothing_of_the_mean_of_a_district(landing: SampledLanding) -> None:
    text = "2024年9月全市PM2.5浓度排名\n(后30名)\n排序(倒序),所属区,街道（乡镇）,PM2.5浓度(微克/立方米)\n"
    land(landing, text + "1,通州区,宋庄镇,50\n2,通州区,台湖镇,49\n")
    assert micrograms(landing) == {}


def test_other_measures_ask_for_no_microgram(landing: SampledLanding) -> None:
    land(landing, OWN.replace("PM2.5", "TSP") + "1,西集镇,80,\n2,宋庄镇,81,\n")
    assert micrograms(landing) == {}


def test_a_list_of_the_whole_city_serves_where_it_shows_all_towns_of_the_district(landing: SampledLanding) -> None:
    text = "2024年9月全市街道（乡镇）PM2.5浓度排名\n排名,所属区,街道（乡镇）,PM2.5浓度(微克/立方米)\n"
    towns = ("宋庄镇", "台湖镇", "西集镇", "于家务乡", "北苑街道")
    lines = [f"{rank},通州区,{town},{30 + rank}\n" for rank, town in enumerate(towns, start=1)]
    path = land(landing, text + "".join(lines[:4]) + "5,丰台区,甲街道,40\n")
    assert micrograms(landing) == {}
    (landing.raw / path).write_text(text + "".join(lines) + "6,丰台区,甲街道,40\n", "utf-8")
    assert {of(row, "towns", "mean", "alone", "list") for row in micrograms(landing).values()} == {
        (5, 33 * 10**9, 5 * 10**9, "city")
    }


def test_a_list_of_one_district_says_nothing_of_the_towns_of_another(landing: SampledLanding) -> None:
    other = "u,大兴区,Daxing District,district,\nu-a,采育镇,Caiyu,town,u\n"
    (landing.raw / "reference" / "areas.csv").write_text(AREAS + other, "utf-8")
    land(landing, OWN + "1,西集镇,30,-5\n")
    land(landing, CITY + "1,通州区,西集镇\n", "b.csv")
    found = rows(landing)
    assert ("district", "u-a") not in found
    assert found["city_worst", "u-a"]["state"] == "not_listed"
