"""Fixtures of the room."""

from __future__ import annotations

import pytest

from tests.agreements.table import Table
from tests.organisation.house import House


@pytest.fixture
def table(house: House) -> Table:
    """Our partnership with agreements."""
    return Table(house)
