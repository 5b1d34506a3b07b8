"""What a source covers: where it begins, ends, falls silent, or changes its way of counting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.poisson_glm import fit_poisson
from lagesbild.analysis.predictive import CountPredictive
from lagesbild.analysis.result import Bools, Floats, Ints, Method, Result, as_counts

BreakName = Literal["start", "end", "gap", "step"]

SILENT = 0.1
"""A stretch is silent when it holds less than this share of the level around it."""
ABRUPT = 4.0
"""How many times the level must change from one stretch to the next for silence to begin or end."""
PARTIAL = 0.6
"""One or two steps beside a silence below this share of the level after them are covered in part only."""
BUILDING = 1 / 3
"""Below this share of the usual level a stretch right after a beginning is still part of it, if it at least doubles."""
SILENCE_P = 1e-6
"""Largest probability, under the level around it, of a stretch as silent."""
AROUND = 13
"""Steps on either side whose level a run of zeros is judged by."""
REACHES = (13, 8, 4)
"""Steps on either side that a change of level is judged by, widest first."""
STEP_Z = 5.0
"""How many standard errors a change of level must lie from none."""
FEW_ROWS_RATIO = 4.0
"""Smallest change of level that is named when too few series tell whether all change at once."""
ROW_EVENTS = 20
"""Events around a change for a series to tell anything of it."""


@dataclass(frozen=True, slots=True)
class CoverageBreak(Result):
    """A change in what a source covers.

    Parameters
    ----------
    kind : {"start", "end", "gap", "step"}
    at : int
        First step of the new state.
    until : int or None
        For a gap, the first step after it.
    source : int
        The source, as numbered by the caller.
    before, after : float
        Mean count per step on either side; for a gap, around it and inside it.
    ratio : (float, float, float) or None
        For a step, the ratio of the levels after and before with its 95 % limits (low, middle, high).
    agreeing : float or None
        For a step, the share of the series that tell anything and move the same way; None when too few tell.
    """

    kind: BreakName
    at: int
    until: int | None
    source: int
    before: float
    after: float
    ratio: tuple[float, float, float] | None = None
    agreeing: float | None = None


@dataclass(frozen=True, slots=True)
class CoverageBreaks(Result):
    """Breaks of all sources in order of source and time."""

    breaks: tuple[CoverageBreak, ...]
    method: Method


@asked
def coverage_breaks(
    counts: ArrayLike,
    *,
    source: ArrayLike | None = None,
    period: int = 52,
    smallest_ratio: float = 1.5,
    breadth: float = 0.75,
) -> CoverageBreaks:
    r"""Find where sources begin in earnest, end, fall silent, or change level at once in most of their series.

    Parameters
    ----------
    counts : (S, T) array_like of int
        Counts per step of every series (category, area) of every source, oldest step first.
    source : (S,) array_like of int, optional
        The source of each series; all of one by default. Each source is looked at by itself.
    period : int
        Steps per year.
    smallest_ratio : float
        Smallest change of level that is a step, above 1.
    breadth : float
        Share of the series with enough events that have to move the same way for a step.

    Returns
    -------
    CoverageBreaks

    Raises
    ------
    ValueError
        If counts are negative or not whole, shapes do not agree, or an argument is out of range.

    Notes
    -----
    The total of a source is divided into stretches of constant level by minimising the quasi-Poisson cost plus a
    penalty per stretch. Stretches below a tenth of the typical level that begin or end abruptly, and that chance
    around that level would hardly give, are silent: before the first active stretch the source had not begun, after
    the last it has ended, between them it has a gap.

    Between silences a log-linear regression with a slope and a step is fitted around every step of time over 13, 8
    and 4 steps on either side, never more than a third of a year. A step is named when it lies 5 standard errors from
    none under the dispersion of the source, is at least `smallest_ratio` beyond what happens at the same time of
    other years, and at least `breadth` of the series with enough events move the same way by at least half as much. A
    rise of one category is therefore news and not a break; a real change of everything at once cannot be told from a
    change of routine.

    References
    ----------
    Jackson, B. et al. (2005). An algorithm for optimal partitioning of data on an interval. IEEE Signal Processing
    Letters 12, 105–108.
    """
    y = as_counts(counts, "counts", 2)
    which = np.zeros(len(y), dtype=np.int64) if source is None else as_counts(source, "source", 1)
    if len(which) != len(y):
        raise ValueError("source must name one source for each series")
    if not smallest_ratio > 1 or not 0 < breadth <= 1 or period < 1:
        raise ValueError("smallest_ratio must be above 1, breadth above 0 and at most 1, period at least 1")
    found: list[CoverageBreak] = []
    for name in np.unique(which):
        rows = y[which == name]
        silences, silent = _silences(rows.sum(axis=0), int(name))
        steps: list[CoverageBreak] = []
        for first, stop in _runs(~silent):
            steps += _steps(rows[:, first:stop], first, int(name), period, (smallest_ratio, breadth))
        found += sorted(silences + steps, key=lambda b: b.at)
    method = Method(
        "coverage breaks",
        {"period": period, "smallest_ratio": smallest_ratio, "breadth": breadth},
        (
            "A gradual change of routine is not seen.",
            "A real change of everything at once looks like a change of routine.",
        ),
        "optimal partitioning: Jackson et al. 2005",
        int(y.size),
    )
    return CoverageBreaks(tuple(found), method)


def _runs(flags: Bools) -> list[tuple[int, int]]:
    """Half-open runs of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _dispersion(total: Ints) -> float:
    """Robust variance over mean from neighbouring steps, at least 1; season and slow trends do not raise it."""
    pair = (total[1:] + total[:-1]).astype(float)
    gap = np.diff(total)[pair > 0] / np.sqrt(pair[pair > 0])
    if not gap.size:
        return 1.0
    return max(1.0, float((np.median(np.abs(gap)) / 0.6745) ** 2))


