"""What every part of a picture is made of: periods, intervals, series, verdicts, and the incidents behind a figure."""

from __future__ import annotations

import dataclasses
import datetime as dt
from enum import StrEnum

Ring = tuple[tuple[float, float], ...]
"""A closed line of WGS 84 (longitude, latitude) points."""


class Unit(StrEnum):
    """The step of a series, and the length of an ordinary period."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    SPAN = "span"
    """Any other number of days."""


class Verdict(StrEnum):
    """What may be said of a count against what was expected."""

    ABOVE = "above"
    BELOW = "below"
    INSIDE = "inside"
    CHANCE = "chance"
    """Outside the expected interval, but among this many series chance alone gives such a one: no change is claimed."""
    FEW = "few"
    """Too few to say."""
    SHORT = "short"
    """History is too short to expect anything."""
    INCOMPARABLE = "incomparable"
    """Coverage differs, so nothing may be said of a change."""


@dataclasses.dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to but not including `end`."""

    start: dt.date
    end: dt.date
    unit: Unit

    @property
    def of_weekdays(self) -> bool:
        """Whether it is under four weeks and not whole ones, so that which weekdays it holds decides its counts."""
        days = (self.end - self.start).days
        return days < 28 and days % 7 > 0

    @property
    def apart(self) -> int:
        """Days from it to the next one like it: whole weeks where its weekdays decide its counts."""
        days = (self.end - self.start).days
        return -(-days // 7) * 7 if self.of_weekdays else days


ARRIVING = dt.timedelta(days=21)
"""For so long after a day reports of it may still arrive."""


@dataclasses.dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of counts or rates, with the middle it was built around."""

    low: float
    high: float
    middle: float


@dataclasses.dataclass(frozen=True, slots=True)
class Earlier:
    """The count of an earlier stretch of time, None where coverage does not allow it to be compared."""

    period: Period
    count: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Series:
    """Counts per step of time, oldest first, with the interval expected of each step where there is one."""

    unit: Unit
    starts: tuple[dt.date, ...]
    counts: tuple[int, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class RecordRef:
    """An incident behind a figure: where it stands in the source, and what the source says of it."""

    file: str
    line: int
    start: dt.datetime
    end: dt.datetime
    precision: str
    category: str
    place: str
