"""Files of a place that lies in no area of ours, beside the demonstration: for each dataset the same rows three times, as
demonstration (real rows take its place), as real, and as real again (a copy that counts for nothing)."""

from pathlib import Path
from typing import Final

from store.reference import References

READABLE: Final = "77.7"
UNREADABLE: Final = "待定"
"""In each file one number, which a correction corrects, and one word where a number belongs."""

COPIES: Final = ("demo/外区/外区.csv", "外区.csv", "外区_再报.csv")
WITHOUT_AREA: Final[dict[str, str]] = {
    "air/dustfall": """点位名称,乡镇,监测月份,样品加皿重(g),皿重(g),试剂空白(g),集尘缸内径(cm),采样天数(d)
外区站,外区镇,2024-05,77.7,77.6,待定,15,31
""",
    "air/reductions": """核算年度,所属区,记录类型,项目编号,项目名称,污染物,减排类型,治理前排放量(吨),申报减排量(吨),核定减排量(吨),项目状态
2024,顺义区,项目,WQ-01,外区项目,VOCs,工程,待定,77.7,70,核定
""",
    "air/district_ranking": """2022年5月份各区PM2.5浓度统计表
单位：微克/立方米
排名,区,月均浓度
1,密云,77.7
2,延庆,待定
""",
    "air/town_ranking": """2022年5月通州区各街道（乡镇）PM2.5浓度排名
排名,街道（乡镇）,PM2.5浓度(微克/立方米),同比变化率(%)
1,台湖镇,30,77.7
待定,宋庄镇,31,5
""",
    "water/sections": """断面名称,省份,采样日期,氨氮(mg/L),总磷(mg/L),高锰酸盐指数(mg/L)
外区断面,河北省,2024-05-10,77.7,待定,4.2
""",
    "water/sources": """水源地名称,水源类型,所属区,季度,取水量(万吨),铁(mg/L)
外区水源地,地下水,顺义区,2024-Q2,77.7,待定
""",
    "water/groundwater": """监测井编号,所属区,采样日期,铁(mg/L),锰(mg/L),氨氮(mg/L)
WQ-01,顺义区,2024-05-10,77.7,待定,0.05
""",
    "water/discharge": """年份,所属区,记录类型,项目编号,项目名称,污染物,申报量(吨),核定量(吨),状态
2024,顺义区,新增,WQ-01,外区新增,COD,77.7,待定,已核定
""",
    "soil/samples": """点位编号,所属区,采样日期,土地利用,深度,pH,镉(mg/kg)
WQ-01,顺义区,2024-09-13,旱地,0-20cm,待定,77.7
""",
    "soil/parcels": """地块编号,地块名称,所属区,面积(公顷),核算年度
WQ-01,外区地块一,顺义区,77.7,2024
WQ-02,外区地块二,顺义区,待定,2024
""",
    "soil/farmland": """单元编号,所属区,年份,面积(亩),类别,是否达标
WQ-01,顺义区,2024,77.7,安全利用,是
WQ-02,顺义区,2024,待定,安全利用,是
""",
    "climate/accounts": """年份,月份,所属区,能源品种,计量单位,累计消费量,核算边界
2024,3月,顺义区,原煤,吨,77.7,a
2024,3月,顺义区,汽油,吨,待定,a
""",
    "ecology/inputs": """所属区,年份,产品,版本,类别代码,类别名称,面积(km²)
顺义区,2024,CLCD,v01,1,cropland,77.7
顺义区,2024,CLCD,v01,2,forest,待定
""",
    "ecology/green_view": """点位编号,所属区,场景,场所名称,方向,拍摄日期,绿色像素数,总像素数,遮挡比例(%)
WQ-01,顺义区,道路,外区大街,0,2024-08-24,待定,480000,77.7
""",
    "plan/progress": """任务编号,任务名称,日期,责任单位,状态,完成百分比
2023-air-01,演示任务一,2023-12-31,区生态环境局,进行中,77.7
2023-air-02,演示任务二,2023-12-31,区生态环境局,进行中,待定
""",
    "plan/measures": """措施编号,措施名称,季度,责任单位,计划量,实际量,单位
2023-air-01-1,演示措施,2023-Q4,区生态环境局,待定,77.7,%
""",
}
"""By folder of the landing zone. Published rankings are of no place of their own: theirs are of a year without
demonstration, the records of tasks and measures of a plan of their own: a plan with a real record has no demonstration."""

