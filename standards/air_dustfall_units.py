"""A site's month of dustfall: what its samples say, and whether it is a dust month.

A month that is declared a dust month anywhere in a district is one in all of it; where no row says, the calendar of
declared dust days does. What a month counts net of dust, first of these that there is:

- `stated`: the value that the authority states net of sand dust;
- `no_dust`: the value as it is, of a month without declared sand dust;
- `corrected`: by that policy, the value less the part that sand dust is stated to have brought;
- `dropped`: nothing; the month leaves the mean.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.air_dustfall import Deposit, deposit, dustfall_samples, is_denied, is_dust
from standards.air_dustfall_limits import CORRECTED, dust_policy, number
from standards.air_membership import topmost

STAGE_ORDER: Final = ("official", "audited", "realtime")
BY_CALENDAR: Final = "dust_by_calendar"
"""The remark of a month that is a dust month by the calendar of declared dust days."""

Basis = str
Net = tuple[Fraction | None, Basis | None]
"""A value net of sand dust and how it was found."""


@dataclass(frozen=True)
class Unit:
    """A site's month, or the month that somebody states for a whole area (`of_area`)."""

    area_id: str | None
    place_id: str
    name: str
    of_area: str | None
    month: date
    value: Fraction | None
    stated_net: Fraction | None
    corrected: Fraction | None
    days: Fraction | None
    below_limit: bool
    source: str
    declared: bool
    denied: bool
    remarks: tuple[str, ...]
    stage: str | None
    origin: str | None
    sources: str
    dust: bool = False

    @property
    def net(self) -> Net:
        """The value net of sand dust and how it was found; nothing where the month has no value at all."""
        if self.stated_net is not None:
            return self.stated_net, "stated"
        if self.value is None:
            return None, None
        if not self.dust:
            return self.value, "no_dust"
        if dust_policy(self.month) == CORRECTED and self.corrected is not None:
            return self.corrected, "corrected"
        return None, "dropped"

    @property
    def known(self) -> bool:
        return self.value is not None or self.stated_net is not None


def units_of(observations: pl.DataFrame, areas: pl.DataFrame) -> list[Unit]:
    """Sites and months: the mean of the samples of each month. A place that bears an area's name is that area."""
    names = {row[key]: row["area_id"] for key in ("name_en", "name_zh", "area_id")
             for row in areas.iter_rows(named=True) if row[key]}  # fmt: skip
    grouped: defaultdict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for sample in dustfall_samples(observations).iter_rows(named=True):
        of_area = names.get(sample["place_label"])
        key = (sample["place_id"], of_area, sample["date"].replace(day=1))
        grouped[key].append(sample)
    return [unit_of(key, samples) for key, samples in grouped.items()]


def unit_of(key: tuple[Any, ...], samples: Sequence[Mapping[str, Any]]) -> Unit:
    """The month of a place: means of what its samples say."""
    place_id, of_area, month = key
    area_id = of_area or next((sample["area_id"] for sample in samples if sample["area_id"]), None)
    found = [deposit(sample) for sample in samples]
    values = [one for one in found if one.value is not None]
    return Unit(
        area_id=area_id,
        place_id=place_id,
        name=str(samples[0]["place_label"]),
        of_area=of_area,
        month=month,
        value=mean_of(one.value for one in found),
        stated_net=mean_of(one.net for one in found),
        corrected=None if any(one.corrected is None for one in values) else mean_of(one.corrected for one in values),
        days=mean_of(one.days for one in found),
        below_limit=bool(values) and all(one.below_limit for one in values),
        source=first_source(found),
        declared=any(is_dust(sample) for sample in samples),
        denied=any(is_denied(sample) for sample in samples),
        remarks=joined(one.remarks for one in found),
        stage=weakest(sample["stage"] for sample in samples),
        origin=min((sample["origin"] for sample in samples if sample["origin"]), default=None),
        sources=" ".join(sorted({row for sample in samples for row in sample["sources"].split()})),
    )


def with_dust_months(units: Sequence[Unit], areas: pl.DataFrame, calendar: pl.DataFrame | None = None) -> list[Unit]:
    """Units with `dust`: their month is declared a dust month by any place of the same topmost area, or by enough days
    of the calendar where no place there denies it."""
    tops = topmost(areas)

    def domain(unit: Unit) -> tuple[str, date]:
        return tops.get(unit.area_id or "", unit.area_id or unit.place_id), unit.month

    dusty = {domain(unit) for unit in units if unit.declared}
    said = dusty | {domain(unit) for unit in units if unit.denied}
    listed = listed_months(calendar, tops) - said
    found = []
    for unit in units:
        by_calendar = unit.origin == "real" and domain(unit) in listed
        told = (*unit.remarks, BY_CALENDAR) if by_calendar else unit.remarks
        found.append(replace(unit, dust=by_calendar or domain(unit) in dusty, remarks=told))
    return found


def listed_months(calendar: pl.DataFrame | None, tops: Mapping[str, str]) -> set[tuple[str, date]]:
    """Topmost area and month of the dust months by declared days."""
    days: defaultdict[tuple[str, date], set[date]] = defaultdict(set)
    for area, day in calendar.select("area_id", "date").iter_rows() if calendar is not None else ():
        days[tops.get(area, area), day.replace(day=1)].add(day)
    return {key for key, found in days.items() if len(found) >= number("dust_days_of_dust_month", key[1])}


def mean_of(values: Iterable[Fraction | None]) -> Fraction | None:
    there = [value for value in values if value is not None]
    return sum(there, Fraction(0)) / len(there) if there else None


def first_source(found: Sequence[Deposit]) -> str:
    return next((one.source for one in found if one.source), "")


def joined(remarks: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for keys in remarks for key in keys))


def weakest(stages: Iterable[str | None]) -> str | None:
    """The weakest of the stages; None of none."""
    there = [stage for stage in stages if stage]
    return max(there, key=STAGE_ORDER.index, default=None)
