"""Reading named places and addresses out of files: CSV, XLSX, GeoJSON, GeoPackage, Shapefile. No database."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from python_calamine import CalamineError, CalamineWorkbook

from lagesbild.errors import UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.places.actions import NamedPlace, StreetNumber
from lagesbild.places.areas.attributes import as_text
from lagesbild.places.areas.layers import Layer, NoSystem, in_degrees, read_layer
from lagesbild.places.coordinates import WGS84, detect, distance_metres, system, to_wgs84
from lagesbild.places.names import why_not

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "street": (
        *("gata", "gatunamn", "adressomrade", "adressomradesnamn", "gatuadress", "vag", "vagnamn", "adress"),
        *("street", "addr street", "address"),
    ),
    "number": (
        *("nummer", "nr", "gatunummer", "gatunr", "adressplats", "adressplatsnummer", "adressnummer", "husnummer"),
        *("number", "addr housenumber"),
    ),
    "letter": ("bokstav", "littera", "adressplatsbokstav", "letter"),
    "town": ("postort", "ort", "postadress", "town", "city", "addr city"),
    "name": ("namn", "plats", "platsnamn", "name", "ortnamn", "tatort"),
    "kind": ("typ", "slag", "kategori", "kind", "type", "objekttyp"),
    "aliases": ("alias", "andra namn", "kallas", "aliases"),
    "east": ("lon", "long", "lng", "longitud", "longitude", "x", "e", "ost", "easting", "ostkoordinat"),
    "north": ("lat", "latitud", "latitude", "y", "n", "nord", "northing", "nordkoordinat"),
}
"""Role of a column and the headings, folded, that mean it."""
HOUSE = re.compile(r"\s*(\d{1,5})\s*([A-Za-zÅÄÖåäö]?)(?![A-Za-zÅÄÖåäö])")
STREET_AND_HOUSE = re.compile(r"(.*[^\s\d,])[\s,]+(\d{1,5}\s*[A-Za-zÅÄÖåäö]?)")
GEOGRAPHIC = frozenset({".geojson", ".json", ".gpkg", ".shp", ".zip", ".fgb", ".parquet"})
TOP = 20
"""Rows in which the headings are looked for: exports begin with titles."""
FAR = 100_000.0
"""Metres from the middle of all beyond which a position is a slip of the pen."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that did not become a place: line, column, value, why."""

    line: int
    column: str
    value: str
    why: Message


@dataclass(slots=True)
class Read:
    """What a file gave: every row is a place, an address, or refused; rows without anything in them are none."""

    places: list[NamedPlace] = field(default_factory=list)
    addresses: list[StreetNumber] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows as text by the role of their columns, with the line of each, and what each role's column is called."""

    columns: Mapping[str, str]
    lines: Sequence[int]
    rows: Sequence[Mapping[str, str]]
    lon: Floats
    lat: Floats


def read_gazetteer(path: Path, *, crs: str | None = None) -> Read:
    """Places and addresses of a file; every row becomes one or is refused with line, column and why.

    `crs` is the coordinate system where the file does not say which it is in.

    Raises
    ------
    UnreadableInput
        The file cannot be read, or has no columns that say what a place is called and where it is.

    """
    table = _geographic(path, crs) if path.suffix.casefold() in GEOGRAPHIC else _tabular(path, crs)
    read = Read()
    far = _far(table)
    for i, (line, row) in enumerate(zip(table.lines, table.rows, strict=True)):
        made = _one(row, float(table.lon[i]), float(table.lat[i]), far=bool(far[i]))
        if isinstance(made, NamedPlace):
            read.places.append(made)
        elif isinstance(made, StreetNumber):
            read.addresses.append(made)
        else:
            role, why = made
            read.refused.append(Refused(line, table.columns.get(role, ""), row.get(role, ""), why))
    return read


