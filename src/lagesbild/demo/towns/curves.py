"""Lines and outlines that look grown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import scipy
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

FloatArray = NDArray[np.float64]


def blob(
    rng: np.random.Generator, x: float, y: float, a: float, b: float, *, wild: float = 0.07, turn: float = 0.0
) -> Polygon:
    """A rounded shape of half-axes a and b around x, y, its edge waved by `wild`, turned by `turn` radians."""
    angle = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    wave = 1 + sum(rng.normal(0, wild / k) * np.cos(k * angle + rng.uniform(0, 6.3)) for k in range(2, 7))
    px, py = a * wave * np.cos(angle), b * wave * np.sin(angle)
    return Polygon(
        np.column_stack([x + px * np.cos(turn) - py * np.sin(turn), y + px * np.sin(turn) + py * np.cos(turn)])
    )


def curve(points: Sequence[tuple[float, float]], n: int = 120) -> LineString:
    """A smooth line through the points."""
    xy = np.array(points, float)
    steps = np.hypot(*np.diff(xy, axis=0).T) ** 0.5
    at = np.concatenate([[0], np.cumsum(steps)])
    return LineString(scipy.interpolate.CubicSpline(at, xy)(np.linspace(0, at[-1], n)))


def wander(
    rng: np.random.Generator, start: tuple[float, float], end: tuple[float, float], *, wild: float = 0.1, depth: int = 5
) -> FloatArray:
    """Points from `start` to `end` along a line that strays, as a border between two municipalities does."""
    line = np.array([start, end], float)
    for _ in range(depth):
        middle = (line[1:] + line[:-1]) / 2
        across = np.diff(line, axis=0)[:, ::-1] * (-1, 1)
        middle += across * rng.normal(0, wild, (len(middle), 1))
        both = np.empty((len(line) + len(middle), 2))
        both[::2], both[1::2] = line, middle
        line = both
    return line


def polygons(shapes: Iterable[BaseGeometry]) -> list[Polygon]:
    """The polygons among the parts of shapes."""
    return [part for part in shapely.get_parts(list(shapes)) if isinstance(part, Polygon) and not part.is_empty]


def lines(shape: BaseGeometry) -> list[LineString]:
    """The lines among the parts of a shape, those that meet end to end joined."""
    parts = shapely.get_parts(shape)
    found = [part for part in parts if isinstance(part, LineString) and part.length > 0]
    if len(found) < 2:
        return found
    merged = shapely.line_merge(shapely.multilinestrings(found))
    return [part for part in shapely.get_parts(merged) if isinstance(part, LineString)]
