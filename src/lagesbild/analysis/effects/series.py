"""Effects in series: a level that changes, here alone or more than elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.effects.models import CountModel, Family, fit_counts
from lagesbild.analysis.predictive import CountPredictive
from lagesbild.analysis.result import Floats, Method, Result, TooFew, as_counts, as_floats, check_share

Autocorrelated = Literal["auto", "ignore"]

LEAST_FREEDOM = 3
"""Degrees of freedom without which a history says nothing of its own spread."""


@dataclass(frozen=True, slots=True)
class InterruptedSeries(Result):
    """A series before and after something began.

    Parameters
    ----------
    observed : int
        Incidents after.
    expected, expected_low, expected_high : float
        Incidents after that the history alone foretells, and the interval of that count.
    ratio, low, high : float
        Fitted level after over what it would have been, with its interval.
    p : float
        Two-sided, that the ratio is 1.
    step, slope : float
        Logarithm of the change of level, and change of the slope per year (0 where it was not asked for).
    dispersion, alpha : float
        Of the history: variance over mean (quasi-Poisson), and of the negative binomial.
    freedom : int
        Behind them.
    autocorrelation : float
        Of residuals one step apart.
    widened : float
        What standard errors were multiplied by for it, at least 1.
    level : float
    method : Method
    """

    observed: int
    expected: float
    expected_low: float
    expected_high: float
    ratio: float
    low: float
    high: float
    p: float
    step: float
    slope: float
    dispersion: float
    alpha: float
    freedom: int
    autocorrelation: float
    widened: float
    level: float
    method: Method


@asked
def interrupted_time_series(
    counts: ArrayLike,
    start: int,
    *,
    period: float = 12.0,
    harmonics: int = 1,
    trend: bool = True,
    slope_change: bool = False,
    exposure: ArrayLike | None = None,
    phase_in: int = 0,
    family: Family = "quasi",
    autocorrelation: Autocorrelated = "auto",
    level: float = 0.95,
) -> InterruptedSeries:
    r"""Whether a series changed level when something began, season and trend allowed for.

    Parameters
    ----------
    counts : (T,) array_like of int
        Counts per step, oldest first.
    start : int
        First step after.
    period : float
        Steps per year.
    harmonics : int
        Pairs of sine and cosine for the season; 0 for none.
    trend : bool
        Whether the history has a log-linear trend that would have gone on.
    slope_change : bool
        Whether the slope may change too.
    exposure : (T,) array_like of float, optional
        What counts are in proportion to, above 0.
    phase_in : int
        Steps from `start` on that are left out, while the measure is built up.
    family : {"poisson", "quasi", "negative_binomial"}
        "poisson" takes counts to vary by chance alone and errs often when they do not.
    autocorrelation : {"auto", "ignore"}
        "auto" widens errors by :math:`\sqrt{(1+r)/(1-r)}` where the correlation r of neighbouring residuals is
        larger than chance makes it.
    level : float
        Of the intervals.

    Returns
    -------
    InterruptedSeries

    Raises
    ------
    ValueError
        If counts are not counts, or an argument is out of range.
    TooFew
        If the history is too short for what is asked, or holds no incident.

    Notes
    -----
    :math:`\log\mu_t = \alpha + \beta t + \gamma\,1[t\ge s] + \delta (t-s)^+ + season + \log e_t`. The dispersion is
    that of the *history* alone, at least 1, so that a measure that works unevenly does not hide itself; tests and
    intervals use Student's t with its degrees of freedom. The interval of the expected count holds what is not known
    of the mean.

    References
    ----------
    Bernal, J. L., Cummins, S. & Gasparrini, A. (2017). Interrupted time series regression for the evaluation of public
    health interventions. International Journal of Epidemiology 46, 348–355.
    """
    y = as_counts(counts, "counts", 1)
    n = len(y)
    alpha = 1 - check_share(level, "level")
    if family not in ("poisson", "quasi", "negative_binomial") or autocorrelation not in ("auto", "ignore"):
        raise ValueError(f"family {family!r} or autocorrelation {autocorrelation!r} is not known")
    if not (0 < start < n and 0 <= phase_in < n - start and period > 1 and 0 <= harmonics <= n):
        raise ValueError(
            "start and phase_in must leave steps before and after; period must be above 1, harmonics 0 to the steps"
        )
    under = np.ones(n) if exposure is None else as_floats(exposure, "exposure", 1)
    if len(under) != n or np.any(under <= 0):
        raise ValueError("exposure must be above 0, one for each step")
    time = np.arange(n) / period
    wave = [f(2 * np.pi * s * time) for s in range(1, harmonics + 1) for f in (np.sin, np.cos)]
    base = np.column_stack([np.ones(n), *([time - time[start]] if trend else []), *wave])
    later = (np.arange(n) >= start).astype(float)
    change = np.column_stack([later, *([later * (time - time[start])] if slope_change else [])])
    freedom = start - base.shape[1]
    if freedom < LEAST_FREEDOM or y[:start].sum() == 0:
        raise TooFew(f"a history of {start} steps is too short for {base.shape[1]} coefficients, or holds no incident")
    used = (np.arange(n) < start) | (np.arange(n) >= start + phase_in)
    after = np.arange(start + phase_in, n)
    kept = y.astype(float)
    offset = np.log(under)
    past = fit_counts(kept[:start], base[:start], offset[:start], family)
    full = np.column_stack([base, change])
    fit = fit_counts(kept[used], full[used], offset[used], family)
    r = _neighbouring(past.pearson)
    alike = autocorrelation == "auto" and r > 1.645 / np.sqrt(start)
    widened = float(np.sqrt((1 + min(r, 0.9)) / (1 - min(r, 0.9)))) if alike else 1.0
    # The spread is that of the history: what the fit to all says of it is exchanged for it.
    scale = widened * np.sqrt(past.dispersion / fit.dispersion)
    if family == "negative_binomial":
        scale *= max(1.0, float(np.sqrt(np.mean(past.pearson**2) * start / freedom)))
    law = scipy.stats.norm if family == "poisson" else scipy.stats.t(freedom)
    log_ratio, error = _ratio(fit, full[after], base[after], under[after])
    error *= float(scale)
    reach = float(law.isf(alpha / 2)) * error
    expected, low, high = _foretold(past, base[after], under[after], widened, (law, alpha))
    coefficients = fit.coefficients[base.shape[1] :]
    with np.errstate(over="ignore"):  # hardly an incident after: no upper limit, and that is what infinity says
        span = np.exp([log_ratio, log_ratio - reach, log_ratio + reach])
    method = Method(
        "interrupted time series",
        {
            "start": start, "period": period, "harmonics": harmonics, "trend": trend, "slope_change": slope_change,
            "phase_in": phase_in, "family": family, "autocorrelation": autocorrelation, "level": level,
        },
        (
            "Whatever else began at the same time is in the change; without a control it cannot be told apart.",
            "The trend of the history is taken to have gone on.",
            "A place chosen for its high count falls by itself: `regression_to_the_mean`.",
        ),
        "Bernal et al. 2017, International Journal of Epidemiology 46:348",
        1,
    )  # fmt: skip
    return InterruptedSeries(
        int(y[after].sum()), expected, low, high, float(span[0]), float(span[1]), float(span[2]),
        float(min(1.0, 2 * law.sf(abs(log_ratio) / max(error, 1e-12)))),
        float(coefficients[0]), float(coefficients[1]) if slope_change else 0.0, past.dispersion, past.alpha,
        freedom, r, widened, level, method,
    )  # fmt: skip


def _neighbouring(residuals: Floats) -> float:
    """Correlation of residuals with those a step before."""
    off = residuals - residuals.mean()
    spread = float(off @ off)
    return float(off[1:] @ off[:-1]) / spread if spread > 0 else 0.0


def _ratio(fit: CountModel, full: Floats, base: Floats, under: Floats) -> tuple[float, float]:
    """Logarithm of the level after over what it would have been, and its standard error."""
    kept = np.column_stack([base, np.zeros((len(base), full.shape[1] - base.shape[1]))])
    means, without = (under * np.exp(design @ fit.coefficients) for design in (full, kept))
    gradient = means @ full / means.sum() - without @ kept / without.sum()
    variance = float(gradient @ fit.covariance @ gradient)
    return float(np.log(means.sum() / without.sum())), float(np.sqrt(max(variance, 0.0)))


def _foretold(
    past: CountModel, base: Floats, under: Floats, widened: float, asked: tuple[object, float]
) -> tuple[float, float, float]:
    """What the history foretells of the count after, with its interval."""
    law, alpha = asked
    means = under * np.exp(np.clip(base @ past.coefficients, -30, 30))
    gradient = means @ base
    variance = float(past.variance(means).sum() + gradient @ past.covariance @ gradient) * widened**2
    # Student's t in place of the normal distribution, as the spread is itself estimated.
    wider = float(law.isf(alpha / 2) / scipy.stats.norm.isf(alpha / 2))  # type: ignore[attr-defined]
    total = float(means.sum())
    found = CountPredictive(np.array([[total]]), np.array([[variance * wider**2]]))
    return total, float(found.quantile(alpha / 2)[0]), float(found.quantile(1 - alpha / 2)[0])


@dataclass(frozen=True, slots=True)
class DifferenceInDifferences(Result):
    """A treated series against a control, before and after.

    Parameters
    ----------
    treated, control : (int, int)
        Incidents before and after.
    expected : float
        Incidents of the treated one after, had it followed the control.
    ratio, low, high : float
        Observed over that, with its interval.
    p : float
        Two-sided, that the ratio is 1.
    dispersion : float
        Of the share of the treated series in both, in the history; at least 1.
    freedom : int
        Behind it.
    parallel_p : float
        Two-sided, that the two moved alike before; a small one speaks against the comparison.
    level : float
    method : Method
    """

    treated: tuple[int, int]
    control: tuple[int, int]
    expected: float
    ratio: float
    low: float
    high: float
    p: float
    dispersion: float
    freedom: int
    parallel_p: float
    level: float
    method: Method


@asked
def difference_in_differences(
    treated: ArrayLike, control: ArrayLike, start: int, *, level: float = 0.95
) -> DifferenceInDifferences:
    r"""Whether a treated series fell more than a control when something began.

    Parameters
    ----------
    treated : (T,) array_like of int
        Counts per step, oldest first.
    control : (T,) or (m, T) array_like of int
        Counts of the control over the same steps; several are added up.
    start : int
        First step after.
    level : float
        Of the interval.

    Returns
    -------
    DifferenceInDifferences

    Raises
    ------
    ValueError
        If shapes do not agree, counts are not counts, or `start` leaves nothing before or after.
    TooFew
        If there are fewer than 4 steps with incidents before, or one of the four sums is 0.

    Notes
    -----
    Given both, the count of the treated series at a step is binomial with the share :math:`\pi`, so that season,
    trend and whatever else meets both drop out. The effect is the ratio of the odds after and before, its logarithm
    has variance :math:`\phi(1/T_0 + 1/T_1 + 1/C_0 + 1/C_1)` with Pearson's :math:`\phi` of the steps before, at least
    1, and is judged by Student's t with their degrees of freedom.

    References
    ----------
    McCullagh, P. & Nelder, J. A. (1989). Generalized Linear Models, 2nd ed., sections 4.5 and 6.4.
    Angrist, J. D. & Pischke, J.-S. (2009). Mostly Harmless Econometrics. Princeton, ch. 5.
    """
    t = as_counts(treated, "treated", 1)
    raw = as_counts(control, "control")
    c = raw.sum(axis=0) if raw.ndim == 2 else raw
    if c.shape != t.shape:
        raise ValueError("treated and control must cover the same steps")
    if not 0 < start < len(t):
        raise ValueError("start must leave steps before and after")
    alpha = 1 - check_share(level, "level")
    both = (t + c)[:start]
    some = both > 0
    freedom = int(some.sum()) - 1
    before, after = (int(t[:start].sum()), int(c[:start].sum())), (int(t[start:].sum()), int(c[start:].sum()))
    if freedom < LEAST_FREEDOM or min(*before, *after) == 0:
        raise TooFew("four steps with incidents before, and incidents of both before and after, are needed")
    share = before[0] / sum(before)
    room = share * (1 - share)
    off = t[:start] - both * share
    phi = max(1.0, float(np.sum(off[some] ** 2 / (both[some] * room)) / freedom))
    log_ratio = float(np.log(after[0] / after[1] * before[1] / before[0]))
    error = float(np.sqrt(phi * (1 / before[0] + 1 / before[1] + 1 / after[0] + 1 / after[1])))
    law = scipy.stats.t(freedom)
    reach = float(law.isf(alpha / 2)) * error
    time = np.arange(start) - np.average(np.arange(start), weights=both)
    spread = phi * room * float(both @ time**2)
    slope = float(off @ time) / np.sqrt(spread) if spread > 0 else 0.0
    method = Method(
        "difference in differences of counts",
        {"start": start, "level": level},
        (
            "The control is taken to change as the treated series would have.",
            "What happens at the treated place alone at the same time is in the effect.",
            "A place chosen for its high count falls by itself: `regression_to_the_mean`.",
        ),
        "McCullagh & Nelder 1989; Angrist & Pischke 2009, ch. 5",
        1,
    )
    with np.errstate(over="ignore"):  # a limit beyond all numbers is none, and that is what infinity says
        ratio, low, high = (float(np.exp(log_ratio + step)) for step in (0.0, -reach, reach))
    return DifferenceInDifferences(
        (before[0], after[0]), (before[1], after[1]), before[0] * after[1] / before[1], ratio, low, high,
        float(2 * law.sf(abs(log_ratio) / error)), phi, freedom,
        float(2 * scipy.stats.t(max(freedom - 1, 1)).sf(abs(slope))), level, method,
    )  # fmt: skip
