"""The live map in a real browser: from a server with a strict policy and from a folder, by mouse and by keyboard."""

from __future__ import annotations

import functools
import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from lagesbild.picture.html import STATIC, write_html
from tests.picture.sample import VARIANTS, sample_picture

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
PATIENCE = 30_000
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


class StrictHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder under the policy of the web application."""

    def do_GET(self) -> None:
        if self.path == "/favicon.ico":
            self.send_response(http.HTTPStatus.NO_CONTENT)
            self.end_headers()
        else:
            super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the rich sample."""
    made = tmp_path_factory.mktemp("pages")
    write_html(sample_picture(), made, languages=("sv",))
    return made


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    """The address of those pages on a server of this machine."""
    serve = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(StrictHandler, directory=str(folder)))
    thread = threading.Thread(target=serve.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{serve.server_port}/index.html"
    serve.shutdown()
    thread.join()
    serve.server_close()


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, folder: Path, server: str) -> str:
    """The same page from a server and from a folder."""
    return server if request.param == "http" else (folder / "index.html").as_uri()


@contextmanager
def opened(browser: Browser, address: str, *, live: bool = True, **options: Any) -> Iterator[Page]:
    """A page whose map has started; that anything is blocked, missing or wrong on the way is a failure."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
    page = context.new_page()
    wrong: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "GPU stall" not in message.text:
            wrong.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    page.locator("#map").scroll_into_view_if_needed()
    if live:
        page.wait_for_selector(".livemap-on", timeout=PATIENCE)
    try:
        yield page
    finally:
        context.close()
    assert wrong == []


def colours_in(page: Page) -> int:
    """How many distinct colours the map's canvas shows, of about a thousand points looked at."""
    found = page.evaluate(
        """async () => {
          const canvas = document.querySelector('.livemap canvas');
          const image = await createImageBitmap(canvas);
          const copy = new OffscreenCanvas(canvas.width, canvas.height);
          const pen = copy.getContext('2d');
          pen.drawImage(image, 0, 0);
          const data = pen.getImageData(0, 0, copy.width, copy.height).data;
          const seen = new Set();
          const step = 4 * Math.floor(data.length / 4 / 1000);
          for (let i = 0; i < data.length; i += step) seen.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
          return seen.size;
        }"""
    )
    return int(found)