PLAN_BESIDE: Final[dict[str, str]] = {
    "plan_tasks": """2023-air-01,2023,air,tongzhou,1,演示部分,Part,2,1,演示任务一,Task one,2023-12-31,,演示
2023-air-02,2023,air,tongzhou,1,演示部分,Part,2,2,演示任务二,Task two,2023-12-31,,演示
""",
    "plan_measures": """2023-air-01-1,2023-air-01,演示措施,Measure,>=,80,%,last,2023-12-31,,,choice: 演示
""",
}
"""Rows of the reference tables of that plan."""


CORRECTIONS_BESIDE: Final = """\
air_dustfall,外区站|2024-05-01,W_TOTAL,replace,77.65,slip,Li,2024-10-01,air/dustfall/demo/外区/外区.csv
air_reductions,WQ-01|2024-01-01,DECLARED,replace,77,slip,Li,2024-10-01,air/reductions/demo/外区/外区.csv
air_district_ranking,区排名|2022-05-01,VALUE,replace,77,slip,Li,2024-10-01,air/district_ranking/demo/外区/外区.csv
air_town_ranking,tongzhou-taihu|2022-05-01,CHANGE,replace,77,slip,Li,2024-10-01,air/town_ranking/demo/外区/外区.csv
water_sections,外区断面|2024-05-10,NH3N,replace,77,slip,Li,2024-10-01,water/sections/demo/外区/外区.csv
water_sources,外区水源地|2024-04-01,INTAKE,replace,77,slip,Li,2024-10-01,water/sources/demo/外区/外区.csv
water_wells,WQ-01|2024-05-10,FE,replace,77,slip,Li,2024-10-01,water/groundwater/demo/外区/外区.csv
water_discharge,WQ-01|2024-01-01,CLAIMED,replace,77,slip,Li,2024-10-01,water/discharge/demo/外区/外区.csv
soil_samples,WQ-01|2024-09-13,CD,replace,77,slip,Li,2024-10-01,soil/samples/demo/外区/外区.csv
soil_parcels,WQ-01|2024-01-01,AREA_M2,replace,770000,slip,Li,2024-10-01,soil/parcels/demo/外区/外区.csv
soil_farmland,WQ-01|2024-01-01,AREA_MU,replace,77,slip,Li,2024-10-01,soil/farmland/demo/外区/外区.csv
climate_accounts,能源消费|2024-03-01,AMOUNT_YTD,replace,77,slip,Li,2024-10-01,climate/accounts/demo/外区/外区.csv
ecology_inputs,地类面积|2024-01-01,LAND_AREA,replace,77,slip,Li,2024-10-01,ecology/inputs/demo/外区/外区.csv
ecology_green_view,WQ-01|2024-08-24,OCCLUDED,replace,77,slip,Li,2024-10-01,ecology/green_view/demo/外区/外区.csv
plan_progress,2023-air-01|2023-12-31,PERCENT,replace,77,slip,Li,2024-10-01,plan/progress/demo/外区/外区.csv
plan_measures,2023-air-01-1|2023-10-01,ACTUAL,replace,77,slip,Li,2024-10-01,plan/measures/demo/外区/外区.csv
"""
"""One of the number of each dataset, in the file of the demonstration, as rows of the table of corrections."""


def land_beside(raw: Path) -> None:
    """Put all copies into a landing zone, and the tasks and measures that some are of."""
    for name, rows in PLAN_BESIDE.items():
        listed = References(raw).text(name)
        (raw / "reference").mkdir(exist_ok=True)
        (raw / "reference" / f"{name}.csv").write_text(listed + rows, "utf-8")
    for folder, text in WITHOUT_AREA.items():
        for name in COPIES:
            path = raw / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")


def edit_beside(raw: Path) -> None:
    """Make the number unreadable in all copies, and what can't be read as a number one below zero."""
    for path in raw.glob("*/*/**/外区*.csv"):
        text = path.read_text("utf-8")
        assert READABLE in text
        assert UNREADABLE in text
        path.write_text(text.replace(READABLE, "见报告").replace(UNREADABLE, "-5"), "utf-8")
