"""Steps of time: weeks, months, quarters, years or spans as days since 1970-01-01, and the way back from a period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lagesbild.picture.model import Period, Unit

EPOCH = dt.date(1970, 1, 1)
SHOWN, MOST_SHOWN = 26, 60
"""Steps of a drawn series, and the most of them where the period itself is longer."""
MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}


def number(day: dt.date) -> int:
    """Days from 1970-01-01 to `day`."""
    return (day - EPOCH).days


def date(days: int) -> dt.date:
    """The date `days` days after 1970-01-01."""
    return EPOCH + dt.timedelta(days=int(days))


def month_start(months: int) -> dt.date:
    """First day of the month that lies `months` months after January 1970."""
    return dt.date(1970 + months // 12, months % 12 + 1, 1)


def months(day: dt.date) -> int:
    """Months from January 1970 to the month of `day`."""
    return (day.year - 1970) * 12 + day.month - 1


def week(day: dt.date) -> Period:
    """The ISO week that holds `day`."""
    start = day - dt.timedelta(days=day.weekday())
    return Period(start, start + dt.timedelta(days=7), Unit.WEEK)


def unit_of(unit: Unit, day: dt.date) -> Period:
    """The week, month, quarter or year that holds `day`."""
    if unit is Unit.WEEK:
        return week(day)
    size = MONTHS[unit]
    first = months(day) // size * size
    return Period(month_start(first), month_start(first + size), unit)


def by_months(period: Period) -> int:
    """Length of the period in months when it begins and ends with a month, else 0."""
    if period.unit is Unit.WEEK or period.start.day != 1 or period.end.day != 1:
        return 0
    return months(period.end) - months(period.start)


def earlier(period: Period, steps: int) -> Period:
    """The stretch as long as `period` that lies `steps` such before it; of some days, on the same weekdays."""
    size = by_months(period)
    if size:
        start = months(period.start) - steps * size
        return Period(month_start(start), month_start(start + size), period.unit)
    shift = dt.timedelta(days=steps * period.apart)
    return Period(period.start - shift, period.end - shift, period.unit)


def years_earlier(period: Period, years: int) -> Period:
    """The same ISO week, months or dates `years` years before; week 53 becomes the last week of a shorter year.

    Dates other than whole months begin on the same date and are as many days, leap day or not.
    """
    if period.unit is Unit.WEEK:
        year, number_, _ = period.start.isocalendar()
        last = dt.date(year - years, 12, 28).isocalendar().week
        return week(dt.date.fromisocalendar(year - years, min(number_, last), 1))
    start = _year_shift(period.start, years)
    if by_months(period):
        return Period(start, _year_shift(period.end, years), period.unit)
    return Period(start, start + (period.end - period.start), period.unit)


def _year_shift(day: dt.date, years: int) -> dt.date:
    is_leap_day = day.month == 2 and day.day == 29
    return dt.date(day.year - years, day.month, 28 if is_leap_day else day.day)


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Stretches of time, oldest first, which adjoin but for those of some weekdays.

    Parameters
    ----------
    unit : Unit
    edges : (t + 1,) int64
        First day of each step and, last, the day after the last step (where they do not adjoin: the first day of what
        would be the next); days since 1970-01-01.
    """

    unit: Unit
    edges: NDArray[np.int64]
    of_months: bool = False
    """Every step begins and ends with a month, so that incidents known only to the month can be counted."""
    days: int = 0
    """Days of each step, where steps do not adjoin."""

    def __len__(self) -> int:
        return len(self.edges) - 1

    @property
    def starts(self) -> tuple[dt.date, ...]:
        """First day of each step."""
        return tuple(date(day) for day in self.edges[:-1])

    def end(self, step: int) -> dt.date:
        """The day after the last of a step."""
        return date(self.edges[step] + self.days if self.days else self.edges[step + 1])

    def place(self, days: NDArray[np.int32]) -> NDArray[np.int32]:
        """The step of each day, -1 before the first, between steps and from the end on."""
        found = (np.searchsorted(self.edges, days, side="right") - 1).astype(np.int32)
        found[found == len(self)] = -1
        if self.days:
            found[days >= self.edges[found] + self.days] = -1
        return found

    def since(self, day: dt.date) -> int:
        """Number of the first step that begins on `day` or later."""
        return int(np.searchsorted(self.edges[:-1], number(day)))


def steps_back(period: Period, first: dt.date) -> Steps:
    """Steps as long as `period`, the last being `period` itself, back to the one that holds `first`.

    A few days, or weeks and some days, have steps of the same weekdays: a weekend is compared with weekends.
    """
    size = by_months(period)
    if size:
        count = max(0, -(-(months(period.start) - months(first)) // size))
        marks = months(period.start) + size * np.arange(-count, 2, dtype=np.int64)
        edges = marks.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
        return Steps(period.unit, edges, of_months=True)
    length = period.apart
    count = max(0, -(-(number(period.start) - number(first)) // length))
    edges = number(period.start) + length * np.arange(-count, 2, dtype=np.int64)
    return Steps(period.unit, edges, days=(period.end - period.start).days if period.of_weekdays else 0)


def steps_over(unit: Unit, first: dt.date, last: dt.date) -> Steps:
    """Whole weeks or months that together hold `first` and `last`."""
    return steps_back(unit_of(unit, last), first)


def display_steps(period: Period, first: dt.date) -> Steps:
    """Steps for a drawn series that ends with the period.

    Weeks, months and quarters as they are; years and whole-month spans by months; other spans in blocks of whole
    weeks, so long that `SHOWN` of them hold the period.
    """
    if period.unit in (Unit.WEEK, Unit.MONTH, Unit.QUARTER):
        found = steps_back(period, first)
        shown = SHOWN
    elif size := by_months(period):
        last = months(period.end)
        found = steps_back(Period(month_start(last - 1), period.end, Unit.MONTH), first)
        shown = max(SHOWN, min(size, MOST_SHOWN))
    else:
        days = (period.end - period.start).days
        length = 7 * max(1, -(-days // (7 * SHOWN)))
        unit = Unit.WEEK if length == 7 else Unit.SPAN
        found = steps_back(Period(period.end - dt.timedelta(days=length), period.end, unit), first)
        shown = SHOWN
    return Steps(found.unit, found.edges[-shown - 1 :], found.of_months)
