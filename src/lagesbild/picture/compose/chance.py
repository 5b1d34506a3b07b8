"""What chance looks like: maps of the squares that the lot would have drawn, beside the real one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lagesbild.analysis import chance_maps
from lagesbild.analysis.report import sentences
from lagesbild.i18n import LANGUAGES
from lagesbild.picture.model import ChanceMap, Chances

REPLICAS = 19
"""So many that the real map stands out most by chance in 1 case of 20."""


def chances_of(
    now: NDArray[np.int64],
    before: NDArray[np.int64] | None,
    at: tuple[NDArray[np.int64], NDArray[np.int64]],
    *,
    called: Callable[[int], str],
    shown_from: int,
    seed: int,
) -> Chances:
    """The real map and those of chance.

    Parameters
    ----------
    now, before : (k,) int64
        Incidents per square, dumping points left out; None without a history to be judged by.
    at : pair of (k,) int64
        Column and row of each square.
    called : callable
        What a square is called.
    shown_from : int
        Incidents from which a square is drawn.
    seed : int
        Of the lot.
    """
    found = chance_maps(now, before=before, replicas=REPLICAS, seed=seed)
    maps = np.vstack([found.counts, found.maps])
    kept = np.flatnonzero((maps >= shown_from).any(axis=0))
    column, row = (values - values[kept].min(initial=values.max()) for values in at)
    order = np.full(len(now), -1)
    order[kept] = np.arange(len(kept))
    names = [called(found.place)] * len(now)
    return Chances(
        null=found.method.parameters["null"],
        squares=tuple(zip(column[kept].tolist(), row[kept].tolist(), strict=True)),
        shown_from=shown_from,
        maps=tuple(_map(one, order, shown_from) for one in maps),
        p=found.p,
        said={language: sentences(found, language, names) for language in LANGUAGES},
    )


def _map(counts: NDArray[np.int64], order: NDArray[np.int64], shown_from: int) -> ChanceMap:
    drawn = np.flatnonzero(counts >= shown_from)
    return ChanceMap(
        drawn=tuple(zip(order[drawn].tolist(), counts[drawn].tolist(), strict=True)),
        fullest=int(counts.max()),
        rest=int(counts.sum() - counts[drawn].sum()),
    )
