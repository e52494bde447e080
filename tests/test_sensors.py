"""The sensor of the landing zone, and the retention of runs."""

import json
import os
from datetime import UTC, datetime, timedelta

import dagster as dg
import pytest
from conftest import Installation

from pipelines.retention import remove_old_runs
from pipelines.sensors import landing_zone_changed

Result = dg.RunRequest | dg.SkipReason


@pytest.fixture
def looks(after_first_night: Installation, monkeypatch: pytest.MonkeyPatch) -> "Looks":
    monkeypatch.setenv("TZECO_RAW_DIR", str(after_first_night.raw))
    monkeypatch.setenv("TZECO_LAKE_DIR", str(after_first_night.lake))
    # The files were copied, so that their times may differ from those that the lake knows: take them in once more.
    assert after_first_night.run().success
    return Looks(after_first_night)


class Looks:
    """One look after the other, the cursor kept."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.cursor: str | None = None

    def look(self) -> Result:
        with (
            dg.DagsterInstance.ephemeral() as instance,
            dg.build_sensor_context(instance=instance, cursor=self.cursor) as context,
        ):
            result = landing_zone_changed(context)
            self.cursor = context.cursor
        assert isinstance(result, dg.RunRequest | dg.SkipReason)
        return result


def test_nothing_new_starts_nothing(looks: Looks) -> None:
    assert looks.look() == dg.SkipReason("Nothing is new.")
    assert looks.look() == dg.SkipReason("Nothing is new.")


def test_a_new_file_starts_a_run_once_it_has_come_to_rest(looks: Looks) -> None:
    looks.look()
    path = looks.installation.land("late.csv", "date,hour,type\n")
    assert isinstance(looks.look(), dg.SkipReason)
    path.write_text("date,hour,type,通州\n", "utf-8")
    assert isinstance(looks.look(), dg.SkipReason)
    started = looks.look()
    assert isinstance(started, dg.RunRequest)
    assert started.run_key == json.loads(str(looks.cursor))["seen"]


@pytest.mark.parametrize("change", ["touched", "gone", "reference"])
def test_a_changed_file_one_that_is_gone_and_a_table_start_a_run(looks: Looks, change: str) -> None:
    looks.look()
    first = sorted((looks.installation.raw / "air" / "hourly" / "demo").glob("*.csv"))[0]
    if change == "touched":
        os.utime(first, (1, 1))
    elif change == "gone":
        first.unlink()
    else:
        looks.installation.reference("dust_days", "area_id,date,hour_from,hour_to,declared_by,document\n")
    assert isinstance(looks.look(), dg.SkipReason)
    assert isinstance(looks.look(), dg.RunRequest)


def test_a_landing_zone_that_is_not_there_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZECO_RAW_DIR", "/nowhere")
    with dg.build_sensor_context() as context:
        assert landing_zone_changed(context) == dg.SkipReason("No landing zone /nowhere.")


def test_old_runs_go_with_their_events_and_young_ones_stay() -> None:
    @dg.job
    def example() -> None:
        pass

    with dg.DagsterInstance.ephemeral() as instance:
        run_id = example.execute_in_process(instance=instance).run_id
        assert remove_old_runs(instance, datetime.now(UTC) - timedelta(days=1)) == 0
        assert remove_old_runs(instance, datetime.now(UTC) + timedelta(days=1)) == 1
        assert instance.get_run_by_id(run_id) is None
        assert instance.all_logs(run_id) == []
