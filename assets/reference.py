"""Reference tables as the graph sees them: files that people keep, which assets read and never write."""

import dagster as dg

from assets.intake import OWNERS
from schemas.emit import ui_schema
from store.reference import TABLES

reference_tables = [
    dg.AssetSpec(
        key=dg.AssetKey(["reference", name]),
        group_name="reference",
        kinds={"csv"},
        owners=OWNERS,
        tags={"layer": "reference"},
        description=f"{table.description} The file reference/{name}.csv of the landing zone, else the packaged default."
        f"（{table.name_zh}）",
        metadata={"dagster/column_schema": ui_schema(table)},
    )
    for name, table in TABLES.items()
]
