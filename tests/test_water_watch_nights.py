"""The watch of the month in the mart: real automatic values and a running demonstration year, against a small
calculation from the files themselves."""

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest
from conftest import Installation, shared_dir

from demo import water_automatic
from demo.water_automatic import FOLDER

ITEMS = {"NH3N": "氨氮(mg/L)", "TP": "总磷(mg/L)", "DO": "溶解氧(mg/L)", "CODMN": "高锰酸盐指数(mg/L)"}


def by_day(rows: Iterable[Mapping[str, str]], section: str, header: str, year: int) -> dict[date, list[float]]:
    """The readable values of a section's normal rows, by day of their label (month-day hour:minute); none of a label
    that two rows contradict each other on."""
    of_label = defaultdict[str, list[Mapping[str, str]]](list)
    for row in rows:
        if row["断面名称"] == section and row[header] not in ("", "*", "--"):
            of_label[row["监测时间"]].append(row)
    found = defaultdict[date, list[float]](list)
    for label, told in of_label.items():
        month, day = label.split()[0].split("-")[-2:]
        if len({row[header] for row in told}) == 1 and told[0]["站点情况"] == "正常":
            found[date(year, int(month), int(day))].append(float(told[0][header]))
    return found


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Demonstration stations of 2024, published on 21 September."""
    made = Installation(tmp_path_factory.mktemp("running"))
    water_automatic.generate(made.raw, (2024,))
    assert made.run(today="2024-09-21").success
    return made


def test_the_running_month_of_a_demonstration_station_equals_the_calculation_from_its_files(
    running: Installation,
) -> None:
    """September up to the 20th, 10 days left, target IV: (1.5 · (n + 10) − Σ) / 10 of ammonia."""
    rows = rows_of(running.raw / FOLDER / "水质自动监测_4小时_2024-09_演示.csv")
    days = {day: hours for day, hours in by_day(rows, "许各庄", ITEMS["NH3N"], 2024).items() if day.day <= 20}
    page = running.query(
        "SELECT date::varchar, avg(value) FROM marts.water_sample WHERE section_id = 'xugezhuang' AND item = 'NH3N' "
        "AND used AND date = '2024-09-18' GROUP BY 1"
    )
    means = [sum(hours) / len(hours) for day, hours in days.items() if day.day != 18]
    means += [float(str(mean)) for _, mean in page]
    ((mean, rest, left, missing, origin, note),) = running.query(
        "SELECT mean, rest_mean, days_left, missing_days, origin, note_en FROM marts.water_section_watch "
        "WHERE section_id = 'xugezhuang' AND item = 'NH3N' AND as_of = '2024-09-20'"
    )
    assert mean == pytest.approx(sum(means) / len(means), abs=1e-9)
    assert rest == pytest.approx((1.5 * (len(means) + 10) - sum(means)) / 10, abs=1e-8)
    assert (left, missing, origin, note) == (10, 20 - len(means), "demo", "automatic, not assessed")


def test_the_running_month_is_there_daily_and_earlier_months_at_their_end(running: Installation) -> None:
    days = running.query(
        "SELECT as_of FROM marts.water_section_watch WHERE section_id = 'xugezhuang' AND item = 'DO' ORDER BY as_of"
    )
    ends = [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31),
            date(2024, 6, 30), date(2024, 7, 31), date(2024, 8, 31)]  # fmt: skip
    assert days == [(day,) for day in [*ends, *(date(2024, 9, n) for n in range(1, 21))]]


def test_a_month_that_is_over_has_the_mean_of_the_assessment_where_that_is_automatic(running: Installation) -> None:
    differing = running.query(
        "SELECT count(*), count(*) FILTER (WHERE watch.value <> item.value) FROM marts.water_section_watch AS watch "
        "JOIN marts.water_section_item AS item ON item.section_id = watch.section_id AND item.item = watch.item "
        "AND item.period_type = 'month' AND item.date_to = watch.as_of AND item.source_kind = 'automatic'"
    )
    ((rows, wrong),) = differing
    assert int(str(rows)) > 100
    assert wrong == 0


@pytest.mark.shared
def test_the_real_stations_of_april_2021(installation: Installation) -> None:
    """沙窝, five days of 4-hourly values: means of the days' means, and what 25 days must hold for class IV. Ammonia of
    4 April 4:00 is given twice with different values, and left out."""
    source = shared_dir() / "data" / "water" / "cnemc_auto_4hourly_2021-04_beijing.csv"
    if not source.exists():
        pytest.skip(f"shared observations are not here ({source})")
    folder = installation.raw / "water" / "sections"
    folder.mkdir(parents=True)
    (folder / source.name).write_bytes(source.read_bytes())
    assert installation.run(today="2021-04-06").success
    found = {
        str(row[0]): row[1:]
        for row in installation.query(
            "SELECT item, mean, rest_mean, days, missing_days, days_left FROM marts.water_section_watch "
            "WHERE section_id = 'shawo' AND as_of = '2021-04-05'"
        )
    }
    limits = {"NH3N": 1.5, "TP": 0.3, "DO": 3.0, "CODMN": 10.0}
    for item, header in ITEMS.items():
        hours = by_day(rows_of(source), "沙窝", header, 2021)
        means = [sum(values) / len(values) for values in hours.values()]
        mean, rest, days, missing, left = found[item]
        assert (days, missing, left) == (5, 0, 25)
        assert mean == pytest.approx(sum(means) / 5, abs=1e-9)
        assert rest == pytest.approx(max((limits[item] * 30 - sum(means)) / 25, 0), abs=2e-9)
    acid = by_day(rows_of(source), "沙窝", "pH(无量纲)", 2021)
    means = [sum(10**-value for value in values) / len(values) for values in acid.values()]
    assert found["PH"][0] == pytest.approx(-math.log10(sum(means) / 5), abs=1e-8)
    assert found["PH"][1] is None
