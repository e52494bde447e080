"""Where a benchmark keeps what it generates: `TZECO_BENCH_DIR`, else a folder below the system's temporary one."""

import os
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def bench_dir() -> Path:
    """The folder of generated inputs and scratch output; made where it does not exist."""
    chosen = os.environ.get("TZECO_BENCH_DIR")
    folder = Path(chosen) if chosen else Path(tempfile.gettempdir()) / "tzeco-bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def shared_air_dir() -> Path | None:
    """The folder of real hourly files, where this machine has it."""
    shared = Path(os.environ.get("TZECO_SHARED_DIR") or CHECKOUT.parent / "shared")
    folder = shared / "data" / "air"
    return folder if folder.is_dir() else None
