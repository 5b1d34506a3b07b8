"""Correction for the number of tests."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lagesbild.analysis.result import Floats, as_counts, as_numbers


def benjamini_hochberg(p: ArrayLike, times: ArrayLike | None = None) -> Floats:
    r"""q-values: the smallest false discovery rate at which each test would be a discovery.

    Parameters
    ----------
    p : array_like of float
        Probabilities, any shape. NaN marks what was not tested: it stays NaN and is not counted.
    times : array_like of int, optional
        How many tests each p stands for, in the shape of `p`; 1 each when not given.

    Returns
    -------
    ndarray of float64
        q-values in the shape of `p`, never below p.

    Raises
    ------
    ValueError
        If a p lies outside 0 to 1, or `times` has another shape or values below 1.

    Notes
    -----
    With the m tests in rising order, :math:`q_{(i)} = \min_{j \ge i} m\,p_{(j)}/j`, at most 1. The bound holds for
    independent and positively dependent tests. Tests of small counts have p-values that are larger than uniform
    under chance, so that the bound is kept with room to spare; the step-up for discrete tests that would use this
    room is not applied.

    References
    ----------
    Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal Statistical
    Society B 57, 289–300.
    """
    values = as_numbers(p, "p").astype(np.float64, copy=False)
    flat = values.ravel()
    tested = np.flatnonzero(~np.isnan(flat))
    used = flat[tested]
    if np.any((used < 0) | (used > 1)):
        raise ValueError("p must lie between 0 and 1")
    q = np.full(flat.shape, np.nan)
    order = np.argsort(used, kind="stable")
    if times is None:
        rank = np.arange(1, len(used) + 1)
    else:
        many = as_counts(times, "times")
        if many.shape != values.shape or np.any(many < 1):
            raise ValueError("times must have the shape of p and be at least 1")
        rank = np.cumsum(many.ravel()[tested][order])
    scaled = used[order] * (rank[-1:] / rank)
    stepped = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    # Rounding of m/i can leave the last q a hair below its p.
    q[tested[order]] = np.maximum(stepped, used[order])
    return q.reshape(values.shape)
