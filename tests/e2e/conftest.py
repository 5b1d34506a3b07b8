"""A real browser for the tests that look at pages."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OPTIONS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium. Fails, and says what to do, where there is none: `make test` installs it."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        pytest.fail(
            "Chromium is missing. Run `make test`, which installs it, or install it yourself (apt install chromium)."
        )
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # its loop runs in this thread from here on, which Django would take for asynchronous code
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        opened = playwright.chromium.launch(executable_path=found, args=list(OPTIONS))
        loop = asyncio.get_running_loop()
        yield opened
        # the last test of all may have been one without a page, for which it was laid aside
        asyncio._set_running_loop(loop)
        opened.close()
