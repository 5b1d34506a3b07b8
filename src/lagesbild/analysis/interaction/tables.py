"""Tables of pairs by distance and time, over and over with the times permuted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lagesbild.analysis.compiled import compiled
from lagesbild.analysis.interaction.pairs import Pairs, band
from lagesbild.analysis.replicas import generator
from lagesbild.analysis.result import Floats, Ints

CHUNK = 1 << 18
"""Pairs that NumPy works on at a time: their lags stay in the cache."""


def table(pairs: Pairs, days: Floats, edges: Floats, *, fast: bool) -> Ints:
    """Pairs by band of distance (rows) and of time (columns)."""
    shape = (pairs.per_point.shape[1], len(edges) - 1)
    if fast:
        found = np.zeros(shape, dtype=np.int64)
        compiled(_loop)((pairs.starts, pairs.other, pairs.band), days, edges, found)
        return found
    return _by_numpy(pairs, pairs.first(), days, edges)


def permuted_tables(first: int, stop: int, *, pairs: Pairs, days: Floats, edges: Floats, seed: int, fast: bool) -> Ints:
    """The tables of the permutations from `first` up to `stop`, (stop - first, D, T)."""
    drawn = (generator(seed, k).permutation(days) for k in range(first, stop))
    if fast:
        return np.stack([table(pairs, of, edges, fast=True) for of in drawn])
    firsts = pairs.first()
    return np.stack([_by_numpy(pairs, firsts, of, edges) for of in drawn])


def drawing(pairs: Pairs, days: Floats, edges: Floats, *, seed: int, fast: bool) -> Callable[[int, int], Ints]:
    """`permuted_tables` with all but the permutations fixed; it can be sent to another process."""
    return partial(permuted_tables, pairs=pairs, days=days, edges=edges, seed=seed, fast=fast)


def _by_numpy(pairs: Pairs, first: NDArray[np.int32], days: Floats, edges: Floats) -> Ints:
    rows, columns = pairs.per_point.shape[1], len(edges) - 1
    found = np.zeros(rows * columns, dtype=np.int64)
    for begin in range(0, len(first), CHUNK):
        part = slice(begin, begin + CHUNK)
        lag = np.abs(days[first[part]] - days[pairs.other[part]])
        near = np.flatnonzero(lag < edges[-1])
        of = band(lag[near], edges)
        kept = of >= 0
        cell = pairs.band[part][near[kept]].astype(np.int64) * columns + of[kept]
        found += np.bincount(cell, minlength=rows * columns)
    return found.reshape(rows, columns)


def _loop(  # pragma: no cover - run compiled, where no line can be seen
    listed: Any, days: Any, edges: Any, found: Any
) -> None:
    starts, other, name = listed
    columns = len(edges) - 1
    last, lowest = edges[columns], edges[0]
    for i in range(len(starts) - 1):
        here = days[i]
        for k in range(starts[i], starts[i + 1]):
            lag = abs(here - days[other[k]])
            if lag < last and lag >= lowest:
                c = 0
                while lag >= edges[c + 1]:
                    c += 1
                found[name[k], c] += 1
