"""An invented town, drawn by code: water, streets, blocks, districts and named places.

It lies in the middle of the Bothnian Sea, so that no invented incident can be taken for one in a real place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer
from scipy.interpolate import CubicSpline
from shapely import (
    LineString,
    MultiLineString,
    MultiPoint,
    Point,
    Polygon,
    STRtree,
    buffer,
    get_parts,
    line_merge,
    polygonize,
    transform,
    union_all,
    voronoi_polygons,
)
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

ORIGIN = (736_000.0, 6_861_000.0)
"""South-west corner of the town's 6 × 4 km sheet, SWEREF 99 TM easting and northing: open sea."""
WIDTH, HEIGHT = 6_000.0, 4_000.0

DISTRICTS: tuple[tuple[str, str, float, float, int], ...] = (
    ("01", "Centrum", 3000, 2150, 4120),
    ("02", "Stationsområdet", 3650, 2620, 1260),
    ("03", "Norrmalm", 2450, 3150, 3880),
    ("04", "Kvarnbacken", 4350, 1750, 3510),
    ("05", "Björkängen", 1650, 1900, 4730),
    ("06", "Åsby", 3900, 3400, 2940),
    ("07", "Hagaryd", 2150, 850, 2210),
    ("08", "Östra stranden", 4950, 2700, 1890),
    ("09", "Verkstadsområdet", 900, 2900, 340),
    ("10", "Sörängen", 3300, 900, 3020),
)
"""Code, name, place of the middle (metres from ORIGIN) and invented population."""

PLACES: tuple[tuple[str, float, float], ...] = (
    ("Brukstorget", 3010, 2190),
    ("Resecentrum", 3690, 2560),
    ("Gångtunneln vid Resecentrum", 3580, 2640),
    ("Björkängens centrum", 1690, 1930),
    ("Kvarnskolan", 4310, 1820),
    ("Kvarteret Mjölnaren", 4450, 1640),
    ("Strandparken", 4720, 2380),
    ("Åsby skola", 3880, 3330),
    ("Hagaryds idrottsplats", 2080, 900),
    ("Norrmalms torg", 2480, 3090),
    ("Stadsbiblioteket", 2890, 2260),
    ("Gjuteriparken", 1120, 2780),
    ("Sörängens lekplats", 3280, 960),
    ("Hamnplan", 3200, 1840),
)
"""Named places: name and position in metres from ORIGIN."""

STREETS = (
    "Storgatan", "Bruksgatan", "Kyrkogatan", "Smedjegatan", "Kanalgatan", "Kvarngatan",
    "Åsgatan", "Järnvägsgatan", "Lillgatan", "Skolgatan", "Trädgårdsgatan", "Nygatan",
    "Hamngatan", "Fabriksgatan", "Badhusgatan", "Björkvägen", "Lönnvägen", "Askvägen",
    "Almvägen", "Rönnvägen", "Hagavägen", "Ängsvägen", "Backvägen", "Strandvägen",
    "Slussgatan", "Repslagargatan", "Garvargatan", "Tallvägen", "Granvägen", "Ekvägen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Town:
    """Geometry in metres from `ORIGIN`, and the names that go with it."""

    districts: tuple[Polygon, ...]
    blocks: tuple[Polygon, ...]
    water: tuple[Polygon, ...]
    green: tuple[Polygon, ...]
    streets: tuple[tuple[str, LineString], ...]
    roads: tuple[LineString, ...]
    rail: LineString
    addresses: NDArray[np.float64]
    """(n, 2) points along streets where things happen."""
    address_names: tuple[str, ...]

    def nearest_address(self, xy: NDArray[np.float64]) -> NDArray[np.intp]:
        """Index of the address nearest to each of the (m, 2) points."""
        tree = STRtree([Point(*p) for p in self.addresses])
        return np.asarray(tree.nearest([Point(*p) for p in xy]), np.intp)


def town(seed: int = 1) -> Town:
    """The town of `seed`: the same seed gives the same town."""
    rng = np.random.default_rng(seed)
    sheet = Polygon([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)])
    outline = _blob(rng, WIDTH / 2, HEIGHT / 2, 2_500, 1_700, wild=0.16)
    river = LineString(
        _curve([(-100, 2500), (900, 2350), (1900, 2480), (2700, 1900), (3500, 1650), (4300, 1100), (5200, 700)])
    )
    lake = _blob(rng, 5_600, 700, 1_150, 950)
    water = union_all([river.buffer(46), lake]).intersection(sheet)
    rail = LineString(_curve([(-100, 3500), (1200, 3150), (2600, 2750), (3700, 2590), (4700, 2150), (6100, 1900)]))
    roads = (
        LineString(_curve([(-100, 1500), (1300, 1750), (2600, 2080), (3900, 2280), (6100, 3200)])),
        LineString(_curve([(2900, -100), (2950, 900), (3060, 2200), (3500, 3100), (3700, 4100)])),
    )
    green = tuple(
        _blob(rng, x, y, a, b)
        for x, y, a, b in (
            (4720, 2400, 210, 130),
            (1120, 2790, 150, 110),
            (2080, 880, 230, 150),
            (2500, 3560, 330, 190),
        )
    )
    land = outline.difference(water)
    dry = outline.difference(lake)
    lines = [line.intersection(land) for line in _warped_grid(rng)]
    lines = [line for line in lines if not line.is_empty]
    network = union_all([*lines, *(road.intersection(land) for road in roads)])
    closed = union_all([network, land.boundary])
    void = union_all([*green, rail.buffer(22)])
    blocks = tuple(
        part
        for face in get_parts(polygonize([closed]))
        for part in get_parts(buffer(face, -9.0).difference(void))
        if isinstance(part, Polygon) and part.area > 900 and land.contains(part.representative_point())
    )
    streets = _named_streets(lines, void)
    points, names = _addresses(streets)
    return Town(
        districts=_districts(dry, sheet),
        blocks=blocks,
        water=tuple(p for p in get_parts(water) if isinstance(p, Polygon)),
        green=green,
        streets=streets,
        roads=roads,
        rail=rail,
        addresses=points,
        address_names=names,
    )


