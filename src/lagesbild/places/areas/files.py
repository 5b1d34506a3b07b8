"""Areas out of GeoJSON, GeoPackage, Shapefile and GeoParquet."""

from __future__ import annotations

import json
import re
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
from lagesbild.places.areas import attributes
from lagesbild.places.areas.model import Areas
from lagesbild.places.areas.register import counties, municipalities
from lagesbild.places.coordinates import LOCAL_ZONES, WGS84, detect, system

_POLYGONAL = (3, 6)
"""Shapely's numbers of the types polygon and multipolygon."""


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """What a file holds, before anything is concluded."""

    source: str
    geometry: NDArray[np.object_]
    columns: dict[str, NDArray[np.generic]]
    crs: CRS | None
    notes: tuple[Message, ...] = ()


def read_areas(
    path: Path,
    *,
    crs: str | None = None,
    code: str | None = None,
    name: str | None = None,
    group: str | None = None,
    population: str | None = None,
) -> Areas:
    """Areas from GeoJSON, GeoPackage, Shapefile (also zipped) or GeoParquet.

    `code`, `name`, `group`, `population` name attributes; None lets the reader conclude. Rows with equal codes become
    one area, with inhabitants added unless all rows say the same number. Heights are dropped, invalid polygons mended.
    Raises `UnreadableInput` with a sentence that says how to mend (a Shapefile without .prj asks for ``--areas-crs``),
    and `InputError` for an option that names nothing.
    """
    if not path.is_file():
        raise UnreadableInput(Message(N_("There is no file {path} with areas."), {"path": str(path)}))
    layer = _read_parquet(path) if path.suffix.casefold() in {".parquet", ".geoparquet"} else _read_with_gdal(path)
    layer = _only_polygons(layer)
    geometry, notes = _in_degrees(layer, crs)
    geometry, mended = _valid(geometry)
    found = attributes.conclude(layer.columns, code=code, name=name, group=group, population=population)
    return _assemble(layer, geometry, found, (*layer.notes, *notes, *mended))


def _unreadable(path: Path, why: str) -> UnreadableInput:
    text = N_("{file} cannot be read as areas: {why}")
    if path.suffix.casefold() in {".shp", ".dbf", ".shx"}:
        text = N_("{file} cannot be read as areas: {why} The files .shp, .shx, .dbf and .prj have to lie together.")
    return UnreadableInput(Message(text, {"file": path.name, "why": why.rstrip(".") + "."}))


def _read_with_gdal(path: Path) -> _Layer:
    address = _address(path)
    with warnings.catch_warnings(record=True) as remarks:
        warnings.simplefilter("always")
        try:
            name, several = _layer_name(address)
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
    return _Layer(source, geometry, columns, _crs_of(meta["crs"]), notes)


def _address(path: Path) -> str:
    """The address of the one geographic file in an archive, the path itself for any other file."""
    if path.suffix.casefold() != ".zip":
        return str(path)
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [name for name in archive.namelist() if not name.startswith("__MACOSX/")]
    except (zipfile.BadZipFile, OSError) as error:
        raise _unreadable(path, str(error)) from error
    found = [name for name in inside if re.search(r"\.(shp|gpkg|geojson|json)$", name, re.IGNORECASE)]
    if len(found) != 1:
        raise UnreadableInput(
            Message(
                N_("{file} must hold one Shapefile, GeoPackage or GeoJSON file; it holds {n}. Unpack it and give one."),
                {"file": path.name, "n": len(found)},
            )
        )
    return f"/vsizip/{path.resolve()}/{found[0]}"


def _layer_name(address: str) -> tuple[str, bool]:
    """The first layer with polygons (or the first of all), and whether there are several layers."""
    layers = pyogrio.list_layers(address)
    if len(layers) == 0:
        raise DataLayerError("no layer in the file")
    names = [str(name) for name, kind in layers if kind is not None and "Polygon" in str(kind)]
    return (names[0] if names else str(layers[0][0])), len(layers) > 1


def _crs_of(text: str | None) -> CRS | None:
    if not text:
        return None
    try:
        return CRS.from_user_input(text)
    except CRSError:
        return None


def _read_parquet(path: Path) -> _Layer:
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
    return _Layer(path.name, geometry, columns, known)


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


def _only_polygons(layer: _Layer) -> _Layer:
    keep = np.isin(shapely.get_type_id(layer.geometry), _POLYGONAL) & ~shapely.is_empty(layer.geometry)
    dropped = int((~keep).sum())
    if not keep.any():
        raise UnreadableInput(
            Message(N_("{file} holds no areas (polygons), only points, lines or nothing."), {"file": layer.source})
        )
    if not dropped:
        return layer
    note = Message(
        N_("{n} row of {file} has no polygon and is left out."),
        {"n": dropped, "file": layer.source},
        N_("{n} rows of {file} have no polygon and are left out."),
        dropped,
    )
    columns = {name: values[keep] for name, values in layer.columns.items()}
    return _Layer(layer.source, layer.geometry[keep], columns, layer.crs, (*layer.notes, note))


