"""Counts in hexagons: six neighbours that are all equally far away."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.result import MOST_COUNTED, Floats, Ints, Result, as_floats

TALL = sqrt(3.0)
"""Distance between every second row of centres, in widths."""
AROUND = ((2, 0), (1, 1), (1, -1))
"""Steps of column and row to half of the neighbours; the other half have this one as theirs."""


@dataclass(frozen=True, slots=True, eq=False)
class HexCounts(Result):
    """Hexagons that hold at least one incident, in order of row and column.

    Parameters
    ----------
    column, row : (k,) int64
        Centres lie at ``column * width / 2`` and ``row * width * sqrt(3) / 2``; both are odd or both even.
    count : (k,) int64
    width : float
        Between opposite sides.
    member : (n,) int64
        Index into the hexagons of each incident.
    """

    column: Ints
    row: Ints
    count: Ints
    width: float
    member: Ints

    @property
    def centres(self) -> tuple[Floats, Floats]:
        """Positions of the centres, x and y, each (k,)."""
        return self.column.astype(float) * (self.width / 2), self.row.astype(float) * (self.width * TALL / 2)

    def pairs(self) -> tuple[Ints, Ints]:
        """Neighbours among the hexagons, both ways: i and j as `pair_weights` takes them."""
        at = {key: k for k, key in enumerate(zip(self.column.tolist(), self.row.tolist(), strict=True))}
        found = [
            (k, beside)
            for (column, row), k in at.items()
            for across, up in AROUND
            if (beside := at.get((column + across, row + up))) is not None
        ]
        i, j = np.array(found, dtype=np.int64).reshape(-1, 2).T
        return np.concatenate([i, j]), np.concatenate([j, i])


@asked
def hex_counts(x: ArrayLike, y: ArrayLike, width: float) -> HexCounts:
    r"""Count incidents in hexagons, one of which has its centre at 0, 0 and two sides that run north.

    Parameters
    ----------
    x, y : (n,) array_like of float
        Positions in metres.
    width : float
        Between opposite sides, above 0; the area is :math:`\frac{\sqrt 3}{2}` times its square.

    Returns
    -------
    HexCounts

    Raises
    ------
    ValueError
        If lengths differ, values are missing, the width is not above 0 or a position lies too many widths away from 0.

    Notes
    -----
    The centres are those of two grids of rectangles, one in the middles of the other; a point belongs to the nearest
    of the two centres that it is near, which is the hexagon around it.

    References
    ----------
    Carr, D. B., Olsen, A. R. & White, D. (1992). Hexagon mosaic maps for display of univariate and bivariate
    geographical data. Cartography and Geographic Information Systems 19, 228–236.
    """
    xs, ys = as_floats(x, "x", 1), as_floats(y, "y", 1)
    if len(xs) != len(ys):
        raise ValueError("x and y must be equally long")
    if width <= 0:
        raise ValueError("width must be above 0")
    if len(xs) and max(np.abs(xs).max(), np.abs(ys).max()) >= MOST_COUNTED / 4 * width:
        raise ValueError("x and y must lie closer to 0; use a larger width")
    across, up = xs / width, ys / (width * TALL)
    whole = np.round(across), np.round(up)
    half = np.floor(across) + 0.5, np.floor(up) + 0.5
    apart = [(across - a) ** 2 + 3 * (up - b) ** 2 for a, b in (whole, half)]
    nearer = apart[0] <= apart[1]
    column, row = (
        np.round(2 * np.where(nearer, one, other)).astype(np.int64) for one, other in zip(whole, half, strict=True)
    )
    keys, member, count = np.unique(
        np.column_stack([row, column]), axis=0, return_inverse=True, return_counts=True
    )  # fmt: skip
    return HexCounts(
        keys[:, 1].copy(), keys[:, 0].copy(), count.astype(np.int64), float(width), member.ravel().astype(np.int64)
    )  # fmt: skip
