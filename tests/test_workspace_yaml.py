"""`workspace.yaml` is what web server and daemon load: no table of pyproject.toml stands before it."""

import shutil
import tomllib
from pathlib import Path

import dagster as dg
import pytest
from conftest import Installation
from dagster._cli.workspace.cli_target import workspace_opts_to_load_target
from dagster._core.remote_origin import CodeLocationOrigin
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster_shared.cli import WorkspaceOpts

ROOT = Path(__file__).parent.parent


def origins() -> list[CodeLocationOrigin]:
    """What the web server and the daemon load where they are started without arguments."""
    return list(workspace_opts_to_load_target(WorkspaceOpts()).create_origins())


def told(origin: CodeLocationOrigin) -> tuple[str, str | None]:
    """Name and module of a code location."""
    return origin.location_name, origin.loadable_target_origin.module_name


def test_pyproject_has_no_table_that_would_hide_the_workspace() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    assert not {"dg", "dagster"} & set(tools)


def test_the_workspace_names_one_location(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert [told(origin) for origin in origins()] == [("tzeco", "pipelines.definitions")]


@pytest.mark.parametrize("tool", ["dagster", "dg.project"])
def test_a_table_in_pyproject_would_hide_it(tool: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Why the first test is there; where this one fails the trap is gone and both may go."""
    shutil.copy(ROOT / "workspace.yaml", tmp_path)
    hiding = f'[tool.{tool}]\nmodule_name = "another.module"\nroot_module = "another"\ncode_location_name = "another"\n'
    (tmp_path / "pyproject.toml").write_text(hiding, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert "tzeco" not in [origin.location_name for origin in origins()]


def test_the_location_loads_with_its_job_schedule_and_assets(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in installation.environment().items():
        if name.startswith(("TZECO_", "DAGSTER_")):
            monkeypatch.setenv(name, value)
    monkeypatch.chdir(ROOT)
    target = workspace_opts_to_load_target(WorkspaceOpts())
    home = installation.root / "dagster"
    home.mkdir()
    with dg.DagsterInstance.local_temp(str(home)) as instance, WorkspaceProcessContext(instance, target) as context:
        location = context.create_request_context().get_code_location("tzeco")
        (repository,) = location.get_repositories().values()
        assert repository.has_job("nightly")
        schedules = sorted(schedule.name for schedule in repository.get_schedules())
        assert schedules == ["fetch_before_the_night", "nightly_at_two", "tidy_on_sundays"]
        sensors = sorted(sensor.name for sensor in repository.get_sensors())
        assert sensors == ["landing_zone_changed", "tell_of_failed_runs", "tell_of_published_runs"]
        assert repository.asset_graph.has(dg.AssetKey("publication"))
