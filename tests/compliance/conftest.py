"""Fixtures of the room."""

from __future__ import annotations

import pytest

from tests.compliance.desk import Desk
from tests.organisation.house import House, build


@pytest.fixture
def house(two: tuple[int, int]) -> House:
    """Our partnership."""
    return build(two[0])


@pytest.fixture
def neighbours(two: tuple[int, int]) -> House:
    """Another partnership."""
    return build(two[1])


@pytest.fixture
def desk(house: House) -> Desk:
    """Our partnership with an agreement in force, and a working group."""
    return Desk(house)
