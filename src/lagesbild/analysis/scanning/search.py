"""The best window of the data around each place, and the largest ratio of each replica."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from lagesbild.analysis.compiled import compiled
from lagesbild.analysis.result import Floats, Ints
from lagesbild.analysis.scanning.circles import Circles
from lagesbild.analysis.scanning.draws import Null
from lagesbild.analysis.scanning.loop import (
    GRAIN,
    KNOTS,
    LEVELS,
    LOWEST,
    NARROW,
    STEP,
    TIE,
    search_loop,
    search_until_now,
)
from lagesbild.analysis.scanning.model import Bounds, Likelihood, bounds

LANES = 128
"""Replicas that are searched at the same time."""

NEAR = 16
"""Places of the circles searched first: that costs little, and tells of each replica what it reaches at least."""

COARSEST = 4
"""Steps of a case below which too many circles would be looked at in vain."""


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """All windows of one scan, and how they are searched.

    Parameters
    ----------
    circles : Circles
    held : (places, most) float64
        Base of each circle over all periods.
    base : (places, periods) float64
        Of the periods that are looked at: windows that last until now need none before the longest of them.
    model : Likelihood
    bounds : tuple of (sign, Bounds)
        1 for windows with many cases, -1 for few.
    least, longest : int
        Periods of a window.
    alive : bool
        Whether it has to end with the last period.
    fewest : int
        Cases in a window with many.
    fast : bool
        By the compiled loop.
    """

    circles: Circles
    held: Floats
    base: Floats
    model: Likelihood
    bounds: tuple[tuple[int, Bounds], ...]
    least: int
    longest: int
    alive: bool
    fewest: int
    fast: bool

    def of(self, cases: Any) -> Callable[[Floats, Ints, Circles, slice], None]:
        """A search among `cases` (places, periods, replicas).

        It raises `best` (replicas,) to the largest ratio of each replica in some circles around some of the centres,
        and writes its window (replicas, 4) where there is one.
        """
        periods = self.base.shape[1]
        facts = self.model.cases, self.model.base, float(self.model.bernoulli), min(1.0, self.longest / periods)
        search: Callable[..., Any] = compiled(search_loop) if self.fast else search_arrays
        arrays: tuple[Any, ...] = cases, self.base, _running(self.base)
        if self.fast and self.alive:
            search, arrays = compiled(search_until_now), (back(cases), back(self.base))
        known = []
        for sign, bound in self.bounds:
            span = np.array([self.least, self.longest, int(self.alive), self.fewest, sign], dtype=np.int64)
            room, grain = self._room(cases, sign)
            known.append((bound.table, np.array([bound.first, bound.step]), span, np.array([*facts, grain]), room))

        def run(best: Floats, window: Ints, some: Circles, centres: slice) -> None:
            within = some.order[centres], some.ends[centres], self.held[centres, : some.order.shape[1]]
            order, ends, held = (np.ascontiguousarray(part) for part in within)
            for table, scale, span, whole, room in known:
                found = np.zeros_like(window)
                search(order, ends, held, *arrays, table, scale, span, whole, room, best, found)
                raised = found[:, 1] > 0
                window[raised] = found[raised]
                window[raised, 0] += centres.start

        return run

    def _room(self, cases: Any, sign: int) -> tuple[Any, int]:
        """What a circle is counted in, and in how many steps a case: 16 bits where no sum can outgrow them."""
        of_period = cases.sum(axis=0, dtype=np.int64)
        largest = int(of_period.max(initial=0))
        if self.alive:
            fits, grain = largest < 2 * NARROW and of_period.sum(axis=0).max(initial=0) < 4 * NARROW - 1, GRAIN
        else:
            grain = min(GRAIN, (NARROW - 1) // max(largest, 1))
            fits = sign == 1 and grain >= COARSEST
        return np.zeros(cases.shape[1:], dtype=np.int16 if fits else np.int32), grain if fits else GRAIN

    def ratios(self, cases: Any, window: Ints) -> Floats:
        """Ratio of one window of each replica, computed in one way whoever found it; 0 where there is none."""
        found = np.zeros(len(window))
        for r, (centre, many, start, stop) in enumerate(window.tolist()):
            if many:
                inside = self.circles.members(centre, many)
                c, m = cases[inside, start:stop, r].sum(), self.base[inside, start:stop].sum()
                found[r] = self.model.ratio(float(c), float(m))
        return found

    def around_each(self, cases: Ints, first: int, stop: int) -> tuple[Floats, Ints]:
        """Largest ratio around the places from `first` up to `stop`, and its window (places, 4)."""
        windows = np.zeros((stop - first, 4), dtype=np.int64)
        single = cases[:, :, None].astype(np.uint8 if cases.max(initial=0) < 256 else np.int32)
        search = self.of(single)
        for centre, window in enumerate(windows, first):
            search(np.zeros(1), window[None], self.circles, slice(centre, centre + 1))
            window[0] = centre
        ratios = np.array([self.ratios(single, window[None])[0] for window in windows])
        return ratios, windows


@dataclass(frozen=True, slots=True, eq=False)
class Replicas:
    """A block of replicas, drawn and searched; what a pool of processes is given."""

    search: Search
    null: Null

    def __call__(self, first: int, stop: int) -> Floats:
        """Largest ratio of the replicas from `first` up to `stop`."""
        cases = self._drawn(first, stop)
        search, circles, everywhere = self.search.of(cases), self.search.circles, slice(0, None)
        best, window = np.zeros(stop - first), np.zeros((stop - first, 4), dtype=np.int64)
        search(best, window, circles.within(NEAR), everywhere)
        search(best, window, circles, everywhere)
        return self.search.ratios(cases, window)

    def _drawn(self, first: int, stop: int) -> Any:
        cases: Any = np.empty((*self.search.base.shape, stop - first), dtype=np.uint8)
        for replica in range(first, stop):
            drawn = self.null.draw(replica)
            if cases.dtype == np.uint8 and drawn.max(initial=0) > 255:
                cases = cases.astype(np.int32)
            cases[:, :, replica - first] = drawn
        return cases


def tables(model: Likelihood, base: Floats, signs: tuple[int, ...]) -> tuple[tuple[int, Bounds], ...]:
    """The bounds of both kinds of windows that are looked for."""
    smallest = float(base[base > 0].min())
    return tuple((sign, bounds(model, smallest, sign == 1)) for sign in signs)


def search_arrays(  # noqa: PLR0917 - the arguments of the compiled loop
    order: Any, ends: Any, held: Any, cases: Any, base: Any, until: Any, table: Any, scale: Any, span: Any, whole: Any,
    sums: Any, best: Any, window: Any,
) -> None:  # fmt: skip
    """`search_loop` without numba: every window is counted, and those that may be the best are judged."""
    least, longest, alive, fewest, sign = (int(v) for v in span)
    model = Likelihood(float(whole[0]), float(whole[1]), bool(whole[2]))
    knots = np.append(0.0, np.exp(scale[0] + scale[1] * np.arange(KNOTS - 1)))
    periods = cases.shape[1]
    for centre in range(len(order)):
        many = np.flatnonzero(ends[centre]) + 1
        if not len(many):
            continue
        inside = order[centre, : many[-1]]
        sums = _running(np.cumsum(cases[inside], axis=0, dtype=np.int64)[many - 1])
        bases = _running(np.cumsum(base[inside], axis=0)[many - 1])
        lowest = float(best.min())
        level = 0 if lowest < LOWEST else min(LEVELS - 1, 1 + int(np.log(lowest / LOWEST) / np.log(STEP) - 1e-9))
        for length in range(least, longest + 1):
            first = periods - length if alive else 0
            m = (bases[:, length:] - bases[:, :-length])[:, first:]
            c = (sums[:, length:] - sums[:, :-length])[:, first:]
            goal = np.interp(m, knots, table[level])[:, :, None]
            expected = model.expected(m)[:, :, None]
            might = (c > np.maximum(goal - 1e-9 * (1 + goal), expected)) & (c >= fewest) if sign == 1 else (
                c < np.minimum(goal + 1e-9 * (1 + goal), expected)
            )  # fmt: skip
            at = np.nonzero(might)
            if not len(at[0]):
                continue
            ratio = model.ratio(c[at], m[at[0], at[1]])
            kept = ratio >= best[at[2]] * (1 - TIE)
            ratio, at = ratio[kept], tuple(part[kept] for part in at)
            # the best first, and of equally good ones the smallest circle and the first time
            for k in np.lexsort((at[1], at[0], -ratio)):
                r, size, start = int(at[2][k]), int(many[at[0][k]]), int(at[1][k]) + first
                if ratio[k] < best[r] * (1 - TIE):
                    continue
                better = ratio[k] > best[r] * (1 + TIE)
                if not better and window[r, 1] > 0 and window[r, 0] == centre:
                    own = (window[r, 1], window[r, 3] - window[r, 2], window[r, 3])
                    better = (size, length, start + length) < own
                if better:
                    best[r] = max(best[r], ratio[k])
                    window[r] = (centre, size, start, start + length)


def _running(values: Any) -> Any:
    """Sums over the periods up to each, with a 0 before the first."""
    return np.concatenate([np.zeros_like(values[:, :1]), np.cumsum(values, axis=1)], axis=1)


def back(values: Any) -> Any:
    """Sums over the last period, the last two, and so on (places, periods, ...); counts in as few bits as hold them."""
    sums = values[:, ::-1].copy()
    if values.dtype.kind != "f":
        sums = sums.astype(np.min_scalar_type(int(values.sum(axis=1, dtype=np.int64).max(initial=0))))
    for k in range(1, sums.shape[1]):
        sums[:, k] += sums[:, k - 1]
    return sums
