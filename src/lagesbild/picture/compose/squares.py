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
SPARSE_SIDE = 1000.0
"""Side where no side fills enough squares."""
WELL_FILLED, WELL_FILLED_COUNT = 10, 12
"""Places that must hold so many incidents to be ranked at a side: a list of threes and fours is a list of chance."""
DEGREE = 111_320.0
"""Metres in a degree of latitude."""


def well_filled(counts: NDArray[np.int64]) -> bool:
    """Whether enough places hold enough incidents for a ranking."""
    return len(counts) >= WELL_FILLED and bool(np.sort(counts)[-WELL_FILLED] >= WELL_FILLED_COUNT)


def side(x: NDArray[np.float64], y: NDArray[np.float64], lon: NDArray[np.float64]) -> float:
    """Smallest side that fills enough squares and does not split what rounded positions cannot tell apart."""
    least = 2 * _rounding(lon)
    possible = [one for one in SIDES if one >= least] or [SIDES[-1]]
    for one in possible:
        if well_filled(grid_counts(x, y, one).count):
            return one
    return max(SPARSE_SIDE, possible[0])


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


def names(events: Events, members: list[NDArray[np.intp]], placing: Placing, among: NDArray[np.intp]) -> list[str]:
    """A name for each group of incidents: the place that is common in it and rare elsewhere, else its area.

    A place that half of all rows name ("on or near") says nothing; what is common here and rare elsewhere does, all
    reckoned in the rows `among`.
    """
    labels = events.records.place
    everywhere = labels.take(among).counts()
    called = [_most_telling(labels.codes[rows], labels.names, everywhere) for rows in members]
    by_area = [
        found or _most_telling(placing.code[rows], placing.names, None)
        for found, rows in zip(called, members, strict=True)
    ]
    taken = Counter[str]()
    called = []
    for name, rows in zip(by_area, members, strict=True):
        taken[name] += 1
        called.append(name if name and taken[name] == 1 else _with_position(events, rows, name))
    return called


def _most_telling(codes: NDArray[np.int32], texts: tuple[str, ...], everywhere: NDArray[np.int64] | None) -> str:
    values, counts = np.unique(codes[codes >= 0], return_counts=True)
    if values.size == 0:
        return ""
    weight = counts if everywhere is None else counts.astype(float) ** 2 / everywhere[values]
    return texts[int(values[np.argmax(weight)])]


def _with_position(events: Events, rows: NDArray[np.intp], name: str) -> str:
    """The name with the middle of the incidents, for groups whose name is taken or that have none."""
    lon, lat = float(np.median(events.records.lon[rows])), float(np.median(events.records.lat[rows]))
    return f"{name} ({lat:.4f}, {lon:.4f})".strip()
