"""GeoJSON, lines of GeoJSON features and lists of flat JSON objects as plain tables of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from shapely.errors import ShapelyError
from shapely.geometry import shape

from lagesbild.errors import InputError, UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.places import coordinates as co
from lagesbild.sources import json_text
from lagesbild.sources.records import Conclusion
from lagesbild.sources.table import Table

Floats = NDArray[np.float64]

KINDS = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection")


@dataclass(slots=True)
class _Geometries:
    """Points of the features met so far: numbers as text, None for none, and what they were made of."""

    x: list[str | None] = field(default_factory=list)
    y: list[str | None] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, geometry: Any) -> None:
        """One feature's geometry; what cannot be understood is kept as text, so that the row is told of as such."""
        x, y = _point(geometry)
        self.x.append(x)
        self.y.append(y)
        if isinstance(geometry, dict):
            self.kinds[str(geometry.get("type"))] += 1


def read_table(path: Path) -> Table:
    """The features or objects of a JSON file (also gzipped) as rows of text.

    A geometry becomes the columns ``lat`` and ``lon`` (WGS 84 decimal degrees with a point; with "geometry " before
    where the properties already have such a column), empty where there is none; anything but a point is represented
    by a point inside it. Coordinates in metres that the file says no system for become ``north`` and ``east``
    instead. `lines` are item numbers from 1, or line numbers where every line is an item. `decimal` is ".".

    Raises `UnreadableInput` with line and column for broken JSON, and for JSON that holds no rows.
    """
    found = json_text.read_items(path)
    is_features = sum(item.get("type") == "Feature" for item in found.items) * 2 > len(found.items)
    conclusions = [Conclusion(Message(N_("Encoding")), found.encoding)]
    if not is_features:
        frame = json_text.to_frame(json_text.flat(item) for item in found.items)
        form = Message(N_("JSON objects, one per line") if found.by_line else N_("a list of JSON objects"))
        conclusions.insert(0, Conclusion(Message(N_("Format")), form))
        return _table(path, frame, found, conclusions)
    geometries = _Geometries()
    frame = json_text.to_frame(_cells(item, geometries) for item in found.items)
    form = Message(N_("GeoJSON features, one per line") if found.by_line else N_("GeoJSON"))
    conclusions.insert(0, Conclusion(Message(N_("Format")), form))
    if geometries.kinds:
        frame, said = _with_positions(frame, geometries, _declared_crs(found.members, path))
        conclusions += said
    return _table(path, frame, found, conclusions)


def _table(path: Path, frame: pl.DataFrame, found: json_text.Items, conclusions: list[Conclusion]) -> Table:
    if frame.width == 0:
        raise UnreadableInput(Message(N_("{file} is JSON, but its objects are all empty."), {"file": path.name}))
    return Table(path.name, frame, found.lines, found.set_aside, tuple(conclusions), ".")


def _cells(item: json_text.Item, geometries: _Geometries) -> Iterator[tuple[str, str | None]]:
    geometries.add(item.get("geometry"))
    properties = item.get("properties")
    named = properties if isinstance(properties, dict) else {}
    if "id" in item and not any(name.casefold() == "id" for name in named):
        yield "id", json_text.as_text(item["id"])
    yield from json_text.flat(named)


def _point(geometry: Any) -> tuple[str | None, str | None]:
    """X and y of a geometry as text; for other than points, those of a point inside it."""
    if geometry is None:
        return None, None
    if not isinstance(geometry, dict):
        return json_text.as_text(geometry), None
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == "Point":
        if not coordinates:
            return None, None
        if isinstance(coordinates, list) and len(coordinates) >= 2:
            return json_text.as_text(coordinates[0]), json_text.as_text(coordinates[1])
        return json_text.as_text(coordinates), None
    if geometry.get("type") not in KINDS:
        return json_text.as_text(geometry), None
    try:
        whole = shape(_numeric(geometry))
        inside = whole.representative_point()
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return json_text.as_text(geometry), None
    return (None, None) if inside.is_empty else (repr(inside.x), repr(inside.y))


def _numeric(value: Any) -> Any:
    """A geometry with its coordinates as numbers. Raises ValueError for those that are none."""
    if isinstance(value, dict):
        return {
            key: _numeric(content) if key in {"coordinates", "geometries"} else content
            for key, content in value.items()
        }
    if isinstance(value, list):
        return [_numeric(content) for content in value]
    return float(value)


def _declared_crs(members: Any, path: Path) -> co.CoordinateSystem | None:
    """The system that the old member "crs" names; None where there is none."""
    declared = members.get("crs")
    if not isinstance(declared, dict):
        return None
    properties = declared.get("properties")
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        return None
    try:
        return co.system(name)
    except InputError as error:
        raise UnreadableInput(
            Message(
                N_("{file} says that its coordinate system is “{name}”, which is not known."),
                {"file": path.name, "name": name},
            )
        ) from error


def _with_positions(
    frame: pl.DataFrame, geometries: _Geometries, declared: co.CoordinateSystem | None
) -> tuple[pl.DataFrame, list[Conclusion]]:
    """The table with two columns of coordinates added, and what they are."""
    x, y = pl.Series(geometries.x, dtype=pl.String), pl.Series(geometries.y, dtype=pl.String)
    east, north = (values.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy() for values in (x, y))
    conclusions: list[Conclusion] = []
    names = ("lat", "lon")
    if declared is not None and declared != co.WGS84:
        lon, lat = co.to_wgs84(north, east, declared)
        x, y = _converted(x, lon), _converted(y, lat)
        conclusions.append(Conclusion(Message(N_("Coordinate system of the file")), declared.name))
    elif _in_metres(east, north):
        names = ("north", "east")
    others = {kind: n for kind, n in geometries.kinds.items() if kind != "Point" and kind in KINDS}
    if others:
        shown = ", ".join(f"{kind} {n}" for kind, n in others.items())
        value = Message(N_("{shapes}: each is represented by a point inside it"), {"shapes": shown})
        conclusions.append(Conclusion(Message(N_("Shapes that are no points")), value))
    taken = {column.casefold() for column in frame.columns}
    titles = names if not taken & set(names) else tuple(f"geometry {name}" for name in names)
    added = [y.rename(titles[0]), x.rename(titles[1])]
    return (frame.with_columns(added) if frame.width else pl.DataFrame(added)), conclusions


def _in_metres(east: Floats, north: Floats) -> bool:
    given = np.isfinite(east) & np.isfinite(north)
    return bool(given.any() and max(np.median(np.abs(east[given])), np.median(np.abs(north[given]))) > 360)


def _converted(text: pl.Series, degrees: Floats) -> pl.Series:
    """Degrees as text where the conversion gave any, else the text as it was."""
    moved = pl.Series(degrees).fill_nan(None).cast(pl.String)
    return moved.fill_null(text)
