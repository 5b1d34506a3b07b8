"""What is drawn and ranked on a map: which incidents, at which places, over which stretch of time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lagesbild.picture.model import Period

SMALLEST = 3
"""Incidents a place must have to be listed or drawn: one or two in a square is what chance strews."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Incidents on the map, m of them over the ranked stretch and the history before it.

    Parameters
    ----------
    rows : (m,) intp
        Incidents.
    member : (m,) int64
        Place of each.
    now, before : (m,) bool
        In the ranked stretch, and in the history it is tested against.
    dump : (m,) bool
        On a dumping point.
    """

    rows: NDArray[np.intp]
    member: NDArray[np.int64]
    now: NDArray[np.bool_]
    before: NDArray[np.bool_]
    dump: NDArray[np.bool_]
    k: int


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """How the places look: outline and middle of any of them by index."""

    kind: str
    metres: float
    outline: dict[int, tuple[tuple[tuple[float, float], ...], ...]]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """What is ranked, and the history it is tested against (None without one)."""

    over: Period
    history: Period | None
