"""What deviates: the newest count of each of many series against what its history leads to expect."""

from __future__ import annotations

from dataclasses import dataclass

from lagesbild.analysis.asked import asked
from lagesbild.analysis.multiple import benjamini_hochberg
from lagesbild.analysis.predictive import CountPredictive
from lagesbild.analysis.result import Bools, Floats, Ints, Method, Result, check_share


@dataclass(frozen=True, slots=True, eq=False)
class Deviations(Result):
    """One step of S series against its expectation.

    Parameters
    ----------
    count : (S,) int64
        The counts tested.
    expected : (S,) float64
        Expected count, NaN where nothing could be tested.
    low, high : (S,) float64
        Two-sided predictive interval for the count, whole numbers.
    upper : (S,) float64
        Alarm threshold of the rule asked for.
    p : (S,) float64
        Two-sided probability of a count as unusual by chance; NaN where nothing could be tested.
    q : (S,) float64
        The same corrected for all series tested (Benjamini and Hochberg).
    dispersion : (S,) float64
        Variance over mean that was used, at least 1.
    trend : (S,) bool
        Whether a trend over time is part of the expectation.
    alarm : (S,) bool
        Count above `upper` (and enough recent events, where the rule asks for it).
    used : (first, last) or None
        First and last step of the history that the expectation rests on.
    method : Method
    """

    count: Ints
    expected: Floats
    low: Floats
    high: Floats
    upper: Floats
    p: Floats
    q: Floats
    dispersion: Floats
    trend: Bools
    alarm: Bools
    used: tuple[int, int] | None
    method: Method


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A count against its predictive distribution: two-sided p and interval, each (S,)."""

    p: Floats
    low: Floats
    high: Floats


def judge(counts: Ints, predictive: CountPredictive, level: float) -> Judged:
    """Two-sided p of `counts` and the interval of `level` under `predictive`."""
    alpha = 1 - check_share(level, "level")
    return Judged(
        predictive.two_sided(counts.astype(float)),
        predictive.quantile(alpha / 2),
        predictive.quantile(1 - alpha / 2),
    )


def deviations(
    counts: Ints,
    expected: Floats,
    predictive: CountPredictive,
    *,
    level: float,
    dispersion: Floats,
    trend: Bools,
    used: tuple[int, int],
    method: Method,
) -> Deviations:
    """What deviates from the interval of `level`, whose upper end is the threshold of alarms too."""
    judged = judge(counts, predictive, level)
    return Deviations(
        counts,
        expected,
        judged.low,
        judged.high,
        judged.high,
        judged.p,
        benjamini_hochberg(judged.p),
        dispersion,
        trend,
        counts > judged.high,
        used,
        method,
    )


@asked
def alarms_per_year(tested: int, alpha: float, steps_per_year: float = 52.0) -> float:
    """False alarms to expect in a year of pure chance when every series is judged by itself.

    Parameters
    ----------
    tested : int
        Series tested at each step.
    alpha : float
        Chance of a false alarm per series and step.
    steps_per_year : float
        Steps judged in a year.

    Returns
    -------
    float
        An upper bound for counts, whose alarm rates lie below the nominal one.

    Raises
    ------
    ValueError
        If `tested` is negative, `alpha` not between 0 and 1, or `steps_per_year` not above 0.

    Notes
    -----
    `tested` × `alpha` × `steps_per_year`.
    """
    if tested < 0 or steps_per_year <= 0:
        raise ValueError("tested must be at least 0 and steps_per_year above 0")
    return tested * check_share(alpha, "alpha") * steps_per_year
