"""Geographic files as shapes and columns, before anything is concluded: GeoJSON, GeoPackage, Shapefile, GeoParquet.

A file may come from anyone. GDAL tells formats by their content, and some are only a text that names another file or an
address on the network to read instead: a file is opened only when its first bytes are those of a format that holds its
own data.
"""

from __future__ import annotations

import json
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import polars as pl
import pyogrio
import pyogrio.raw
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from lagesbild.errors import UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.places.coordinates import LOCAL_ZONES, WGS84, CoordinateSystem, detect, system

MOST_UNPACKED = 2_000_000_000
"""Bytes that a file in an archive may be when it is unpacked."""
BINARY = (b"\x00\x00\x27\x0a", b"SQLite format 3\x00", b"fgb\x03")
"""How a Shapefile, a GeoPackage and a FlatGeobuf begin."""
ENDINGS = re.compile(r"\.(shp|gpkg|fgb|geojson|json)$", re.IGNORECASE)

# a database that was sent to us may name files of its own to read
pyogrio.set_gdal_config_options({"OGR_SQLITE_STATIC_VIRTUAL_OGR": "NO"})


class NoSystem(UnreadableInput):
    """A file does not say which coordinate system it is in, or cannot be in the one it says.

    `looks` is the one that its numbers look like, if any.
    """

    def __init__(self, message: Message, looks: CoordinateSystem | None = None) -> None:
        super().__init__(message)
        self.looks = looks


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """What a file holds: shapes (None for a row without), and the other columns."""

    source: str
    geometry: NDArray[np.object_]
    columns: dict[str, NDArray[np.generic]]
    crs: CRS | None
    notes: tuple[Message, ...] = ()


def read_layer(path: Path, *, polygons: bool = False) -> Layer:
    """The first layer of a file, or the first with polygons.

    Raises
    ------
    UnreadableInput
        There is no such file, or it is not what it is called.

    """
    if not path.is_file():
        raise UnreadableInput(Message(N_("There is no file {path}."), {"path": str(path)}))
    if path.suffix.casefold() in {".parquet", ".geoparquet"}:
        return _read_parquet(path)
    return _read_with_gdal(path, polygons=polygons)


def _unreadable(path: Path, why: str | Message) -> UnreadableInput:
    text = N_("{file} cannot be read as a map: {why}")
    if path.suffix.casefold() in {".shp", ".dbf", ".shx"}:
        text = N_("{file} cannot be read as a map: {why} The files .shp, .shx, .dbf and .prj have to lie together.")
    return UnreadableInput(
        Message(text, {"file": path.name, "why": why if isinstance(why, Message) else why.rstrip(".") + "."})
    )


def _read_with_gdal(path: Path, *, polygons: bool) -> Layer:
    address = _address(path)
    with warnings.catch_warnings(record=True) as remarks:
        warnings.simplefilter("always")
        try:
            name, several = _layer_name(address, polygons=polygons)
            meta, _, wkb, values = pyogrio.raw.read(address, layer=name, force_2d=True)
            geometry = shapely.from_wkb(wkb) if wkb is not None else np.empty(0, object)
        except (
            *(DataSourceError, DataLayerError, FeatureError, GeometryError),
            *(shapely.errors.GEOSException, UnicodeDecodeError, ValueError, OSError),
        ) as error:
            raise _unreadable(path, str(error).split(";", 1)[0]) from error
    notes = tuple(
        Message(N_("About {file}: {remark}"), {"file": path.name, "remark": text})
        for text in sorted({str(remark.message) for remark in remarks})
    )
    columns = {
        str(field): column
        for field, column in zip(meta["fields"], values, strict=True)
        if not any(isinstance(value, np.ndarray | bytes) for value in column[:100])
    }
    source = f"{path.name}: {name}" if several else path.name
    return Layer(source, geometry, columns, _crs_of(meta["crs"]), notes)


def _address(path: Path) -> str:
    """The address by which only a driver that reads what the file itself holds will open it."""
    if path.suffix.casefold() != ".zip":
        with path.open("rb") as file:
            return _driver(path, file) + str(path)
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [one for one in archive.infolist() if not one.filename.startswith("__MACOSX/")]
            found = [one for one in inside if ENDINGS.search(one.filename)]
            if len(found) == 1 and sum(one.file_size for one in inside) <= MOST_UNPACKED:
                with archive.open(found[0]) as file:
                    return f"{_driver(path, file)}/vsizip/{path.resolve()}/{found[0].filename}"
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, zlib.error) as error:
        # an encrypted archive is a RuntimeError, an unknown packing is not implemented
        raise _unreadable(path, str(error)) from error
    raise UnreadableInput(
        Message(
            N_("{file} must hold one Shapefile, GeoPackage or GeoJSON file; it holds {n}. Unpack it and give one."),
            {"file": path.name, "n": len(found)},
        )
    )


def _driver(path: Path, file: IO[bytes]) -> str:
    """What to put before the address of a file so that GDAL takes it for what its first bytes say it is."""
    head = file.read(4096)
    if head.startswith(BINARY):
        return ""
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        raise _unreadable(path, Message(N_("it is no GeoJSON, GeoPackage, Shapefile, FlatGeobuf or GeoParquet.")))
    if b'"Topology"' in head:
        return "TopoJSON:"
    return "ESRIJSON:" if b'"esriGeometry' in head else "GeoJSON:"


