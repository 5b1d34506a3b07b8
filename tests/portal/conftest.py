"""A town for each test."""

from __future__ import annotations

import pytest

from tests.web.world import Town, build


@pytest.fixture
def town(owner_url: str, transactional_db: None) -> Town:
    return build(owner_url, "alfa")
