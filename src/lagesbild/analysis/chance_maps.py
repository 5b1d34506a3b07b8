"""What chance looks like: maps that it would have drawn, beside the real one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.result import Floats, Ints, Method, Result, as_counts

MOST_DEALT = 10**9
"""Incidents that NumPy deals out over two times at most."""


@dataclass(frozen=True, slots=True, eq=False)
class ChanceMaps(Result):
    """The real map and those of chance.

    Parameters
    ----------
    counts : (n,) int64
        The real map: incidents per place.
    expected : (n,) float64
        What the null expects there.
    maps : (r, n) int64
        Maps of chance; each holds as many incidents as the real one.
    excess : float
        How far the place that exceeds its expectation most does so, in the real map: :math:`(x - e)/\\sqrt e`.
    excesses : (r,) float64
        The same of each map of chance.
    place : int
        Which place that is in the real map.
    p : float
        Share of the maps, the real one with them, in which some place exceeds as much.
    method : Method
    """

    counts: Ints
    expected: Floats
    maps: Ints
    excess: float
    excesses: Floats
    place: int
    p: float
    method: Method


@asked
def chance_maps(counts: ArrayLike, *, before: ArrayLike | None = None, replicas: int = 19, seed: int = 0) -> ChanceMaps:
    r"""Draw maps of what chance alone would look like, as many incidents in each as in the real one.

    Parameters
    ----------
    counts : (n,) array_like of int
        Incidents per place, all places where some could have been seen.
    before : (n,) array_like of int, optional
        Incidents of the same places in an earlier time. With it the null is their own history: of all incidents of
        both times, the lot decides which are of this one. Without it the null is that all places are alike.
    replicas : int
        Maps of chance. With 19 the real one stands out most by chance in 1 case of 20.
    seed : int
        Of the maps.

    Returns
    -------
    ChanceMaps

    Raises
    ------
    ValueError
        If counts are negative or not whole, lengths differ, there is no incident or no map to draw, or there are a
        thousand million incidents.

    Notes
    -----
    With a history the maps are multivariate hypergeometric: N of the incidents :math:`x_i + b_i`, and
    :math:`e_i = N (x_i + b_i)/\sum_j (x_j + b_j)`. Without, multinomial with :math:`e_i = N/n`. That one of them
    exceeds its expectation as much as the real one has the exact probability p under the null, whatever the
    statistic.

    References
    ----------
    Buja, A. et al. (2009). Statistical inference for exploratory data analysis and model diagnostics. Philosophical
    Transactions of the Royal Society A 367, 4361–4383.
    Barnard, G. A. (1963). Discussion of M. S. Bartlett. Journal of the Royal Statistical Society B 25, 294.
    """
    x = as_counts(counts, "counts", 1)
    n = int(x.sum())
    if not n or replicas < 1:
        raise ValueError("counts must hold an incident and replicas be at least 1")
    rng = np.random.default_rng(seed)
    if before is None:
        expected = np.full(len(x), n / len(x))
        maps = rng.multinomial(n, np.full(len(x), 1 / len(x)), size=replicas)
    else:
        past = as_counts(before, "before", 1)
        if len(past) != len(x):
            raise ValueError("counts and before must be equally long")
        both = x + past
        if int(both.sum()) >= MOST_DEALT:
            raise ValueError(f"counts and before must hold fewer than {MOST_DEALT:,} incidents together")
        expected = n * both / int(both.sum())
        maps = rng.multivariate_hypergeometric(both, n, size=replicas, method="marginals")
    excess, excesses = _excess(x, expected), _excess(maps, expected)
    most = excesses.max(axis=1)
    method = Method(
        "maps of chance",
        {"null": "even chance" if before is None else "own history", "replicas": replicas, "seed": seed},
        (
            "Under the null incidents come one by one: where several come together the real map stands out for that.",
            "Breaks in coverage between the two times look like changes.",
        ),
        "Buja et al. 2009, Philosophical Transactions A 367:4361",
        1,
    )
    p = (1 + int(np.count_nonzero(most >= excess.max()))) / (replicas + 1)
    return ChanceMaps(
        x, np.asarray(expected, dtype=np.float64), maps, float(excess.max()), most, int(excess.argmax()), p, method
    )


def _excess(counts: Ints, expected: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (counts - expected) / np.sqrt(expected)
    # rounded, so that what is equal but for the order of reckoning counts as equal
    return np.asarray(np.where(expected > 0, np.round(found, 9), -np.inf))