def _one(
    row: Mapping[str, str], lon: float, lat: float, *, far: bool
) -> NamedPlace | StreetNumber | tuple[str, Message]:
    """What a row becomes, or the role of the column that stops it and why."""
    street, name = row.get("street", ""), row.get("name", "")
    if not (np.isfinite(lon) and np.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        lacks = "north" if row.get("east") and not row.get("north") else "east"
        return lacks, Message(N_("The position is missing or cannot be read."))
    if far:
        return "east", Message(N_("The position lies more than 100 km from the others."))
    if street:
        number = row.get("number", "")
        if not number and (whole := STREET_AND_HOUSE.fullmatch(street)):
            street, number = whole[1], whole[2]
        house = HOUSE.match(number + row.get("letter", ""))
        if house is None:
            return "number" if "number" in row else "street", Message(
                N_("The number of the house is missing or cannot be read.")
            )
        why = _why_not(street)
        if why is not None:
            return "street", why
        return StreetNumber(
            street=street, number=int(house[1]), letter=house[2].upper(), town=row.get("town", ""), lon=lon, lat=lat
        )
    if not name:
        return "name" if "name" in row else "street", Message(N_("The place has no name."))
    aliases = tuple(part.strip() for part in row.get("aliases", "").split(";") if part.strip())
    for role, text in (("name", name), *(("aliases", alias) for alias in aliases)):
        why = _why_not(text)
        if why is not None:
            return role, why
    return NamedPlace(name=name, kind=row.get("kind", ""), lon=lon, lat=lat, aliases=aliases)


@lru_cache(maxsize=50_000)
def _why_not(name: str) -> Message | None:
    why = why_not(name)
    return (
        None
        if why is None
        else Message(N_("“{name}” cannot be the name of a place: {why}"), {"name": name, "why": why})
    )


def _far(table: _Table) -> NDArray[np.bool_]:
    """Positions that lie far from the middle of all: swapped, or of another country."""
    good = np.isfinite(table.lon) & np.isfinite(table.lat)
    if good.sum() < 5:
        return np.zeros(len(good), bool)
    lon, lat = float(np.median(table.lon[good])), float(np.median(table.lat[good]))
    far = np.zeros(len(good), bool)
    far[good] = distance_metres(table.lon[good], table.lat[good], lon, lat) > FAR
    # a file of the whole country has no middle to be far from
    return far if far.sum() < 0.1 * good.sum() else np.zeros(len(good), bool)


def _roles(headings: Iterable[str]) -> dict[str, int]:
    """Place of the column of each role; the heading that says it best wins."""
    folded: dict[str, int] = {}
    for i, heading in enumerate(headings):
        folded.setdefault(_fold(heading), i)
    found = {}
    for role, known in HEADINGS.items():
        at = next((folded[heading] for heading in known if heading in folded), None)
        if at is not None:
            found[role] = at
    if not _named(found) and "town" in found:
        # a list of localities: where there is nothing else to name, the town is what is named
        found["name"] = found.pop("town")
    return found


def _fold(heading: str) -> str:
    plain = heading.strip().casefold().translate(str.maketrans("åäöé", "aaoe"))
    return re.sub(r"[\W_]+", " ", plain).strip()


def _named(roles: Iterable[str]) -> bool:
    return bool({"name", "street"} & set(roles))


def _enough(roles: Iterable[str]) -> bool:
    """Whether columns say both what a place is called and where it is."""
    return _named(roles) and {"east", "north"} <= set(roles)


def _no_columns(path: Path, headings: Iterable[str]) -> UnreadableInput:
    return UnreadableInput(
        Message(
            N_(
                "{file} has no columns for name (or street and number) and position. "
                "Call them namn or gata and nummer, and lon and lat. Its headings are: {headings}."
            ),
            {"file": path.name, "headings": ", ".join(one for one in headings if one)[:300]},
        )
    )


def _tabular(path: Path, crs: str | None) -> _Table:
    rows = _sheet(path) if path.suffix.casefold() in {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"} else _lines(path)
    filled = [(line, row) for line, row in rows if any(row)]
    at = next((i for i, (_, row) in enumerate(filled[:TOP]) if _enough(_roles(row))), None)
    if at is None:
        raise _no_columns(path, filled[0][1] if filled else ())
    headings, below = filled[at][1], filled[at + 1 :]
    roles = _roles(headings)
    table = [{role: row[i] if i < len(row) else "" for role, i in roles.items()} for _, row in below]
    columns = {role: headings[i] for role, i in roles.items()}
    lon, lat = _degrees(table, columns, path, crs)
    return _Table(columns, [line for line, _ in below], table, lon, lat)


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    """Rows of a text file, each with the line it ends on."""
    text = _decoded(path.read_bytes())
    if "\0" in text:
        raise _no_table(path, Message(N_("it is no text.")))
    top = "\n".join(text.split("\n", TOP)[:TOP])
    separator = max(";\t,|", key=top.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise _no_table(path, str(error)) from error


def _sheet(path: Path) -> list[tuple[int, list[str]]]:
    """Rows of the first sheet that has any."""
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for name in book.sheet_names:
                rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                if rows:
                    return [(i, [_cell(cell) for cell in row]) for i, row in enumerate(rows, 1)]
    except (CalamineError, OSError, ValueError) as error:
        raise _no_table(path, str(error)) from error
    return []


def _cell(value: object) -> str:
    """A cell as text; a whole number without the point that the sheet keeps it with."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _no_table(path: Path, why: str | Message) -> UnreadableInput:
    return UnreadableInput(
        Message(
            N_("{file} cannot be read as a table: {why}"),
            {"file": path.name, "why": why[:200] if isinstance(why, str) else why},
        )
    )


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "windows-1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _geographic(path: Path, crs: str | None) -> _Table:
    layer = read_layer(path)
    roles = _roles(layer.columns)
    if not _named(roles):
        raise _no_columns(path, layer.columns)
    names = list(layer.columns)
    texts = {role: as_text(layer.columns[names[i]]) for role, i in roles.items()}
    n = len(layer.geometry)
    lon, lat = np.full(n, np.nan), np.full(n, np.nan)
    there = np.flatnonzero(~shapely.is_missing(layer.geometry) & ~shapely.is_empty(layer.geometry))
    if len(there):
        shapes, _ = in_degrees(Layer(layer.source, layer.geometry[there], {}, layer.crs), crs)
        middle = shapely.centroid(shapes)
        lon[there], lat[there] = shapely.get_x(middle), shapely.get_y(middle)
    # lines mean nothing in such a file: features are counted
    rows = [{role: text[i] for role, text in texts.items()} for i in range(n)]
    return _Table({role: names[i] for role, i in roles.items()}, range(1, n + 1), rows, lon, lat)


def _degrees(
    rows: Sequence[Mapping[str, str]], columns: Mapping[str, str], path: Path, crs: str | None
) -> tuple[Floats, Floats]:
    """Longitude and latitude of each row, whatever system the numbers are in."""
    north, east = (np.array([_number(row[role]) for row in rows], np.float64) for role in ("north", "east"))
    if not (np.isfinite(north) & np.isfinite(east)).any():
        return east, north
    named = system(crs) if crs else None
    found = detect(north, east, (columns["north"], columns["east"]), named=named)
    if found.system is None:
        raise NoSystem(
            Message(N_("{file} does not say which coordinate system its positions are in."), {"file": path.name})
        )
    if not found.north_first:
        north, east = east, north
    return (east, north) if found.system == WGS84 else to_wgs84(north, east, found.system)


def _number(text: str) -> float:
    try:
        return float(re.sub(r"\s", "", text).replace(",", "."))
    except ValueError:
        return float("nan")
