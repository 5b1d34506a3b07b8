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
    centre = np.broadcast_to(model.expected(knots), (LEVELS, KNOTS))
    # bisection from the safe side, between what is expected and the most (fewest) there can be
    near, far = centre.copy(), np.broadcast_to(_furthest(model, knots, high), centre.shape).copy()
    for _ in range(36):
        middle = (near + far) / 2
        below = model.ratio(middle, np.broadcast_to(knots, middle.shape)) <= level
        near, far = np.where(below, middle, near), np.where(below, far, middle)
    return Bounds(near, float(first), float(step))


def _furthest(model: Likelihood, knots: Floats, high: bool) -> Floats:
    if high:
        return np.asarray(np.minimum(knots, model.cases) if model.bernoulli else np.full(len(knots), model.cases))
    return np.asarray(np.maximum(0.0, model.cases - (model.base - knots)) if model.bernoulli else np.zeros(len(knots)))
