"""Fixtures of the room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from lagesbild.core.scope import scope
from lagesbild.indicators import actions
from lagesbild.indicators.models import Indicator, Reading, Series
from lagesbild.places import actions as places
from lagesbild.places.areas import Areas
from tests.indicators import files
from tests.organisation.house import House, build

AREAS = ("1983A0010", "1983C1010")
Reader = Callable[..., Reading]


@pytest.fixture
def house(two: tuple[int, int]) -> House:
    """Our partnership, with two areas."""
    return with_areas(build(two[0]))


@pytest.fixture
def neighbours(two: tuple[int, int]) -> House:
    """Another partnership, with areas of the same codes."""
    return with_areas(build(two[1]))


def with_areas(house: House) -> House:
    """Two areas of a municipality, one of them with few inhabitants."""
    geometry = np.array([shapely.box(15.5, 59.0, 16.0, 60.0), shapely.box(16.0, 59.0, 16.5, 60.0)], dtype=object)
    people = np.array([800.0, 2_000.0])
    found = Areas(AREAS, ("Norra", "Södra"), ("Köping", "Köping"), people, "", geometry, "deso.geojson")
    draft = places.add_areas(actor=house.carl, areas=found, name="DeSO")
    places.keep_areas(actor=house.carl, area_set=draft.pk)
    return house


def read(house: House, content: str | dict[str, Any] | bytes, name: str = "tabell.csv", **how: str) -> Reading:
    """A file, looked at and read."""
    if isinstance(content, bytes):
        data = content
    else:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            data = files.write(Path(folder) / "a", content).read_bytes()
    row = actions.propose(actor=house.carl, name=name, content=data, **how)
    return actions.read(actor=house.carl, reading=row.pk)


def table(*rows: str, head: str = "indikator;område;period;värde") -> str:
    """A table of one's own."""
    return "\n".join([head, *rows]) + "\n"


def only(house: House) -> Indicator:
    """The only indicator."""
    with scope(house.carl.scope()):
        return Indicator.objects.get()


def told(house: House) -> dict[tuple[str, str], float | None]:
    """Each value by place and first day."""
    with scope(house.carl.scope()):
        rows = Series.objects.values_list("name", "values__start", "values__value")
        return {(name, str(start)): value for name, start, value in rows if start is not None}
