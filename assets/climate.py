"""Climate: the carbon accounts of an area, their trend, and the two indicators of carbon intensity."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from assets.evaluations import Evaluation, Facts, Valued
from readers.datasets import CLIMATE_ACCOUNTS
from standards.climate_accounts import accounts, monthly
from standards.climate_carriers import CARRIERS, carrier_rows
from standards.climate_economy import economy, gdp_series
from standards.climate_factors import factors
from standards.climate_indicators import carbon_indicators
from standards.climate_inventory import inventory
from standards.climate_trend import TREND, trend


def account_facts(observations: pl.DataFrame, areas: pl.DataFrame, _today: date) -> Facts:
    """An account is of the area that its rows name; areas within another one are not added up to it, as the larger
    area has tables of its own."""
    found, known = accounts(observations), factors(observations)
    names = sorted({one.area_id for one in found})
    trends = [trend(area, found, economy(observations, area), known) for area in names]
    carriers = [carrier_rows(area, found, economy(observations, area), known, observations) for area in names]
    return {
        "trend": pl.concat([pl.DataFrame(schema=TREND), *trends]),
        "carriers": pl.concat([pl.DataFrame(schema=CARRIERS), *carriers]),
        "months": monthly(observations),
        "series": gdp_series(observations, areas.get_column("area_id").to_list()),
        "inventory": inventory(observations),
    }


def account_values(facts: Facts, _areas: pl.DataFrame, today: date) -> Iterator[Valued]:
    for (area,), rows in facts["trend"].group_by(["area_id"], maintain_order=True):
        for year in sorted(rows.get_column("year").unique()):
            for value in carbon_indicators(rows, year, today):
                yield str(area), year, value


EVALUATIONS: Final = (
    Evaluation(
        CLIMATE_ACCOUNTS,
        "GBT-2589-2020",
        "CO2 of energy within one boundary, GDP at constant prices, carbon intensity under both power-factor policies.",
        account_facts,
        account_values,
    ),
)
