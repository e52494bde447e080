"""Districts from published tables to their ranks: both layouts, ties, gaps, and what is missing or contradicts."""

from pathlib import Path
from typing import Any

import pytest
from sampled_landing import SampledLanding, observed

from readers.datasets import AIR_DISTRICT_RANKING
from standards.air_district_ranking import district_ranking

ORDER = [
    "密云",
    "延庆",
    "怀柔",
    "门头沟",
    "平谷",
    "昌平",
    "海淀",
    "顺义",
    "石景山",
    "房山",
    "朝阳",
    "大兴",
    "丰台",
    "东城",
    "西城",
    "通州",
    "经开区",
]
VALUES = dict(zip(ORDER, (16, 16, 17, 18, 18, 18, 19, 19, 20, 20, 20, 21, 21, 22, 22, 23, 24), strict=True))
"""By hand: ranks 1 1 3 4 4 4 7 7 9 9 9 12 12 14 14 16 17."""

CHANGES = dict(zip(ORDER, (-20, -5, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -2, -3, -10, -10), strict=True))
"""By hand, from the largest fall: 密云 1, 通州 and 经开区 2, 延庆 4, 西城 5, 东城 6, 丰台 7, 怀柔 8 …"""


@pytest.fixture
def landing(tmp_path: Path) -> SampledLanding:
    return SampledLanding(tmp_path)


def ranked(order: dict[str, float]) -> list[tuple[int, str]]:
    names = sorted(order, key=lambda name: order[name])
    return [(1 + sum(order[other] < order[name] for other in order), name) for name in names]


def two_blocks(values: dict[str, Any], changes: dict[str, Any], period: str = "2024年9月") -> str:
    """The published layout: by value on the left, by change on the right."""
    left = [f"{rank},{name},{values[name]}" for rank, name in ranked(values)]
    right = [f"{rank},{name},{changes[name]}%" for rank, name in ranked(changes)]
    lines = [f"{left[k] if k < len(left) else ',,'},{right[k] if k < len(right) else ',,'}"
             for k in range(max(len(left), len(right)))]  # fmt: skip
    return "\n".join([f"{period}各区PM2.5浓度统计表,,,,,", "排名,区,月均浓度,排名,区,同比变化", *lines, ""])


def one_list(values: dict[str, Any], changes: dict[str, Any], period: str = "2024年9月", mean: str = "") -> str:
    lines = [f"{rank},{name},{values[name]},{changes.get(name, '')}" for rank, name in ranked(values)]
    return "\n".join([f"{period}各区PM2.5浓度,,,", "排名,区,浓度,同比变化(%)", *lines, *([mean] if mean else []), ""])


def rows(landing: SampledLanding) -> dict[tuple[str, str], dict[str, Any]]:
    """Period and Chinese name → row, amounts in units."""
    found = district_ranking(observed(landing.take_in(AIR_DISTRICT_RANKING)))
    amounts = {"value", "gap_next", "mean_value", "gap_mean", "previous_value", "change", "change_from_values",
               "change_gap_mean"}  # fmt: skip
    return {
        (row["period_id"], row["name_zh"].removesuffix("区") if row["name_zh"] != "经开区" else "经开区"): {
            name: value / 1e9 if name in amounts and value is not None else value for name, value in row.items()
        }
        for row in found.iter_rows(named=True)
    }


