"""Something by a day: once, every year, every second year, or never longer apart than so many months.

Each due day has a window, from half an interval before it to half an interval before the next; what comes about in it
counts for that day, in time or late. Where a day has been met, what comes about in the last third before the window of
the next counts for the next: nobody is late for having been early.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

from lagesbild.agreements.terms import months_after
from lagesbild.compliance.rules.calendar import DAY, Period, days_between, month_day
from lagesbild.compliance.rules.judging import Status
from lagesbild.i18n import N_

YEAR = 12
SHORTEST_WARNING, LONGEST_WARNING = 7, 60


class Rhythm(StrEnum):
    """How often something is due."""

    YEARLY = "yearly"
    SECOND_YEAR = "second_year"
    ONCE = "once"
    CONTINUOUSLY = "continuously"


RHYTHMS = {
    Rhythm.YEARLY: N_("by a day of every year"),
    Rhythm.SECOND_YEAR: N_("by a day of every second year"),
    Rhythm.ONCE: N_("once, by a day"),
    Rhythm.CONTINUOUSLY: N_("again and again, at least every so many months"),
}


class Happened(Protocol):
    """Something with the day on which it came about."""

    @property
    def day(self) -> dt.date:
        """When."""
        ...


H = TypeVar("H", bound=Happened)


@dataclass(frozen=True, slots=True)
class Due(Generic[H]):
    """A due day and what came of it.

    Parameters
    ----------
    window : Period
        The days on which what comes about counts for it; of the last one known, to the far future.
    by : happened or None
        What met it.
    """

    day: dt.date
    window: Period
    by: H | None = None

    @property
    def late(self) -> int:
        """How many days late it was met."""
        return max(0, days_between(self.day, self.by.day)) if self.by else 0


@dataclass(frozen=True, slots=True)
class Standing(Generic[H]):
    """How it stands on a day.

    Parameters
    ----------
    due : Due or None
        The due day that the status is of.
    missed : Due or None
        The one before, where it was not met in time.
    judgeable : date or None
        Where the record does not reach back: the day from which it can be judged.
    """

    status: Status
    due: Due[H] | None = None
    missed: Due[H] | None = None
    before: Status | None = None
    judgeable: dt.date | None = None


def warning(interval: int) -> int:
    """How many days before it is due something not done is at risk: an eighth of the time, from 7 to 60."""
    return min(LONGEST_WARNING, max(SHORTEST_WARNING, interval // 8))


def yearly(month: int, day: int, within: Period, step: int = 1, first: int | None = None) -> Iterator[dt.date]:
    """The due days that are within, in order; `first` is the first year in which it is due.

    The first day that is within is none: nobody can do on it what was to be there by then.
    """
    year = within.first.year if first is None else first + max(0, within.first.year - first) // step * step
    while year <= dt.MAXYEAR - step:
        one = month_day(year, month, day)
        if one > within.last:
            return
        if one > within.first:
            yield one
        year += step


def recurring(
    days: Iterator[dt.date], interval: int, happened: Sequence[H], on: dt.date, begins: dt.date
) -> Standing[H]:
    """How something stands that is due on days that lie so many days apart; `happened` in order, none after `on`."""
    found = _met(days, interval, happened, on)
    if not found:
        return Standing(Status.ON_TRACK)
    at = next((n for n, one in enumerate(found) if on <= one.window.last), len(found) - 1)
    due, last = found[at], found[at - 1] if at else None
    before: Status | None = None
    if last is not None:
        before = Status.KEPT if last.by and not last.late else Status.BROKEN if begins <= last.window.first else None
    if last is not None and last.by is None and before is Status.BROKEN and due.by is None and on <= due.day:
        return Standing(Status.BROKEN, last, before=before)
    missed = last if before is Status.BROKEN else None
    if due.by is not None:
        return Standing(Status.KEPT, due, missed, Status.BROKEN if due.late else before)
    if begins > due.window.first and on > due.day:
        following = next((one.window.first for one in found[at + 1 :]), due.window.last + DAY)
        return Standing(Status.CANNOT_TELL, due, missed, before, following)
    return Standing(_open(due.day, on, interval), due, missed, before)


def once(day: dt.date, happened: Sequence[H], on: dt.date, within: Period, begins: dt.date) -> Standing[H]:
    """How something stands that is to be there by a day; `happened` holds what is there on `on`, in order."""
    due: Due[H] = Due(day, Period(within.first, max(within.last, day)), happened[0] if happened else None)
    if due.by:
        return Standing(Status.KEPT, due, before=Status.BROKEN if due.late else None)
    if on > day and begins > within.first:
        return Standing(Status.CANNOT_TELL, due)
    return Standing(_open(day, on, days_between(within.first, day)), due)


def continuous(months: int, happened: Sequence[H], on: dt.date, within: Period, begins: dt.date) -> Standing[H]:
    """How something stands that is to come about at least every so many months; `happened` in order, none after `on`.

    The time runs from the first day that is within, and anew whenever it comes about.
    """
    last = happened[-1] if happened else None
    since = max(last.day, within.first) if last else within.first
    day = months_after(since, months)
    gap = _gap([one.day for one in happened], within.first, months, begins)
    before = None if gap is None else Status.BROKEN if gap else Status.KEPT
    due = Due(day, Period(since, day), last)
    if on <= day:
        status = _open(day, on, days_between(since, day))
        return Standing(Status.KEPT if gap is not None and status is Status.ON_TRACK else status, due, before=before)
    if last is None and on <= months_after(max(begins, within.first), months):
        return Standing(Status.CANNOT_TELL, due, judgeable=months_after(begins, months) + DAY)
    return Standing(Status.BROKEN, due, before=before)


def _open(day: dt.date, on: dt.date, interval: int) -> Status:
    left = days_between(on, day)
    if left < 0:
        return Status.BROKEN
    return Status.AT_RISK if left <= warning(interval) else Status.ON_TRACK


def _gap(days: Sequence[dt.date], first: dt.date, months: int, begins: dt.date) -> bool | None:
    """Whether the last one came too late after the one before; None where none came since the first day."""
    if not days or days[-1] < first:
        return None
    earlier = days[-2] if len(days) > 1 else None
    if earlier is None and begins > first:
        return False
    return days[-1] > months_after(max(first, earlier) if earlier else first, months)


def _met(days: Iterator[dt.date], interval: int, happened: Sequence[H], on: dt.date) -> list[Due[H]]:
    """The due days up to the first whose window opens after `on`, each with what met it."""
    half = interval // 2 * DAY
    known: list[dt.date] = []
    for one in days:
        known.append(one)
        if one - half > on:
            break
    far = (known[-1] + 2 * half) if known else on
    found: list[Due[H]] = []
    used = 0
    for one, following in pairwise([*known, far + half + DAY]):
        window = Period(one - half, following - half - DAY)
        # what is left over from the window before, where that was met, counts here if it is not too early
        opened = window.first if found and found[-1].by is None else one - 2 * interval // 3 * DAY
        while used < len(happened) and happened[used].day < opened:
            used += 1
        by = None
        if used < len(happened) and happened[used].day <= window.last:
            by, used = happened[used], used + 1
        found.append(Due(one, window, by))
    return found
