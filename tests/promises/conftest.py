"""Fixtures of the room."""

from __future__ import annotations

import pytest

from tests.organisation.house import House
from tests.plans.desk import Desk, furnish
from tests.promises.vow import Vow, made


@pytest.fixture
def desk(house: House) -> Desk:
    """A problem with causes, and a plan with a measure."""
    return furnish(house)


@pytest.fixture
def vow(desk: Desk) -> Vow:
    """A promise of the municipality and the police, still a draft."""
    return made(desk)