def of(row: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def test_blocks_are_joined_by_district_not_by_row(landing: SampledLanding) -> None:
    landing.land(AIR_DISTRICT_RANKING, "a.csv", two_blocks(VALUES, CHANGES))
    found = rows(landing)
    assert {name: of(found["2024-09", name], "value", "change") for name in ORDER} == {
        name: (VALUES[name], CHANGES[name]) for name in ORDER
    }
    assert {row["layout"] for row in found.values()} == {"two_blocks"}


def test_ties_share_a_rank_of_value_and_of_change(landing: SampledLanding) -> None:
    landing.land(AIR_DISTRICT_RANKING, "a.csv", two_blocks(VALUES, CHANGES))
    found = rows(landing)
    expected = {
        "密云": 1,
        "延庆": 1,
        "怀柔": 3,
        "昌平": 4,
        "海淀": 7,
        "朝阳": 9,
        "丰台": 12,
        "西城": 14,
        "通州": 16,
        "经开区": 17,
    }
    assert {name: found["2024-09", name]["rank"] for name in expected} == expected
    assert of(found["2024-09", "通州"], "tied", "change_rank", "change_rank_published") == (1, 2, 2)
    assert of(found["2024-09", "经开区"], "change_rank", "change_rank_published") == (2, 2)
    assert found["2024-09", "延庆"]["change_rank"] == 4
    assert {row["rank_check"] for row in found.values()} == {"agrees"}
    assert {row["change_rank_check"] for row in found.values()} == {"agrees"}


def test_gaps_are_to_the_next_better_value_and_to_the_published_mean(landing: SampledLanding) -> None:
    landing.land(AIR_DISTRICT_RANKING, "a.csv", one_list(VALUES, CHANGES, mean="—,全市,20,-2.5"))
    found = rows(landing)
    assert of(found["2024-09", "通州"], "gap_next", "next_better", "mean_value", "gap_mean") == (1, "西城区", 20, 3)
    assert of(found["2024-09", "海淀"], "gap_next", "gap_mean", "change_gap_mean") == (1, -1, 6.5)
    assert of(found["2024-09", "密云"], "gap_next", "next_better") == (None, None)
    mean = found["2024-09", "北京市"]
    assert of(mean, "kind", "value", "rank", "rank_published", "members") == ("mean", 20, None, None, 17)


def test_no_mean_is_computed_where_the_list_states_none(landing: SampledLanding) -> None:
    landing.land(AIR_DISTRICT_RANKING, "a.csv", two_blocks(VALUES, CHANGES))
    assert {of(row, "mean_value", "gap_mean") for row in rows(landing).values()} == {(None, None)}


def test_a_district_missing_from_one_block_keeps_what_the_other_says(landing: SampledLanding) -> None:
    """怀柔 has no change: it has no change rank, and those behind it no contradiction."""
    changes = {name: change for name, change in CHANGES.items() if name != "怀柔"}
    landing.land(AIR_DISTRICT_RANKING, "a.csv", two_blocks(VALUES, changes))
    found = rows(landing)
    assert of(found["2024-09", "怀柔"], "listed", "value", "rank", "change", "change_rank", "missing_from") == (
        True, 17, 3, None, None, "by_change"
    )  # fmt: skip
    assert found["2024-09", "通州"]["missing_from"] is None
    assert "contradicts" not in {row["change_rank_check"] for row in found.values()}


def test_a_district_on_no_list_has_a_row_and_no_rank(landing: SampledLanding) -> None:
    values = {name: value for name, value in VALUES.items() if name != "通州"}
    landing.land(AIR_DISTRICT_RANKING, "a.csv", one_list(values, CHANGES))
    found = rows(landing)
    absent = found["2024-09", "通州"]
    assert of(absent, "listed", "value", "rank", "rank_published", "missing_from", "area_id") == (
        False, None, None, None, "list", "tongzhou"
    )  # fmt: skip
    assert of(absent, "members", "expected") == (16, 17)


def test_a_wrong_published_rank_is_kept_and_told(landing: SampledLanding) -> None:
    landing.land(AIR_DISTRICT_RANKING, "a.csv", two_blocks(VALUES, CHANGES).replace("16,通州,23", "3,通州,23"))
    found = rows(landing)["2024-09", "通州"]
    assert of(found, "rank_published", "rank", "rank_check") == (3, 16, "contradicts")


def test_a_change_is_held_against_the_list_of_the_year_before(landing: SampledLanding) -> None:
    """23 against 25 is -8 %; the list says -10: at the least 22.5 / 25.5 - 1 = -11.8 %, at the most 23.5 / 24.5 - 1 =
    -4.1 %, so that it may be. 19 against 18 is +5.6 % and no fall of 4 %."""
    landing.land(AIR_DISTRICT_RANKING, "b.csv", two_blocks({**VALUES, "通州": 25, "海淀": 18}, CHANGES, "2023年9月"))
    landing.land(AIR_DISTRICT_RANKING, "a.csv", two_blocks(VALUES, {**CHANGES, "海淀": -4}))
    found = rows(landing)
    own = found["2024-09", "通州"]
    assert of(own, "previous_value", "previous_basis", "change", "change_from_values", "change_check") == (
        25, "list_of_year_before", -10, -8, "agrees"
    )  # fmt: skip
    other = found["2024-09", "海淀"]
    assert of(other, "change", "change_check", "change_rank") == (-4, "contradicts", None)
    assert other["change_from_values"] == pytest.approx(100 / 18, abs=1e-9)
    assert found["2023-09", "通州"]["change_check"] is None


def test_changes_are_computed_only_where_a_list_states_none(landing: SampledLanding) -> None:
    landing.land(AIR_DISTRICT_RANKING, "b.csv", one_list({**VALUES, "通州": 25}, {}, "2023年9月"))
    landing.land(AIR_DISTRICT_RANKING, "a.csv", one_list(VALUES, {}))
    landing.land(AIR_DISTRICT_RANKING, "c.csv", one_list(VALUES, {"密云": -5}, "2023年10月"))
    found = rows(landing)
    assert of(found["2024-09", "通州"], "change", "change_basis", "change_rank") == (-8, "from_values", 1)
    assert of(found["2024-09", "密云"], "change", "change_rank") == (0, 2)
    assert of(found["2023-10", "密云"], "change", "change_basis", "change_rank") == (-5, "published", 1)
    assert found["2023-10", "通州"]["change"] is None


def test_a_change_in_micrograms_becomes_one_in_percent(landing: SampledLanding) -> None:
    """23 after a fall of 2 was 25."""
    text = "2024年9月各区PM2.5\n区,浓度(微克/立方米),同比变化(微克/立方米)\n通州,23,-2\n"
    landing.land(AIR_DISTRICT_RANKING, "a.csv", text)
    assert of(rows(landing)["2024-09", "通州"], "change", "change_basis") == (-8, "from_amount")


def test_a_district_twice_in_a_block_is_believed_neither_time(landing: SampledLanding) -> None:
    path = landing.land(AIR_DISTRICT_RANKING, "a.csv", one_list(VALUES, {}) + "18,亦庄,25,\n")
    taken = landing.take_in(AIR_DISTRICT_RANKING)
    assert f'"25" in {path}, row 20' in taken.message('"24" differs', "rule: conflict")
    assert taken.balances()
    found = rows(landing)
    assert of(found["2024-09", "经开区"], "listed", "value") == (False, None)
    assert found["2024-09", "通州"]["rank"] == 16


def test_two_layouts_of_one_list_agree_or_say_where_they_differ(landing: SampledLanding) -> None:
    landing.land(AIR_DISTRICT_RANKING, "a.csv", two_blocks(VALUES, CHANGES))
    landing.land(AIR_DISTRICT_RANKING, "b.csv", one_list({**VALUES, "通州": 22}, CHANGES))
    found = rows(landing)
    assert of(found["2024-09", "通州"], "value", "blocks_differ") == (22, "rank value")
    assert found["2024-09", "密云"]["blocks_differ"] is None


def test_a_real_list_of_a_year_displaces_the_demonstration(landing: SampledLanding) -> None:
    landing.land(AIR_DISTRICT_RANKING, "demo/a.csv", one_list(VALUES, {}))
    landing.land(AIR_DISTRICT_RANKING, "demo/b.csv", one_list(VALUES, {}, "2023年9月"))
    landing.land(AIR_DISTRICT_RANKING, "c.csv", one_list({**VALUES, "通州": 22}, {}, "2024年10月"))
    found = rows(landing)
    assert {(period, row["origin"]) for (period, _), row in found.items()} == {("2024-10", "real"), ("2023-09", "demo")}


def test_where_each_figure_comes_from(landing: SampledLanding) -> None:
    path = landing.land(AIR_DISTRICT_RANKING, "a.csv", two_blocks(VALUES, CHANGES))
    taken = landing.take_in(AIR_DISTRICT_RANKING)
    file = taken.intake.manifest.by_path()[path].source_file_id
    found = rows(landing)["2024-09", "通州"]
    assert of(found, "value_at", "change_at") == (f"{file}:18:月均浓度", f"{file}:4:同比变化")
    assert found["sources"] == f"{file}:18 {file}:4"


def test_no_change_is_computed_across_demonstration_and_real_lists(landing: SampledLanding) -> None:
    landing.land(AIR_DISTRICT_RANKING, "demo/b.csv", one_list({**VALUES, "通州": 25}, {}, "2023年9月"))
    landing.land(AIR_DISTRICT_RANKING, "a.csv", one_list(VALUES, {}))
    found = rows(landing)["2024-09", "通州"]
    assert of(found, "origin", "previous_value", "change", "change_rank") == ("real", None, None, None)
