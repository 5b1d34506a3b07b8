"""The pages of a picture in a real browser, opened from files as a coordinator would open them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from lagesbild.i18n import LANGUAGES, Language
from lagesbild.picture.html import write_html
from tests.picture.sample import VARIANTS

WIDTHS = (390, 1440)
FILES: dict[Language, str] = {"sv": "index.html", "en": "en.html"}
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RULES = {"runOnly": list(STANDARDS), "resultTypes": ["violations"]}


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder of pages for each variant of the invented picture."""
    made = {}
    for name, variant in VARIANTS.items():
        made[name] = tmp_path_factory.mktemp(name)
        write_html(variant(), made[name])
        (made[name] / "picture.json").write_text("{}")
    return made


@contextmanager
def opened(browser: Browser, file: Path, width: int, *, script: bool = True) -> Iterator[tuple[Page, list[str]]]:
    """The page of a file, and every address it asked for."""
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    try:
        yield page, asked
    finally:
        context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("variant", VARIANTS)
def test_a_page_is_accessible_fits_its_width_and_asks_only_its_folder(
    browser: Browser, folders: dict[str, Path], variant: str, language: Language, width: int
) -> None:
    with opened(browser, folders[variant] / FILES[language], width) as (page, asked):
        for details in page.locator("details").all():
            details.evaluate("one => { one.open = true; }")
        page.wait_for_timeout(100)
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") == width
        inside = folders[variant].as_uri()
        assert [url for url in asked if not url.startswith((inside, "blob:file://", "data:"))] == []


def test_without_script_the_drawn_map_and_every_figure_are_there(browser: Browser, folders: dict[str, Path]) -> None:
    with opened(browser, folders["rich"] / "index.html", 1440, script=False) as (page, _):
        assert page.locator("#map svg").first.is_visible()
        page.locator("#deviations summary").first.click()
        assert page.locator("#deviations details table").first.is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_each_figure_is_drawn_once_for_the_width_it_is_seen_at(
    browser: Browser, folders: dict[str, Path], width: int
) -> None:
    with opened(browser, folders["rich"] / "index.html", width, script=False) as (page, _):
        for section in ("#coverage figure", "#clock figure", "#map [data-map-drawn] > div"):
            assert sum(one.is_visible() for one in page.locator(section).all()) == 1


def test_the_first_tab_leads_past_the_head_and_every_stop_is_seen(browser: Browser, folders: dict[str, Path]) -> None:
    with opened(browser, folders["rich"] / "index.html", 1440) as (page, _):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
        page.keyboard.press("Enter")
        assert page.url.endswith("#content")
        for _ in range(12):
            page.keyboard.press("Tab")
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid"


def test_the_other_language_is_one_click_away(browser: Browser, folders: dict[str, Path]) -> None:
    with opened(browser, folders["rich"] / "index.html", 1440) as (page, _):
        page.get_by_role("link", name="In English").click()
        assert page.evaluate("document.documentElement.lang") == "en"
        page.get_by_role("link", name="På svenska").click()
        assert page.evaluate("document.documentElement.lang") == "sv"


def test_on_paper_what_is_folded_is_open_and_no_line_is_cut(browser: Browser, folders: dict[str, Path]) -> None:
    with opened(browser, folders["rich"] / "index.html", 794) as (page, _):
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 703, "height": 1000})
        assert page.evaluate("document.documentElement.scrollWidth") <= 703
        assert page.locator("#clock details table").is_visible()
