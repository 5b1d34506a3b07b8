"""Small drawings of borders for pages: paths in a box, simplified to what can be seen."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians

import numpy as np
import shapely
from numpy.typing import NDArray

from lagesbild.places.areas import Areas
from lagesbild.places.models import Municipality

SIZE = 320.0
"""Longest side of a drawing in its own units."""
MOST = 400
"""Areas drawn; with more the drawing would weigh more than it tells."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Paths in a box of `width` by `height`, each with the name of what it draws."""

    width: float
    height: float
    paths: tuple[tuple[str, str], ...]


def municipality() -> Drawing | None:
    """The border of the municipality."""
    where = Municipality.objects.first()
    if where is None:
        return None
    return _draw([(where.name, shapely.from_wkb(bytes(where.border)))])


def areas(found: Areas) -> Drawing | None:
    """The areas of a set."""
    if not 0 < len(found) <= MOST:
        return None
    return _draw(list(zip(found.names, found.geometry, strict=True)))


def _draw(shapes: list[tuple[str, shapely.Geometry]]) -> Drawing:
    west, south, east, north = shapely.total_bounds([shape for _, shape in shapes])
    stretch = cos(radians((south + north) / 2))
    scale = SIZE / max((east - west) * stretch, north - south)

    def place(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([(xy[:, 0] - west) * stretch * scale, (north - xy[:, 1]) * scale])

    paths = []
    for name, shape in shapes:
        seen = shapely.simplify(shapely.transform(shape, place), 0.6)
        rings = shapely.get_rings(shapely.get_parts(seen))
        paths.append((name, "".join(_path(shapely.get_coordinates(ring)) for ring in rings)))
    return Drawing(round((east - west) * stretch * scale, 1), round((north - south) * scale, 1), tuple(paths))


def _path(xy: NDArray[np.float64]) -> str:
    points = "L".join(f"{x:.1f} {y:.1f}" for x, y in xy[:-1])
    return f"M{points}Z"
