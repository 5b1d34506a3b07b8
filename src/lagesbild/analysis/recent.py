"""Deviations when history is short: the latest comparable steps as the expectation."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.deviations import Deviations, deviations
from lagesbild.analysis.dispersion import likely_dispersions
from lagesbild.analysis.predictive import CountPredictive
from lagesbild.analysis.result import Method, as_counts, as_floats


@asked
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
    nodes = likely_dispersions(past, (events / exposure)[:, None] * share, 1)
    mean = (events[:, None] + nodes / 2) / exposure
    predictive = CountPredictive(mean, nodes * mean * (1 + 1 / exposure))
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
    return deviations(
        y[:, now],
        events / exposure,
        predictive,
        level=level,
        dispersion=nodes.mean(axis=1),
        trend=np.zeros(len(y), dtype=bool),
        used=(int(steps[0]), int(steps[-1])),
        method=method,
    )
