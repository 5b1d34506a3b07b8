"""So many in each period: how a number that is asked for in every week, quarter or year stands on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from lagesbild.compliance.rules.calendar import DAY, Every, Period, period_of
from lagesbild.compliance.rules.judging import Status

FAR_BACK = 60
"""How many earlier periods are looked at for how many in a row went unmet."""
NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for in each period.

    Parameters
    ----------
    every : Every
        The period.
    amount : float
        How many, or how much, in a whole one.
    done : callable
        What had been done by the day in a stretch.
    ahead : callable
        What is planned in a stretch, and was known to be on the day.
    off : callable
        Whether nothing is asked for in a period.
    goes : float or None
        In how many goes the amount is done; None: one of it in each. Two hours are one opening.
    """

    every: Every
    amount: float
    done: Callable[[Period], float]
    ahead: Callable[[Period], float] = lambda _: 0
    off: Callable[[Period], bool] = lambda _: False
    goes: float | None = None

    @property
    def spacing(self) -> float:
        """The part of a period in which one of what is asked for can be done, where it is spread evenly."""
        return 1 / (self.goes or self.amount)

    def needed(self, period: Period, within: Period) -> int | float:
        """What is asked for in a period: all of it, or in proportion to the days that are within, rounded down."""
        part = period.within(within)
        if part is None or self.off(period):
            return 0
        return self.amount if part == period else int(self.amount * part.days // period.days)


@dataclass(frozen=True, slots=True)
class Count:
    """What a period asked for, and what was done in it."""

    period: Period
    needed: float
    done: float

    @property
    def met(self) -> bool:
        """Whether it was enough."""
        return self.done >= self.needed - NEAR


@dataclass(frozen=True, slots=True)
class Tally:
    """How it stands on a day.

    Parameters
    ----------
    now : Count
        The period that holds the day; what it asks for of the part that is within.
    part : Period
        That part.
    planned : float
        What is planned in the rest of it.
    missed : Count or None
        The period before, where it ended unmet.
    in_a_row : int
        How many ended unmet up to that one.
    whole_from : date or None
        Where the record does not reach back: the first day of a period of which everything can be known.
    """

    status: Status
    now: Count
    part: Period
    planned: float = 0
    missed: Count | None = None
    in_a_row: int = 0
    before: Status | None = None
    whole_from: dt.date | None = None


def tally(asked: Asked, on: dt.date, within: Period, begins: dt.date) -> Tally:
    """How the number stands on the day, which is within."""
    period = period_of(asked.every, on)
    part = period.within(within) or period
    now = Count(period, asked.needed(period, within), asked.done(part))
    last = _before(asked, period, within)
    before: Status | None = None
    missed, in_a_row = None, 0
    if last is not None and last.met:
        before = Status.KEPT
    elif last is not None and _known(last.period, within, begins):
        before, missed, in_a_row = Status.BROKEN, last, _in_a_row(asked, last, within, begins)
    planned = asked.ahead(part)
    status = _status(asked, now, part, on, planned)
    since = None if missed is None else asked.done(Period(missed.period.last + DAY, on))
    if status is not Status.KEPT and since is not None and since < NEAR:
        status = Status.BROKEN
    elif status in (Status.ON_TRACK, Status.AT_RISK) and now.needed and part.first < begins:
        whole = period_of(asked.every, begins)
        whole_from = begins if whole.first == begins else whole.last + DAY
        return Tally(Status.CANNOT_TELL, now, part, planned, missed, in_a_row, before, whole_from)
    return Tally(status, now, part, planned, missed, in_a_row, before)


def _status(asked: Asked, now: Count, part: Period, on: dt.date, planned: float) -> Status:
    if not now.needed:
        return Status.ON_TRACK
    if now.met:
        return Status.KEPT
    lacking = now.needed - now.done - planned
    spacing = now.period.days * asked.spacing
    goes = lacking if asked.goes is None else ceil(lacking * asked.goes / asked.amount - NEAR)
    left = (part.last - on).days
    return Status.AT_RISK if lacking > NEAR and goes * spacing > left + spacing / 2 else Status.ON_TRACK


def _before(asked: Asked, period: Period, within: Period) -> Count | None:
    """The period before in which something was asked for."""
    for _ in range(FAR_BACK):
        period = period_of(asked.every, period.first - DAY)
        part = period.within(within)
        if part is None:
            return None
        needed = asked.needed(period, within)
        if needed:
            return Count(period, needed, asked.done(part))
    return None


def _in_a_row(asked: Asked, last: Count, within: Period, begins: dt.date) -> int:
    for n in range(1, FAR_BACK):
        before = _before(asked, last.period, within)
        if before is None or before.met or not _known(before.period, within, begins):
            return n
        last = before
    return FAR_BACK


def _known(period: Period, within: Period, begins: dt.date) -> bool:
    """Whether the record reaches back to the first day on which something was asked for in the period."""
    return max(period.first, within.first) >= begins
