"""When in the week: the clock of the history and of the period, and the part of the week that stands out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from lagesbild.analysis import report
from lagesbild.analysis.clock import Heaping, busiest_window, heaping, week_clock
from lagesbild.i18n import LANGUAGES, N_, Language, Message
from lagesbild.picture.compose.events import Events
from lagesbild.picture.model import Period, Unit, WeekClock
from lagesbild.sources.records import TimePrecision

LEAST_WEEKS, MOST_WEEKS = 12, 104
"""Comparable weeks before the period that a history needs, and the most it uses."""
LEAST = 100
"""Incidents known to the hour without which there is no clock."""
PEAK_DAYS, PEAK_HOURS = 3, 6
"""Longest stretch that is called the busiest: a shift that can be staffed, on some days or on all."""
ROUND_HOURS = (0, 12)
"""Hours that are entered when nobody knows the hour."""
ROUND_RATIO, ROUND_P = 1.25, 1e-6
"""How far above the hours beside it a round hour must lie, and how improbable that must be, to be remarked on."""
HOUR = 3600
WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
ON_WEEKDAYS = (
    N_("on Mondays"),
    N_("on Tuesdays"),
    N_("on Wednesdays"),
    N_("on Thursdays"),
    N_("on Fridays"),
    N_("on Saturdays"),
    N_("on Sundays"),
)
SHIFTS = (0, 6, 12, 18)

Cells = NDArray[np.float64]


def clock_of(events: Events, period: Period, since: dt.date | None, seed: int) -> WeekClock:
    """The week clock over the comparable history, with the period's own beside it."""
    timed = events.hour_known()
    over = _history(period, since)
    rows = np.flatnonzero(timed & events.within(over))
    if rows.size < LEAST and over is not period:
        over = period
        rows = np.flatnonzero(timed & events.within(over))
    there = int(events.within(over).sum())
    if rows.size < LEAST:
        return _refused(events, over, int(rows.size), there)
    heaped = heaping(events.records.start[rows], events.records.precision[rows])
    history = week_cells(events, rows, heaped)
    now = week_cells(events, np.flatnonzero(timed & events.within(period)), heaped)
    return WeekClock(
        history=grid(history),
        now=grid(now),
        over=over,
        used=int(rows.size),
        without_hour=there - int(rows.size),
        heaped=_heaped(events, rows, heaped),
        peak=_peak(history, seed),
        refused=None,
    )


