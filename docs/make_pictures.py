"""Makes the pictures of the two READMEs: `.venv/bin/python docs/make_pictures.py` (needs Chromium and Noto CJK fonts).

Demonstration data go into a folder of their own, the nightly job runs on them, the Dagster UI is served from there on
127.0.0.1 and photographed. Nothing of the checkout's own data is read or changed.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHECKOUT: Final = Path(__file__).resolve().parent.parent
IMAGES: Final = CHECKOUT / "docs" / "images"
OPEN_GROUPS: Final = ("climate", "publication")
FLAGS: Final = ["--no-sandbox", "--disable-background-networking", "--disable-gpu", "--headless=new"]
SECONDS_TO_START: Final = 60
COLUMNS: Final = 126
"""Of the terminal: every Chinese name stands on one line."""
TERMINAL: Final = """<style>
@font-face {{ font-family: wide; src: local("Noto Sans Mono CJK SC"), local("NotoSansMonoCJKsc-Regular");
  size-adjust: 120.4%; unicode-range: U+2E80-9FFF, U+FF00-FFEF; }}
@font-face {{ font-family: narrow; src: local("Noto Sans Mono CJK SC"), local("NotoSansMonoCJKsc-Regular");
  size-adjust: 60.2%; unicode-range: U+2160-217F; }}
body {{ margin: 0; width: max-content; background: {background}; color: {foreground}; }}
pre {{ margin: 0; padding: 18px 22px; font: 15px/1.3 wide, narrow, "DejaVu Sans Mono", monospace; }}
</style><pre>{code}</pre>"""


def environment(root: Path) -> dict[str, str]:
    """The environment of an installation whose folders all lie below `root`."""
    folders = {"TZECO_RAW_DIR": "raw", "TZECO_LAKE_DIR": "lake", "TZECO_MARTS_DIR": "marts", "DAGSTER_HOME": "dagster"}
    return {**os.environ, **{name: str(root / folder) for name, folder in folders.items()}}


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(env: Mapping[str, str], log: Path) -> Iterator[str]:
    """The Dagster UI of an installation for as long as it takes; gives its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "dagster_webserver", "-h", "127.0.0.1", "-p", str(port)],
            cwd=CHECKOUT, env=dict(env), stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            wait_for(f"{address}/server_info", server, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return once the server answers; raise with its output where it does not."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"The web server did not answer:\n{log.read_text('utf-8', 'replace')}")


def chromium() -> str | None:
    """The browser's program, or None where it is not installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def browser() -> Iterator["Browser"]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield started
        finally:
            started.close()


def lineage(address: str) -> str:
    """The address of the global lineage graph with the groups open that fit on a screen."""
    return f"{address}/asset-groups?expanded={','.join(f'global@global:{group}' for group in OPEN_GROUPS)}"


def scoreboard_page(marts: Path, lang: str) -> str:
    """The scoreboard as a terminal shows it: every Chinese character as wide as two Latin ones."""
    from rich.console import Console
    from rich.terminal_theme import DIMMED_MONOKAI

    from reports import scoreboard

    with open(os.devnull, "w") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True)
        console.print(scoreboard.rendered(scoreboard.load(marts), lang, width=COLUMNS))
        return console.export_html(theme=DIMMED_MONOKAI, inline_styles=True, code_format=TERMINAL)


def photograph(page: "Page", name: str) -> None:
    """Keep what the page shows as `docs/images/<name>.png`."""
    page.wait_for_timeout(2500)
    page.screenshot(path=IMAGES / f"{name}.png")


def photograph_scoreboard(opened: "Browser", marts: Path, lang: str) -> None:
    """The scoreboard in one language."""
    page = opened.new_page(viewport={"width": 1400, "height": 900})
    page.set_content(scoreboard_page(marts, lang))
    page.locator("pre").screenshot(path=IMAGES / f"scoreboard-{lang}.png")
    page.close()


def photograph_ui(opened: "Browser", address: str) -> None:
    """The lineage graph, an asset with its columns, its chart, and the checks of the ledger."""
    page = opened.new_page(
        viewport={"width": 1440, "height": 900}, device_scale_factor=1.25, timezone_id="Asia/Shanghai"
    )
    page.set_viewport_size({"width": 1440, "height": 1060})
    page.goto(lineage(address))
    page.get_by_text("publication").first.wait_for()
    photograph(page, "lineage")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{address}/assets/marts/air_daily?view=overview")
    page.get_by_text("place_id").wait_for()
    photograph(page, "air-daily")
    page.goto(f"{address}/assets/marts/air_daily?view=partitions&partition=2024")
    page.locator("tr", has_text="chart").get_by_text("[Show Markdown]").click()
    photograph(page, "air-daily-chart")
    page.goto(f"{address}/assets/marts/row_ledger?view=checks")
    page.get_by_text("ledger_balances").first.click()
    photograph(page, "row-ledger-checks")
    page.close()


def main() -> None:
    """Make all pictures anew."""
    from pipelines.demonstration import write_all

    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_all(root / "raw")
        env = environment(root)
        subprocess.run([sys.executable, "-m", "pipelines.cli", "run"], cwd=CHECKOUT, env=env, check=True)
        with served(env, root / "webserver.log") as address, browser() as opened:
            for lang in ("zh", "en"):
                photograph_scoreboard(opened, root / "marts", lang)
            photograph_ui(opened, address)


if __name__ == "__main__":
    sys.path.insert(0, str(CHECKOUT))
    main()
