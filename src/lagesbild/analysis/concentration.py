"""How concentrated incidents are, and points that hold what a source could not place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.result import Floats, Ints, Method, Result, as_counts, as_floats

FULL_DRAWS = 20_000
"""Incidents up to which chance is drawn; above it the normal approximation is as good and far faster."""


@dataclass(frozen=True, slots=True)
class Gathering(Result):
    """Concentration of incidents in cells against even chance.

    Parameters
    ----------
    n, cells : int
        Incidents and cells.
    pairs, expected : float
        Pairs of incidents that share a cell, and how many even chance gives.
    ratio : float
        Pairs over expected (Morisita's index); 1 under even chance, NaN with fewer than two incidents.
    p : float
        Probability under even chance of at least as many pairs.
    gini : float
        Generalised Gini coefficient, which does not mistake few incidents for concentration.
    method : Method
    """

    n: int
    cells: int
    pairs: float
    expected: float
    ratio: float
    p: float
    gini: float
    method: Method


@dataclass(frozen=True, slots=True, eq=False)
class Lorenz(Result):
    """Cumulative shares of places and of incidents, fullest places first; both start at 0 and end at 1."""

    places: Floats
    incidents: Floats


@dataclass(frozen=True, slots=True)
class DumpingPoint(Result):
    """A point that holds far more incidents than any point near it.

    Parameters
    ----------
    x, y : float
    count : int
    share : float
        Share of all incidents.
    neighbour : int
        Largest count among the points nearest to it.
    z : float
        Standard deviations above the mean of the logarithm of counts per distinct point.
    """

    x: float
    y: float
    count: int
    share: float
    neighbour: int
    z: float


@dataclass(frozen=True, slots=True)
class DumpingPoints(Result):
    """Dumping points, fullest first."""

    points: tuple[DumpingPoint, ...]
    distinct: int
    method: Method


def _whole(counts: Ints, n_cells: int | None) -> int:
    cells = len(counts) if n_cells is None else n_cells
    if cells < np.count_nonzero(counts) or cells < 1:
        raise ValueError("n_cells must be at least 1 and at least the number of cells that hold something")
    return cells


@asked
def gini(counts: ArrayLike, n_cells: int | None = None, *, small_counts: bool = True) -> float:
    r"""Gini coefficient of incidents over places.

    Parameters
    ----------
    counts : (k,) array_like of int
        Incidents per place; empty places may be left out if `n_cells` is given.
    n_cells : int, optional
        All places.
    small_counts : bool
        The generalised coefficient, which is measured from the most even spread that so few incidents allow.

    Returns
    -------
    float
        0 for the most even spread; NaN without incidents.

    Raises
    ------
    ValueError
        If counts are negative or not whole, or there are fewer places than hold something.

    Notes
    -----
    For c incidents in n places with rising shares :math:`y_i`:
    :math:`G' = \max(1/c, 1/n)(2\sum_i i y_i - n - 1) - \max(n/c, 1) + 1`, and
    :math:`G = (2\sum_i i y_i - n - 1)/n`.

    References
    ----------
    Bernasco, W. & Steenbeek, W. (2017). More places than crimes: implications for evaluating the law of crime
    concentration at place. Journal of Quantitative Criminology 33, 451–467.
    """
    k = as_counts(counts, "counts", 1)
    n = _whole(k, n_cells)
    c = int(k.sum())
    if c == 0:
        return float("nan")
    filled = np.sort(k[k > 0]) / c
    rank = np.arange(n - len(filled) + 1, n + 1)
    spread = 2 * float(np.sum(rank * filled)) - n - 1
    if not small_counts:
        return spread / n
    return max(1 / c, 1 / n) * spread - max(n / c, 1.0) + 1


@asked
def lorenz(counts: ArrayLike, n_cells: int | None = None) -> Lorenz:
    """Lorenz curve with the fullest places first: which share of places holds which share of incidents.

    Parameters
    ----------
    counts : (k,) array_like of int
        Incidents per place.
    n_cells : int, optional
        All places, when empty ones are left out of `counts`.

    Returns
    -------
    Lorenz
        With a point for each filled place, and the end at (1, 1).

    Raises
    ------
    ValueError
        As `gini`, or if there is no incident.

    References
    ----------
    Lorenz, M. O. (1905). Methods of measuring the concentration of wealth. Publications of the American Statistical
    Association 9, 209–219.
    """
    k = as_counts(counts, "counts", 1)
    n = _whole(k, n_cells)
    filled = np.sort(k[k > 0])[::-1]
    if not filled.size:
        raise ValueError("there is no incident to share")
    places = np.arange(len(filled) + 1) / n
    incidents = np.concatenate([[0.0], np.cumsum(filled) / filled.sum()])
    if len(filled) < n:
        places, incidents = np.append(places, 1.0), np.append(incidents, 1.0)
    return Lorenz(places, incidents)


@asked
def gathering(counts: ArrayLike, n_cells: int, *, draws: int = 999, seed: int = 0) -> Gathering:
    r"""Ask whether incidents gather more than even chance would make them.

    Parameters
    ----------
    counts : (k,) array_like of int
        Incidents per cell; empty cells may be left out.
    n_cells : int
        All cells that could hold incidents.
    draws, seed : int
        Even spreads drawn, and the seed; not used above 20,000 incidents.

    Returns
    -------
    Gathering

    Raises
    ------
    ValueError
        If counts are negative or not whole, or there are fewer cells than hold something.

    Notes
    -----
    Under even chance the pairs in one cell have mean :math:`n(n-1)/2C` and variance :math:`n(n-1)(1-1/C)/2C`.

    References
    ----------
    Morisita, M. (1959). Measuring of the dispersion of individuals and analysis of the distributional patterns.
    Memoirs of the Faculty of Science, Kyushu University E 2, 215–235.
    """
    k = as_counts(counts, "counts", 1)
    cells = _whole(k, n_cells)
    if draws < 1:
        raise ValueError("draws must be at least 1")
    n = int(k.sum())
    pairs = float(np.sum(k * (k - 1)) / 2)
    expected = n * (n - 1) / 2 / cells
    if n < 2 or cells == 1:
        p = 1.0
    elif n <= FULL_DRAWS:
        rng = np.random.default_rng(seed)
        reached = sum(_pairs(rng.integers(cells, size=n)) >= pairs for _ in range(draws))
        p = (reached + 1) / (draws + 1)
    else:
        p = float(scipy.stats.norm.sf((pairs - expected) / np.sqrt(expected * (1 - 1 / cells))))
    method = Method(
        "pairs in one cell",
        {"draws": draws, "seed": seed},
        ("Even chance over all cells: where people live and move is not in it.",),
        "Morisita 1959; Bernasco & Steenbeek 2017 for the coefficient",
        1,
    )
    return Gathering(n, cells, pairs, expected, pairs / expected if expected else np.nan, p, gini(k, cells), method)


def _pairs(cells: Ints) -> int:
    counts = np.unique(cells, return_counts=True)[1]
    return int(np.sum(counts * (counts - 1)) // 2)


@asked
def dumping_points(
    x: ArrayLike, y: ArrayLike, *, smallest: int = 20, times_neighbour: float = 5.0, neighbours: int = 20
) -> DumpingPoints:
    r"""Find points where a source puts what it cannot place (a station, a centre of an area).

    Parameters
    ----------
    x, y : (n,) array_like of float
        Positions.
    smallest : int
        Points with fewer incidents are never called so.
    times_neighbour : float
        How many times the fullest of its nearest points a dumping point holds.
    neighbours : int
        Nearest distinct points to compare with.

    Returns
    -------
    DumpingPoints

    Raises
    ------
    ValueError
        If lengths differ or values are missing.

    Notes
    -----
    Besides, the logarithm of the count has to lie further above the mean of all distinct points than the largest of
    so many normal values would, :math:`\sqrt{2\ln m} + 1` standard deviations, all computed without the fullest one
    in a hundred. With fewer than 10 distinct points nothing is called a dumping point.
    """
    xs, ys = as_floats(x, "x", 1), as_floats(y, "y", 1)
    if len(xs) != len(ys):
        raise ValueError("x and y must be equally long")
    # as complex numbers they are in the same order as rows, and are sorted far sooner
    distinct, counts = np.unique(np.column_stack([xs, ys]).view(np.complex128).ravel(), return_counts=True)
    points = distinct.view(np.float64).reshape(-1, 2)
    m = len(points)
    method = Method(
        "dumping points",
        {"smallest": smallest, "times_neighbour": times_neighbour, "neighbours": neighbours},
        ("A real place that draws far more than all around it (a hospital, a mall) looks the same: look at it.",),
    )
    if m < 10:
        return DumpingPoints((), m, method)
    logs = np.log(counts)
    core = np.sort(logs)[: max(m - max(m // 100, 1), 2)]
    # Points that nearly all hold one incident have no spread of their own: a Poisson count around 1 has about 0.5.
    z = (logs - core.mean()) / max(core.std(), 0.5)
    possible = np.flatnonzero((counts >= smallest) & (z >= np.sqrt(2 * np.log(m)) + 1))
    k = min(neighbours, m - 1)
    found = []
    if possible.size:
        _, near = scipy.spatial.cKDTree(points).query(points[possible], k=k + 1)
        fullest = np.where(near == possible[:, None], 0, counts[near]).max(axis=1)
        found = [
            DumpingPoint(at[0], at[1], int(counts[i]), float(counts[i] / len(xs)), int(f), float(z[i]))
            for i, at, f in zip(possible, points[possible].tolist(), fullest, strict=True)
            if counts[i] >= times_neighbour * f
        ]
    found.sort(key=lambda point: (-point.count, point.x, point.y))
    return DumpingPoints(tuple(found), m, method)
