"""What an invented municipality consists of. All geometry is in SWEREF 99 TM metres."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon

from lagesbild.demo.towns.shapes import Kind, Shape

Area: TypeAlias = Any
"""A polygon or several; shapely has no types of its own."""
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class District:
    """An area with code and name; `kind` is None in the countryside, `police` numbers a local police area."""

    code: str
    name: str
    shape: Area
    people: int
    kind: Kind | None = None
    police: int = 0


@dataclass(frozen=True, slots=True)
class Street:
    """A street: its name and the parts of its centre line, in order."""

    name: str
    parts: tuple[LineString, ...]
    district: int
    """Number of the district it was laid out in, -1 for a road through the town or a street in a village."""
    road: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A named place: what it is called, what kind of place it is, and where."""

    name: str
    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Named:
    """A shape with a name, which may be empty."""

    name: str
    shape: shapely.Geometry


@dataclass(frozen=True, slots=True, eq=False)
class Addresses:
    """n addresses: point, the street's number in the town's list, and the number on the door."""

    xy: FloatArray
    street: NDArray[np.int32]
    number: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.xy)


@dataclass(frozen=True, eq=False)
class Town:
    """An invented municipality with its main town, villages and countryside."""

    shape: Shape
    seed: int
    middle: tuple[float, float]
    outline: Polygon
    """Border of the municipality."""
    built: Polygon
    """Outline of the main town."""
    neighbours: tuple[tuple[str, str, Polygon], ...]
    """Code, name and border of the municipalities beside it."""
    districts: tuple[District, ...]
    """Urban districts first, then the countryside; together the whole municipality."""
    earlier: tuple[District, ...]
    """The edition of areas before this one; empty where there has been only one."""
    water: tuple[Named, ...]
    green: tuple[Named, ...]
    blocks: tuple[Polygon, ...]
    houses: tuple[Polygon, ...]
    streets: tuple[Street, ...]
    highways: tuple[LineString, ...]
    """Roads through the countryside."""
    bridges: tuple[Named, ...]
    rail: LineString
    villages: tuple[Spot, ...]
    spots: tuple[Spot, ...]
    addresses: Addresses

    @cached_property
    def open_water(self) -> Area:
        """All water as one shape."""
        return shapely.union_all([one.shape for one in self.water])

    def address(self, i: int) -> str:
        """Street and number of an address."""
        return f"{self.streets[self.addresses.street[i]].name} {self.addresses.number[i]}"

    def spot(self, name: str) -> Spot:
        """The named place."""
        return next(one for one in self.spots if one.name == name)

    def district_of(self, xy: FloatArray) -> NDArray[np.int32]:
        """Number of the district that holds each of the (n, 2) points; -1 where none does."""
        found = np.full(len(xy), -1, np.int32)
        tree = shapely.STRtree(shapely.points(xy))
        area, point = tree.query([one.shape for one in self.districts], predicate="intersects")
        found[point[::-1]] = area[::-1]
        return found

    def nearest_address(self, xy: FloatArray) -> NDArray[np.intp]:
        """Number of the address nearest to each of the (n, 2) points."""
        return np.asarray(self._tree.nearest(shapely.points(xy)), np.intp)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(shapely.points(self.addresses.xy))


def at(spot: Spot) -> Point:
    """The spot as a point."""
    return Point(spot.x, spot.y)
