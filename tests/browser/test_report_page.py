"""The report of a year, opened from a file in a headless Chromium: on a telephone, a tablet and a desk, and on paper.

Pictures of the page are not compared point by point: fonts differ between machines. What must hold on each of them is
measured instead: nothing runs out of the page or of its chart, and labels of an axis stand apart.
"""

import importlib.util
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from report_mart import full_rows, write_mart

from docs.make_pictures import browser, chromium
from reports.report_page import page as html_of
from reports.report_reading import load

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed"),
    pytest.mark.skipif(importlib.util.find_spec("playwright") is None, reason="Playwright is not installed"),
]

SLACK = 3
"""Pixels by which a font of another machine may be wider than reckoned."""

OUTSIDE = """slack => [...document.querySelectorAll('svg text')].filter(text => {
    const box = text.getBoundingClientRect(), svg = text.closest('svg').getBoundingClientRect();
    return box.width && (box.left < svg.left - slack || box.right > svg.right + slack || box.top < svg.top - slack
        || box.bottom > svg.bottom + slack);
}).map(text => text.textContent)"""
OVERLAPPING = """() => [...document.querySelectorAll('svg .role-axis-label')].flatMap(axis => {
    const boxes = [...axis.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]);
    return boxes.slice(1).filter(([_, box], place) => {
        const before = boxes[place][1];
        return box.left < before.right && before.left < box.right && box.top + 2 < before.bottom && before.top + 2 < box.bottom;
    }).map(([text]) => text);
})"""
FAINT = """() => {
    const light = colour => { const parts = colour.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]; };
    const behind = one => { for (; one; one = one.parentElement) { const colour = getComputedStyle(one).backgroundColor;
        if (!/, 0\\)$/.test(colour)) return colour; } return 'rgb(255, 255, 255)'; };
    return [...document.querySelectorAll('body *')].filter(one => !one.closest('svg') && one.checkVisibility()
        && [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())).filter(one => {
        const [low, high] = [light(getComputedStyle(one).color), light(behind(one))].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05) < 4.5;
    }).map(one => one.className + ' ' + one.textContent.trim().slice(0, 20)); }"""


@pytest.fixture(scope="module")
def opened() -> Iterator["Browser"]:
    with browser() as one:
        yield one


@pytest.fixture(scope="module", params=["zh", "en"])
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    path = folder / "report.html"
    path.write_text(html_of(load(write_mart(folder, full_rows())), request.param), "utf-8")
    return path


@pytest.fixture(scope="module", params=[390, 820, 1440])
def page(request: pytest.FixtureRequest, opened: "Browser", file: Path) -> Iterator["Page"]:
    """The page at one width; what it complained of and asked for hangs on it."""
    shown = opened.new_page(viewport={"width": request.param, "height": 900})
    shown.said, shown.asked = [], []  # type: ignore[attr-defined]
    shown.on("console", lambda message: shown.said.append(message.text))  # type: ignore[attr-defined]
    shown.on("pageerror", lambda error: shown.said.append(str(error)))  # type: ignore[attr-defined]
    shown.on("request", lambda request: shown.asked.append(request.url))  # type: ignore[attr-defined]
    shown.goto(file.as_uri())
    yield shown
    shown.close()


def test_the_page_says_nothing_on_the_console_and_asks_for_nothing(page: "Page", file: Path) -> None:
    assert page.said == []  # type: ignore[attr-defined]
    assert page.asked == [file.as_uri()]  # type: ignore[attr-defined]


def test_nothing_runs_out_of_the_page_sideways(page: "Page") -> None:
    assert page.viewport_size is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_the_words_of_a_chart_stay_inside_it_and_apart(page: "Page") -> None:
    assert page.locator("svg text").count() > 50
    assert page.evaluate(OUTSIDE, SLACK) == []
    assert page.evaluate(OVERLAPPING) == []


def test_all_text_stands_out_from_what_is_behind_it(page: "Page") -> None:
    assert page.evaluate(FAINT) == []


def test_charts_are_not_shrunk_until_they_cannot_be_read(page: "Page") -> None:
    sizes = page.evaluate("[...document.querySelectorAll('svg text')].map(text => text.getBoundingClientRect().height)")
    assert min(size for size in sizes if size) >= 9


def test_landmarks_and_headings_lead_through_the_page(page: "Page") -> None:
    for landmark in ("header", "nav", "main", "footer"):
        assert page.locator(f"body > {landmark}").count() == 1
    levels = [
        int(level) for level in page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => h.tagName[1])")
    ]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_keyboard_gets_past_the_contents_first_and_opens_a_table(page: "Page") -> None:
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#scoreboard"
    table = page.locator("#air-pm25_mean details")
    table.locator("summary").focus()
    page.keyboard.press("Enter")
    assert table.get_attribute("open") is not None
    page.keyboard.press("Enter")


def test_the_paper_is_a4_and_the_tables_behind_charts_stay_away(opened: "Browser", file: Path) -> None:
    shown = opened.new_page()
    shown.goto(file.as_uri())
    paper = shown.pdf(prefer_css_page_size=True, print_background=True)
    shown.emulate_media(media="print")
    assert not shown.locator("details").first.is_visible()
    assert not shown.locator("nav").is_visible()
    shown.close()
    sizes = {tuple(round(float(side)) for side in found.split())
             for found in re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d. ]+?)\s*\]", paper)}  # fmt: skip
    assert sizes == {(595, 842)}
