"""What may be shown: small counts that cannot be worked out again, and points that are not where they were."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.result import Bools, Floats, Ints, Method, Result, as_array, as_counts, as_floats

MOST_HIDDEN = 2_000
"""Hidden cells whose ranges are worked out at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Suppressed(Result):
    """A table with cells left out.

    Parameters
    ----------
    shown : ndarray of float64
        The table, NaN where a cell is left out.
    primary, secondary : ndarray of bool
        Cells left out because they are small, and those left out so that the small ones cannot be worked out.
    low, high : ndarray of float64
        What a reader of the table and its sums can know of each cell.
    method : Method
    """

    shown: Floats
    primary: Bools
    secondary: Bools
    low: Floats
    high: Floats
    method: Method


@asked
def suppress(counts: ArrayLike, *, minimum: int = 5, show_zeros: bool = False) -> Suppressed:
    r"""Leave out small counts, and as many others as it takes for nobody to work them out from the sums.

    Parameters
    ----------
    counts : (n,) or (R, C) array_like of int
        A row whose sum is published, or a table whose sums of rows and columns are.
    minimum : int
        Counts from 1 up to this are small; at least 2.
    show_zeros : bool
        Whether a count of 0 may be shown. If so a reader knows that what is left out is at least 1.

    Returns
    -------
    Suppressed

    Raises
    ------
    ValueError
        If counts are not counts, the table has more than two dimensions, or no choice protects it: then the sums
        must not be published.

    Notes
    -----
    From the sums of a table a hidden cell can be worked out exactly when its edge, between its row and its column, is
    a bridge of the graph of hidden cells (Gusfield); each bridge is closed to a ring by the cells with the smallest
    counts. After that the range that a reader can still know of each small cell is computed by linear programming,
    and cells are added until it is at least `minimum` - 1 wide.

    References
    ----------
    Gusfield, D. (1988). A graph theoretic approach to statistical data security. SIAM Journal on Computing 17,
    552–571.
    Hundepool, A. et al. (2012). Statistical Disclosure Control. Wiley, ch. 4.
    """
    k = as_counts(counts, "counts")
    if k.ndim not in (1, 2):
        raise ValueError("counts must be a row or a table")
    if minimum < 2:
        raise ValueError("minimum must be at least 2")
    table = np.atleast_2d(k)
    small = (table < minimum) & ((table > 0) if show_zeros else True)
    floor = 1 if show_zeros else 0
    hidden = _hide_row(table, small, minimum, floor) if k.ndim == 1 else _hide(table, small, minimum, floor)
    low, high = _ranges(table, hidden, floor, columns=k.ndim == 2)
    shown = np.where(hidden, np.nan, table.astype(float))
    method = Method(
        "cell suppression",
        {"minimum": minimum, "show_zeros": show_zeros},
        ("Protects this table alone: what another table tells of the same counts is not known here.",),
        "Gusfield 1988, SIAM Journal on Computing 17:552",
    )
    shape = k.shape
    return Suppressed(
        shown.reshape(shape), small.reshape(shape), (hidden & ~small).reshape(shape), low.reshape(shape),
        high.reshape(shape), method,
    )  # fmt: skip


def _hide_row(table: Ints, small: Bools, minimum: int, floor: int) -> Bools:
    hidden = small.copy()
    if not hidden.any():
        return hidden
    allowed = (table > 0) if floor else np.ones_like(hidden)
    while hidden.sum() < 2 or table[hidden].sum() - floor * hidden.sum() < minimum - 1:
        more = np.flatnonzero(~hidden & allowed)
        if not more.size:
            raise ValueError("so few and so small counts cannot be protected: do not publish their sum")
        hidden.flat[more[np.argmin(table.flat[more])]] = True
    return hidden


def _hide(table: Ints, small: Bools, minimum: int, floor: int) -> Bools:
    hidden = small.copy()
    while True:  # each round hides a cell more, or refuses
        bridges = _bridges(hidden)
        if bridges:
            hidden |= _ring(table, hidden, bridges[0], floor)
            continue
        low, high = _ranges(table, hidden, floor, columns=True)
        narrow = np.argwhere(small & (high - low < minimum - 1))
        if not len(narrow):
            return hidden
        row, column = (int(v) for v in narrow[0])
        hidden |= _ring(table, hidden, (row, column), floor, beside=True)


def _bridges(hidden: Bools) -> list[tuple[int, int]]:
    """Hidden cells that their row's and column's other hidden cells do not protect, by depth-first search."""
    rows, columns = hidden.shape
    near = [np.flatnonzero(hidden[r]) + rows for r in range(rows)]
    near += [np.flatnonzero(hidden[:, c]) for c in range(columns)]
    seen, lowest = np.full(rows + columns, -1), np.full(rows + columns, -1)
    found, clock = [], 0
    for root in range(rows + columns):
        if seen[root] >= 0 or not len(near[root]):
            continue
        seen[root] = lowest[root] = clock
        clock += 1
        stack = [(root, -1, iter(near[root].tolist()))]
        while stack:
            node, parent, left = stack[-1]
            other = next(left, None)
            if other is None:
                stack.pop()
                if parent >= 0:
                    lowest[parent] = min(lowest[parent], lowest[node])
                    if lowest[node] > seen[parent]:
                        found.append((min(node, parent), max(node, parent) - rows))
            elif seen[other] < 0:
                seen[other] = lowest[other] = clock
                clock += 1
                stack.append((other, node, iter(near[other].tolist())))
            elif other != parent:
                lowest[node] = min(lowest[node], seen[other])
    return sorted(found)


