"""Areas as polygons with codes, names and inhabitants, and which of them holds a point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from lagesbild.i18n import Message

_CHUNK = 100_000
"""Points held as geometries at a time, so that memory does not grow with their number."""


@dataclass(frozen=True, slots=True, eq=False)
class Areas:
    """Polygons that incidents are counted in, k of them.

    Parameters
    ----------
    codes, names : tuple of str
        Length k. `codes` are unique; `names` are what people read.
    groups : tuple of str
        The larger area each belongs to (a municipality), "" where none is known.
    population : (k,) float64 or None
        Inhabitants, NaN where unknown, with `population_source` saying of when and by whom.
    geometry : (k,) object
        Valid shapely (multi)polygons in WGS 84 degrees, longitude first.
    source : str
        File name or register the areas come from.
    notes : tuple of Message
        What was mended, merged or left out.
    columns : mapping
        Which attribute of the file was taken for ``code``, ``name``, ``group`` and ``population``.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    groups: tuple[str, ...]
    population: NDArray[np.float64] | None
    population_source: str
    geometry: NDArray[np.object_]
    source: str
    notes: tuple[Message, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.codes)

    def locate(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int32]:
        """Index of the area that holds each point, -1 where none does or the point is NaN.

        A point on a shared border goes to the area that comes first.
        """
        found = np.full(len(lon), -1, np.int32)
        given = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
        for start in range(0, len(given), _CHUNK):
            rows = given[start : start + _CHUNK]
            tree = shapely.STRtree(shapely.points(lon[rows], lat[rows]))
            area, point = tree.query(self.geometry, predicate="intersects")
            # The last write stands, so the order is turned round to let the first area win.
            found[rows[point[::-1]]] = area[::-1]
        return found

    def take(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> Areas:
        """Some of the areas, in the order of `rows`."""
        index = np.arange(len(self))[rows]
        return Areas(
            codes=tuple(self.codes[i] for i in index),
            names=tuple(self.names[i] for i in index),
            groups=tuple(self.groups[i] for i in index),
            population=None if self.population is None else self.population[index],
            population_source=self.population_source,
            geometry=self.geometry[index],
            source=self.source,
            notes=self.notes,
            columns=self.columns,
        )

    def neighbours(self) -> tuple[NDArray[np.intp], ...]:
        """For each area the indices of the areas it shares a border or a corner with, in ascending order."""
        tree = shapely.STRtree(self.geometry)
        area, other = tree.query(self.geometry, predicate="intersects")
        return tuple(np.sort(other[(area == i) & (other != i)]) for i in range(len(self)))
