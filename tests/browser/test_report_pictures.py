"""The report of a year as it looks, against pictures that were looked at: three widths, two languages.

After a change of its looks that is meant: `TZECO_KEEP_PICTURES=1 make test PYTEST_ARGS=tests/browser/test_report_pictures.py`,
then look at the pictures before they are committed.
"""

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pictures_compared import Pictures, differing, keep, kept, taken
from report_mart import full_rows, write_mart

from docs.make_pictures import browser, chromium
from reports.report_page import page
from reports.report_reading import load

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed"),
    pytest.mark.skipif(importlib.util.find_spec("playwright") is None, reason="Playwright is not installed"),
]

KEPT = Path(__file__).parent / "pictures"
WIDTHS = (390, 820, 1440)
PARTS = """() => Object.fromEntries([...document.querySelectorAll('header, #scoreboard, section.indicator, figure[id]')]
    .filter(one => one.checkVisibility()).map(one => { const box = one.getBoundingClientRect();
        return [one.id || 'header', [box.x + scrollX, box.y + scrollY, box.width, box.height]]; }))"""


@pytest.fixture(scope="module")
def opened() -> Iterator["Browser"]:
    with browser() as one:
        yield one


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The page in each language."""
    report = load(write_mart(tmp_path_factory.mktemp("report"), full_rows()))
    return {lang: page(report, lang) for lang in ("zh", "en")}


def photographed(opened: "Browser", html: str, width: int, change: str = "") -> Pictures:
    shown = opened.new_page(viewport={"width": width, "height": 900})
    try:
        shown.set_content(html)
        if change:
            shown.evaluate(f"() => {{ {change}; }}")
        parts = shown.evaluate(PARTS)
        return taken(shown.screenshot(full_page=True), parts)
    finally:
        shown.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_report_looks_as_it_was_kept(opened: "Browser", reports: dict[str, str], lang: str, width: int) -> None:
    pictures = photographed(opened, reports[lang], width)
    path = KEPT / f"report-{lang}-{width}.png"
    if os.environ.get("TZECO_KEEP_PICTURES"):
        keep(pictures, path)
    assert len(pictures) > 30
    assert differing(pictures, kept(path)) == []


@pytest.mark.parametrize(
    ("change", "noticed"),
    [
        ("document.querySelectorAll('#water-strip td')[3].style.background = '#c00'", "block"),
        ("document.querySelector('#air_pm25_annual_mean svg').style.visibility = 'hidden'", "block"),
        ("document.querySelector('#air_heavy_pollution_days').remove()", "went"),
        ("document.querySelector('#scoreboard').style.paddingBottom = '200px'", "was"),
    ],
)
def test_a_change_of_its_looks_is_noticed(
    opened: "Browser", reports: dict[str, str], change: str, noticed: str
) -> None:
    found = differing(photographed(opened, reports["zh"], 820, change), kept(KEPT / "report-zh-820.png"))
    assert any(noticed in line for line in found), found
