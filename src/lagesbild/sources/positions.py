"""Where: columns of text become WGS 84 positions, and every row says what is known of its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.i18n import Message
from lagesbild.sources.records import Conclusion, Labels


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Positions of n rows.

    Parameters
    ----------
    lon, lat : (n,) float64
        WGS 84 degrees; NaN unless `placement` is POINT or AREA_CENTRE.
    placement : (n,) uint8 of Placement
    conclusions : tuple of Conclusion
        Coordinate system, order of the two numbers, area centres.
    notes : tuple of Message
        What was mended (swapped points, lost signs) and what is far off, counted and with examples.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    placement: NDArray[np.uint8]
    conclusions: tuple[Conclusion, ...]
    notes: tuple[Message, ...]


def place(
    frame: pl.DataFrame,
    roles: Mapping[str, str],
    *,
    decimal: str = "",
    crs: str | None = None,
    area_centres: bool | None = None,
    groups: Labels | None = None,
) -> Placed:
    """Positions of the rows of `frame`, whose columns are text.

    Parameters
    ----------
    roles : mapping of role to column
        "lat" and "lon", "north" and "east", or "position" (both numbers, or a WKT point, in one column). Other
        roles are ignored; "municipality", "county" and "area" help to know centres of areas. Without any
        position column every row is MISSING.
    decimal : str
        "," or "." as concluded for the file, "" to conclude from the values.
    crs : str, optional
        ``"EPSG:3006"`` and its like; None lets the values tell.
    area_centres : bool, optional
        Whether positions are centres of areas; None lets repetition tell.
    groups : Labels, optional
        Who reported each row; a point is then judged far off against the points of its own group.

    Raises `InputError` for an unknown `crs` or one that the numbers cannot be in.
    """
    raise NotImplementedError
