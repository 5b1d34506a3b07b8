"""Shared fixtures: the real data that lies beside the repository, and hypothesis profiles."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from whitenoise.middleware import WhiteNoiseMiddleware

pytest_plugins = ["tests.database", "tests.organisation.fixtures"]

settings.register_profile("default", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What walks everywhere takes longest, and begins first."""
    items.sort(key=lambda item: item.get_closest_marker("no_cover") is None)


SHARED = Path(__file__).resolve().parents[2] / "shared"


def _shared(folder: str) -> Path:
    path = SHARED / folder
    if not path.is_dir():
        pytest.skip(f"the folder shared/{folder} does not lie beside the repository")
    return path


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data files, never committed."""
    return _shared("data")


@pytest.fixture(scope="session")
def shared_references() -> Path:
    """Published analyses with known answers, never committed."""
    return _shared("references")


@pytest.fixture(scope="session", autouse=True)
def static_files_are_looked_for_once() -> Iterator[None]:
    """Each new client of a test is a server of its own, which would look through all folders of static files again."""
    found: dict[str, Any] = {}
    search = WhiteNoiseMiddleware.add_files_from_finders

    def once(self: WhiteNoiseMiddleware) -> None:
        if not found:
            search(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", once)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """A thread free of loops for all who look at no page: a browser of tests before keeps one running in it.

    Around fixtures too. What Django keeps for a thread it keeps apart for its loop: a transaction begun with one of
    them holds nothing of what is done with the other.
    """
    if "browser" in getattr(item, "fixturenames", ()):
        return (yield)
    kept = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return (yield)
    finally:
        asyncio._set_running_loop(kept)
