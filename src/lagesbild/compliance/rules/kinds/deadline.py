"""Something comes about by a day: once, of every year or every second year, or at least every so many months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lagesbild.compliance.rules import dues, kinds, words
from lagesbild.compliance.rules.calendar import Period, days_between, month_day
from lagesbild.compliance.rules.dues import RHYTHMS, Rhythm, Standing
from lagesbild.compliance.rules.judging import Judgement, Next, Occasion, Status, latest_first
from lagesbild.compliance.rules.kinds import Asks, Context, asked
from lagesbild.compliance.rules.record import Artefact, Record
from lagesbild.i18n import N_, Message

INTERVAL = {Rhythm.YEARLY: 365, Rhythm.SECOND_YEAR: 730}
LEAP_YEAR = 2024


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """What, and by when: of these only the fields that the rhythm needs."""

    artefact: str = asked(N_("What is to come about"), Asks.ARTEFACT)
    rhythm: Rhythm = asked(N_("When"), choices=RHYTHMS, default=Rhythm.YEARLY)
    month: int | None = asked(N_("Month"), help_text=N_("Of a day of the year: 1 to 12."), default=None)
    day: int | None = asked(N_("Day of the month"), help_text=N_("Its last day to be done."), default=None)
    first_year: int | None = asked(
        N_("The first year in which it is due"), help_text=N_("Only of what is due every second year."), default=None
    )
    by: dt.date | None = asked(N_("Last day"), help_text=N_("Only of what is due once."), default=None)
    months: int | None = asked(
        N_("Months"), help_text=N_("Only of what comes again and again: the longest time between two."), default=None
    )
    party: int | None = asked(
        N_("Party"), Asks.PARTY, N_("Whose own it has to be; left empty, anybody's counts."), default=None
    )


class Deadline(kinds.Kind[Parameters]):
    """Looks for the artefact in the record; what comes about late is kept from then on, and says how late it was."""

    name = "deadline"
    label = N_("Something is done by a day")
    about = N_("Looks in the record for when a picture, a plan, a dialogue, a report or the like came about.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """What the rhythm needs and lacks."""
        wrong: dict[str, Message] = {}
        if asked.artefact not in words.ARTEFACTS:
            wrong["artefact"] = Message(N_("Nothing of that name is known to come about."))
        match asked.rhythm:
            case Rhythm.ONCE if asked.by is None:
                wrong["by"] = Message(N_("Say by which day."))
            case Rhythm.CONTINUOUSLY if asked.months is None or asked.months < 1:
                wrong["months"] = Message(N_("Say how many months: at least one."))
            case Rhythm.YEARLY | Rhythm.SECOND_YEAR:
                try:
                    dt.date(LEAP_YEAR, asked.month or 0, asked.day or 0)
                except ValueError:
                    wrong["day"] = Message(N_("Say a month and a day of it."))
                if asked.rhythm is Rhythm.SECOND_YEAR and not asked.first_year:
                    wrong["first_year"] = Message(N_("Say a year in which it is due."))
        return wrong

    def says(self, asked: Parameters, record: Record) -> Message:
        """What comes about, and by when."""
        values: dict[str, object] = {"what": Message(words.ARTEFACTS[asked.artefact].happens)}
        match asked.rhythm:
            case Rhythm.ONCE:
                return Message(N_("{what} by {day}."), {**values, "day": asked.by})
            case Rhythm.CONTINUOUSLY if asked.months == 1:
                return Message(N_("{what} at least every month."), values)
            case Rhythm.CONTINUOUSLY:
                months = words.numeral(asked.months or 1)
                return Message(N_("{what} at least every {months} months."), {**values, "months": months})
        values["day"] = words.day_of_year(asked.month or 1, asked.day or 1)
        if asked.rhythm is Rhythm.SECOND_YEAR:
            return Message(N_("{what} by {day} of every second year."), values)
        return Message(N_("{what} by {day} of every year."), values)

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By whether it had come about, and when it was due."""
        found = _standing(asked, record, on, of)
        rows = [one.by for one in (found.due, found.missed) if one and one.by]
        period = found.due.window.within(of.within) if found.due else None
        return Judgement(
            found.status,
            _reason(asked, record, found, on),
            latest_first((one.day, one.source) for one in rows),
            _next(asked, found),
            period,
            found.before,
        )

    def occasions(self, asked: Parameters, record: Record, over: Period, of: Context) -> Iterable[Occasion]:
        """The days by which it is due."""
        todo = Message(words.ARTEFACTS[asked.artefact].todo)
        within = over.within(of.within)
        if within is None:
            return
        if asked.rhythm is Rhythm.CONTINUOUSLY:
            found = _standing(asked, record, over.first, of)
            days = [found.due.day] if found.due else []
        elif asked.rhythm is Rhythm.ONCE:
            days = [_once(asked, of)]
        else:
            days = list(_days(asked, Period(of.within.first, within.last)))
        for day in days:
            if day in over:
                yield Occasion(day, todo, party=asked.party)


