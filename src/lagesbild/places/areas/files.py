"""Areas out of GeoJSON, GeoPackage, Shapefile and GeoParquet."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from lagesbild.errors import UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.places.areas import attributes
from lagesbild.places.areas.layers import Layer, in_degrees, read_layer
from lagesbild.places.areas.model import Areas
from lagesbild.places.areas.register import counties, municipalities

_POLYGONAL = (3, 6)
"""Shapely's numbers of the types polygon and multipolygon."""


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
    layer = _only_polygons(read_layer(path, polygons=True))
    geometry, notes = in_degrees(layer, crs)
    geometry, mended = _valid(geometry)
    found = attributes.conclude(layer.columns, code=code, name=name, group=group, population=population)
    return _assemble(layer, geometry, found, (*layer.notes, *notes, *mended))


def _only_polygons(layer: Layer) -> Layer:
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
    return Layer(layer.source, layer.geometry[keep], columns, layer.crs, (*layer.notes, note))


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
    layer: Layer, geometry: NDArray[np.object_], found: attributes.Attributes, notes: tuple[Message, ...]
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
        columns={
            role: column
            for role, column in (
                *(("code", found.code), ("name", found.name)),
                *(("group", found.group), ("population", found.population)),
            )
            if column
        },
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
