"""The invented county: the borders of its municipalities, which neighbours share point for point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import shapely
from shapely import MultiPoint, Polygon

from lagesbild.demo.towns.curves import blob, wander
from lagesbild.demo.towns.shapes import MIDDLE, NEIGHBOURS, SHAPES

PLACES: dict[str, tuple[float, float]] = {
    "9903": (3.0, -4.0),
    "9904": (-25.0, -12.0),
    "9901": (1.5, 26.0),
    "9902": (27.0, 19.0),
    "9905": (-8.0, -36.0),
    "9906": (-27.0, 17.0),
    "9907": (29.0, -11.0),
    "9908": (-20.0, 42.0),
    "9909": (17.0, 45.0),
    "9910": (-42.0, -1.0),
    "9911": (22.0, -38.0),
    "9912": (45.0, 4.0),
}
"""Where each municipality's town lies, kilometres from the middle of the county."""
HALF = (50_000.0, 52_000.0)


@dataclass(frozen=True, slots=True)
class Municipality:
    """Code, name, border and the place of its town, SWEREF 99 TM."""

    code: str
    name: str
    border: Polygon
    town: tuple[float, float]


@lru_cache
def county() -> tuple[Municipality, ...]:
    """The twelve municipalities of the county, by code. They tile it: no gap and no overlap."""
    rng = np.random.default_rng(99)
    outline = blob(rng, *MIDDLE, *HALF, wild=0.05)
    names = {one.code: one.name for one in SHAPES} | dict(NEIGHBOURS)
    towns = {code: (MIDDLE[0] + x * 1000, MIDDLE[1] + y * 1000) for code, (x, y) in PLACES.items()}
    edges = shapely.voronoi_polygons(
        MultiPoint(list(towns.values())), extend_to=outline.buffer(30_000), only_edges=True
    )
    edges = shapely.get_parts(shapely.line_merge(edges))
    strayed = []
    for edge in sorted(edges, key=lambda line: line.coords[0]):
        points = shapely.get_coordinates(edge)
        for start, end in pairwise(points):
            strayed.append(shapely.linestrings(wander(rng, tuple(start), tuple(end), wild=0.08)))
    network = shapely.union_all([*strayed, outline.boundary])
    faces = [face for face in shapely.get_parts(shapely.polygonize([network])) if outline.contains(face.buffer(-50))]
    found = []
    for code in sorted(towns):
        border = next(face for face in faces if face.contains(shapely.points(towns[code])))
        found.append(Municipality(code, names[code], Polygon(border.exterior), towns[code]))
    return tuple(found)


def neighbours_of(code: str) -> tuple[Municipality, ...]:
    """The municipalities that share a border with that of `code`."""
    own = next(one for one in county() if one.code == code)
    return tuple(one for one in county() if one.code != code and one.border.touches(own.border))
