"""What differs between two publications: indicator values, daily values and months of sections, old and new. Pure
functions on frames."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from standards.air import FIELD, ITEMS

RESTATED: Final = "restated"
GONE: Final = "gone"
ADVANCED: Final = "advanced"
CAME: Final = "came"


@dataclass(frozen=True)
class Compared:
    """A mart whose values are held against the publication before: `place`, `period` and `subject` are its key,
    `values` the columns compared. `as_of`: the last day that a value rests on, where it has one. `unit`: the column
    with the unit of the columns `in_unit`; other units stand in the registry. `passing`: rows that leave by design (the
    days of a month that is over) are no loss. `among`: a column and the value that the compared rows have there."""

    mart: str
    place: str
    period: str
    subject: str
    values: tuple[str, ...]
    as_of: str = ""
    unit: str = ""
    in_unit: tuple[str, ...] = ()
    passing: bool = False
    among: tuple[str, str] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        beside = [name for name in (self.as_of, self.unit) if name]
        return (self.place, self.period, self.subject, *self.values, *beside, *(self.among or ())[:1])

    def rows_of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows of the mart that are compared."""
        return frame.filter(pl.col(self.among[0]) == self.among[1]) if self.among else frame


COMPARED: Final = (
    Compared("indicator_status", "area_id", "year", "indicator_id", ("value", "status", "official_value"), "as_of",
             "unit", ("value", "official_value")),
    Compared(
        "air_daily", "place_id", "date", "level",
        (*(FIELD[item] for item in ITEMS), "aqi", "primary_pollutants", "pm25_net", "pm10_net", "aqi_net",
         "primary_pollutants_net"),
    ),
    Compared("water_section_watch", "section_id", "as_of", "item", ("mean", "value", "item_class", "class"),
             unit="unit", in_unit=("mean", "value"), passing=True),
    Compared("water_section_item", "section_id", "period_id", "item", ("mean", "value", "item_class"), "date_to",
             "unit", ("mean", "value"), among=("period_type", "month")),
)  # fmt: skip

KEY: Final = ["mart", "subject", "place_id", "period"]
DIFFERENCES: Final[dict[str, pl.DataType]] = {
    "mart": pl.String(), "subject": pl.String(), "place_id": pl.String(), "period": pl.String(),
    "measure": pl.String(), "change": pl.String(), "old_value": pl.Float64(), "new_value": pl.Float64(),
    "old_text": pl.String(), "new_text": pl.String(), "unit": pl.String(), "old_as_of": pl.Date(),
}  # fmt: skip


def differences(old: pl.DataFrame, new: pl.DataFrame, compared: Compared) -> pl.DataFrame:
    """One row per value that differs (`DIFFERENCES`), to the last bit.

    `change`: restated (also a value where there was none), advanced (the period has gone on: later days came), gone
    (its row is not there any more), came (its row was not there before). Columns that one side lacks are not compared.
    """
    shared = [name for name in compared.values if name in old.columns and name in new.columns]
    keys = [compared.place, compared.period, compared.subject]
    before, after = (side.with_columns(there=pl.lit(value=True)) for side in (old, new))
    joined = after.join(before, on=keys, how="full", coalesce=True, suffix="_old")
    parts = [of_measure(joined, name, compared) for name in shared]
    return pl.concat([pl.DataFrame(schema=DIFFERENCES), *parts]).sort(pl.all())


def of_measure(joined: pl.DataFrame, measure: str, compared: Compared) -> pl.DataFrame:
    """The values of one column that differ."""
    before, after = pl.col(f"{measure}_old"), pl.col(measure)
    gone, came = pl.col("there").is_null(), pl.col("there_old").is_null()
    on_both = ~gone & ~came & before.ne_missing(after)
    lost = gone & before.is_not_null() & pl.lit(not compared.passing)
    numeric = joined.schema[measure].is_numeric()
    old_as_of = pl.col(f"{compared.as_of}_old") if compared.as_of else NO_DAY
    later = (pl.col(compared.as_of) > old_as_of).fill_null(value=False) if compared.as_of else pl.lit(value=False)
    return joined.filter(on_both | lost | (came & after.is_not_null())).select(
        mart=pl.lit(compared.mart),
        subject=pl.col(compared.subject),
        place_id=pl.col(compared.place),
        period=pl.col(compared.period).cast(pl.String),
        measure=pl.lit(measure),
        change=pl.when(gone).then(pl.lit(GONE)).when(came).then(pl.lit(CAME))
        .when(later).then(pl.lit(ADVANCED)).otherwise(pl.lit(RESTATED)),
        old_value=before.cast(pl.Float64) if numeric else NO_NUMBER,
        new_value=after.cast(pl.Float64) if numeric else NO_NUMBER,
        old_text=NO_TEXT if numeric else before.cast(pl.String),
        new_text=NO_TEXT if numeric else after.cast(pl.String),
        unit=pl.coalesce(compared.unit, f"{compared.unit}_old") if measure in compared.in_unit else NO_TEXT,
        old_as_of=old_as_of.cast(pl.Date),
    )  # fmt: skip


NO_DAY: Final = pl.lit(None, pl.Date)
NO_NUMBER: Final = pl.lit(None, pl.Float64)
NO_TEXT: Final = pl.lit(None, pl.String)
