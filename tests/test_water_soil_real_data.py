"""Real observations through the whole way: taken in, settled, evaluated, and held against what the feeds publish."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from html import unescape
from pathlib import Path

import polars as pl
import pytest
from air_landing import Taken
from conftest import shared_dir
from sampled_landing import SampledLanding, lost, observed

from assets.soil import sample_facts
from quality.quarantine import words_of
from readers.datasets import SOIL_SAMPLES, WATER_SECTIONS
from standards.water_sections import evaluate_sections
from store.reference import References

pytestmark = pytest.mark.shared

Shared = Callable[[str], Path]
DAILY = "cnemc_auto_daily_2020-05_2020-07_with_class.csv"
FOUR_HOURLY = "cnemc_auto_4hourly_2021-04_beijing.csv"
DAYS = ("cnemc_auto_raw_2020-05-08.json", "cnemc_auto_raw_2020-06-15.json")
CLASSES = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "劣Ⅴ": 6}
Row = tuple[str, str, str]
"""Province, section and time label of a record."""


def shown(text: str | None) -> str:
    """What a cell of the platform's page shows."""
    return re.sub("<[^>]*>", "", unescape(text or ""))


@dataclass(frozen=True)
class Evaluated:
    """A file of automatic stations: what became of its cells, and the class of each of its samples."""

    path: str
    taken: Taken
    samples: pl.DataFrame

    @property
    def compared(self) -> pl.DataFrame:
        """Samples of stations in normal state that have a computed and a published class."""
        return self.samples.filter((pl.col("condition") == "") & pl.col("agrees").is_not_null())

    @property
    def incomplete(self) -> pl.DataFrame:
        """Samples whose class lost items leave open."""
        return self.samples.filter(pl.col("items_lost").is_not_null())

    @property
    def aside(self) -> set[Row]:
        """The records of which a cell is quarantined, by the rows of the file that it stands in."""
        rows = self.taken.settled.values()
        numbers = {row for year in rows for row in year.quarantine["source_row"]}
        return {key for number, key in self.numbered.items() if number in numbers}

    @property
    def numbered(self) -> dict[int, Row]:
        """The records by row of the file."""
        return {number: record[0] for number, record in enumerate(self.records, start=1 if self.is_page else 2)}

    @property
    def is_page(self) -> bool:
        return self.path.endswith(".json")

    @property
    def records(self) -> list[tuple[Row, str, int | None]]:
        """Record, state and published class, by a plain reading of the file."""
        file = shared_dir() / "data" / "water" / Path(self.path).name
        if self.is_page:
            body = [[shown(text) for text in row] for row in json.loads(file.read_text("utf-8"))["tbody"]]
            return [((row[0], row[2], row[3]), row[-1], CLASSES.get(row[4])) for row in body]
        with file.open(encoding="utf-8-sig", newline="") as text:
            return [
                ((row["省份"], row["断面名称"], row["监测时间"]), row["站点情况"], CLASSES.get(row["水质类别"]))
                for row in csv.DictReader(text)
            ]

    @property
    def published(self) -> dict[Row, int]:
        """The class of each record in normal state that states one."""
        return {key: level for key, state, level in self.records if state == "正常" and level}

    def listed(self) -> str:
        """Each disagreement with what stands behind it."""
        wrong = self.compared.filter(~pl.col("agrees")).select(
            "place_label", "moment", "class", "published_class", "worst_items", "items", "type_basis", "source_row"
        )
        return "\n".join(str(row) for row in wrong.rows())


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Evaluated]:
    """A shared file by name, evaluated once."""
    done: dict[str, Evaluated] = {}

    def one(name: str) -> Evaluated:
        file = shared_dir() / "data" / "water" / name
        if not file.exists():
            pytest.skip(f"shared observations are not here ({file})")
        if name not in done:
            landing = SampledLanding(tmp_path_factory.mktemp("real"))
            path = landing.land(WATER_SECTIONS, name, file.read_bytes())
            taken = landing.take_in(WATER_SECTIONS)
            sections = References(landing.raw).table("sections")
            samples = [
                evaluate_sections(year.observations, sections, number, date(number, 12, 31), lost=year.lost).samples
                for number, year in taken.settled.items()
            ]
            done[name] = Evaluated(path, taken, pl.concat(samples))
        return done[name]

    return one


