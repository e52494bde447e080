"""The names of ambient air that every rule, contract and reader uses: pollutants, items, steps and columns."""

from typing import Any, Final

import narwhals as nw

Frame = nw.LazyFrame[Any]
"""A lazy frame of any engine: Polars, DuckDB, PySpark."""

POLLUTANTS: Final = ("PM2.5", "PM10", "SO2", "NO2", "CO", "O3")
"""In the order in which ties of the primary pollutant are listed (HJ 633-2012 table 4)."""

PARTICLES: Final = ("PM2.5", "PM10")
"""What a declared sand-dust process removes; gases stay (air.md §4)."""

ITEMS: Final = (*POLLUTANTS, "O3_1h")
"""Items of a day: 24-h means, `O3` the daily maximum 8-hour mean, `O3_1h` the daily maximum hour."""

STEPS_PER_UNIT: Final = {"PM2.5": 10, "PM10": 10, "SO2": 10, "NO2": 10, "CO": 1000, "O3": 10, "O3_1h": 10}
"""An observation is an Int64 of 0.1 µg/m³, for CO of 0.001 mg/m³."""

REPORTING_STEPS_PER_UNIT: Final = {"PM2.5": 1, "PM10": 1, "SO2": 1, "NO2": 1, "CO": 10, "O3": 1, "O3_1h": 1}
"""A reported concentration is in 1 µg/m³, for CO in 0.1 mg/m³ (HJ 633-2026 §4.2.2, used for 2012 as well)."""

UNITS: Final = {"PM2.5": "µg/m³", "PM10": "µg/m³", "SO2": "µg/m³", "NO2": "µg/m³", "CO": "mg/m³", "O3": "µg/m³",
                "O3_1h": "µg/m³"}  # fmt: skip

FIELD: Final = {"PM2.5": "pm25", "PM10": "pm10", "SO2": "so2", "NO2": "no2", "CO": "co", "O3": "o3", "O3_1h": "o3_1h"}
"""How an item is spelt inside a column name."""

STATION: Final = "station_id"
AREA: Final = "area_id"
PLACE: Final = "place_id"
POLLUTANT: Final = "pollutant"
ITEM: Final = "item"
DATE: Final = "date"
HOUR: Final = "hour"
VALUE: Final = "value"
NUMERATOR: Final = "numerator"
DENOMINATOR: Final = "denominator"
REPORTED: Final = "reported"
MICRO_VALUE: Final = "micro"
