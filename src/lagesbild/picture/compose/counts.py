"""Rows of counts: interval, what was expected, what came before, and a verdict that survives the number of tests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lagesbild.analysis.intervals import poisson_interval
from lagesbild.analysis.multiple import benjamini_hochberg
from lagesbild.picture.compose.boards import Board, Keyed, recount, step_of
from lagesbild.picture.compose.events import Events
from lagesbild.picture.compose.expect import Expectation, add_bands, expect
from lagesbild.picture.compose.setting import Reach, Setting
from lagesbild.picture.compose.steps import Steps, display_steps, earlier, number, years_earlier
from lagesbild.picture.model import CountRow, Earlier, Interval, Period, Series, Tests, Unit, Verdict

ALPHA = 0.05
"""Largest expected share of false alarms among what is called a deviation."""
FEW = 2.0
"""With fewer expected than this, a count inside the interval says nothing: not even 0 would be unusual."""
WIDE = 8.0
"""An interval from 0 to more than so many times the expected count says nothing either."""
YEARS_BACK = 4
BANDED = 60
"""Largest series of a table that get an expected band along their drawn steps; the others have it for the period."""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A board with its expectation and verdicts; q is NaN where not tested."""

    board: Board
    expectation: Expectation
    q: NDArray[np.float64]
    verdicts: tuple[Verdict, ...]

    def outside(self) -> NDArray[np.intp]:
        """Series above or below what was expected."""
        return np.flatnonzero([verdict in (Verdict.ABOVE, Verdict.BELOW) for verdict in self.verdicts])

    def drawn(self) -> NDArray[np.intp]:
        """Series that get a band along their drawn steps: those outside, and the largest ones of a table."""
        largest = np.argsort(-self.board.counts[:, -1], kind="stable")[:BANDED]
        return self.outside() if self.board.kind == "category in area" else np.union1d(largest, self.outside())


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """Drawn and earlier counts of one board: `shown` (k, b) over `steps`, `earlier` (k, e) over `periods`.

    `same` says that the drawn steps are those that were judged.
    """

    steps: Steps
    same: bool
    shown: NDArray[np.int64]
    periods: tuple[Period, ...]
    earlier: NDArray[np.int64]


def judge_boards(found: tuple[Board, ...], steps: Steps, setting: Setting) -> tuple[tuple[Judged, ...], Tests]:
    """Expectation and verdict of every series; the correction is for all series but the total, whose test is one."""
    limits = [_reach(board, setting) for board in found]
    expectations = [
        expect(board.counts, _since(steps, limit), steps) for board, limit in zip(found, limits, strict=True)
    ]
    family = np.concatenate([e.p for e in expectations[1:]]) if len(expectations) > 1 else np.zeros(0)
    q = benjamini_hochberg(family)
    ends = np.cumsum([len(e.p) for e in expectations[1:]])[:-1]
    corrected = [np.full(1, np.nan), *np.split(q, ends)]
    judged = tuple(
        Judged(board, e, board_q, _verdicts(board, e, e.p if board.kind == "total" else board_q, setting))
        for board, e, board_q in zip(found, expectations, corrected, strict=True)
    )
    for one, limit in zip(judged, limits, strict=True):
        add_bands(one.expectation, one.drawn(), one.board.counts, _since(steps, limit), steps)
    total = expectations[0]
    tested = int((~np.isnan(family)).sum())
    used = total.used
    tests = Tests(
        tested=tested,
        untested=len(family) - tested + sum(board.left_out for board in found),
        method=total.method,
        alpha=ALPHA,
        baseline=None if used is None else Period(steps.starts[used[0]], steps.end(used[1]), Unit.SPAN),
    )
    return judged, tests


def _reach(board: Board, setting: Setting) -> Reach:
    """How far back the series of a board may be compared."""
    return setting.reach if board.kind in ("total", "category") else setting.area_reach


def _since(steps: Steps, limit: Reach) -> int:
    """First comparable step; the last step itself when nothing may be compared."""
    last = len(steps) - 1
    return last if limit.since is None else min(steps.since(limit.since), last)


def _verdicts(
    board: Board, expectation: Expectation, decisive: NDArray[np.float64], setting: Setting
) -> tuple[Verdict, ...]:
    reach = _reach(board, setting)
    if reach.since is None or (not expectation.method and reach.broken):
        return (Verdict.INCOMPARABLE,) * len(board)
    if not expectation.method:
        return (Verdict.SHORT,) * len(board)
    counts = board.counts[:, -1]
    low, high, middle = (values[:, -1] for values in (expectation.low, expectation.high, expectation.middle))
    above, below = counts > middle, counts < middle
    sure = decisive <= ALPHA
    # Not np.full, which would turn the member into plain text.
    found = np.array([Verdict.INSIDE] * len(board), object)
    found[~(middle >= FEW)] = Verdict.FEW
    found[(low == 0) & (high > WIDE * np.maximum(middle, FEW))] = Verdict.FEW
    found[(counts > high) | (counts < low)] = Verdict.CHANCE
    found[sure & above] = Verdict.ABOVE
    found[sure & below] = Verdict.INCOMPARABLE if setting.silent else Verdict.BELOW
    return tuple(found.tolist())


