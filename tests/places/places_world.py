"""Areas, actors, files and registers that the tests of this room share."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import shapely
import shapely.geometry

from lagesbild.core.actions import SYSTEM, Actor
from lagesbild.places import actions
from lagesbild.places.actions import NamedPlace, StreetNumber
from lagesbild.places.areas import Areas


def squares(n: int, *, west: float = 16.0, south: float = 59.0, side: float = 0.1, code: str = "A") -> Areas:
    """A row of squares side by side, the first furthest west."""
    boxes = [shapely.box(west + i * side, south, west + (i + 1) * side, south + side) for i in range(n)]
    return Areas(
        codes=tuple(f"{code}{i}" for i in range(n)),
        names=tuple(f"Område {i}" for i in range(n)),
        groups=("",) * n,
        population=np.arange(n, dtype=np.float64) + 10,
        population_source="",
        geometry=np.array(boxes, dtype=object),
        source="omraden.geojson",
    )


def shapes(*given: shapely.Geometry) -> Areas:
    """Areas of these shapes."""
    n = len(given)
    geometry = np.empty(n, object)
    geometry[:] = given
    return Areas(
        tuple(f"A{i}" for i in range(n)), tuple(f"Område {i}" for i in range(n)), ("",) * n, None, "", geometry, "x"
    )


def arranger(partnership: int, role: str = "coordinator") -> Actor:
    return Actor(7, partnership, frozenset({(1, role)}))


def system(partnership: int) -> Actor:
    return Actor(SYSTEM, partnership, frozenset())


def make_real(owner_url: str, partnership: int) -> None:
    """Let a partnership be one that is not invented."""
    with psycopg.connect(owner_url) as server:
        server.execute("UPDATE core_partnership SET invented = false WHERE id = %s", (partnership,))


def register(partnership: int) -> Actor:
    """A small register of places and addresses."""
    actor = system(partnership)
    actions.set_gazetteer(
        actor=actor,
        source="register.csv",
        places=[
            NamedPlace(name="Brukstorget", kind="torg", lon=16.0, lat=59.5, aliases=("Torget", "Gamla torget")),
            NamedPlace(name="Åsby skola", kind="skola", lon=16.1, lat=59.5),
            NamedPlace(name="Asbyparken", kind="park", lon=16.2, lat=59.5),
            NamedPlace(name="Å", kind="by", lon=16.3, lat=59.5),
        ],
        addresses=[
            StreetNumber(street="Storgatan", number=12, town="Nygård", lon=16.01, lat=59.51),
            StreetNumber(street="Storgatan", number=12, letter="B", town="Nygård", lon=16.011, lat=59.51),
            StreetNumber(street="Storgatan", number=14, town="Nygård", lon=16.02, lat=59.51),
            StreetNumber(street="Storgatan", number=140, town="Nygård", lon=16.05, lat=59.51),
            StreetNumber(street="Storgatan", number=12, town="Å", lon=16.31, lat=59.5),
            StreetNumber(street="Norra Storgatan", number=12, lon=16.03, lat=59.52),
            StreetNumber(street="Ängsvägen", number=3, lon=16.04, lat=59.53),
            StreetNumber(street="Väg 56", number=7, lon=16.06, lat=59.54),
        ],
    )
    return actor


def feature(shape: shapely.Geometry | None, **properties: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": None if shape is None else shapely.geometry.mapping(shape),
    }


def collection(*features: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def write(path: Path, features: Sequence[Mapping[str, Any]], epsg: int | None = None) -> Path:
    """A GeoJSON file, in another system than degrees if `epsg` is given."""
    crs = {"crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}} if epsg else {}
    path.write_text(json.dumps({**collection(*features), **crs}), encoding="utf-8")
    return path
