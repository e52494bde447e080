"""Where the checkout and the marts are, without the weight of the full settings: what `tzeco status` needs."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def marts_dir() -> Path:
    """`TZECO_MARTS_DIR`, else the checkout's `data/marts`."""
    return Path(os.environ.get("TZECO_MARTS_DIR") or CHECKOUT / "data" / "marts")
