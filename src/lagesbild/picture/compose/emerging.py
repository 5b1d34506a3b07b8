"""What grows: squares that with their neighbours hold more than their own history, by Gi* with exact tails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import scipy
from numpy.typing import NDArray

from lagesbild.analysis import Pattern, benjamini_hochberg, emerging_hot_spots, getis_ord
from lagesbild.analysis.grown import more_than_before
from lagesbild.analysis.neighbourhoods import square_weights, with_self
from lagesbild.i18n import N_, Message
from lagesbild.picture.compose.drawn import SMALLEST, Drawn, Stretch
from lagesbild.picture.compose.steps import number
from lagesbild.picture.model import Emerging, EmergingPlace

Squares = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Column and row of each square."""
ALPHA = 0.05
LISTED = 6
"""Neighbourhoods shown at most that only by themselves, and not among so many, have more than chance gives."""
GROWING = (
    Pattern.NEW,
    Pattern.CONSECUTIVE,
    Pattern.INTENSIFYING,
    Pattern.PERSISTENT,
    Pattern.SPORADIC,
    Pattern.OSCILLATING,
)
"""Hot now, and not fading."""
YEAR = dt.timedelta(weeks=52)
STEP, STEPS, FEWEST = dt.timedelta(weeks=4), 13, 10
"""Length and number of the periods a pattern is named from, and how many it takes to name one."""
WIDEST = 1_000_000
"""Squares of the ground above which no pattern is named."""


def emerging_of(
    days: NDArray[np.int32],
    drawn: Drawn,
    stretch: Stretch,
    *,
    since: dt.date | None,
    at: Squares,
    called: Callable[[NDArray[np.intp]], str],
) -> Emerging:
    """Neighbourhoods that hold more than their share of all incidents now and before, and more than before.

    Parameters
    ----------
    days : (m,) int32
        Day of each incident of `drawn`.
    drawn : Drawn
        Incidents of the ranked stretch and of the history before it, by square.
    stretch : Stretch
        The two.
    since : date or None
        From when on incidents can be compared.
    at : Squares
        Of the places of `drawn`.
    called : callable
        What the place of some incidents is called.

    Notes
    -----
    Three things have to hold, so that neither a busy place nor silence elsewhere is taken for growth: Gi* among the
    incidents of the stretch and of the same weeks in earlier years, which of them are of now being by lot under the
    null (hypergeometric, Benjamini and Hochberg over all squares); the neighbourhood against its own history
    (negative binomial, spread as much as places vary here, corrected the same way); and a pattern of hot periods that
    is neither fading nor over. The larger p and q of the two tests are kept.
    """
    kept = ~drawn.dump
    before, years = _same_season(days, stretch)
    if not years:
        why = N_("The same season has not been reported in an earlier year, so what grows cannot be told.")
        return Emerging((), 0, 0, Message(why))
    now, past = (np.bincount(drawn.member[part & kept], minlength=drawn.k) for part in (drawn.now, before))
    if not now.any() or not past.any():
        return Emerging((), 0, 0, Message(N_("There is too little, now or before, to tell what grows.")))
    near = square_weights(*at)
    found = getis_ord(now, near, among=now + past)
    history = more_than_before(now, past, with_self(near), years)
    patterns = _patterns(days[kept], drawn.member[kept], stretch, since, at)
    hot = np.isin(patterns, GROWING)
    p = np.where(hot, np.maximum(found.p, history), 1.0)
    q = np.where(hot, np.maximum(found.q, benjamini_hochberg(history)), 1.0)

    def row(place: int) -> EmergingPlace:
        around = [place, *_beside(near, place)]
        return EmergingPlace(
            name=called(drawn.rows[drawn.now & kept & np.isin(drawn.member, around)]),
            count=int(found.sums[place]),
            expected=float(found.expected[place]),
            p=float(p[place]),
            q=float(q[place]),
            pattern=int(patterns[place]),
        )

    shown = tuple(row(place) for place in _apart(found.sums, p, q, near))
    return Emerging(shown, found.method.tests, int(now.sum()), None)


def _same_season(days: NDArray[np.int32], stretch: Stretch) -> tuple[NDArray[np.bool_], int]:
    """Incidents of the same weeks in earlier years of the history, and of how many years.

    Schools, beaches and squares have their seasons; against other weeks every one of them would grow once a year.
    """
    before, years = np.zeros(len(days), np.bool_), 0
    if stretch.history is None:
        return before, years
    start, end = number(stretch.over.start), number(stretch.over.end)
    while start - (years + 1) * YEAR.days >= number(stretch.history.start):
        years += 1
        before |= (days >= start - years * YEAR.days) & (days < end - years * YEAR.days)
    return before, years


def _beside(near: scipy.sparse.csr_array, place: int) -> NDArray[np.int64]:
    """The neighbours of a square."""
    return np.asarray(near.indices[near.indptr[place] : near.indptr[place + 1]], np.int64)


def _apart(
    sums: NDArray[np.float64], p: NDArray[np.float64], q: NDArray[np.float64], near: scipy.sparse.csr_array
) -> list[int]:
    """The clearest square of each neighbourhood that stands out, then others up to `LISTED`; none share a square."""
    taken, out = np.zeros(len(q), np.bool_), q <= ALPHA
    chosen: list[int] = []
    for place in np.lexsort((p, ~out)).tolist():
        if not out[place] and (len(chosen) >= LISTED or p[place] >= ALPHA):
            break
        around = np.array([place, *_beside(near, place)])
        if taken[around].any() or np.isnan(p[place]) or sums[place] < SMALLEST:
            continue
        chosen.append(place)
        taken[around] = True
    return chosen


def _patterns(
    days: NDArray[np.int32], member: NDArray[np.int64], stretch: Stretch, since: dt.date | None, at: Squares
) -> NDArray[np.int64]:
    """The pattern of each square over the last year in periods of four weeks; 0 where none has a name."""
    none = np.zeros(len(at[0]), np.int64)
    column, row = (values - values.min() for values in at)
    shape = int(row.max()) + 1, int(column.max()) + 1
    steps = 0 if since is None else min(STEPS, (stretch.over.end - since) // STEP)
    if steps < FEWEST or shape[0] * shape[1] > WIDEST:
        return none
    step = (days - number(stretch.over.end - steps * STEP)) // STEP.days
    held = (step >= 0) & (step < steps)
    cube = np.zeros((steps, *shape), np.int64)
    np.add.at(cube, (step[held], row[member[held]], column[member[held]]), 1)
    if not cube.any():
        return none
    inside = np.zeros(shape, np.bool_)
    inside[row, column] = True
    return np.asarray(emerging_hot_spots(cube, inside=inside).pattern[row, column])
