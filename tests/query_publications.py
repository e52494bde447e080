"""Publications that the named queries are asked of: small ones of some media, and one of a year of air."""

from datetime import date, timedelta
from importlib import resources
from pathlib import Path

from air_landing import day_file
from conftest import Installation

from demo import air_district_ranking, air_dustfall, air_town_ranking, climate, plan, water_automatic, water_discharge

TARGETS = (
    "area_id,indicator_id,year,period,comparator,target,tolerance,unit,basis,firmness,decimals,text_zh,document,valid_from\n"
    "tongzhou,water_discharge_total,2024,year,<,-50,,%,,binding,2,下降50%以上,文件,\n"
    "tongzhou,air_pm25_annual_mean,2024,year,<=,35,,µg/m³,raw,binding,0,年均浓度35,文件,\n"
    "tongzhou,air_pm25_annual_mean,2024,2024-01/06,<=,38,,µg/m³,raw,binding,0,上半年38,文件,\n"
    "tongzhou,air_pm25_annual_mean,2024,2024-Q1,<=,45,,µg/m³,raw,binding,0,一季度45,文件,\n"
    "tongzhou,air_pm25_annual_mean,2024,2024-Q2,<=,32,,µg/m³,raw,binding,0,二季度32,文件,\n"
)
"""One target that the discharge account can't meet, and one that has no data, with a half-year and its quarters."""
MEASURES = (
    "measure_id,task_id,measure_zh,measure_en,comparator,quantity,unit,accumulates,deadline,lead_unit,co_units,mark\n"
    "2024-air-24-1,2024-air-24,VOCs深度治理示范项目数,,>=,12,个,sum,2024-12-31,,,文件\n"
    "2024-ecology-12-1,2024-ecology-12,居民小区绿视率,,>=,31,%,last,2024-12-31,,,文件\n"
)
"""Two of the measures of the demonstration, with a quantity each."""
CLEAN = {"PM2.5": 30, "PM10": 50, "SO2": 5, "NO2": 20, "CO": 0.5, "O3": 60}
HEAVY_DAYS = (date(2023, 1, 10), date(2023, 1, 11), date(2023, 1, 13))
PUBLISHED = (
    "area_id,year,indicator_id,measure,value,comparator,unit,basis,kind,source,mark\n"
    "t,2023,air_pm25_annual_mean,pm25_mean,30,=,µg/m³,raw,published,公报,verified\n"
    "city,2023,air_pm25_annual_mean,pm25_mean,32,=,µg/m³,raw,published,公报,verified\n"
    "city,2024,air_pm25_annual_mean,pm25_mean,30.5,=,µg/m³,raw,published,公报,verified\n"
    "city,2024,,pm25_mean_yoy,-6.2,=,%,raw,published,公报,verified\n"
)


def accounts_and_plan(root: Path) -> Installation:
    """A publication of the discharge account, the carbon account, dustfall, rankings and the plan's progress."""
    made = Installation(root)
    made.reference("targets", TARGETS)
    water_discharge.generate(made.raw)
    for part in (plan, climate, air_dustfall, air_district_ranking, air_town_ranking):
        part.generate(made.raw)
    assert made.run().success
    return made


def plan_with_quantities(root: Path) -> Installation:
    """The plan's demonstration, two of its measures with a quantity for the year."""
    made = Installation(root)
    made.reference("plan_measures", MEASURES)
    plan.generate(made.raw)
    assert made.run().success
    return made


def packaged(name: str) -> str:
    return resources.files("store.reference_defaults").joinpath(f"{name}.csv").read_text("utf-8")


def year_of_air_and_stations(root: Path) -> Installation:
    """The hours of 2023 at a station of area t, all the same but for three heavy days, and one value that is no number;
    an hour of January in a file of June; automatic stations of 2024, on 21 September."""
    made = Installation(root)
    made.reference("areas", packaged("areas") + "t,测试区,Test District,district,\n")
    columns = packaged("stations").splitlines()[0].count(",")
    made.reference("stations", packaged("stations") + "S1,一号站,t,assessment" + "," * (columns - 3) + "\n")
    made.reference("published", PUBLISHED)
    lines, day = ["监测点编号,时间,污染物,浓度"], date(2023, 1, 1)
    while day.year == 2023:
        values = CLEAN | ({"PM2.5": 160, "PM10": 200} if day in HEAVY_DAYS else {})
        lines += [f"S1,{day} {hour:02}:00,{p},{v}" for hour in range(1, 25) for p, v in values.items()]
        day += timedelta(days=1)
    made.land("2023.csv", "\n".join(lines) + "\n")
    made.land("2023-06.csv", "监测点编号,时间,污染物,浓度\nS1,2023-01-05 01:00,PM2.5,30\n")
    made.land("late.csv", "监测点编号,时间,污染物,浓度\nS1,2022-05-01 01:00,PM2.5,偏高\n")
    water_automatic.generate(made.raw, (2024,))
    assert made.run("2024-09-21", varied=True).success
    return made


def restated_day(root: Path) -> Installation:
    """Two publications of one file: PM2.5 of 20 µg/m³ all day, then of 40 in its place."""
    made = Installation(root)
    for value in (20, 40):
        made.land("day.csv", day_file("20250520", value))
        assert made.run().success
    return made