def _in_degrees(layer: _Layer, crs: str | None) -> tuple[NDArray[np.object_], tuple[Message, ...]]:
    west, south, east, north = shapely.total_bounds(layer.geometry)
    said = CRS.from_epsg(system(crs).epsg) if crs is not None else layer.crs
    metric = bool(max(abs(west), abs(east)) > 360 or max(abs(south), abs(north)) > 90)
    if said is None or (said.is_geographic and metric):
        raise UnreadableInput(_ask_for_crs(layer.source, np.array([south, north]), np.array([west, east])))
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
        raise UnreadableInput(_impossible(layer.source, said.name)) from error
    west, south, east, north = shapely.total_bounds(moved)
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise UnreadableInput(_impossible(layer.source, said.name))
    return moved, notes


def _impossible(source: str, name: str) -> Message:
    return Message(
        N_("The coordinates of {file} cannot be in {system}. Say which system they are in with --areas-crs EPSG:…"),
        {"file": source, "system": name},
    )


def _ask_for_crs(source: str, north: NDArray[np.float64], east: NDArray[np.float64]) -> Message:
    looks = detect(north, east)
    if looks.system is not None:
        return Message(
            N_(
                "{file} does not say which coordinate system it is in (a Shapefile says so in a .prj file). "
                "The numbers look like {system}: if so, add --areas-crs {code}."
            ),
            {"file": source, "system": looks.system.name, "code": looks.system.code},
        )
    if looks.candidates == LOCAL_ZONES:
        return Message(
            N_(
                "{file} does not say which coordinate system it is in. The numbers look like one of SWEREF 99’s local "
                "zones, and cannot tell which: add --areas-crs with its code, EPSG:3007 (12 00) to EPSG:3018 (23 15)."
            ),
            {"file": source},
        )
    return Message(
        N_("{file} does not say which coordinate system it is in. Add --areas-crs, such as EPSG:3006 (SWEREF 99 TM)."),
        {"file": source},
    )


def _valid(geometry: NDArray[np.object_]) -> tuple[NDArray[np.object_], tuple[Message, ...]]:
    broken = np.flatnonzero(~shapely.is_valid(geometry))
    if not broken.size:
        return geometry, ()
    geometry = geometry.copy()
    for row in broken:
        parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(geometry[row])))
        geometry[row] = shapely.union_all(parts[shapely.get_type_id(parts) == 3])
    n = len(broken)
    note = Message(
        N_("{n} area had an invalid border (it crosses itself) and was mended."),
        {"n": n},
        N_("{n} areas had invalid borders (they cross themselves) and were mended."),
        n,
    )
    return geometry, (note,)


def _assemble(
    layer: _Layer, geometry: NDArray[np.object_], found: attributes.Attributes, notes: tuple[Message, ...]
) -> Areas:
    columns = layer.columns
    numbers = [str(i + 1) for i in range(len(geometry))]
    codes = attributes.as_text(columns[found.code]) if found.code else numbers
    codes = [code or f"({number})" for code, number in zip(codes, numbers, strict=True)]
    names = attributes.as_text(columns[found.name]) if found.name else codes
    groups = attributes.as_text(columns[found.group]) if found.group else _swedish_groups(codes)
    people = attributes.as_numbers(columns[found.population]) if found.population else None
    rows: dict[str, list[int]] = {}
    for i, code in enumerate(codes):
        rows.setdefault(code, []).append(i)
    merged = len(codes) - len(rows)
    if merged:
        notes = (
            *notes,
            Message(
                N_("{n} row with a code that another row has was put together with it."),
                {"n": merged},
                N_("{n} rows with codes that other rows have were put together with them."),
                merged,
            ),
        )
    first = [members[0] for members in rows.values()]
    whole = np.empty(len(rows), object)
    whole[:] = [
        geometry[members[0]] if len(members) == 1 else shapely.union_all(geometry[members]) for members in rows.values()
    ]
    return Areas(
        codes=tuple(rows),
        names=tuple(names[i] or code for i, code in zip(first, rows, strict=True)),
        groups=tuple(groups[i] for i in first),
        population=None if people is None else np.array([_together(people[members]) for members in rows.values()]),
        population_source=f"{layer.source}: {found.population}" if found.population else "",
        geometry=whole,
        source=layer.source,
        notes=notes,
    )


def _together(people: NDArray[np.float64]) -> float:
    return float(people[0] if (people == people[0]).all() or len(people) == 1 else people.sum())


def _swedish_groups(codes: list[str]) -> list[str]:
    """Municipality of DeSO and RegSO codes, county of municipality codes; "" for codes of another kind."""
    if all(re.fullmatch(r"\d{4}(?:[ABC]\d{4}|R\d{3})(_.*)?", code) for code in codes):
        known = municipalities()
        by_code = dict(zip(known.codes, known.names, strict=True))
        return [by_code.get(code[:4], "") for code in codes]
    if all(re.fullmatch(r"\d{4}", code) and code[:2] in counties() for code in codes):
        return [counties()[code[:2]] for code in codes]
    return [""] * len(codes)
