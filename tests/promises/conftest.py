"""Fixtures of the room."""

from __future__ import annotations

import pytest

from tests.organisation.house import House, build
from tests.plans.desk import Desk, furnish
from tests.promises.vow import Vow, made


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
    """A problem with causes, and a plan with a measure."""
    return furnish(house)


@pytest.fixture
def vow(desk: Desk) -> Vow:
    """A promise of the municipality and the police, still a draft."""
    return made(desk)
