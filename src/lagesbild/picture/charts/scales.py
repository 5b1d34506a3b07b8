"""Ticks and classes: the few round numbers a reader can hold."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from lagesbild.i18n import Translator


def step(top: float, most: int) -> float:
    """The smallest of 1, 2, 5, 10, 20 … that divides `top` into at most `most` parts."""
    size = 1.0
    while True:
        for factor in (1, 2, 5):
            if top / (size * factor) <= most:
                return size * factor
        size *= 10


@dataclass(frozen=True, slots=True)
class Axis:
    """Counts on a line of pixels, linear, or by square root where a few counts dwarf the rest."""

    top: float
    left: float
    right: float
    ticks: tuple[float, ...]
    root: bool

    def at(self, value: float) -> float:
        """The pixel of a count."""
        share = value / self.top
        return self.left + (self.right - self.left) * (math.sqrt(max(share, 0)) if self.root else share)


def axis(values: Iterable[float], left: float, right: float, *, most: int = 5) -> Axis:
    """An axis from 0 that holds all `values`."""
    known = np.asarray(sorted(values), float)
    top = max(float(known[-1]) if len(known) else 1.0, 1.0)
    root = len(known) > 4 and top > 15 * max(1.0, float(np.median(known)))
    if root:
        ticks = tuple(t for t in (0.0, *(10.0**n * f for n in range(8) for f in (1, 4))) if t <= top)
        ticks = (0.0, *ticks[-3:]) if len(ticks) > 4 else ticks
        return Axis(top * 1.04, left, right, ticks, root=True)
    size = step(top, most)
    ticks = tuple(size * i for i in range(math.floor(top * 1.0001 / size) + 1))
    return Axis(top * 1.04, left, right, ticks, root=False)


def classes(values: Iterable[float], most: int = 5) -> tuple[int, ...]:
    """Lower limits of up to `most` classes of counts from 1, round and rising, about as many in each."""
    known = np.asarray([v for v in values if v >= 0.5], float)
    if not len(known):
        return (1,)
    limits = [1]
    for quantile in np.linspace(0, 1, most + 1)[1:-1]:
        limit = _round(float(np.quantile(known, quantile)))
        if limit > limits[-1]:
            limits.append(limit)
    return tuple(limits)


def _round(value: float) -> int:
    if value < 10:
        return max(1, math.ceil(value))
    size = 10 ** (math.floor(math.log10(value)) - 1)
    unit = 5 * size if value > 20 * size else size
    return int(math.ceil(value / unit) * unit)


def place(value: float, limits: Sequence[int]) -> int:
    """The class of a value: 0 below the first limit, then 1, 2 and on."""
    return int(np.searchsorted(np.asarray(limits) - 0.5, value, side="right"))


def limits_said(t: Translator, limits: Sequence[int]) -> tuple[str, ...]:
    """Each class by its limits: “1–3”, “4”, “minst 20”."""
    said = []
    for i, low in enumerate(limits):
        if i + 1 == len(limits):
            said.append(t.gettext("at least {n}").format(n=t.value(low)).replace(" ", "\u00a0"))
        else:
            high = limits[i + 1] - 1
            said.append(t.value(low) if low == high else f"{t.value(low)}–{t.value(high)}")
    return tuple(said)
