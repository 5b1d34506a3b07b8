"""Which period a picture is of: asked for, or the last complete one that holds enough."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import numpy as np

from lagesbild.errors import InputError, NothingLeft
from lagesbild.i18n import N_, Message
from lagesbild.picture.compose.events import Events
from lagesbild.picture.compose.steps import date, earlier, number, steps_back, unit_of
from lagesbild.picture.model import Period, Unit

ENOUGH = 10.0
"""Incidents a week (month, quarter) must hold on average over the last year to be chosen without being asked for."""
ARRIVED = 0.25
"""A last step with less than this share of the usual number is taken to be still arriving and is passed over."""
RECENT_DAYS = 365
UNITS = (Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR)

HOW = N_(
    "“{text}” is not a period. Write a week (2026-W12), a month (2026-03), a quarter (2026-Q1), a year (2026), "
    "two days (2026-01-01..2026-03-31), or week, month, quarter or year for the last complete one."
)


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """What the user asked for: nothing, a kind of period, or one period.

    Parameters
    ----------
    unit : Unit, optional
        The last complete week, month, quarter or year.
    period : Period, optional
        Exactly this.
    """

    unit: Unit | None = None
    period: Period | None = None

    @classmethod
    def parse(cls, text: str) -> PeriodChoice:
        """The choice written as ``2026-W12``, ``2026-03``, ``2026-Q1``, ``2026``, two days, a unit or ``auto``.

        Raises `InputError` with a sentence that says how to write it.
        """
        written = text.strip()
        word = written.casefold()
        if word in ("", "auto"):
            return cls()
        if word in {unit.value for unit in UNITS}:
            return cls(unit=Unit(word))
        try:
            period = _parse_period(written.upper())
        except ValueError as error:
            raise InputError(Message(HOW, {"text": text})) from error
        if period is None:
            raise InputError(Message(HOW, {"text": text}))
        if period.end <= period.start:
            raise InputError(
                Message(N_("The period “{text}” ends before it begins. Write the first day first."), {"text": text})
            )
        return cls(period=period)


def _parse_period(text: str) -> Period | None:
    if found := re.fullmatch(r"(\d{4})-?W(\d{1,2})", text):
        return unit_of(Unit.WEEK, dt.date.fromisocalendar(int(found[1]), int(found[2]), 1))
    if found := re.fullmatch(r"(\d{4})-?[QK]([1-4])", text):
        return unit_of(Unit.QUARTER, dt.date(int(found[1]), int(found[2]) * 3 - 2, 1))
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})", text):
        return unit_of(Unit.MONTH, dt.date(int(found[1]), int(found[2]), 1))
    if found := re.fullmatch(r"(\d{4})", text):
        return unit_of(Unit.YEAR, dt.date(int(found[1]), 1, 1))
    if found := re.fullmatch(r"(\d{4}-\d\d-\d\d)\s*(?:\.\.|–|/|\s)\s*(\d{4}-\d\d-\d\d)", text):
        return _span(dt.date.fromisoformat(found[1]), dt.date.fromisoformat(found[2]))
    return None


def _span(first: dt.date, last: dt.date) -> Period:
    """Days from `first` to `last`, both included; named as a week, month, quarter or year when they are one."""
    end = last + dt.timedelta(days=1)
    for unit in UNITS:
        whole = unit_of(unit, first)
        if (whole.start, whole.end) == (first, end):
            return whole
    return Period(first, end, Unit.SPAN)


AUTO = PeriodChoice()


def choose(choice: PeriodChoice, events: Events, extract_end: dt.date) -> Period:
    """The period of the picture.

    Without a wish: the shortest of week, month, quarter and year that holds `ENOUGH` incidents on average over the
    last year of the records, and of that kind the last complete one. A step is complete when everything that was
    read reaches its last day, and holds at least `ARRIVED` of the usual number (else it is still arriving).
    Records without days never give a week. Raises `NothingLeft` when the period lies outside the records and
    `InputError` when it is finer than they are.
    """
    if choice.period is not None:
        return _checked(choice.period, events, max(events.last, extract_end))
    if choice.unit is not None:
        if choice.unit is Unit.WEEK and events.monthly:
            raise InputError(_month_only())
        return _last_complete(choice.unit, events, extract_end)
    for unit in UNITS[events.monthly :]:
        if _usual(unit, events, extract_end) >= ENOUGH:
            return _last_complete(unit, events, extract_end)
    if (events.last - events.first).days < RECENT_DAYS:
        return _whole(events)
    return _last_complete(Unit.YEAR, events, extract_end)


def _month_only() -> Message:
    return Message(N_("Most records say only the month, so no week can be shown. A month, a quarter or a year can."))


def _whole(events: Events) -> Period:
    return _span(events.first, events.last)


def _usual(unit: Unit, events: Events, extract_end: dt.date) -> float:
    """Mean number of incidents per step over the last year of the records (or as long as they reach)."""
    first = max(number(events.first), number(extract_end) - RECENT_DAYS + 1)
    days = max(1, number(extract_end) - first + 1)
    length = {Unit.WEEK: 7.0, Unit.MONTH: 365.25 / 12, Unit.QUARTER: 365.25 / 4, Unit.YEAR: 365.25}[unit]
    return float((events.day >= first).sum()) * length / max(days, length)


def _last_complete(unit: Unit, events: Events, extract_end: dt.date) -> Period:
    """The last whole step that has arrived; the whole of the records when they hold none."""
    end = unit_of(unit, extract_end)
    latest = end if end.end <= extract_end + dt.timedelta(days=1) else earlier(end, 1)
    if latest.end <= events.first:
        return _whole(events)
    steps = steps_back(latest, events.first)
    place = steps.place(events.day)
    counts = np.bincount(place[place >= 0], minlength=len(steps))
    usual = float(np.median(counts[-13:])) if len(steps) > 1 else 0.0
    arrived = np.flatnonzero((counts > 0) & (counts >= ARRIVED * usual))
    if arrived.size == 0:
        return _whole(events)
    step = int(arrived[-1])
    return Period(date(steps.edges[step]), date(steps.edges[step + 1]), unit)


def _checked(period: Period, events: Events, last: dt.date) -> Period:
    if period.end <= events.first or period.start > last:
        raise NothingLeft(
            Message(
                N_("There are records from {first} to {last}, none from {start} to {end}."),
                {
                    "first": events.first,
                    "last": last,
                    "start": period.start,
                    "end": period.end - dt.timedelta(days=1),
                },
            )
        )
    if events.monthly and (period.start.day != 1 or period.end.day != 1):
        raise InputError(_month_only())
    return period
