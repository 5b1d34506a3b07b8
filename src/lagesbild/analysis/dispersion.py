"""How much more counts vary than chance alone would make them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.result import Floats, Method, Result, as_counts, as_floats, as_labels, check_share, one_for_each

NODES = 16
"""Points that stand for the distribution of a dispersion."""


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
    under, groups = (
        one_for_each(as_floats(exposure, "exposure"), "exposure", k.shape),
        one_for_each(as_labels(group, "group"), "group", k.shape),
    )
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


@asked
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
    if not isinstance(found, Dispersion):
        raise ValueError(f"found must be a Dispersion (`count_dispersion`), not {type(found).__name__}")
    if found.freedom < 1:
        raise ValueError("the dispersion was estimated from nothing")
    wider = scipy.stats.f.isf(alpha, 1, found.freedom) / scipy.stats.chi2.isf(alpha, 1)
    return float(found.value * max(1.0, wider))


def likely_dispersions(past: Floats, fitted: Floats, spent: int) -> Floats:
    r"""Equally likely values of each series' dispersion, shape (S, NODES), at least 1.

    Parameters
    ----------
    past, fitted : (S, n) float64
        Counts, and what a model makes of them.
    spent : int
        Coefficients of that model for each series.

    Notes
    -----
    The Pearson dispersions of all series are fitted by :math:`1 + a + b m` in the mean count, and each is drawn
    towards that line by an inverse gamma prior whose degrees of freedom come from how much the series scatter around
    it (Smyth 2004, Statistical Applications in Genetics and Molecular Biology 3(1)).
    """
    freedom = past.shape[1] - spent
    with np.errstate(invalid="ignore", divide="ignore"):
        own = ((past - fitted) ** 2 / fitted).sum(axis=1) / freedom
    known = np.isfinite(own)
    if not known.any():
        return np.ones((len(past), NODES))
    level = fitted.mean(axis=1)
    # By chance a series of few events also has little spread: levels are drawn together as far as they differ by
    # chance alone, lest such a series be given a small dispersion for its small count.
    overall = level.mean()
    scatter = np.average(own[known], weights=level[known]) * overall / past.shape[1]
    real = np.clip(1 - scatter / level.var(), 0.0, 1.0) if np.ptp(level) > 0 else 0.0
    smooth = overall + real * (level - overall)
    line = _line(own[known], level[known], smooth[known], smooth)
    prior = _prior_freedom(own[known] / line[known], freedom)
    own = np.where(known, own, line)
    centre = (freedom * own + prior * line) / (freedom + prior)
    middle = (np.arange(NODES) + 0.5) / NODES
    # Scaled inverse chi-square: the posterior of a variance given its estimate.
    total = freedom + prior
    factors = total / (2 * scipy.special.gammaincinv(total / 2, 1 - middle))
    return np.asarray(np.maximum(centre[:, None] * factors, 1.0))


def _line(own: Floats, weights: Floats, level: Floats, at: Floats) -> Floats:
    """Dispersion as a straight line in the level, 1 or more, fitted to all series; evaluated at the levels `at`."""
    # Weighing by level makes the average one of summed squares over summed means: dispersions of few events, which
    # are too small on average when counts are skewed, do not drag it down.
    average, centre = float(np.average(own, weights=weights)), float(np.average(level, weights=weights))
    if len(own) < 3 or np.ptp(level) < 1e-9:
        return np.full(len(at), max(1.0, average))
    off = level - centre
    slope = max(float(np.sum(weights * off * (own - average)) / np.sum(weights * off**2)), 0.0)
    start = max(average - slope * centre, 1.0)
    if start == 1.0:
        slope = max(float(np.sum(weights * level * (own - 1)) / np.sum(weights * level**2)), 0.0)
    return start + slope * at


def _prior_freedom(ratio: Floats, freedom: int) -> float:
    """Degrees of freedom of the prior, from how far own dispersions scatter around the common line.

    An estimate of chi-square kind with d degrees of freedom has variance 2/d; what exceeds it is real difference.
    """
    if len(ratio) < 8:
        return 4.0
    excess = float(np.var(ratio)) - 2 / freedom * float(np.mean(ratio)) ** 2
    return 200.0 if excess <= 0.01 else float(np.clip(4 + 2 / excess, 4.0, 200.0))
