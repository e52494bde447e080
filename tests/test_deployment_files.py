"""The files of `deploy/`, as far as they can be judged without the machine that they are for."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from pipelines.settings import Settings

CHECKOUT = Path(__file__).parent.parent
DEPLOY = CHECKOUT / "deploy"
PROGRAMS = Path(sys.executable).parent


def steps(kind: str) -> list[str]:
    """The instructions of one kind in the Containerfile, each as one line."""
    text = re.sub(r"\\\n", " ", (DEPLOY / "Containerfile").read_text("utf-8"))
    return [line.removeprefix(kind).strip() for line in text.splitlines() if line.startswith(f"{kind} ")]


def left_out(name: str) -> bool:
    """Whether a name at the top of the checkout stays out of the image."""
    rules = (CHECKOUT / ".dockerignore").read_text("utf-8").splitlines()
    return any(fnmatch(name, rule.removeprefix("**/")) for rule in rules if rule and not rule.startswith("#"))


def test_an_image_is_made_of_files_that_there_are() -> None:
    sources = [name for step in steps("COPY") for name in shlex.split(step)[:-1]]
    assert "requirements.lock" in sources
    assert [name for name in sources if not (CHECKOUT / name).exists() or (left_out(name) and name != ".")] == []


def test_an_image_gets_neither_an_environment_of_another_machine_nor_observations_nor_history() -> None:
    """`COPY . .` comes after the environment of the image was made: a .venv of the checkout would overwrite it, and its
    mark of being installed would let `make` do nothing."""
    assert {name for name in (".venv", ".venv-old-client", "data", ".git", ".dagster") if not left_out(name)} == set()
    packages = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    assert [name for name in ("Makefile", "workspace.yaml", *packages) if left_out(name.split(".")[0])] == []


def test_an_image_runs_commands_that_there_are_with_settings_that_there_are() -> None:
    assert shlex.split(steps("CMD")[0].strip("[]").replace(",", " "))[0] == "tzeco"
    said = (DEPLOY / "Containerfile").read_text("utf-8")
    for program in ("tzeco", "dagster-webserver", "dagster-daemon"):
        assert program in said
        assert (PROGRAMS / program).exists()
    named = set(re.findall(r"(TZECO_\w+)=", said))
    assert named == {"TZECO_RAW_DIR", "TZECO_LAKE_DIR", "TZECO_MARTS_DIR"}
    assert named <= {f"TZECO_{field.upper()}" for field in Settings.model_fields}


def test_the_account_of_an_image_may_write_where_it_publishes() -> None:
    """A volume takes the owner of the folder that it covers."""
    (user,) = steps("USER")
    marts, lake = re.findall(r"TZECO_(?:MARTS|LAKE)_DIR=(\S+)", steps("ENV")[0])[::-1]
    first = steps("RUN")[0]
    assert f"install -d -o {user} {marts}" in first
    assert Path(lake).is_relative_to(re.findall(r"--home-dir (\S+)", first)[0])


def test_what_make_installs_in_an_image_is_there_before_the_checkout_is() -> None:
    """The environment is made of the lock alone, with the hashes that it has; the rule of `make` follows it."""
    install = next(step for step in steps("RUN") if "requirements.lock" in step)
    assert "--require-hashes" in install
    told = subprocess.run(["make", "-n", "-W", "pyproject.toml", ".venv/.installed"], cwd=CHECKOUT, capture_output=True,
                          text=True, check=True)  # fmt: skip
    assert "--require-hashes -r requirements.lock" in told.stdout


@pytest.mark.parametrize("name", ["tzeco-webserver", "tzeco-daemon"])
def test_systemd_finds_nothing_wrong_with_a_unit(name: str, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze (Debian: systemd)")
    text = (DEPLOY / "systemd" / f"{name}.service").read_text("utf-8").replace("/opt/tzeco", str(CHECKOUT))
    unit = tmp_path / f"{name}.service"
    unit.write_text(text.replace(str(CHECKOUT / ".venv" / "bin"), str(PROGRAMS)), "utf-8")
    told = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")


def test_samba_finds_nothing_wrong_with_the_share() -> None:
    if shutil.which("testparm") is None:
        pytest.skip("needs testparm (Debian: samba-common-bin)")
    told = subprocess.run(["testparm", "-s", str(DEPLOY / "smb.conf")], capture_output=True, text=True, check=False)
    assert told.returncode == 0
    assert [
        line for line in told.stderr.splitlines() if re.search("invalid|unknown|ignoring", line, re.IGNORECASE)
    ] == []
    assert "guest ok = Yes" not in told.stdout
    assert "read only = No" not in told.stdout
