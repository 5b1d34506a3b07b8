"""Fixtures of the room."""

from __future__ import annotations

import pytest

from tests.compliance.desk import Desk
from tests.organisation.house import House


@pytest.fixture
def desk(house: House) -> Desk:
    """Our partnership with an agreement in force, and a working group."""
    return Desk(house)
