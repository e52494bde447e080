"""An explanation of an indicator of water adds up at every level: every sum is made again here, in fractions."""

import math
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

import duckdb
import pytest
from explained_values import Row, asked, below, exact, of, used, value_of

SECTIONS = ("water_sections_class_iv", "water_outbound_inferior_v")


@pytest.mark.parametrize("indicator", SECTIONS)
def test_sections_are_classed_by_the_worst_item_of_their_mean_months(
    explained_mart: duckdb.DuckDBPyConnection, indicator: str
) -> None:
    """GB 3838-2002 and 环办〔2011〕22号: class of the worst item; the mean of months; hours make days first, pH goes
    through H⁺."""
    rows = asked(explained_mart, indicator)
    sections = used(rows, "sections")
    counts = (lambda level: level <= 4) if indicator == SECTIONS[0] else (lambda level: level == 6)
    assert sections
    assert value_of(rows) == sum(counts(row["value"]) for row in sections)
    items, months, samples = (below(rows, level) for level in ("items", "months", "samples"))
    for row in sections:
        assert row["value"] == max(one["adds"] for one in items[row["key"]])
    for row in used(rows, "items"):
        own = [one["value"] for one in months[row["key"]]]
        assert row["count_used"] == len(own)
        acid = row["key"].endswith("/PH")
        found = -math.log10(math.fsum(10**-one for one in own) / len(own)) if acid else math.fsum(own) / len(own)
        assert found == pytest.approx(row["value"], rel=0.06, abs=0.06), (
            "the value is rounded to the decimals of the item"
        )
    for row in used(rows, "months"):
        entering = samples[row["key"]]
        assert row["count_used"] == len(entering), row
        assert monthly(row["key"], entering) == pytest.approx(row["value"], rel=1e-9, abs=1e-9), row


def monthly(key: str, samples: Sequence[Row]) -> float:
    """The mean of a month from its samples: hours of a day first."""
    acid = "/PH/" in key
    days = defaultdict[str, list[float]](list)
    for number, row in enumerate(samples):
        moment, kind, span = row["key"].removeprefix(f"{key}/").split("/")[:3]
        days[moment[:10] if kind == "automatic" and span == "hour" else f"{number}"].append(row["value"])
    means = [math.fsum(10**-one if acid else one for one in own) / len(own) for own in days.values()]
    whole = math.fsum(means) / len(means)
    return -math.log10(whole) if acid else whole


def test_sources_comply_when_every_quarter_does(explained_mart: duckdb.DuckDBPyConnection) -> None:
    rows = asked(explained_mart, "water_drinking_source_compliance")
    sources, quarters = used(rows, "sources"), below(rows, "quarters")
    assert value_of(rows) == float(Fraction(100 * sum(int(row["adds"]) for row in sources), len(sources)))
    for row in sources:
        assert row["adds"] == min(one["adds"] for one in quarters[row["key"]])
        assert (row["count_used"], row["count_all"]) == (len(quarters[row["key"]]), 4)


def test_wells_are_classed_by_the_items_that_both_years_have(explained_mart: duckdb.DuckDBPyConnection) -> None:
    rows = asked(explained_mart, "water_groundwater_stability")
    wells, items = used(rows, "wells"), below(rows, "items")
    at_worst = sum(row["value"] == 5 for row in wells)
    assert value_of(rows) == pytest.approx(float(Fraction(100 * at_worst, len(wells))), abs=1e-12)
    for row in wells:
        classes = {
            year: [one["adds"] for one in items[row["key"]] if f"/{year}/" in one["key"]] for year in (2023, 2024)
        }
        assert row["value"] == max(classes[2024])
        assert f"2023年{'ⅠⅡⅢⅣⅤ'[int(max(classes[2023])) - 1]}类" in row["why_zh"]
        assert row["count_used"] == len(classes[2024]) == len(classes[2023])


def test_the_discharge_account_adds_up_from_its_records(explained_mart: duckdb.DuckDBPyConnection) -> None:
    """E_t = E_{t−1} + new − reduced, for every pollutant; of the assessed ones the worst change decides."""
    rows = asked(explained_mart, "water_discharge_total")
    lines = {row["key"]: row for row in of(rows, "account")}
    changes = {}
    for row in of(rows, "pollutants"):
        opening, added, reduced, closing = (
            exact(lines[f"{row['key']}/{line}"]["value"], 10**9)
            for line in ("1 opening", "2 added", "3 reduced", "4 closing")
        )
        assert closing == opening + added - reduced
        changes[row["key"]] = 100 * (closing - opening) / opening
        assert float(changes[row["key"]]) == pytest.approx(row["value"], abs=1e-6)
        for line, total in (("2 added", added), ("3 reduced", reduced)):
            records = below(rows, "records")[f"{row['key']}/{line}"]
            assert sum((exact(one["adds"], 10**9) for one in records), Fraction(0)) == total
    assert {row["key"] for row in used(rows, "pollutants")} == {"COD", "NH3N"}
    assert value_of(rows) == float(max(changes["COD"], changes["NH3N"]))
