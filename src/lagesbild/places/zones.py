"""Which zone of a system coordinates are in, when the numbers look alike in all zones but the places have names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lagesbild.places.areas import municipalities
from lagesbild.places.coordinates import CoordinateSystem, to_wgs84

ROWS = 2_000
"""Rows, evenly spread, that are tried."""
LEAST_ROWS = 5
LEAST_SHARE = 0.8


def zone_by_names(
    north: NDArray[np.float64],
    east: NDArray[np.float64],
    municipality: NDArray[np.intp],
    zones: Sequence[CoordinateSystem],
) -> CoordinateSystem | None:
    """The zone that puts the points into the municipalities they are said to be in.

    Parameters
    ----------
    north, east : (n,) float64
        Metres; NaN where nothing is given.
    municipality : (n,) intp
        Row in the register of municipalities, -1 where none is named.
    zones : sequence of CoordinateSystem
        Those to choose among.

    Returns None unless one zone puts at least four points of five where they are said to be, of at least five points.
    Zones are some 85 km apart, so no two of them can.
    """
    rows = np.flatnonzero(np.isfinite(north) & np.isfinite(east) & (municipality >= 0))
    if len(rows) < LEAST_ROWS:
        return None
    rows = rows[:: -(-len(rows) // ROWS)]
    known = municipalities()
    for zone in zones:
        lon, lat = to_wgs84(north[rows], east[rows], zone)
        if np.mean(known.locate(lon, lat) == municipality[rows]) >= LEAST_SHARE:
            return zone
    return None
