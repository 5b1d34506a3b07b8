"""What the live map of a page needs, as GeoJSON and words: the same cells and places as the drawn map."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import shapely
from shapely.geometry import mapping

from lagesbild.i18n import N_, Message, Translator
from lagesbild.picture.kinds import LINES, by_kind, shape_of
from lagesbild.picture.model import Ground, Picture, PlaceRow, Ring, Verdict

STEPS = 5
FINEST = 7.0
"""Metres: details on the ground smaller than this are not in the live map."""
AROUND = 0.25
"""How far outside its bounds, as a share of their width and height, the live map has ground to show."""
METRES = 111_320.0
"""Metres per degree of latitude."""
_NAMED = frozenset({"area", "label"})

_LABELS = {
    "map": N_("Map of places"),
    "close": N_("Close"),
    "zoom_in": N_("Zoom in"),
    "zoom_out": N_("Zoom out"),
    "whole": N_("Show the whole map"),
    "ctrl": N_("Hold Ctrl and scroll to zoom the map"),
    "command": N_("Hold ⌘ and scroll to zoom the map"),
    "fingers": N_("Use two fingers to move the map"),
    "steps": N_("Incidents in each square:"),
    "least": N_("at least {n}"),
    "row": N_("To the row in the list"),
    "help": N_("Arrow keys move the map, plus and minus zoom. Each numbered place is a button."),
}


def count_steps(counts: Iterable[int], steps: int = STEPS) -> tuple[int, ...]:
    """Lower limits of at most `steps` classes of counts, so that each holds about as many cells; ascending.

    Equal counts are never put in different classes.
    """
    ordered = sorted(counts)
    if not ordered:
        return ()
    return tuple(sorted({ordered[len(ordered) * i // steps] for i in range(steps)}))


def map_data(picture: Picture, translator: Translator) -> dict[str, Any]:
    """The map of the places of `picture` in the words of `translator`, ready for JSON.

    Returns
    -------
    dict
        ``bounds`` ([[west, south], [east, north]]), ``ground``, ``cells`` and ``places`` (GeoJSON FeatureCollections,
        WGS 84), ``names`` (points with a name to write on the map), ``steps`` (the smallest count of each class, palest
        first) and ``labels`` (words of the controls). Empty when there is no map to draw.
    """
    places = picture.places
    points = [point for cell in places.cells for ring in cell.outline for point in ring]
    points += [(row.lon, row.lat) for row in places.rows]
    if places.refused is not None or not points:
        return {}
    limits = count_steps(cell.count for cell in places.cells)
    bounds = _bounds(points)
    return {
        "bounds": bounds,
        "ground": _collection(_ground(places.ground, bounds[0], bounds[1])),
        "names": _collection(_name(thing) for thing in places.ground if thing.kind in _NAMED and thing.name),
        "cells": _collection(
            _feature(
                "MultiPolygon",
                _polygons(cell.outline),
                {
                    "name": cell.name,
                    "count": cell.count,
                    "text": _incidents(cell.count, translator),
                    "class": bisect_right(limits, cell.count),
                },
            )
            for cell in places.cells
        ),
        "places": _collection(_place(row, len(places.rows), translator) for row in places.rows),
        "steps": list(limits),
        "labels": {name: translator.gettext(text) for name, text in _labels(places.kind).items()},
    }


def _labels(kind: str) -> dict[str, str]:
    return _LABELS | ({"steps": N_("Incidents in each area:")} if kind == "areas" else {})


def _place(row: PlaceRow, of: int, translator: Translator) -> dict[str, Any]:
    notes = [Message(N_("Number {rank} of {total} listed places."), {"rank": row.rank, "total": of})]
    if row.dump:
        notes.append(Message(N_("The source puts incidents here whose place it does not know.")))
    properties = {
        "rank": row.rank,
        "name": row.name,
        "count": row.count,
        "above": row.verdict is Verdict.ABOVE,
        "text": _incidents(row.count, translator),
        "notes": [translator.say(note) for note in notes],
        "anchor": f"place-{row.rank}",
        "lon": row.lon,
        "lat": row.lat,
    }
    return _feature("MultiPolygon", _polygons(row.outline), properties)


def _incidents(count: int, translator: Translator) -> str:
    return translator.say(Message(N_("{n} incident"), {"n": count}, plural=N_("{n} incidents"), n=count))


@lru_cache(maxsize=2)
def _ground(
    ground: tuple[Ground, ...], south_west: tuple[float, float], north_east: tuple[float, float]
) -> tuple[dict[str, Any], ...]:
    """Each kind of ground as one feature, with what lies in or near the bounds and can be seen there.

    Kept for the next language, whose map has the same ground.
    """
    (west, south), (east, north) = south_west, north_east
    wide, high = AROUND * (east - west), AROUND * (north - south)
    frame = shapely.box(west - wide, south - high, east + wide, north + high)
    squeeze = math.cos(math.radians((south + north) / 2))
    seen: dict[str, shapely.Geometry] = {}
    kinds = by_kind(ground)
    for kind in dict.fromkeys(thing.kind for thing in ground if thing.kind != "label"):
        if kind == "area":
            whole = _edges([shape_of(thing) for thing in ground if thing.kind == kind])
        else:
            whole = shapely.intersection(kinds[kind], frame)
        level = shapely.transform(whole, lambda points: points * (squeeze, 1) * METRES)
        if kind in LINES:
            level = shapely.line_merge(level)
        seen[kind] = shapely.simplify(level, FINEST)
    return tuple(
        {
            "type": "Feature",
            "properties": {"kind": kind},
            "geometry": mapping(shapely.transform(shape, lambda points: points / METRES / (squeeze, 1))),
        }
        for kind, shape in seen.items()
        if not shape.is_empty
    )


def _edges(areas: list[shapely.Geometry]) -> shapely.Geometry:
    """The edges of areas, those between two only once."""
    return shapely.line_merge(shapely.union_all([area.boundary for area in areas]))


def _name(thing: Ground) -> dict[str, Any]:
    """The name of an area at a point inside it, or of anything else where its label stands."""
    where = thing.lines[0][0]
    if thing.kind == "area":
        point = shape_of(thing).representative_point()
        where = (point.x, point.y)
    return _feature("Point", where, {"name": thing.name})


def _polygons(rings: tuple[Ring, ...]) -> list[list[Ring]]:
    """Rings as a MultiPolygon; a ring inside another is a hole in it."""
    if len(rings) == 1:
        return [[rings[0]]]
    area = shapely.build_area(shapely.multilinestrings([shapely.linestrings(ring) for ring in rings]))
    return [
        [tuple(ring.coords) for ring in (polygon.exterior, *polygon.interiors)] for polygon in shapely.get_parts(area)
    ]


def _bounds(points: list[tuple[float, float]]) -> tuple[tuple[float, float], tuple[float, float]]:
    lon, lat = [point[0] for point in points], [point[1] for point in points]
    return (min(lon), min(lat)), (max(lon), max(lat))


def _feature(kind: str, coordinates: object, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def _collection(features: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}