def stretches(board: Board, keys: Keyed, setting: Setting, steps: Steps) -> Stretches:
    """Counts of the board over the drawn steps and over the same stretch of earlier years."""
    events, placing, period = setting.events, setting.placing, setting.period
    drawn = display_steps(period, events.first)
    same = drawn.unit is steps.unit and steps.edges[-len(drawn) - 1 :].tolist() == drawn.edges.tolist()
    shown = (
        board.counts[:, -len(drawn) :] if same else recount(board, keys, placing, step_of(events, drawn), len(drawn))
    )
    periods = _same_of_earlier_years(period, events)
    aligned = {(start, steps.end(i)): i for i, start in enumerate(steps.starts)}
    columns = []
    for one in periods:
        bounds = (one.start, one.end)
        if bounds in aligned:
            columns.append(board.counts[:, aligned[bounds]])
        else:
            alone = Steps(one.unit, np.array([number(day) for day in bounds]), steps.of_months)
            columns.append(recount(board, keys, placing, step_of(events, alone), 1)[:, 0])
    stacked = np.stack(columns, axis=1) if columns else np.zeros((len(board), 0), np.int64)
    return Stretches(drawn, same, shown, periods, stacked)


def _same_of_earlier_years(period: Period, events: Events) -> tuple[Period, ...]:
    """The same weeks, months or dates of up to four earlier years that the records reach; not for spans over a year."""
    if (period.end - period.start).days > 366:
        return ()
    found = (years_earlier(period, years) for years in range(1, YEARS_BACK + 1))
    return tuple(one for one in found if one.end > events.first)


def rows(judged: Judged, shown: NDArray[np.intp], over: Stretches, setting: Setting) -> tuple[CountRow, ...]:
    """The rows of the series `shown` of one board."""
    board, expectation = judged.board, judged.expectation
    since = _reach(board, setting).since
    rated = board.kind == "area" and setting.placing.mostly_known(setting.events.within(setting.period))
    population = setting.placing.population if rated else None
    areas = setting.placing.areas if board.kind == "area" else None
    before = earlier(setting.period, 1)
    has_before = board.counts.shape[1] > 1
    may = since is not None and before.start >= since
    intervals = poisson_interval(board.counts[:, -1])
    allowed = [since is not None and one.start >= since for one in over.periods]
    return tuple(
        CountRow(
            name=board.names[i],
            group=board.groups[i],
            count=(count := int(board.counts[i, -1])),
            interval=(interval := Interval(float(intervals.low[i]), float(intervals.high[i]), float(count))),
            expected=_expected(expectation, i),
            verdict=judged.verdicts[i],
            before=Earlier(before, int(board.counts[i, -2]) if may else None) if has_before else None,
            earlier=tuple(
                Earlier(one, int(over.earlier[i, j]) if allowed[j] else None) for j, one in enumerate(over.periods)
            ),
            series=_series(over, expectation, i),
            p=_number(expectation.p[i]),
            q=_number(judged.q[i]),
            rate=None if population is None else _rate(interval, float(population[i])),
            code="" if areas is None or areas.codes[i] == board.names[i] else areas.codes[i],
        )
        for i in shown.tolist()
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _expected(expectation: Expectation, i: int) -> Interval | None:
    if np.isnan(expectation.middle[i, -1]):
        return None
    return Interval(*(float(v[i, -1]) for v in (expectation.low, expectation.high, expectation.middle)))


def _rate(count: Interval, population: float) -> Interval | None:
    if not population > 0:
        return None
    return Interval(*(1000 * value / population for value in (count.low, count.high, count.middle)))


def _series(over: Stretches, expectation: Expectation, i: int) -> Series:
    """The drawn series; the band only where its steps are those that were judged."""
    n, b = len(over.steps), expectation.low.shape[1]
    low: list[float | None] = [None] * n
    high: list[float | None] = [None] * n
    if over.same:
        for j in range(1, min(n, b) + 1):
            low[-j], high[-j] = _number(expectation.low[i, -j]), _number(expectation.high[i, -j])
    return Series(over.steps.unit, over.steps.starts, tuple(over.shown[i].tolist()), tuple(low), tuple(high))
