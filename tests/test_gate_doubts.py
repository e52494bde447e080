"""What the gate warns of: data that are doubtful, and new files that only repeat others."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from gate_cases import published

from pipelines import gate_pages
from reports.doubts import load

DOUBT = {"dataset": "air_hourly", "rule": "ozone_in_ppb", "place_id": "3673A", "subject": "O3",
         "first_day": date(2024, 4, 1), "last_day": date(2024, 4, 9), "source_file_id": "new", "path": "new.csv",
         "message": "突然减半", "origin": "real"}  # fmt: skip


def mart(copies: dict[str, int], doubts: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """A publication of files of ten accepted values, so many of them copies."""
    return {
        "source_file": [{"source_file_id": one, "dataset": "air_hourly", "path": f"{one}.csv", "format": "uci",
                         "first_hour": datetime(2024, 3, 1), "state": "read", "origin": "real"} for one in copies],
        "row_ledger": [{"source_file_id": one, "dataset": "air_hourly", "cells": 10, "accepted": 10, "copied": n,
                        "balanced": True} for one, n in copies.items()],
        "doubt": doubts,
    }  # fmt: skip


def test_the_gate_warns_of_a_new_file_that_says_nothing_new_and_of_doubts_once_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate_pages, "show_pages", lambda *_: None)

    def failed(version: str, copies: dict[str, int], doubts: list[dict[str, Any]]) -> dict[str, str]:
        gate = published(tmp_path, mart(copies, doubts), version)
        assert gate.withheld == []
        return {one.prepared.name: one.told for one in gate.outcomes if one.state == "failed"}

    assert failed("1", {"old": 10}, []) == {}
    found = failed("2", {"old": 10, "new": 10, "next": 9}, [DOUBT])
    assert set(found) == {"row_ledger__new_files_say_something_new", "doubt__nothing_doubtful"}
    assert "path=new.csv" in found["row_ledger__new_files_say_something_new"]
    assert "next.csv" not in found["row_ledger__new_files_say_something_new"]
    assert "突然减半" in found["doubt__nothing_doubtful"]
    now = load(tmp_path / "marts")
    assert (list(now.findings.values()), set(now.repeats)) == (["突然减半"], {"old", "new"})
    assert failed("3", {"old": 10, "new": 10, "next": 9}, []) == {}
