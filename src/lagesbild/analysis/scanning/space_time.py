"""Is there a cluster in space and time: the scan statistic."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.compiled import Engine, uses_numba
from lagesbild.analysis.replicas import Progress, in_blocks
from lagesbild.analysis.result import Floats, Ints, Method, Result, as_counts, as_floats
from lagesbild.analysis.scanning.circles import Metric, circles
from lagesbild.analysis.scanning.draws import null
from lagesbild.analysis.scanning.model import Likelihood, Model
from lagesbild.analysis.scanning.search import LANES, Replicas, Search, tables

Kind = Literal["retrospective", "prospective", "spatial"]
Rates = Literal["high", "low", "both"]

MOST = 1 << 24
"""Cases that can be counted exactly in single precision."""

SAME = 1e-9
"""Ratios that differ by less than this share are the same."""

EULER = 0.5772156649015329


@dataclass(frozen=True, slots=True, eq=False)
class Cluster(Result):
    """A circle and a time with more cases (or fewer) than chance explains, or the most of them.

    Parameters
    ----------
    centre : int
        Index of the place in the middle.
    members : (k,) int64
        Indexes of the places inside.
    radius : float
        Distance to the furthest of them, in the unit of the positions (kilometres on the sphere).
    start, stop : int
        First period, and the one after the last.
    observed : int
    expected : float
    ratio : float
        Observed over expected.
    relative_risk : float
        The rate inside over the rate outside; NaN where nothing is expected outside.
    high : bool
        Whether there are more cases than expected.
    llr : float
        Log likelihood ratio.
    p : float
        Probability that chance gives a window anywhere with a ratio as large.
    p_gumbel : float
        The same from a Gumbel distribution fitted to the replicas, which goes below their floor; NaN without
        replicas.
    recurrence : float
        Periods in which chance alone gives one such cluster, 1/p, if the scan is run once a period; NaN unless
        prospective.
    """

    centre: int
    members: Ints
    radius: float
    start: int
    stop: int
    observed: int
    expected: float
    ratio: float
    relative_risk: float
    high: bool
    llr: float
    p: float
    p_gumbel: float
    recurrence: float


@dataclass(frozen=True, slots=True, eq=False)
class SpaceTimeScan(Result):
    """Clusters that do not overlap in space, the least likely by chance first.

    Parameters
    ----------
    clusters : tuple of Cluster
    cases : int
    replicas : (r,) float64
        Largest ratio of each replica that counts.
    floor : float
        Smallest p that the replicas can give.
    stopped : bool
        Whether the replicas ended before all were drawn, as enough had exceeded the data.
    method : Method
    """

    clusters: tuple[Cluster, ...]
    cases: int
    replicas: Floats
    floor: float
    stopped: bool
    method: Method


@asked
def space_time_scan(
    cases: ArrayLike,
    x: ArrayLike,
    y: ArrayLike,
    *,
    model: Model = "permutation",
    population: ArrayLike | None = None,
    controls: ArrayLike | None = None,
    kind: Kind = "retrospective",
    rates: Rates = "high",
    metric: Metric = "euclidean",
    max_share: float = 0.5,
    max_radius: float | None = None,
    max_window: float = 0.5,
    max_periods: int | None = None,
    min_periods: int = 1,
    min_cases: int = 2,
    replications: int = 999,
    stop_after: int | None = None,
    most_clusters: int = 10,
    seed: int = 0,
    engine: Engine = "auto",
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> SpaceTimeScan:
    r"""Scan for clusters with circles of all sizes around every place, and all times.

    Parameters
    ----------
    cases : (places, periods) or (places, periods, strata) array_like of int
        Cases per place and period, oldest first; by stratum (age, sex) to adjust the Poisson model for them. One
        dimension is one period.
    x, y : (places,) array_like of float
        Positions in a projected system; longitude and latitude in degrees for ``metric="great-circle"``.
    model : {"permutation", "poisson", "bernoulli"}
        What the null holds fixed: the cases of each place and of each period; what is expected from `population`;
        cases and controls together.
    population : array_like of float, optional
        For the Poisson model, in the shape of `cases` (or per place): people, or anything that cases are expected in
        proportion to, within strata.
    controls : array_like of int, optional
        For the Bernoulli model, in the shape of `cases`.
    kind : {"retrospective", "prospective", "spatial"}
        All times; times that last until now; all periods taken together.
    rates : {"high", "low", "both"}
        What is looked for.
    metric : {"euclidean", "great-circle"}
        How distance is measured.
    max_share : float
        Largest share of what is expected (of cases, for the permutation) that a circle may hold over all periods.
    max_radius : float, optional
        Largest radius.
    max_window : float
        Largest share of the periods that a time may last; at least one period.
    max_periods : int, optional
        The same in periods, instead of the share.
    min_periods : int
        Fewest periods.
    min_cases : int
        Fewest cases in a window with many.
    replications : int
        Replicas under the null; 0 gives no p.
    stop_after : int, optional
        End when this many replicas reach the largest ratio of the data.
    most_clusters : int
        Clusters that are reported at most.
    seed : int
        Of the replicas; each has random numbers of its own.
    engine : {"auto", "numpy", "numba"}
        Who searches; the answer is the same. NumPy counts every window and is many times slower.
    executor : concurrent.futures.Executor, optional
        Where replicas are searched. With numba threads are enough.
    progress : callable, optional
        Called with the replicas done and all of them; what it raises stops the work.

    Returns
    -------
    SpaceTimeScan

    Raises
    ------
    ValueError
        If shapes do not fit, values are missing or negative, there are cases where nothing is expected, or an
        argument is out of range.

    Notes
    -----
    For a window with c cases where :math:`\mu` are expected, of C in all (Poisson and permutation),

    .. math:: \mathrm{LLR} = c \log\frac{c}{\mu} + (C - c) \log\frac{C - c}{C - \mu},

    for the Bernoulli model see `Likelihood`. The permutation expects :math:`\mu_{pt} = C_p C_t / C`; the Poisson model
    :math:`\mu_{pt} = \sum_s n_{pts} C_s / n_s` over strata s. p is :math:`(g + 1)/(R + 1)` for g of R replicas whose
    largest ratio reaches that of the cluster, for secondary clusters too, which makes theirs careful. With
    `stop_after` h, and the h-th such replica being the l-th, p is h/l for the most likely cluster (Besag & Clifford
    1991), and the rest are judged by those l replicas. The Gumbel distribution is fitted by moments (Abrams et al.
    2010). A circle holds all places that lie equally far away, or none of them.

    Every window is searched: those passed over cannot hold the largest ratio, because it is convex in (c, μ) together.
    A secondary cluster is the best window around its centre, and shares no place with a cluster before it.

    References
    ----------
    Kulldorff, M. (1997). A spatial scan statistic. Communications in Statistics: Theory and Methods 26, 1481–1496.
    Kulldorff, M. (2001). Prospective time periodic geographical disease surveillance using a scan statistic. Journal
    of the Royal Statistical Society A 164, 61–72.
    Kulldorff, M. et al. (2005). A space-time permutation scan statistic for disease outbreak detection. PLoS Medicine
    2(3), e59.
    Besag, J. & Clifford, P. (1991). Sequential Monte Carlo p-values. Biometrika 78, 301–304.
    Abrams, A. M., Kleinman, K. & Kulldorff, M. (2010). Gumbel based p-value approximations for spatial scan
    statistics. International Journal of Health Geographics 9, 61.
    """
    _check(kind, rates, metric, model)
    if not (0 < max_share <= 1 and 0 < max_window <= 1 and min_periods >= 1 and min_cases >= 0 and replications >= 0):
        raise ValueError(
            "max_share and max_window must lie between 0 and 1, min_periods be at least 1, "
            "min_cases and replications at least 0"
        )
    if stop_after is not None and stop_after < 1:
        raise ValueError("stop_after must be at least 1")
    if max_radius is not None and not max_radius >= 0:
        raise ValueError("max_radius must be at least 0")
    counts, base = _table(cases, population, controls, model)
    points = _points(x, y, len(counts), metric)
    if kind == "spatial":
        counts, base = counts.sum(axis=1, keepdims=True), base.sum(axis=1, keepdims=True)
    periods, total = counts.shape[1], int(counts.sum())
    longest = max(1, int(max_window * periods * (1 + 1e-12))) if max_periods is None else min(max_periods, periods)
    if min_periods > longest:
        raise ValueError(f"min_periods is {min_periods}, and a time may last {longest} periods at most")
    if total >= MOST:
        raise ValueError(f"{total} cases are more than {MOST - 1}: use fewer, or longer periods")
    method = Method(
        "space-time scan" if kind != "spatial" else "spatial scan",
        {
            "model": model, "kind": kind, "rates": rates, "metric": metric, "max_share": max_share,
            "max_radius": max_radius, "max_periods": longest, "min_periods": min_periods, "min_cases": min_cases,
            "replications": replications, "stop_after": stop_after, "seed": seed,
        },
        (
            "A cluster is a circle: its edge is not the edge of what happens.",
            "Incidents are taken to come one by one: where counts vary more than that, clusters come of it alone.",
            "Secondary clusters are judged as if they were the most likely one.",
            "The permutation tells place and time together; a place that always has much is not found."
            if model == "permutation"
            else "What is expected has to be right: a place that always has more than that is found as a cluster.",
        ),
        "Kulldorff 1997, 2001; Kulldorff et al. 2005",
        1,
    )  # fmt: skip
    floor = 1 / (replications + 1) if replications else float("nan")
    if total == 0 or len(counts) < 2:
        return SpaceTimeScan((), total, np.zeros(0), floor, False, method)
    # an order of their own, so that the order they are given in changes nothing
    own = np.lexsort((counts.sum(axis=1), points[:, 1], points[:, 0]))
    counts, base, points = counts[own], base[own], points[own]
    likelihood = Likelihood(float(total), float(base.sum()), model == "bernoulli")
    found = circles(points, base.sum(axis=1), metric=metric, max_share=max_share, max_radius=max_radius)
    held = np.cumsum(base.sum(axis=1)[found.order], axis=1)
    gone = periods - longest if kind == "prospective" else 0
    drawn = null(model, base, counts, seed=seed, first=gone)
    counts, looked_at = np.ascontiguousarray(counts[:, gone:]), np.ascontiguousarray(base[:, gone:])
    signs = {"high": (1,), "low": (-1,), "both": (1, -1)}[rates]
    search = Search(
        found, held, looked_at, likelihood, tables(likelihood, base, signs),
        min_periods, longest, kind == "prospective", max(min_cases, 1), uses_numba(engine),
    )  # fmt: skip
    around = list(in_blocks(partial(search.around_each, counts), len(counts), block=LANES, executor=executor))
    ratios, windows = (np.concatenate(part) for part in zip(*around, strict=True))
    chosen = _apart(search, ratios, windows, most_clusters)
    largest = float(ratios.max(initial=0.0))
    maxima, stopped = _replicated(
        Replicas(search, drawn), largest, replications, stop_after, executor=executor, progress=progress
    )
    reached = [int(np.sum(maxima >= ratios[k] * (1 - SAME))) for k in chosen]
    gumbel = _gumbel(maxima)
    clusters = []
    for rank, k in enumerate(chosen):
        p = (reached[rank] + 1) / (len(maxima) + 1) if len(maxima) else float("nan")
        if stopped and reached[rank] >= (stop_after or 0):
            p = reached[rank] / len(maxima)
        facts = float(ratios[k]), p, gumbel, kind == "prospective"
        clusters.append(_cluster(search, counts, windows[k], own, facts, gone))
    return SpaceTimeScan(tuple(clusters), total, maxima, floor, stopped, method)


def _check(kind: str, rates: str, metric: str, model: str) -> None:
    for value, name, known in (
        (kind, "kind", ("retrospective", "prospective", "spatial")),
        (rates, "rates", ("high", "low", "both")),
        (metric, "metric", ("euclidean", "great-circle")),
        (model, "model", ("permutation", "poisson", "bernoulli")),
    ):
        if value not in known:
            raise ValueError(f"{name} must be one of {', '.join(known)}, not {value!r}")


def _table(
    cases: ArrayLike, population: ArrayLike | None, controls: ArrayLike | None, model: Model
) -> tuple[Ints, Floats]:
    """Cases (places, periods) and their base."""
    counts = as_counts(cases, "cases")
    if counts.ndim == 1:
        counts = counts[:, None]
    if counts.ndim not in (2, 3) or (counts.ndim == 3 and model != "poisson"):
        raise ValueError("cases must be places by periods; by strata too for the Poisson model alone")
    if (population is not None) != (model == "poisson") or (controls is not None) != (model == "bernoulli"):
        raise ValueError("the Poisson model needs population, the Bernoulli model controls, and no other has them")
    total = int(counts.sum())
    if model == "permutation":
        by_place, by_period = counts.sum(axis=1).astype(np.float64), counts.sum(axis=0).astype(np.float64)
        return counts, np.outer(by_place, by_period) / max(total, 1)
    if model == "bernoulli":
        others = as_counts(controls if controls is not None else [], "controls")
        others = others[:, None] if others.ndim == 1 else others
        if others.shape != counts.shape:
            raise ValueError("controls must have the shape of cases")
        if total and not others.sum():
            raise ValueError("there are no controls")
        return counts, (counts + others).astype(np.float64)
    return _standardised(counts, as_floats(population if population is not None else [], "population"))


def _standardised(counts: Ints, people: Floats) -> tuple[Ints, Floats]:
    """Cases, and what is expected of them if every stratum had its own rate everywhere."""
    if people.ndim == 1:
        people = people.reshape(-1, *(1,) * (counts.ndim - 1))
    if people.ndim != counts.ndim or np.any(people < 0):
        raise ValueError("population must have the shape of cases, or be per place, and be at least 0")
    try:
        people = np.broadcast_to(people, counts.shape)
    except ValueError as error:
        raise ValueError("population must have the shape of cases, or be per place, and be at least 0") from error
    if counts.ndim == 2:
        counts, people = counts[:, :, None], people[:, :, None]
    if np.any(counts[people == 0]):
        raise ValueError("there are cases where there is no population")
    in_stratum, of_stratum = counts.sum(axis=(0, 1)), people.sum(axis=(0, 1))
    rate = np.divide(in_stratum, of_stratum, out=np.zeros(len(of_stratum)), where=of_stratum > 0)
    return counts.sum(axis=2), np.asarray(people @ rate)


def _points(x: ArrayLike, y: ArrayLike, n: int, metric: Metric) -> Floats:
    xs, ys = as_floats(x, "x", 1), as_floats(y, "y", 1)
    if not len(xs) == len(ys) == n:
        raise ValueError("x and y must be as many as the places of cases")
    if metric == "great-circle" and n and (np.abs(xs).max() > 360 or np.abs(ys).max() > 90):
        raise ValueError("x must be degrees of longitude and y of latitude for distances on the sphere")
    return np.column_stack([xs, ys])


def _apart(search: Search, ratios: Floats, windows: Ints, most: int) -> list[int]:
    """Centres of the clusters, best first, none sharing a place with one before it."""
    taken = np.zeros(len(ratios), dtype=bool)
    chosen: list[int] = []
    # of windows equally good the one in the smallest circle
    for k in np.lexsort((windows[:, 1], -np.round(ratios, 9))):
        if len(chosen) == most or ratios[k] <= 0:
            break
        members = search.circles.members(k, int(windows[k, 1]))
        if not taken[members].any():
            taken[members] = True
            chosen.append(int(k))
    return chosen


def _replicated(
    drawn: Replicas,
    largest: float,
    replications: int,
    stop_after: int | None,
    *,
    executor: Executor | None,
    progress: Progress | None,
) -> tuple[Floats, bool]:
    """Largest ratios of the replicas that count, and whether they ended early."""
    if not replications:
        return np.zeros(0), False
    maxima: list[Floats] = []
    for block in in_blocks(drawn, replications, block=LANES, executor=executor, progress=progress):
        maxima.append(block)
        if stop_after and np.sum(np.concatenate(maxima) >= largest * (1 - SAME)) >= stop_after:
            break
    found = np.concatenate(maxima)
    reached = np.cumsum(found >= largest * (1 - SAME))
    if stop_after and reached[-1] >= stop_after:
        many = int(np.searchsorted(reached, stop_after)) + 1
        return found[:many], many < replications
    return found, False


def _gumbel(maxima: Floats) -> tuple[float, float]:
    """Location and scale by moments; NaN where the replicas do not vary."""
    if len(maxima) < 2 or maxima.std() == 0:
        return float("nan"), float("nan")
    scale = float(maxima.std(ddof=1) * np.sqrt(6) / np.pi)
    return float(maxima.mean() - EULER * scale), scale


def _cluster(  # noqa: PLR0917
    search: Search,
    counts: Ints,
    window: Ints,
    own: Any,
    facts: tuple[float, float, tuple[float, float], bool],
    gone: int,
) -> Cluster:
    llr, p, (location, scale), prospective = facts
    centre, many, start, stop = (int(v) for v in window)
    members = search.circles.members(centre, many)
    observed = int(counts[members, start:stop].sum())
    expected = float(search.model.expected(search.base[members, start:stop].sum()))
    outside, others = search.model.cases - expected, search.model.cases - observed
    # both bases hold something: a window of no base, or of all, has a ratio of 0 and is no cluster
    risk = float("inf") if others == 0 else (observed / expected) / (others / outside)
    return Cluster(
        int(own[centre]),
        np.sort(own[members]).astype(np.int64),
        float(search.circles.radius[centre, many - 1]),
        gone + start,
        gone + stop,
        observed,
        expected,
        observed / expected,
        risk,
        observed > expected,
        llr,
        p,
        float(-np.expm1(-np.exp(-(llr - location) / scale))),
        1 / p if prospective else float("nan"),
    )
