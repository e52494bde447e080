"""Four years of one station of hourly air, real and invented, for what no five days of the demonstration show: a year against
the one before, what is left of a running year, events of dust, audited hours, and a district whose real hours are few."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from conftest import Installation

from store.reference import References

HEADER: Final = "date,hour,type,"
YEARS: Final = {2020: 12, 2021: 12, 2022: 12, 2023: 12, 2024: 11}
"""The years, and how many months of each there are."""

LEVELS: Final = {2020: 1.15, 2021: 0.85, 2022: 1.2, 2023: 1.0, 2024: 1.0}
WINTER: Final = {"PM2.5": 1.5, "PM10": 1.3, "SO2": 1.4, "NO2": 1.3, "CO": 1.4, "O3": 0.5}
BASES: Final = {"PM2.5": 34, "PM10": 66, "SO2": 5, "NO2": 31, "CO": 7, "O3": 60}
DUSTY: Final = {(4, 11): range(12, 24), (4, 12): range(24), (10, 15): range(20, 24), (10, 16): range(6)}
HEAVY: Final = ((1, 9), (1, 10), (11, 29), (11, 30), (12, 4))

PIECES: Final = {
    date(2023, 1, 10): range(24),
    **{date(2022, 7, day): range(24) for day in range(1, 32)},
    date(2023, 10, 15): range(15, 16),
    date(2024, 1, 9): range(24),
    date(2024, 3, 5): range(1),
    date(2024, 4, 11): range(20, 24),
    date(2024, 4, 12): range(1, 24),
    date(2024, 6, 1): range(13, 14),
    date(2024, 10, 15): range(22, 23),
    **{date(2024, 11, day): range(24) for day in range(5, 31)},
}
"""Hours that lie in a file of their own, so that a night may lose them: of heavy days, of a month, before and within events of
dust, of a fortnight that is doubtful, and the last weeks."""

ENDING: Final = {date(2024, 10, 15): range(21, 22)}
"""The hour of an event of dust that lies in a file of its own, so that a night may let the event end there."""

AUDITED: Final = {date(2023, 1, 9): range(24), date(2024, 4, 11): range(20), date(2024, 4, 12): range(1)}
"""Hours that have come audited, and in no other file."""

ADDED: Final = {
    "stations": "shunyi-1,顺义新城,shunyi,assessment,116.7,40.1,2020-01-01,\n"
    "fangshan-1,房山良乡,fangshan,assessment,116.1,39.7,2020-01-01,\n"
    "daxing-1,大兴黄村,daxing,assessment,116.3,39.7,2020-01-01,\n",
    "dust_days": "shunyi,2024-04-11,,,演示,演示\nshunyi,2024-04-12,,,演示,演示\nshunyi,2024-10-16,,,演示,演示\n",
    "targets": "shunyi,air_pm25_annual_mean,2024,year,<=,46,,µg/m³,raw,binding,0,演示,演示,2024-01-01\n"
    "shunyi,air_heavy_pollution_days,2024,year,<=,4,,d,net_reevaluated,binding,0,演示,演示,2024-01-01\n"
    "shunyi,air_good_day_ratio,2024,year,>=,95,,%,net_reevaluated,binding,1,演示,演示,2024-01-01\n"
    "shunyi,air_pm25_annual_mean,2023,year,<=,50,8,µg/m³,raw,binding,0,演示,演示,2023-01-01\n"
    "shunyi,air_pm25_annual_mean,2024,2024-Q1,<=,40,,µg/m³,raw,binding,0,演示,演示,2024-01-01\n"
    "shunyi,air_pm25_annual_mean,2022,2022-07,<=,40,,µg/m³,raw,binding,0,演示,演示,2022-01-01\n"
    "fangshan,air_pm25_annual_mean,2024,year,<=,36,,µg/m³,raw,binding,0,演示,演示,2024-01-01\n",
    "published": "shunyi,2023,air_pm25_annual_mean,pm25_mean,38,=,µg/m³,raw,published,演示,verified\n"
    "shunyi,2023,,pm25_mean_change,-2,=,%,raw,published,演示,verified\n"
    "shunyi,2022,air_pm25_annual_mean,pm25_mean,39,=,µg/m³,raw,published,演示,verified\n"
    "shunyi,2021,air_pm25_annual_mean,pm25_mean,39,=,µg/m³,raw,published,演示,verified\n"
    "daxing,2023,air_pm25_annual_mean,pm25_mean,38,=,µg/m³,raw,published,演示,verified\n",
    "corrections": "air_hourly,顺义新城|2024-06-01 13:00,PM2.5,replace,33,slip,Li,2024-06-10,\n",
}


def land_air(installation: Installation) -> None:
    """Put the hours of two districts into a landing zone, and what is registered of them."""
    apart = {(day, hour) for part in (PIECES, ENDING, AUDITED) for day, hours in part.items() for hour in hours}
    for year, months in YEARS.items():
        hours = [one for one in every_hour(days_of(year, months)) if one not in apart]
        installation.land(f"shunyi_{year}.csv", table("顺义新城", hours))
    for name, part in (("shunyi_pieces.csv", PIECES), ("shunyi_ending.csv", ENDING), ("审核/shunyi.csv", AUDITED)):
        installation.land(name, table("顺义新城", [(day, hour) for day, hours in part.items() for hour in hours]))
    for year in (2022, 2023, 2024):
        installation.land(f"fangshan_{year}.csv", table("房山良乡", every_hour(days_of(year, YEARS[year]))))
    for name, station in (("daxing", "大兴黄村"), ("shunyi", "顺义新城")):
        installation.land(f"demo/{name}.csv", table(station, every_hour(date(2023, 5, day) for day in (1, 2, 3))))
    installation.land("fangshan_unread.csv", f"{HEADER}房山良乡\n20241207,1,PM2.5,待定\n20241207,2,PM2.5,41\n")
    installation.land("fangshan_again.csv", f"{HEADER}房山良乡\n20241207,2,PM2.5,41\n")
    for name, rows in ADDED.items():
        installation.reference(name, References(installation.raw).text(name) + rows)


def every_hour(days: Iterable[date]) -> list[tuple[date, int]]:
    return [(day, hour) for day in days for hour in range(24)]


def days_of(year: int, months: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year and day.month <= months:
        yield day
        day += timedelta(1)


def table(station: str, hours: list[tuple[date, int]]) -> str:
    """The hours of one station as a file of the national platform has them."""
    rows = [
        f"{day:%Y%m%d},{hour},{pollutant},{value(pollutant, day, hour)}\n" for day, hour in hours for pollutant in BASES
    ]
    return f"{HEADER}{station}\n" + "".join(rows)


def value(pollutant: str, day: date, hour: int) -> str:
    """A value with a season, a year and a day of its own; some days are heavy, and dust comes on two."""
    season = WINTER[pollutant] if day.month in (1, 2, 11, 12) else 1
    steps = BASES[pollutant] * season * LEVELS[day.year] + (day.toordinal() * 7 + hour) % 13
    if (day.month, day.day) in HEAVY and pollutant in ("PM2.5", "PM10"):
        steps = 230 + hour
    if pollutant == "PM10" and hour in DUSTY.get((day.month, day.day), ()):
        steps = 900 - 10 * hour
    return f"{steps / 10:.1f}" if pollutant == "CO" else f"{steps:.0f}"
