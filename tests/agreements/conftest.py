"""Fixtures of the room."""

from __future__ import annotations

import pytest

from tests.agreements.table import Table
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
def table(house: House) -> Table:
    """Our partnership with agreements."""
    return Table(house)
