"""Fixtures of the room."""

from __future__ import annotations

import pytest

from tests.organisation.house import House, build
from tests.plans.desk import Desk, furnish


@pytest.fixture
def house(two: tuple[int, int]) -> House:
    """Our partnership."""
    return build(two[0])


@pytest.fixture
def desk(house: House) -> Desk:
    """A problem with three causes, and a plan with a measure against one of them."""
    return furnish(house)
