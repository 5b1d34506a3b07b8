"""Which neighbourhoods hold more than before: each against its own history, as unevenly as places vary elsewhere."""

from __future__ import annotations

import numpy as np
import scipy

from lagesbild.analysis.predictive import CountPredictive
from lagesbild.analysis.result import Floats, Ints


def more_than_before(now: Ints, past: Ints, weights: scipy.sparse.csr_array, years: int) -> Floats:
    r"""Probability of at least as much in each neighbourhood by its own history alone; 1 where it holds less.

    Parameters
    ----------
    now, past : (n,) int64
        Counts of each place in a stretch, and in `years` stretches like it before.
    weights : (n, n) sparse of 0 and 1
        Places of each neighbourhood, itself among them, both ways.
    years : int
        At least 1.

    Returns
    -------
    (n,) float64
        Two-sided.

    Notes
    -----
    The count is negative binomial around :math:`m = (b + 1/2)/y` of b before in y stretches, with variance
    :math:`m (1 + 1/y)(1 + \rho(c + b - 1))`: :math:`\rho` is how much more alike incidents of one neighbourhood and
    stretch are than by lot, as `changed_places` reckons it. Neighbourhoods that share a place with one are left out of
    its own: what stands out would make all of them look uneven, and hide itself.
    """
    counts, before = (np.asarray(weights @ values, np.float64) for values in (now, past))
    shared = weights @ weights
    shared.data[:] = 1.0
    expected = (before + 0.5) / years
    spread = (1 + 1 / years) * (1 + _alike(counts, before, shared) * np.maximum(counts + before - 1, 0))
    tails = CountPredictive(expected[:, None], (expected * spread)[:, None]).two_sided(counts)
    return np.where(counts > expected, tails, 1.0)


def _alike(now: Floats, past: Floats, shared: scipy.sparse.csr_array) -> Floats:
    both = now + past
    share = now.sum() / both.sum()
    room = share * (1 - share)
    apart, most = (now - both * share) ** 2 - both * room, both * (both - 1) * room
    left = most.sum() - shared @ most
    return np.asarray(np.clip((apart.sum() - shared @ apart) / np.where(left > 0, left, np.inf), 0, 1))
