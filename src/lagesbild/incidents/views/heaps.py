"""The marks of a map of incidents: few enough to be pressed, each leading to the list of just those."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.db.models import Count, FloatField, Sum

from lagesbild.incidents import grid, maps
from lagesbild.incidents.grid import Box
from lagesbild.incidents.models import Incident
from lagesbild.incidents.views.filters import Filter

DEEPEST = 24
"""Level of the finest squares that heaps are put together by."""
HAIR = 1e-9
"""Degrees: a tenth of a millimetre."""
LEAST = 24.0
"""Pixels from the middle of a heap to the edge of its square, at least: none lies upon another."""
MOST = 5_000
"""Incidents that are read one by one; where there are more, coarser squares are taken."""


@dataclass(frozen=True, slots=True)
class Heap:
    """A mark of the map. `id` is the number of the incident where it is a single one, else 0."""

    lon: float
    lat: float
    n: int
    id: int
    box: Box


def heaps(asked: Filter, view: Box, zoom: float) -> list[Heap]:
    """What of the filter lies in the view, put together by squares of 64 to 128 pixels.

    Squares that the view cuts are taken whole, so that a heap counts what its list holds.
    """
    level = max(0, min(int(zoom) + 3, DEEPEST if zoom >= maps.POINTS_FROM else grid.FINEST))
    box = _whole(view, level) if asked.box is None else _meet(_whole(view, level), asked.box)
    if box is None:
        return []
    if asked.only_counted and asked.box is None:
        wanted = maps.Wanted(box, zoom, asked.start, asked.end, asked.categories, asked.party)
        found = maps.marks(wanted)
        rows = list(zip(found.lon, found.lat, found.n, found.id, strict=True))
    else:
        rows, level = _read(asked, box, level)
    return _together(rows, level, asked.box, LEAST * 360.0 / (512 * 2.0**zoom))


Row = tuple[float, float, int, int]
"""Longitude and latitude of the middle, how many, and the number of a single one."""


def _read(asked: Filter, box: Box, level: int) -> tuple[list[Row], int]:
    """The incidents in a box, and the level that they can be told apart at."""
    rows = asked.apply().in_box(box).order_by()
    if level > grid.FINEST:
        single = list(rows.values_list("lon", "lat", "pk")[: MOST + 1])
        if len(single) <= MOST:
            return [(float(lon or 0), float(lat or 0), 1, pk) for lon, lat, pk in single], level
    counted = rows.values_list("cell").annotate(
        n=Count("pk"), east=Sum("lon", output_field=FloatField()), north=Sum("lat", output_field=FloatField())
    )
    return [(east / n, north / n, n, 0) for _, n, east, north in counted], min(level, grid.FINEST)


def _together(rows: Iterable[Row], level: int, within: Box | None, margin: float) -> list[Heap]:
    """Heaps by square; `margin` is how far from the edges of its square a heap of several stands, in degrees."""
    found = list(rows)
    if not found:
        return []
    x, y = grid.columns_rows(np.array([row[0] for row in found]), np.array([row[1] for row in found]), level)
    sums: dict[tuple[int, int], list[float]] = {}
    for column, line, (one_lon, one_lat, count, one) in zip(x.tolist(), y.tolist(), found, strict=True):
        held = sums.setdefault((line, column), [0, 0.0, 0.0, 0])
        held[3] = one if not held[0] and count == 1 else 0
        held[0] += count
        held[1] += count * one_lon
        held[2] += count * one_lat
    made = []
    for (line, column), (n, lon, lat, pk) in sorted(sums.items()):
        square = box_of(column, line, level)
        box = (_meet(square, within) if within else square) or square
        at = (lon / n, lat / n)
        if n > 1:
            # a single one stands where it happened, a heap stands for a square
            stretch = math.cos(math.radians(at[1]))
            at = (
                _inside(at[0], square.west, square.east, margin),
                _inside(at[1], square.south, square.north, margin * stretch),
            )
        made.append(Heap(round(at[0], 6), round(at[1], 6), int(n), int(pk), box))
    return made


def _inside(value: float, low: float, high: float, margin: float) -> float:
    keep = min(margin, (high - low) / 2)
    return min(max(value, low + keep), high - keep)


def box_of(column: int, row: int, level: int) -> Box:
    """The square of a level, a hair smaller, so that none of its edges lies in the next square."""
    n = 1 << level
    north, south = (math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * line / n)))) for line in (row, row + 1))
    west, east = (360.0 * line / n - 180.0 for line in (column, column + 1))
    return Box(west + HAIR, south + HAIR, east - HAIR, north - HAIR)


def _whole(view: Box, level: int) -> Box:
    first_x, last_x, first_y, last_y = view.squares(level)
    one, other = box_of(first_x, first_y, level), box_of(last_x, last_y, level)
    return Box(one.west, other.south, other.east, one.north)


def _meet(one: Box, other: Box) -> Box | None:
    west, east = max(one.west, other.west), min(one.east, other.east)
    south, north = max(one.south, other.south), min(one.north, other.north)
    return Box(west, south, east, north) if west <= east and south <= north else None


def named(found: list[Heap]) -> dict[int, Incident]:
    """The single incidents among heaps, by number."""
    return Incident.objects.select_related("category").in_bulk([heap.id for heap in found if heap.id])
