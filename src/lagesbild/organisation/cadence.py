"""How often a body is to meet: in words, and when it should meet next."""

from __future__ import annotations

import datetime as dt

from lagesbild.i18n import N_, Message
from lagesbild.organisation.models import Body, Cadence

DAYS = {Cadence.WEEK: 7, Cadence.MONTH: 30, Cadence.QUARTER: 91, Cadence.YEAR: 365}
"""Days of the period, rounded down, so that what is proposed never becomes too seldom."""
WEEK = 7
ONCE = {
    Cadence.WEEK: N_("every week"),
    Cadence.MONTH: N_("every month"),
    Cadence.QUARTER: N_("every quarter"),
    Cadence.YEAR: N_("once a year"),
}
OFTEN = {
    Cadence.WEEK: N_("at least {n} times a week"),
    Cadence.MONTH: N_("at least {n} times a month"),
    Cadence.QUARTER: N_("at least {n} times a quarter"),
    Cadence.YEAR: N_("at least {n} times a year"),
}


def worded(body: Body) -> Message:
    """How often it meets."""
    per = Cadence(body.per)
    if per == Cadence.REGULARLY or body.times is None:
        return Message(N_("regularly"))
    if body.times == 1:
        return Message(ONCE[per])
    return Message(OFTEN[per], {"n": body.times})


def step(times: int | None, per: str) -> dt.timedelta | None:
    """From one meeting to the next: whole weeks where there is room, so that the weekday stays."""
    if per == Cadence.REGULARLY or not times:
        return None
    days = DAYS[Cadence(per)] // times
    return dt.timedelta(days=max(1, days if days < WEEK else days - days % WEEK))
