"""Records of tasks and measures: by number or name to what the plan lists; all others are set aside before anything
else is decided of them."""

import re
from dataclasses import replace
from typing import Final

import polars as pl

from quality.area_names import areas_of_texts
from quality.settle import Settled, areas_above, in_force

LISTED: Final = {"plan_progress": "unlisted_task", "plan_measures": "unlisted_measure"}
"""Datasets of which every place must be listed, with the rule that sets others aside."""


DISTRICT: Final = re.compile("(?<!^[全本我])(?<!^市辖)[区县]$")
"""A text that names a district, registered or not."""


def listed_and_strange(
    candidates: pl.DataFrame, registered: pl.DataFrame, areas: pl.DataFrame, rule: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The cells whose place is a number or a name of the register, under the number, and the others, quarantined.

    `registered`: place_id, name_zh, area_id, valid_from, valid_to. A name that several plans bear stands for the one
    that is in force on the day of the record. A record of another district is none of this plan: its tasks may bear the
    same names.
    """
    known = registered.select("place_id", "name_zh", "valid_from", "valid_to")
    labels = candidates.select("place_label", "date").unique()
    named = labels.join(known, left_on="place_label", right_on="name_zh").filter(in_force(pl.col("date")))
    alone = named.filter(pl.col("place_id").n_unique().over("place_label", "date") == 1)
    numbered = labels.join(known.with_columns(place_label="place_id"), on="place_label")
    number = pl.concat([one.select("place_label", "date", number="place_id") for one in (numbered, alone)])
    found = candidates.join(
        number.unique(["place_label", "date"], keep="first", maintain_order=True),
        on=["place_label", "date"], how="left", nulls_equal=True, maintain_order="left",
    )  # fmt: skip
    area_of = dict(registered.select("place_id", "area_id").iter_rows())
    judged = found.with_columns(of_another_district(found, area_of, areas))
    sound = pl.col("number").is_not_null() & ~pl.col("elsewhere")
    label = pl.when("elsewhere").then(pl.format("{} ({})", "place_label", "scope")).otherwise("place_label")
    strange = judged.filter(~sound).with_columns(outcome=pl.lit("quarantined"), rule=pl.lit(rule), context=label)
    listed = judged.filter(sound).with_columns(place_label="number")
    return listed.drop("number", "elsewhere"), strange.drop("number", "elsewhere")


def of_another_district(found: pl.DataFrame, area_of: dict[str, str], areas: pl.DataFrame) -> pl.Series:
    """Whether each row names an area that the plan of its `number` is not for: neither its area, nor one within or
    above. A district that is not registered is another one."""
    scopes = found.get_column("scope").unique().sort().to_list()
    named, above = areas_of_texts(scopes, areas), areas_above(areas)

    def elsewhere(number: str | None, scope: str) -> bool:
        own, area = area_of.get(number or ""), named.get(scope)
        if own is None:
            return False
        if area is None:
            return bool(DISTRICT.search(scope))
        return own not in above[area] and area not in above.get(own, [])

    told = [elsewhere(number, scope) for number, scope in found.select("number", "scope").iter_rows()]
    return pl.Series("elsewhere", told, dtype=pl.Boolean())


def with_strange(settled: Settled, strange: pl.DataFrame) -> Settled:
    """What was settled, and beside it the cells that were set aside before."""
    counts = strange.group_by("source_file_id", "outcome").agg(n=pl.len().cast(pl.Int64))
    outcomes = pl.concat([settled.outcomes, counts]).group_by("source_file_id", "outcome").agg(pl.col("n").sum())
    aside = pl.concat([settled.quarantine, strange.select(settled.quarantine.columns)])
    return replace(settled, outcomes=outcomes.sort(pl.all()), quarantine=aside)
