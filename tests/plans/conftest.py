"""Fixtures of the room."""

from __future__ import annotations

import pytest

from tests.organisation.house import House
from tests.plans.desk import Desk, furnish


@pytest.fixture
def desk(house: House) -> Desk:
    """A problem with three causes, and a plan with a measure against one of them."""
    return furnish(house)
