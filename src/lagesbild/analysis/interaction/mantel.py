"""Tests of space-time interaction that need no bands: Mantel's and Jacquez'."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.interaction.pairs import events
from lagesbild.analysis.replicas import Progress, generator, in_blocks
from lagesbild.analysis.result import Floats, Ints, Method, Result

MOST = 20_000
"""Incidents whose every pair is formed at most (row by row, never all in memory)."""
CELLS = 4_000_000
"""Pairs in memory at once."""
BLOCK = 16


@dataclass(frozen=True, slots=True)
class SpaceTimeTest(Result):
    """One statistic of space-time interaction.

    Parameters
    ----------
    statistic, expected : float
        Observed, and mean over the permutations.
    p, p_fewer, p_two_sided : float
        Probability by permutation of at least, and of at most, as large a statistic, and twice the smaller.
    floor : float
        Smallest p these permutations can give.
    n : int
        Incidents.
    method : Method
    """

    statistic: float
    expected: float
    p: float
    p_fewer: float
    p_two_sided: float
    floor: float
    n: int
    method: Method


@asked
def mantel(
    x: ArrayLike,
    y: ArrayLike,
    t: ArrayLike,
    *,
    space_constant: float = 1.0,
    space_power: float = -1.0,
    time_constant: float = 1.0,
    time_power: float = -1.0,
    permutations: int = 199,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> SpaceTimeTest:
    r"""Correlation of closeness in space with closeness in time over all pairs.

    Parameters
    ----------
    x, y : (n,) array_like of float
        Positions in metres.
    t : (n,) array_like of float or datetime64
        Times in days.
    space_constant, time_constant : float
        Added to each distance and lag before the power is taken, above 0 for a negative power.
    space_power, time_power : float
        -1, as Mantel proposed, makes near pairs weigh most.
    permutations, seed, executor, progress
        As `knox`.

    Returns
    -------
    SpaceTimeTest
        `statistic` is Pearson's r; NaN, with p 1, where all distances or all lags are alike.

    Raises
    ------
    ValueError
        If lengths differ, values are missing, there are fewer than 3 or more than 20,000 incidents, or a constant does
        not fit its power.

    Notes
    -----
    :math:`r` between :math:`(d_{ij}+c_d)^{a}` and :math:`(\tau_{ij}+c_\tau)^{b}` over :math:`i<j`. Time grows as the
    square of the incidents for each permutation.

    References
    ----------
    Mantel, N. (1967). The detection of disease clustering and a generalized regression approach. Cancer Research 27,
    209–220.
    """
    points, days = _some(x, y, t, least=3, permutations=permutations)
    for constant, power in ((space_constant, space_power), (time_constant, time_power)):
        if constant < 0 or (power < 0 and constant == 0) or abs(power) > 10:
            raise ValueError(
                "space_constant and time_constant must be at least 0, and above 0 where the power is negative; "
                "space_power and time_power from -10 to 10"
            )
    spread = partial(_mantel, points=points, space=(space_constant, space_power), time=(time_constant, time_power))
    parameters = {
        "space_constant": space_constant, "space_power": space_power, "time_constant": time_constant,
        "time_power": time_power, "permutations": permutations, "seed": seed,
    }  # fmt: skip
    method = Method(
        "Mantel test",
        parameters,
        ("One number for all distances: it does not say at which distance or lag.",
         "A population that grows at different speed in different places looks like interaction."),
        "Mantel 1967, Cancer Research 27:209",
        1,
    )  # fmt: skip
    return _judged(spread, days, method, executor, progress)


@asked
def jacquez(
    x: ArrayLike,
    y: ArrayLike,
    t: ArrayLike,
    *,
    neighbours: int = 3,
    permutations: int = 199,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> SpaceTimeTest:
    r"""Count how often one of the nearest in space is one of the nearest in time too.

    Parameters
    ----------
    x, y : (n,) array_like of float
        Positions in metres.
    t : (n,) array_like of float or datetime64
        Times in days.
    neighbours : int
        Nearest neighbours of each incident, k, in either.
    permutations, seed, executor, progress
        As `knox`.

    Returns
    -------
    SpaceTimeTest
        `statistic` is :math:`J_k = \sum_{i}\sum_j a^s_{ijk} a^t_{ijk}`.

    Raises
    ------
    ValueError
        If lengths differ, values are missing, or there are not more incidents than `neighbours`.

    Notes
    -----
    Neighbours are directed: j may be near i without i being near j. Among those equally near, the ones that come
    first in the order of place and time are taken, so that exactly k are counted and the order of the input does not
    matter.

    References
    ----------
    Jacquez, G. M. (1996). A k nearest neighbour test for space-time interaction. Statistics in Medicine 15,
    1935–1949.
    """
    if neighbours < 1:
        raise ValueError("neighbours must be at least 1")
    points, days = _some(x, y, t, least=neighbours + 1, permutations=permutations, most=10**7)
    spread = partial(_jacquez, near=_nearest(points, neighbours), k=neighbours)
    method = Method(
        "Jacquez' k nearest neighbours",
        {"neighbours": neighbours, "permutations": permutations, "seed": seed},
        ("Where many share a place or a time, which of them are nearest is decided by their order.",),
        "Jacquez 1996, Statistics in Medicine 15:1935",
        1,
    )
    return _judged(spread, days, method, executor, progress)


def _some(
    x: ArrayLike, y: ArrayLike, t: ArrayLike, *, least: int, permutations: int, most: int = MOST
) -> tuple[Floats, Floats]:
    points, days = events(x, y, t)
    if not least <= len(days) <= most:
        raise ValueError(f"from {least} to {most} incidents are needed; there are {len(days)}")
    if permutations < 1:
        raise ValueError("permutations must be at least 1")
    order = np.lexsort((days, points[:, 1], points[:, 0]))
    return points[order], days[order]


def _judged(
    spread: Callable[[Floats], Floats],
    days: Floats,
    method: Method,
    executor: Executor | None,
    progress: Progress | None,
) -> SpaceTimeTest:
    permutations, seed = int(method.parameters["permutations"]), int(method.parameters["seed"])
    observed = float(spread(days[None, :])[0])
    floor = 1 / (permutations + 1)
    if np.isnan(observed):
        return SpaceTimeTest(observed, np.nan, 1.0, 1.0, 1.0, floor, len(days), method)
    task = partial(_drawn, spread=spread, days=np.sort(days), seed=seed)
    drawn = np.concatenate(
        list(in_blocks(task, permutations, block=BLOCK, executor=executor, progress=progress))
    )  # fmt: skip
    # Sums in another order differ in the last digits: what ties is counted as a tie.
    slack = 1e-12 * max(1.0, abs(observed))
    p = float((np.sum(drawn >= observed - slack) + 1) * floor)
    fewer = float((np.sum(drawn <= observed + slack) + 1) * floor)
    return SpaceTimeTest(
        observed, float(drawn.mean()), p, fewer, min(1.0, 2 * min(p, fewer)), floor, len(days), method
    )  # fmt: skip


def _drawn(first: int, stop: int, *, spread: Callable[[Floats], Floats], days: Floats, seed: int) -> Floats:
    return spread(np.stack([generator(seed, k).permutation(days) for k in range(first, stop)]))


def _mantel(of: Floats, *, points: Floats, space: tuple[float, float], time: tuple[float, float]) -> Floats:
    """Correlations for each row of times; distances are formed once for all of them."""
    n = len(points)
    sums = np.zeros((len(of), 3))
    first = second = 0.0
    size = max(1, CELLS // n)
    # Sums around a value that occurs lose no digits where closeness varies little.
    ends = float(np.hypot(*(points[-1] - points[0]))), float(np.ptp(of[0]))
    middle = (ends[0] + space[0]) ** space[1], (ends[1] + time[0]) ** time[1]
    for begin in range(0, n, size):
        rows = np.arange(begin, min(begin + size, n))
        upper = np.arange(n)[None, :] > rows[:, None]
        off = points[rows, None, :] - points[None, :, :]
        near = (np.hypot(off[..., 0], off[..., 1])[upper] + space[0]) ** space[1] - middle[0]
        first += float(near.sum())
        second += float(near @ near)
        for k, days in enumerate(of):
            lag = (np.abs(days[rows, None] - days[None, :])[upper] + time[0]) ** time[1] - middle[1]
            sums[k] += lag.sum(), lag @ lag, near @ lag
    m = n * (n - 1) / 2
    covariance = sums[:, 2] - first * sums[:, 0] / m
    scale = (second - first**2 / m) * (sums[:, 1] - sums[:, 0] ** 2 / m)
    tiny = 1e-12 * second * np.maximum(sums[:, 1], 1e-300)
    return np.where(scale > tiny, covariance / np.sqrt(np.maximum(scale, 1e-300)), np.nan)


def _nearest(points: Floats, k: int) -> Ints:
    """The k nearest of each row, ties by index, (n, k)."""
    n = len(points)
    wanted = min(n, k + 1)
    while True:
        gap, near = scipy.spatial.cKDTree(points).query(points, k=wanted)
        gap, near = np.reshape(gap, (n, -1)), np.reshape(near, (n, -1))
        itself = near == np.arange(n)[:, None]
        gap = np.where(itself, np.inf, gap)
        order = np.lexsort((near, gap), axis=1)
        gap, near = np.take_along_axis(gap, order, 1), np.take_along_axis(near, order, 1)
        # More of the same distance as the last may lie beyond what was asked for.
        if wanted == n or not np.any(gap[:, k - 1] == np.where(np.isinf(gap), -1.0, gap).max(axis=1)):
            return near[:, :k].astype(np.int64)
        wanted = min(n, 2 * wanted)


def _jacquez(of: Floats, *, near: Ints, k: int) -> Floats:
    found = np.empty(len(of))
    for row, days in enumerate(of):
        late = _nearest_in_time(days, k)
        found[row] = (near[:, :, None] == late[:, None, :]).sum()
    return found


def _nearest_in_time(days: Floats, k: int) -> Ints:
    """As `_nearest` on the line: candidates lie within k places in the order of time, ties by index."""
    n = len(days)
    order = np.argsort(days, kind="stable")
    ordered = days[order]
    # A run of equal times longer than k could hide a lower index; widen to the longest run.
    runs = int(np.unique(ordered, return_counts=True)[1].max())
    width = min(n - 1, k + runs)
    steps = np.concatenate([np.arange(-width, 0), np.arange(1, width + 1)])
    at = np.arange(n)[:, None] + steps
    inside = (at >= 0) & (at < n)
    at = np.clip(at, 0, n - 1)
    gap = np.where(inside, np.abs(ordered[at] - ordered[:, None]), np.inf)
    name = order[at]
    best = np.lexsort((name, gap), axis=1)[:, :k]
    found = np.empty((n, k), dtype=np.int64)
    found[order] = np.take_along_axis(name, best, 1)
    return found
