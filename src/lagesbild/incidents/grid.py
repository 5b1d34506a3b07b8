"""The squares of the map: where a position lies in a grid over the world, coarse or fine.

Pure numbers. A square of level k has the side of the world in Web Mercator divided by 2^k; squares of level k + 1 are
quarters of those of level k. At 60° north a square of `FINEST` is about 300 m wide.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FINEST = 16
"""Level of the squares that incidents are found by."""
LEVELS = (6, 8, 10, 12, 14, 16)
"""Levels that are counted beforehand."""
NORTHERNMOST = 85.05112878
"""Web Mercator ends here."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in WGS 84 degrees."""

    west: float
    south: float
    east: float
    north: float

    def squares(self, level: int) -> tuple[int, int, int, int]:
        """First and last column, first and last row of the squares of a level that the box touches."""
        x, y = columns_rows(np.array([self.west, self.east]), np.array([self.north, self.south]), level)
        return int(x[0]), int(x[1]), int(y[0]), int(y[1])


def columns_rows(lon: Floats, lat: Floats, level: int) -> tuple[Ints, Ints]:
    """Column (eastwards) and row (southwards) of each position at a level; positions must not be NaN."""
    n = 1 << level
    sine = np.sin(np.radians(np.clip(lat, -NORTHERNMOST, NORTHERNMOST)))
    x = (lon + 180.0) / 360.0 * n
    y = (0.5 - np.log((1.0 + sine) / (1.0 - sine)) / (4.0 * math.pi)) * n
    return np.clip(x, 0, n - 1).astype(np.int64), np.clip(y, 0, n - 1).astype(np.int64)


def cells(lon: Floats, lat: Floats) -> Ints:
    """Number of the finest square of each position: row · 2^16 + column."""
    x, y = columns_rows(lon, lat, FINEST)
    return (y << FINEST) + x


def cell(lon: float | None, lat: float | None) -> int | None:
    """Number of the finest square of a position; None without one."""
    if lon is None or lat is None:
        return None
    return int(cells(np.array([lon]), np.array([lat]))[0])


def level_for(zoom: float) -> int:
    """The level that is drawn at a zoom of the map (tiles of 512 pixels): squares of about 40 to 160 pixels."""
    wanted = zoom + 3
    return min((level for level in LEVELS if level >= wanted), default=FINEST)


def around(lon: float, lat: float, metres: float) -> Box:
    """The box that reaches `metres` from a position in every direction."""
    up = metres / 111_320.0
    across = up / max(math.cos(math.radians(lat)), 0.01)
    return Box(lon - across, lat - up, lon + across, lat + up)
