"""Deviations when history is short: the latest comparable steps as the expectation."""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.deviations import Deviations, judge
from lagesbild.analysis.multiple import benjamini_hochberg
from lagesbild.analysis.predictive import CountPredictive
from lagesbild.analysis.result import Floats, Method, as_counts, as_floats

NODES = 16
"""Points that stand for the distribution of a dispersion."""


def recent_baseline(
    counts: ArrayLike,
    *,
    window: int,
    current: int | None = None,
    season: ArrayLike | None = None,
    gap: int = 0,
    level: float = 0.95,
) -> Deviations:
    r"""Expected count and predictive interval of one step of each series from the `window` steps before it.

    Parameters
    ----------
    counts : (S, T) array_like of int
        Series of counts per step, oldest first.
    window : int
        Steps of history to rest on, at least 4.
    current : int, optional
        The step to judge; the last one by default.
    season : (T,) array_like of float, optional
        Relative level of each step, shared by all series (season, days in the month); above 0. Even by default.
    gap : int
        Newest steps before `current` to leave out.
    level : float
        Level of the interval.

    Returns
    -------
    Deviations
        `upper` equals `high`; `trend` is False throughout.

    Raises
    ------
    ValueError
        If there are fewer than `window` + `gap` earlier steps, or an argument is out of range.

    Notes
    -----
    With N events over the exposure E (sum of the season over the window, in units of the current step), of which
    :math:`N/\phi` count as independent, the mean has Jeffreys' gamma posterior of shape :math:`N/\phi + 1/2`, so that
    the new count is negative binomial with mean :math:`m = (N + \phi/2)/E` and variance :math:`\phi m (1 + 1/E)`.

    One series has too few steps to tell its own dispersion. The Pearson dispersions :math:`\hat\phi_s` of all
    series are therefore fitted by :math:`\phi(m) = 1 + a + b m`, and each is drawn towards that line by an inverse
    gamma prior whose degrees of freedom come from how much the series scatter around it. What remains unknown of a
    dispersion is mixed into the count's distribution over equally likely values.

    References
    ----------
    Smyth, G. K. (2004). Linear models and empirical Bayes methods. Statistical Applications in Genetics and
    Molecular Biology 3(1).
    """
    y = as_counts(counts, "counts", 2)
    total = y.shape[1]
    now = total - 1 if current is None else current
    if not 0 <= now < total:
        raise ValueError(f"current must be a step from 0 to {total - 1}, not {now}")
    if window < 4 or gap < 0:
        raise ValueError("window must be at least 4 steps and gap at least 0")
    if now - gap < window:
        raise ValueError(f"{window} earlier steps are needed; there are {now - gap}")
    relative = np.ones(total) if season is None else as_floats(season, "season", 1)
    if len(relative) != total or np.any(relative <= 0):
        raise ValueError("season must hold one level above 0 for each step")
    steps = np.arange(now - gap - window, now - gap)
    share = relative[steps] / relative[now]
    past = y[:, steps].astype(float)
    exposure = share.sum()
    events = past.sum(axis=1)
    nodes = _dispersions(past, (events / exposure)[:, None] * share)
    mean = (events[:, None] + nodes / 2) / exposure
    predictive = CountPredictive(mean, nodes * mean * (1 + 1 / exposure))
    judged = judge(y[:, now], predictive, level)
    method = Method(
        "recent",
        {"window": window, "gap": gap, "season": season is not None, "level": level},
        (
            "A trend inside the window is not followed.",
            "Fewer than eight series cannot lend each other a dispersion: with eight steps and strongly bunched events "
            "one alone can exceed its interval twice as often as stated.",
            "Without a season of several years, an ordinary seasonal change can look like a deviation.",
        ),
        "negative binomial with gamma posterior; dispersions after Smyth 2004",
        len(y),
    )
    return Deviations(
        y[:, now],
        events / exposure,
        judged.low,
        judged.high,
        judged.high,
        judged.p,
        benjamini_hochberg(judged.p),
        nodes.mean(axis=1),
        np.zeros(len(y), dtype=bool),
        y[:, now] > judged.high,
        (int(steps[0]), int(steps[-1])),
        method,
    )


def _dispersions(past: Floats, fitted: Floats) -> Floats:
    """Equally likely values of each series' dispersion, shape (S, NODES), at least 1."""
    freedom = past.shape[1] - 1
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