@pytest.mark.parametrize("name", [DAILY, *DAYS, FOUR_HOURLY])
def test_every_cell_ends_in_one_outcome_and_every_quarantined_one_says_why(
    evaluated: Callable[[str], Evaluated], name: str
) -> None:
    found = evaluated(name)
    assert found.taken.intake.unreadable == 0
    assert found.taken.balances()
    aside = pl.concat([found.taken.at_reading, *(y.quarantine for y in found.taken.settled.values())], how="diagonal")
    assert set(aside["rule"]) <= words_of("cell").keys()
    assert all("was not accepted" not in text for text in found.taken.messages())


@pytest.mark.parametrize("name", [DAILY, *DAYS, FOUR_HOURLY])
def test_every_record_with_a_value_is_a_sample_or_is_told(evaluated: Callable[[str], Evaluated], name: str) -> None:
    found = evaluated(name)
    moment = pl.col("moment").dt.to_string("%m-%d %H:%M")
    samples = set(found.samples.select("scope", "place_label", moment).iter_rows())
    missing = {key for key in found.published if key not in samples} - found.aside
    assert missing == set()


def test_the_computed_class_is_the_published_one_in_the_daily_file(evaluated: Callable[[str], Evaluated]) -> None:
    """Of 7 277 records in normal state with a class, all that have one here agree. Two have none: 临淮乡 stands twice at
    the same time with other values, so that what is left of it, of class I, might be better than it was (III)."""
    found = evaluated(DAILY)
    agreeing = int(found.compared["agrees"].sum())
    assert len(found.published) == 7277
    assert agreeing / len(found.published) >= 0.999, found.listed()
    assert agreeing == found.compared.height == 7275, found.listed()
    assert {place for _, place, _ in found.aside} == {"临淮乡"}
    assert (
        found.incomplete.select("place_label", "class", "class_at_best", "published_class", "items_lost").rows()
        == [("临淮乡", None, 1, 3, "PH,DO,CODMN,TP")] * 2
    )


def test_agreement_does_not_hang_on_types_that_the_published_class_decided(
    evaluated: Callable[[str], Evaluated],
) -> None:
    """Where names or the register say river or lake, the class is computed without knowing the published one."""
    independent = evaluated(DAILY).compared.filter(pl.col("type_basis") != "published_class")
    assert independent.height > 2000
    assert independent["agrees"].all()


@pytest.mark.parametrize(("name", "compared"), [(DAYS[0], 1300), (DAYS[1], 60)])
def test_the_computed_class_is_the_published_one_on_the_raw_days(
    evaluated: Callable[[str], Evaluated], name: str, compared: int
) -> None:
    found = evaluated(name)
    assert found.compared.height >= compared
    assert found.compared["agrees"].all(), found.listed()


def test_the_four_hourly_file_agrees_but_for_late_classes_and_conflicting_records(
    evaluated: Callable[[str], Evaluated],
) -> None:
    """456 of 465: nine show a class that does not fit any of their own values (some that of the time before). Fourteen of
    the 479 stand twice with different values and have no class, so that none is better than the published one."""
    found = evaluated(FOUR_HOURLY)
    wrong = found.compared.filter(~pl.col("agrees"))
    assert found.compared.height == 465
    assert wrong.height == 9, found.listed()
    assert found.incomplete.height == 14
    assert (found.incomplete["class_at_best"] <= found.incomplete["published_class"]).all()
    told = {(place, at) for _, place, at in found.aside}
    keys = found.incomplete.select("place_label", pl.col("moment").dt.to_string("%m-%d %H:%M")).rows()
    assert set(keys) <= told


def test_what_differs_in_the_four_hourly_file_stands_there_twice(evaluated: Callable[[str], Evaluated]) -> None:
    found = evaluated(FOUR_HOURLY)
    times = Counter(key for key, *_ in found.records)
    assert found.aside
    assert all(times[key] > 1 for key in found.aside)


@pytest.mark.parametrize("name", [DAILY, DAYS[0]])
def test_registered_border_sections_are_found_in_the_national_feed(
    evaluated: Callable[[str], Evaluated], name: str
) -> None:
    """As evidenced in the register: 王家摆, 秦营, 老夏安公路 and 吴村 listed in 河北省, 土门楼 in 天津市."""
    named = evaluated(name).samples.filter(pl.col("registered")).select("place_id", "scope").unique().sort("place_id")
    assert named.rows() == [
        ("laoxiaan", "河北省"), ("qinying", "河北省"), ("shawo", "北京市"), ("tumenlou", "天津市"),
        ("wangjiabai", "河北省"), ("wucun", "河北省"), ("xinbaliqiao", "北京市"),
    ]  # fmt: skip


