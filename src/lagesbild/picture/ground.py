"""What is drawn under the map, from a GeoJSON file of features with `kind` and `name`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyogrio
import shapely
import shapely.geometry

from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.picture.model import Ground

KINDS = ("area", "green", "block", "water", "rail", "street", "road", "label")
"""Kinds that can be drawn."""


def read_ground(path: Path) -> tuple[Ground, ...]:
    """The features of a geographic file, WGS 84, in the order of the file.

    Raises
    ------
    InputError
        The file cannot be read, or a feature is of a kind that cannot be drawn.

    """
    try:
        meta, _, geometry, fields = pyogrio.raw.read(path, columns=["kind", "name"])
    except (RuntimeError, OSError, ValueError) as error:  # every error of pyogrio is a RuntimeError
        raise InputError(
            Message(N_("{path} cannot be read as a map: {why}"), {"path": str(path), "why": str(error)})
        ) from error
    if geometry is None:
        raise InputError(
            Message(N_("{path} holds no shapes to draw as a map. Give a GeoJSON file."), {"path": str(path)})
        )
    columns = dict(zip(meta["fields"], fields, strict=True))
    found = []
    for i, shape in enumerate(shapely.from_wkb(geometry)):
        kind = str(columns["kind"][i]) if "kind" in columns else "area"
        if kind not in KINDS:
            raise InputError(
                Message(
                    N_("{path}: feature {n} is of the kind {kind}; the kinds are {kinds}."),
                    {"path": str(path), "n": i + 1, "kind": kind, "kinds": ", ".join(KINDS)},
                )
            )
        name = columns["name"][i] if "name" in columns else None
        found.append(Ground(kind, _lines(shape), str(name or "")))
    return tuple(found)


def of_features(collection: Mapping[str, Any]) -> tuple[Ground, ...]:
    """The features of a GeoJSON collection, in its order; kinds that cannot be drawn are left out."""
    found = []
    for feature in collection["features"]:
        said = feature.get("properties") or {}
        if said.get("kind") in KINDS and feature.get("geometry"):
            lines = _lines(shapely.geometry.shape(feature["geometry"]))
            found.append(Ground(said["kind"], lines, str(said.get("name") or "")))
    return tuple(found)


def _lines(shape: shapely.Geometry) -> tuple[tuple[tuple[float, float], ...], ...]:
    lines: list[tuple[tuple[float, float], ...]] = []
    for part in shapely.get_parts(shape):
        rings = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
        lines.extend(tuple((float(x), float(y)) for x, y in shapely.get_coordinates(ring)) for ring in rings)
    return tuple(lines)
