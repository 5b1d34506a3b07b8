"""The houses that most rooms' tests begin in."""

from __future__ import annotations

import pytest

from tests.organisation.house import House, build


@pytest.fixture
def house(two: tuple[int, int]) -> House:
    """Our partnership."""
    return build(two[0])


@pytest.fixture
def neighbours(two: tuple[int, int]) -> House:
    """Another partnership."""
    return build(two[1])
