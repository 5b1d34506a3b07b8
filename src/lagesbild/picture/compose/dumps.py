"""Points where a source puts what it cannot place, told from busy places by what is reported there."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from lagesbild.analysis import dumping_points
from lagesbild.picture.compose.events import plain_name
from lagesbild.places.coordinates import Projected
from lagesbild.sources.records import Labels, Records

UNLIKE = 0.1
"""Difference in categories, beyond what chance gives, that shows a place of its own kind: a mall draws thefts, while a
dumping point holds a little of everything."""


def on_dumps(at: Projected, records: Records) -> NDArray[np.bool_]:
    """Which of the incidents `records`, at `at`, lie on a dumping point, told from all of them.

    A point is one when it holds far more than any near it, and its categories are mixed as everywhere or the place it
    names is only a municipality or county.
    """
    category = records.category.codes
    dump = np.zeros(len(at.x), np.bool_)
    # (-1, no category, becomes 0.)
    k = int(category.max(initial=-1)) + 2
    everywhere = np.bincount(category + 1, minlength=k) / max(1, len(category))
    larger = {plain_name(name) for labels in (records.municipality, records.county) for name in labels.names}
    for one in dumping_points(at.x, at.y).points:
        here = (at.x == one.x) & (at.y == one.y)
        counts = np.bincount(category[here] + 1, minlength=k)
        if not _of_its_own_kind(counts, everywhere) or _named_widely(records.place.take(here), larger):
            dump |= here
    return dump


def _named_widely(place: Labels, larger: Collection[str]) -> bool:
    """Whether most name only a municipality or county, one of `larger`, alone or before a comma."""
    counts = place.counts()
    wide = sum(int(counts[i]) for i in np.flatnonzero(counts) if plain_name(place.names[i].split(",")[0]) in larger)
    return wide > 0.5 * len(place.codes)


def _of_its_own_kind(counts: NDArray[np.int64], everywhere: NDArray[np.float64]) -> bool:
    """Whether the mix lies further from that of all incidents than chance explains (total variation)."""
    n = counts.sum()
    apart = np.abs(counts / n - everywhere).sum() / 2
    chance = np.sqrt(2 * everywhere * (1 - everywhere) / (np.pi * n)).sum() / 2
    return bool(apart > 1.5 * chance + UNLIKE)
