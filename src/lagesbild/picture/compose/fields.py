"""When a column stops or begins to be filled in, so that counts by it change though nothing has happened."""

from __future__ import annotations

import datetime as dt
import itertools

import numpy as np
import scipy
from numpy.typing import NDArray

from lagesbild.picture.compose.steps import Steps
from lagesbild.picture.model import Break, BreakKind

LEAST_CHANGE = 0.2
"""Change of the share filled in that is worth a break: a fifth of all rows."""
LEAST_ROWS = 50
"""Rows on each side."""
LEAST_EVIDENCE = 15.0
"""Gain in log likelihood that a split must give: far beyond what the best of a hundred splits gives by chance."""
NEAR = 3
"""Months on each side that must also show the change, so that a slow drift is not called a break."""


def field_breaks(
    role: str, heading: str, step: NDArray[np.int32], filled: NDArray[np.bool_], steps: Steps
) -> tuple[Break, ...]:
    """Breaks of the column that has a role and a heading of its own, over monthly steps, oldest first."""
    used = step >= 0
    rows = np.bincount(step[used], minlength=len(steps)).astype(np.float64)
    hits = np.bincount(step[used & filled], minlength=len(steps)).astype(np.float64)
    cuts = sorted(_split(rows, hits, 0, len(rows)))
    edges = [0, *cuts, len(rows)]
    shares = [hits[a:b].sum() / max(rows[a:b].sum(), 1) for a, b in itertools.pairwise(edges)]
    starts: tuple[dt.date, ...] = steps.starts
    return tuple(
        Break(
            BreakKind.FIELD,
            starts[cut],
            None,
            heading,
            float(shares[i]),
            float(shares[i + 1]),
            unit=steps.unit,
            role=role,
        )
        for i, cut in enumerate(cuts)
    )


def _split(rows: NDArray[np.float64], hits: NDArray[np.float64], first: int, last: int) -> list[int]:
    """Binary segmentation: the best split of a stretch, and those of its two parts."""
    best, gain = 0, LEAST_EVIDENCE
    whole = _likelihood(hits[first:last].sum(), rows[first:last].sum())
    for cut in range(first + 1, last):
        left, right = slice(first, cut), slice(cut, last)
        n, m = rows[left].sum(), rows[right].sum()
        if min(n, m) < LEAST_ROWS:
            continue
        a, b = hits[left].sum() / n, hits[right].sum() / m
        found = _likelihood(hits[left].sum(), n) + _likelihood(hits[right].sum(), m) - whole
        if abs(a - b) >= LEAST_CHANGE and found > gain and _sudden(rows, hits, first, cut, last):
            best, gain = cut, float(found)
    return [*_split(rows, hits, first, best), best, *_split(rows, hits, best, last)] if best else []


def _sudden(rows: NDArray[np.float64], hits: NDArray[np.float64], first: int, cut: int, last: int) -> bool:
    left, right = slice(max(first, cut - NEAR), cut), slice(cut, min(last, cut + NEAR))
    n, m = rows[left].sum(), rows[right].sum()
    return bool(n > 0 and m > 0 and abs(hits[left].sum() / n - hits[right].sum() / m) >= LEAST_CHANGE)


def _likelihood(hits: float, rows: float) -> float:
    if rows <= 0:
        return 0.0
    return float(scipy.special.xlogy(hits, hits / rows) + scipy.special.xlogy(rows - hits, (rows - hits) / rows))
