"""How long an agreement applies: pure functions of its term and a day.

Four kinds, each out of an agreement that exists: to a day (Köping 2024); to a day, with notice by either party
(Västerås 2019); to a day, followed up before it is renewed (Lekeberg 2020); to a day and then a calendar year at a
time until someone gives notice, revised before each year (Sandviken 2015). Days are whole and both ends are included.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

FIXED, FIXED_NOTICE, FIXED_FOLLOW_UP, ROLLING = "fixed", "fixed_notice", "fixed_followup", "rolling"
TERMINABLE = frozenset({FIXED_NOTICE, ROLLING})
"""Kinds that end early when a party gives notice."""
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """How long an agreement applies.

    Parameters
    ----------
    kind : str
        `FIXED`, `FIXED_NOTICE`, `FIXED_FOLLOW_UP` or `ROLLING`.
    starts, ends : date
        First and last day; of a rolling one, the last day of its first stretch.
    notice_months : int, optional
        Whole months between notice and the end; none where the text names no time.
    follow_up : date, optional
        The day by which it is to be followed up.
    until : date, optional
        Its last day, where notice was given or a later edition took over.
    """

    kind: str
    starts: dt.date
    ends: dt.date
    notice_months: int | None = None
    follow_up: dt.date | None = None
    until: dt.date | None = None


class What(StrEnum):
    """What happens next."""

    BEGINS = "begins"
    FOLLOW_UP = "follow_up"
    REVISION = "revision"
    ENDS = "ends"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Next:
    """What happens next with an agreement, and by which day: the day it was over, for one that is."""

    what: What
    by: dt.date


def stretch_ends(term: Term, day: dt.date) -> dt.date:
    """The last day of the stretch that a day falls in, notice apart: of a rolling one after its first, of the year."""
    if term.kind != ROLLING or day <= term.ends:
        return term.ends
    return dt.date(day.year, 12, 31)


def last_day(term: Term, day: dt.date) -> dt.date:
    """The last day as things stand on a day; a rolling one without notice may go on after it."""
    if term.until is None:
        return stretch_ends(term, day)
    return term.until if term.kind == ROLLING else min(term.until, term.ends)


def in_force(term: Term, day: dt.date) -> bool:
    """Whether it applies on the day."""
    return term.starts <= day <= last_day(term, day)


def goes_on(term: Term) -> bool:
    """Whether it goes on by itself after the stretch that it is in: it rolls, and nothing has ended it."""
    return term.kind == ROLLING and term.until is None


def latest_notice(term: Term, day: dt.date) -> dt.date | None:
    """The last day to give notice so that the stretch of `day` is the last; none where nobody may give notice.

    It may lie in the past. One that applies to a day with notice can be ended on any day; its last is the one on which
    notice still brings the end forward.
    """
    if term.kind not in TERMINABLE or term.until is not None:
        return None
    return months_before(stretch_ends(term, day), term.notice_months or 0)


def ends_by_notice(term: Term, day: dt.date) -> dt.date | None:
    """The last day if notice is given on `day`; none where nobody may give notice.

    A rolling one ends with a stretch: the first that leaves the time of notice. Another ends when the time of notice
    has run out, on the day itself where the text names none, and never after its last day.
    """
    if term.kind not in TERMINABLE:
        return None
    if term.kind == FIXED_NOTICE:
        return min(term.ends, months_after(max(day, term.starts), term.notice_months or 0))
    end = stretch_ends(term, day)
    while day > months_before(end, term.notice_months or 0):
        end = dt.date((end + DAY).year, 12, 31)
    return end


def following(term: Term, day: dt.date, *, reviewed: dt.date | None = None) -> Next:
    """What happens next, seen from a day.

    `reviewed` is the day on which it was last followed up or revised. A rolling one is revised before each new year of
    its own; one with a follow-up is followed up by its day, and stays to be followed up until it is or has ended.
    """
    end = last_day(term, day)
    if day > end or end < term.starts:
        return Next(What.OVER, end)
    if day < term.starts:
        return Next(What.BEGINS, term.starts)
    if goes_on(term):
        return Next(What.REVISION, end) if not _revised(term, end, reviewed) else Next(What.REVISION, _year_after(end))
    if term.follow_up is not None and reviewed is None and term.follow_up <= end:
        return Next(What.FOLLOW_UP, term.follow_up)
    return Next(What.ENDS, end)


def overlap(one: Term, other: Term) -> bool:
    """Whether there is a day on which both apply, as far as is known now; one that goes on has no last day."""
    return one.starts <= _known_end(other) and other.starts <= _known_end(one)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months later, or the last of it where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_before(day: dt.date, months: int) -> dt.date:
    """The day so many months earlier; the last day of a month stays the last of one, so that a year ends whole."""
    last = day.day == calendar.monthrange(day.year, day.month)[1]
    earlier = months_after(day, -months)
    return earlier.replace(day=calendar.monthrange(earlier.year, earlier.month)[1]) if last else earlier


def _revised(term: Term, end: dt.date, reviewed: dt.date | None) -> bool:
    """Whether it was revised during the stretch that ends so."""
    begins = term.starts if end == term.ends else max(dt.date(end.year, 1, 1), term.ends + DAY)
    return reviewed is not None and reviewed >= begins


def _year_after(end: dt.date) -> dt.date:
    return dt.date((end + DAY).year, 12, 31)


def _known_end(term: Term) -> dt.date:
    if goes_on(term):
        return dt.date.max
    if term.until is None:
        return term.ends
    return term.until if term.kind == ROLLING else min(term.until, term.ends)
