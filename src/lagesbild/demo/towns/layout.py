"""The bones of a town: its outline, river, lake, roads, railway, bridges and the middles of its districts."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Point, Polygon

from lagesbild.demo.towns.curves import blob, curve, lines, polygons, wander
from lagesbild.demo.towns.shapes import Shape

GOLDEN = math.pi * (3 - math.sqrt(5))
ROAD_GAP, RAIL_GAP, SHORE_GAP = 11.0, 20.0, 20.0
"""Metres kept free beside the middle of a main road, the railway and the shore."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """What everything else is laid out around."""

    built: Polygon
    river: Polygon
    lake: Polygon
    bank: LineString
    """The river's middle line."""
    roads: tuple[tuple[str, LineString], ...]
    """Main roads inside the town, with names."""
    highways: tuple[LineString, ...]
    rail: LineString
    bridges: tuple[tuple[str, Polygon], ...]
    seeds: tuple[tuple[float, float], ...]
    """Middles of the urban districts."""
    villages: tuple[tuple[str, float, float], ...]

    @property
    def water(self) -> shapely.Geometry:
        """River and lake."""
        return shapely.union_all([self.river, self.lake])


def layout(shape: Shape, middle: tuple[float, float], outline: Polygon, rng: np.random.Generator) -> Layout:
    """Lay out the town of `shape` around `middle` inside the municipality's `outline`."""
    a, b = shape.half
    turn = math.radians(shape.turn)
    reach = max(outline.bounds[2] - outline.bounds[0], outline.bounds[3] - outline.bounds[1])

    def at(x: float, y: float) -> tuple[float, float]:
        """A point given in half-lengths and half-breadths of the town."""
        px, py = x * a, y * b
        return (
            middle[0] + px * math.cos(turn) - py * math.sin(turn),
            middle[1] + px * math.sin(turn) + py * math.cos(turn),
        )

    def far(start: tuple[float, float], x: float, y: float) -> list[tuple[float, float]]:
        """Points that wind from `start` to beyond the border, in the direction that x, y has from the middle."""
        px, py = at(x, y)
        long = math.hypot(px - middle[0], py - middle[1])
        end = (middle[0] + (px - middle[0]) / long * reach, middle[1] + (py - middle[1]) / long * reach)
        winding = wander(rng, start, end, wild=0.035, depth=4)
        return [(float(east), float(north)) for east, north in winding[2::2]]

    def jitter() -> float:
        return float(rng.uniform(-0.04, 0.04))

    built = blob(rng, *middle, a, b, wild=0.14, turn=turn)
    bank = curve(
        [
            *reversed(far(at(-1.9, 0.75), -1.0, 0.42)),
            at(-1.9, 0.75),
            at(-1.05, 0.30 + jitter()),
            at(-0.48, 0.26 + jitter()),
            at(-0.10, -0.10),
            at(0.18, -0.30),
            at(0.52, -0.56 + jitter()),
            at(0.98, -0.92),
        ],
        600,
    )
    half = 20 + 0.009 * a
    lake = blob(rng, *at(1.16, -1.02), 0.52 * a, 0.50 * b, wild=0.12, turn=turn)
    rail = curve(
        [
            *reversed(far(at(-1.6, 0.95), -1.0, 0.78)),
            at(-1.6, 0.95),
            at(-0.75, 0.55 + jitter()),
            at(0.02, 0.30),
            at(0.6, 0.24 + jitter()),
            at(1.6, 0.20),
            *far(at(1.6, 0.20), 1.0, 0.16),
        ],
        600,
    )
    west, east, north, south = at(-1.7, -0.42), at(1.7, 0.52), at(0.28, 1.7), at(-0.16, -1.7)
    through = [
        curve(
            [
                *reversed(far(west, -1, -0.36)),
                west,
                *(at(-0.8, -0.24), at(0, 0.02), at(0.7, 0.10)),
                east,
                *far(east, 1, 0.36),
            ],
            500,
        ),
        curve(
            [
                *reversed(far(north, 0.16, 1)),
                north,
                *(at(0.14, 0.8), at(0.0, 0.02), at(-0.1, -0.75)),
                south,
                *far(south, -0.2, -1),
            ],
            500,
        ),
    ]
    names = ["Storgatan", "Tullgatan"]
    if a > 1_500:
        angle = np.radians(np.linspace(60, 215, 40))
        through.append(curve([at(0.66 * math.cos(t), 0.66 * math.sin(t)) for t in angle], 120))
        names.append("Ringvägen")
    if a > 4_000:
        start = at(-1.1, 1.5)
        through.append(curve([*reversed(far(start, -0.8, 1)), start, at(-0.5, 0.7), at(0.0, 0.02)], 300))
        names.append("Norra infarten")
    lake_free = lake.difference(shapely.union_all([*through, rail]).buffer(45))
    lake = max(polygons([lake_free]), key=lambda part: part.area)
    river = shapely.intersection(bank.buffer(half), outline).difference(lake)
    river = max(polygons([river]), key=lambda part: part.area)
    water = shapely.union_all([river, lake])
    roads = [
        (name, part)
        for name, line in zip(names, through, strict=True)
        for part in lines(line.intersection(built))
        if part.length > 150
    ]
    highways = [
        part
        for line in through
        for part in lines(line.intersection(outline.buffer(-20)).difference(built))
        if part.length > 300
    ]
    spans = [("Järnvägsbron", rail), *roads, *(("Landsvägsbron", one) for one in highways)]
    bridges = []
    for name, line in spans:
        for part in lines(line.intersection(water.buffer(6))):
            called = name if "bron" in name else f"{name.removesuffix('en').removesuffix('an')}bron"
            bridges.append((called, part.buffer(9, cap_style="flat")))
    return Layout(
        built=built,
        river=river,
        lake=lake,
        bank=bank,
        roads=tuple(roads),
        highways=tuple(highways),
        rail=max(lines(rail.intersection(outline)), key=lambda part: part.length),
        bridges=tuple(bridges),
        seeds=_assigned(shape, _seeds(shape, at, built.difference(water), rng), middle, rail, lake),
        villages=_villages(shape, highways, Point(middle), rng),
    )


