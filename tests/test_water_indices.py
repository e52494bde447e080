"""CWQI and TLI, from a file of samples to the mart."""

import pytest
from conftest import Installation

SECTIONS = (
    "section_id,name_zh,river,area_id,water_type,control_level,role,target_class,in_plan_list,provinces,valid_from,valid_to,"
    "evidence\n"
    "r,河断面,某河,tongzhou-xiji,river,国控,trend,3,0,,,,\n"
    "s,另一断面,某河,tongzhou,river,国控,trend,3,0,,,,\n"
    "l,湖断面,某湖,tongzhou,lake,国控,trend,3,0,,,,\n"
)
RIVER = (
    "断面名称,采样日期,pH,溶解氧(mg/L),高锰酸盐指数(mg/L),化学需氧量(mg/L),五日生化需氧量(mg/L),氨氮(mg/L),总磷(mg/L)\n"
    "河断面,2023-05-05,7.8,8.0,4.5,18,2.8,1.0,0.15\n"
    "河断面,2024-05-05,7.8,8.0,4.5,18,2.8,0.5,0.15\n"
    "另一断面,2024-05-05,7.8,8.0,4.5,18,2.8,0.7,\n"
)
LAKE = "断面名称,采样日期,叶绿素a(mg/L),总磷(mg/L),总氮(mg/L),透明度(m),高锰酸盐指数(mg/L)\n湖断面,2024-05-05,0.012,0.045,1.2,0.8,4.6\n"


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("indices"))
    made.reference("sections", SECTIONS)
    folder = made.raw / "water" / "sections"
    folder.mkdir(parents=True)
    (folder / "river.csv").write_text(RIVER, "utf-8")
    (folder / "lake.csv").write_text(LAKE, "utf-8")
    assert made.run().success
    return made


def test_the_index_of_a_section_is_the_sum_of_its_items_and_its_change_the_difference(indexed: Installation) -> None:
    """0.4 + 0.625 + 0.75 + 0.9 + 0.7 + 0.5 + 0.75 = 4.625; the year before ammonia was 1.0: 5.125."""
    found = indexed.query(
        "SELECT period_id, cwqi, change, items_count FROM marts.water_quality_index "
        "WHERE level = 'section' AND place_id = 'r' AND period_type = 'month' ORDER BY 1"
    )
    assert found == [
        ("2023-05", 5.125, None, 7),
        ("2024-05", 4.625, pytest.approx((4.625 / 5.125 - 1) * 100, abs=1e-6), 7),
    ]


def test_the_index_of_an_area_takes_the_items_that_all_its_sections_have(indexed: Installation) -> None:
    """Without phosphorus, ammonia 0.6: 0.4 + 0.625 + 0.75 + 0.9 + 0.7 + 0.6 = 3.975; other items than the year before."""
    found = indexed.query(
        "SELECT cwqi, change, sections, items FROM marts.water_quality_index WHERE level = 'area' "
        "AND place_id = 'tongzhou' AND water_type = 'river' AND period_id = '2024-05'"
    )
    assert found == [(3.975, None, 2, "PH,DO,CODMN,COD,BOD5,NH3N")]


def test_a_lake_has_its_trophic_state(indexed: Installation) -> None:
    """Vector L01: parts 51.99, 44.00, 57.62, 55.51, 41.70, together 50.25."""
    found = indexed.query(
        "SELECT tli_chla, tli_tp, tli_tn, tli_sd, tli_codmn, tli, state FROM marts.water_lake WHERE period_id = '2024-05'"
    )
    assert found == [(51.99, 44.0, 57.62, 55.51, 41.7, 50.25, "轻度富营养")]