def _history(period: Period, since: dt.date | None) -> Period:
    """Whole weeks before the period that may be compared with it; the period itself when they are too few."""
    if since is None:
        return period
    weeks = min(MOST_WEEKS, (period.start - since).days // 7)
    if weeks < LEAST_WEEKS:
        return period
    return Period(period.start - dt.timedelta(weeks=weeks), period.start, Unit.SPAN)


def _refused(events: Events, over: Period, timed: int, there: int) -> WeekClock:
    coarse = events.records.precision
    if timed == there:
        why = Message(N_("There are only {n} incidents; a week clock needs {least}."), {"n": there, "least": LEAST})
    elif timed:
        why = Message(
            N_("Only {n} of {total} incidents say at what hour; a week clock needs {least}."),
            {"n": timed, "total": there, "least": LEAST},
        )
    elif np.mean(coarse == TimePrecision.MONTH) > 0.5:
        why = Message(N_("The source only says the month, so neither weekday nor hour is known."))
    else:
        why = Message(N_("The source says the day but not the hour."))
    return WeekClock((), (), over, 0, there, None, None, why)


def week_cells(events: Events, rows: NDArray[np.intp], heaped: Heaping | None = None) -> Cells:
    """Incidents per hour of the week (7, 24).

    What is given at a heaped hour on the dot counts only as much as the hours around it make likely.
    """
    if rows.size == 0:
        return np.zeros((7, 24))
    start, end = events.records.start[rows], events.records.end[rows]
    weights = None
    if heaped is not None and heaped.hours:
        weights = np.ones(rows.size)
        seconds = start.astype("datetime64[s]").astype(np.int64)
        for one in heaped.hours:
            dot = (seconds % HOUR < 60) & (seconds // HOUR % 24 == one.hour)
            weights[dot] = one.expected / one.count
    return week_clock(start, end, weights).cells


def grid(cells: Cells) -> tuple[tuple[float, ...], ...]:
    """Cells as rounded numbers."""
    return tuple(tuple(round(float(value), 3) for value in row) for row in cells)


def shifts(cells: Cells) -> Cells:
    """Seven weekdays by four shifts of six hours."""
    return np.asarray(cells.reshape(7, 4, 6).sum(axis=2))


def _heaped(events: Events, rows: NDArray[np.intp], found: Heaping) -> dict[str, str] | None:
    """What to say of round hours: those that are certainly a default, else those that may be in part."""
    if found.hours:
        return _in_both(lambda language: report.heaped(found, language))
    seconds = events.records.start[rows].astype("datetime64[s]").astype(np.int64)
    sharp = np.bincount(seconds[seconds % HOUR < 60] // HOUR % 24, minlength=24)
    some = []
    for hour in ROUND_HOURS:
        beside = int(sharp[hour - 1] + sharp[(hour + 1) % 24])
        p = float(scipy.stats.binom.sf(sharp[hour] - 1, sharp[hour] + beside, 1 / 3))
        if sharp[hour] >= ROUND_RATIO * beside / 2 and p < ROUND_P:
            some.append((hour, int(sharp[hour]), beside / 2))
    return _in_both(lambda language: report.perhaps_heaped(some, language))


def _in_both(say: Callable[[Language], str | None]) -> dict[str, str] | None:
    said: dict[str, str] = {language: text for language in LANGUAGES if (text := say(language)) is not None}
    return said or None


def _peak(history: Cells, seed: int) -> Message | None:
    """The busiest stretch of the week, in numbers; None when the week is even, or when no hour can be trusted."""
    if not history.any():
        return None
    found = busiest_window(history, max_days=PEAK_DAYS, max_hours=PEAK_HOURS, seed=seed)
    if found.p > 0.05:
        return None
    total = float(history.sum())
    days = found.weekdays
    first, last = days[0], days[-1]
    where = (
        Message(N_("Every day"))
        if len(days) == 7
        else Message(WEEKDAYS[first])
        if len(days) == 1
        else Message(N_("{first} to {last}"), {"first": Message(WEEKDAYS[first]), "last": Message(WEEKDAYS[last])})
    )
    return Message(
        N_("{days} {start}–{end}: {n} of {total} incidents, in {hours} of the week's 168 hours."),
        {
            "days": where,
            "start": found.hours[0],
            "end": found.hours[-1] + 1,
            "n": round(found.share * total),
            "total": round(total),
            "hours": len(days) * len(found.hours),
        },
    )


@dataclass(frozen=True, slots=True)
class PartOfWeek:
    """A part of the week that holds more than its history says: how many, how likely by chance, and its name."""

    count: int
    p: float
    words: Message


def part_of_week(now: Cells, usual: Cells) -> PartOfWeek | None:
    """The weekday, shift, or shift of a weekday where `now` most exceeds its `usual` share; p is for all tried."""
    share, fresh = shifts(usual) / usual.sum(), shifts(now)
    total = round(float(now.sum()))
    tried = [
        *((fresh[d, s], share[d, s], _words(d, s)) for d in range(7) for s in range(4)),
        *((fresh[d].sum(), share[d].sum(), _words(d, None)) for d in range(7)),
        *((fresh[:, s].sum(), share[:, s].sum(), _words(None, s)) for s in range(4)),
    ]
    if total == 0:
        return None
    p = [float(scipy.stats.binom.sf(round(float(count)) - 1, total, part)) for count, part, _ in tried]
    best = int(np.argmin(p))
    return PartOfWeek(round(float(tried[best][0])), min(1.0, p[best] * len(tried)), tried[best][2])


def _words(day: int | None, shift: int | None) -> Message:
    hours = {} if shift is None else {"start": SHIFTS[shift], "end": SHIFTS[shift] + 6}
    if day is None:
        return Message(N_("between {start} and {end} o'clock"), hours)
    if shift is None:
        return Message(ON_WEEKDAYS[day])
    return Message(N_("{weekday} between {start} and {end} o'clock"), {"weekday": Message(ON_WEEKDAYS[day]), **hours})
