"""The declarations that go with the demonstration dust: whole days, marked as demonstration by their folder."""

import csv
from pathlib import Path

from demo.air import DUST_EPISODES

HEADER = ("area_id", "date", "hour_from", "hour_to", "declared_by", "document")


def declare(raw_dir: Path, area_id: str = "tongzhou") -> int:
    """Write `reference/demo/dust_days.csv`; gives how many days it declares. They apply to demonstration hours only."""
    path = raw_dir / "reference" / "demo" / "dust_days.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(HEADER)
        for day in DUST_EPISODES:
            writer.writerow(
                (area_id, day.isoformat(), "", "", "演示 / demonstration", "demonstration data, no declaration")
            )
    return len(DUST_EPISODES)
