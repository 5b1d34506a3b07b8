"""Squares and areas of the map: how large, where, called what."""

from __future__ import annotations

from collections import Counter

import numpy as np
import shapely
from numpy.typing import NDArray

from lagesbild.analysis import grid_counts
from lagesbild.picture.compose.events import Events
from lagesbild.picture.compose.placing import Placing
from lagesbild.picture.model import Ring
from lagesbild.places.areas import Areas
from lagesbild.places.coordinates import CoordinateSystem, to_wgs84

SIDES = (250.0, 500.0, 1000.0, 2000.0, 5000.0)
"""Sides of squares in metres. Geocoded addresses are about 83 m off at the median, so none is below 150."""
CROWDED = 2.5
"""Incidents a square holds on average, among those that hold any, for its side to be large enough."""
DEGREE = 111_320.0
"""Metres in a degree of latitude."""


def side(x: NDArray[np.float64], y: NDArray[np.float64], lon: NDArray[np.float64]) -> float:
    """Smallest side that does not split what positions cannot tell apart and does not leave squares nearly empty."""
    least = 2 * _rounding(lon)
    for one in SIDES:
        if one < least:
            continue
        if len(x) / max(1, len(grid_counts(x, y, one).count)) >= CROWDED:
            return one
    return SIDES[-1]


def _rounding(lon: NDArray[np.float64]) -> float:
    """Metres between positions that are rounded to few decimals of a degree, 0 when they are not."""
    some = lon[:: max(1, len(lon) // 5000)]
    for decimals in (1, 2, 3):
        if np.allclose(some * 10**decimals, np.round(some * 10**decimals), atol=1e-6):
            return DEGREE / 10**decimals
    return 0.0


def squares(
    column: NDArray[np.int64], row: NDArray[np.int64], metres: float, crs: CoordinateSystem
) -> list[tuple[Ring, ...]]:
    """Outlines of squares in degrees, each a closed ring."""
    corner_x = (column[:, None] + np.array([0, 1, 1, 0, 0])) * metres
    corner_y = (row[:, None] + np.array([0, 0, 1, 1, 0])) * metres
    lon, lat = to_wgs84(corner_y.ravel(), corner_x.ravel(), crs)
    points = np.stack([lon, lat], axis=1).round(6).reshape(-1, 5, 2)
    return [(tuple((float(a), float(b)) for a, b in ring),) for ring in points]


def outlines(areas: Areas) -> list[tuple[Ring, ...]]:
    """Outlines of areas, with no more points than a drawing can show."""
    west, south, east, north = shapely.total_bounds(areas.geometry)
    fine = max(east - west, north - south) / 2000
    found = []
    for shape in shapely.simplify(areas.geometry, fine, preserve_topology=True):
        rings = shapely.get_rings(shapely.get_parts(shape))
        found.append(
            tuple(tuple((round(float(a), 6), round(float(b), 6)) for a, b in shapely.get_coordinates(r)) for r in rings)
        )
    return found


def names(events: Events, members: list[NDArray[np.intp]], placing: Placing) -> list[str]:
    """A name for each group of incidents: the commonest place, two where one would not tell groups apart, the area."""
    labels = events.records.place
    common = [_commonest(labels.codes[rows], labels.names) for rows in members]
    first = Counter(found[0] for found in common if found)
    called = []
    for rows, found in zip(members, common, strict=True):
        if found and first[found[0]] > 1 and len(found) > 1:
            called.append(f"{found[0]} / {found[1]}")
        elif found:
            called.append(found[0])
        else:
            within = _commonest(placing.code[rows], placing.names)
            called.append(within[0] if within else "")
    return called


def _commonest(codes: NDArray[np.int32], texts: tuple[str, ...]) -> list[str]:
    known = codes[codes >= 0]
    values, counts = np.unique(known, return_counts=True)
    return [texts[values[i]] for i in np.argsort(-counts, kind="stable")[:2]]
