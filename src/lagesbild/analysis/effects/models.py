"""Log-linear models of one series of counts: Poisson, quasi-Poisson and negative binomial."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
    alpha = _alpha(counts, design, offset) if family == "negative_binomial" else 0.0
    beta, covariance, mu = _fit(counts, design, offset, alpha)
    pearson = (counts - mu) / np.sqrt(np.maximum(mu + alpha * mu**2, 1e-12))
    freedom = len(counts) - design.shape[1]
    phi = max(1.0, float(pearson @ pearson) / freedom) if family == "quasi" and freedom > 0 else 1.0
    return CountModel(beta, covariance * phi, mu, phi, alpha, pearson / np.sqrt(phi))


def _fit(counts: Floats, design: Floats, offset: Floats, alpha: float) -> tuple[Floats, Floats, Floats]:
    row = counts[None, :]
    fit = fit_poisson(row, design, offset=offset)
    if alpha:
        # The weights of a negative binomial are those of a Poisson model over 1 + alpha mu.
        for _ in range(ROUNDS):
            weights = 1 / (1 + alpha * fit.fitted)
            again = fit_poisson(row, design, weights, offset)
            moved = float(np.max(np.abs(again.coefficients - fit.coefficients)))
            fit = again
            if moved < 1e-10:
                break
    return fit.coefficients[0], fit.covariance[0], fit.fitted[0]


def _alpha(counts: Floats, design: Floats, offset: Floats) -> float:
    def loss(log_alpha: float) -> float:
        alpha = float(np.exp(log_alpha))
        mu = np.maximum(_fit(counts, design, offset, alpha)[2], 1e-12)
        size = 1 / alpha
        fit = scipy.special.gammaln(counts + size) - scipy.special.gammaln(size)
        fit += scipy.special.xlogy(counts, alpha * mu) - (counts + size) * np.log1p(alpha * mu)
        return -float(fit.sum())

    bounds = (float(np.log(SMALLEST_ALPHA)), float(np.log(LARGEST_ALPHA)))
    found = scipy.optimize.minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 1e-6})
    best = float(np.exp(found.x))
    return 0.0 if best < 10 * SMALLEST_ALPHA else best
