"""Regression to the mean: a place that was chosen because its count was high will have a lower one anyway."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.intervals import predictive_interval
from lagesbild.analysis.result import Method, Result, as_counts, as_floats

FEW = 20
"""Comparable places below which nothing is said of what they have in common."""


@dataclass(frozen=True, slots=True)
class Shrunk(Result):
    """What a count tells of the mean behind it, beside places like it.

    Parameters
    ----------
    mean, sd : float
        Of the mean behind the count.
    weight : float
        Of the places like it, 0 to 1; the count has the rest.
    """

    mean: float
    sd: float
    weight: float


@asked
def empirical_bayes(count: int, expected: float, shape: float) -> Shrunk:
    r"""The mean behind a count, when such means are gamma-distributed around what is expected of places like it.

    Parameters
    ----------
    count : int
        Of the place, over the time before.
    expected : float
        The mean of places like it over the same time, above 0.
    shape : float
        Of the gamma distribution, above 0; infinite where all such places are alike.

    Returns
    -------
    Shrunk

    Raises
    ------
    ValueError
        If the count is negative or `expected` or `shape` is not above 0.

    Notes
    -----
    Weight :math:`w = 1/(1 + E/shape)`, mean :math:`wE + (1-w)k`, variance :math:`(1-w)` times the mean.

    References
    ----------
    Hauer, E., Harwood, D., Council, F. & Griffith, M. (2002). Estimating safety by the empirical Bayes method: a
    tutorial. Transportation Research Record 1784, 126–131.
    """
    k = int(as_counts([count], "count")[0])
    if expected <= 0 or shape <= 0:
        raise ValueError("expected and shape must be above 0")
    weight = 1.0 if np.isinf(shape) else 1 / (1 + expected / shape)
    mean = weight * expected + (1 - weight) * k
    return Shrunk(float(mean), float(np.sqrt((1 - weight) * mean)), float(weight))


@dataclass(frozen=True, slots=True)
class Regression(Result):
    """What to expect of a place next time, if nothing is done.

    Parameters
    ----------
    unadjusted : float
        Its own count, made as long as the time ahead.
    expected : float
        The same after regression to the mean.
    low, high : float
        Interval of the new count.
    level : float
    weight : float
        Of the comparable places, 0 to 1.
    places : int
        How many there were.
    enough : bool
        Whether they were enough (`FEW`) for it; if not, `expected` is `unadjusted` and the interval that of a count
        whose mean is known from the own count alone.
    method : Method
    """

    unadjusted: float
    expected: float
    low: float
    high: float
    level: float
    weight: float
    places: int
    enough: bool
    method: Method


@asked
def regression_to_the_mean(
    count: int,
    others: ArrayLike,
    exposure: float,
    *,
    dispersion: float = 1.0,
    level: float = 0.95,
) -> Regression:
    r"""The count to expect of a place next time if nothing is done, with its interval.

    Parameters
    ----------
    count : int
        Of the place, over the time before.
    others : (n,) array_like of int
        Counts of comparable places of the same size over the same time; the place itself may be among them.
    exposure : float
        Length of the time ahead over that of the time before, above 0.
    dispersion : float
        Variance over mean from one time to another (`count_dispersion`).
    level : float
        Share of new counts inside the interval.

    Returns
    -------
    Regression

    Raises
    ------
    ValueError
        If a count is negative, the exposure is not above 0 or the dispersion is no number.

    Notes
    -----
    The means behind the others' counts are taken to be gamma-distributed: with mean m and variance s² of the counts,
    the shape is :math:`m^2/(s^2-\phi m)`, infinite where the counts vary no more than chance makes them
    (Poisson-gamma, method of moments). The new count is negative binomial around `empirical_bayes` with the variance
    of its mean added to that of the count.

    References
    ----------
    Hauer, E. (1997). Observational Before–After Studies in Road Safety. Pergamon, ch. 11.
    """
    k = int(as_counts([count], "count")[0])
    counts = as_counts(others, "others", 1)
    ahead = float(as_floats(exposure, "exposure"))
    phi = max(1.0, float(as_floats(dispersion, "dispersion")))
    if ahead <= 0:
        raise ValueError("exposure must be above 0")
    m = float(counts.mean()) if len(counts) else 0.0
    enough = len(counts) >= FEW and m > 0
    if enough:
        between = float(counts.var(ddof=1)) - phi * m
        shape = m * m / between if between > 0 else np.inf
        # counts that bunch tell less of the mean behind them than Poisson ones
        weight = 1.0 if np.isinf(shape) else 1 / (1 + m / (phi * shape))
        mean = weight * m + (1 - weight) * k
        variance = (1 - weight) * mean * phi
    else:
        weight, mean = 0.0, float(k)
        variance = phi * max(k, 1)
    expected = mean * ahead
    # variance of the new count: its own and that of the mean, over the mean
    spread = phi + (variance * ahead / mean if mean > 0 else 0.0)
    found = predictive_interval(expected, spread, level)
    method = Method(
        "empirical Bayes, Poisson-gamma by moments",
        {"exposure": ahead, "dispersion": phi, "level": level, "places": len(counts)},
        (
            "The comparable places are taken to be exchangeable with this one but for their counts.",
            "A trend from before to after is not in it.",
        ),
        "Hauer 1997, Observational Before–After Studies in Road Safety, ch. 11",
    )
    return Regression(
        float(k * ahead), expected, float(found.low), float(found.high), level, weight, len(counts), enough, method
    )
