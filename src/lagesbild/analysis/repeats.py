"""Places that are hit again, beside what chance alone would repeat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.replicas import generator
from lagesbild.analysis.result import Floats, Ints, Method, Result, as_counts

MOST_DRAWN = 200_000_000
"""Incidents times draws that are worked through at most."""


@dataclass(frozen=True, slots=True, eq=False)
class RepeatPlaces(Result):
    """How many places hold 1, 2, … incidents.

    Parameters
    ----------
    places, incidents : int
        All places, and all incidents.
    times : (m,) int64
        1 to the largest count.
    observed : (m,) int64
        Places with exactly so many incidents.
    expected, low, high : (m,) float64
        The same under even chance, with the interval of 95 % of the draws.
    repeated : int
        Places with two or more.
    share_repeated : float
        Share of the incidents that lie there; NaN without incidents.
    expected_repeated, repeated_low, repeated_high : float
        Places with two or more under even chance.
    p : float
        Probability under even chance of as few places hit at all, which is what repetition makes of so many incidents.
    method : Method
    """

    places: int
    incidents: int
    times: Ints
    observed: Ints
    expected: Floats
    low: Floats
    high: Floats
    repeated: int
    share_repeated: float
    expected_repeated: float
    repeated_low: float
    repeated_high: float
    p: float
    method: Method


@asked
def repeat_places(counts: ArrayLike, n_places: int | None = None, *, draws: int = 999, seed: int = 0) -> RepeatPlaces:
    r"""Count places by how often they were hit, beside even chance.

    Parameters
    ----------
    counts : (k,) array_like of int
        Incidents per place; empty places may be left out if `n_places` is given.
    n_places : int, optional
        All places that could have been hit.
    draws, seed : int
        Even spreads drawn, and the seed they are drawn by.

    Returns
    -------
    RepeatPlaces

    Raises
    ------
    ValueError
        If counts are not counts, there are fewer places than hold something, or there is too much to draw.

    Notes
    -----
    p compares the number of places that are hit at all, which repetition lowers:
    :math:`p = (1 + \#\{drawn \le observed\})/(draws + 1)`.

    References
    ----------
    Farrell, G. & Pease, K. (1993). Once Bitten, Twice Bitten: Repeat Victimisation. Home Office Paper 46.
    """
    k = as_counts(counts, "counts", 1)
    filled = k[k > 0]
    n = len(k) if n_places is None else n_places
    if n < max(len(filled), 1):
        raise ValueError("n_places must be at least 1 and at least the number of places that hold something")
    total = int(k.sum())
    if draws < 1 or draws * max(total, 1) > MOST_DRAWN:
        raise ValueError(f"draws must be at least 1, and at most {MOST_DRAWN} over the incidents")
    most = int(filled.max(initial=1))
    drawn = np.zeros((draws, most + 1), dtype=np.int64)
    hit = np.zeros(draws, dtype=np.int64)
    for d in range(draws):
        places = np.unique(generator(seed, d).integers(n, size=total), return_counts=True)[1]
        hit[d] = len(places)
        drawn[d] = np.bincount(np.minimum(places, most), minlength=most + 1)
    again = hit - drawn[:, 1]
    observed = np.bincount(filled, minlength=most + 1)[1:]
    low, high = np.quantile(drawn[:, 1:], [0.025, 0.975], axis=0, method="inverted_cdf")
    ends = np.quantile(again, [0.025, 0.975], method="inverted_cdf")
    repeated = int(observed[1:].sum())
    method = Method(
        "repeat places",
        {"places": n, "draws": draws, "seed": seed},
        ("Even chance over all places: that some places are larger or draw more people is not in it.",
         "A place that stands for many addresses (a station, a mall) repeats by itself.",
         "The last of `times` holds places hit as often or oftener."),
        "Farrell & Pease 1993",
        1,
    )  # fmt: skip
    return RepeatPlaces(
        n, total, np.arange(1, most + 1), observed, drawn[:, 1:].mean(axis=0), low.astype(float), high.astype(float),
        repeated, float(filled[filled > 1].sum() / total) if total else float("nan"), float(again.mean()),
        float(ends[0]), float(ends[1]), float((np.sum(hit <= len(filled)) + 1) / (draws + 1)), method,
    )  # fmt: skip
