"""A whole invented municipality from its shape and a seed. The same seed gives the same town."""

from __future__ import annotations

import zlib
from functools import lru_cache

import numpy as np
import shapely
from shapely import LineString, MultiPoint, Point, Polygon

from lagesbild.demo.towns.county import county, neighbours_of
from lagesbild.demo.towns.curves import blob, lines, polygons, wander
from lagesbild.demo.towns.doors import doors
from lagesbild.demo.towns.grid import plan
from lagesbild.demo.towns.layout import RAIL_GAP, ROAD_GAP, SHORE_GAP, Layout, layout
from lagesbild.demo.towns.model import Area, District, Named, Spot, Street, Town
from lagesbild.demo.towns.names import LAKES, StreetNames
from lagesbild.demo.towns.shapes import Kind, Shape
from lagesbild.demo.towns.spots import parks_of, spots_of

DENSITY = {Kind.CENTRE: 1.5, Kind.FLATS: 2.2, Kind.VILLAS: 0.9, Kind.INDUSTRY: 0.03}
"""Inhabitants per built area, to one another."""


@lru_cache(maxsize=12)
def town(shape: Shape, seed: int = 1) -> Town:
    """The municipality of `shape`, drawn by `seed`."""
    own = next(one for one in county() if one.code == shape.code)
    rng = np.random.default_rng([seed, zlib.crc32(shape.slug.encode())])
    bones = layout(shape, own.town, own.border, rng)
    water = shapely.union_all([bones.river, bones.lake])
    cells = _cells(bones)
    parks = parks_of(shape, cells, bones, rng)
    lakes = _lakes(own.border, bones, rng)
    woods = _woods(own.border, bones, lakes, rng)
    void = shapely.union_all(
        [
            water.buffer(SHORE_GAP),
            bones.rail.buffer(RAIL_GAP),
            *(line.buffer(ROAD_GAP) for _, line in bones.roads),
            *(line.buffer(ROAD_GAP) for line in bones.highways),
            *(park.shape.buffer(6) for park in parks),
        ]
    )
    streets, kinds, blocks = _streets(shape, bones, cells, void, rng)
    wet = shapely.union_all([water, *(lake.shape for lake in lakes)])
    closed = shapely.union_all([wet.buffer(4), bones.rail.buffer(10), *(park.shape for park in parks)])
    addresses, houses = doors(streets, kinds, own.border.buffer(-30), closed, blocks)
    districts = _districts(shape, own.border, cells, bones)
    return Town(
        shape=shape,
        seed=seed,
        middle=own.town,
        outline=own.border,
        built=bones.built,
        neighbours=tuple((one.code, one.name, one.border) for one in neighbours_of(shape.code)),
        districts=districts,
        earlier=_earlier(shape, districts),
        water=(Named(shape.river, bones.river), Named(shape.lake, bones.lake), *lakes),
        green=(*parks, *woods),
        blocks=blocks,
        houses=houses,
        streets=tuple(streets),
        highways=bones.highways,
        bridges=tuple(Named(name, span) for name, span in bones.bridges),
        rail=bones.rail,
        villages=tuple(Spot(name, "village", x, y) for name, x, y in bones.villages),
        spots=spots_of(shape, cells, bones, parks, rng),
        addresses=addresses,
    )


def _cells(bones: Layout) -> tuple[Area, ...]:
    """The town divided among its districts, water included."""
    points = MultiPoint(list(bones.seeds))
    faces = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=bones.built.buffer(3_000)))
    found = []
    for seed in bones.seeds:
        face = next(one for one in faces if one.contains(Point(seed)))
        found.append(face.intersection(bones.built))
    return tuple(found)


def _streets(
    shape: Shape, bones: Layout, cells: tuple[Area, ...], void: shapely.Geometry, rng: np.random.Generator
) -> tuple[list[Street], list[Kind], tuple[Polygon, ...]]:
    """All streets with what kind of street each is, and all blocks."""
    names = StreetNames()
    by_name: dict[str, list[LineString]] = {}
    for name, line in bones.roads:
        by_name.setdefault(name, []).append(line)
    streets = [Street(name, tuple(parts), -1, road=True) for name, parts in by_name.items()]
    kinds = [Kind.CENTRE] * len(streets)
    blocks: list[Polygon] = []
    laid = [(i, _grown(cell, i, rng), shape.districts[i].kind) for i, cell in enumerate(cells)]
    size = {1: 330.0, 2: 300.0, 3: 260.0}
    for i, (_, x, y) in enumerate(bones.villages):
        radius = size.get(i + 1, 230.0) * (1.5 if shape.people > 30_000 else 1.0)
        laid.append((-1, blob(rng, x, y, radius * 1.3, radius, wild=0.12, turn=rng.uniform(0, 3)), Kind.VILLAS))
    for i, cell, kind in laid:
        found = plan(cell, kind, void, rng)
        streets += [
            Street(name, parts, i)
            for name, parts in zip(names.of(kind, len(found.streets)), found.streets, strict=True)
        ]
        kinds += [kind] * len(found.streets)
        blocks += found.blocks
    return streets, kinds, tuple(blocks)


def _grown(cell: Area, i: int, rng: np.random.Generator) -> Area:
    """The part of a district that is built: outside the middle of the town there is open land between districts."""
    if i == 0:
        return cell
    radius = 1.13 * np.sqrt(cell.area / np.pi)
    return cell.intersection(blob(rng, cell.centroid.x, cell.centroid.y, radius, radius, wild=0.12))


