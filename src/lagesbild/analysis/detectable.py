"""The smallest effect that two counts can show, told before anything is promised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from lagesbild.analysis.asked import asked
from lagesbild.analysis.intervals import count_law
from lagesbild.analysis.result import Method, Result, as_counts, check_share

MOST_SUMMED = 10_000_000
"""Counts that are tried one by one at most."""


@dataclass(frozen=True, slots=True)
class DetectableEffect(Result):
    """What a count before can show of a count after.

    Parameters
    ----------
    expected : float
        The count after, if the rate is as before.
    critical : int or None
        The largest count after that differs from the one before by more than chance; None where not even 0 does.
    mean : float or None
        The largest mean after that gives such a count with the power asked for; None where no mean does.
    reduction : float or None
        `mean` as a reduction, 0 to 1, of `expected`.
    power, level : float
    method : Method
    """

    expected: float
    critical: int | None
    mean: float | None
    reduction: float | None
    power: float
    level: float
    method: Method


@asked
def minimum_detectable_effect(
    before: int,
    exposure_before: float,
    exposure_after: float,
    *,
    power: float = 0.8,
    level: float = 0.05,
    dispersion: float = 1.0,
    at_most: int | None = None,
) -> DetectableEffect:
    r"""The smallest reduction that a count after would show, given the count before.

    Parameters
    ----------
    before : int
        The count before.
    exposure_before, exposure_after : float
        How long was counted, and will be; above 0, in the same unit.
    power : float
        Probability with which the reduction is to be seen.
    level : float
        Of the two-sided test.
    dispersion : float
        Variance over mean (`count_dispersion`); 1 or less is taken as Poisson.
    at_most : int, optional
        A further condition on the count after: no larger than this.

    Returns
    -------
    DetectableEffect

    Raises
    ------
    ValueError
        If the count is negative, an exposure is not above 0, power or level is not between 0 and 1, or more than ten
        million incidents are expected.

    Notes
    -----
    The exact conditional test: given :math:`n = k_1 + k_2`, :math:`k_2` is binomial with share
    :math:`t_2/(t_1+t_2)` when the rates are equal. `critical` is the largest :math:`k_2` with
    :math:`P(K_2 \le k_2 \mid n) \le level/2`. `mean` solves :math:`P(K_2 \le critical) = power`. The count before has
    been seen, so that it is not drawn anew: this is the power of the comparison that will be made.

    With a dispersion :math:`\phi` above 1 both counts are negative binomial with variance :math:`\phi\mu`; given n,
    :math:`k_2` is then beta-binomial with :math:`\alpha_i = n t_i/((t_1+t_2)(\phi-1))`.

    References
    ----------
    Przyborowski, J. & Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson series.
    Biometrika 31, 313–323.
    """
    k1 = int(as_counts([before], "before")[0])
    if exposure_before <= 0 or exposure_after <= 0:
        raise ValueError("exposure_before and exposure_after must be above 0")
    alpha, wanted = check_share(level, "level") / 2, check_share(power, "power")
    expected = k1 * exposure_after / exposure_before
    if expected > MOST_SUMMED:
        raise ValueError(f"before must foretell at most {MOST_SUMMED:,} incidents, not {expected:,.0f}")
    critical = _critical(k1, exposure_after / (exposure_before + exposure_after), alpha, dispersion, expected)
    if critical is not None and at_most is not None:
        critical = min(critical, at_most) if at_most >= 0 else None
    mean = None if critical is None else _largest_mean(critical, wanted, dispersion)
    method = Method(
        "exact conditional test of two counts",
        {"power": power, "level": level, "dispersion": max(dispersion, 1.0), "at_most": at_most},
        ("The rate before is taken to go on unchanged if nothing is done.",),
        "Przyborowski & Wilenski 1940, Biometrika 31:313",
        1,
    )
    reduction = None if mean is None or expected <= 0 else max(0.0, 1 - mean / expected)
    return DetectableEffect(float(expected), critical, mean, reduction, power, level, method)


def _critical(k1: int, share: float, alpha: float, dispersion: float, expected: float) -> int | None:
    """The largest count after that the test calls lower."""
    after = np.arange(int(np.floor(expected)) + 1)
    n = k1 + after
    if dispersion <= 1 + 1e-9:
        tail = scipy.stats.binom.cdf(after, n, share)
    else:
        sizes = np.maximum(n, 1e-9) / (dispersion - 1)
        tail = scipy.stats.betabinom.cdf(after, n, sizes * share, sizes * (1 - share))
    low = np.flatnonzero((tail <= alpha) & (n > 0))
    return int(low[-1]) if len(low) else None


def _largest_mean(critical: int, power: float, dispersion: float) -> float:
    """The largest mean under which a count is at most `critical` with the probability `power`."""

    def short(mean: float) -> float:
        return float(count_law(mean, dispersion).cdf(critical)) - power

    far = critical + 1.0
    while short(far) > 0:  # a power below one half allows means above the count
        far *= 2
    return float(scipy.optimize.brentq(short, 1e-9, far))
