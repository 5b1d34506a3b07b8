"""Intervals of counts and rates, and comparisons of two counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.result import Floats, Method, Result, as_counts, as_floats, beside, check_share

MOST_OUTCOMES = 40_000_000
"""Pairs of counts that are summed over at most, some 22 bytes each."""


@dataclass(frozen=True, slots=True, eq=False)
class IntervalResult(Result):
    """Closed intervals, elementwise.

    Parameters
    ----------
    low, high : ndarray of float64
        Ends of the intervals, in the shape of the input.
    level : float
    method : Method
    """

    low: Floats
    high: Floats
    level: float
    method: Method


@dataclass(frozen=True, slots=True)
class TwoCounts(Result):
    """Two counts compared.

    Parameters
    ----------
    p : float
        Two-sided probability, under equal rates, of a difference at least as large.
    ratio : float
        Rate of the first over rate of the second; infinite when the second count is 0, NaN when both are.
    low, high : float
        Confidence limits of the ratio, NaN where the test gives none.
    method : Method
    """

    p: float
    ratio: float
    low: float
    high: float
    method: Method


@asked
def poisson_interval(counts: ArrayLike, level: float = 0.95) -> IntervalResult:
    r"""Exact confidence interval of the mean of a Poisson count.

    Parameters
    ----------
    counts : array_like of int
        Counts, any shape.
    level : float
        Coverage that is guaranteed.

    Returns
    -------
    IntervalResult

    Raises
    ------
    ValueError
        If a count is negative or not whole, or the level is not between 0 and 1.

    Notes
    -----
    With :math:`\alpha = 1 - level`: low :math:`\chi^2_{\alpha/2, 2k}/2` (0 for k = 0), high
    :math:`\chi^2_{1-\alpha/2, 2k+2}/2`.

    References
    ----------
    Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437–442.
    """
    k = as_counts(counts, "counts").astype(float)
    alpha = 1 - check_share(level, "level")
    low = np.where(k > 0, scipy.special.gammaincinv(np.maximum(k, 1), alpha / 2), 0.0)
    high = np.asarray(scipy.special.gammainccinv(k + 1, alpha / 2), dtype=np.float64)
    method = Method(
        "Garwood interval",
        {"level": level},
        ("The count itself is taken to be Poisson; events that come in bunches need a wider interval.",),
        "Garwood 1936, Biometrika 28:437",
    )
    return IntervalResult(np.asarray(low, dtype=np.float64), high, level, method)


@asked
def rate_interval(counts: ArrayLike, exposure: ArrayLike, level: float = 0.95, per: float = 1.0) -> IntervalResult:
    """Exact confidence interval of a rate.

    Parameters
    ----------
    counts : array_like of int
        Counts, at least 0.
    exposure : array_like of float
        What the counts are divided by (inhabitants, dwellings, days); above 0; broadcast against `counts`.
    level : float
        Coverage that is guaranteed.
    per : float
        Unit of the rate: 1000 gives per thousand.

    Returns
    -------
    IntervalResult

    Raises
    ------
    ValueError
        As `poisson_interval`, or if an exposure is not above 0.

    Notes
    -----
    `per` times the interval of `poisson_interval` over the exposure, which is taken as known.
    """
    under = as_floats(exposure, "exposure")
    if np.any(under <= 0):
        raise ValueError("exposure must be above 0")
    found = poisson_interval(counts, level)
    method = Method(
        "Garwood interval of a rate",
        {"level": level, "per": per},
        (*found.method.limits, "The exposure is taken to be known without error."),
        found.method.reference,
    )
    (low, under), (high, _) = (beside(end, under, "counts and exposure") for end in (found.low, found.high))
    return IntervalResult(low / under * per, high / under * per, level, method)


@asked
def predictive_interval(mean: ArrayLike, dispersion: ArrayLike = 1.0, level: float = 0.95) -> IntervalResult:
    r"""Interval for a new count whose mean is known.

    Parameters
    ----------
    mean : array_like of float
        Expected counts, at least 0.
    dispersion : array_like of float
        Variance over mean, broadcast against `mean`. 1 or less is taken as Poisson.
    level : float
        Share of new counts inside.

    Returns
    -------
    IntervalResult
        Whole numbers: at most (1 - level) / 2 of new counts fall below `low`, and as many above `high`.

    Raises
    ------
    ValueError
        If a mean is negative, or anything is not finite or too large.

    Notes
    -----
    Negative binomial with mean :math:`\mu` and variance :math:`\phi\mu`, that is size :math:`\mu/(\phi-1)`.
    """
    mu, phi = beside(as_floats(mean, "mean"), as_floats(dispersion, "dispersion"), "mean and dispersion")
    if np.any(mu < 0):
        raise ValueError("mean must not be negative")
    alpha = 1 - check_share(level, "level")
    low, high = (_count_quantile(np.atleast_1d(mu), np.atleast_1d(phi), p) for p in (alpha / 2, 1 - alpha / 2))
    method = Method(
        "negative binomial predictive interval",
        {"level": level},
        ("The mean and the dispersion are taken to be known.",),
        "McCullagh & Nelder 1989, Generalized Linear Models, ch. 6",
    )
    return IntervalResult(low.reshape(mu.shape), high.reshape(mu.shape), level, method)


def _count_quantile(mu: Floats, phi: Floats, p: float) -> Floats:
    found = np.zeros(mu.shape)
    some = mu > 1e-9
    plain = some & (phi <= 1 + 1e-9)
    over = some & ~plain
    found[plain] = scipy.stats.poisson.ppf(p, mu[plain])
    found[over] = scipy.stats.nbinom.ppf(p, mu[over] / (phi[over] - 1), 1 / phi[over])
    return found


def count_law(mean: float, dispersion: float) -> Any:
    """The distribution of a count with the mean: Poisson, or negative binomial with variance dispersion · mean."""
    if dispersion <= 1 + 1e-9:
        return scipy.stats.poisson(mean)
    return scipy.stats.nbinom(mean / (dispersion - 1), 1 / dispersion)


def _two_counts(k1: int, t1: float, k2: int, t2: float) -> float:
    as_counts(k1, "k1")
    as_counts(k2, "k2")
    if t1 <= 0 or t2 <= 0:
        raise ValueError("t1 and t2 must be above 0")
    if k1 + k2 == 0:
        raise ValueError("two counts of 0 cannot be compared")
    return np.inf if k2 == 0 else (k1 / t1) / (k2 / t2)


@asked
def e_test(k1: int, t1: float, k2: int, t2: float, *, dispersion: float = 1.0) -> TwoCounts:
    r"""Test that two counts come from equal rates, by the distribution of the standardised difference.

    Parameters
    ----------
    k1, k2 : int
        Counts.
    t1, t2 : float
        Their exposures (days, weeks), above 0.
    dispersion : float
        Variance over mean of such counts (`count_dispersion`). 1 or less is taken as Poisson.

    Returns
    -------
    TwoCounts
        Without limits of the ratio.

    Raises
    ------
    ValueError
        If both counts are 0, a count is negative, an exposure is not above 0, or there are too many outcomes to sum
        over (counts of some hundred thousand each).

    Notes
    -----
    :math:`T = |x_1/t_1 - x_2/t_2| \,/ \sqrt{\frac{x_1+x_2}{t_1+t_2}(1/t_1+1/t_2)}`; p is the probability that T is
    at least the one observed when both counts are Poisson with the pooled rate. The variance in T is the pooled one
    (score), which for equal exposures is that of the paper and for unequal ones keeps its level better. The sums
    run over all but 1e-13 of each count.

    With a dispersion :math:`\phi` above 1 both counts are negative binomial with variance :math:`\phi` times the mean;
    T needs no change, since :math:`\phi` divides it on both sides. That is ours, not the paper's.

    References
    ----------
    Krishnamoorthy, K. & Thomson, J. (2004). A more powerful test for comparing two Poisson means. Journal of
    Statistical Planning and Inference 119, 23–35.
    """
    ratio = _two_counts(k1, t1, k2, t2)
    means = np.array([t1, t2]) * (k1 + k2) / (t1 + t2)
    # about fifteen standard deviations of either, and what a small mean needs beside
    if float(np.prod(15 * np.sqrt(means * max(dispersion, 1.0)) + 30 * max(dispersion, 1.0))) > MOST_OUTCOMES:
        raise ValueError("k1, k2 or dispersion is too large to sum over all outcomes; use `conditional_binomial`")
    laws = [count_law(mean, dispersion) for mean in means]
    x1, x2 = (np.arange(law.ppf(1e-13), law.isf(1e-13) + 1) for law in laws)
    observed = abs(k1 / t1 - k2 / t2) / np.sqrt(k1 + k2)
    spread = np.sqrt(x1[:, None] + x2)
    # The tolerance lets outcomes that tie with the one observed count as equally unusual despite rounding.
    unusual = np.abs((x1 / t1)[:, None] - x2 / t2) >= observed * spread * (1 - 1e-12)
    unusual &= spread > 0
    p = laws[0].pmf(x1) @ unusual @ laws[1].pmf(x2)
    limits = (
        ("Both counts are taken to be Poisson.",)
        if dispersion <= 1
        else ("The dispersion is taken to be known and the same for both counts.",)
    )
    parameters = {"t1": t1, "t2": t2, "dispersion": max(dispersion, 1.0)}
    method = Method("e-test", parameters, limits, "Krishnamoorthy & Thomson 2004", 1)
    return TwoCounts(float(min(p, 1.0)), float(ratio), np.nan, np.nan, method)


@asked
def conditional_binomial(k1: int, t1: float, k2: int, t2: float, level: float = 0.95) -> TwoCounts:
    r"""Exact conditional comparison of two Poisson counts, with the interval of the ratio of their rates.

    Parameters
    ----------
    k1, k2 : int
        Counts.
    t1, t2 : float
        Their exposures, above 0.
    level : float
        Coverage of the interval.

    Returns
    -------
    TwoCounts

    Raises
    ------
    ValueError
        If both counts are 0, a count is negative or an exposure is not above 0.

    Notes
    -----
    Given :math:`n = k_1 + k_2`, :math:`k_1` is binomial with share :math:`t_1/(t_1+t_2)` under equal rates. p is
    twice the smaller tail; the limits are Clopper and Pearson's of the share, turned into ratios, and exclude 1
    exactly when p is below 1 - level.

    References
    ----------
    Przyborowski, J. & Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson series.
    Biometrika 31, 313–323.
    """
    ratio = _two_counts(k1, t1, k2, t2)
    alpha = 1 - check_share(level, "level")
    n, share = k1 + k2, t1 / (t1 + t2)
    p = min(1.0, 2 * min(scipy.stats.binom.cdf(k1, n, share), scipy.stats.binom.sf(k1 - 1, n, share)))
    low = 0.0 if k1 == 0 else scipy.stats.beta.ppf(alpha / 2, k1, k2 + 1)
    high = 1.0 if k2 == 0 else scipy.stats.beta.ppf(1 - alpha / 2, k1 + 1, k2)
    method = Method(
        "conditional binomial test",
        {"t1": t1, "t2": t2, "level": level},
        ("Both counts are taken to be Poisson.",),
        "Przyborowski & Wilenski 1940, Biometrika 31:313",
        1,
    )
    return TwoCounts(
        float(p),
        float(ratio),
        float(low / (1 - low) * t2 / t1),
        float(np.inf if high == 1 else high / (1 - high) * t2 / t1),
        method,
    )