def _lakes(border: Polygon, bones: Layout, rng: np.random.Generator) -> tuple[Named, ...]:
    """Lakes of the countryside, away from the town, the villages, the roads and the railway."""
    busy = shapely.union_all(
        [
            bones.built.buffer(900),
            bones.lake.buffer(400),
            bones.bank.buffer(250),
            bones.rail.buffer(150),
            *(line.buffer(150) for line in bones.highways),
            *(Point(x, y).buffer(900) for _, x, y in bones.villages),
        ]
    )
    west, south, east, north = border.bounds
    names = list(rng.permutation(LAKES))
    found: list[Named] = []
    for _ in range(60):
        if len(found) == 6:
            break
        x, y, a = rng.uniform(west, east), rng.uniform(south, north), rng.uniform(350, 1_300)
        lake = blob(rng, x, y, a, a * rng.uniform(0.35, 0.8), wild=0.2, turn=rng.uniform(0, 3))
        if border.buffer(-200).contains(lake) and not lake.intersects(busy):
            found.append(Named(str(names.pop()), lake))
            busy = busy.union(lake.buffer(300))
    return tuple(found)


def _woods(border: Polygon, bones: Layout, lakes: tuple[Named, ...], rng: np.random.Generator) -> tuple[Named, ...]:
    """Woods of the countryside; roads, water and villages lie in the open."""
    open_land = shapely.union_all(
        [
            bones.built.buffer(250),
            bones.lake.buffer(60),
            bones.bank.buffer(160),
            bones.rail.buffer(60),
            *(line.buffer(90) for line in bones.highways),
            *(Point(x, y).buffer(800) for _, x, y in bones.villages),
            *(lake.shape.buffer(40) for lake in lakes),
        ]
    )
    west, south, east, north = border.bounds
    spread = []
    for a in rng.uniform(900, 3_200, 16):
        x, y = rng.uniform(west, east), rng.uniform(south, north)
        spread.append(blob(rng, x, y, a, a * rng.uniform(0.4, 0.9), wild=0.25, turn=3 * rng.random()))
    wood = shapely.union_all(spread).intersection(border.buffer(-150)).difference(open_land)
    return tuple(Named("", part) for part in polygons([shapely.simplify(wood, 8)]) if part.area > 40_000)


def _districts(shape: Shape, border: Polygon, cells: tuple[Area, ...], bones: Layout) -> tuple[District, ...]:
    """Areas that tile the municipality: the districts of the town, and the countryside divided by where it lies."""
    weight = [cell.area * DENSITY[one.kind] for cell, one in zip(cells, shape.districts, strict=True)]
    urban = 0.82 * shape.people
    found = []
    for i, (one, cell, share) in enumerate(zip(shape.districts, cells, weight, strict=True)):
        people = round(urban * share / sum(weight))
        code = f"{shape.code}A{i + 1:02}"
        found.append(District(code, one.name, cell, people, one.kind, _police(shape, cell, bones)))
    country = border.difference(shapely.union_all(cells))
    middle = bones.built.centroid
    n = len(shape.countryside)
    reach = 2 * max(border.bounds[2] - border.bounds[0], border.bounds[3] - border.bounds[1])
    # cut like a cake, the first piece around the north
    angles = [np.pi / 2 + np.pi / n - 2 * np.pi * k / n for k in range(n)]
    own = np.random.default_rng(int(shape.code))
    cuts = [
        wander(own, (middle.x, middle.y), (middle.x + reach * np.cos(t), middle.y + reach * np.sin(t)), wild=0.05)
        for t in angles
    ]
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all([*map(LineString, cuts), country.boundary])]))
    pieces: list[list[Polygon]] = [[] for _ in range(n)]
    for face in faces:
        inside = face.representative_point()
        if country.contains(inside):
            turned = np.pi / 2 + np.pi / n - np.arctan2(inside.y - middle.y, inside.x - middle.x)
            pieces[int(turned % (2 * np.pi) // (2 * np.pi / n)) % n].append(face)
    rest = shape.people - sum(one.people for one in found)
    for k, (name, piece) in enumerate(zip(shape.countryside, pieces, strict=True)):
        whole = shapely.union_all(piece)
        people = round(rest * whole.area / country.area)
        code = f"{shape.code}A{len(cells) + k + 1:02}"
        found.append(District(code, name, whole, people, police=_police(shape, whole, bones)))
    return tuple(found)


def _police(shape: Shape, cell: Area, bones: Layout) -> int:
    """Number of the local police area that a district lies in: the middle, the east or the west."""
    if len(shape.police) == 1:
        return 0
    middle, here = bones.built.centroid, cell.centroid
    if middle.distance(here) < 0.42 * shape.half[1]:
        return 0
    return 1 if here.x > middle.x else 2


def _earlier(shape: Shape, districts: tuple[District, ...]) -> tuple[District, ...]:
    """The edition before: some of today's districts were one then; the others were as they are, by another code."""
    if not shape.earlier:
        return ()
    parts = dict(shape.earlier)
    merged = {member for members in parts.values() for member in members}
    found = [
        District(
            f"{shape.code}G{k + 1:02}",
            name,
            shapely.union_all([districts[i].shape for i in members]),
            sum(districts[i].people for i in members),
        )
        for k, (name, members) in enumerate(parts.items())
    ]
    found += [
        District(f"{shape.code}G{len(parts) + i + 1:02}", one.name, one.shape, one.people)
        for i, one in enumerate(districts)
        if i not in merged
    ]
    return tuple(found)


def crossings(place: Town) -> list[LineString]:
    """Stretches of streets, roads and railway that lie in water: all of them should be on bridges."""
    wet = place.open_water
    ways = [part for one in place.streets for part in one.parts]
    return [piece for way in [*ways, *place.highways, place.rail] for piece in lines(way.intersection(wet))]
