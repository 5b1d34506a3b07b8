"""A partnership with a week to picture, and the picture of it for the tests that ask for one."""

from __future__ import annotations

import pytest

from lagesbild.core.actions import acting
from lagesbild.picture.models import Edition
from tests.picture import weekly
from tests.picture.weekly import Town


@pytest.fixture
def town(request: pytest.FixtureRequest, owner_url: str, transactional_db: None) -> Town:
    return weekly.ready(owner_url, drawn="edition" in request.fixturenames)


@pytest.fixture
def edition(town: Town) -> Edition:
    with acting(town.system):
        return Edition.objects.get()
