"""The most in any stretch of time: what chance gives of that, when nobody chose the stretch beforehand."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy

from lagesbild.analysis.asked import asked
from lagesbild.analysis.result import Ints

FEWEST = 3
"""Incidents in a stretch that the approximation is made for."""
MOST = 1_000_000


@asked
def scan_probability(most: int, *, window: float, length: float, rate: float) -> float:
    r"""Chance that some stretch of time, anywhere in a longer one, holds as many incidents or more.

    Parameters
    ----------
    most : int
        Incidents in the stretch that holds the most, 3 to a million.
    window : float
        How long the stretch is, in the unit of time of the rest.
    length : float
        How long time is watched, at least two stretches.
    rate : float
        Incidents a unit of time that are expected, above 0.

    Returns
    -------
    float
        0 to 1.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Notes
    -----
    Incidents one by one, as many at all times. With :math:`\psi` expected in a stretch and L stretches watched,
    :math:`1 - Q_2 (Q_3/Q_2)^{L-2}`, where :math:`Q_2` and :math:`Q_3` are the exact probabilities of fewer than `most`
    in any stretch that lies within two and within three. The chance for a stretch that was chosen beforehand is much
    smaller: six break-ins in the worst week of a year are no surprise where one a week is usual.

    References
    ----------
    Naus, J. I. (1982). Approximations for distributions of scan statistics. Journal of the American Statistical
    Association 77, 177–183.
    """
    if not FEWEST <= most <= MOST:
        raise ValueError(f"most must be {FEWEST} to {MOST:,}, not {most}")
    if window <= 0 or rate <= 0 or length < 2 * window:
        raise ValueError("window and rate must be above 0, and length at least two windows")
    n, mean, r = most, window * rate, np.arange(1, most, dtype=np.int64)

    def p(k: int | Ints) -> Any:
        return scipy.stats.poisson.pmf(k, mean)

    def f(k: int | Ints) -> Any:
        return scipy.stats.poisson.cdf(k, mean)

    two = f(n - 1) ** 2 - (n - 1) * p(n) * p(n - 2) - (n - 1 - mean) * p(n) * f(n - 3)
    three = (
        f(n - 1) ** 3
        - 2 * p(n) * f(n - 1) * ((n - 1) * f(n - 2) - mean * f(n - 3))
        + p(n) ** 2 / 2 * ((n - 1) * (n - 2) * f(n - 3) - 2 * (n - 2) * mean * f(n - 4) + mean**2 * f(n - 5))
        + np.sum(p(2 * n - r) * f(r - 1) ** 2)
        - np.sum(p(2 * n - r) * p(r) * ((r - 1) * f(r - 2) - mean * f(r - 3)))  # 0 for the first
    )
    if not two > 0:
        return 1.0
    return float(np.clip(1 - two * max(three / two, 0.0) ** (length / window - 2), 0.0, 1.0))
