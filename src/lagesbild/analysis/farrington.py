"""The flexible Farrington algorithm, for all series at once."""

from __future__ import annotations

from typing import Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.deviations import Deviations, judge
from lagesbild.analysis.multiple import benjamini_hochberg
from lagesbild.analysis.poisson_glm import PoissonFit, by_value, fit_poisson
from lagesbild.analysis.predictive import CountPredictive
from lagesbild.analysis.result import Bools, Floats, Ints, Method, as_counts, as_floats, check_share

MAX_ERROR = 1.0
"""Standard error on the log scale above which a fitted expectation says nothing."""
BLOCK = 256
"""Series that are fitted at a time."""
Threshold = Literal["nbPlugin", "delta", "muan", "original"]
ErrorDispersion = Literal["pearson", "working"]


@asked
def farrington_flexible(
    counts: ArrayLike,
    *,
    current: int | None = None,
    period: int = 52,
    years_back: int = 5,
    half_width: int = 3,
    reweight: bool = True,
    weights_threshold: float = 2.58,
    past_weeks_excluded: int = 26,
    periods: int = 10,
    threshold: Threshold = "nbPlugin",
    trend: bool = True,
    trend_p: float = 1.0,
    alpha: float = 0.025,
    level: float = 0.95,
    recent: tuple[int, int] = (5, 4),
    minimum: int = 10,
    exposure: ArrayLike | None = None,
    error_dispersion: ErrorDispersion = "pearson",
) -> Deviations:
    r"""Expected count, predictive interval and alarm threshold of one week of each series.

    Parameters
    ----------
    counts : (S, T) array_like of int
        Series of counts per week, oldest first.
    current : int, optional
        The step to judge; the last one by default. Later steps are not looked at.
    period : int
        Steps per year.
    years_back, half_width : int
        Years of history and half-width of the window around the same week of each.
    reweight : bool
        Give past outbreaks less weight by their Anscombe residuals.
    weights_threshold : float
        Residuals above this are given less weight.
    past_weeks_excluded : int
        Newest steps that are left out of the history, so that a slow rise does not hide itself.
    periods : int
        Levels of the yearly factor; 1 uses only the windows around the same week.
    threshold : {"nbPlugin", "delta", "muan", "original"}
        Rule for `upper`. "delta" and "original" transform by the power 2/3; "original" is the rule of 1996, whose
        quantile is that of a two-sided interval; "nbPlugin" is a negative binomial quantile at the fitted mean,
        "muan" at the upper limit of the mean.
    trend : bool
        Whether a trend over time may be part of the expectation at all.
    trend_p : float
        The trend is kept when its p is below this (1 keeps it always) and the expected count does not exceed all
        of the history.
    alpha : float
        Chance of a false alarm for `upper`.
    level : float
        Level of the interval `low` to `high`.
    recent : (int, int)
        No alarm with fewer than the first number of events in the last of the second number of steps.
    minimum : int
        Series with fewer events in the history, and those whose expectation has a standard error above 1 on the
        log scale, are judged by their mean alone, without season and trend.
    exposure : (T,) or (S, T) array_like of float, optional
        What the counts are in proportion to at each step (inhabitants, open days), above 0.
    error_dispersion : {"pearson", "working"}
        Dispersion behind the standard error of the mean in `upper` and in the test of the trend. "pearson" is that
        of the model. "working" weighs the working residuals by the prior weights alone: figures published with R
        surveillance 1.20 rest on it; it understates the error of means above 1.

    Returns
    -------
    Deviations

    Raises
    ------
    ValueError
        If the history is too short for what is asked, or an argument is out of range.

    Notes
    -----
    :math:`\log \mu_t = \theta + \beta t + \delta_{j(t)}`, :math:`Var(y_t) = \phi\mu_t`, :math:`\phi \ge 1`. The
    interval and p come from a negative binomial whose mean is lognormal around :math:`\mu_0` with its standard
    error, matched in mean and variance, so that what is not known of the mean is in them whatever the threshold.

    References
    ----------
    Farrington, C. P. et al. (1996). A statistical algorithm for the early detection of outbreaks of infectious
    disease. Journal of the Royal Statistical Society A 159, 547–563.
    Noufaily, A. et al. (2013). An improved algorithm for outbreak detection in multiple surveillance systems.
    Statistics in Medicine 32, 1206–1222.
    Salmon, M., Schumacher, D. & Höhle, M. (2016). Monitoring count time series in R. Journal of Statistical
    Software 70(10).
    """
    y = as_counts(counts, "counts", 2)
    now = _current(y, current)
    check_share(alpha, "alpha")
    if threshold not in ("nbPlugin", "delta", "muan", "original"):
        raise ValueError(f"threshold {threshold!r} is not known")
    if error_dispersion not in ("pearson", "working"):
        raise ValueError(f"error_dispersion {error_dispersion!r} is not known")
    if recent[0] < 0 or recent[1] < 1:
        raise ValueError("recent must be how many cases in how many steps, at least 0 in at least 1")
    if not (weights_threshold > 0 and 0 < trend_p <= 1):
        raise ValueError("weights_threshold must be above 0, and trend_p above 0 and at most 1")
    if min(period, years_back, periods) < 1 or min(half_width, past_weeks_excluded) < 0:
        raise ValueError(
            "period, years_back and periods must be at least 1, half_width and past_weeks_excluded at least 0"
        )
    steps, levels = baseline_steps(
        now, period=period, years_back=years_back, half_width=half_width, excluded=past_weeks_excluded, periods=periods
    )
    past = y[:, steps].astype(float)
    share = _share(exposure, y.shape, now, steps)
    time = (steps - now).astype(float)
    design = _design(time, levels, periods)
    flat = np.delete(design, 1, axis=1)
    asked = (reweight, weights_threshold)
    rising = np.zeros(len(y), dtype=bool)
    mu, phi, se, rule_se = (np.empty(len(y)) for _ in range(4))
    # Blocks of series whose every table stays in the cache take a third of the time of all at once.
    for first in range(0, len(y), BLOCK):
        rows = np.arange(first, min(first + BLOCK, len(y)))
        if trend:
            fit = _fit(past[rows], _part(share, rows), design, *asked)
            rising[rows] = _keeps_trend(fit, past[rows], trend_p, years_back, error_dispersion)
            mu[rows], phi[rows], se[rows], rule_se[rows] = _predict(fit, error_dispersion)
        rows = rows[~rising[rows]]
        if rows.size:
            fit = _fit(past[rows], _part(share, rows), flat, *asked)
            mu[rows], phi[rows], se[rows], rule_se[rows] = _predict(fit, error_dispersion)
    few = (past.sum(axis=1) < minimum) | ~(se < MAX_ERROR)
    even = past.sum(axis=1) / (len(steps) if share is None else share.sum(axis=1))
    expected = np.where(few, even, mu)
    phi[few] = _at_least_one(past[few].var(axis=1, ddof=1) / np.maximum(even[few], 1e-9))
    upper = _upper(expected, np.where(few, 0.0, rule_se), phi, threshold, alpha)
    judged = judge(y[:, now], _predictive(past, mu, se, phi, few), level)
    enough = y[:, max(0, now - recent[1] + 1) : now + 1].sum(axis=1) >= recent[0]
    method = Method(
        "farrington",
        {
            "period": period, "years_back": years_back, "half_width": half_width, "reweight": reweight,
            "weights_threshold": weights_threshold, "past_weeks_excluded": past_weeks_excluded, "periods": periods,
            "threshold": threshold, "trend_p": trend_p, "alpha": alpha, "level": level, "minimum": minimum,
            "trend": trend, "exposure": exposure is not None,
        },
        (
            "A season that shifts from year to year is not followed.",
            "Breaks in coverage inside the history give false expectations.",
        ),
        "Noufaily et al. 2013, Statistics in Medicine 32:1206",
        len(y),
    )  # fmt: skip
    return Deviations(
        y[:, now], expected, judged.low, judged.high, upper, judged.p, benjamini_hochberg(judged.p),
        phi, rising & ~few, (y[:, now] > upper) & enough, (int(steps[0]), int(steps[-1])), method,
    )  # fmt: skip


