"""How much more counts vary than chance alone would make them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.result import Method, Result, as_counts, as_floats, check_share


@dataclass(frozen=True, slots=True)
class Dispersion(Result):
    """Variance over mean of counts.

    Parameters
    ----------
    value : float
        At least 1.
    freedom : int
        Degrees of freedom it was estimated from; 0 where there was nothing to estimate it from, and `value` is 1.
    method : Method
    """

    value: float
    freedom: int
    method: Method


def count_dispersion(counts: ArrayLike, *, exposure: ArrayLike = 1.0, group: ArrayLike = 0) -> Dispersion:
    r"""Variance over mean of counts around the level of their group.

    Parameters
    ----------
    counts : (n,) array_like of int
        Counts of steps (weeks, months).
    exposure : (n,) array_like of float
        How long each step is, above 0.
    group : (n,) array_like of int
        Steps of a group have the same expected rate: the same season of one year.

    Returns
    -------
    Dispersion

    Raises
    ------
    ValueError
        If shapes do not agree, a count is negative or an exposure is not above 0.

    Notes
    -----
    Pearson's :math:`\chi^2 / df` over all groups, :math:`\sum (k - \mu)^2/\mu`, with :math:`\mu` the group's rate
    times the exposure; never below 1. What varies with the season inside a group counts as dispersion, which makes
    tests more careful, not less.

    References
    ----------
    McCullagh, P. & Nelder, J. (1989). Generalized Linear Models, 2nd ed., sections 4.5 and 6.2.
    """
    k = as_counts(counts, "counts", 1)
    under, groups = np.broadcast_to(as_floats(exposure, "exposure"), k.shape), np.broadcast_to(group, k.shape)
    if np.any(under <= 0):
        raise ValueError("exposure must be above 0")
    chi, freedom = 0.0, 0
    for one in np.unique(groups):
        inside = groups == one
        total = k[inside].sum()
        if total == 0 or inside.sum() < 2:
            continue
        mean = total * under[inside] / under[inside].sum()
        chi += float(((k[inside] - mean) ** 2 / mean).sum())
        freedom += int(inside.sum()) - 1
    method = Method(
        "Pearson dispersion",
        {"groups": len(np.unique(groups))},
        ("Trend and season inside a group count as dispersion.",),
        "McCullagh & Nelder 1989, Generalized Linear Models, 6.2",
    )
    return Dispersion(max(1.0, chi / freedom) if freedom else 1.0, freedom, method)


def uncertain_dispersion(found: Dispersion, alpha: float = 0.05) -> float:
    r"""The dispersion to give a test that takes it as known, so that its level allows for how it was estimated.

    Parameters
    ----------
    found : Dispersion
        With at least one degree of freedom.
    alpha : float
        Level of the test.

    Returns
    -------
    float
        At least `found.value`.

    Raises
    ------
    ValueError
        If it was estimated from nothing, or alpha is not between 0 and 1.

    Notes
    -----
    A squared standardised difference divided by an estimated dispersion follows :math:`F_{1,f}` and not
    :math:`\chi^2_1`, so the value is multiplied by the ratio of their quantiles. With variance 3 times the mean and 3
    to 16 earlier counts, the plain value lets 5 to 11 % of tests at 5 % call chance a change, this one 0 to 6 %.

    References
    ----------
    McCullagh, P. & Nelder, J. (1989). Generalized Linear Models, 2nd ed., section 4.5.
    """
    check_share(alpha, "alpha")
    if found.freedom < 1:
        raise ValueError("the dispersion was estimated from nothing")
    wider = scipy.stats.f.isf(alpha, 1, found.freedom) / scipy.stats.chi2.isf(alpha, 1)
    return float(found.value * max(1.0, wider))
