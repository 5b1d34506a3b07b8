"""When in the year: whether there is a season at all, and which parts of the year have more or fewer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.result import Floats, Ints, Method, Result, TooFew, as_counts, as_floats, check_share

FEWEST_YEARS = 3
"""Years from which something can be said to come back."""
LEAST = 5.0
"""Incidents that each part of an even year has to be expected to hold, all years together."""
MONTHS = 12
FEWEST_TURNS = 50
"""Ways to turn the years against each other from which they are turned, not mixed."""


@dataclass(frozen=True, slots=True, eq=False)
class Seasonality(Result):
    """The P parts of the year, over whole years, against years without a season.

    Parameters
    ----------
    count : (P,) int64
        Incidents in each part, all years together.
    expected : (P,) float64
        What even years would have given: by the length of the part, and the trend.
    low, high : (P,) float64
        What even years give, two-sided, each part by itself; whole numbers.
    p : (P,) float64
        Probability that any part of even years lies as far off; corrected for all parts, and at least `p_season`.
    p_season : float
        Probability that the parts of even years differ as much, the farthest off by itself or all together.
    floor : float
        About the smallest p that can come out, by how many permutations there are and how many of them differ.
    years : int
        Whole years that are counted.
    left_out : int
        Oldest steps, which make no whole year.
    method : Method
    """

    count: Ints
    expected: Floats
    low: Floats
    high: Floats
    p: Floats
    p_season: float
    floor: float
    years: int
    left_out: int
    method: Method


@asked
def seasonality(
    counts: ArrayLike,
    *,
    period: int = 12,
    exposure: ArrayLike | None = None,
    level: float = 0.95,
    permutations: int = 999,
    seed: int = 0,
) -> Seasonality:
    r"""Compare the parts of the year with years that have no season.

    Parameters
    ----------
    counts : (n,) array_like of int
        Counts of one series, oldest first, of at least three years. The newest step is the last part of the year.
    period : int
        Steps in a year: 4, 12 or 52.
    exposure : (n,) array_like of float, optional
        How long each step is (days in the month), above 0. Even by default: then a February has too few in any
        large town, season or not.
    level : float
        Of the intervals.
    permutations : int
        At least 19.
    seed : int
        Of the permutations.

    Returns
    -------
    Seasonality

    Raises
    ------
    ValueError
        If there are less than three whole years, or an argument is out of range.
    TooFew
        If even years would give a part fewer than 5 incidents, all years together.

    Notes
    -----
    Each year keeps its number of incidents: :math:`\mu_{yp} \propto e_{yp}\exp(\beta t)`. :math:`P\beta` is the median
    of 0 and of the growth from each year to the next, :math:`\log n_{y+1} - \log n_y` by their lengths: a level that
    changes between two years is no growth within them. The residuals :math:`(y - \mu)/\sqrt{\mu}` of each year are
    turned by lot, the last following on the first, so that nothing is taken for granted of how much counts vary, nor
    of how much a step is like the one before. Where fewer than 50 such turns differ (:math:`P^{Y-1}`, as for three
    years of quarters), they are put in any order within the year, as if steps did not follow each other. A part lies
    :math:`z_p = (\sum_y y_{yp} - \sum_y \mu_{yp})/\sqrt{\sum_y \mu_{yp}}` off; `p` compares it with the largest
    :math:`|z|` of each permutation (Westfall & Young 1993). `p_season` is how often the rarer of two is as rare: the
    largest :math:`|z|`, and :math:`\sum_p z_p^2`. No `p` is below it, so that something is found as seldom as is said.

    References
    ----------
    Westfall, P. H. & Young, S. S. (1993). Resampling-Based Multiple Testing. Wiley, ch. 2.
    """
    y = as_counts(counts, "counts", 1)
    if period < 2 or permutations < 19:
        raise ValueError("period must be at least 2 steps, and permutations at least 19")
    years, left_out = divmod(len(y), period)
    if years < FEWEST_YEARS:
        raise ValueError(f"counts must hold at least {FEWEST_YEARS * period} steps, three years of {period}")
    length = np.ones(len(y)) if exposure is None else as_floats(exposure, "exposure", 1)
    if len(length) != len(y) or np.any(length <= 0):
        raise ValueError("exposure must be above 0, one for each step")
    by_year = y[left_out:].reshape(years, period)
    even = _even(by_year, length[left_out:].reshape(years, period))
    # what is as even as can be reckoned is even: differences of rounding are all there would be to compare
    even = np.where(np.isclose(even, by_year, rtol=1e-9, atol=0), by_year, even)
    expected = even.sum(axis=0)
    if expected.min() < LEAST:
        raise TooFew(f"{by_year.sum()} incidents are too few to compare {period} parts of the year")
    residuals = np.divide(by_year - even, np.sqrt(even), out=np.zeros(even.shape), where=even > 0)
    rng = np.random.default_rng(seed)
    every, turns = np.broadcast_to(residuals, (permutations, years, period)), float(period) ** (years - 1)
    if turns < FEWEST_TURNS:
        how, floor, mixed = "permutation within years", 0.0, rng.permuted(every, axis=2)
    else:
        ahead = np.arange(period) + rng.integers(0, period, (permutations, years, 1))
        how, floor, mixed = "turns of each year", 1 / turns, np.take_along_axis(every, ahead % period, axis=2)
    by_lot = np.einsum("ryp,yp->rp", mixed, np.sqrt(even))
    off, lots = (by_year.sum(axis=0) - expected) / np.sqrt(expected), by_lot / np.sqrt(expected)
    largest = np.abs(lots).max(axis=1)
    together = _either(np.r_[np.abs(off).max(), largest], np.r_[np.sum(off**2), np.sum(lots**2, axis=1)])
    alpha, as_long = 1 - check_share(level, "level"), exposure is None and period == MONTHS
    low, high = np.quantile(by_lot, [alpha / 2, 1 - alpha / 2], axis=0, method="inverted_cdf") + expected
    method = Method(
        "seasonality",
        {
            "period": period, "exposure": exposure is not None, "level": level, "permutations": permutations,
            "seed": seed,
        },
        (
            "A burst of incidents within one year can look like a season; three years hardly tell them apart.",
            "Breaks in coverage inside the years look like a season or hide one.",
            "Why a part of the year has more is not said.",
            *(("Months count as equally long: a February has too few of itself.",) if as_long else ()),
        ),
        f"{how}; Westfall & Young 1993",
        period,
    )  # fmt: skip
    return Seasonality(
        by_year.sum(axis=0), expected, np.maximum(np.round(low), 0.0), np.round(high),
        np.maximum(_rank(np.abs(off), largest), together), together,
        max(1 / (permutations + 1), floor), years, left_out, method,
    )  # fmt: skip


def _even(counts: Ints, exposure: Floats) -> Floats:
    """What each part would hold if its year had no season."""
    period = counts.shape[1]
    held, length = counts.sum(axis=1), exposure.sum(axis=1)
    told = (held[1:] > 0) & (held[:-1] > 0)
    levels = np.log(np.maximum(held, 1) / length)
    # that of most years: one that changes level at New Year is no growth within any
    slope = np.median(np.r_[0.0, np.diff(levels)[told]]) / period
    share = exposure * np.exp(slope * (np.arange(period) - (period - 1) / 2))
    return np.asarray(held[:, None] * share / share.sum(axis=1, keepdims=True))


def _rank(found: Floats, lots: Floats) -> Floats:
    """Share of the lots, with the data among them, that reach what was found."""
    reached = (lots[:, None] >= found * (1 - 1e-12)).sum(axis=0)
    return np.asarray((reached + 1) / (len(lots) + 1))


def _either(*figures: Floats) -> float:
    """Chance that the rarer of several figures is as rare as the first of each; the rest of each are lots."""
    # turns that are the same turn differ in the last digits
    rarest = np.min([scipy.stats.rankdata(-np.round(one, 9), "max") for one in figures], axis=0)
    return float(np.mean(rarest <= rarest[0]))
