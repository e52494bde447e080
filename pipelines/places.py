"""Where the checkout and the marts are, and which day it is, without the weight of the full settings: what
`tzeco status` and `tzeco due` need."""

import os
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

CHECKOUT = Path(__file__).resolve().parent.parent


def marts_dir() -> Path:
    """`TZECO_MARTS_DIR`, else the checkout's `data/marts`."""
    return Path(os.environ.get("TZECO_MARTS_DIR") or CHECKOUT / "data" / "marts")


def current_day() -> date:
    """`TZECO_TODAY` where that is set, else today in Asia/Shanghai."""
    given = os.environ.get("TZECO_TODAY")
    return date.fromisoformat(given) if given else datetime.now(ZoneInfo("Asia/Shanghai")).date()