def _days(asked: Parameters, within: Period) -> Iterable[dt.date]:
    step = 2 if asked.rhythm is Rhythm.SECOND_YEAR else 1
    return dues.yearly(asked.month or 1, asked.day or 1, within, step, asked.first_year if step > 1 else None)


def _once(asked: Parameters, of: Context) -> dt.date:
    return max(asked.by or of.within.last, of.within.first)


def _standing(asked: Parameters, record: Record, on: dt.date, of: Context) -> Standing[Artefact]:
    def ours(rows: Iterable[Artefact]) -> list[Artefact]:
        return [one for one in rows if asked.party is None or one.party == asked.party]

    if asked.rhythm is Rhythm.ONCE:
        return dues.once(_once(asked, of), ours(record.standing(asked.artefact, on)), on, of.within, record.begins)
    if asked.rhythm is Rhythm.CONTINUOUSLY:
        found = ours(record.came_about(asked.artefact, Period(dt.date.min, on), on))
        return dues.continuous(asked.months or 1, found[-2:], on, of.within, record.begins)
    interval = INTERVAL[asked.rhythm]
    since = month_day(max(of.within.first.year - 3, 1), 1, 1)
    found = ours(record.came_about(asked.artefact, Period(since, on), on))
    # a record that begins with the agreement knows all that was asked for, whenever the window of a day opens
    begins = record.begins if record.begins > of.within.first else dt.date.min
    return dues.recurring(iter(_days(asked, of.within)), interval, found, on, begins)


def _reason(asked: Parameters, record: Record, found: Standing[Artefact], on: dt.date) -> Message:
    said = words.ARTEFACTS[asked.artefact]
    due = found.due
    if due is None:
        return Message(N_("It is not due while this applies."))
    if found.status is Status.CANNOT_TELL:
        return _unknown(record, found)
    done = said.done_on(due.by.day) if due.by else None
    lacks = Message(said.lacks)
    if asked.rhythm is Rhythm.CONTINUOUSLY:
        return _again(found, done, lacks, on)
    if found.status is Status.KEPT and done is not None:
        now = (
            Message(N_("{done}, {days} late: it was due {due}."), _values(found, on) | {"done": done})
            if due.late
            else Message(N_("{done}, in time for {due}."), {"done": done, "due": due.day})
        )
    else:
        now = _lacking(found, lacks, on)
    return words.then(now, _missed(found))


def _values(found: Standing[Artefact], on: dt.date) -> dict[str, object]:
    due = found.due
    assert due is not None
    ahead = days_between(on, due.day)
    return {"due": due.day, "days": words.days(due.late or abs(ahead)), "left": words.left(max(0, ahead))}


def _lacking(found: Standing[Artefact], lacks: Message, on: dt.date) -> Message:
    values = {**_values(found, on), "lacks": lacks}
    due = found.due
    if found.status is Status.BROKEN:
        return Message(N_("{lacks}. It was due {due}, {days} ago."), values)
    if due is not None and due.day == on:
        return Message(N_("{lacks}. It is due today, {due}."), values)
    if found.status is Status.AT_RISK:
        return Message(N_("{lacks}. It is due {due}: {left}."), values)
    return Message(N_("{lacks} yet. It is due {due}."), values)


def _missed(found: Standing[Artefact]) -> Message | None:
    missed = found.missed
    if missed is None or missed is found.due:
        return None
    if missed.by is None:
        return Message(N_("It was not done by {due}."), {"due": missed.day})
    return Message(
        N_("The time before, it was done {done}, {days} late."),
        {"days": words.days(missed.late), "done": missed.by.day},
    )


def _again(found: Standing[Artefact], done: Message | None, lacks: Message, on: dt.date) -> Message:
    values = _values(found, on)
    late = Message(N_("It had been too long since the time before.")) if found.before is Status.BROKEN else None
    if done is None:
        return _lacking(found, lacks, on)
    values["done"] = done
    if found.status is Status.BROKEN:
        return Message(N_("{done}, and not since. It was due again {due}, {days} ago."), values)
    if found.status is Status.AT_RISK:
        return Message(N_("{done}. It is due again by {due}: {left}."), values)
    return words.then(Message(N_("{done}. It is due again by {due}."), values), late)


def _unknown(record: Record, found: Standing[Artefact]) -> Message:
    values = {"begins": record.begins, "from": found.judgeable, "due": found.due.day if found.due else None}
    if found.judgeable is None:
        return Message(
            N_("The record begins {begins} and does not know of it. Enter it with its day if it exists."), values
        )
    return Message(
        N_("The record begins {begins} and does not know whether it was done before. It can be judged from {from}."),
        values,
    )


def _next(asked: Parameters, found: Standing[Artefact]) -> Next | None:
    due = found.due
    if due is None or (found.status is Status.KEPT and asked.rhythm is not Rhythm.CONTINUOUSLY):
        return None
    todo = Message(words.ARTEFACTS[asked.artefact].todo)
    return Next(todo, due.day, party=asked.party, makes=asked.artefact)
