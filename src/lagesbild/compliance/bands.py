"""How commitments have stood, as a band to look at and as lines to read."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lagesbild.agreements.terms import months_after
from lagesbild.compliance.models import Standing
from lagesbild.compliance.rules.calendar import DAY, Period
from lagesbild.compliance.rules.judging import WORST_FIRST, Status

YEAR = 12


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a band: from which day, for how many of a thousand of its breadth."""

    first: dt.date
    last: dt.date
    status: Status
    at: float
    width: float


@dataclass(frozen=True, slots=True)
class Tick:
    """Where a month begins in a band, of a thousand of its breadth."""

    month: int
    year: int
    at: float


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of days with how a commitment stood in them; days of which nothing was judged have no part."""

    over: Period
    parts: tuple[Part, ...]

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Where each quarter begins."""
        day = self.over.first.replace(day=1)
        found = []
        while day <= self.over.last:
            if day >= self.over.first and day.month % 3 == 1:
                found.append(Tick(day.month, day.year, _share(self.over, day)))
            day = months_after(day, 1)
        return tuple(found)


def year_to(day: dt.date) -> Period:
    """The twelve months that end on a day."""
    return Period(months_after(day, -YEAR) + DAY, day)


def bands(rules: Iterable[int], over: Period) -> Mapping[int, tuple[Standing, ...]]:
    """The lines of some rules that hold a day of a stretch, in one question."""
    found: dict[int, list[Standing]] = defaultdict(list)
    rows = Standing.objects.current().filter(rule__in=list(rules), first__lte=over.last).in_order()
    for one in rows.defer("reason", "digest"):
        if one.last is None or one.last >= over.first:
            found[one.rule_id].append(one)
    return {rule: tuple(lines) for rule, lines in found.items()}


def band(lines: Sequence[Standing], over: Period, *, to: dt.date | None = None) -> Band:
    """The band of one commitment: of several rules, the worst on each day. A line without an end goes on `to` a day."""
    last = min(to or over.last, over.last)
    stretches = [
        (max(one.first, over.first), min(one.last or last, last), Status(one.status))
        for one in lines
        if one.first <= last and (one.last is None or one.last >= over.first)
    ]
    turns = sorted({first for first, _, _ in stretches} | {end + DAY for _, end, _ in stretches})
    parts: list[Part] = []
    for first, following in itertools.pairwise(turns):
        here = [status for begins, ends, status in stretches if begins <= first <= ends]
        if not here:
            continue
        status = min(here, key=WORST_FIRST.index)
        goes_on = bool(parts) and parts[-1].status is status and parts[-1].last + DAY == first
        parts.append(_part(over, parts.pop().first if goes_on else first, following - DAY, status))
    return Band(over, tuple(parts))


def _part(over: Period, first: dt.date, last: dt.date, status: Status) -> Part:
    at = _share(over, first)
    return Part(first, last, status, at, _share(over, last + DAY) - at)


def _share(over: Period, day: dt.date) -> float:
    return round(1000 * (day - over.first).days / over.days, 1)
