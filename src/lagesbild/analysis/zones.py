"""Wall-clock times of a zone as instants, with the hours that are skipped and doubled when clocks change."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from lagesbild.analysis.asked import asked
from lagesbild.analysis.result import Ints

HOUR = 3600
DAY = 24 * HOUR
FIRST_YEAR, LAST_YEAR = 1900, 2200
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """When the offset of a zone changes.

    Parameters
    ----------
    at : (k,) int64
        Seconds since 1970 at which it changes.
    offset : (k + 1,) int64
        Seconds to add for wall-clock time, before the first change and after each.
    """

    at: Ints
    offset: Ints

    def early(self) -> Ints:
        """Wall-clock seconds from which the offset after a change holds, when a doubled hour is its first time."""
        return self.at + np.maximum(self.offset[:-1], self.offset[1:])

    def late(self) -> Ints:
        """The same when a doubled hour is its second time; a skipped hour is moved on in either case."""
        return self.at + np.where(
            self.offset[1:] > self.offset[:-1], self.offset[1:], np.minimum(self.offset[:-1], self.offset[1:])
        )

    def local(self, instants: Ints) -> Ints:
        """Wall-clock seconds of instants."""
        return np.asarray(instants + self.offset[np.searchsorted(self.at, instants, side="right")])

    def instants(self, wall: Ints, *, second: bool = False) -> Ints:
        """Instants of wall-clock seconds."""
        return np.asarray(
            wall - self.offset[np.searchsorted(self.late() if second else self.early(), wall, side="right")]
        )

    def odd_from(self) -> Ints:
        """Wall-clock seconds from which, until `early`, a time is skipped or doubled."""
        return self.at + np.minimum(self.offset[:-1], self.offset[1:])


def zone_between(name: str, first: int, last: int) -> Zone:
    """The changes of a zone around the seconds from `first` to `last`.

    Raises
    ------
    ValueError
        If there is no such zone, its offset is not whole hours, or the times lie outside 1900 to 2200.
    """
    years = (np.array([first, last], "datetime64[s]").astype("datetime64[Y]").astype(np.int64) + 1970).tolist()
    if years[0] < FIRST_YEAR or years[1] > LAST_YEAR:
        raise ValueError(f"times from {years[0]} to {years[1]} do not lie within {FIRST_YEAR} to {LAST_YEAR}")
    changes = [change for year in range(years[0] - 1, years[1] + 2) for change in _changes(name, year)]
    start = _offset(name, int(dt.datetime(years[0] - 1, 1, 1, tzinfo=dt.UTC).timestamp()))
    offsets = np.array([start, *(offset for _, offset in changes)], dtype=np.int64)
    if np.any(offsets % HOUR):
        raise ValueError(f"the clocks of {name} are not set to whole hours")
    return Zone(np.array([at for at, _ in changes], dtype=np.int64), offsets)


@lru_cache(maxsize=1024)
def _changes(name: str, year: int) -> tuple[tuple[int, int], ...]:
    """Instants of a year at which the offset changes, with the new one."""
    first = int(dt.datetime(year, 1, 1, tzinfo=dt.UTC).timestamp())
    last = int(dt.datetime(year + 1, 1, 1, tzinfo=dt.UTC).timestamp())
    found = []
    offset = _offset(name, first)
    for day in range(first, last, DAY):
        stop = min(day + DAY, last)
        if _offset(name, stop) == offset:
            continue
        low, high = day, stop
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if _offset(name, middle) == offset else (low, middle)
        offset = _offset(name, high)
        found.append((high, offset))
    return tuple(found)


def _offset(name: str, instant: int) -> int:
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"there is no time zone {name!r}") from error
    offset = (_EPOCH + dt.timedelta(seconds=instant)).astimezone(zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())


@asked
def swedish_holidays(years: range | tuple[int, ...], *, eves: bool = True) -> NDArray[np.datetime64]:
    """Public holidays in Sweden that are not plain Sundays.

    Parameters
    ----------
    years : iterable of int
        Of the Gregorian calendar, from 2005 on (when 6 June became one).
    eves : bool
        Midsummer's, Christmas and New Year's eve too, which the law on holidays from work treats as Sundays.

    Returns
    -------
    ndarray of datetime64[D]

    Raises
    ------
    ValueError
        For a year before 2005 or after 9999.

    References
    ----------
    Lag (1989:253) om allmänna helgdagar; Semesterlag (1977:480), 3 a §. Easter: Meeus, J. (1991), Astronomical
    Algorithms, ch. 8.
    """
    found: list[dt.date] = []
    for year in years:
        if not 2005 <= year <= dt.MAXYEAR:
            raise ValueError(f"years must be from 2005, when 6 June became a holiday, to {dt.MAXYEAR}, not {year}")
        easter = _easter(year)
        midsummer = next(d for d in (dt.date(year, 6, n) for n in range(20, 27)) if d.weekday() == 5)
        saints = next(
            d for d in (dt.date(year, 10, 31) + dt.timedelta(days=n) for n in range(7)) if d.weekday() == 5
        )  # fmt: skip
        found += [dt.date(year, month, day) for month, day in ((1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26))]
        found += [easter + dt.timedelta(days=n) for n in (-2, 0, 1, 39, 49)]
        found += [midsummer, saints]
        if eves:
            found += [midsummer - dt.timedelta(days=1), dt.date(year, 12, 24), dt.date(year, 12, 31)]
    return np.array(sorted(set(found)), dtype="datetime64[D]")


def _easter(year: int) -> dt.date:
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * i) // 451
    month, day = divmod(h + i - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)
