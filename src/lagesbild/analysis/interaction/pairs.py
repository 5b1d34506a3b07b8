"""Pairs of incidents that are close to each other, without ever forming all pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from lagesbild.analysis.result import Floats, Ints, as_floats

Metric = Literal["euclidean", "manhattan"]
Closed = Literal["left", "right"]

MAX_PAIRS = 60_000_000
"""Pairs of close incidents that are held in memory: 5 bytes each, and a few more while they are found."""
STRIP = 2_000_000
"""Pairs that are looked for at a time."""
REACH_SLACK = 1 + 1e-12
"""A hair more than the reach, since a tree rounds distances otherwise than the bands do."""


def events(x: ArrayLike, y: ArrayLike, t: ArrayLike) -> tuple[Floats, Floats]:
    """Positions (n, 2) and times in days (n,)."""
    xs, ys = as_floats(x, "x", 1), as_floats(y, "y", 1)
    raw = np.asarray(t)
    if raw.dtype.kind == "M":
        if np.any(np.isnat(raw)):
            raise ValueError("t holds missing times")
        raw = (raw - raw.min()) / np.timedelta64(1, "D") if raw.size else np.zeros(0)
    days = as_floats(raw, "t", 1)
    if not len(xs) == len(ys) == len(days):
        raise ValueError("x, y and t must be equally long")
    return np.column_stack([xs, ys]), days


def rising(edges: Sequence[float], name: str) -> Floats:
    """Edges of bands as an array, checked."""
    found = as_floats(list(edges), name, 1)
    if len(found) < 2 or found[0] < 0 or np.any(np.diff(found) <= 0):
        raise ValueError(f"{name} must be at least two rising edges from 0 up")
    return found


def half_open(edges: Floats, closed: Closed) -> Floats:
    """Edges that make bands [a, b) of the same numbers, whichever edge belongs to a band."""
    if closed == "left":
        return edges
    if closed != "right":
        raise ValueError(f'closed must be "left" or "right", not {closed!r}')
    return np.concatenate([edges[:1], np.nextafter(edges[1:], np.inf)])


def band(values: Floats, edges: Floats) -> Ints:
    """Index of the band [a, b) of each value; -1 or len(edges) - 1 outside."""
    return np.searchsorted(edges, values, side="right") - 1


def apart(a: Floats, b: Floats, metric: Metric) -> Floats:
    """Distances between rows of `a` and of `b`."""
    off = np.abs(a - b)
    return np.hypot(off[:, 0], off[:, 1]) if metric == "euclidean" else off.sum(axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Each close pair once, listed at the first of the two.

    Parameters
    ----------
    starts : (n + 1,) int64
        Pairs of incident i are those from starts[i] up to starts[i + 1].
    other : (m,) int32
        The second incident, with a higher number than the first.
    band : (m,) uint8
        Band of distance.
    per_point : (n, bands) int64
        In how many pairs of each band an incident takes part.
    """

    starts: Ints
    other: NDArray[np.int32]
    band: NDArray[np.uint8]
    per_point: Ints

    def first(self) -> NDArray[np.int32]:
        """The first incident of each pair."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))


def close_pairs(points: Floats, edges: Floats, metric: Metric) -> Pairs:
    """Pairs of `points`, in rising order of x, that fall into a band of distance.

    Raises
    ------
    ValueError
        If there are more than are held, more bands than 255, or no such metric.
    """
    if metric not in ("euclidean", "manhattan"):
        raise ValueError(f'metric must be "euclidean" or "manhattan", not {metric!r}')
    bands = len(edges) - 1
    if bands > 255:
        raise ValueError("more than 255 bands of distance are not counted")
    n = len(points)
    per_point = np.zeros((n, bands), dtype=np.int64)
    starts = np.zeros(n + 1, dtype=np.int64)
    others, names = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.uint8)]
    for one, two in _strips(points, float(edges[-1]), metric):
        of = band(apart(points[one], points[two], metric), edges)
        inside = np.flatnonzero((of >= 0) & (of < bands))
        i, j, of = one[inside], two[inside], of[inside]
        cell = np.concatenate([i, j]) * bands + np.concatenate([of, of])
        per_point += np.bincount(cell, minlength=n * bands).reshape(n, bands)
        starts[1:] += np.bincount(i, minlength=n)
        others.append(j.astype(np.int32))
        names.append(of.astype(np.uint8))
    return Pairs(np.cumsum(starts), np.concatenate(others), np.concatenate(names), per_point)


def _strips(points: Floats, reach: float, metric: Metric) -> Iterator[tuple[Ints, Ints]]:
    """Pairs (i < j) within reach in rising order, strip by strip of incidents next to each other in x."""
    n = len(points)
    if n < 2:
        return
    power = 2.0 if metric == "euclidean" else 1.0
    slack = reach * REACH_SLACK
    tree = scipy.spatial.cKDTree(points)
    many = (int(tree.count_neighbors(tree, slack, p=power)) - n) // 2
    if many > MAX_PAIRS:
        raise ValueError(
            f"{many} pairs lie within {reach:g} of each other, more than {MAX_PAIRS}: "
            "use shorter distances, fewer incidents, or leave out dumping points"
        )
    xs = points[:, 0]
    size = max(1, int(n * STRIP / max(many, 1)))
    for first in range(0, n, size):
        stop = min(first + size, n)
        end = int(np.searchsorted(xs, xs[stop - 1] + slack, side="right"))
        here = scipy.spatial.cKDTree(points[first:stop])
        i, j = here.query_pairs(slack, p=power, output_type="ndarray").T
        if end > stop:
            ahead = scipy.spatial.cKDTree(points[stop:end])
            found = here.sparse_distance_matrix(ahead, slack, p=power, output_type="ndarray")
            i, j = np.concatenate([i, found["i"]]), np.concatenate([j, found["j"] + (stop - first)])
        # both in one number, which is sorted many times faster than two
        one_number = i * n + j
        one_number.sort()
        i, j = np.divmod(one_number, n)
        yield i + first, j + first


def linked_pairs(points: Floats, reach: float, metric: Metric) -> tuple[Ints, Ints]:
    """Each pair at most `reach` apart once."""
    order = np.argsort(points[:, 0], kind="stable")
    placed = points[order]
    found = [np.zeros((2, 0), dtype=np.int64)]
    for i, j in _strips(placed, reach, metric):
        near = apart(placed[i], placed[j], metric) <= reach
        found.append(np.stack([order[i[near]], order[j[near]]]))
    i, j = np.concatenate(found, axis=1)
    return np.minimum(i, j), np.maximum(i, j)


def near_in_time(days: Floats, edges: Floats) -> Ints:
    """How many others each incident has in each band of time, (n, bands), without forming pairs."""
    order = np.argsort(days, kind="stable")
    ordered = days[order]
    n, bands = len(days), len(edges) - 1
    below = np.empty((len(edges), n), dtype=np.int64)
    for e, edge in enumerate(edges):
        below[e] = _until(ordered, float(edge)) - np.arange(1, n + 1)
    later = np.diff(np.maximum(below, 0), axis=0)
    # Those earlier: each later one is counted once more at its own place, by differences over the runs.
    earlier = np.zeros((bands, n), dtype=np.int64)
    for b in range(bands):
        change = np.zeros(n + 1, dtype=np.int64)
        first = np.arange(1, n + 1) + np.maximum(below[b], 0)
        np.add.at(change, first, 1)
        np.add.at(change, first + later[b], -1)
        earlier[b] = np.cumsum(change)[:n]
    found = np.empty((n, bands), dtype=np.int64)
    found[order] = (later + earlier).T
    return found


def _until(ordered: Floats, edge: float) -> Ints:
    """For each time the first index whose lag is not below the edge.

    The lag is formed by subtraction, as in the pairs themselves, so that both see the same rounding.
    """
    at = np.searchsorted(ordered, ordered + edge, side="left")
    n = len(ordered)

    def inside(index: Ints) -> NDArray[np.bool_]:
        lag = ordered[np.clip(index, 0, max(n - 1, 0))] - ordered
        return np.asarray(lag < edge)

    # Rounding of the sum may have put the edge a value too far or too near.
    while np.any(more := (at < n) & inside(at)):
        at = at + more
    while np.any(less := (at > 0) & ~inside(at - 1)):
        at = at - less
    return at
