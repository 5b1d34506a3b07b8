"""Stretches of time in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from babel.dates import format_date

from lagesbild.i18n import Message, Translator
from lagesbild.picture.model import Break, BreakKind, Coverage, Period, RecordRef, Unit

NBSP = "\u00a0"
DAY = dt.timedelta(days=1)


def _date(t: Translator, pattern: str, day: dt.date) -> str:
    return format_date(day, pattern, locale=t.language).replace(" ", NBSP)


def day(t: Translator, when: dt.date) -> str:
    """“16 mars 2026”, held together."""
    return _date(t, "d MMMM y", when)


def said(t: Translator, message: Message) -> str:
    """A message with its days in words, as in running text."""
    values = {
        name: day(t, value) if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else value
        for name, value in message.values.items()
    }
    return t.say(replace(message, values=values))


def month(t: Translator, when: dt.date) -> str:
    """“mars 2026”, held together."""
    return _date(t, "MMMM y", when)


def days(t: Translator, first: dt.date, last: dt.date) -> str:
    """Two days and all between, without saying twice what is the same: “16–22 mars 2026”."""
    if first == last:
        return day(t, first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(t, last)}"
    start = _date(t, "d MMMM", first) if first.year == last.year else day(t, first)
    return f"{start} – {day(t, last)}"


def _months(t: Translator, first: dt.date, last: dt.date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return month(t, first)
    if first.year == last.year:
        return f"{_date(t, 'MMMM', first)}–{month(t, last)}"
    return f"{month(t, first)} – {month(t, last)}"


def dates(t: Translator, period: Period) -> str:
    """The days of a period as shortly as they can be said: whole years and months by their names."""
    last = period.end - DAY
    if (period.start.month, period.start.day) == (1, 1) and (period.end.month, period.end.day) == (1, 1):
        return str(last.year) if period.start.year == last.year else f"{period.start.year}–{last.year}"
    if period.start.day == 1 and period.end.day == 1:
        return _months(t, period.start, last)
    return days(t, period.start, last)


def name(t: Translator, period: Period) -> str:
    """The period as it is called: “vecka 12, 16–22 mars 2026”, “mars 2026”, “2020–2023”."""
    match period.unit:
        case Unit.WEEK:
            return f"{short(t, period)}, {dates(t, period)}"
        case Unit.QUARTER:
            return f"{short(t, period)}, {dates(t, period)}"
        case _:
            return dates(t, period)


def short(t: Translator, period: Period, *, year: bool = False) -> str:
    """The period's name without its dates: “vecka 12”, “mars”, “kvartal 1”; with the year where asked."""
    match period.unit:
        case Unit.WEEK:
            iso = period.start.isocalendar()
            said = t.gettext("week {n}").format(n=iso.week)
            shown = iso.year
        case Unit.MONTH:
            said, shown = format_date(period.start, "LLLL", locale=t.language), period.start.year
        case Unit.QUARTER:
            said = t.gettext("quarter {n}").format(n=(period.start.month + 2) // 3)
            shown = period.start.year
        case _:
            return dates(t, period)
    said = said.replace(" ", NBSP)
    return f"{said}{NBSP}{shown}" if year else said


def step(t: Translator, unit: Unit, start: dt.date) -> str:
    """A step of a series as an axis names it: “v. 12”, “mars 2026”, “2026”."""
    match unit:
        case Unit.WEEK:
            return t.gettext("wk {n}").format(n=start.isocalendar().week).replace(" ", NBSP)
        case Unit.MONTH:
            return _date(t, "MMM y", start)
        case Unit.QUARTER:
            return t.gettext("Q{n} {year}").format(n=(start.month + 2) // 3, year=start.year).replace(" ", NBSP)
        case Unit.YEAR:
            return str(start.year)
        case _:
            return _date(t, "d MMM y", start)


def step_long(t: Translator, unit: Unit, start: dt.date) -> str:
    """A step of a series as a table names it, with its year."""
    if unit is Unit.WEEK:
        iso = start.isocalendar()
        return t.gettext("week {n} {year}").format(n=iso.week, year=iso.year).replace(" ", NBSP)
    return step(t, unit, start)


def _one_unit(t: Translator, unit: Unit) -> str:
    return {
        Unit.WEEK: t.gettext("a week"),
        Unit.MONTH: t.gettext("a month"),
        Unit.QUARTER: t.gettext("a quarter"),
        Unit.YEAR: t.gettext("a year"),
        Unit.SPAN: t.gettext("a step"),
    }[unit]


def per(t: Translator, unit: Unit) -> str:
    """What a mean is a mean of: “i veckan”, “i månaden”."""
    return _one_unit(t, unit)


def moment(t: Translator, ref: RecordRef) -> str:
    """When an incident happened, no finer than its source says."""
    weekday = format_date(ref.start, "EEE d MMM", locale=t.language).replace(" ", NBSP)
    match ref.precision.lower():
        case "minute":
            if ref.end - ref.start <= dt.timedelta(minutes=1):
                return f"{weekday} {t.value(ref.start.time())}"
            return f"{weekday} {t.value(ref.start.time())}–{t.value(ref.end.time())}"
        case "hour":
            return f"{weekday} {ref.start:%H}–{ref.end:%H}"
        case "month":
            return month(t, ref.start)
        case _:
            return weekday


def break_time(t: Translator, found: Break, coverage: Coverage) -> str:
    """When coverage changes, with its preposition: “i juli 2019”, “den 3 mars 2025”, “från 1 juni till 4 juli 2024”."""
    whole_month = (found.unit or coverage.unit) is not Unit.WEEK and found.at.day == 1
    if found.until is None or found.kind is not BreakKind.GAP:
        said = t.gettext("in {month}") if whole_month else t.gettext("on {day}")
        return said.format(month=month(t, found.at), day=day(t, found.at)).replace(" ", NBSP)
    last = found.until - DAY
    if whole_month and found.until.day == 1:
        return t.gettext("in {month}").format(month=_months(t, found.at, last))
    return t.gettext("on the days {days}").format(days=days(t, found.at, last))


def weekdays(t: Translator, width: str = "EEEE") -> tuple[str, ...]:
    """Monday to Sunday."""
    monday = dt.date(2024, 1, 1)
    return tuple(format_date(monday + dt.timedelta(i), width, locale=t.language).rstrip(".") for i in range(7))


def made(t: Translator, when: dt.date) -> str:
    """The day a picture was made, with its weekday."""
    return _date(t, "EEEE d MMMM y", when)


def arriving(t: Translator, steps: int) -> str:
    """What grey ground says under the last steps of a series, so many; nothing under none."""
    return t.gettext("Of the steps on grey ground reports may still arrive.") if steps else ""
