"""Fixtures of the room."""

from __future__ import annotations

import pytest

from tests.organisation.house import House, build


@pytest.fixture
def house(two: tuple[int, int]) -> House:
    """Our partnership."""
    return build(two[0])