def test_the_live_map_is_drawn_and_takes_the_place_of_the_drawn_one(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        expect(page.locator("#map svg:visible")).to_have_count(0)
        box = page.locator(".livemap canvas").bounding_box()
        assert box is not None
        assert box["width"] > 300
        assert box["height"] > 300
        shot = page.locator(".livemap").screenshot()
        assert len(shot) > 20_000
        assert page.locator(".livemap-place").count() == len(sample_picture().places.rows)


def test_the_canvas_shows_water_blocks_and_classes_not_one_colour(browser: Browser, server: str) -> None:
    with opened(browser, server) as page:
        page.add_init_script(
            "const get = HTMLCanvasElement.prototype.getContext;"
            "HTMLCanvasElement.prototype.getContext = function (kind, options) {"
            "  return get.call(this, kind, { ...options, preserveDrawingBuffer: true });"
            "};"
        )
        page.reload()
        page.locator("#map").scroll_into_view_if_needed()
        page.wait_for_selector(".livemap-on", timeout=PATIENCE)
        assert colours_in(page) >= 8


def test_nothing_is_asked_of_any_other_place(browser: Browser, address: str, folder: Path) -> None:
    asked: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.locator("#map").scroll_into_view_if_needed()
    page.wait_for_selector(".livemap-on", timeout=PATIENCE)
    context.close()
    home = address.rsplit("/", 1)[0]
    allowed = (home, "data:") if home.startswith("http") else (folder.as_uri(), "blob:", "data:")
    assert [url for url in asked if not url.startswith(allowed)] == []


def test_the_page_with_its_live_map_and_an_open_place_is_accessible(browser: Browser, server: str) -> None:
    with opened(browser, server, bypass_csp=True) as page:
        page.locator(".livemap-place").first.click()
        expect(page.locator(".livemap-words")).to_be_visible()
        found = Axe().run(page, options={"runOnly": list(STANDARDS), "resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()


def test_every_place_is_reached_by_keyboard_and_says_its_name_and_count(browser: Browser, address: str) -> None:
    rows = sample_picture().places.rows
    with opened(browser, address, reduced_motion="reduce") as page:
        page.locator(".livemap canvas").focus()
        for row in rows:
            for _ in range(10):
                page.keyboard.press("Tab")
                if page.evaluate("document.activeElement.textContent") == str(row.rank):
                    break
            label = page.evaluate("document.activeElement.getAttribute('aria-label')")
            assert label == f"{row.rank}. {row.name}, {row.count} händelser"
        page.keyboard.press("Enter")
        words = page.locator(".livemap-words")
        expect(words).to_contain_text(rows[-1].name)
        expect(words).to_contain_text(f"{rows[-1].count} händelser")
        expect(words.get_by_role("link")).to_have_attribute("href", f"#place-{rows[-1].rank}")
        page.keyboard.press("Escape")
        expect(words).to_have_count(0)
        assert page.evaluate("document.activeElement.textContent") == str(rows[-1].rank)


def test_a_place_in_the_list_is_shown_on_the_map(browser: Browser, server: str) -> None:
    row = sample_picture().places.rows[2]
    with opened(browser, server, reduced_motion="reduce") as page:
        page.locator(f"[data-map-place='{row.rank}']").click()
        expect(page.locator(".livemap-words")).to_contain_text(row.name)


def test_a_square_says_its_count(browser: Browser, server: str) -> None:
    with opened(browser, server, reduced_motion="reduce") as page:
        box = page.locator(".livemap canvas").bounding_box()
        assert box is not None
        middle = page.locator(".livemap-place").nth(1).bounding_box()
        assert middle is not None
        page.mouse.click(middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] + 12)
        expect(page.locator(".livemap-words")).to_contain_text("händelser")


def test_the_buttons_zoom_and_show_the_whole_again(browser: Browser, server: str) -> None:
    with opened(browser, server, reduced_motion="reduce") as page:
        first = page.locator(".livemap-place").first

        def apart() -> float:
            one, two = first.bounding_box(), page.locator(".livemap-place").nth(1).bounding_box()
            assert one is not None
            assert two is not None
            return abs(one["x"] - two["x"]) + abs(one["y"] - two["y"])

        whole = apart()
        page.get_by_role("button", name="Zooma in").click()
        page.wait_for_timeout(300)
        assert apart() > 1.5 * whole
        page.get_by_role("button", name="Visa hela kartan").click()
        page.wait_for_timeout(300)
        assert apart() == pytest.approx(whole, abs=2)


def test_the_legend_names_every_class(browser: Browser, server: str) -> None:
    with opened(browser, server) as page:
        assert page.locator(".livemap-step").all_inner_texts()[0][0].isdigit()
        assert page.locator(".livemap-step").count() >= 3


def test_without_script_the_drawn_map_is_there(browser: Browser, address: str) -> None:
    with opened(browser, address, live=False, java_script_enabled=False) as page:
        expect(page.locator("#map svg:visible")).to_have_count(1)
        expect(page.locator(".livemap")).to_have_count(0)


def test_without_webgl_the_drawn_map_stays(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null;")
    with page.expect_console_message(lambda message: "The drawn map stays" in message.text, timeout=PATIENCE):
        page.goto(server)
        page.locator("#map").scroll_into_view_if_needed()
    expect(page.locator("#map svg:visible")).to_have_count(1)
    expect(page.locator(".livemap")).to_have_count(0)
    context.close()


def test_on_paper_the_drawn_map_comes_back(browser: Browser, server: str) -> None:
    with opened(browser, server) as page:
        page.emulate_media(media="print")
        expect(page.locator("#map svg:visible")).to_have_count(1)
        expect(page.locator(".livemap")).not_to_be_visible()


def test_a_picture_without_places_has_no_live_map_and_no_fault(browser: Browser, tmp_path: Path) -> None:
    write_html(VARIANTS["unplaced"](), tmp_path, languages=("sv",))
    context = browser.new_context()
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((tmp_path / "index.html").as_uri())
    page.wait_for_timeout(300)
    expect(page.locator(".livemap")).to_have_count(0)
    context.close()
    assert wrong == []


def test_the_script_of_the_map_is_no_larger_than_promised() -> None:
    assert len(gzip.compress((STATIC / "map" / "map.js").read_bytes(), 9)) <= 300_000
