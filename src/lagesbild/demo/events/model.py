"""Columns of invented incidents, and what was planted among them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

WEEKS = 104
"""Complete weeks of history: two years."""


class Pattern(StrEnum):
    """What can be planted."""

    DEVIATION = "deviation"
    """More of one category in the last week than its history leads to expect."""
    AREA = "area"
    """The same in one district."""
    GATHERING = "gathering"
    """A place that holds far more than others."""
    SERIES = "series"
    """Incidents of one category close to one another in space and time."""
    REPEATS = "repeats"
    """A category that breeds its like nearby, over two years."""
    INVENTORY = "inventory"
    """A unit that counts everything in one morning: more reports, and no more incidents."""
    BEGAN = "began"
    """A unit that begins to report: a rise in the total that is none in the streets."""
    SILENT = "silent"
    """A unit that has not been heard in the last week."""
    DUMP = "dump"
    """A point where a source puts what it cannot place."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One thing that was planted, for tests to hold the picture against.

    `category`, `place` and `unit` are "" where they say nothing of the pattern; `count` is how many were planted.
    """

    pattern: Pattern
    first: dt.date
    last: dt.date
    count: int
    category: str = ""
    place: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """n invented incidents in order of time.

    Parameters
    ----------
    when : (n,) datetime64[m]
    kind : (n,) int64
        Into `KINDS`.
    unit : (n,) int64
        Into `units_of(slug)`.
    xy : (n, 2) float64
        SWEREF 99 TM metres, NaN where the report has no place.
    place : tuple of str
    to_minute : (n,) bool
        Whether the hour is known.
    """

    when: NDArray[np.datetime64]
    kind: NDArray[np.int64]
    unit: NDArray[np.int64]
    xy: NDArray[np.float64]
    place: tuple[str, ...]
    to_minute: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.when)

    def take(self, rows: NDArray[np.intp]) -> Events:
        """Some of them, in the order of `rows`."""
        return Events(
            self.when[rows],
            self.kind[rows],
            self.unit[rows],
            self.xy[rows],
            tuple(self.place[i] for i in rows),
            self.to_minute[rows],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """The incidents of one municipality, what was planted, and the categories where nothing was."""

    slug: str
    seed: int
    today: dt.date
    events: Events
    planted: tuple[Planted, ...]
    nulls: tuple[str, ...]

    @property
    def monday(self) -> dt.date:
        """First day of the last complete week."""
        return last_monday(self.today)


def last_monday(today: dt.date) -> dt.date:
    """First day of the last week that was complete on `today`."""
    return today - dt.timedelta(days=today.weekday() + 7)
