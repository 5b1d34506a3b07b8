"""The likelihood ratio of a window, and how many cases a window must hold to reach a given ratio."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.result import Floats
from lagesbild.analysis.scanning.loop import KNOTS, LEVELS, LOWEST, STEP

Model = Literal["permutation", "poisson", "bernoulli"]

EDGE = 1e-11
"""Share of the way to the most cases possible that is near enough."""

NEWTON = 40
"""Steps at most; six or seven are usual."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    r"""Kulldorff's log likelihood ratio of a window with c cases and base m, of C cases and base M in all.

    For the Poisson and the permutation model the base is what is expected, M = C:
    :math:`c \log(c/m) + (C - c) \log((C - c)/(C - m))`. For the Bernoulli model it is cases and controls together:
    :math:`c\log\frac{c}{m} + (m - c)\log\frac{m - c}{m} + (C - c)\log\frac{C - c}{M - m} + (M - m - C + c)
    \log\frac{M - m - C + c}{M - m} - C\log\frac{C}{M} - (M - C)\log\frac{M - C}{M}`.

    Both are convex in (c, m) together, which the search builds on.
    """

    cases: float
    base: float
    bernoulli: bool

    def expected(self, m: ArrayLike) -> Floats:
        """Cases expected in a window of base m."""
        return np.asarray(m, dtype=np.float64) * (self.cases / self.base)

    def ratio(self, c: ArrayLike, m: ArrayLike) -> Floats:
        """Log likelihood ratio; 0 for windows of no base or of all."""
        k, n = np.asarray(c, dtype=np.float64), np.asarray(m, dtype=np.float64)
        inside = (n > 0) & (n < self.base)
        n = np.where(inside, n, self.base / 2)
        rest, outer = self.cases - k, self.base - n
        found = _part(k, n) + _part(rest, outer)
        if self.bernoulli:
            found = found + _part(n - k, n) + _part(outer - rest, outer)
            found = found - _part(self.cases, self.base) - _part(self.base - self.cases, self.base)
        return np.asarray(np.where(inside, np.maximum(found, 0.0), 0.0))

    def slope(self, c: Floats, m: Floats) -> Floats:
        """Derivative of the ratio in the cases of the window, for 0 < m < M and cases strictly between the limits."""
        rest, outer = self.cases - c, self.base - m
        found = np.log(c / m) - np.log(rest / outer)
        if self.bernoulli:
            found += np.log((outer - rest) / outer) - np.log((m - c) / m)
        return np.asarray(found)


def _part(k: ArrayLike, n: ArrayLike) -> Floats:
    above = np.maximum(np.asarray(k, dtype=np.float64), 0.0)
    return np.asarray(scipy.special.xlogy(above, above / np.maximum(n, 1e-300)))


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """How many cases a window must hold (or must not reach) to exceed a ratio, in a table.

    Parameters
    ----------
    table : (LEVELS, KNOTS) float64
        For each level of the ratio and each base; level 0 is a ratio of 0, level j is ``LOWEST * STEP**(j - 1)``.
        The bound of many cases is concave in the base and that of few convex, so that a straight line between two
        knots is on the safe side of it.
    first : float
        Logarithm of the second knot; the first is 0.
    step : float
        Between the logarithms of the others.
    """

    table: Floats
    first: float
    step: float


def bounds(model: Likelihood, smallest: float, high: bool) -> Bounds:
    """The table for windows of a base from `smallest` up."""
    first = np.log(min(smallest, model.base / 2))
    step = (np.log(model.base) - first) / (KNOTS - 2)
    knots = np.append(0.0, np.exp(first + step * np.arange(KNOTS - 1)))
    knots[-1] = model.base
    level = np.append(0.0, LOWEST * STEP ** np.arange(LEVELS - 1))[:, None]
    centre, far = model.expected(knots), _furthest(model, knots, high)
    found = np.broadcast_to(far, (LEVELS, KNOTS)).copy()
    # A window of no base, or of all, has no ratio; at no level every case too many counts.
    some = (knots > 0) & (knots < model.base) & (far != centre)
    found[0] = np.where(some, centre, far)
    found[1:, some] = _reached(model, knots[some], level[1:], (centre[some], far[some]))
    return Bounds(found, float(first), float(step))


def _reached(model: Likelihood, base: Floats, level: Floats, between: tuple[Floats, Floats]) -> Floats:
    """Cases at which the ratio reaches each level, from within; the furthest where it never does.

    The ratio is convex in the cases, so that Newton's steps from without come ever nearer and never cross.
    """
    centre, far = between
    last = far + (centre - far) * EDGE
    # What a ratio that grew as it begins to would give is too near: the first step from there leads outside.
    guess = np.sqrt(2 * level * centre * (1 - base / model.base) * (1 - centre / base if model.bernoulli else 1.0))
    cases = centre + np.sign(far - centre) * np.minimum(guess, np.abs(last - centre))
    for _ in range(NEWTON):
        with np.errstate(divide="ignore", invalid="ignore"):  # at the last the slope has no end
            moved = cases - (model.ratio(cases, base) - level) / model.slope(cases, base)
        moved = np.where(np.abs(moved - centre) < np.abs(last - centre), moved, last)
        still = float(np.max(np.abs(moved - cases) / np.abs(far - centre)))
        cases = moved
        if still < EDGE:
            break
    share = np.full_like(cases, 2 * EDGE)
    within = cases + (centre - cases) * share
    # where a ratio that is the difference of large numbers has lost its last digits
    while (over := model.ratio(within, base) > level).any():
        share = np.where(over, np.minimum(8 * share, 1.0), share)
        within = cases + (centre - cases) * share
    return np.where(model.ratio(last, base) <= level, far, within)


def _furthest(model: Likelihood, knots: Floats, high: bool) -> Floats:
    if high:
        return np.asarray(np.minimum(knots, model.cases) if model.bernoulli else np.full(len(knots), model.cases))
    return np.asarray(np.maximum(0.0, model.cases - (model.base - knots)) if model.bernoulli else np.zeros(len(knots)))
