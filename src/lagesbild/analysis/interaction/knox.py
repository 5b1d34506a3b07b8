"""The Knox test: pairs close in space and time against what no link between the two would give."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.compiled import Engine, uses_numba
from lagesbild.analysis.interaction.pairs import Closed, Metric, close_pairs, events, half_open, near_in_time, rising
from lagesbild.analysis.interaction.tables import drawing, table
from lagesbild.analysis.replicas import Progress, in_blocks
from lagesbild.analysis.result import Floats, Ints, Method, Result

BLOCK = 37
"""Permutations at a time: few enough to be stopped soon, enough for the work to outweigh the handing over."""


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
        The Knox ratio: observed over expected, NaN where nothing is expected.
    p : (D, T) float64
        Probability, by permutation of the times, of at least as many pairs.
    floor : float
        Smallest p these permutations can give.
    in_distance, in_time : (D,) and (T,) int64
        Pairs in each band of one alone.
    total : int
        All pairs, n(n - 1)/2.
    method : Method
    p_fewer : (D, T) float64
        Probability of at most as many pairs.
    p_two_sided : (D, T) float64
        Twice the smaller of the two, at most 1.
    modified : (D, T) float64
        Observed less what each incident's own numbers of near ones lead to expect (Baker 2004).
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
    p_fewer: Floats
    p_two_sided: Floats
    modified: Floats


@asked
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
    engine: Engine = "auto",
    executor: Executor | None = None,
    progress: Progress | None = None,
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
    engine : {"auto", "numpy", "numba"}
        Who counts; the answer is the same.
    executor : concurrent.futures.Executor, optional
        Where the permutations are computed. With numba threads are enough.
    progress : callable, optional
        Called with the permutations done and all of them; what it raises stops the work.

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
    Each band has its own test; nothing is corrected here for the number of bands. Each permutation has random
    numbers of its own, and incidents are first put into an order of their own: neither the order of the input nor who
    computes changes anything. The modified statistic is :math:`\frac12\sum_i (x_i - s_i t_i/(n-1))`, where an
    incident has :math:`s_i` others in the band of distance, :math:`t_i` in that of time and :math:`x_i` in both.

    References
    ----------
    Knox, E. G. (1964). The detection of space-time interactions. Applied Statistics 13, 25–29.
    Besag, J. & Diggle, P. J. (1977). Simple Monte Carlo tests for spatial pattern. Applied Statistics 26, 327–333.
    Baker, R. D. (2004). Identifying space-time disease clusters. Acta Tropica 91, 291–299.
    """
    points, days = events(x, y, t)
    near, late = rising(distances, "distances"), rising(times, "times")
    if permutations < 1:
        raise ValueError("permutations must be at least 1")
    fast = uses_numba(engine)
    n = len(days)
    order = np.lexsort((days, points[:, 1], points[:, 0]))
    points, days = points[order], days[order]
    found = close_pairs(points, half_open(near, closed), metric)
    edges = half_open(late, closed)
    pairs = table(found, days, edges, fast=fast)
    task = drawing(found, np.sort(days), edges, seed=seed, fast=fast)
    sums, more, fewer = (np.zeros(pairs.shape, dtype=np.int64) for _ in range(3))
    for drawn in in_blocks(task, permutations, block=BLOCK, executor=executor, progress=progress):
        sums += drawn.sum(axis=0)
        more += (drawn >= pairs).sum(axis=0)
        fewer += (drawn <= pairs).sum(axis=0)
    total = n * (n - 1) // 2
    in_time = near_in_time(days, edges)
    in_distance = found.per_point.sum(axis=0) // 2
    expected = sums / permutations
    p, p_fewer = (more + 1) / (permutations + 1), (fewer + 1) / (permutations + 1)
    method = Method(
        "Knox test",
        {"permutations": permutations, "seed": seed, "metric": metric, "closed": closed},
        (
            "Places and times of the incidents themselves are kept; a place that is in use for only part of the time "
            "looks like repetition.",
            "Pairs closer than the error of the positions say nothing of distance.",
        ),
        "Knox 1964, Applied Statistics 13:25",
        int(pairs.size),
    )
    return KnoxResult(
        distances=tuple(near.tolist()),
        times=tuple(late.tolist()),
        pairs=pairs,
        expected=expected,
        product=np.outer(in_distance, in_time.sum(axis=0) // 2) / max(total, 1),
        ratio=np.divide(pairs, expected, out=np.full(pairs.shape, np.nan), where=expected > 0),
        p=p,
        floor=1 / (permutations + 1),
        in_distance=in_distance,
        in_time=in_time.sum(axis=0) // 2,
        total=total,
        method=method,
        p_fewer=p_fewer,
        p_two_sided=np.minimum(1.0, 2 * np.minimum(p, p_fewer)),
        modified=pairs - found.per_point.T.astype(float) @ in_time / (2 * max(n - 1, 1)),
    )
