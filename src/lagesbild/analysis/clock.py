"""When in the week: aoristic weights, heaped times and the busiest stretch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from lagesbild.analysis.asked import asked
from lagesbild.analysis.multiple import benjamini_hochberg
from lagesbild.analysis.result import Floats, Ints, Method, Result, as_array, as_counts, as_floats, check_share

HOURS = 168
HOUR = 3600
EPOCH_OFFSET = 72
"""1970-01-01 was a Thursday: hours from the Monday before it."""


@dataclass(frozen=True, slots=True, eq=False)
class WeekClockResult(Result):
    """Expected incidents per hour of the week.

    Parameters
    ----------
    cells : (7, 24) float64
        Monday to Sunday by hour; sums to the total weight.
    used : int
        Incidents counted.
    without_end : int
        Incidents whose end is missing or not after the start: given whole to the hour of their start.
    longer : int
        Incidents with a window longer than a week: 1/168 to each cell.
    method : Method
    """

    cells: Floats
    used: int
    without_end: int
    longer: int
    method: Method


@dataclass(frozen=True, slots=True)
class Busiest(Result):
    """The stretch of the week that stands out most.

    Parameters
    ----------
    weekdays : tuple of int
        Consecutive weekdays, 0 for Monday; may pass over Sunday to Monday.
    hours : tuple of int
        Consecutive hours; may pass over midnight, when the hours after it are those of the same listed weekday.
    share : float
        Share of the incidents that fall inside.
    uniform : float
        Share if every hour of the week were alike.
    n : float
        Incidents of the week, in parts where their hours are not known.
    p : float
        Probability of a stretch that stands out as much when every hour is alike.
    method : Method
    """

    weekdays: tuple[int, ...]
    hours: tuple[int, ...]
    share: float
    uniform: float
    n: float
    p: float
    method: Method


@dataclass(frozen=True, slots=True)
class HeapedHour(Result):
    """A clock hour that is given on the dot more often than the hours around it."""

    hour: int
    count: int
    expected: float
    q: float


@dataclass(frozen=True, slots=True)
class Heaping(Result):
    """Times that are round numbers rather than times.

    Parameters
    ----------
    used : int
        Incidents with at least the hour.
    on_the_hour, on_the_half : float
        Share of the incidents with at least the minute that start at minute 0 and at minute 30; 1/60 each when times
        are true. NaN without such incidents.
    hours : tuple of HeapedHour
        Hours that stand out on the dot.
    method : Method
    """

    used: int
    on_the_hour: float
    on_the_half: float
    hours: tuple[HeapedHour, ...]
    method: Method


def seconds_of(times: ArrayLike, name: str) -> Ints:
    """Times as seconds since 1970; NaT is the smallest integer."""
    array = as_array(times, name)
    if array.dtype.kind != "M":
        raise ValueError(f"{name} must be datetime64, not {array.dtype}")
    if array.ndim != 1:
        raise ValueError(f"{name} must have 1 dimension, not {array.ndim}")
    return array.astype("datetime64[s]", copy=False).view(np.int64)


def week_clock(
    start: NDArray[np.datetime64], end: NDArray[np.datetime64], weights: ArrayLike | None = None
) -> WeekClockResult:
    r"""Share incidents among the hours of the week that they may have happened in.

    Parameters
    ----------
    start, end : (n,) datetime64
        Half-open windows of local wall-clock time. NaT as end, or an end that is not after the start, gives the
        whole incident to the hour of its start.
    weights : (n,) array_like of float, optional
        Weight of each incident, 1 by default.

    Returns
    -------
    WeekClockResult

    Raises
    ------
    ValueError
        If lengths differ, a start is missing, or a weight is not a number or negative.

    Notes
    -----
    Each second of a window gets the same share, :math:`1/(end - start)`. A window longer than a week says nothing of
    when in the week: 1/168 to each hour.

    References
    ----------
    Ratcliffe, J. H. (2002). Aoristic signatures and the spatio-temporal analysis of high volume crime patterns.
    Journal of Quantitative Criminology 18, 23–43.
    """
    first, last = seconds_of(start, "start"), seconds_of(end, "end")
    if len(first) != len(last):
        raise ValueError("start and end must be equally long")
    missing = np.iinfo(np.int64).min
    if len(first) and first.min() == missing:
        raise ValueError("a start is missing")
    weight = None if weights is None else as_floats(weights, "weights", 1)
    if weight is not None and (len(weight) != len(first) or np.any(weight < 0)):
        raise ValueError("weights must be one number of at least 0 for each incident")
    hour = first // HOUR
    ended = last > first
    # (last is far below first where it is missing, so that `ended` is False there.)
    wide = ended & (last > (hour + 1) * HOUR)
    cells = np.zeros(HOURS)
    spread = np.flatnonzero(wide)
    plain = slice(None) if not spread.size else ~wide
    cells += np.bincount(
        (hour[plain] + EPOCH_OFFSET) % HOURS, None if weight is None else weight[plain], minlength=HOURS
    )
    longer = 0
    if spread.size:
        w = np.ones(spread.size) if weight is None else weight[spread]
        long = last[spread] - first[spread] > HOURS * HOUR
        longer = int(long.sum())
        cells += w[long].sum() / HOURS
        cells += _spread(first[spread[~long]], last[spread[~long]], w[~long])
    method = Method(
        "aoristic week clock",
        {"weights": weights is not None},
        (
            "Inside its window every second is taken to be as likely as any other.",
            "Wall-clock time: the hour that is skipped or doubled when clocks change is not adjusted: `aoristic`.",
        ),
        "Ratcliffe 2002, Journal of Quantitative Criminology 18:23",
    )
    return WeekClockResult(cells.reshape(7, 24), len(first), int(np.sum(~ended)), longer, method)


def _spread(first: Ints, last: Ints, weight: Floats) -> Floats:
    """Weights per hour of the week of windows that pass over an hour and are at most a week long."""
    density = weight / (last - first)
    head, tail = first // HOUR, (last - 1) // HOUR
    cells = np.bincount((head + EPOCH_OFFSET) % HOURS, density * ((head + 1) * HOUR - first), minlength=HOURS)
    cells += np.bincount((tail + EPOCH_OFFSET) % HOURS, density * (last - tail * HOUR), minlength=HOURS)
    begin = (head + 1 + EPOCH_OFFSET) % HOURS
    stop = begin + (tail - head - 1)
    edges = np.bincount(begin, density * HOUR, minlength=2 * HOURS + 1)
    edges -= np.bincount(stop, density * HOUR, minlength=2 * HOURS + 1)
    # what rounding leaves of a running sum that has come back to 0 is no weight, and never less than none
    inside = np.maximum(np.cumsum(edges), 0.0)
    return np.asarray(cells + inside[:HOURS] + inside[HOURS : 2 * HOURS])


@asked
def heaping(start: NDArray[np.datetime64], precision: ArrayLike, *, alpha: float = 0.001) -> Heaping:
    """Look for times that are round numbers: midnight, noon, full hours.

    Parameters
    ----------
    start : (n,) datetime64
        Starts of the incidents, local wall-clock time.
    precision : (n,) array_like of int
        0 month, 1 day, 2 hour, 3 minute. Only hours and minutes are looked at.
    alpha : float
        False discovery rate for the hours.

    Returns
    -------
    Heaping

    Raises
    ------
    ValueError
        If lengths differ or a start is missing.

    Notes
    -----
    An hour stands out when its count on the dot is at least twice the mean of the two hours before and the two hours
    after it, and more than a Poisson count around that mean allows after correction for 24 tests.
    """
    check_share(alpha, "alpha")
    seconds = seconds_of(start, "start")
    fine = as_counts(precision, "precision")
    if fine.shape != seconds.shape:
        raise ValueError("start and precision must be equally long")
    used = seconds[fine >= 2]
    if len(used) and used.min() == np.iinfo(np.int64).min:
        raise ValueError("a start is missing")
    minute = (seconds[fine >= 3] // 60) % 60
    dot = used[used % HOUR < 60]
    counts = np.bincount((dot // HOUR) % 24, minlength=24)
    around = np.mean([np.roll(counts, shift) for shift in (-2, -1, 1, 2)], axis=0)
    # The mean around is itself a count of four hours: the exact comparison of the two counts allows for that.
    total = counts + np.rint(4 * around).astype(np.int64)
    p = scipy.stats.binom.sf(counts - 1, total, 0.2)
    q = benjamini_hochberg(p)
    hours = tuple(
        HeapedHour(int(h), int(counts[h]), float(around[h]), float(q[h]))
        for h in np.flatnonzero((q < alpha) & (counts >= 2 * around))
    )
    share = [float(np.mean(minute == m)) if len(minute) else float("nan") for m in (0, 30)]
    method = Method("heaped times", {"alpha": alpha}, ("A real daily rhythm is taken to be smooth.",), "", 24)
    return Heaping(len(used), share[0], share[1], hours, method)


@asked
def busiest_window(
    clock: ArrayLike, *, max_days: int = 5, max_hours: int = 12, permutations: int = 199, seed: int = 0
) -> Busiest:
    r"""Consecutive weekdays and hours that hold more than their share, the stretch that stands out most.

    Parameters
    ----------
    clock : (7, 24) array_like of float
        Incidents per hour of the week.
    max_days, max_hours : int
        Longest stretch to look for; all seven days are always tried too.
    permutations, seed : int
        Weeks without pattern to compare with, and the seed they are drawn by.

    Returns
    -------
    Busiest

    Raises
    ------
    ValueError
        If the clock has another shape, negative or missing cells, or nothing in it.

    Notes
    -----
    The scan statistic for a stretch with c of n incidents and the share u of the week:
    :math:`c\log(c/nu) + (n-c)\log((n-c)/(n-nu))` where c > nu. Drawn weeks hold the same number of incidents, evenly.

    References
    ----------
    Kulldorff, M. (1997). A spatial scan statistic. Communications in Statistics 26, 1481–1496.
    """
    cells = as_floats(clock, "clock", 2)
    if cells.shape != (7, 24) or np.any(cells < 0):
        raise ValueError("clock must be 7 by 24 cells of at least 0")
    n = float(cells.sum())
    if n <= 0:
        raise ValueError("an empty clock has no busiest stretch")
    if not (1 <= max_days <= 7 and 1 <= max_hours <= 24 and permutations >= 1):
        raise ValueError("max_days must be 1 to 7, max_hours 1 to 24 and permutations at least 1")
    lengths = [*range(1, max_days + 1), *([7] if max_days < 7 else [])]
    best, day, days, hour, hours = _scan(cells, lengths, max_hours)
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(round(n), np.full(HOURS, 1 / HOURS), size=permutations).astype(float).reshape(-1, 7, 24)
    larger = sum(_scan(week * (n / max(week.sum(), 1)), lengths, max_hours)[0] >= best for week in drawn)
    weekdays = tuple((day + i) % 7 for i in range(days))
    inside = tuple((hour + i) % 24 for i in range(hours))
    method = Method(
        "scan of the week",
        {"max_days": max_days, "max_hours": max_hours, "permutations": permutations, "seed": seed},
        ("Compared with a week in which every hour is alike: people sleep, so some pattern is nearly always found.",),
        "Kulldorff 1997",
        1,
    )
    share = float(cells[np.ix_(weekdays, inside)].sum() / n)
    return Busiest(weekdays, inside, share, days * hours / HOURS, n, (larger + 1) / (permutations + 1), method)


def _scan(cells: Floats, lengths: list[int], max_hours: int) -> tuple[float, int, int, int, int]:
    """Largest statistic and its first weekday, days, first hour and hours."""
    n = cells.sum()
    best = (-1.0, 0, 7, 0, 24)
    wide = np.concatenate([cells, cells], axis=1)
    sums = np.concatenate([np.zeros((7, 1)), np.cumsum(wide, axis=1)], axis=1)
    # (hours, 7, 24): incidents in each stretch of hours, per weekday.
    stretch = np.stack([sums[:, h : h + 24] - sums[:, :24] for h in range(1, max_hours + 1)])
    share = np.arange(1, max_hours + 1)[:, None, None] / HOURS
    for days in lengths:
        starts = range(7) if days < 7 else range(1)
        inside = np.stack([stretch[:, [(d + i) % 7 for i in range(days)]].sum(axis=1) for d in starts], axis=1)
        u = share * days
        outside = np.maximum(n - inside, 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            gain = np.where(inside > 0, inside * np.log(inside / (n * u)), 0.0)
            gain += np.where(outside > 0, outside * np.log(outside / (n - n * u)), 0.0)
        gain = np.where(inside > n * u, gain, -1.0)
        at = int(np.argmax(gain))
        if gain.flat[at] > best[0]:
            hours, first, hour = np.unravel_index(at, gain.shape)
            best = (float(gain.flat[at]), int(first), days, int(hour), int(hours) + 1)
    return best
