"""A series taken apart into what comes back every year, what goes slowly, and the rest."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.result import Floats, Method, Result, as_floats

ROBUST = 15
"""Rounds in which what lies far out is given less weight."""
FEWEST_YEARS = 2
NEAR, FAR = 0.001, 0.999
"""Shares of the reach within which a neighbour counts whole, and beyond which it does not count."""


@dataclass(frozen=True, slots=True, eq=False)
class SeasonalTrend(Result):
    """A series as the sum of three.

    Parameters
    ----------
    values : (n,) float64
        The series, oldest first.
    seasonal, trend, remainder : (n,) float64
        What comes back every year, what goes slowly, and what is left: their sum is the series.
    weights : (n,) float64
        How much each step counted in the last round, 0 to 1; 1 unless robust.
    method : Method
    """

    values: Floats
    seasonal: Floats
    trend: Floats
    remainder: Floats
    weights: Floats
    method: Method


@asked
def stl(values: ArrayLike, *, period: int, robust: bool = True) -> SeasonalTrend:
    r"""Seasonal-trend decomposition by local regression, with a season that is the same every year.

    Parameters
    ----------
    values : (n,) array_like of float
        One series, oldest first, of at least two years.
    period : int
        Steps in a year, at least 2.
    robust : bool
        Whether what lies far out counts for less.

    Returns
    -------
    SeasonalTrend

    Raises
    ------
    ValueError
        If the series is shorter than two years or holds what is not a number, or `period` is below 2.

    Notes
    -----
    The season is the mean of each part of the year, the trend a line fitted locally over the nearest
    :math:`\lceil 1.5 P/(1 - 1.5/(10 n + 1))\rceil` steps (made odd) with tricube weights, found in turns; `robust`
    repeats them 15 times with bisquare weights of six times the median residual. As by R's ``stl`` with
    ``s.window="periodic"``, one fit in every ten of a window and straight lines between them included.

    References
    ----------
    Cleveland, R. B., Cleveland, W. S., McRae, J. E. & Terpenning, I. (1990). STL: a seasonal-trend decomposition
    procedure based on loess. Journal of Official Statistics 6, 3–73.
    """
    y = as_floats(values, "values", 1)
    n = len(y)
    if period < 2:
        raise ValueError(f"period must be at least 2 steps, not {period}")
    if n < FEWEST_YEARS * period:
        raise ValueError(f"values must hold at least {FEWEST_YEARS * period} steps, two years of {period}, not {n}")
    reach = _odd(ceil(1.5 * period / (1 - 1.5 / (10 * n + 1))))
    season, trend, weights = np.zeros(n), np.zeros(n), np.ones(n)
    for turn in range(ROBUST + 1 if robust else 2):
        season = _season(y - trend, period, weights)
        trend = _smooth(y - season, reach, weights)
        if robust and turn < ROBUST:
            weights = _bisquare(y - season - trend)
    part = np.arange(n) % period
    season = (np.bincount(part, season, period) / np.bincount(part, minlength=period))[part]
    method = Method(
        "stl",
        {"period": period, "robust": robust},
        (
            "It describes: nothing is tested, and a season comes out of pure chance too.",
            "A season that changes from year to year ends up in the remainder.",
        ),
        "Cleveland et al. 1990, Journal of Official Statistics 6:3",
    )
    return SeasonalTrend(y, season, trend, y - season - trend, weights, method)


def _odd(length: int) -> int:
    return length + 1 - length % 2


def _season(values: Floats, period: int, weights: Floats) -> Floats:
    """The mean of each part of the year, less what is left of the trend in them."""
    n = len(values)
    part = np.arange(n) % period
    means = np.bincount(part, weights * values, period) / np.maximum(np.bincount(part, weights, period), 1e-300)
    # one year more at either end, so that the moving means end where the series does
    cycle = means[np.arange(-period, n + period) % period]
    for length in (period, period, 3):
        cycle = np.convolve(cycle, np.full(length, 1 / length), mode="valid")
    return np.asarray(means[part] - _smooth(cycle, _odd(period), np.ones(n)))


def _smooth(values: Floats, window: int, weights: Floats) -> Floats:
    """Lines fitted locally over `window` steps, at every tenth of it and the last, straight between them."""
    n = len(values)
    at = np.unique(np.r_[np.arange(0, n, ceil(window / 10)), n - 1])
    return np.interp(np.arange(n), at, [_fitted(values, int(k), window, weights) for k in at])


def _fitted(values: Floats, at: int, window: int, weights: Floats) -> float:
    n = len(values)
    first = min(max(at - window // 2, 0), max(n - window, 0))
    near = np.arange(first, min(first + window, n))
    far = max(at - near[0], near[-1] - at) + max(window - n, 0) // 2
    away = np.abs(near - at)
    share = np.where(away <= NEAR * far, 1.0, np.where(away <= FAR * far, (1 - (away / far) ** 3) ** 3, 0.0))
    share *= weights[near]
    if not share.sum() > 0:
        return float(values[at])
    share /= share.sum()
    middle = share @ near
    spread = share @ (near - middle) ** 2
    if np.sqrt(spread) > NEAR * (n - 1):
        share = share * (1 + (at - middle) / spread * (near - middle))
    return float(share @ values[near])


def _bisquare(remainder: Floats) -> Floats:
    away = np.abs(remainder)
    far = 6 * np.median(away)
    between = (away > NEAR * far) & (away <= FAR * far)
    share = np.divide(away, far, out=(away > NEAR * far).astype(float), where=between)
    return np.asarray((1 - share**2) ** 2)
