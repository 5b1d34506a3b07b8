"""Which municipalities are neighbours, computed from their borders.

Borders of thematic maps follow the shore, are simplified one by one, and meet in corners. So three things make
neighbours: a common border longer than a corner; a corner by the water, where the border goes on in the lake; and
water between them, with no third one in between.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from lagesbild.places.coordinates import SWEREF99_TM, from_wgs84

APART = 50.0
"""Metres by which simplified borders of neighbours may lie apart, or overlap."""
LEAST = 500.0
"""Metres of common border, within `APART`, that make neighbours: the longest corner in Sweden has 228, the shortest
border 1,250."""
SHORE = 600.0
"""Metres round a corner in which there has to be water for the border to go on in it."""
ACROSS = 4_000.0
"""Metres of water across which two are neighbours: Lidingö, Öckerö and Öland have theirs by bridge or ferry."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A neighbour by its row; `water` where only water lies between, or the border runs in it."""

    row: int
    water: bool


def in_metres(geometry: NDArray[np.object_]) -> NDArray[np.object_]:
    """Shapes in degrees as shapes in SWEREF 99 TM."""

    def project(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        north, east = from_wgs84(xy[:, 0], xy[:, 1], SWEREF99_TM)
        return np.column_stack([east, north])

    moved: NDArray[np.object_] = shapely.transform(geometry, project)
    return moved


def neighbours(metres: NDArray[np.object_], row: int) -> tuple[Neighbour, ...]:
    """Neighbours of `metres[row]`, shapes in metres, in the order of their rows."""
    tree = shapely.STRtree(metres)
    mine = metres[row]
    found = []
    for other in np.sort(tree.query(mine, predicate="dwithin", distance=ACROSS)):
        if other == row:
            continue
        if _common(mine, metres[other]) >= LEAST:
            found.append(Neighbour(int(other), water=False))
        elif _by_water(metres, tree, row, int(other)):
            found.append(Neighbour(int(other), water=True))
    return tuple(found)


def _common(one: shapely.Geometry, other: shapely.Geometry) -> float:
    """Metres of border in common, the same whichever is asked for first."""
    lengths = (
        shapely.length(shapely.intersection(shapely.boundary(a), shapely.buffer(b, APART)))
        for a, b in ((one, other), (other, one))
    )
    return float(min(lengths))


def _by_water(metres: NDArray[np.object_], tree: shapely.STRtree, row: int, other: int) -> bool:
    between = shapely.shortest_line(metres[row], metres[other])
    if shapely.length(between) <= APART:
        round_about = shapely.buffer(shapely.get_point(between, 0), SHORE)
        land = shapely.union_all(metres[tree.query(round_about, predicate="intersects")])
        return bool(shapely.area(shapely.intersection(land, round_about)) < 0.97 * shapely.area(round_about))
    thirds = [i for i in tree.query(between, predicate="intersects") if i not in (row, other)]
    crossed = shapely.length(shapely.intersection(metres[thirds], between)).sum() if thirds else 0.0
    return bool(crossed < APART)
