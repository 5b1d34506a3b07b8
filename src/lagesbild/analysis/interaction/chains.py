"""Chains of incidents that are close in space and time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.interaction.pairs import events, linked_pairs
from lagesbild.analysis.result import Floats, Ints, Method, Result

ROOM = 1 << 16
"""Incidents, or near pairs of them, in all permutations that are judged at a time."""


@dataclass(frozen=True, slots=True)
class LinkedChain(Result):
    """Incidents that hang together in space and time.

    Parameters
    ----------
    members : tuple of int
        Indexes of the incidents, in order of time.
    p : float
        Probability that chance alone, with the same places and the same times, gives a chain at least as
        surprising anywhere.
    """

    members: tuple[int, ...]
    p: float


@dataclass(frozen=True, slots=True)
class LinkedChains(Result):
    """Chains, longest first, and how they were looked for."""

    chains: tuple[LinkedChain, ...]
    tested: int
    floor: float
    method: Method


@asked
def linked_chains(
    x: ArrayLike,
    y: ArrayLike,
    t: ArrayLike,
    *,
    metres: float,
    days: float,
    smallest: int = 3,
    permutations: int = 199,
    seed: int = 0,
) -> LinkedChains:
    r"""Find chains: incidents of which each is close in space and time to another of the chain.

    Parameters
    ----------
    x, y : (n,) array_like of float
        Positions in metres.
    t : (n,) array_like of float or datetime64
        Times in days.
    metres, days : float
        Two incidents are linked when both their distance and their lag are at most these.
    smallest : int
        Chains of fewer incidents are left out.
    permutations, seed : int
        Permutations of the times, and the seed they are drawn by.

    Returns
    -------
    LinkedChains

    Raises
    ------
    ValueError
        If lengths differ, values are missing, or an argument is out of range.

    Notes
    -----
    A long chain is no wonder at a busy place. The statistic of a chain of c incidents is therefore the log likelihood
    ratio of the space-time permutation scan, with the chain as the window: :math:`c \log(c / \mu) + (n - c) \log((n -
    c) / (n - \mu))` where :math:`\mu` is the number of incidents within `metres` of the chain times the number
    between its first and last, over n. p compares it with the largest of each permutation, so that it holds for all
    chains together.

    References
    ----------
    Kulldorff, M. et al. (2005). A space-time permutation scan statistic for disease outbreak detection. PLoS Medicine
    2(3), e59.
    """
    points, when = events(x, y, t)
    if not (metres >= 0 and days >= 0 and smallest >= 2 and permutations >= 1):
        raise ValueError("metres and days must be at least 0, smallest at least 2, permutations at least 1")
    n = len(when)
    i, j = linked_pairs(points, metres, "euclidean")
    own = np.arange(n)
    near = _Near.of(np.concatenate([i, j, own]), np.concatenate([j, i, own]), n)
    ordered = np.sort(when)

    def judged(times: Floats) -> tuple[Ints, Ints, Floats, Ints]:
        """Chain of each incident (-1 for none), sizes of the chains, their statistics, and in which row each lies.

        `times` has one permutation to a row; n incidents of a row follow on those of the row before.
        """
        row, pair = np.nonzero(np.abs(times[:, i] - times[:, j]) <= days)
        label, roots = _components(row * n + i[pair], row * n + j[pair], times.size)
        size = np.bincount(label)
        kept = size >= smallest
        chain = np.where(kept, np.cumsum(kept) - 1, -1)[label]
        inside = np.flatnonzero(chain >= 0)
        size = size[kept].astype(np.int64)
        k, of = len(size), times.ravel()
        around = near.around(inside % n, chain[inside], k)
        first, last = np.full(k, np.inf), np.full(k, -np.inf)
        np.minimum.at(first, chain[inside], of[inside])
        np.maximum.at(last, chain[inside], of[inside])
        during = np.searchsorted(ordered, last, side="right") - np.searchsorted(ordered, first, side="left")
        return chain, size, _scan_ratio(size.astype(float), around * during / n, float(n)), roots[kept] // n

    found, sizes, ratio = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    if n:
        found, sizes, ratio, _ = judged(when[None, :])
    rng = np.random.default_rng(seed)
    largest = np.zeros(permutations)
    block = max(1, ROOM // max(1, n, len(i)))
    for done in range(0, permutations if len(sizes) else 0, block):
        drawn = np.stack([rng.permutation(when) for _ in range(min(block, permutations - done))])
        _, _, ratios, of_row = judged(drawn)
        np.maximum.at(largest, done + of_row, ratios)
    order = np.argsort(when, kind="stable")
    chains = [
        LinkedChain(
            tuple(order[found[order] == c].tolist()), float((np.sum(largest >= ratio[c]) + 1) / (permutations + 1))
        )
        for c in range(len(sizes))
    ]
    chains.sort(key=lambda chain: (chain.p, -len(chain.members), when[chain.members[0]]))
    method = Method(
        "linked chains",
        {"metres": metres, "days": days, "smallest": smallest, "permutations": permutations, "seed": seed},
        ("Closeness says nothing of who did it; a busy place makes long chains by itself.",),
        "connected components, judged by the ratio of Kulldorff et al. 2005",
        len(chains),
    )
    return LinkedChains(tuple(chains), n, 1 / (permutations + 1), method)


# Thousands of small graphs are judged, one for each permutation, many at a time: to call NumPy for each of them, or to
# make sparse matrices of them, would cost more than to judge them.


def _components(a: Ints, b: Ints, n: int) -> tuple[Ints, Ints]:
    """Number of the component of each of n nodes that the edges a–b tie together, and the first node of each."""
    first = np.arange(n)
    while True:
        least = np.minimum(first[a], first[b])
        before = first.copy()
        np.minimum.at(first, before[a], least)
        np.minimum.at(first, before[b], least)
        first = first[first]
        if np.array_equal(first, before):
            break
    roots = first == np.arange(n)
    return (np.cumsum(roots) - 1)[first], np.flatnonzero(roots)


@dataclass(frozen=True, slots=True, eq=False)
class _Near:
    """What lies near each of n incidents: `near[start[i] : start[i + 1]]`."""

    start: Ints
    near: Ints

    @classmethod
    def of(cls, one: Ints, other: Ints, n: int) -> _Near:
        order = np.argsort(one, kind="stable")
        return cls(np.concatenate([[0], np.cumsum(np.bincount(one, minlength=n))]), other[order])

    def around(self, inside: Ints, chain: Ints, k: int) -> Ints:
        """How many incidents lie near any of those `inside`, for each of the k chains that they belong to."""
        many = self.start[inside + 1] - self.start[inside]
        skipped = np.repeat(self.start[inside] - np.cumsum(many) + many, many)
        pairs = np.repeat(chain, many) * (len(self.start) - 1) + self.near[skipped + np.arange(many.sum())]
        # (np.unique would hash them, which takes four times as long.)
        pairs.sort()
        once = np.diff(pairs, prepend=-1) > 0
        return np.bincount(pairs[once] // (len(self.start) - 1), minlength=k)


def _scan_ratio(count: Floats, expected: Floats, n: float) -> Floats:
    """Log likelihood ratio of a window that holds more than expected; 0 where it does not."""
    inside = scipy.special.xlogy(count, count / np.maximum(expected, 1e-12))
    outside = scipy.special.xlogy(n - count, (n - count) / np.maximum(n - expected, 1e-12))
    return np.asarray(np.where(count > expected, inside + outside, 0.0))
