"""What is drawn under the maps, out of geographic files. No database.

Features say their kind, or the whole file is of one, or their tags from OpenStreetMap tell it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import shapely.geometry
from numpy.typing import NDArray

from lagesbild.core import guard
from lagesbild.errors import InputError, UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.places.areas.attributes import as_text
from lagesbild.places.areas.layers import Layer, in_degrees, read_layer

KINDS = ("green", "block", "house", "water", "street", "road", "rail", "area", "label")
"""Kinds of ground, in the order they are drawn."""
FINE = 5e-6
"""Degrees within which a line is drawn straight: half a metre."""
GRID = 1e-6
"""Degrees that coordinates are rounded to."""
BESIDE = 0.02
"""Degrees round the municipality that are kept: two kilometres."""
NAMES = ("name", "namn", "gatunamn", "ortnamn", "text")
ROADS = frozenset({"motorway", "trunk", "primary", "secondary", "motorway_link", "trunk_link", "primary_link"})
GREEN = frozenset(
    {"forest", "grass", "meadow", "park", "wood", "recreation_ground", "cemetery", "garden", "scrub", "village_green"}
)
BLOCK = frozenset({"residential", "industrial", "commercial", "retail"})


def read_ground(
    path: Path, *, kind: str = "", crs: str | None = None, within: shapely.Geometry | None = None
) -> dict[str, Any]:
    """A GeoJSON FeatureCollection in WGS 84 of what can be drawn in a file, each feature with `kind` and `name`.

    `kind` is that of everything in the file; without it each feature says its own, or is told by its tags from
    OpenStreetMap. With `within` only what lies in it or near is kept.

    Raises
    ------
    UnreadableInput
        The file cannot be read, does not say its coordinate system, or holds nothing that can be drawn there.

    """
    layer = read_layer(path)
    kinds = np.array([kind] * len(layer.geometry) if kind else _kinds(layer), object)
    shapes = shapely.force_2d(layer.geometry)
    keep = np.array([bool(one) for one in kinds]) & ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    if not keep.any():
        raise UnreadableInput(
            Message(
                N_("Nothing in {file} says what it is. Choose what the file holds: water, houses, streets …"),
                {"file": path.name},
            )
        )
    degrees, _ = in_degrees(Layer(layer.source, shapes[keep], {}, layer.crs), crs)
    kinds, names = kinds[keep], np.array(_names(layer), object)[keep]
    if within is not None:
        box = shapely.box(*shapely.bounds(within)).buffer(BESIDE, join_style="mitre")
        degrees = shapely.intersection(shapely.make_valid(degrees), box)
    degrees = _drawable(degrees)
    drawn = ~shapely.is_empty(degrees)
    if not drawn.any():
        raise UnreadableInput(
            Message(
                N_("Nothing in {file} lies in the municipality. Is it the right coordinate system?"),
                {"file": path.name},
            )
        )
    return _collection(zip(kinds[drawn], names[drawn], degrees[drawn], strict=True))


def clean(collection: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, int]]:
    """A collection as it is kept, simplified to what can be seen, and how many of each kind it holds.

    Raises
    ------
    InputError
        It is no FeatureCollection, or one of its features cannot be drawn: the message says which.

    """
    found = collection.get("features")
    if collection.get("type") != "FeatureCollection" or not isinstance(found, list) or not found:
        raise InputError(Message(N_("The file is no GeoJSON FeatureCollection with something in it.")))
    said = [_said(one, i) for i, one in enumerate(found, 1)]
    shapes = np.empty(len(said), object)
    shapes[:] = [shape for _, _, shape in said]
    west, south, east, north = shapely.total_bounds(shapes)
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise InputError(Message(N_("The positions are no degrees of longitude and latitude.")))
    shapes = shapely.set_precision(shapely.simplify(shapes, FINE), GRID, mode="pointwise")
    kinds = [kind for kind, _, _ in said]
    names = [name for _, name, _ in said]
    return _collection(zip(kinds, names, shapes, strict=True)), dict(Counter(kinds))


def _said(feature: object, n: int) -> tuple[str, str, shapely.Geometry]:
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    properties = properties if isinstance(properties, Mapping) else {}
    kind = str(properties.get("kind"))
    if kind not in KINDS:
        raise InputError(
            Message(
                N_("Feature {n} is of the kind {kind}, which cannot be drawn; the kinds are {kinds}."),
                {"n": n, "kind": kind, "kinds": ", ".join(KINDS)},
            )
        )
    try:
        shape = shapely.force_2d(shapely.geometry.shape(feature["geometry"]))  # type: ignore[index]
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, shapely.errors.ShapelyError) as error:
        raise InputError(Message(N_("Feature {n} has no shape that can be drawn."), {"n": n})) from error
    if shapely.is_empty(shape) or not np.isfinite(shapely.get_coordinates(shape)).all():
        raise InputError(Message(N_("Feature {n} has no shape that can be drawn."), {"n": n}))
    return kind, str(properties.get("name") or ""), shape


def _drawable(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Collections, which a cut may leave, taken apart to what counts most in them."""
    mixed = np.flatnonzero(shapely.get_type_id(shapes) == 7)
    for i in mixed:
        parts = shapely.get_parts(shapes[i])
        most = parts[shapely.get_dimensions(parts) == shapely.get_dimensions(parts).max()]
        shapes[i] = shapely.union_all(most)
    return shapes


def _collection(features: Iterable[tuple[str, str, shapely.Geometry]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"kind": kind, "name": _sayable(kind, name)},
                "geometry": json.loads(shapely.to_geojson(shape)),
            }
            for kind, name, shape in features
        ],
    }


@lru_cache(maxsize=20_000)
def _sayable(kind: str, name: str) -> str:
    """A name as it may stand on a map: none of a house, which may be called after who lives there."""
    return "" if kind == "house" or guard.find(name) else name


def _names(layer: Layer) -> list[str]:
    column = next((column for name in NAMES for column in layer.columns if column.casefold() == name), None)
    if column is None:
        return [""] * len(layer.geometry)
    return as_text(layer.columns[column])


def _kinds(layer: Layer) -> list[str]:
    """Kind of each feature: its own word where that is one of ours, else by its tags; "" for what is not drawn."""
    columns = {name.casefold(): values for name, values in layer.columns.items()}
    tags = ("kind", "building", "natural", "water", "waterway", "railway", "highway", "landuse", "leisure", "place")
    texts = {tag: as_text(columns[tag]) for tag in tags if tag in columns}
    return [_kind({tag: text[i] for tag, text in texts.items() if text[i]}) for i in range(len(layer.geometry))]


def _kind(tags: Mapping[str, str]) -> str:
    if tags.get("kind") in KINDS:
        return tags["kind"]
    if "building" in tags:
        return "house"
    if tags.get("natural") == "water" or "water" in tags or "waterway" in tags:
        return "water"
    if "railway" in tags:
        return "rail"
    if "highway" in tags:
        return "road" if tags["highway"] in ROADS else "street"
    if {tags.get("landuse"), tags.get("leisure"), tags.get("natural")} & GREEN:
        return "green"
    if tags.get("landuse") in BLOCK:
        return "block"
    return "label" if "place" in tags else ""
