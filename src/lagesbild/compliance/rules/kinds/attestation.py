"""Where no record can tell, a named person says whether it was kept: once, or of each period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lagesbild.compliance.rules import kinds, words
from lagesbild.compliance.rules.calendar import DAY, Every, Period, period_of, periods
from lagesbild.compliance.rules.judging import Judgement, Next, Occasion, Status, latest_first
from lagesbild.compliance.rules.kinds import Context, asked
from lagesbild.compliance.rules.record import Attestation, Record
from lagesbild.i18n import N_, Message


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """How often it is attested, or by which day once."""

    every: Every = asked(N_("Attested of each"), choices=words.EVERY, default=Every.YEAR)
    days: int = asked(N_("No later than so many days after it has ended"), default=31)
    by: dt.date | None = asked(
        N_("Or once, by"), help_text=N_("With a day here, it is attested once and not of each period."), default=None
    )


class Attested(kinds.Kind[Parameters]):
    """The latest word counts. Without any, nothing can be said: it is not the attestation that was agreed on.

    Of a period that had not begun when it was said, a word says nothing.
    """

    name = "attestation"
    label = N_("A named person attests it")
    about = N_("For what no record can tell: somebody says, with a reason, whether it was kept.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """No days below none."""
        return {"days": Message(N_("None, or more."))} if asked.days < 0 else {}

    def says(self, asked: Parameters, record: Record) -> Message:
        """By when it is attested."""
        if asked.by is not None:
            return Message(N_("Somebody attests by {by} whether it was kept."), {"by": asked.by})
        return Message(
            N_("Somebody attests whether it was kept {per}, within {days} of its end."),
            {"per": Message(words.PER[asked.every]), "days": words.days(asked.days)},
        )

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By the latest attestation."""
        found = sorted(
            (one for one in record.attestations if one.rule == of.rule and one.day <= on),
            key=lambda one: (one.day, one.number),
        )
        return _once(asked.by, found, on, of) if asked.by is not None else _each(asked, found, on, of)

    def occasions(self, asked: Parameters, record: Record, over: Period, of: Context) -> Iterable[Occasion]:
        """The days by which it is to be attested."""
        if asked.by is not None:
            if asked.by in over and asked.by in of.within:
                yield Occasion(asked.by, Message(N_("Attest whether it was kept")))
            return
        for period in periods(asked.every, Period(over.first - asked.days * DAY, over.last)):
            due = period.last + asked.days * DAY
            if due in over and period.within(of.within):
                during = words.during(asked.every, period, due)
                yield Occasion(due, Message(N_("Attest whether it was kept {during}"), {"during": during}))


def _said(one: Attestation) -> Message:
    values = {"by": one.by, "day": one.day, "first": one.of.first, "last": one.of.last, "reason": one.reason}
    if one.kept:
        return Message(N_("{by} attested {day} that it was kept {first} to {last}: “{reason}”"), values)
    return Message(N_("{by} said {day} that it was not kept {first} to {last}: “{reason}”"), values)


def _says_of(one: Attestation, period: Period) -> bool:
    return one.of.within(period) is not None and one.day >= period.first


def _once(by: dt.date, found: list[Attestation], on: dt.date, of: Context) -> Judgement:
    period = Period(of.within.first, max(by, of.within.first))
    evidence = latest_first((one.day, one.source) for one in found)
    if found:
        last = found[-1]
        status = Status.KEPT if last.kept else Status.BROKEN
        before = Status.BROKEN if len(found) > 1 and not found[-2].kept else None
        return Judgement(status, _said(last), evidence, None, period, before)
    todo = Next(Message(N_("Attest whether it was kept")), by)
    text = (
        N_("Nobody has attested yet whether it was kept. It is due {by}.")
        if on <= by
        else N_("Nobody has attested whether it was kept. It was due {by}.")
    )
    return Judgement(Status.CANNOT_TELL, Message(text, {"by": by}), evidence, todo, period)


def _each(asked: Parameters, found: list[Attestation], on: dt.date, of: Context) -> Judgement:
    now = period_of(asked.every, on)
    last = period_of(asked.every, now.first - DAY)
    evidence = latest_first((one.day, one.source) for one in found)
    of_now = [one for one in found if _says_of(one, now)]
    of_last = [one for one in found if _says_of(one, last) and one not in of_now]
    part = now.within(of.within) or now
    before = None
    if of_last:
        before = Status.KEPT if of_last[-1].kept else Status.BROKEN
    if of_now:
        return Judgement(
            Status.KEPT if of_now[-1].kept else Status.BROKEN, _said(of_now[-1]), evidence, None, part, before
        )
    asks_last = last.within(of.within) is not None
    period = last if asks_last and not of_last else now
    due = period.last + asked.days * DAY
    values = {"during": words.during(asked.every, period, on), "due": due}
    todo = Next(Message(N_("Attest whether it was kept {during}"), values), due)
    if of_last:
        reason = words.then(_said(of_last[-1]), Message(N_("The next is due {due}."), values))
        status = Status.ON_TRACK if of_last[-1].kept else Status.BROKEN
        return Judgement(status, reason, evidence, todo, part, before)
    text = (
        N_("Nobody has attested yet whether it was kept {during}. It is due {due}.")
        if on <= due
        else N_("Nobody has attested whether it was kept {during}. It was due {due}.")
    )
    return Judgement(Status.CANNOT_TELL, Message(text, values), evidence, todo, period.within(of.within) or period)
