"""Control charts of counts: EARS for the newest step, and cumulative sums for slow rises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.deviations import Deviations
from lagesbild.analysis.multiple import benjamini_hochberg
from lagesbild.analysis.poisson_glm import fit_poisson
from lagesbild.analysis.predictive import CountPredictive
from lagesbild.analysis.recent import recent_baseline
from lagesbild.analysis.result import (
    Bools,
    Floats,
    Ints,
    Method,
    Result,
    as_counts,
    as_floats,
    check_share,
    one_for_each,
)

Chart = Literal["C1", "C2", "C3"]
Rule = Literal["predictive", "normal"]
Transform = Literal["exact", "rossi"]

GAP = 2
"""Steps between the baseline and the step judged, in C2 and C3."""
SUMMED = 3
"""Steps that C3 looks at together."""
LEAST_REFERENCE = 0.001
"""Smaller rises than twice this are not told from none in any run."""


@asked
def ears(
    counts: ArrayLike,
    chart: Chart = "C1",
    *,
    current: int | None = None,
    baseline: int = 7,
    alpha: float = 0.025,
    rule: Rule = "predictive",
) -> Deviations:
    r"""Judge the newest step of each series by the few steps before it, when there is no longer history.

    Parameters
    ----------
    counts : (S, T) array_like of int
        Series of counts per step, oldest first.
    chart : {"C1", "C2", "C3"}
        C1 rests on the steps right before, C2 leaves out the two newest so that a rise does not hide itself, C3
        looks at the last three steps together.
    current : int, optional
        The step to judge; the last one by default.
    baseline : int
        Steps the expectation rests on, at least 4.
    alpha : float
        Chance of a false alarm.
    rule : {"predictive", "normal"}
        "predictive" takes `upper` from the distribution of a new count, with what so few steps leave unknown of mean
        and spread in it. "normal" is the rule as it was published, mean + z sd, which alarms several times as often
        as it says; it is there to compare with.

    Returns
    -------
    Deviations
        For C3 with the predictive rule the counts, the expectation and the limits are sums over three steps.

    Raises
    ------
    ValueError
        If there are too few steps before, or an argument is out of range.

    Notes
    -----
    Published: :math:`C_1 = (y_t - \bar y)/s` over the 7 steps before, :math:`C_2` the same over the 7 steps that end
    two before, alarms above :math:`z_{1-\alpha}`. :math:`C_3` alarms when
    :math:`\sum_{i=t-2}^{t-1} \max(0, C_2(i) - 1) > z_{1-\alpha}`, as R surveillance 1.20 counts it; `upper` is then
    :math:`\max(0, y_t + s (z - \sum))`. With seven steps and Poisson counts the published limit of 2.5 % alarms in 6
    to 11 % of steps.

    References
    ----------
    Hutwagner, L. et al. (2003). The bioterrorism preparedness and response Early Aberration Reporting System (EARS).
    Journal of Urban Health 80, i89–i96.
    """
    y = as_counts(counts, "counts", 2)
    check_share(2 * alpha, "twice alpha")
    steps = y.shape[1]
    now = steps - 1 if current is None else current
    if chart not in ("C1", "C2", "C3") or rule not in ("predictive", "normal"):
        raise ValueError(f"chart {chart!r} or rule {rule!r} is not known")
    if not 0 <= now < steps or baseline < 4:
        raise ValueError(f"current must be a step from 0 to {steps - 1}, and baseline at least 4")
    gap = 0 if chart == "C1" else GAP
    needed = baseline + gap + (SUMMED - 1 if chart == "C3" and rule == "normal" else 0)
    if now < needed:
        raise ValueError(f"{needed} earlier steps are needed; there are {now}")
    method = Method(
        f"EARS {chart}",
        {"baseline": baseline, "gap": gap, "alpha": alpha, "rule": rule},
        ("Season and trend are not followed.", "Seven steps know little of the spread of a series.")
        + (("Mean and sd of seven counts alarm several times as often as stated.",) if rule == "normal" else ()),
        "Hutwagner et al. 2003, Journal of Urban Health 80:i89",
        len(y),
    )
    if rule == "normal":
        return _published(y, chart, now, (baseline, gap), method)
    if chart == "C3":
        past = y[:, now - gap - baseline : now - gap]
        joined = np.column_stack([past, y[:, now - gap : now + 1].sum(axis=1)])
        season = np.array([*[1.0] * baseline, float(SUMMED)])
        found = recent_baseline(joined, window=baseline, season=season, level=1 - 2 * alpha)
    else:
        found = recent_baseline(y, window=baseline, gap=gap, current=now, level=1 - 2 * alpha)
    return Deviations(
        found.count, found.expected, found.low, found.high, found.upper, found.p, found.q, found.dispersion,
        found.trend, found.alarm, (now - gap - baseline, now - gap - 1), method,
    )  # fmt: skip


def _moments(y: Ints, at: int, baseline: int, gap: int) -> tuple[Floats, Floats]:
    past = y[:, at - gap - baseline : at - gap]
    return past.mean(axis=1), past.std(axis=1, ddof=1)


def _published(y: Ints, chart: Chart, now: int, span: tuple[int, int], method: Method) -> Deviations:
    z = float(scipy.stats.norm.isf(method.parameters["alpha"]))
    mean, sd = _moments(y, now, *span)
    upper = mean + z * sd
    if chart == "C3":
        carried = np.zeros(len(y))
        for at in (now - 1, now - 2):
            middle, spread = _moments(y, at, *span)
            score = np.divide(y[:, at] - middle, spread, out=np.zeros(len(y)), where=spread > 0)
            carried += np.maximum(0, score - 1)
        upper = np.maximum(0, y[:, now] + sd * (z - carried))
    off = np.abs(y[:, now] - mean)
    p = np.where(sd > 0, 2 * scipy.stats.norm.sf(np.divide(off, sd, out=np.zeros(len(y)), where=sd > 0)), off == 0)
    return Deviations(
        y[:, now], mean, np.maximum(0, np.ceil(mean - z * sd)), np.floor(mean + z * sd), upper, p.astype(float),
        benjamini_hochberg(p), np.maximum(1.0, sd**2 / np.maximum(mean, 1e-9)), np.zeros(len(y), dtype=bool),
        y[:, now] > upper, (now - span[1] - span[0], now - span[1] - 1), method,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Cusum(Result):
    """Cumulative sums of S series over T steps.

    Parameters
    ----------
    score : (S, T) float64
        How far each count lies from its expectation, in standard deviations.
    sums : (S, T) float64
        :math:`S_t = \\max(0, S_{t-1} + z_t - k)`.
    alarm : (S, T) bool
        Where the sum reaches `limit`.
    reference, limit : float
        k and h.
    run_length : float
        Steps until a false alarm on average.
    method : Method
    """

    score: Floats
    sums: Floats
    alarm: Bools
    reference: float
    limit: float
    run_length: float
    method: Method


@asked
def cusum(
    counts: ArrayLike,
    expected: ArrayLike,
    *,
    dispersion: ArrayLike = 1.0,
    reference: float = 0.5,
    limit: float | None = None,
    run_length: float = 200.0,
    transform: Transform = "exact",
    restart: bool = False,
) -> Cusum:
    r"""Add up what counts exceed their expectation by, so that a small rise that lasts is seen.

    Parameters
    ----------
    counts, expected : (S, T) array_like
        Counts and their expectations, above 0, from a history that the counts are not part of.
    dispersion : float or (S, T) array_like
        Variance over mean; 1 or less is taken as Poisson.
    reference : float
        k: half the rise, in standard deviations, that is to be seen soonest.
    limit : float, optional
        h; by default what gives `run_length`.
    run_length : float
        Steps until a false alarm, on average, under chance.
    transform : {"exact", "rossi"}
        "exact" scores a count by the normal quantile of its mid-p in its own distribution; "rossi" by
        :math:`(y - 3\mu + 2\sqrt{y\mu})/(2\sqrt\mu)`, which is skewed for means below 5.
    restart : bool
        Whether the sum begins anew after an alarm.

    Returns
    -------
    Cusum

    Raises
    ------
    ValueError
        If shapes do not agree, an expectation is not above 0 or an argument is out of range.

    Notes
    -----
    With :math:`b = h + 1.166` the run length of normal scores is :math:`(e^{2kb} - 2kb - 1)/(2k^2)` (Siegmund). Scores
    of counts vary a little less than normal ones, so that false alarms are at most as many as stated. That the
    expectation is itself estimated is not in it: estimate it from a long history.

    References
    ----------
    Rossi, G., Lampugnani, L. & Marchi, M. (1999). An approximate CUSUM procedure for surveillance of health events.
    Statistics in Medicine 18, 2111–2122.
    Siegmund, D. (1985). Sequential Analysis. Springer, ch. 2.
    """
    y, mu = as_counts(counts, "counts", 2), as_floats(expected, "expected", 2)
    if y.shape != mu.shape or np.any(mu <= 0):
        raise ValueError("expected must be above 0, one for each count")
    phi = one_for_each(as_floats(dispersion, "dispersion"), "dispersion", y.shape)
    if reference < LEAST_REFERENCE or run_length <= 1 or (limit is not None and limit <= 0):
        raise ValueError(f"reference must be at least {LEAST_REFERENCE}, limit above 0 and run_length above 1")
    if transform == "exact":
        score = _mid_scores(y, mu, phi)
    elif transform == "rossi":
        score = (y - 3 * mu + 2 * np.sqrt(y * mu)) / (2 * np.sqrt(mu))
    else:
        raise ValueError(f"transform {transform!r} is not known")
    h = _limit(reference, run_length) if limit is None else float(limit)
    sums, alarm = np.zeros(y.shape), np.zeros(y.shape, dtype=bool)
    last = np.zeros(len(y))
    for t in range(y.shape[1]):
        last = np.maximum(0.0, last + score[:, t] - reference)
        sums[:, t], alarm[:, t] = last, last >= h
        if restart:
            last = np.where(alarm[:, t], 0.0, last)
    length = _run_length(reference, h)
    method = Method(
        "CUSUM",
        {"reference": reference, "limit": h, "run_length": length, "transform": transform, "restart": restart},
        ("The expectation is taken to be known.", "When a rise began is not said by when the alarm comes."),
        "Rossi et al. 1999, Statistics in Medicine 18:2111",
        int(y.size),
    )
    return Cusum(score, sums, alarm, reference, h, length, method)


def _mid_scores(y: Ints, mu: Floats, phi: Floats) -> Floats:
    flat = CountPredictive(mu.reshape(-1, 1), (mu * np.maximum(phi, 1.0)).reshape(-1, 1))
    k = y.reshape(-1).astype(float)
    middle = (flat.cdf(k) + flat.cdf(k - 1)) / 2
    return np.asarray(scipy.special.ndtri(np.clip(middle, 1e-15, 1 - 1e-15)).reshape(y.shape))


def _run_length(reference: float, limit: float) -> float:
    b = 2 * reference * (limit + 1.166)
    return float((np.expm1(min(b, 600.0)) - b) / (2 * reference**2))


def _limit(reference: float, wanted: float) -> float:
    if _run_length(reference, 1e-6) >= wanted:
        raise ValueError("so short a run length needs no sum: judge each count by itself")
    return float(scipy.optimize.brentq(lambda h: _run_length(reference, h) - wanted, 1e-6, 300.0 / reference))


@asked
def seasonal_mean(
    counts: ArrayLike, *, period: float, until: int, harmonics: int = 1, trend: bool = False
) -> tuple[Floats, Floats]:
    r"""Expected count of every step from a yearly wave fitted to the first steps.

    Parameters
    ----------
    counts : (S, T) array_like of int
        Series of counts, oldest first.
    period : float
        Steps per year.
    until : int
        Steps that are fitted; the later ones are foretold.
    harmonics : int
        Pairs of sine and cosine.
    trend : bool
        Whether a log-linear trend is fitted, and goes on.

    Returns
    -------
    mean : (S, T) float64
    dispersion : (S,) float64
        Pearson's over the steps fitted, at least 1.

    Raises
    ------
    ValueError
        If too few steps are fitted, or an argument is out of range.

    Notes
    -----
    :math:`\log\mu_t = \alpha + \beta t + \sum_{s=1}^S \gamma_s\sin(2\pi st/P) + \delta_s\cos(2\pi st/P)`, t from 1.
    """
    y = as_counts(counts, "counts", 2)
    if harmonics < 0 or not period > 1 or not 2 * harmonics + 3 <= until <= y.shape[1]:
        raise ValueError(
            "harmonics must be at least 0, period above 1, until more than the coefficients and at most all steps"
        )
    t = np.arange(1, y.shape[1] + 1)
    wave = [f(2 * np.pi * s * t / period) for s in range(1, harmonics + 1) for f in (np.sin, np.cos)]
    design = np.column_stack([np.ones(len(t)), *([t / until] if trend else []), *wave])
    fit = fit_poisson(y[:, :until].astype(float), np.ascontiguousarray(design[:until]))
    return np.exp(np.clip(fit.coefficients @ design.T, -30, 30)), np.maximum(fit.dispersion, 1.0)
