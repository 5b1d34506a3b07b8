"""Distribution of a count that is still to come, with what is not known of its mean and spread mixed in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from lagesbild.analysis.result import Floats


@dataclass(frozen=True, slots=True, eq=False)
class CountPredictive:
    """For each of S series an equal mixture of K negative binomials.

    Parameters
    ----------
    mean : (S, K) float64
        At least 0.
    variance : (S, K) float64
        A variance not above the mean is taken as Poisson.
    """

    mean: Floats
    variance: Floats

    def cdf(self, counts: Floats) -> Floats:
        """Probability of at most `counts`, shape (S,); -1 gives 0."""
        k = counts[:, None]
        mu = np.maximum(self.mean, 1e-12)
        excess = np.maximum(self.variance - mu, 1e-9 * mu)
        size = mu * mu / excess
        share = size / (size + mu)
        found = np.where(k < 0, 0.0, scipy.special.betainc(size, np.maximum(k, 0) + 1.0, share))
        return np.asarray(found.mean(axis=1))

    def upper(self, counts: Floats) -> Floats:
        """Probability of at least `counts`, shape (S,)."""
        return np.asarray(np.clip(1.0 - self.cdf(counts - 1), 0.0, 1.0))

    def two_sided(self, counts: Floats) -> Floats:
        """Twice the smaller of the two tails that hold `counts`, at most 1."""
        return np.asarray(np.minimum(1.0, 2 * np.minimum(self.cdf(counts), self.upper(counts))))

    def quantile(self, p: float) -> Floats:
        """Smallest whole number whose cdf is at least `p`, shape (S,)."""
        low = np.full(len(self.mean), -1.0)
        high = np.ceil((self.mean + 10 * np.sqrt(self.variance)).max(axis=1) + 10)
        while np.any(short := self.cdf(high) < p):
            high[short] *= 2
        while np.any(high - low > 1):
            middle = np.floor((low + high) / 2)
            reached = self.cdf(middle) >= p
            high = np.where(reached, middle, high)
            low = np.where(reached, low, middle)
        return np.asarray(high)