def _layer_name(address: str, *, polygons: bool) -> tuple[str, bool]:
    """The first layer (with polygons, if wanted and there is one), and whether there are several layers."""
    layers = pyogrio.list_layers(address)
    if len(layers) == 0:
        raise DataLayerError("no layer in the file")
    names = [str(name) for name, kind in layers if polygons and kind is not None and "Polygon" in str(kind)]
    return (names[0] if names else str(layers[0][0])), len(layers) > 1


def _crs_of(text: str | None) -> CRS | None:
    if not text:
        return None
    try:
        return CRS.from_user_input(text)
    except CRSError:
        return None


def _read_parquet(path: Path) -> Layer:
    try:
        frame = pl.read_parquet(path)
        geo: dict[str, Any] = json.loads(pl.read_parquet_metadata(path).get("geo", "{}"))
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise _unreadable(path, str(error).split("\n", 1)[0]) from error
    column, extension = _geometry_column(frame, geo)
    if column is None:
        raise _unreadable(path, "no geometry column in WKB")
    values = frame[column].ext.storage() if extension else frame[column]
    described = geo.get("columns", {}).get(column, {})
    # GeoParquet says that a file without a CRS is in longitude and latitude; null means that it is unknown.
    crs = described.get("crs", "OGC:CRS84") if described else _extension_crs(frame[column].dtype)
    try:
        geometry = shapely.force_2d(shapely.from_wkb(values.to_numpy()))
        known = CRS.from_user_input(crs) if crs else None
    except (shapely.errors.GEOSException, CRSError, TypeError) as error:
        raise _unreadable(path, str(error)) from error
    columns = {
        name: series.to_numpy()
        for name, series in zip(frame.columns, frame.iter_columns(), strict=True)
        if name != column and not series.dtype.is_nested() and series.dtype != pl.Binary
    }
    return Layer(path.name, geometry, columns, known)


def _geometry_column(frame: pl.DataFrame, geo: dict[str, Any]) -> tuple[str | None, bool]:
    """The column with geometries in WKB, and whether it is of an extension type."""
    for name, kind in frame.schema.items():
        if isinstance(kind, pl.BaseExtension) and kind.ext_name() in {"geoarrow.wkb", "ogc.wkb"}:
            return name, True
    primary = geo.get("primary_column", "geometry")
    return (primary, False) if frame.schema.get(primary) == pl.Binary else (None, False)


def _extension_crs(kind: pl.DataType) -> object:
    if not isinstance(kind, pl.BaseExtension):
        return None
    try:
        return json.loads(kind.ext_metadata() or "{}").get("crs")
    except ValueError:
        return None


def in_degrees(layer: Layer, crs: str | None) -> tuple[NDArray[np.object_], tuple[Message, ...]]:
    """Shapes in WGS 84, and what was done to them; `crs` is the system where the file does not say.

    Raises
    ------
    NoSystem
        Neither the file nor `crs` says which system it is.
    UnreadableInput
        The numbers cannot be in the system.

    """
    west, south, east, north = shapely.total_bounds(layer.geometry)
    said = CRS.from_epsg(system(crs).epsg) if crs is not None else layer.crs
    metric = bool(max(abs(west), abs(east)) > 360 or max(abs(south), abs(north)) > 90)
    if said is None or (said.is_geographic and metric):
        raise _no_system(layer.source, np.array([south, north]), np.array([west, east]))
    notes: tuple[Message, ...] = ()
    geometry = layer.geometry
    if said.is_geographic and not detect(np.array([south, north]), np.array([west, east])).north_first:
        geometry = shapely.transform(geometry, lambda xy: xy[:, ::-1])
        notes = (
            Message(N_("The coordinates of {file} had latitude first and were turned round."), {"file": layer.source}),
        )
    try:
        to_degrees = Transformer.from_crs(said, CRS.from_epsg(WGS84.epsg), always_xy=True)
        moved = shapely.transform(geometry, lambda xy: np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1])))
    except ProjError as error:
        raise NoSystem(_impossible(layer.source, said.name)) from error
    west, south, east, north = shapely.total_bounds(moved)
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise NoSystem(_impossible(layer.source, said.name))
    return moved, notes


def _impossible(source: str, name: str) -> Message:
    return Message(
        N_("The coordinates of {file} cannot be in {system}. Say which system they are in with --areas-crs EPSG:…"),
        {"file": source, "system": name},
    )


def _no_system(source: str, north: NDArray[np.float64], east: NDArray[np.float64]) -> NoSystem:
    looks = detect(north, east)
    if looks.system is not None:
        return NoSystem(
            Message(
                N_(
                    "{file} does not say which coordinate system it is in (a Shapefile says so in a .prj file). "
                    "The numbers look like {system}: if so, add --areas-crs {code}."
                ),
                {"file": source, "system": looks.system.name, "code": looks.system.code},
            ),
            looks.system,
        )
    if looks.candidates == LOCAL_ZONES:
        return NoSystem(
            Message(
                N_(
                    "{file} does not say which coordinate system it is in. The numbers look like one of SWEREF 99’s "
                    "local zones, and cannot tell which: add --areas-crs with its code, "
                    "EPSG:3007 (12 00) to EPSG:3018 (23 15)."
                ),
                {"file": source},
            )
        )
    return NoSystem(
        Message(
            N_(
                "{file} does not say which coordinate system it is in. "
                "Add --areas-crs, such as EPSG:3006 (SWEREF 99 TM)."
            ),
            {"file": source},
        )
    )
