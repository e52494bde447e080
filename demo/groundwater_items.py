"""The 39 routine items of groundwater as the demonstration writes them: headers, units, and ordinary values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from demo.workbooks import Cell, number

__all__ = ["GROUNDWATER", "GroundItem", "ground_sample", "header"]


@dataclass(frozen=True)
class GroundItem:
    """Header and unit, decimals, an ordinary value with its spread, and the limit that is written for less."""

    name: str
    unit: str
    decimals: int
    ordinary: float
    spread: float = 0.08
    limit: str = ""


GROUNDWATER: dict[str, GroundItem] = {
    "COLOR": GroundItem("色", "铂钴色度单位", 0, 5, 0.0),
    "ODOR": GroundItem("嗅和味", "", 0, 0),
    "TURB": GroundItem("浑浊度", "NTU", 1, 0.8, 0.2),
    "VISIBLE": GroundItem("肉眼可见物", "", 0, 0),
    "PH": GroundItem("pH", "无量纲", 1, 7.7, 0.015),
    "HARDNESS": GroundItem("总硬度", "mg/L", 0, 290),
    "TDS": GroundItem("溶解性总固体", "mg/L", 0, 560),
    "SO4": GroundItem("硫酸盐", "mg/L", 1, 82),
    "CL": GroundItem("氯化物", "mg/L", 1, 68),
    "FE": GroundItem("铁", "mg/L", 2, 0.08, 0.15),
    "MN": GroundItem("锰", "mg/L", 3, 0.035, 0.15),
    "CU": GroundItem("铜", "mg/L", 3, 0.0, limit="0.001L"),
    "ZN": GroundItem("锌", "mg/L", 2, 0.0, limit="0.05L"),
    "AL": GroundItem("铝", "mg/L", 3, 0.012, 0.2),
    "VPHEN": GroundItem("挥发性酚类", "mg/L", 4, 0.0, limit="0.0003L"),
    "LAS": GroundItem("阴离子表面活性剂", "mg/L", 2, 0.0, limit="0.05L"),
    "CODMN": GroundItem("耗氧量", "mg/L", 1, 0.9, 0.15),
    "NH3N": GroundItem("氨氮", "mg/L", 3, 0.06, 0.2),
    "S2": GroundItem("硫化物", "mg/L", 3, 0.0, limit="0.003L"),
    "NA": GroundItem("钠", "mg/L", 1, 62),
    "TCOLI": GroundItem("总大肠菌群", "MPN/100mL", 0, 0.0, limit="2L"),
    "TBC": GroundItem("菌落总数", "CFU/mL", 0, 18, 0.3),
    "NO2N": GroundItem("亚硝酸盐", "mg/L", 3, 0.0, limit="0.003L"),
    "NO3N": GroundItem("硝酸盐", "mg/L", 2, 3.4, 0.15),
    "CN": GroundItem("氰化物", "mg/L", 3, 0.0, limit="0.002L"),
    "F": GroundItem("氟化物", "mg/L", 2, 0.52),
    "I": GroundItem("碘化物", "mg/L", 3, 0.018, 0.2),
    "HG": GroundItem("汞", "mg/L", 5, 0.0, limit="0.00004L"),
    "AS": GroundItem("砷", "mg/L", 4, 0.0012, 0.2),
    "SE": GroundItem("硒", "mg/L", 4, 0.0, limit="0.0004L"),
    "CD": GroundItem("镉", "mg/L", 5, 0.0, limit="0.00005L"),
    "CR6": GroundItem("铬(六价)", "mg/L", 3, 0.0, limit="0.004L"),
    "PB": GroundItem("铅", "mg/L", 4, 0.0, limit="0.0001L"),
    "CHCL3": GroundItem("三氯甲烷", "μg/L", 1, 0.0, limit="0.4L"),
    "CCL4": GroundItem("四氯化碳", "μg/L", 1, 0.0, limit="0.4L"),
    "BENZENE": GroundItem("苯", "μg/L", 1, 0.0, limit="0.4L"),
    "TOLUENE": GroundItem("甲苯", "μg/L", 1, 0.0, limit="0.3L"),
    "ALPHA": GroundItem("总α放射性", "Bq/L", 2, 0.07, 0.15),
    "BETA": GroundItem("总β放射性", "Bq/L", 2, 0.12, 0.15),
}
"""Item → how it is written, in the order of GB/T 14848-2017 table 1; ordinary values lie within class III."""


def header(item: GroundItem) -> str:
    """The column header: name and, where it has one, unit in brackets."""
    return f"{item.name}({item.unit})" if item.unit else item.name


def ground_sample(rng: np.random.Generator, natural: dict[str, float] | None = None) -> dict[str, Cell]:
    """One sample of all items; `natural` gives the items whose level differs at this place, with small spread."""
    out: dict[str, Cell] = {}
    for code, item in GROUNDWATER.items():
        noise = min(max(float(rng.normal()), -2.0), 2.0)
        own = (natural or {}).get(code)
        if code in ("ODOR", "VISIBLE"):
            out[code] = "无"
        elif own is not None:
            out[code] = number(own * (1 + 0.012 * noise), item.decimals)
        elif item.limit:
            out[code] = item.limit
        else:
            out[code] = number(item.ordinary * (1 + item.spread * noise), item.decimals)
    return out
