"""Of which days a mail speaks, and when it is sent. Pure.

A mail goes on working days. Before a weekend or a public holiday it speaks for those days as well: of what is due on
them, as of what is due so many days after them. So every day is spoken of exactly once on it, or on the working day
before, and once so many days ahead.
Where mails were missed, because no worker ran, the next one speaks for their days too, as far as they come.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

from lagesbild.analysis import swedish_holidays
from lagesbild.compliance.rules.calendar import DAY, Period

HOUR = dt.time(6)
"""On the wall clock. Clocks are never changed at that hour."""
SATURDAY = 5
CAUGHT_UP = 7 * DAY
"""How long back what was missed is made up for."""


def works(day: dt.date) -> bool:
    """Whether it is a working day in Sweden: no weekend, no public holiday, nor an eve that the law counts as one."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


@cache
def _holidays(year: int) -> frozenset[dt.date]:
    return frozenset(swedish_holidays((year,)).tolist())


def day_to_send(now: dt.datetime, zone: ZoneInfo) -> dt.date | None:
    """The day whose mails should have been sent by `now`; none on a day that is no working day and before the hour."""
    local = now.astimezone(zone)
    return local.date() if works(local.date()) and local.time() >= HOUR else None


def speaks_for(day: dt.date) -> Period:
    """The days that the mail of a working day speaks for: itself, and those to the next working day."""
    last = day
    while not works(last + DAY):
        last += DAY
    return Period(day, last)


def days_told(day: dt.date, ahead: int, before: dt.date | None = None) -> frozenset[dt.date]:
    """The days of which the mail of a working day tells.

    Parameters
    ----------
    day : date
        On which it is sent.
    ahead : int
        So many days ahead as well; 0: only on the day itself.
    before : date or None
        The last day that the mail before it spoke for.
    """
    spoken = speaks_for(day)
    first = spoken.first if before is None else max(before + DAY, day - CAUGHT_UP)
    found = {first + n * DAY for n in range((spoken.last - first).days + 1)}
    return frozenset(one for one in found | {one + ahead * DAY for one in found} if one >= day)
