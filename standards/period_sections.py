"""Readings of water sections and of areas by their sections: class, item means, water quality index, shares of classes.

Every value is one of GB 3838-2002 / 环办〔2011〕22号 as `water_periods`, `water_items`, `water_cwqi_periods`,
`water_area` and `water_indicators_sections` made it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from standards.period_readings import MICRO, NANO, NO_BASIS, conformed, described, from_steps, measures
from standards.water import CLASS_ITEMS
from standards.water_indicators_sections import OUTBOUND_INFERIOR_V, SECTIONS_CLASS_IV, SectionIndicator, all_decided
from standards.water_items import KEY
from standards.water_periods import STAGE_WEAKNESS

SPAN: Final = ["period_type", "period_id"]
Above = Mapping[str, Sequence[str]]


def section_readings(
    periods: pl.DataFrame, items: pl.DataFrame, indices: pl.DataFrame, units: Mapping[str, str]
) -> pl.DataFrame:
    """Readings of the sections of a year: `class` (within_limit: its target is met), `<item>_mean` and `cwqi`.

    `periods`: water_periods.PERIOD_COLUMNS, `items`: water_items.ITEM_COLUMNS, `indices`: water_cwqi_periods.COLUMNS;
    `units`: unit of each item.
    """
    places = periods.with_columns(
        level=pl.lit("section"), basis=pl.lit(NO_BASIS), year=pl.col("date_from").dt.year().cast(pl.Int64),
        valid_count=pl.col("months"), expected_count=pl.col("expected_months") - pl.col("dry_months"),
    )  # fmt: skip
    classes = places.with_columns(
        *described("class"), *from_steps(pl.col("class"), 1, 0),
        valid=pl.col("sufficient") & pl.col("class").is_not_null(), limit_value=pl.col("target_class"),
        within_limit=pl.col("target_met"),
    )  # fmt: skip
    carried = places.select(
        "level", "place_id", "area_id", "year", *SPAN, "date_from", "date_to", "complete", "sufficient",
        "expected_count", "stage", "origin", "standard", "target_class",
    )  # fmt: skip
    means = items.filter(pl.col("item").is_in(CLASS_ITEMS)).drop("date_from", "date_to").join(carried, on=KEY)
    known = means.with_columns(
        medium=pl.lit("water"), measure=pl.col("item").str.to_lowercase() + "_mean", basis=pl.lit(NO_BASIS),
        steps=pl.lit(NANO, pl.Int64), decimals=pl.lit(9, pl.Int64), printed=pl.col("value"),
        unit=pl.col("item").replace_strict(units, default=None, return_dtype=pl.String),
        change_unit=pl.when(pl.col("item") == "PH").then(pl.lit("pH")).otherwise(pl.lit("%")), counted=pl.lit("months"),
        valid_count=pl.col("months"), valid=pl.col("sufficient"),
        within_limit=pl.when(pl.col("target_class").is_not_null()).then(
            pl.col("item_class") <= pl.col("target_class")
        ),
    )  # fmt: skip
    own = (
        indices.filter(pl.col("level") == "section")
        .join(carried.drop("date_from", "date_to", "origin"), on=["level", *KEY])
        .with_columns(compared_on=pl.lit(""))
    )
    return pl.concat([conformed(classes), conformed(known), index_readings(own)])


def index_readings(indices: pl.DataFrame) -> pl.DataFrame:
    """`cwqi` of sections or areas; rivers and lakes on a basis each. Only equal items (and, in `compared_on`, sections)
    compare."""
    return conformed(
        indices.filter(pl.col("cwqi_micro").is_not_null()).with_columns(
            *described("cwqi"), *from_steps(pl.col("cwqi_micro"), MICRO, int(measures()["cwqi"]["decimals"])),
            basis=pl.col("water_type"), valid=pl.col("sufficient"), valid_count=pl.col("items_count"),
            expected_count=pl.lit(len(CLASS_ITEMS), pl.Int64),
            compared_on=pl.concat_str("compared_on", "items", separator=" ", ignore_nulls=True),
            standard=pl.lit("城市地表水环境质量排名技术规定（试行）"),
        )
    )  # fmt: skip


def area_readings(periods: pl.DataFrame, areas: pl.DataFrame, indices: pl.DataFrame, above: Above) -> pl.DataFrame:
    """Readings of areas by their sections: `good_share` and `inferior_v_share` (basis: all sections or the plan's),
    `cwqi`, and the numbers of sections that the plan's two indicators count.

    Two years compare where the same sections were assessed in both. `above`: the areas that each area lies in.
    """
    within = of_areas_above(periods, above)
    lists = pl.concat([within.with_columns(basis=pl.lit("all")),
                       within.filter("in_plan_list").with_columns(basis=pl.lit("plan"))])  # fmt: skip
    evidence = evidence_of(lists, "basis")
    rows = areas.filter(pl.col("level") == "area").rename({"list": "basis"}).drop("origin")
    shared = rows.join(evidence, on=["place_id", *SPAN, "basis"], how="left").with_columns(
        area_id=pl.col("place_id"), year=pl.col("date_from").dt.year().cast(pl.Int64),
        valid_count=pl.col("with_water"), expected_count=pl.col("sections") - pl.col("dry"),
    )  # fmt: skip
    found = []
    for measure, column in (("good_share", "good_share_micro"), ("inferior_v_share", "inferior_share_micro")):
        value = pl.when(pl.col("incomplete") == 0).then(pl.col(column))
        steps = from_steps(value, MICRO, int(measures()[measure]["decimals"]))
        valid = pl.col("sufficient") & value.is_not_null()
        found.append(conformed(shared.with_columns(*described(measure), *steps, valid=valid)))
    own = indices.filter(pl.col("level") == "area").drop("origin")
    typed = own.join(evidence_of(within, "water_type"), on=["place_id", *SPAN, "water_type"], how="left").with_columns(
        area_id=pl.col("place_id"), year=pl.col("date_from").dt.year().cast(pl.Int64)
    )
    indexed = index_readings(typed)
    counts = [counted(within, SECTIONS_CLASS_IV, "sections_class_iv"),
              counted(within, OUTBOUND_INFERIOR_V, "sections_inferior_v")]  # fmt: skip
    return pl.concat([*found, indexed, *counts])


def of_areas_above(periods: pl.DataFrame, above: Above) -> pl.DataFrame:
    """The rows of sections, once for each area that they lie in, which becomes `place_id`; `section` is the section."""
    pairs = pl.DataFrame(
        [(area, one) for area, several in above.items() for one in several],
        schema={"area_id": pl.String(), "above": pl.String()},
        orient="row",
    )
    named = periods.rename({"place_id": "section"}).join(pairs, on="area_id")
    return named.with_columns(place_id=pl.col("above"), water_type=water_kind(), in_plan_list=plan_listed())


def water_kind() -> pl.Expr:
    return pl.when(pl.col("water_type") == "lake").then(pl.lit("lake")).otherwise(pl.lit("river"))


def plan_listed() -> pl.Expr:
    return pl.col("in_plan_list").fill_null(value=False)


def evidence_of(within: pl.DataFrame, *by: str) -> pl.DataFrame:
    """What the sections of an area rest on in a period: which have a class, whether each of these has its minimum data,
    weakest stage, origin."""
    weakness = pl.col("stage").replace_strict(STAGE_WEAKNESS, default=None, return_dtype=pl.Int64)
    names = {rank: name for name, rank in STAGE_WEAKNESS.items()}
    classed = pl.col("class").is_not_null()
    return within.group_by("place_id", *SPAN, *by).agg(
        compared_on=pl.col("section").filter(classed).sort().str.join(","),
        sufficient=pl.col("sufficient").filter(classed).all() & classed.any(),
        stage=weakness.max().replace_strict(names, default=None, return_dtype=pl.String),
        origin=pl.col("origin").min(),
        complete=pl.col("complete").all(),
    )


def counted(within: pl.DataFrame, indicator: SectionIndicator, measure: str) -> pl.DataFrame:
    """How many sections of an indicator's list it counts by period; undecided where a section may still turn it."""
    chosen = within.filter(indicator.chosen.fill_null(value=False))
    rows = []
    for (place, kind, name), group in chosen.group_by("place_id", *SPAN, maintain_order=True):
        wet = group.filter(pl.col("situation") != "dry")
        decided = bool(wet.height) and all_decided(indicator, wet)
        held = group.filter(pl.col("class").is_not_null())
        number = held.filter(indicator.counted(pl.col("class"))).height if held.height or decided else None
        rows.append((place, kind, name, number, decided, held.height, wet.height))
    frame = pl.DataFrame(rows, schema={
        "place_id": pl.String(), "period_type": pl.String(), "period_id": pl.String(), "number": pl.Int64(),
        "valid": pl.Boolean(), "valid_count": pl.Int64(), "expected_count": pl.Int64(),
    }, orient="row")  # fmt: skip
    days = chosen.group_by("place_id", *SPAN).agg(pl.col("date_from").min(), pl.col("date_to").max())
    joined = frame.join(days, on=["place_id", *SPAN]).join(evidence_of(chosen), on=["place_id", *SPAN])
    return conformed(
        joined.with_columns(
            *described(measure), *from_steps(pl.col("number"), 1, 0), level=pl.lit("area"), basis=pl.lit(NO_BASIS),
            area_id=pl.col("place_id"), year=pl.col("date_from").dt.year().cast(pl.Int64),
            standard=pl.lit("GB 3838-2002; 环办〔2011〕22号"),
        )
    )  # fmt: skip
