"""The site of the documentation (`make site`), opened from its files in a headless Chromium, without network."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docs.make_pictures import browser, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHECKOUT = Path(__file__).parent.parent.parent
SITE = CHECKOUT / "build" / "site"
SERIOUS = ("error", "warning")
"""Kinds of words on the console; the theme also says which colours it takes."""
PAGES = ("index.html", "rules/air.html", "marts/water.html", "queries.html", "operator/manual.zh-CN.html")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (SITE / "index.html").exists(), reason="the site is not built (make site)"),
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed"),
    pytest.mark.skipif(importlib.util.find_spec("playwright") is None, reason="Playwright is not installed"),
]


@pytest.fixture(scope="module")
def opened() -> Iterator["Browser"]:
    with browser() as one:
        yield one


@pytest.fixture
def page(opened: "Browser") -> Iterator["Page"]:
    """A page; what it complained of, and what it asked for beyond its own files, hangs on it."""
    shown = opened.new_page()
    shown.said, shown.asked = [], []  # type: ignore[attr-defined]
    shown.on("console", lambda message: shown.said.append(message.text) if message.type in SERIOUS else None)  # type: ignore[attr-defined]
    shown.on("pageerror", lambda error: shown.said.append(str(error)))  # type: ignore[attr-defined]
    shown.on("request", lambda request: shown.asked.append(request.url))  # type: ignore[attr-defined]
    yield shown
    assert [url for url in shown.asked if not url.startswith((SITE.as_uri(), "data:"))] == []  # type: ignore[attr-defined]
    assert shown.said == []  # type: ignore[attr-defined]
    shown.close()


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_nothing_runs_out_of_a_page_sideways(page: "Page", width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for name in PAGES:
        page.goto((SITE / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize(
    ("words", "title"), [("超标倍数", "水：规则"), ("内梅罗", "土壤：规则"), ("restatement", "restatement")]
)
def test_search_finds_chinese_and_latin_words_without_a_server(page: "Page", words: str, title: str) -> None:
    page.goto(f"{(SITE / 'search.html').as_uri()}?q={words}")
    page.locator("#search-results li").first.wait_for()
    assert any(title in found for found in page.locator("#search-results li a").all_inner_texts())


def test_a_rule_leads_to_the_function_that_is_its_code(page: "Page") -> None:
    page.goto((SITE / "rules" / "air.html").as_uri())
    page.get_by_role("link", name="station_days").click()
    assert page.url.endswith("files/standards/air_hours.py.html#station_days")
    page.locator("#station_days").wait_for(state="attached")
    assert "def station_days(" in page.locator("pre").inner_text()


def test_each_reader_has_a_way_in_from_the_front_page(page: "Page") -> None:
    page.goto((SITE / "index.html").as_uri())
    ways = page.locator("article a").all_inner_texts()
    assert {"值班员 Operator", "分析人员 Analyst", "审阅人员 Reviewer"} <= set(ways)
