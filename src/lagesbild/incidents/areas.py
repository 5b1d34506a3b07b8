"""Which areas a position lies in: the one place where this room asks the room of places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Placer = Callable[[int, Floats, Floats], Sequence[Ints]]
Labeller = Callable[[int], Mapping[int, str]]
Sets = Callable[[int], Sequence[int]]
_placers: list[Placer] = []
_sets: list[Sets] = []
_labellers: list[Labeller] = []


def placed_by(placer: Placer) -> None:
    """Say who knows areas: ``placer(partnership, lon, lat)`` gives one column of area numbers per set of areas.

    Each column has shape (n,), 0 where a position lies in no area of the set. Called inside a scope.
    """
    _placers[:] = [placer]


def sets_from(sets: Sets) -> None:
    """Say who knows which sets of areas are in use: ``sets(partnership)`` gives numbers. Called inside a scope."""
    _sets[:] = [sets]


def in_use(partnership: int) -> tuple[int, ...]:
    """Numbers of the sets of areas that positions are placed in now; a set never changes under its number."""
    return tuple(_sets[0](partnership)) if _sets else ()


def labelled_by(labeller: Labeller) -> None:
    """Say what areas are called: ``labeller(partnership)`` gives code by number for the set that pictures count in."""
    _labellers[:] = [labeller]


def labels(partnership: int) -> Mapping[int, str]:
    """Code of each area of the set that pictures count in, by its number; empty while there is none."""
    return _labellers[0](partnership) if _labellers else {}


def of_points(partnership: int, lon: Floats, lat: Floats) -> Ints:
    """Areas of many positions, shape (n, sets): 0 where there is none, or no position (NaN)."""
    placed = ~(np.isnan(lon) | np.isnan(lat))
    columns = list(_placers[0](partnership, lon[placed], lat[placed])) if _placers else []
    found = np.zeros((len(lon), len(columns)), np.int64)
    for i, column in enumerate(columns):
        found[placed, i] = column
    return found


def of_point(partnership: int, lon: float | None, lat: float | None) -> list[int]:
    """Areas of one position, one of each set that has one for it."""
    if lon is None or lat is None:
        return []
    return [int(area) for area in of_points(partnership, np.array([lon]), np.array([lat]))[0] if area]
