"""Does one thing bring the next: the Knox test, and chains of incidents close in space and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from lagesbild.analysis.result import Floats, Ints, Method, Result, as_floats

Metric = Literal["euclidean", "manhattan"]
Closed = Literal["left", "right"]

MAX_PAIRS = 40_000_000
"""Pairs of close incidents that are held in memory (about 16 bytes each)."""


@dataclass(frozen=True, slots=True, eq=False)
class KnoxResult(Result):
    """Pairs of incidents by band of distance (rows, D) and of time (columns, T).

    Parameters
    ----------
    distances, times : tuple of float
        Edges of the bands, D + 1 and T + 1 of them.
    pairs : (D, T) int64
        Pairs observed.
    expected : (D, T) float64
        Mean over the permutations.
    product : (D, T) float64
        Pairs in the distance band times pairs in the time band over all pairs.
    ratio : (D, T) float64
        Observed over expected, NaN where nothing is expected.
    p : (D, T) float64
        Probability, by permutation of the times, of at least as many pairs.
    floor : float
        Smallest p these permutations can give.
    in_distance, in_time : (D,) and (T,) int64
        Pairs in each band of one alone.
    total : int
        All pairs, n(n - 1)/2.
    method : Method
    """

    distances: tuple[float, ...]
    times: tuple[float, ...]
    pairs: Ints
    expected: Floats
    product: Floats
    ratio: Floats
    p: Floats
    floor: float
    in_distance: Ints
    in_time: Ints
    total: int
    method: Method


@dataclass(frozen=True, slots=True)
class LinkedChain(Result):
    """Incidents that hang together in space and time.

    Parameters
    ----------
    members : tuple of int
        Indexes of the incidents, in order of time.
    p : float
        Probability that chance alone, with the same places and the same times, gives a chain at least as
        surprising anywhere.
    """

    members: tuple[int, ...]
    p: float


@dataclass(frozen=True, slots=True)
class LinkedChains(Result):
    """Chains, longest first, and how they were looked for."""

    chains: tuple[LinkedChain, ...]
    tested: int
    floor: float
    method: Method


def _events(x: ArrayLike, y: ArrayLike, t: ArrayLike) -> tuple[Floats, Floats]:
    """Positions (n, 2) and times in days (n,)."""
    xs, ys = as_floats(x, "x", 1), as_floats(y, "y", 1)
    raw = np.asarray(t)
    if raw.dtype.kind == "M":
        if np.any(np.isnat(raw)):
            raise ValueError("t holds missing times")
        raw = (raw - raw.min() if raw.size else raw) / np.timedelta64(1, "D") if raw.size else np.zeros(0)
    days = as_floats(raw, "t", 1)
    if not len(xs) == len(ys) == len(days):
        raise ValueError("x, y and t must be equally long")
    return np.column_stack([xs, ys]), days


def _edges(edges: Sequence[float], name: str) -> Floats:
    found = as_floats(list(edges), name, 1)
    if len(found) < 2 or found[0] < 0 or np.any(np.diff(found) <= 0):
        raise ValueError(f"{name} must be at least two rising edges from 0 up")
    return found


def _close_pairs(points: Floats, reach: float, metric: Metric) -> tuple[Ints, Ints, Floats]:
    """Each pair at most `reach` apart once, with its distance computed from the coordinates."""
    power = 2.0 if metric == "euclidean" else 1.0
    tree = cKDTree(points)
    slack = reach * (1 + 1e-12)
    many = (int(tree.count_neighbors(tree, slack, p=power)) - len(points)) // 2
    if many > MAX_PAIRS:
        raise ValueError(
            f"{many} pairs lie within {reach:g} of each other, more than {MAX_PAIRS}: "
            "use shorter distances, fewer incidents, or leave out dumping points"
        )
    found = tree.query_pairs(slack, p=power, output_type="ndarray")
    i, j = found[:, 0], found[:, 1]
    apart = np.abs(points[i] - points[j])
    return i, j, np.hypot(apart[:, 0], apart[:, 1]) if metric == "euclidean" else apart.sum(axis=1)


def _band(values: Floats, edges: Floats, closed: Closed) -> Ints:
    """Index of the band of each value; -1 or len(edges) - 1 outside."""
    if closed == "left":
        return np.searchsorted(edges, values, side="right") - 1
    found = np.searchsorted(edges, values, side="left") - 1
    return np.where(values == edges[0], 0, found)


def _pairs_in_time(days: Floats, edges: Floats, closed: Closed) -> Ints:
    """Pairs in each band of time, without forming them."""
    ordered = np.sort(days)
    n = len(ordered)
    # Differences are formed as in the pairs themselves, so that both see the same rounding.
    below = np.empty(len(edges), dtype=np.int64)
    for e, edge in enumerate(edges):
        side: Literal["left", "right"] = "left" if closed == "left" or e == 0 else "right"
        reach = np.searchsorted(ordered, ordered + edge, side=side)
        below[e] = np.sum(np.maximum(reach - np.arange(1, n + 1), 0))
    return np.diff(below)


def knox(
    x: ArrayLike,
    y: ArrayLike,
    t: ArrayLike,
    *,
    distances: Sequence[float],
    times: Sequence[float],
    permutations: int = 199,
    seed: int = 0,
    metric: Metric = "euclidean",
    closed: Closed = "left",
) -> KnoxResult:
    r"""Count pairs of incidents close in space and time against what no link between the two would give.

    Parameters
    ----------
    x, y : (n,) array_like of float
        Positions in a projected system, metres.
    t : (n,) array_like of float or datetime64
        Times in days.
    distances, times : sequence of float
        Rising edges of the bands, in the unit of the positions and in days. (0, 1, 100, 200) makes three bands.
    permutations, seed : int
        Permutations of the times, and the seed they are drawn by.
    metric : {"euclidean", "manhattan"}
        How distance is measured.
    closed : {"left", "right"}
        Which edge belongs to a band: "left" makes [a, b); "right" makes (a, b], with the first edge included.

    Returns
    -------
    KnoxResult

    Raises
    ------
    ValueError
        If lengths differ, values are missing, edges do not rise, or so many pairs are close that they do not fit.

    Notes
    -----
    Pairs are counted exactly. With m permutations, of which g give at least the pairs observed, p = (g + 1)/(m + 1).
    Each band has its own test; nothing is corrected here for the number of bands.

    References
    ----------
    Knox, E. G. (1964). The detection of space-time interactions. Applied Statistics 13, 25–29.
    Besag, J. & Diggle, P. J. (1977). Simple Monte Carlo tests for spatial pattern. Applied Statistics 26, 327–333.
    """
    points, days = _events(x, y, t)
    near, late = _edges(distances, "distances"), _edges(times, "times")
    if permutations < 1:
        raise ValueError("permutations must be at least 1")
    n = len(days)
    shape = (len(near) - 1, len(late) - 1)
    i, j, apart = _close_pairs(points, near[-1], metric)
    band = _band(apart, near, closed)
    inside = (band >= 0) & (band < shape[0])
    i, j, band = i[inside], j[inside], band[inside]
    order = np.lexsort((j, i))
    i, j, band = i[order].astype(np.int32), j[order].astype(np.int32), band[order]

    def table(of: Floats) -> Ints:
        lag = _band(np.abs(of[i] - of[j]), late, closed)
        kept = (lag >= 0) & (lag < shape[1])
        return np.bincount(band[kept] * shape[1] + lag[kept], minlength=shape[0] * shape[1]).reshape(shape)

    pairs = table(days)
    total = n * (n - 1) // 2
    in_distance = np.bincount(band, minlength=shape[0])
    in_time = _pairs_in_time(days, late, closed)
    rng = np.random.default_rng(seed)
    sums = np.zeros(shape)
    reached = np.zeros(shape, dtype=np.int64)
    for _ in range(permutations):
        drawn = table(rng.permutation(days))
        sums += drawn
        reached += drawn >= pairs
    expected = sums / permutations
    ratio = np.divide(pairs, expected, out=np.full(shape, np.nan), where=expected > 0)
    method = Method(
        "Knox test",
        {"permutations": permutations, "seed": seed, "metric": metric, "closed": closed},
        (
            "Places and times of the incidents themselves are kept; a place that is in use for only part of the time "
            "looks like repetition.",
            "Pairs closer than the error of the positions say nothing of distance.",
        ),
        "Knox 1964, Applied Statistics 13:25",
        int(np.prod(shape)),
    )
    return KnoxResult(
        tuple(near.tolist()),
        tuple(late.tolist()),
        pairs,
        expected,
        np.outer(in_distance, in_time) / max(total, 1),
        ratio,
        (reached + 1) / (permutations + 1),
        1 / (permutations + 1),
        in_distance,
        in_time,
        total,
        method,
    )


def linked_chains(
    x: ArrayLike,
    y: ArrayLike,
    t: ArrayLike,
    *,
    metres: float,
    days: float,
    smallest: int = 3,
    permutations: int = 199,
    seed: int = 0,
) -> LinkedChains:
    r"""Find chains: incidents of which each is close in space and time to another of the chain.

    Parameters
    ----------
    x, y : (n,) array_like of float
        Positions in metres.
    t : (n,) array_like of float or datetime64
        Times in days.
    metres, days : float
        Two incidents are linked when both their distance and their lag are at most these.
    smallest : int
        Chains of fewer incidents are left out.
    permutations, seed : int
        Permutations of the times, and the seed they are drawn by.

    Returns
    -------
    LinkedChains

    Raises
    ------
    ValueError
        If lengths differ, values are missing, or an argument is out of range.

    Notes
    -----
    A long chain is no wonder at a busy place. The statistic of a chain of c incidents is therefore the log likelihood
    ratio of the space-time permutation scan, with the chain as the window: :math:`c \log(c / \mu) + (n - c) \log((n -
    c) / (n - \mu))` where :math:`\mu` is the number of incidents within `metres` of the chain times the number
    between its first and last, over n. p compares it with the largest of each permutation, so that it holds for all
    chains together.

    References
    ----------
    Kulldorff, M. et al. (2005). A space-time permutation scan statistic for disease outbreak detection. PLoS Medicine
    2(3), e59.
    """
    points, when = _events(x, y, t)
    if not (metres >= 0 and days >= 0 and smallest >= 2 and permutations >= 1):
        raise ValueError("metres and days must be at least 0, smallest at least 2, permutations at least 1")
    n = len(when)
    i, j, _ = _close_pairs(points, metres, "euclidean")
    own = np.arange(n)
    pairs = (np.concatenate([i, j, own]), np.concatenate([j, i, own]))
    near = csr_array((np.ones(len(pairs[0]), dtype=np.int32), pairs), shape=(n, n))
    ordered = np.sort(when)

    def judged(of: Floats) -> tuple[Ints, Ints, Floats]:
        """Chain of each incident (-1 for none), sizes of the chains and their statistics."""
        linked = np.abs(of[i] - of[j]) <= days
        a, b = i[linked], j[linked]
        graph = coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(n, n))
        label = connected_components(graph, directed=False)[1]
        size = np.bincount(label)
        kept = size >= smallest
        chain = np.where(kept, np.cumsum(kept) - 1, -1)[label]
        inside = np.flatnonzero(chain >= 0)
        size = size[kept].astype(np.int64)
        if not inside.size:
            return chain, size, np.zeros(0)
        k = len(size)
        member = csr_array((np.ones(len(inside), dtype=np.int32), (inside, chain[inside])), shape=(n, k))
        around = np.diff((near @ member).tocsc().indptr)
        first, last = np.full(k, np.inf), np.full(k, -np.inf)
        np.minimum.at(first, chain[inside], of[inside])
        np.maximum.at(last, chain[inside], of[inside])
        during = np.searchsorted(ordered, last, side="right") - np.searchsorted(ordered, first, side="left")
        return chain, size, _scan_ratio(size.astype(float), around * during / n, float(n))

    found, sizes, ratio = judged(when) if n else (np.zeros(0, dtype=np.int64), np.zeros(0, np.int64), np.zeros(0))
    rng = np.random.default_rng(seed)
    largest = np.zeros(permutations)
    if len(sizes):
        for k in range(permutations):
            largest[k] = judged(rng.permutation(when))[2].max(initial=0.0)
    order = np.argsort(when, kind="stable")
    chains = [
        LinkedChain(
            tuple(order[found[order] == c].tolist()), float((np.sum(largest >= ratio[c]) + 1) / (permutations + 1))
        )
        for c in range(len(sizes))
    ]
    chains.sort(key=lambda chain: (chain.p, -len(chain.members), when[chain.members[0]]))
    method = Method(
        "linked chains",
        {"metres": metres, "days": days, "smallest": smallest, "permutations": permutations, "seed": seed},
        ("Closeness says nothing of who did it; a busy place makes long chains by itself.",),
        "connected components, judged by the ratio of Kulldorff et al. 2005",
        len(chains),
    )
    return LinkedChains(tuple(chains), n, 1 / (permutations + 1), method)


def _scan_ratio(count: Floats, expected: Floats, n: float) -> Floats:
    """Log likelihood ratio of a window that holds more than expected; 0 where it does not."""
    inside = special.xlogy(count, count / np.maximum(expected, 1e-12))
    outside = special.xlogy(n - count, (n - count) / np.maximum(n - expected, 1e-12))
    return np.asarray(np.where(count > expected, inside + outside, 0.0))
