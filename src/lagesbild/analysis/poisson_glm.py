"""Quasi-Poisson regression of many series on one design, all at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from lagesbild.analysis.result import Bools, Floats, Ints

MAX_ITERATIONS = 25
TOLERANCE = 1e-8
ALONE = 250_000
"""Multiplications up to which a product of matrices is left to one thread: waking others for so little takes longer."""


@dataclass(frozen=True, slots=True, eq=False)
class PoissonFit:
    r"""Fits of S series on one design of n rows and p columns.

    Parameters
    ----------
    coefficients : (S, p) float64
    covariance : (S, p, p) float64
        Unscaled covariance of the coefficients (inverse information at dispersion 1).
    fitted : (S, n) float64
    dispersion : (S,) float64
        Pearson's estimate, not bounded below; NaN without degrees of freedom.
    working_dispersion : (S,) float64
        Mean square of the working residuals :math:`(y-\mu)/\mu` under the prior weights alone.
    leverage : (S, n) float64
        Diagonal of the hat matrix.
    converged : (S,) bool
    """

    coefficients: Floats
    covariance: Floats
    fitted: Floats
    dispersion: Floats
    working_dispersion: Floats
    leverage: Floats
    converged: Bools


def fit_poisson(
    counts: Floats, design: Floats, weights: Floats | None = None, offset: Floats | None = None
) -> PoissonFit:
    r"""Log-linear quasi-Poisson regressions by iteratively reweighted least squares.

    Parameters
    ----------
    counts : (S, n) float64
        Counts, at least 0.
    design : (n, p) float64
        Full column rank; shared by all series.
    weights : (S, n) float64, optional
        Prior weights, above 0.
    offset : (n,) or (S, n) float64, optional
        Logarithm of the exposure.

    Returns
    -------
    PoissonFit

    Notes
    -----
    Dispersion :math:`\phi = \sum w (y-\mu)^2/\mu \,/\, (n-p)`. A level of a factor without a single event has its
    maximum at minus infinity; iteration stops when the deviance no longer changes, with a mean near 0 there.
    Covariance, leverage and dispersion rest on the weights of the last iteration, as usual for this algorithm.

    References
    ----------
    McCullagh, P. & Nelder, J. A. (1989). Generalized Linear Models, 2nd ed., ch. 6.
    """
    n, p = design.shape
    prior = np.ones_like(counts) if weights is None else weights
    upper, crossed, again, square = _products(design.tobytes(), design.shape)
    across = np.ascontiguousarray(design.T)
    # A hair of ridge keeps the system solvable for series without events; it is far below printed precision.
    ridge = 1e-12 * np.eye(p)

    mu = counts + 0.1
    eta = np.log(mu)
    weighted = prior * counts
    # The part of the deviance that does not depend on the fit.
    logs = by_value(counts, lambda k: np.log(np.maximum(k, 1)))
    full = np.sum(weighted * logs - weighted, axis=1)
    deviance = np.full(len(counts), np.inf)
    converged = np.zeros(len(counts), dtype=bool)
    beta = np.zeros((len(counts), p))
    w = prior * mu
    information = np.zeros((len(counts), p, p))
    for _ in range(MAX_ITERATIONS):
        active = np.flatnonzero(~converged)
        if not active.size:
            break
        rows = active if active.size < len(counts) else slice(None)
        w[rows] = prior[rows] * mu[rows]
        # Weight times working response: w (eta + (y - mu) / mu).
        shift = 0.0 if offset is None else offset[rows] if offset.ndim == 2 else offset
        right = w[rows] * (eta[rows] - (shift + 1)) + weighted[rows]
        information[rows] = np.take(_times(w[rows], crossed), square, axis=1) + ridge
        beta[rows] = np.linalg.solve(information[rows], _times(right, design)[:, :, None])[:, :, 0]
        eta[rows] = np.clip(_times(beta[rows], across) + shift, -30.0, 30.0)
        mu[rows] = np.exp(eta[rows])
        fit = np.einsum("sn,sn->s", prior[rows], mu[rows]) - np.einsum("sn,sn->s", weighted[rows], eta[rows])
        new = 2 * (full[rows] + fit)
        converged[rows] = np.abs(new - deviance[rows]) < TOLERANCE * (np.abs(new) + 0.1)
        deviance[rows] = new
    covariance = np.asarray(np.linalg.inv(information), dtype=np.float64)
    folded = np.zeros((len(counts), crossed.shape[1]))
    for k, (a, b) in enumerate(zip(*upper, strict=True)):
        folded[:, again[k]] += covariance[:, a, b] * (1.0 if a == b else 2.0)
    leverage = w * _times(folded, np.ascontiguousarray(crossed.T))
    squares = ((counts - mu) / mu) ** 2
    freedom = n - p if n > p else np.nan
    return PoissonFit(
        beta,
        covariance,
        mu,
        (w * squares).sum(axis=1) / freedom,
        (prior * squares).sum(axis=1) / freedom,
        np.clip(leverage, 0.0, 1 - 1e-9),
        converged,
    )


def _times(left: Floats, right: Floats) -> Floats:
    """The product of two matrices, a few rows at a time."""
    rows = max(1, ALONE // max(right.size, 1))
    if len(left) <= rows:
        return np.asarray(left @ right)
    found = np.empty((len(left), right.shape[1]))
    for first in range(0, len(left), rows):
        np.matmul(left[first : first + rows], right, out=found[first : first + rows])
    return found


def by_value(counts: Floats, function: Callable[[Floats], Floats]) -> Floats:
    """`function` of whole counts: computed once for each value there is, as counts take few."""
    highest = counts.max(initial=0.0)
    if highest >= counts.size:
        return function(counts)
    return np.asarray(function(np.arange(highest + 1))[counts.astype(np.intp)])


@lru_cache(maxsize=32)
def _products(design: bytes, shape: tuple[int, int]) -> tuple[tuple[Ints, Ints], Floats, Ints, Ints]:
    """Products of the columns of a design, each that differs once.

    Those of the columns of a factor are nought or one of the columns again. Rows and columns of the upper triangle,
    the products (n, k), which of them each place of the triangle has, and which each place of the square.
    """
    columns = np.frombuffer(design).reshape(shape)
    rows, others = np.triu_indices(shape[1])
    crossed, again = np.unique(columns[:, rows] * columns[:, others], axis=1, return_inverse=True)
    which = again.ravel().astype(np.int64)
    square = np.empty((shape[1], shape[1]), dtype=np.int64)
    square[rows, others] = square[others, rows] = which
    return (rows, others), np.ascontiguousarray(crossed), which, square
