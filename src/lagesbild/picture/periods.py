"""What an edition can be of: a week, a month, a quarter or a year; how it stands in an address and is called. Pure."""

from __future__ import annotations

import datetime as dt
import re

from lagesbild.core.years import FIRST_YEAR, LAST_YEAR
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.picture.compose.steps import unit_of
from lagesbild.picture.model import Period, Unit

KINDS = {"weekly": Unit.WEEK, "monthly": Unit.MONTH, "quarterly": Unit.QUARTER, "yearly": Unit.YEAR}
"""The unit of each kind of edition."""
KIND = {unit: kind for kind, unit in KINDS.items()}
MONTHS = (
    *(N_("January {year}"), N_("February {year}"), N_("March {year}"), N_("April {year}")),
    *(N_("May {year}"), N_("June {year}"), N_("July {year}"), N_("August {year}")),
    *(N_("September {year}"), N_("October {year}"), N_("November {year}"), N_("December {year}")),
)
CODE = r"[0-9]{4}(?:-v[0-9]{1,2}|-k[1-4]|-[0-9]{2})?"
_PARTS = re.compile(r"([0-9]{4})(?:-(?:v([0-9]{1,2})|k([1-4])|([0-9]{2})))?")


def of(unit: Unit, start: dt.date) -> Period:
    """The week, month, quarter or year that begins on `start`.

    Raises
    ------
    InputError
        None of them begins on that day, or the year lies outside what is reckoned with.
    """
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        values = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        raise InputError(
            Message(N_("The period lies outside the years {first} to {last}. Write the year again."), values)
        )
    period = unit_of(unit, start)
    if period.start != start:
        if unit is Unit.WEEK:
            raise InputError(Message(N_("A week begins on a Monday, and {day} is none."), {"day": start}))
        raise InputError(Message(N_("No such period begins on {day}."), {"day": start}))
    return period


def code(period: Period) -> str:
    """As it stands in addresses: ``2026-v12``, ``2026-03``, ``2026-k1``, ``2026``."""
    start = period.start
    match period.unit:
        case Unit.WEEK:
            iso = start.isocalendar()
            return f"{iso.year}-v{iso.week:02d}"
        case Unit.MONTH:
            return f"{start:%Y-%m}"
        case Unit.QUARTER:
            return f"{start.year}-k{(start.month + 2) // 3}"
        case _:
            return f"{start.year}"


def read(text: str) -> Period:
    """The period of a code.

    Raises
    ------
    ValueError
        It is none: the year has no such week, or there is no such month.
    """
    found = _PARTS.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, week, quarter, month = (None if part is None else int(part) for part in found.groups())
    assert year is not None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    if week is not None:
        return unit_of(Unit.WEEK, dt.date.fromisocalendar(year, week, 1))
    if quarter is not None:
        return unit_of(Unit.QUARTER, dt.date(year, 3 * quarter - 2, 1))
    return unit_of(Unit.YEAR if month is None else Unit.MONTH, dt.date(year, 1 if month is None else month, 1))


def called(period: Period) -> Message:
    """What it is called among others: “Week 12, 2026”, “March 2026”, “Quarter 1, 2026”, “The year 2026”."""
    start = period.start
    match period.unit:
        case Unit.WEEK:
            iso = start.isocalendar()
            return Message(N_("Week {week}, {year}"), {"week": iso.week, "year": str(iso.year)})
        case Unit.MONTH:
            return Message(MONTHS[start.month - 1], {"year": str(start.year)})
        case Unit.QUARTER:
            return Message(N_("Quarter {n}, {year}"), {"n": (start.month + 2) // 3, "year": str(start.year)})
        case _:
            return Message(N_("The year {year}"), {"year": str(start.year)})


def title(period: Period) -> Message:
    """The heading of its picture."""
    start = period.start
    match period.unit:
        case Unit.WEEK:
            return Message(N_("The week's picture, week {week}"), {"week": start.isocalendar().week})
        case Unit.YEAR:
            return Message(N_("Strategic picture of {year}"), {"year": str(start.year)})
        case _:
            return Message(N_("Picture of {period}"), {"period": within(period)})


def within(period: Period) -> Message:
    """What it is called in a sentence: “week 12”, “March 2026”, “quarter 1, 2026”, “the year 2026”."""
    start = period.start
    match period.unit:
        case Unit.WEEK:
            return Message(N_("week {week}"), {"week": start.isocalendar().week})
        case Unit.QUARTER:
            return Message(N_("quarter {n}, {year}"), {"n": (start.month + 2) // 3, "year": str(start.year)})
        case Unit.YEAR:
            return Message(N_("the year {year}"), {"year": str(start.year)})
        case _:
            return called(period)
