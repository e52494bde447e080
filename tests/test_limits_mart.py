"""The published table of limits: every standard that a verdict rests on has its numbers there."""

import polars as pl
import pytest

from assets.mart_tables import limit_frames
from assets.marts import select
from schemas.emit import contract_failures
from schemas.reference import LIMITS


@pytest.fixture(scope="module")
def limits() -> pl.DataFrame:
    return select(LIMITS, limit_frames(None, None))  # type: ignore[arg-type]


def test_the_table_keeps_its_contract(limits: pl.DataFrame) -> None:
    assert contract_failures(LIMITS, limits) == []


@pytest.mark.parametrize(
    ("standard", "subject", "kind", "value"),
    [
        ("HJ 192-2015", "EI grade", "优", 75),
        ("HJ 192-2015", "EI grade", "差", None),
        ("HJ 192-2015", "EI change", "显著变好", 8),
        ("HJ 192-2015", "A_BIO", "coefficient of HQ", 511.2642131067),
        ("HJ 192-2015", "EI LSI", "weight", -0.15),
        ("HJ 192-2015", "PLI WASTE", "weight", 0.1),
        ("HJ 192-2015", "habitat quality forest_land", "weight of group × class", 0.21),
        ("HJ 192-2015", "habitat quality wetland", "weight of group × class", 0.14),
        ("区域生态质量评价办法（试行）", "EQI grade", "二类", 55),
        ("this project", "ndvi_least", "ecology", 1000),
        ("HJ 1221-2021", "detection limit", "dustfall", 0.3),
        ("HJ 1221-2021", "quantification limit", "dustfall", 1.2),
        ("通州区2024年行动计划（征求意见稿）起草说明", "warning_value", "dustfall", 5),
        ("2021年主要污染物总量减排核算技术指南", "credit_months_most", "emission reduction", 12),
        ("this project", "at_risk_below", "chance of a target", 50),
    ],
)
def test_ecology_dustfall_reductions_and_chances_have_their_limits(
    limits: pl.DataFrame, standard: str, subject: str, kind: str, value: float | None
) -> None:
    """Numbers of ecology.md §1.1–1.6, §2 and air.md §5–6; 0.35 · 0.60 = 0.21 and 0.28 · 0.50 = 0.14."""
    found = limits.filter(pl.col("standard") == standard, pl.col("subject") == subject, pl.col("class") == kind)
    assert found.height == 1
    assert found.item(0, "limit_value") == (None if value is None else pytest.approx(value, abs=1e-12))
