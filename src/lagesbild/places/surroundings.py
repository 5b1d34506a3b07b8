"""What a position, a municipality and a map are surrounded by: areas in use, neighbours, the ground. Reads only."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
import shapely
import shapely.geometry
from numpy.typing import NDArray

from lagesbild.places.areas import Areas
from lagesbild.places.areas.neighbours import APART, Neighbour, in_metres, neighbours
from lagesbild.places.areas.register import municipalities
from lagesbild.places.grounds import KINDS
from lagesbild.places.models import Area, AreaSet, GroundMap, Municipality

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@lru_cache(maxsize=1)
def _register() -> NDArray[np.object_]:
    return in_metres(municipalities().geometry)


@lru_cache(maxsize=290)
def neighbours_of(row: int) -> tuple[Neighbour, ...]:
    """Neighbours of the municipality in `row` of `municipalities()`, computed from the borders."""
    return neighbours(_register(), row)


def areas_of(area_set: AreaSet) -> Areas:
    """The areas of a set as columns, in the order of their codes."""
    return _areas(area_set.pk)[1]


def numbers_of(area_set: AreaSet) -> Ints:
    """Number of each area of `areas_of`, in the same order."""
    return _areas(area_set.pk)[0]


@lru_cache(maxsize=256)
def _areas(area_set: int) -> tuple[Ints, Areas]:
    """A set never changes once it is written, so that what was read once may be kept. Read inside the walls."""
    row = AreaSet.objects.get(pk=area_set)
    found = list(Area.objects.filter(area_set=row).order_by("code"))
    population = np.array([np.nan if one.population is None else one.population for one in found])
    return np.array([one.pk for one in found], np.int64), Areas(
        codes=tuple(one.code for one in found),
        names=tuple(one.name for one in found),
        groups=tuple(one.group for one in found),
        population=None if np.isnan(population).all() else population,
        population_source=row.source,
        geometry=shapely.from_wkb([bytes(one.shape) for one in found]),
        source=str(row),
    )


def bordering(area: Area) -> list[int]:
    """Numbers of the areas of the same set that border on an area, or meet it in a corner."""
    numbers, areas = _areas(area.area_set_id)
    metres = in_metres(areas.geometry)
    near = shapely.dwithin(metres, metres[np.flatnonzero(numbers == area.pk)[0]], APART)
    return [int(number) for number in numbers[near] if number != area.pk]


def in_use() -> list[AreaSet]:
    """The sets in use, the one that pictures count in first."""
    return list(AreaSet.objects.filter(state=AreaSet.State.KEPT, current=True).order_by("-counted", "name", "pk"))


def counted_in() -> AreaSet | None:
    """The set that pictures count in."""
    return AreaSet.objects.filter(counted=True).first()


def locate(partnership: int, lon: Floats, lat: Floats) -> list[Ints]:
    """Numbers of the areas that hold each position: one column of shape (n,) per set in use, 0 where none does.

    A position on the border of two areas lies in the one whose code comes first; NaN lies in none.
    """
    columns = []
    for area_set in in_use():
        if area_set.partnership_id != partnership:
            continue
        numbers, areas = _areas(area_set.pk)
        found = areas.locate(lon, lat)
        columns.append(np.where(found >= 0, numbers[found], 0) if len(numbers) else np.zeros(len(lon), np.int64))
    return columns


def area_of(partnership: int, lon: float, lat: float) -> dict[int, int]:
    """Number of the area that holds one position, by the number of each set in use that has one for it."""
    sets = [one.pk for one in in_use() if one.partnership_id == partnership]
    columns = locate(partnership, np.array([lon]), np.array([lat]))
    return {pk: int(column[0]) for pk, column in zip(sets, columns, strict=True) if column[0]}


def codes(partnership: int) -> Mapping[int, str]:
    """Code of each area of the set that pictures count in, by its number."""
    area_set = AreaSet.objects.filter(partnership=partnership, counted=True).first()
    if area_set is None:
        return {}
    numbers, areas = _areas(area_set.pk)
    return dict(zip(numbers.tolist(), areas.codes, strict=True))


def ground() -> dict[str, Any] | None:
    """What is drawn under the maps of the partnership, bottom first, as GeoJSON."""
    kept = kept_ground()
    return unpacked_ground(kept) if kept else None


def kept_ground() -> tuple[bytes, ...]:
    """What `ground` is kept as: equal where it is, so that what was made of it can be told by it."""
    return tuple(bytes(row.features) for row in GroundMap.objects.order_by("pk"))


def unpacked_ground(kept: tuple[bytes, ...]) -> dict[str, Any]:
    """The GeoJSON of `kept_ground`."""
    features = [one for row in kept for one in json.loads(gzip.decompress(row))["features"]]
    if len(kept) > 1:
        features.sort(key=lambda one: KINDS.index(one["properties"]["kind"]))
    return {"type": "FeatureCollection", "features": features}


def is_somewhere() -> bool:
    """Whether it is known where the partnership is, so that a map has somewhere to begin."""
    return Municipality.objects.order_by().values("pk").union(GroundMap.objects.order_by().values("pk")).exists()


def map_ground() -> dict[str, Any]:
    """What a live map starts from: bounds, ground and names to write.

    Where there is no ground, the border of the municipality stands for it.
    """
    features = (ground() or {"features": []})["features"]
    where = Municipality.objects.first()
    if not features and where is not None:
        border = shapely.from_wkb(bytes(where.border))
        features = [_feature("area", where.name, shapely.simplify(border, 0.0005))]
        features += [_feature("label", where.name, shapely.point_on_surface(border))]
    drawn = [one for one in features if one["geometry"]["type"] != "Point"]
    named = [one for one in features if one["geometry"]["type"] == "Point" and one["properties"].get("name")]
    return {
        "bounds": _bounds([one["geometry"] for one in drawn], where),
        "ground": {"type": "FeatureCollection", "features": drawn},
        "names": {"type": "FeatureCollection", "features": named},
    }


_packed: OrderedDict[str, bytes] = OrderedDict()
_lock = Lock()
MOST_PACKED = 24
"""Grounds that are kept packed in a process."""


def ground_tag() -> str:
    """What changes when `map_ground` does, and not before."""
    said = hashlib.sha256()
    for digest in GroundMap.objects.order_by("pk").values_list("digest", flat=True):
        said.update(digest.encode())
    where = Municipality.objects.first()
    if where is not None:
        said.update(where.name.encode())
        said.update(bytes(where.border))
    return said.hexdigest()[:32]


def packed_ground() -> tuple[str, bytes]:
    """`map_ground` as JSON in gzip with its tag; packed once in a process."""
    tag = ground_tag()
    with _lock:
        kept = _packed.get(tag)
        if kept is not None:
            _packed.move_to_end(tag)
            return tag, kept
    text = json.dumps(map_ground(), ensure_ascii=False, separators=(",", ":")).encode()
    made = gzip.compress(text, 6, mtime=0)
    with _lock:
        _packed[tag] = made
        while len(_packed) > MOST_PACKED:
            _packed.popitem(last=False)
    return tag, made


SWEDEN = [[10.5, 55.2], [24.3, 69.2]]


def _bounds(shapes: list[dict[str, Any]], where: Municipality | None) -> list[list[float]]:
    if shapes:
        west, south, east, north = shapely.total_bounds([shapely.geometry.shape(one) for one in shapes]).tolist()
    elif where is not None:
        west, south, east, north = shapely.bounds(shapely.from_wkb(bytes(where.border))).tolist()
    else:
        return SWEDEN
    return [[west, south], [east, north]]


def _feature(kind: str, name: str, shape: shapely.Geometry) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"kind": kind, "name": name},
        "geometry": shapely.geometry.mapping(shapely.set_precision(shape, 1e-6)),
    }