def test_the_unrounded_json_and_the_daily_file_of_one_day_give_each_value_once(shared: Shared, tmp_path: Path) -> None:
    """The page of 8 May and the table with the same day: the page outranks, the table is superseded or agrees."""
    landing = SampledLanding(tmp_path)
    page = landing.land(WATER_SECTIONS, DAYS[0], shared(f"water/{DAYS[0]}").read_bytes())
    table = landing.land(WATER_SECTIONS, DAILY, shared(f"water/{DAILY}").read_bytes())
    alone = SampledLanding(tmp_path / "alone")
    alone.land(WATER_SECTIONS, DAYS[0], shared(f"water/{DAYS[0]}").read_bytes())
    taken, page_only = landing.take_in(WATER_SECTIONS), alone.take_in(WATER_SECTIONS)
    assert taken.balances()
    assert taken.ledger(page)["accepted"] == page_only.ledger(page)["accepted"]
    assert taken.ledger(table)["superseded"] > 10_000
    assert observed(taken).select("place_id", "part", "item", "moment", "kind").is_unique().all()


def test_the_snapshot_without_year_waits_and_is_taken_in_under_a_name_with_its_day(
    shared: Shared, tmp_path: Path
) -> None:
    content = shared("water/cnemc_auto_snapshot_beijing.xlsx").read_bytes()
    landing = SampledLanding(tmp_path)
    path = landing.land(WATER_SECTIONS, "snapshot.xlsx", content)
    waiting = landing.take_in(WATER_SECTIONS)
    assert waiting.ledger(path)["quarantined"] == 144
    (landing.raw / path).rename(landing.raw / WATER_SECTIONS.folder / "snapshot_2021-02-04.xlsx")
    taken = landing.take_in(WATER_SECTIONS, now=datetime(2021, 2, 5))
    assert observed(taken).height == 144


# Soil

STRICTEST = {"As": 20, "Cd": "0.3", "Cr": 150, "Cu": 50, "Hg": "0.5", "Ni": 60, "Pb": 70, "Zn": 200}
"""Lowest screening value of each metal over all pH bands and land uses (GB 15618-2018 table 1), mg/kg."""


def counted(path: Path) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """Samples above the strictest screening value by metal and zone, and samples by zone: plain Python."""
    above, samples = Counter[tuple[str, str]](), Counter[str]()
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            zone = line["功能区"]
            samples[zone] += 1
            for metal, limit in STRICTEST.items():
                column = next(name for name in line if name.startswith(metal))
                value = Fraction(line[column]) / (1000 if "ng/g" in column else 1)
                above[metal.upper(), zone] += value > Fraction(limit)
    return above, samples


@pytest.mark.parametrize("name", ["urban_survey_319_samples.csv", "urban_survey_319_samples.xls"], ids=["csv", "xls"])
@pytest.mark.parametrize("landed", ["survey", "survey_2015"])
def test_the_soil_survey_is_judged_by_the_strictest_band_with_the_counts_of_a_plain_count(
    shared: Shared, tmp_path: Path, name: str, landed: str
) -> None:
    landing = SampledLanding(tmp_path)
    path = landing.land(SOIL_SAMPLES, f"通州区/{landed}{Path(name).suffix}", shared(f"soil/{name}").read_bytes())
    taken = landing.take_in(SOIL_SAMPLES)
    assert taken.ledger(path)["accepted"] == taken.ledger(path)["cells"] == 319 * 9
    areas, background = (References(landing.raw).table(name) for name in ("areas", "soil_background"))
    facts = sample_facts(observed(taken), areas, date(2025, 6, 30), background, lost(taken))
    above, samples = counted(shared("soil/urban_survey_319_samples.csv"))
    found = facts["exceedances"]
    assert {(row["item"], plain(row["zone"])): row["above_screening"] for row in found.iter_rows(named=True)} == {
        (item, plain(zone)): above[item, zone] for item in (metal.upper() for metal in STRICTEST) for zone in samples
    }
    assert {plain(row["zone"]): row["samples"] for row in found.iter_rows(named=True)} == {
        plain(zone): n for zone, n in samples.items()
    }
    assert facts["samples"]["ph_assumed"].all()
    assert sum(above[item, zone] for item, zone in above if item == "CD") == 123
    assert facts["samples"]["area_id"].unique().to_list() == ["tongzhou"]


def plain(zone: str) -> str:
    """A zone number without the point that a spreadsheet gives it."""
    return zone.removesuffix(".0")