def _blob(rng: np.random.Generator, x: float, y: float, a: float, b: float, *, wild: float = 0.07) -> Polygon:
    """A rounded shape of half-axes a and b around x, y, its edge waved by `wild`."""
    angle = np.linspace(0, 2 * np.pi, 90, endpoint=False)
    wave = 1 + sum(rng.normal(0, wild / k) * np.cos(k * angle + rng.uniform(0, 6.3)) for k in range(2, 7))
    return Polygon(np.column_stack([x + a * wave * np.cos(angle), y + b * wave * np.sin(angle)]))


def _curve(points: list[tuple[float, float]]) -> NDArray[np.float64]:
    at = np.arange(len(points))
    return np.asarray(CubicSpline(at, np.array(points, float))(np.linspace(0, len(points) - 1, 80)))


def _warped_grid(rng: np.random.Generator) -> list[LineString]:
    """Streets as a grid bent by a smooth field, so that the town looks grown rather than ruled."""
    phase = rng.uniform(0, 6.3, 4)

    def bend(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = xy[:, 0], xy[:, 1]
        return np.column_stack(
            [
                x + 170 * np.sin(y / 700 + phase[0]) + 60 * np.sin((x + y) / 410 + phase[1]),
                y + 150 * np.sin(x / 820 + phase[2]) + 55 * np.sin((x - y) / 450 + phase[3]),
            ]
        )

    along = np.linspace(-400, WIDTH + 400, 260)
    up = np.linspace(-400, HEIGHT + 400, 260)
    eastings = np.cumsum(rng.uniform(115, 230, 38)) - 300
    northings = np.cumsum(rng.uniform(85, 165, 36)) - 300
    return [
        *(LineString(bend(np.column_stack([np.full(260, x), up]))) for x in eastings),
        *(LineString(bend(np.column_stack([along, np.full(260, y)]))) for y in northings),
    ]


def _named_streets(lines: list[BaseGeometry], void: BaseGeometry) -> tuple[tuple[str, LineString], ...]:
    found: list[tuple[str, LineString]] = []
    for i, line in enumerate(lines):
        street = line.difference(void)
        parts = get_parts(line_merge(street) if isinstance(street, MultiLineString) else street)
        found.extend((STREETS[i % len(STREETS)], p) for p in parts if isinstance(p, LineString) and p.length > 120)
    return tuple(found)


def _addresses(streets: tuple[tuple[str, LineString], ...]) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    points, names, number = [], [], dict.fromkeys(STREETS, 0)
    for name, line in streets:
        for at in np.arange(25.0, line.length, 48.0):
            point = line.interpolate(at)
            number[name] += 1
            points.append((point.x, point.y))
            names.append(f"{name} {number[name]}")
    return np.array(points), tuple(names)


def _districts(outline: Polygon, sheet: Polygon) -> tuple[Polygon, ...]:
    centres = MultiPoint([(x, y) for _, _, x, y, _ in DISTRICTS])
    faces = get_parts(voronoi_polygons(centres, extend_to=sheet))
    inside = [next(face for face in faces if face.contains(point)) for point in get_parts(centres)]
    return tuple(max(get_parts(face.intersection(outline)), key=lambda p: p.area) for face in inside)


_TO_WGS84 = Transformer.from_crs("EPSG:3006", "EPSG:4326", always_xy=True)


def to_wgs84(geometry: BaseGeometry) -> BaseGeometry:
    """Geometry of the town in WGS 84 degrees."""
    return transform(
        geometry, lambda xy: np.column_stack(_TO_WGS84.transform(xy[:, 0] + ORIGIN[0], xy[:, 1] + ORIGIN[1]))
    )


def areas_geojson(place: Town) -> dict[str, Any]:
    """The districts as a GeoJSON FeatureCollection with code, name, municipality and population."""
    return _collection(
        (to_wgs84(shape), {"kod": f"9999A{code}", "namn": name, "kommun": "Älvhamra", "folkmangd_2025": people})
        for (code, name, _, _, people), shape in zip(DISTRICTS, place.districts, strict=True)
    )


def ground_geojson(place: Town) -> dict[str, Any]:
    """What is drawn under the map as GeoJSON, each feature with `kind` and `name`."""
    streets = MultiLineString([line for _, line in place.streets])
    kinds: list[tuple[str, str, BaseGeometry]] = [
        *(("green", "", shape) for shape in place.green),
        *(("block", "", shape) for shape in place.blocks),
        *(("water", "", shape) for shape in place.water),
        ("street", "", streets),
        *(("road", "", line) for line in place.roads),
        ("rail", "", place.rail),
        ("label", "Älvhamraån", Point(1500, 2490)),
        *(("label", name, Point(x, y)) for _, name, x, y, _ in DISTRICTS),
    ]
    return _collection((to_wgs84(shape), {"kind": kind, "name": name}) for kind, name, shape in kinds)


def _collection(features: Any) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": _rounded(mapping(shape))}
            for shape, properties in features
        ],
    }


def _rounded(geometry: Any) -> Any:
    if isinstance(geometry, dict):
        return {key: _rounded(value) for key, value in geometry.items()}
    if isinstance(geometry, list | tuple):
        return [_rounded(value) for value in geometry]
    return round(geometry, 6) if isinstance(geometry, float) else geometry
