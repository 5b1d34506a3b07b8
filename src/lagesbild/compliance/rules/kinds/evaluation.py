"""What has ended is evaluated: every promise within so many days, the work of a year before the next yearly picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from lagesbild.compliance.rules import cases, kinds, words
from lagesbild.compliance.rules.calendar import DAY, Period
from lagesbild.compliance.rules.cases import Case, Said
from lagesbild.compliance.rules.judging import Judgement, Next, Occasion, Status
from lagesbild.compliance.rules.kinds import Context, asked
from lagesbild.compliance.rules.record import Artefact, Record
from lagesbild.i18n import N_, Message

YEAR = 365 * DAY


class Of(StrEnum):
    """What is evaluated."""

    PROMISES = "promises"
    WORK = "work"


OF = {Of.PROMISES: N_("every promise that has ended"), Of.WORK: N_("the year's work, before the next yearly picture")}
SAID = {
    Of.PROMISES: Said(
        (
            N_("{n} promise has ended and is not evaluated: {names}. It was due {due}, {days} ago."),
            N_("{n} promises have ended and are not evaluated: {names}. The first was due {due}, {days} ago."),
        ),
        (
            N_("{n} promise has ended and is to be evaluated by {due}: {names} – {left}."),
            N_("{n} promises have ended and are to be evaluated: {names}. The first is due {due}; {left}."),
        ),
        (
            N_("{n} promise has ended and is to be evaluated by {due}: {names}."),
            N_("{n} promises have ended and are to be evaluated: {names}. The first is due {due}."),
        ),
        (
            N_("The {n} promise that has ended is evaluated."),
            N_("All {n} promises that have ended are evaluated."),
        ),
        N_("No promise has ended this year, so there is nothing to evaluate yet."),
        N_("Evaluate the promise {name}"),
    ),
    Of.WORK: Said(
        (
            N_("{n} picture was decided before the work of the year before was evaluated: {names}."),
            N_("{n} pictures were decided before the work of the year before was evaluated: {names}."),
        ),
        (
            N_("{n} picture is decided today, and the work of the year before is not evaluated: {names}."),
            N_("{n} pictures are decided today, and the work of the year before is not evaluated: {names}."),
        ),
        (
            N_("{n} picture is decided, and the work of the year before is not evaluated: {names}."),
            N_("{n} pictures are decided, and the work of the year before is not evaluated: {names}."),
        ),
        (
            N_("The work of the year before was evaluated before {n} strategic picture was decided."),
            N_("The work of the year before was evaluated before {n} strategic pictures were decided."),
        ),
        N_("No strategic picture has been decided this year; the work is to be evaluated before the next."),
        N_("Evaluate the work before {name}"),
    ),
}


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """What, and how long after."""

    of: Of = asked(N_("What is evaluated"), choices=OF, default=Of.PROMISES)
    days: int = asked(
        N_("Days"), help_text=N_("How long after a promise has ended its evaluation may take."), default=60
    )


class Evaluation(kinds.Kind[Parameters]):
    """Every promise that was decided and has ended, or every yearly picture, is a case."""

    name = "evaluation"
    label = N_("What has ended is evaluated")
    about = N_("Looks for an evaluation of every promise that has ended, or of the year before each yearly picture.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """No days below none."""
        return {"days": Message(N_("None, or more."))} if asked.days < 0 else {}

    def says(self, asked: Parameters, record: Record) -> Message:
        """What is evaluated, and when."""
        if asked.of is Of.WORK:
            return Message(N_("The work of the year before is evaluated before the new strategic picture is decided."))
        return Message(
            N_("Every promise is evaluated within {days} of its end: its effect, and whether it was done."),
            {"days": words.days(asked.days)},
        )

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By what has ended and is not evaluated."""
        if asked.of is Of.WORK:
            return _of_work(record, on, of)
        return cases.judge(_promises(asked, record, on, of), SAID[Of.PROMISES], on, of.within)

    def occasions(self, asked: Parameters, record: Record, over: Period, of: Context) -> Iterable[Occasion]:
        """The last days on which promises are to be evaluated."""
        if asked.of is Of.WORK:
            return
        for one in _promises(asked, record, over.last, of):
            if one.due in over and (one.done is None or one.done >= over.first):
                yield Occasion(one.due, Message(SAID[Of.PROMISES].todo, {"name": one.name}), party=one.party)


def _promises(asked: Parameters, record: Record, on: dt.date, of: Context) -> list[Case]:
    return [
        Case(
            words.quoted(one.name),
            one.source,
            one.period.last + DAY,
            one.period.last + asked.days * DAY,
            one.evaluated if one.evaluated and one.evaluated <= on else None,
        )
        for one in record.promises
        if one.decided is not None
        and one.decided <= on
        and one.period.last in of.within
        and (one.withdrawn is None or one.withdrawn > min(on, one.period.last))
    ]


def _of_work(record: Record, on: dt.date, of: Context) -> Judgement:
    ever = Period(dt.date.min, on)
    pictures = record.came_about("picture.yearly", ever, on)
    evaluated = record.came_about("work.evaluated", ever, on)
    found: list[Case] = []
    late_for_the_last: Artefact | None = None
    for n, one in enumerate(pictures):
        opened = max(pictures[n - 1].day + DAY if n else dt.date.min, one.day - YEAR)
        there = [each for each in evaluated if opened <= each.day and each is not late_for_the_last]
        done = there[0].day if there else None
        # half a year after a picture is late for it; later than that is in time for the next
        late_for_the_last = there[0] if done and one.day < done <= one.day + YEAR // 2 else None
        if one.day in of.within and (done is not None or record.begins <= one.day - YEAR):
            name = Message(N_("the strategic picture of {day}"), {"day": one.day})
            found.append(Case(name, one.source, one.day, one.day, done))
    if not found and pictures and pictures[-1].day in of.within:
        return Judgement(
            Status.CANNOT_TELL,
            Message(
                N_("The record begins {begins} and does not know whether the work before that day was evaluated."),
                {"begins": record.begins},
            ),
        )
    judged = cases.judge(found[-2:], SAID[Of.WORK], on, of.within)
    if judged.next is None and judged.status is Status.ON_TRACK:
        return replace(judged, next=Next(Message(N_("Evaluate the work of the year before")), None))
    return judged
