"""Near repeats: the Knox test with the bands that the field reads, and how far the raised risk reaches."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.compiled import Engine
from lagesbild.analysis.interaction.knox import KnoxResult, knox
from lagesbild.analysis.interaction.pairs import Metric
from lagesbild.analysis.multiple import benjamini_hochberg
from lagesbild.analysis.replicas import Progress
from lagesbild.analysis.result import Bools, Floats, Method, Result, check_share

MOST_BANDS = 200
"""Of either kind; the same place is one more, and 255 are told apart."""


@dataclass(frozen=True, slots=True, eq=False)
class NearRepeats(Result):
    """A near-repeat table.

    Parameters
    ----------
    knox : KnoxResult
        Counts, expectations, ratios and p of every band.
    distance_names, time_names : tuple of str
        Each band as it was counted, with its edges: "[0, 1)" holds what is at least 0 and below 1.
    q : (D, T) float64
        p corrected for the number of bands (Benjamini and Hochberg).
    raised : (D, T) bool
        Bands with more pairs than chance by the level asked for, after correction, and a ratio of at least the one
        asked for.
    reach : (float, float) or None
        Distance and days up to which every band from the nearest on is raised: the largest such rectangle, None when
        the nearest band is not.
    method : Method
    """

    knox: KnoxResult
    distance_names: tuple[str, ...]
    time_names: tuple[str, ...]
    q: Floats
    raised: Bools
    reach: tuple[float, float] | None
    method: Method


@asked
def near_repeat(
    x: ArrayLike,
    y: ArrayLike,
    t: ArrayLike,
    *,
    band_metres: float = 100.0,
    bands_of_distance: int = 5,
    band_days: float = 7.0,
    bands_of_time: int = 4,
    same_place: float = 1.0,
    accuracy: float = 0.0,
    level: float = 0.05,
    smallest_ratio: float = 1.2,
    permutations: int = 999,
    seed: int = 0,
    metric: Metric = "euclidean",
    engine: Engine = "auto",
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> NearRepeats:
    """Whether incidents are followed by others nearby soon after, in bands of equal width.

    Parameters
    ----------
    x, y : (n,) array_like of float
        Positions in metres.
    t : (n,) array_like of float or datetime64
        Times in days. Whole days make bands of whole days: [0, 7) holds the same day and the six that follow.
    band_metres, bands_of_distance, band_days, bands_of_time : float, int, float, int
        Width and number of the bands.
    same_place : float
        Incidents nearer than this are at the same place, which makes a band of its own before the others; 0 makes
        none, and the first band then begins at 0.
    accuracy : float
        Error of the positions in metres. A band narrower than it is refused, and same places are not told apart.
    level, smallest_ratio : float
        When a band is called raised.
    permutations, seed, metric, engine, executor, progress
        As `knox`.

    Returns
    -------
    NearRepeats

    Raises
    ------
    ValueError
        As `knox`, or if a band is narrower than the accuracy or not wider than `same_place`.

    Notes
    -----
    Every band is half-open, [a, b), and named by the edges it was counted with. (The Near Repeat Calculator 1.3 names
    its bands one off from those it counts.)

    References
    ----------
    Ratcliffe, J. H. & Rengert, G. F. (2008). Near-repeat patterns in Philadelphia shootings. Security Journal 21,
    58–76.
    Johnson, S. D. et al. (2007). Space-time patterns of risk. Journal of Quantitative Criminology 23, 201–219.
    """
    check_share(level, "level")
    few, many = sorted((bands_of_distance, bands_of_time))
    if min(band_metres, band_days) <= 0 or few < 1 or many > MOST_BANDS:
        raise ValueError(
            f"band_metres and band_days must be above 0, bands_of_distance and bands_of_time 1 to {MOST_BANDS}"
        )
    if band_metres < accuracy:
        raise ValueError(f"bands of {band_metres:g} m are narrower than the error of the positions, {accuracy:g} m")
    if not 0 <= same_place < band_metres:
        raise ValueError("same_place must be at least 0 and below the width of a band")
    distances = (np.arange(bands_of_distance + 1) * band_metres).tolist()
    if same_place > 0 and same_place >= accuracy:
        distances = [0.0, same_place, *distances[1:]]
    times = (np.arange(bands_of_time + 1) * band_days).tolist()
    found = knox(
        x, y, t, distances=distances, times=times, permutations=permutations, seed=seed, metric=metric,
        engine=engine, executor=executor, progress=progress,
    )  # fmt: skip
    q = benjamini_hochberg(found.p)
    raised = (q <= level) & (found.ratio >= smallest_ratio)
    method = Method(
        "near repeats",
        {**found.method.parameters, "level": level, "smallest_ratio": smallest_ratio, "accuracy": accuracy},
        (
            *found.method.limits,
            "That one incident is followed by another does not say that the first brought it.",
            f"No p is below {found.floor:g}, the floor of {permutations} permutations.",
        ),
        "Ratcliffe & Rengert 2008, Security Journal 21:58",
        found.method.tests,
    )
    return NearRepeats(
        found, _names(found.distances), _names(found.times), q, raised, _reach(raised, found), method
    )  # fmt: skip


def _names(edges: tuple[float, ...]) -> tuple[str, ...]:
    return tuple(f"[{a:g}, {b:g})" for a, b in pairwise(edges))


def _reach(raised: Bools, found: KnoxResult) -> tuple[float, float] | None:
    best, chosen = 0, None
    whole = np.cumprod(np.cumprod(raised, axis=0), axis=1).astype(bool)
    for row in range(len(raised)):
        columns = int(whole[row].sum())
        if (row + 1) * columns > best:
            best, chosen = (row + 1) * columns, (found.distances[row + 1], found.times[columns])
    return chosen
