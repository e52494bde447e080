"""A landing zone that every medium has something in: what a year and the one before it need of the demonstration."""

import re
from pathlib import Path
from typing import Final

from conftest import Installation
from lineage_beside import land_beside
from lineage_edits import edit_below, edit_named

from demo import (
    air_district_ranking,
    air_dustfall,
    air_reductions,
    air_town_ranking,
    climate,
    ecology,
    plan,
    soil,
    targets,
    water,
    water_discharge,
)

TODAY: Final = "2024-12-10"
"""A day of the later year, so that it is still running: what is left of a year is told of no other."""

YEARS: Final = (2023, 2024)
MONTHS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "air/district_ranking": {"2023": ("05", "06"), "2024": ("05", "06")},
    "air/town_ranking": {"2023": ("05", "06"), "2024": ("05", "06")},
    "water/sections": {"2024": ("11",)},
}
"""Of rankings and of the automatic stations some months tell all that there is to tell."""

LINES_OF_STATIONS: Final = 120
"""So much of a month of automatic stations is kept: every line takes as long as a sample."""

CORRECTIONS: Final = """dataset,key,field,action,value,reason,who,since,file
water_sections,王家摆|2024-03-01,NH3N,replace,0.7,slip,Li,2024-04-01,
soil_samples,TR-005|2024-09-13,CD,replace,0.3,slip,Li,2024-10-01,
soil_parcels,DK-2024-03|2024-01-01,PARCEL_NAME,replace,更名地块,slip,Li,2024-10-01,
"""


def land_all_media(installation: Installation) -> None:
    """Put the files of all media but hourly air into a landing zone, with corrections of two of their values. The
    discharge account goes on from its base year, and the ledger of air from that of its target; some records of tasks
    tell a percentage without a state. A small district of real rows lies beside them."""
    raw = installation.raw
    parts = (air_dustfall, air_district_ranking, air_town_ranking, water, soil, ecology, plan)
    for part in parts:
        part.generate(raw, YEARS)
    air_reductions.generate(raw, (2021, *YEARS))
    water_discharge.generate(raw, range(climate.FIRST, YEARS[-1] + 1))
    climate.generate(raw, (climate.FIRST, 2022, *YEARS))
    targets.declare(raw)
    for folder, months in MONTHS.items():
        for path in (raw / folder / "demo").iterdir():
            thin_out(path, months)
    for path in (raw / "water" / "sections" / "demo").glob("水质自动监测*"):
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:LINES_OF_STATIONS]))
    for path in (raw / "plan" / "progress" / "demo").glob("*2024Q*"):
        edit_below(path, "状态", edit_named("= ", 5))
    installation.reference("corrections", CORRECTIONS)
    land_beside(raw)


def thin_out(path: Path, months: dict[str, tuple[str, ...]]) -> None:
    """Take a file of a month away that is not asked for; monthly reports of sections stay."""
    found = re.search(r"(20\d\d)-(\d\d)", path.name)
    if found and "监测结果" not in path.name and found[2] not in months.get(found[1], ()):
        path.unlink()
