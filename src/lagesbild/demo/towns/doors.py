"""Addresses along streets, and a house behind each where there is room for one."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from lagesbild.demo.towns.grid import MANNERS, Manner
from lagesbild.demo.towns.model import Addresses, Street
from lagesbild.demo.towns.shapes import Kind

FloatArray = NDArray[np.float64]
SET_BACK = 12.0
"""Metres from the middle of the street to the door."""
CLEAR = 7.0
"""Metres an address keeps from the middle of any street."""


def doors(
    streets: list[Street], kinds: list[Kind], land: BaseGeometry, void: BaseGeometry, blocks: tuple[Polygon, ...]
) -> tuple[Addresses, tuple[Polygon, ...]]:
    """Number the doors of all streets: odd on the left, even on the right, none in `void` or outside `land`.

    Returns
    -------
    Addresses and houses
        Not every address has a house.
    """
    xy, street, number, along = [], [], [], []
    for i, (one, kind) in enumerate(zip(streets, kinds, strict=True)):
        points, heading, step = _places(one.parts, MANNERS[kind])
        for side in (1, -1):
            xy.append(points + side * SET_BACK * heading[:, ::-1] * (-1, 1))
            along.append(heading * side)
            number.append(2 * step + (1 if side == 1 else 2))
            street.append(np.full(len(points), i, np.int32))
    points, heading = np.concatenate(xy), np.concatenate(along)
    where, door = np.concatenate(street), np.concatenate(number).astype(np.int32)
    dots = shapely.points(points)
    shapely.prepare(land)
    shapely.prepare(void)
    good = shapely.contains(land, dots) & ~shapely.intersects(void, dots)
    tree = shapely.STRtree([part for one in streets for part in one.parts])
    close = tree.query(dots, predicate="dwithin", distance=CLEAR)[0]
    good[close] = False
    kept = np.flatnonzero(good)
    kept = kept[np.lexsort((door[kept], where[kept]))]
    addresses = Addresses(points[kept].round(1), where[kept], door[kept])
    return addresses, _houses(points[kept], heading[kept], [MANNERS[kinds[i]] for i in where[kept]], blocks)


def _places(parts: tuple[LineString, ...], manner: Manner) -> tuple[FloatArray, FloatArray, NDArray[np.int64]]:
    """Points along the parts of a street, which way it runs there (unit vectors), and their numbers along it."""
    points, heading, steps, passed = [], [], [], 0
    for part in parts:
        at = np.arange(manner.door * 0.6, part.length - 8, manner.door)
        here = shapely.get_coordinates(shapely.line_interpolate_point(part, at))
        ahead = shapely.get_coordinates(shapely.line_interpolate_point(part, np.minimum(at + 4, part.length)))
        way = ahead - here
        points.append(here)
        heading.append(way / np.maximum(np.hypot(*way.T), 1e-9)[:, None])
        steps.append(passed + np.arange(len(at)))
        passed += len(at)
    return np.concatenate(points), np.concatenate(heading), np.concatenate(steps)


def _houses(
    doors_: FloatArray, heading: FloatArray, manners: list[Manner], blocks: tuple[Polygon, ...]
) -> tuple[Polygon, ...]:
    """A house behind each door, where it stands wholly in a block and on no other house."""
    if not len(doors_) or not blocks:
        return ()
    long = np.array([one.house[0] for one in manners])[:, None] / 2
    deep = np.array([one.house[1] for one in manners])[:, None]
    inward = heading[:, ::-1] * (-1, 1)
    near, far = doors_ + inward * -1.0, doors_ + inward * deep
    along = heading * long
    corners = np.stack([near - along, near + along, far + along, far - along], axis=1)
    shapes = shapely.polygons(corners)
    inside = np.zeros(len(shapes), np.bool_)
    inside[shapely.STRtree(list(blocks)).query(shapes, predicate="within")[0]] = True
    standing = shapes[inside]
    one, other = shapely.STRtree(standing).query(standing, predicate="intersects")
    clash = np.zeros(len(standing), np.bool_)
    clash[one[other < one]] = True
    return tuple(standing[~clash])
