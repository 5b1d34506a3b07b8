"""Of which days a mail speaks, and when it is sent. Pure.

A mail goes on working days. On a Friday it speaks for the weekend as well: of what is due on the Saturday, as of what
is due three days after it. So every day is spoken of exactly once on the day, and once so many days ahead.
Where mails were missed, because no worker ran, the next one speaks for their days too, as far as they come.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from lagesbild.compliance.rules.calendar import DAY, Period

HOUR = dt.time(6)
"""On the wall clock. Clocks are never changed at that hour."""
SATURDAY = 5
CAUGHT_UP = 7 * DAY
"""How long back what was missed is made up for."""


def day_to_send(now: dt.datetime, zone: ZoneInfo) -> dt.date | None:
    """The day whose mails should have been sent by `now`; none on a weekend and before the hour."""
    local = now.astimezone(zone)
    return local.date() if local.weekday() < SATURDAY and local.time() >= HOUR else None


def speaks_for(day: dt.date) -> Period:
    """The days that the mail of a working day speaks for: itself, and the weekend that follows it."""
    last = day
    while (last + DAY).weekday() >= SATURDAY:
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
