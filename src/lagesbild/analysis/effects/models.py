"""Log-linear models of one series of counts: Poisson, quasi-Poisson and negative binomial."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import scipy

from lagesbild.analysis.poisson_glm import fit_poisson
from lagesbild.analysis.result import Floats

Family = Literal["poisson", "quasi", "negative_binomial"]

ROUNDS = 50
SMALLEST_ALPHA, LARGEST_ALPHA = 1e-8, 50.0


@dataclass(frozen=True, slots=True, eq=False)
class CountModel:
    r"""A fitted model.

    Parameters
    ----------
    coefficients : (p,) float64
    covariance : (p, p) float64
        With the dispersion in it.
    fitted : (n,) float64
    dispersion : float
        Factor of the covariance: 1 for Poisson and negative binomial.
    alpha : float
        Of the variance :math:`\mu + \alpha\mu^2`; 0 but for the negative binomial.
    pearson : (n,) float64
        Residuals over their standard deviations.
    """

    coefficients: Floats
    covariance: Floats
    fitted: Floats
    dispersion: float
    alpha: float
    pearson: Floats

    def variance(self, mean: Floats) -> Floats:
        """Variance of counts with these means."""
        return self.dispersion * mean + self.alpha * mean**2


def fit_counts(counts: Floats, design: Floats, offset: Floats, family: Family) -> CountModel:
    r"""Fit one series by maximum (quasi-)likelihood.

    For the negative binomial :math:`\alpha` maximises the likelihood together with the coefficients.
    """
    poisson = fit_poisson(counts[None, :], design, offset=offset)
    fit = _Fit(poisson.coefficients[0], poisson.covariance[0], poisson.fitted[0])
    alpha = 0.0
    if family == "negative_binomial":
        alpha, fit = _overdispersed(counts, design, offset, fit)
    beta, covariance, mu = fit
    pearson = (counts - mu) / np.sqrt(np.maximum(mu + alpha * mu**2, 1e-12))
    freedom = len(counts) - design.shape[1]
    phi = max(1.0, float(pearson @ pearson) / freedom) if family == "quasi" and freedom > 0 else 1.0
    return CountModel(beta, covariance * phi, mu, phi, alpha, pearson / np.sqrt(phi))


class _Fit(NamedTuple):
    coefficients: Floats
    covariance: Floats
    fitted: Floats


def _fit(counts: Floats, design: Floats, offset: Floats, alpha: float, start: _Fit) -> _Fit:
    """Fisher scoring of a negative binomial with this alpha, from a fit that is near."""
    mu, eta = start.fitted, np.log(start.fitted)
    for _ in range(ROUNDS):
        weights = mu / (1 + alpha * mu)
        across = design.T * weights
        information = across @ design + 1e-12 * np.eye(design.shape[1])
        beta = np.linalg.solve(information, across @ (eta - offset + (counts - mu) / mu))
        eta = np.clip(design @ beta + offset, -30.0, 30.0)
        before, mu = mu, np.exp(eta)
        if np.all(np.abs(mu - before) <= 1e-10 * (1 + mu)):
            break
    return _Fit(np.asarray(beta, dtype=np.float64), np.asarray(np.linalg.inv(information), dtype=np.float64), mu)


def _overdispersed(counts: Floats, design: Floats, offset: Floats, poisson: _Fit) -> tuple[float, _Fit]:
    """Alpha of the largest likelihood, and its fit; Poisson's where there is no more than its variance."""
    near = poisson

    def loss(log_alpha: float) -> float:
        nonlocal near
        alpha = float(np.exp(log_alpha))
        near = _fit(counts, design, offset, alpha, near)
        mu = np.maximum(near.fitted, 1e-12)
        size = 1 / alpha
        fit = scipy.special.gammaln(counts + size) - scipy.special.gammaln(size)
        fit += scipy.special.xlogy(counts, alpha * mu) - (counts + size) * np.log1p(alpha * mu)
        return -float(fit.sum())

    bounds = (float(np.log(SMALLEST_ALPHA)), float(np.log(LARGEST_ALPHA)))
    found = scipy.optimize.minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 1e-6})
    best = float(np.exp(found.x))
    return (0.0, poisson) if best < 10 * SMALLEST_ALPHA else (best, _fit(counts, design, offset, best, near))