DIRECTIONS: tuple[tuple[str, tuple[int, int]], ...] = (
    ("Norr", (0, 1)),
    ("Söd", (0, -1)),
    ("Väst", (-1, 0)),
    ("Östra", (1, 0)),
)


def _assigned(
    shape: Shape, points: list[tuple[float, float]], middle: tuple[float, float], rail: LineString, lake: Polygon
) -> tuple[tuple[float, float], ...]:
    """The points in the order of the districts: a name that tells where a district lies comes true."""
    station = rail.interpolate(rail.project(Point(middle)))
    left = points[1:]
    placed: dict[int, tuple[float, float]] = {0: points[0]}

    def take(i: int, closeness: Callable[[tuple[float, float]], float]) -> None:
        best = max(left, key=closeness)
        left.remove(best)
        placed[i] = best

    for i, one in enumerate(shape.districts[1:], 1):
        towards = next((way for word, way in DIRECTIONS if one.name.startswith(word)), None)
        if "tation" in one.name:
            take(i, lambda p: -station.distance(Point(p)))
        elif towards is not None:
            take(i, lambda p, way=towards: p[0] * way[0] + p[1] * way[1])  # type: ignore[misc]
        elif any(word in one.name for word in ("strand", "hamn", "Hamn", "Sjö")):
            take(i, lambda p: -lake.distance(Point(p)))
    for i in range(1, len(shape.districts)):
        if i not in placed:
            placed[i] = left.pop(0)
    return tuple(placed[i] for i in range(len(shape.districts)))


def _seeds(
    shape: Shape,
    at: Callable[[float, float], tuple[float, float]],
    dry: shapely.Geometry,
    rng: np.random.Generator,
) -> list[tuple[float, float]]:
    """Middles of the districts: the centre in the middle, the others in a spiral around it, none in the water."""
    n = len(shape.districts)
    found = []
    phase = rng.uniform(0, 6.3)
    for k in range(n):
        r = 0.93 * ((k + 0.1) / n) ** 0.52 if k else 0.0
        angle = k * GOLDEN + phase
        point = at(r * math.cos(angle), r * math.sin(angle))
        dot = Point(point)
        inner = dry.buffer(-60)
        if k and not inner.contains(dot):
            dot = Point(shapely.shortest_line(inner, dot).coords[0])
        found.append((dot.x, dot.y))
    return found


def _villages(
    shape: Shape,
    highways: list[LineString],
    middle: Point,
    rng: np.random.Generator,
) -> tuple[tuple[str, float, float], ...]:
    """Villages along the roads out of town, each on a road of its own as far as there are roads."""
    long = sorted((one for one in highways if one.length > 3_000), key=lambda one: -one.length)
    found: list[tuple[str, float, float]] = []
    for i, name in enumerate(shape.villages):
        road = long[i % len(long)]
        share = rng.uniform(0.42, 0.62) if i < len(long) else 0.82
        along = share * road.length
        if middle.distance(Point(road.coords[0])) > middle.distance(Point(road.coords[-1])):
            along = road.length - along
        point = road.interpolate(along)
        found.append((name, point.x, point.y))
    return tuple(found)