def _ring(table: Ints, hidden: Bools, cell: tuple[int, int], floor: int, *, beside: bool = False) -> Bools:
    """Cells to hide so that `cell` lies on a ring: the way round it with the smallest counts.

    `beside` asks for a further ring, of cells that are not hidden yet where there are any.
    """
    rows, columns = table.shape
    cost = np.where(hidden, 1e-9 if not beside else 1e6, table + 1.0)
    if floor:
        cost = np.where(~hidden & (table == 0), 0.0, cost)
    cost[cell] = 0.0
    at = np.argwhere(cost > 0)
    i, j = at[:, 0], at[:, 1] + rows
    graph = scipy.sparse.csr_array((cost[at[:, 0], at[:, 1]], (i, j)), shape=(rows + columns, rows + columns))
    _, before = scipy.sparse.csgraph.dijkstra(
        graph, directed=False, indices=np.array([cell[0]]), return_predecessors=True
    )
    more = np.zeros_like(hidden)
    node = cell[1] + rows
    while node != cell[0]:
        previous = int(before[0, node])
        if previous < 0:
            raise ValueError("so few and so small counts cannot be protected: do not publish their sums")
        more[min(node, previous), max(node, previous) - rows] = True
        node = previous
    if beside and not np.any(more & ~hidden):
        raise ValueError("so few and so small counts cannot be protected: do not publish their sums")
    return more


def _ranges(table: Ints, hidden: Bools, floor: int, *, columns: bool) -> tuple[Floats, Floats]:
    """Smallest and largest value of each cell that fits the sums."""
    low, high = table.astype(float), table.astype(float)
    at = np.argwhere(hidden)
    if not len(at):
        return low, high
    if len(at) > MOST_HIDDEN:
        raise ValueError(f"more than {MOST_HIDDEN} cells would be left out: use a coarser table")
    sides = [at[:, 0] == r for r in range(table.shape[0])]
    if columns:
        sides += [at[:, 1] == c for c in range(table.shape[1])]
    equal = np.array([side for side in sides if side.any()], dtype=float)
    sums = equal @ table[hidden]
    for n, cell in enumerate(map(tuple, at)):
        goal = np.zeros(len(at))
        for sign, into in ((1.0, low), (-1.0, high)):
            goal[n] = sign
            found = scipy.optimize.linprog(goal, A_eq=equal, b_eq=sums, bounds=(floor, None), method="highs")
            into[cell] = round(sign * float(found.fun or 0.0))
    return low, high


@asked
def donut_mask(
    x: ArrayLike, y: ArrayLike, *, inner: float, outer: float, key: bytes, place: ArrayLike | None = None
) -> tuple[Floats, Floats]:
    r"""Move each place to somewhere between two distances, always to the same spot.

    Parameters
    ----------
    x, y : (n,) array_like of float
        Positions in metres.
    inner, outer : float
        Smallest and largest distance it is moved, 0 < inner < outer.
    key : bytes
        Secret of at least 16 bytes; whoever has it can undo the masking.
    place : (n,) array_like of int or str, optional
        What names a place; by default its position to the decimetre. Rows of one place move together, so that neither
        their average nor a second publication gives the place away.

    Returns
    -------
    x, y : (n,) float64

    Raises
    ------
    ValueError
        If lengths differ, values are missing, distances do not fit or the key is too short.

    Notes
    -----
    The direction is uniform and the distance :math:`\sqrt{a^2 + u(b^2 - a^2)}`, so that every spot of the ring is as
    likely; both come from HMAC-SHA-256 of the place. Masking hides an address among those in the ring: where hardly
    anyone lives it hides nothing.

    References
    ----------
    Hampton, K. H. et al. (2010). Mapping health data: improved privacy protection with donut method geomasking.
    American Journal of Epidemiology 172, 1062–1069.
    """
    xs, ys = as_floats(x, "x", 1), as_floats(y, "y", 1)
    if len(xs) != len(ys):
        raise ValueError("x and y must be equally long")
    if not 0 < inner < outer:
        raise ValueError("inner must be above 0 and below outer")
    if not isinstance(key, bytes) or len(key) < 16:
        raise ValueError("the key must be at least 16 bytes")
    if place is None:
        named = np.char.add(np.char.mod("%.0f,", np.floor(xs * 10)), np.char.mod("%.0f", np.floor(ys * 10)))
    else:
        named = as_array(place, "place").astype(str)
    if named.shape != xs.shape:
        raise ValueError("place must name each position")
    names, back = np.unique(named, return_inverse=True)
    digests = b"".join(hmac.digest(key, name.encode(), sha256)[:16] for name in names.tolist())
    parts = np.frombuffer(digests, dtype=">u8").reshape(-1, 2) / 2.0**64
    angle = 2 * np.pi * parts[:, 0]
    distance = np.sqrt(inner**2 + parts[:, 1] * (outer**2 - inner**2))
    return xs + (distance * np.cos(angle))[back.ravel()], ys + (distance * np.sin(angle))[back.ravel()]
