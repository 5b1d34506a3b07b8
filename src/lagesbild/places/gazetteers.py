"""Reading named places and addresses out of files: CSV, XLSX and GeoJSON. No database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyogrio.raw
import shapely
from numpy.typing import NDArray

from lagesbild.errors import UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.places.actions import NamedPlace, StreetNumber
from lagesbild.places.coordinates import WGS84, detect, to_wgs84

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "street": ("gata", "gatunamn", "adressomrade", "adressomradesnamn", "vag", "vagnamn", "street", "addr street"),
    "number": ("nummer", "gatunummer", "adressplats", "adressplatsnummer", "husnummer", "number", "addr housenumber"),
    "town": ("postort", "ort", "town", "city", "addr city"),
    "name": ("namn", "plats", "name", "ortnamn"),
    "kind": ("typ", "slag", "kategori", "kind", "type", "objekttyp"),
    "aliases": ("alias", "andra namn", "kallas"),
    "east": ("lon", "long", "longitud", "longitude", "x", "e", "ost", "easting", "ostkoordinat"),
    "north": ("lat", "latitud", "latitude", "y", "n", "nord", "northing", "nordkoordinat"),
}
"""Role of a column and the headings, folded, that mean it."""
HOUSE = re.compile(r"(\d{1,4})\s*([A-Za-zÅÄÖåäö]?)")


@dataclass(slots=True)
class Refused:
    """A row that did not become a place: line, column, value, why."""

    line: int
    column: str
    value: str
    why: Message


@dataclass(slots=True)
class Read:
    """What a file gave."""

    places: list[NamedPlace] = field(default_factory=list)
    addresses: list[StreetNumber] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def read_gazetteer(path: Path) -> Read:
    """Places and addresses of a file; every row becomes one or is refused with line, column and why.

    Raises
    ------
    UnreadableInput
        The file cannot be read, or has no columns that say what a place is called and where it is.

    """
    rows, columns = _geographic(path) if path.suffix.lower() in {".geojson", ".json", ".gpkg"} else _table(path)
    roles = _roles(columns)
    if not ({"name", "street"} & roles.keys()) or not {"east", "north"} <= roles.keys():
        raise UnreadableInput(
            Message(
                N_(
                    "{file} has no columns for name (or street and number) and position. "
                    "Call them namn or gata and nummer, and lon and lat. Its headings are: {headings}."
                ),
                {"file": path.name, "headings": ", ".join(columns)},
            )
        )
    read = Read()
    lon, lat = _degrees(rows, roles, path)
    for i, row in enumerate(rows):
        _one(read, row, roles, i + 2, (float(lon[i]), float(lat[i])))
    return read


def _one(
    read: Read, row: Mapping[str, Any], roles: Mapping[str, str], line: int, position: tuple[float, float]
) -> None:
    lon, lat = position

    def said(role: str) -> str:
        return str(row.get(roles[role]) or "").strip() if role in roles else ""

    def refuse(role: str, why: Message) -> None:
        read.refused.append(Refused(line, roles.get(role, role), said(role), why))

    if not (np.isfinite(lon) and np.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        refuse("east", Message(N_("The position is missing or cannot be read.")))
    elif said("street"):
        house = HOUSE.match(said("number"))
        if house is None:
            refuse("number", Message(N_("The number of the house is missing or cannot be read.")))
            return
        read.addresses.append(
            StreetNumber(
                street=said("street"), number=int(house[1]), letter=house[2], town=said("town"), lon=lon, lat=lat
            )
        )
    elif said("name"):
        aliases = tuple(part.strip() for part in said("aliases").split(";") if part.strip())
        read.places.append(NamedPlace(name=said("name"), kind=said("kind"), lon=lon, lat=lat, aliases=aliases))
    else:
        refuse("name", Message(N_("The place has no name.")))


def _roles(columns: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    folded = {_fold(column): column for column in columns}
    for role, headings in HEADINGS.items():
        match = next((folded[heading] for heading in headings if heading in folded), None)
        if match is not None:
            found[role] = match
    return found


def _fold(heading: str) -> str:
    plain = heading.strip().casefold().translate(str.maketrans("åäöé", "aaoe"))
    return re.sub(r"[\W_]+", " ", plain).strip()


def _table(path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    try:
        if path.suffix.lower() in {".xlsx", ".xls", ".ods"}:
            frame = pl.read_excel(path, engine="calamine")
        else:
            raw = path.read_bytes()
            text = _decoded(raw)
            first = text.split("\n", 1)[0]
            separator = max(";\t,|", key=first.count)
            frame = pl.read_csv(text.encode(), separator=separator, infer_schema=False, truncate_ragged_lines=True)
    except Exception as error:  # polars and calamine raise many kinds for files that are not what they are called
        raise UnreadableInput(
            Message(N_("{file} cannot be read as a table: {why}"), {"file": path.name, "why": str(error)[:200]})
        ) from error
    return frame.to_dicts(), frame.columns


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "windows-1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _geographic(path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    try:
        meta, _, geometry, values = pyogrio.raw.read(path)
    except (RuntimeError, OSError, ValueError) as error:
        raise UnreadableInput(
            Message(N_("{file} cannot be read as a map: {why}"), {"file": path.name, "why": str(error)[:200]})
        ) from error
    columns = [str(name) for name in meta["fields"]]
    shapes = shapely.from_wkb(geometry) if geometry is not None else np.array([None] * len(values[0]))
    points = shapely.centroid(shapes)
    rows = [
        {name: column[i] for name, column in zip(columns, values, strict=True)}
        | {"lon": shapely.get_x(points[i]), "lat": shapely.get_y(points[i])}
        for i in range(len(shapes))
    ]
    return rows, [*columns, "lon", "lat"]


def _degrees(
    rows: list[dict[str, Any]], roles: Mapping[str, str], path: Path
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitude and latitude of each row, whatever system the numbers are in."""
    north, east = (_numbers(rows, roles[name]) for name in ("north", "east"))
    found = detect(north, east, (roles["north"], roles["east"]))
    if found.system is None:
        raise UnreadableInput(
            Message(N_("{file} has positions in a coordinate system that is not known."), {"file": path.name})
        )
    if not found.north_first and found.system != WGS84:
        north, east = east, north
    return to_wgs84(north, east, found.system)


def _numbers(rows: list[dict[str, Any]], column: str) -> NDArray[np.float64]:
    def number(value: Any) -> float:
        try:
            return float(str(value).replace("\u00a0", "").replace(" ", "").replace(",", "."))
        except ValueError:
            return float("nan")

    return np.array([number(row.get(column)) for row in rows], np.float64)