def _current(y: Ints, current: int | None) -> int:
    steps = y.shape[1]
    now = steps - 1 if current is None else current
    if not 0 <= now < steps:
        raise ValueError(f"current must be a step from 0 to {steps - 1}, not {now}")
    return now


def baseline_steps(
    now: int, *, period: int, years_back: int, half_width: int, excluded: int, periods: int
) -> tuple[Ints, Ints]:
    """Steps of the history and the level of the yearly factor at each.

    Level 0 is the window around the same week of each year; what lies between two windows is shared among
    `periods` - 1 levels as evenly as possible, longer ones first.

    Raises
    ------
    ValueError
        If the history is too short or the year cannot be divided that finely.
    """
    first = now - years_back * period - half_width
    if first < 0:
        raise ValueError(f"{years_back} years back need {now - first} earlier steps; there are {now}")
    between = period - 2 * half_width - 1
    if between < 0 or (periods > 1 and between < periods - 1):
        raise ValueError(f"a year of {period} steps cannot be divided into {periods} levels")
    cycle = np.zeros(period, dtype=np.int64)
    if periods > 1:
        sizes = np.full(periods - 1, between // (periods - 1))
        sizes[: between % (periods - 1)] += 1
        cycle[2 * half_width + 1 :] = np.repeat(np.arange(1, periods), sizes)
    else:
        cycle[2 * half_width + 1 :] = -1
    steps = np.arange(first, now)
    levels = cycle[(steps - first) % period]
    kept = (levels >= 0) & (steps < now - excluded)
    if not kept.any():
        raise ValueError(f"past_weeks_excluded leaves none of the steps from {first} to {now}")
    return steps[kept], levels[kept]


def _design(time: Floats, levels: Ints, periods: int) -> Floats:
    factors = (levels[:, None] == np.arange(1, periods)).astype(float)
    return np.column_stack([np.ones(len(time)), time, factors])


def _part(share: Floats | None, rows: Ints) -> Floats | None:
    return None if share is None else share[rows]


def _share(exposure: ArrayLike | None, shape: tuple[int, ...], now: int, steps: Ints) -> Floats | None:
    """Exposure of the history over that of the current step, (S, n), or None where it is even."""
    if exposure is None:
        return None
    given = as_floats(exposure, "exposure")
    if given.shape not in (shape, shape[1:]) or np.any(given <= 0):
        raise ValueError("exposure must be above 0, one for each step or for each count")
    whole = np.broadcast_to(given, shape)
    return np.asarray(whole[:, steps] / whole[:, [now]])


def _fit(past: Floats, share: Floats | None, design: Floats, reweight: bool, limit: float) -> PoissonFit:
    offset = None if share is None else np.log(share)
    fit = fit_poisson(past, design, offset=offset)
    if not reweight:
        return fit
    powers = by_value(past, lambda k: k ** (2 / 3))
    residuals = 1.5 * (powers * np.exp(np.log(fit.fitted) / -6) - np.sqrt(fit.fitted))
    residuals /= np.sqrt(_at_least_one(fit.dispersion)[:, None] * (1 - fit.leverage))
    weights = np.ones_like(past)
    large = residuals > limit
    weights[large] = np.maximum(residuals[large], 1e-9) ** -2.0
    weights *= weights.shape[1] / weights.sum(axis=1, keepdims=True)
    return fit_poisson(past, design, weights, offset)


def _at_least_one(dispersion: Floats) -> Floats:
    return np.where(dispersion > 1, dispersion, 1.0)


def _error_dispersion(fit: PoissonFit, kind: ErrorDispersion) -> Floats:
    return fit.working_dispersion if kind == "working" else _at_least_one(fit.dispersion)


def _predict(fit: PoissonFit, kind: ErrorDispersion) -> tuple[Floats, Floats, Floats, Floats]:
    """Mean at the current step (time 0, level 0: the intercept), dispersion, and errors on the log scale."""
    phi = _at_least_one(fit.dispersion)
    variance = fit.covariance[:, 0, 0]
    return (
        np.exp(fit.coefficients[:, 0]),
        phi,
        np.sqrt(phi * variance),
        np.sqrt(_error_dispersion(fit, kind) * variance),
    )


def _keeps_trend(fit: PoissonFit, past: Floats, trend_p: float, years: int, kind: ErrorDispersion) -> Bools:
    if years < 3:
        return np.zeros(len(past), dtype=bool)
    z = fit.coefficients[:, 1] / np.sqrt(_error_dispersion(fit, kind) * fit.covariance[:, 1, 1])
    freedom = past.shape[1] - fit.coefficients.shape[1]
    significant = 2 * scipy.stats.t.sf(np.abs(z), freedom) < trend_p if trend_p < 1 else np.ones(len(past), dtype=bool)
    return np.asarray(significant & (np.exp(fit.coefficients[:, 0]) <= past.max(axis=1)))


def _upper(mu: Floats, se: Floats, phi: Floats, threshold: Threshold, alpha: float) -> Floats:
    if threshold in ("delta", "original"):
        z = scipy.stats.norm.isf(alpha if threshold == "delta" else alpha / 2)
        tau = phi + mu * se**2
        root = np.maximum(mu, 1e-12) ** (2 / 3) + z * np.sqrt(4 / 9 * np.maximum(mu, 1e-12) ** (1 / 3) * tau)
        return np.asarray(root**1.5)
    mean = mu * np.exp(scipy.stats.norm.isf(alpha) * se) if threshold == "muan" else mu
    return CountPredictive(mean[:, None], (phi * mean)[:, None]).quantile(1 - alpha)


def _predictive(past: Floats, mu: Floats, se: Floats, phi: Floats, few: Bools) -> CountPredictive:
    """Fitted mean with its uncertainty, or for few events the Jeffreys posterior of a constant mean."""
    n = past.shape[1]
    spread = np.where(few, 0.0, se) ** 2
    mean = np.where(few, (past.sum(axis=1) + phi / 2) / n, mu * np.exp(spread / 2))
    variance = np.where(few, phi * mean * (1 + 1 / n), phi * mean + mean**2 * np.expm1(spread))
    return CountPredictive(mean[:, None], variance[:, None])
