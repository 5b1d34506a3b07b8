"""An invented town as files and rows that others read: areas, the ground under a map, named places, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import mapping

from lagesbild.demo.towns.model import District, FloatArray, Town

UNSEEN = 0.8
"""Metres: points of the ground that lie closer than this to the line without them are left out."""
_TO_WGS84 = Transformer.from_crs("EPSG:3006", "EPSG:4326", always_xy=True)


def degrees(xy: FloatArray) -> FloatArray:
    """Points (n, 2) in SWEREF 99 TM as longitude and latitude."""
    if not len(xy):
        return np.zeros((0, 2))
    return np.column_stack(_TO_WGS84.transform(xy[:, 0], xy[:, 1]))


def to_wgs84(geometry: shapely.Geometry) -> shapely.Geometry:
    """Geometry in WGS 84 degrees, to about a decimetre."""
    return shapely.transform(geometry, lambda xy: degrees(xy).round(6))


@dataclass(frozen=True, slots=True)
class Feature:
    """Something to draw under a map: kind, name and shape in SWEREF 99 TM."""

    kind: str
    name: str
    shape: shapely.Geometry


@lru_cache(maxsize=8)
def ground(place: Town, *, houses: bool = False) -> tuple[Feature, ...]:
    """What lies under the map of a town, in the order it is drawn; everything of a kind without names is one shape.

    `houses` adds every single house, for maps that come close.
    """
    roads = [part for one in place.streets if one.road for part in one.parts]
    wet = [one.shape for one in place.water]
    found = [
        Feature("green", "", shapely.multipolygons(_plain([one.shape for one in place.green]))),
        Feature("block", "", shapely.multipolygons(_plain(place.blocks))),
        *([Feature("house", "", shapely.multipolygons(list(place.houses)))] if houses else []),
        *(Feature("water", one.name, shape) for one, shape in zip(place.water, _plain(wet), strict=True)),
        Feature("street", "", shapely.multilinestrings(_plain([part for one in place.streets for part in one.parts]))),
        Feature("road", "", shapely.multilinestrings(_plain([*roads, *place.highways]))),
        Feature("rail", "", _plain([place.rail])[0]),
        *(Feature("label", one.name, one.shape.representative_point()) for one in place.districts),
        *(Feature("label", one.name, shapely.Point(one.x, one.y)) for one in place.villages),
    ]
    return tuple(found)


def _plain(shapes: Sequence[Any]) -> list[Any]:
    """Shapes without the points that nobody can see."""
    return list(shapely.simplify(np.array(list(shapes), object), UNSEEN))


def ground_geojson(place: Town, *, houses: bool = False) -> dict[str, Any]:
    """The ground as GeoJSON in WGS 84, each feature with `kind` and `name`."""
    return collection((one.shape, {"kind": one.kind, "name": one.name}) for one in ground(place, houses=houses))


def areas_geojson(place: Town, *, earlier: bool = False) -> dict[str, Any]:
    """The areas as GeoJSON in WGS 84, with code, name, municipality and population; the edition before if asked."""
    return collection((one.shape, _area(one, place)) for one in (place.earlier if earlier else place.districts))


def _area(one: District, place: Town) -> dict[str, Any]:
    return {"kod": one.code, "namn": one.name, "kommun": place.shape.name, "folkmangd": one.people}


def municipality_geojson(place: Town) -> dict[str, Any]:
    """The municipality and its neighbours as GeoJSON, the municipality first."""
    rows = [(place.shape.code, place.shape.name, place.outline), *place.neighbours]
    return collection((border, {"kod": code, "namn": name, "pahittad": True}) for code, name, border in rows)


def gazetteer(place: Town) -> Iterator[tuple[str, str, float, float]]:
    """Named places as name, kind, longitude and latitude: spots, villages, districts and water."""
    rows = [(one.name, one.kind, one.x, one.y) for one in (*place.spots, *place.villages)]
    for named, kind in ((place.districts, "district"), (place.water, "water")):
        for one in named:
            point = one.shape.representative_point()
            rows.append((one.name, kind, point.x, point.y))
    where = degrees(np.array([row[2:] for row in rows])).round(6)
    for (name, kind, _, _), (lon, lat) in zip(rows, where.tolist(), strict=True):
        yield name, kind, lon, lat


def addresses(place: Town) -> Iterator[tuple[str, str, float, float]]:
    """Every address as street, number, longitude and latitude."""
    names = [one.name for one in place.streets]
    where = degrees(place.addresses.xy).round(6).tolist()
    rows = zip(place.addresses.street.tolist(), place.addresses.number.tolist(), where, strict=True)
    for street, number, (lon, lat) in rows:
        yield names[street], str(number), lon, lat


def collection(features: Iterable[tuple[shapely.Geometry, dict[str, Any]]]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection in WGS 84."""
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": mapping(to_wgs84(shape))}
            for shape, properties in features
        ],
    }
