"""Would last year's map have helped: how much of what came later lay where the map pointed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.result import (
    Bools,
    Floats,
    Ints,
    Method,
    Result,
    TooFew,
    as_array,
    as_counts,
    as_floats,
    check_share,
)

LEAST = 20
"""Later incidents below which no share of them is formed."""


@dataclass(frozen=True, slots=True)
class Accuracy(Result):
    """What a map of the past caught of what came after.

    Parameters
    ----------
    hits, total : int
        Later incidents in the chosen places, and everywhere.
    area, whole : float
        Area of the chosen places, and of all.
    hit_rate : float
        hits / total.
    hit_low, hit_high : float
        Interval of the hit rate (Clopper and Pearson).
    pai : float
        Prediction accuracy index: hit rate over share of the area.
    pei : float
        Prediction efficiency index: hits over the most that as large an area could have held. Never above 1.
    rri : float
        Recapture rate index: share of later incidents in the chosen places over their share of earlier ones, both per
        all; 1 when the places hold as large a share as before. NaN where nothing was in them.
    method : Method
    """

    hits: int
    total: int
    area: float
    whole: float
    hit_rate: float
    hit_low: float
    hit_high: float
    pai: float
    pei: float
    rri: float
    method: Method


@dataclass(frozen=True, slots=True)
class Hindsight(Result):
    """A map against the simplest one, both made of the past and judged by what came after.

    Parameters
    ----------
    tried, simple : Accuracy
        The places of the map, and those with most incidents before, over as large an area.
    only_tried, only_simple : int
        Later incidents that one of them caught and the other did not.
    p : float
        Two-sided exact probability that so uneven a split comes by chance (McNemar).
    better : {"tried", "simple", "alike"}
        Which caught more, if chance does not make it at the level asked for.
    method : Method
    """

    tried: Accuracy
    simple: Accuracy
    only_tried: int
    only_simple: int
    p: float
    better: str
    method: Method


@asked
def pai(hits: int, total: int, area: float, whole: float) -> float:
    """Prediction accuracy index: share of the incidents over share of the area.

    Parameters
    ----------
    hits, total : int
        Incidents in the chosen places and everywhere.
    area, whole : float
        Area of the chosen places and of all.

    Returns
    -------
    float
        1 for places that caught no more than their share; NaN without incidents.

    Raises
    ------
    ValueError
        If `hits` exceeds `total`, or `area` is not above 0 and at most `whole`.

    References
    ----------
    Chainey, S., Tompson, L. & Uhlig, S. (2008). The utility of hotspot mapping for predicting spatial patterns of
    crime. Security Journal 21, 4–28.
    """
    n = as_counts([hits, total], "hits and total", 1)
    if n[0] > n[1] or not 0 < area <= whole * (1 + 1e-12):
        raise ValueError("hits must be at most total, and area above 0 and at most the whole")
    return float(n[0] / n[1] / (area / whole)) if n[1] else float("nan")


def pei(later: ArrayLike, chosen: ArrayLike, areas: ArrayLike | None = None) -> float:
    r"""Prediction efficiency index: hits over the most that an area as large could have held.

    Parameters
    ----------
    later : (n,) array_like of int
        Later incidents of each place.
    chosen : (n,) array_like of bool
        Which places were chosen.
    areas : (n,) array_like of float, optional
        Their areas, above 0; all alike by default.

    Returns
    -------
    float
        0 to 1; NaN without later incidents.

    Raises
    ------
    ValueError
        If shapes do not agree or no place is chosen.

    Notes
    -----
    The best choice fills the *same area* with the places that turned out to hold most per area, the last of them in
    part, which bounds what any choice of whole places can hold. An oracle that is matched by the number of places
    instead gives values above 1 where their sizes differ.

    References
    ----------
    Hunt, J. (2016). Do crime hot spots move? PhD thesis, American University; National Institute of Justice (2017),
    Real-Time Crime Forecasting Challenge.
    """
    k, picked, size = _places(later, chosen, areas)
    best = _best(k, size, float(size[picked].sum()))
    return float(k[picked].sum() / best) if best > 0 else float("nan")


def _places(later: ArrayLike, chosen: ArrayLike, areas: ArrayLike | None) -> tuple[Ints, Bools, Floats]:
    k = as_counts(later, "later", 1)
    picked = as_array(chosen, "chosen")
    size = np.ones(len(k)) if areas is None else as_floats(areas, "areas", 1)
    if picked.dtype != np.bool_ or picked.shape != k.shape or len(size) != len(k) or np.any(size <= 0):
        raise ValueError("chosen must be true or false and areas above 0, one for each place")
    if not picked.any():
        raise ValueError("no place is chosen")
    return k, picked, size


def _best(k: Ints, size: Floats, area: float) -> float:
    """The most incidents that an area can hold, the last place in part."""
    order = np.argsort(-k / size, kind="stable")
    filled = np.cumsum(size[order])
    before = np.concatenate([[0.0], filled[:-1]])
    part = np.clip((area - before) / size[order], 0.0, 1.0)
    # Rounding of a sum of areas must not make the oracle a hair less than what it bounds.
    return float(np.sum(part * k[order]) * (1 + 1e-12))


@asked
def choose(scores: ArrayLike, share: float, areas: ArrayLike | None = None) -> Bools:
    """The places with the highest scores, as many as fit into a share of the area.

    Parameters
    ----------
    scores : (n,) array_like of float
        Ties go to the place that comes first.
    share : float
        Of the whole area.
    areas : (n,) array_like of float, optional
        Areas, all alike by default.

    Returns
    -------
    (n,) ndarray of bool
        At least one place.

    Raises
    ------
    ValueError
        If lengths differ, an area is not above 0, or the share is not between 0 and 1.
    """
    value = as_floats(scores, "scores", 1)
    size = np.ones(len(value)) if areas is None else as_floats(areas, "areas", 1)
    if len(size) != len(value) or not len(value) or np.any(size <= 0):
        raise ValueError("there must be places, with areas above 0, one for each score")
    room = check_share(share, "share") * size.sum() * (1 + 1e-12)
    order = np.argsort(-value, kind="stable")
    picked = np.zeros(len(value), dtype=bool)
    picked[order[: max(1, int(np.searchsorted(np.cumsum(size[order]), room, side="right")))]] = True
    return picked


@asked
def hindsight(
    scores: ArrayLike,
    earlier: ArrayLike,
    later: ArrayLike,
    *,
    share: float = 0.05,
    areas: ArrayLike | None = None,
    level: float = 0.95,
) -> Hindsight:
    r"""Judge a map made of the past by what came after, beside the map of simple counts.

    Parameters
    ----------
    scores : (n,) array_like of float
        What the map says of each place, made of nothing later than `earlier`.
    earlier, later : (n,) array_like of int
        Incidents of each place before and after.
    share : float
        Share of the area that is chosen.
    areas : (n,) array_like of float, optional
        Areas, all alike by default.
    level : float
        Of the intervals and of the comparison.

    Returns
    -------
    Hindsight

    Raises
    ------
    ValueError
        If lengths differ or an argument is out of range.
    TooFew
        If fewer than 20 incidents came later.

    Notes
    -----
    Whoever makes the scores must not have seen `later`: only out of time is it a test.

    References
    ----------
    Chainey et al. 2008; Hunt 2016; Levine, N. (2008). The "hottest" part of a hotspot. Security Journal 21, 295–302.
    """
    value = as_floats(scores, "scores", 1)
    past, k = as_counts(earlier, "earlier", 1), as_counts(later, "later", 1)
    if not len(value) == len(past) == len(k):
        raise ValueError("scores, earlier and later must be equally many")
    if int(k.sum()) < LEAST:
        raise TooFew(f"{int(k.sum())} later incidents are too few to judge a map by; {LEAST} are needed")
    first, second = choose(value, share, areas), choose(past.astype(float), share, areas)
    only_tried, only_simple = int(k[first & ~second].sum()), int(k[second & ~first].sum())
    apart = only_tried + only_simple
    p = float(min(1.0, 2 * scipy.stats.binom.cdf(min(only_tried, only_simple), apart, 0.5))) if apart else 1.0
    better = "alike" if p >= 1 - level else "tried" if only_tried > only_simple else "simple"
    method = Method(
        "hindsight",
        {"share": share, "level": level},
        ("Incidents are taken to fall independently of each other.",
         "What was done at the chosen places because of the map is not told apart from the map being wrong."),
        "Chainey et al. 2008; Hunt 2016; Levine 2008",
        1,
    )  # fmt: skip
    return Hindsight(
        _accuracy(first, past, k, areas, level), _accuracy(second, past, k, areas, level),
        only_tried, only_simple, p, better, method,
    )  # fmt: skip


def _accuracy(chosen: Bools, past: Ints, later: Ints, areas: ArrayLike | None, level: float) -> Accuracy:
    k, picked, size = _places(later, chosen, areas)
    hits, total = int(k[picked].sum()), int(k.sum())
    area, whole = float(size[picked].sum()), float(size.sum())
    alpha = 1 - check_share(level, "level")
    low = 0.0 if hits == 0 else float(scipy.stats.beta.ppf(alpha / 2, hits, total - hits + 1))
    high = 1.0 if hits == total else float(scipy.stats.beta.ppf(1 - alpha / 2, hits + 1, total - hits))
    before = int(past[picked].sum())
    rri = (hits / total) / (before / int(past.sum())) if before else float("nan")
    method = Method("hit rate, PAI, PEI, RRI", {"level": level}, (), "Chainey et al. 2008; Hunt 2016; Levine 2008")
    return Accuracy(
        hits, total, area, whole, hits / total, low, high, pai(hits, total, area, whole),
        pei(k, picked, size), rri, method,
    )  # fmt: skip
