"""Streets and blocks of one district: a grid of its own, turned and bent, so that the town looks grown."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from lagesbild.demo.towns.curves import lines, polygons
from lagesbild.demo.towns.shapes import Kind


@dataclass(frozen=True, slots=True)
class Manner:
    """Distances between streets along and across, open land at the district's edge, half a street's width."""

    along: tuple[float, float]
    across: tuple[float, float]
    edge: float
    street: float
    door: float
    """Metres between doors along a street."""
    house: tuple[float, float]
    """Length and depth of a house."""


MANNERS: dict[Kind, Manner] = {
    Kind.CENTRE: Manner((70, 115), (85, 150), 8, 5.5, 24, (19, 12)),
    Kind.FLATS: Manner((110, 170), (120, 210), 26, 6.0, 58, (46, 12)),
    Kind.VILLAS: Manner((72, 96), (130, 230), 22, 4.5, 32, (14, 11)),
    Kind.INDUSTRY: Manner((150, 230), (190, 300), 30, 7.0, 105, (62, 30)),
}


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Streets (each as its parts in order) and blocks of a district."""

    streets: tuple[tuple[LineString, ...], ...]
    blocks: tuple[Polygon, ...]


def plan(cell: BaseGeometry, kind: Kind, void: BaseGeometry, rng: np.random.Generator) -> Plan:
    """Lay streets and blocks in `cell`, leaving `void` (water, railway, main roads, parks) free."""
    manner = MANNERS[kind]
    ground = shapely.difference(shapely.buffer(cell, -manner.edge, join_style="mitre"), void)
    parts = [part for part in polygons([ground]) if part.area > 4_000]
    if not parts:
        return Plan((), ())
    ground = shapely.union_all(parts)
    shapely.prepare(ground)
    grid = _grid(ground, manner, rng)
    clipped = [lines(line) for line in shapely.intersection(np.array(grid, object), ground)]
    streets = [tuple(part for part in parts if part.length > 45) for parts in clipped]
    streets = [parts for parts in streets if sum(part.length for part in parts) > 90]
    network = shapely.union_all([*(part for parts in streets for part in parts), ground.boundary])
    faces = shapely.get_parts(shapely.polygonize([network]))
    inside = shapely.contains(ground, shapely.point_on_surface(faces))
    blocks = polygons(shapely.buffer(faces[inside], -manner.street, join_style="mitre"))
    return Plan(tuple(streets), tuple(block for block in blocks if block.area > 500 and block.is_valid))


def _grid(ground: BaseGeometry, manner: Manner, rng: np.random.Generator) -> list[LineString]:
    west, south, east, north = ground.bounds
    x, y = (west + east) / 2, (south + north) / 2
    reach = math.hypot(east - west, north - south) / 2 + 50
    turn = rng.uniform(0, math.pi / 2)
    phase = rng.uniform(0, 6.3, 2)
    bend = rng.uniform(4, 26)
    found = []
    for low, high, quarter in ((*manner.along, 0.0), (*manner.across, math.pi / 2)):
        offsets = -reach + np.cumsum(rng.uniform(low, high, int(2 * reach / low) + 1))
        t = np.linspace(-reach, reach, 41)
        cos, sin = math.cos(turn + quarter), math.sin(turn + quarter)
        for offset in offsets[offsets < reach]:
            sway = bend * np.sin(t / 330 + phase[0]) + bend / 2 * np.sin(offset / 250 + phase[1])
            u, v = t, offset + sway
            found.append(LineString(np.column_stack([x + u * cos - v * sin, y + u * sin + v * cos])))
    return found