def _partition(total: Ints, dispersion: float) -> list[tuple[int, int]]:
    """Half-open stretches of constant level that minimise the penalised cost."""
    steps = len(total)
    sums = np.concatenate([[0.0], np.cumsum(total)])
    penalty = 3 * np.log(steps) + 3
    best = np.zeros(steps + 1)
    best[0] = -penalty
    start = np.zeros(steps + 1, dtype=np.int64)
    for stop in range(1, steps + 1):
        events = sums[stop] - sums[:stop]
        width = stop - np.arange(stop)
        cost = best[:stop] - scipy.special.xlogy(events, events / width) / dispersion + penalty
        start[stop] = np.argmin(cost)
        best[stop] = cost[start[stop]]
    stretches = []
    stop = steps
    while stop:
        stretches.append((int(start[stop]), stop))
        stop = int(start[stop])
    return stretches[::-1]


def _silences(total: Ints, source: int) -> tuple[list[CoverageBreak], Bools]:
    """Starts, ends and gaps of one source, and the steps that are silent."""
    steps = len(total)
    silent = np.zeros(steps, dtype=bool)
    if steps < 3 or total.sum() == 0:
        return [], silent
    stretches = _partition(total, _dispersion(total))
    level = np.concatenate([np.full(b - a, total[a:b].mean()) for a, b in stretches])
    level[_quiet(total)] = 0.0
    # The level that the source keeps for at least a tenth of the time, or four steps.
    typical = np.sort(level)[::-1][min(max(steps // 10, 3), steps - 1)]
    silent = level < SILENT * typical
    found: list[CoverageBreak] = []
    for first, stop in _runs(silent):
        begin, end = _with_partial_steps(first, stop, level)
        sides = [(level[i], level[j]) for i, j in ((begin - 1, first), (end, stop - 1)) if 0 <= i < steps]
        abrupt = all(outside >= ABRUPT * inside for outside, inside in sides)
        around = min((outside for outside, _ in sides), default=0.0)
        if not (abrupt and _chance_of_silence(total[first:stop], around, total, silent) < SILENCE_P):
            silent[first:stop] = False
            continue
        silent[begin:end] = True
        inside = float(total[first:stop].mean())
        if begin == 0:
            end = _in_earnest(end, level, typical)
            silent[begin:end] = True
            found.append(CoverageBreak("start", end, None, source, inside, _mean_until_silent(total, silent, end)))
        elif end == steps:
            before = _mean_until_silent(total[::-1], silent[::-1], steps - begin)
            found.append(CoverageBreak("end", begin, None, source, before, inside))
        else:
            around = float(np.mean([outside for outside, _ in sides]))
            found.append(CoverageBreak("gap", begin, end, source, around, inside))
    return found, silent


def _quiet(total: Ints) -> Bools:
    """Steps in a run without any event that is too long for chance, though too short to be a stretch of its own."""
    quiet = np.zeros(len(total), dtype=bool)
    dispersion = _dispersion(total)
    for first, stop in _runs(total == 0):
        sides = (total[max(0, first - AROUND) : first], total[stop : stop + AROUND])
        around = min((float(side.mean()) for side in sides if side.size), default=0.0)
        mean = np.array([[around * (stop - first)]])
        chance = float(CountPredictive(mean, dispersion * mean).cdf(np.zeros(1))[0])
        quiet[first:stop] = chance < SILENCE_P
    return quiet


def _with_partial_steps(first: int, stop: int, level: Floats) -> tuple[int, int]:
    """A silence with the one or two steps at its edges that are covered in part only (half a month)."""
    steps = len(level)
    begin, end = first, stop
    while begin > 1 and first - begin < 2 and level[begin - 1] < PARTIAL * level[begin - 2]:
        begin -= 1
    while end < steps - 1 and end - stop < 2 and level[end] < PARTIAL * level[end + 1]:
        end += 1
    return begin, end


def _in_earnest(first: int, level: Floats, typical: float) -> int:
    """Where a source that was silent before `first` begins in earnest: after short stretches that build up to it."""
    stop = first
    while level[stop] < BUILDING * typical:
        changes = np.flatnonzero(level[stop:] != level[stop])
        after = stop + int(changes[0]) if changes.size else len(level)
        if after - first > AROUND or after == len(level) or level[after] < 2 * level[stop]:
            break
        stop = after
    return stop


def _mean_until_silent(total: Ints, silent: Bools, first: int) -> float:
    quiet = np.flatnonzero(silent[first:])
    return float(total[first : first + quiet[0] if quiet.size else None].mean())


def _chance_of_silence(inside: Ints, around: float, total: Ints, silent: Bools) -> float:
    """Probability of so few events under the level around, with the dispersion of the active steps."""
    dispersion = max((_dispersion(total[a:b]) for a, b in _runs(~silent) if b - a > 2), default=1.0)
    mean = np.array([[around * len(inside)]])
    return float(CountPredictive(mean, dispersion * mean).cdf(np.array([float(inside.sum())]))[0])


def _design(reach: int) -> Floats:
    time = np.arange(2 * reach) - reach + 0.5
    return np.column_stack([np.ones(2 * reach), time / reach, (time > 0).astype(float)])


def _unusual(jump: Floats, period: int) -> Floats:
    """Jumps beyond those at the same time of the other years, where there are any."""
    years = range(-(len(jump) // period), len(jump) // period + 1)
    others = np.full((max(len(years) - 1, 1), len(jump)), np.nan)
    for k, year in enumerate(year for year in years if year):
        shift = year * period
        if shift > 0:
            others[k, shift:] = jump[:-shift]
        else:
            others[k, :shift] = jump[-shift:]
    usual = np.zeros(len(jump))
    known = ~np.isnan(others).all(axis=0)
    usual[known] = np.nanmedian(others[:, known], axis=0)
    return jump - usual


def _steps(rows: Ints, offset: int, source: int, period: int, thresholds: tuple[float, float]) -> list[CoverageBreak]:
    """Changes of level inside one active stretch of one source; strongest first claims its surroundings."""
    smallest, breadth = thresholds
    total = rows.sum(axis=0)
    candidates = []
    for reach in REACHES:
        if len(total) < 2 * reach or (3 * reach > period and reach != min(REACHES)):
            continue
        windows = np.lib.stride_tricks.sliding_window_view(total, 2 * reach).astype(float)
        fit = fit_poisson(windows, _design(reach))
        spread = np.maximum(fit.dispersion, _dispersion(total))
        error = np.sqrt(spread * fit.covariance[:, 2, 2])
        jump = fit.coefficients[:, 2]
        strong = (np.abs(jump) >= STEP_Z * error) & (np.abs(jump) >= np.log(smallest))
        strong &= np.sign(jump) * _unusual(jump, period) >= np.log(smallest)
        candidates += [
            (float(abs(jump[i]) / error[i]), int(i) + reach, reach, float(jump[i]), float(error[i]))
            for i in np.flatnonzero(strong)
        ]
    found: list[CoverageBreak] = []
    claimed = np.zeros(len(total) + 1, dtype=bool)
    for _, at, reach, size, width in sorted(candidates, key=lambda c: -c[0]):
        if claimed[at]:
            continue
        agreeing = _agreement(rows[:, at - reach : at + reach], size)
        if (agreeing is None and abs(size) < np.log(FEW_ROWS_RATIO)) or (agreeing is not None and agreeing < breadth):
            continue
        claimed[max(0, at - reach) : at + reach] = True
        low, middle, high = (float(np.exp(size + k * width)) for k in (-1.96, 0, 1.96))
        found.append(
            CoverageBreak(
                "step",
                offset + at,
                None,
                source,
                float(total[at - reach : at].mean()),
                float(total[at : at + reach].mean()),
                (low, middle, high),
                agreeing,
            )
        )
    return found


def _agreement(rows: Ints, jump: float) -> float | None:
    """Share of the series with enough events that move the same way by at least half; None with fewer than three."""
    telling = rows[rows.sum(axis=1) >= ROW_EVENTS].astype(float)
    if len(telling) < 3:
        return None
    reach = rows.shape[1] // 2
    own = fit_poisson(telling, _design(reach)).coefficients[:, 2]
    return float(np.mean(own * np.sign(jump) >= abs(jump) / 2))
