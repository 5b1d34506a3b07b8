"""Deviations from the course of the latest steps: their trend and, from a year on, the wave of the season."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.deviations import Deviations, deviations
from lagesbild.analysis.dispersion import likely_dispersions
from lagesbild.analysis.farrington import MAX_ERROR
from lagesbild.analysis.poisson_glm import fit_poisson
from lagesbild.analysis.predictive import CountPredictive
from lagesbild.analysis.result import Floats, Method, as_counts, as_floats

LEAST = 10
"""Events in the window below which a series is judged by its mean alone."""
SPARE = 3
"""Steps a window must have beyond the coefficients: a spread known from fewer says nothing."""
TREND, WAVE = 2, 4
"""Coefficients of a level with its trend, and of both with a wave."""


def course_steps(period: float | None) -> int:
    """Steps that the window of `course_baseline` needs at least: a whole year and a step for each coefficient, or five.

    Nothing shorter tells a season from a trend.
    """
    return TREND + SPARE if period is None else int(np.ceil(period)) + WAVE


@asked
def course_baseline(
    counts: ArrayLike,
    *,
    window: int,
    current: int | None = None,
    period: float | None = None,
    exposure: ArrayLike | None = None,
    level: float = 0.95,
) -> Deviations:
    r"""Expected count and predictive interval of one step of each series from where the `window` steps before it lead.

    Parameters
    ----------
    counts : (S, T) array_like of int
        Series of counts per step, oldest first.
    window : int
        Steps of history to rest on, at least `course_steps(period)`.
    current : int, optional
        The step to judge; the last one by default.
    period : float, optional
        Steps in a year, above 2: the season is one wave of that length. None for a window too short for it, over
        which the season is taken as part of the trend; a quarter of a year is short enough.
    exposure : (T,) array_like of float, optional
        How long each step is (days in the month), above 0. Even by default.
    level : float
        Level of the interval.

    Returns
    -------
    Deviations
        `upper` equals `high`; `trend` is False for series of fewer than `LEAST` events or with a standard error
        above `MAX_ERROR` on the log scale: they are judged by their mean alone, without trend and wave.

    Raises
    ------
    ValueError
        If the window is shorter than that or longer than the history, or an argument is out of range.

    Notes
    -----
    :math:`\log \mu_t = \theta + \beta t + a\cos(2\pi t/P) + b\sin(2\pi t/P)`, :math:`Var(y_t) = \phi\mu_t`: the
    regression of Serfling on the log scale. The count is negative binomial around a lognormal mean with the standard
    error of the prediction, mixed over what is likely of :math:`\phi` (see `likely_dispersions`).

    References
    ----------
    Serfling, R. E. (1963). Methods for current statistical analysis of excess pneumonia-influenza deaths. Public
    Health Reports 78(6), 494–506.
    """
    y = as_counts(counts, "counts", 2)
    total = y.shape[1]
    now = total - 1 if current is None else current
    if not 0 <= now < total:
        raise ValueError(f"current must be a step from 0 to {total - 1}, not {now}")
    if period is not None and period <= 2:
        raise ValueError("period must be above 2 steps")
    if not course_steps(period) <= window <= now:
        raise ValueError(f"window must be {course_steps(period)} to {now} steps, not {window}")
    length = np.ones(total) if exposure is None else as_floats(exposure, "exposure", 1)
    if len(length) != total or np.any(length <= 0):
        raise ValueError("exposure must be above 0, one for each step")
    steps = np.arange(now - window, now)
    share = length[steps] / length[now]
    past = y[:, steps].astype(float)
    expected, nodes, predictive, followed = _predict(past, share, _design(window, period))
    limits = (
        "A season of another shape than one wave, as long in its rise as in its fall, is not followed."
        if period is not None
        else "A rise or fall as slow as the season cannot be told from it, and becomes part of the expectation.",
        "Breaks in coverage inside the window give false expectations.",
    )
    return deviations(
        y[:, now],
        expected,
        predictive,
        level=level,
        dispersion=nodes.mean(axis=1),
        trend=followed,
        used=(int(steps[0]), int(steps[-1])),
        method=Method(
            "course",
            {"window": window, "period": period, "exposure": exposure is not None, "level": level},
            limits,
            "Serfling 1963, Public Health Reports 78:494; dispersions after Smyth 2004",
            len(y),
        ),
    )


def _design(window: int, period: float | None) -> Floats:
    """Columns that are nought at the step to judge, but for the first: its coefficient is what is expected there."""
    time = np.arange(-window, 0.0)
    columns = [np.ones(window), time]
    if period is not None:
        turn = 2 * np.pi * time / period
        columns += [np.cos(turn) - 1, np.sin(turn)]
    return np.column_stack(columns)


def _predict(past: Floats, share: Floats, design: Floats) -> tuple[Floats, Floats, CountPredictive, np.ndarray]:
    """Expected count, likely dispersions, distribution of the count, and which series have a course of their own."""
    fit = fit_poisson(past, design, offset=np.log(share))
    events, exposure = past.sum(axis=1), share.sum()
    even = events / exposure
    # where the window all but lacks events its course is anything
    followed = (events >= LEAST) & (np.maximum(fit.dispersion, 1.0) * fit.covariance[:, 0, 0] < MAX_ERROR**2)
    fitted = np.where(followed[:, None], fit.fitted, even[:, None] * share)
    nodes = likely_dispersions(past, fitted, design.shape[1])
    expected = np.where(followed, np.exp(fit.coefficients[:, 0]), even)
    error = nodes * np.where(followed, fit.covariance[:, 0, 0], 0.0)[:, None]
    mean = np.where(followed[:, None], expected[:, None] * np.exp(error / 2), (events[:, None] + nodes / 2) / exposure)
    unsure = np.where(followed[:, None], mean**2 * np.expm1(error), nodes * mean / exposure)
    return expected, nodes, CountPredictive(mean, nodes * mean + unsure), followed
