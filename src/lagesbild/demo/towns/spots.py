"""Parks and named places of a town: where things happen, and where a source puts what it cannot place."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import Point

from lagesbild.demo.towns.curves import blob, polygons
from lagesbild.demo.towns.layout import Layout
from lagesbild.demo.towns.model import Area, Named, Spot
from lagesbild.demo.towns.names import compound, genitive
from lagesbild.demo.towns.shapes import DistrictShape, Kind, Shape


def parks_of(shape: Shape, cells: tuple[Area, ...], bones: Layout, rng: np.random.Generator) -> tuple[Named, ...]:
    """A park by the water in the middle, and one in most districts, clear of water, roads and railway."""
    scale = min(1.4, shape.half[0] / 2_600)
    clear = shapely.union_all(
        [
            bones.river.buffer(14),
            bones.lake.buffer(14),
            bones.rail.buffer(28),
            *(line.buffer(16) for _, line in bones.roads),
            *(line.buffer(16) for line in bones.highways),
        ]
    )
    length = bones.bank.project(shapely.Point(bones.seeds[0])) + 520 * scale
    shore = bones.bank.interpolate(length)
    found = [Named("Strandparken", blob(rng, shore.x, shore.y, 210 * scale, 120 * scale))]
    for i, cell in enumerate(cells):
        kind = shape.districts[i].kind
        if kind is Kind.INDUSTRY or rng.random() < 0.25:
            continue
        angle, (x, y) = rng.uniform(0, 6.3), bones.seeds[i]
        away = 0.28 * np.sqrt(cell.area / np.pi)
        size = rng.uniform(70, 130) * scale * (0.6 if kind is Kind.CENTRE else 1.0)
        name = "Stadsparken" if i == 0 else compound(shape.districts[i].name, "parken")
        park = blob(rng, x + away * np.cos(angle), y + away * np.sin(angle), size * 1.3, size, turn=angle)
        found.append(Named(name, park.intersection(cell.buffer(-20))))
    kept: list[Named] = []
    taken = clear
    for park in found:
        parts = polygons([shapely.difference(park.shape, taken)])
        if parts and (largest := max(parts, key=lambda part: part.area)).area > 3_000:
            kept.append(Named(park.name, largest))
            taken = shapely.union_all([taken, largest.buffer(20)])
    return tuple(kept)


class _Spots:
    """Named places on dry land, each name once."""

    def __init__(self, dry: Area) -> None:
        self._dry = dry
        self._names: set[str] = set()
        self.found: list[Spot] = []

    def put(self, name: str, kind: str, x: float, y: float) -> None:
        """Add a place, moved to the nearest dry land."""
        if name in self._names:
            return
        dot = Point(x, y)
        if not self._dry.contains(dot):
            dot = Point(shapely.shortest_line(self._dry, dot).coords[0])
        self._names.add(name)
        self.found.append(Spot(name, kind, round(dot.x, 1), round(dot.y, 1)))


def spots_of(
    shape: Shape, cells: tuple[Area, ...], bones: Layout, parks: tuple[Named, ...], rng: np.random.Generator
) -> tuple[Spot, ...]:
    """Named places of the town, its districts and its villages."""
    wet = shapely.union_all([bones.river, bones.lake]).buffer(18)
    spots = _Spots(bones.built.buffer(-70).difference(shapely.union_all([wet, bones.rail.buffer(22)])))
    x, y = bones.seeds[0]
    city = shape.official.endswith("stad")
    spots.put("Brukstorget" if shape.slug == "alvhamra" else "Stora torget", "square", x, y)
    spots.put("Stadshuset" if city else "Kommunhuset", "townhall", x + 118, y + 64)
    spots.put("Polisstationen", "police", x - 190, y + 122)
    spots.put("Biblioteket", "library", x - 96, y - 58)
    spots.put("Systembolaget", "shop", x + 74, y - 92)
    station = bones.rail.interpolate(bones.rail.project(Point(x, y)))
    spots.put("Resecentrum", "station", station.x + 34, station.y - 26)
    spots.put("Gångtunneln vid Resecentrum", "underpass", station.x - 78, station.y + 18)
    quay = bones.bank.interpolate(bones.bank.project(Point(x, y)))
    spots.put("Hamnplan", "quay", quay.x, quay.y)
    for i, one in enumerate(shape.districts):
        _of_district(spots, i, one, bones.seeds[i], spread=0.30 * np.sqrt(cells[i].area / np.pi), rng=rng)
    spots.put("Idrottsplatsen", "sports", *bones.seeds[-1])
    spots.put("Badhuset", "bath", bones.seeds[1][0] + 90, bones.seeds[1][1] - 70)
    for park in parks:
        middle = park.shape.representative_point()
        spots.put(park.name, "park", middle.x, middle.y)
    squares = (Spot(f"{name} torg", "square", round(x + 24, 1), round(y + 18, 1)) for name, x, y in bones.villages)
    return (*spots.found, *squares)


def _of_district(
    spots: _Spots, i: int, one: DistrictShape, middle: tuple[float, float], *, spread: float, rng: np.random.Generator
) -> None:
    def near() -> tuple[float, float]:
        angle = rng.uniform(0, 6.3)
        return middle[0] + spread * np.cos(angle), middle[1] + spread * np.sin(angle)

    if i and one.kind in (Kind.FLATS, Kind.VILLAS):
        spots.put(compound(one.name, "skolan"), "school", *near())
    if one.kind is Kind.FLATS:
        spots.put(f"{genitive(one.name)} centrum", "centre", *middle)
        spots.put(f"Kvarteret {BLOCKS[i % len(BLOCKS)]}", "housing", *near())
    if one.kind is Kind.VILLAS and i % 2:
        spots.put(f"{genitive(one.name)} lekplats", "playground", *near())
    if one.kind is Kind.INDUSTRY:
        spots.put(f"{genitive(one.name)} återvinningscentral", "recycling", *near())


BLOCKS = (
    "Mjölnaren", "Lärkan", "Sågen", "Kopparn", "Vävaren", "Fiskaren", "Timmermannen", "Bagaren", "Svanen", "Gesällen",
    "Ankaret", "Klockan",
)  # fmt: skip
