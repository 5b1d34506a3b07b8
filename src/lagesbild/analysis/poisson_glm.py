"""Quasi-Poisson regression of many series on one design, all at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from lagesbild.analysis.result import Bools, Floats

MAX_ITERATIONS = 25
TOLERANCE = 1e-8


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


def fit_poisson(counts: Floats, design: Floats, weights: Floats | None = None) -> PoissonFit:
    r"""Log-linear quasi-Poisson regressions by iteratively reweighted least squares.

    Parameters
    ----------
    counts : (S, n) float64
        Counts, at least 0.
    design : (n, p) float64
        Full column rank; shared by all series.
    weights : (S, n) float64, optional
        Prior weights, above 0.

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
    upper = np.triu_indices(p)
    crossed = design[:, upper[0]] * design[:, upper[1]]
    # A hair of ridge keeps the system solvable for series without events; it is far below printed precision.
    ridge = 1e-12 * np.eye(p)

    def whole(triangle: Floats) -> Floats:
        square = np.empty((len(triangle), p, p))
        square[:, upper[0], upper[1]] = triangle
        square[:, upper[1], upper[0]] = triangle
        return square

    mu = counts + 0.1
    eta = np.log(mu)
    weighted = prior * counts
    # The part of the deviance that does not depend on the fit.
    full = np.sum(special.xlogy(weighted, counts) - weighted, axis=1)
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
        right = w[rows] * (eta[rows] - 1) + weighted[rows]
        information[rows] = whole(w[rows] @ crossed) + ridge
        beta[rows] = np.linalg.solve(information[rows], (right @ design)[:, :, None])[:, :, 0]
        eta[rows] = np.clip(beta[rows] @ design.T, -30.0, 30.0)
        mu[rows] = np.exp(eta[rows])
        fit = np.einsum("sn,sn->s", prior[rows], mu[rows]) - np.einsum("sn,sn->s", weighted[rows], eta[rows])
        new = 2 * (full[rows] + fit)
        converged[rows] = np.abs(new - deviance[rows]) < TOLERANCE * (np.abs(new) + 0.1)
        deviance[rows] = new
    covariance = np.asarray(np.linalg.inv(information), dtype=np.float64)
    double = np.where(upper[0] == upper[1], 1.0, 2.0)
    leverage = w * ((covariance[:, upper[0], upper[1]] * double) @ crossed.T)
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
