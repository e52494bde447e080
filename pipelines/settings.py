"""Where things are and what is configured, from the environment: `TZECO_RAW_DIR`, `TZECO_LAKE_DIR` …"""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipelines.places import CHECKOUT, marts_dir
from store.digest import file_digest


class Settings(BaseSettings):
    """Folders of an installation; the defaults lie in the checkout, the same for command line, UI and schedule."""

    model_config = SettingsConfigDict(env_prefix="TZECO_")

    raw_dir: Path = CHECKOUT / "data" / "raw"
    lake_dir: Path = CHECKOUT / "data" / "lake"
    marts_dir: Path = Field(default_factory=marts_dir)
    today: str = ""
    alert_urls: SecretStr = SecretStr("")
    alert_urls_file: Path | None = None
    sources_file: Path | None = None
    keep_runs_days: int = Field(default=90, ge=1)
    lock_wait_seconds: float = 0.0
    keep_publications: int = Field(default=14, ge=1)
    gate: bool = True
    executor: Literal["in_process", "multiprocess"] = "in_process"
    incomplete_days: Literal["by_edition", "available", "not_available"] = "by_edition"
    daily_o3: Literal["mda8", "max_of_mda8_and_1h"] = "mda8"

    @property
    def alerts_wanted(self) -> bool:
        """Whether there is anybody to tell of a night."""
        return bool(self.alert_urls.get_secret_value() or self.alert_urls_file)

    @property
    def demo_allowed(self) -> bool:
        """Demonstration data go only where nobody pointed the system at a landing zone of their own."""
        return self.raw_dir.resolve() == CHECKOUT / "data" / "raw"


EARLIER = {"af53e5c742c960edff8b11d81a313b67efc58ad1d069f358ff8d7a43275204a0"}
"""Digests of the instance files that earlier versions wrote."""


def prepare_environment() -> Path:
    """Set DAGSTER_HOME to the checkout's `.dagster` unless it is set, and see that it exists; gives the folder.

    An instance file that is an earlier one of ours, untouched, is brought up to date; one that somebody wrote stays.
    """
    home = Path(os.environ.setdefault("DAGSTER_HOME", str(CHECKOUT / ".dagster")))
    home.mkdir(parents=True, exist_ok=True)
    instance = home / "dagster.yaml"
    if not instance.exists() or file_digest(instance) in EARLIER:
        instance.write_text((CHECKOUT / "pipelines" / "dagster.yaml").read_text("utf-8"), "utf-8")
    return home
