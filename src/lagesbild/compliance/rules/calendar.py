"""Periods as agreements count them: weeks, months, quarters, half-years from April and October, calendar years.

Days are whole and both ends of a period belong to it. Weeks are ISO weeks, so that a year has 52 or 53 of them and
the first may begin in December.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

DAY = dt.timedelta(days=1)
APRIL, OCTOBER, DECEMBER = 4, 10, 12


class Every(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    """April to September, and October to March."""
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the first to the last day, both included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def within(self, other: Period) -> Period | None:
        """The days that both have; none: they have no day in common."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Period(first, last) if first <= last else None


def period_of(every: Every, day: dt.date) -> Period:
    """The period that holds the day."""
    match every:
        case Every.WEEK:
            monday = day - dt.timedelta(days=day.weekday())
            return Period(monday, monday + 6 * DAY)
        case Every.MONTH:
            return _months(day.year, day.month, 1)
        case Every.QUARTER:
            return _months(day.year, 3 * ((day.month - 1) // 3) + 1, 3)
        case Every.HALF:
            if APRIL <= day.month < OCTOBER:
                return _months(day.year, APRIL, 6)
            return _months(day.year - (day.month < APRIL), OCTOBER, 6)
        case Every.YEAR:
            return _months(day.year, 1, 12)


def periods(every: Every, over: Period) -> Iterator[Period]:
    """Every whole period that has a day in `over`, in order."""
    one = period_of(every, over.first)
    while one.first <= over.last:
        yield one
        one = period_of(every, one.last + DAY)


def month_day(year: int, month: int, day: int) -> dt.date:
    """The day of the year; 29 February is the 28th where there is none."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def days_between(first: dt.date, last: dt.date) -> int:
    """How many days lie from the one to the other; negative where the other comes before."""
    return (last - first).days


def _months(year: int, month: int, count: int) -> Period:
    last = month + count - 1
    end, month_of_end = year + (last - 1) // DECEMBER, (last - 1) % DECEMBER + 1
    return Period(dt.date(year, month, 1), month_day(end, month_of_end, 31))
