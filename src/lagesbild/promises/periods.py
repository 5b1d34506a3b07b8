"""The periods that agreements name: April to September, October to March, the calendar year. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Named(StrEnum):
    """What a period is called."""

    SUMMER = "summer"
    """April to September."""
    WINTER = "winter"
    """October to March of the year after."""
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `starts` to `ends`, both included."""

    starts: dt.date
    ends: dt.date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.ends - self.starts).days + 1

    @property
    def name(self) -> Named | None:
        """Which of the agreements' periods it is; None if it is none of them."""
        first, last = (self.starts.month, self.starts.day), (self.ends.month, self.ends.day)
        years = self.ends.year - self.starts.year
        if (first, last, years) == ((4, 1), (9, 30), 0):
            return Named.SUMMER
        if (first, last, years) == ((10, 1), (3, 31), 1):
            return Named.WINTER
        if (first, last, years) == ((1, 1), (12, 31), 0):
            return Named.YEAR
        return None

    def earlier(self, years: int) -> Period:
        """The same season some years before."""
        return Period(_years_before(self.starts, years), _years_before(self.ends, years))


def named(name: Named, year: int) -> Period:
    """The period of a name that begins in a year."""
    if name == Named.SUMMER:
        return Period(dt.date(year, 4, 1), dt.date(year, 9, 30))
    if name == Named.WINTER:
        return Period(dt.date(year, 10, 1), dt.date(year + 1, 3, 31))
    return Period(dt.date(year, 1, 1), dt.date(year, 12, 31))


def upcoming(day: dt.date) -> list[Period]:
    """Those that a promise may be made for on the day, soonest first: of each name the running and the next."""
    found = []
    for name in Named:
        ahead = [named(name, year) for year in range(day.year - 1, day.year + 3)]
        found += [period for period in ahead if period.ends > day][:2]
    return sorted(found, key=lambda period: (period.starts, period.ends))


def _years_before(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        # 29 February
        return dt.date(day.year - years, 2, 28)
