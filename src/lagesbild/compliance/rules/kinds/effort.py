"""“Work for”: that something comes about is not in one's own hands, so what counts is the documented effort."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lagesbild.agreements.terms import months_after
from lagesbild.compliance.rules import kinds, words
from lagesbild.compliance.rules.calendar import Period, days_between
from lagesbild.compliance.rules.dues import warning
from lagesbild.compliance.rules.judging import Judgement, Next, Occasion, Status, latest_first
from lagesbild.compliance.rules.kinds import Asks, Context, asked
from lagesbild.compliance.rules.kinds.existing_body import SORTS
from lagesbild.compliance.rules.record import Effort, Record, Source
from lagesbild.i18n import N_, Message

LASTING = frozenset({"agreement.in_force"})
"""What is there until it ends; anything else that comes about is as fresh as an effort has to be, or is done again."""


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """How fresh the effort has to be, and what it is for, where the record can tell that it is there."""

    months: int = asked(N_("An effort no older than so many months"), default=12)
    artefact: str = asked(
        N_("What it is for"), Asks.ARTEFACT, N_("Once it is there, no more effort is asked for."), default=""
    )
    sort: str = asked(N_("Or the sort of body that it is for"), choices=SORTS, default="")
    seat: int | None = asked(
        N_("With a seat for"), Asks.PARTY, N_("Of the body: who is to take part in it."), default=None
    )
    senior: bool = asked(
        N_("Held by somebody in a leading position"), help_text=N_("As the seat is marked."), default=False
    )


class Work(kinds.Kind[Parameters]):
    """Never broken: a counterpart may decline. Without any effort nothing can be said, and it says what to do."""

    name = "effort"
    label = N_("One works for something")
    about = N_("Looks for what it is for, and as long as it is not there, for documented efforts.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """At least a month; something that the record knows."""
        wrong: dict[str, Message] = {}
        if asked.months < 1:
            wrong["months"] = Message(N_("Say how many months: at least one."))
        if asked.artefact and asked.artefact not in words.ARTEFACTS:
            wrong["artefact"] = Message(N_("Nothing of that name is known to come about."))
        if asked.sort and asked.sort not in SORTS:
            wrong["sort"] = Message(N_("Choose a sort of body."))
        if asked.senior and asked.seat is None:
            wrong["senior"] = Message(N_("Choose whose seat it is."))
        return wrong

    def says(self, asked: Parameters, record: Record) -> Message:
        """What is worked for."""
        months = words.numeral(asked.months)
        if asked.artefact:
            text, what = (
                N_("{what}, or it is worked for: {months} months at most between efforts."),
                (words.ARTEFACTS[asked.artefact].happens),
            )
            return Message(text, {"what": Message(what), "months": months})
        if asked.sort:
            return Message(
                N_("There is a body of the sort {sort}, or it is worked for: {months} months at most between efforts."),
                {"sort": Message(SORTS[asked.sort]), "months": months},
            )
        return Message(N_("It is worked for: {months} months at most between efforts."), {"months": months})

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By whether it is there; else by the latest effort."""
        there = _there(asked, record, on)
        if there is not None:
            return there
        efforts = [one for one in record.efforts if one.rule == of.rule and one.day <= on and one.day in of.within]
        last = max(efforts, key=lambda one: (one.day, one.number), default=None)
        if last is None:
            reason = Message(
                N_(
                    "No effort is documented. Note an invitation, a draft or a contact – also one that was declined: "
                    "an effort counts whatever it was answered."
                )
            )
            return Judgement(
                Status.CANNOT_TELL, reason, next=Next(_todo(), months_after(of.within.first, asked.months))
            )
        until = months_after(last.day, asked.months)
        values: dict[str, object] = {
            "day": last.day,
            "until": until,
            "left": words.left(max(0, days_between(on, until))),
        }
        evidence = latest_first((one.day, one.source) for one in efforts)
        period = Period(last.day, until)
        if on > until:
            reason = Message(N_("The latest effort is from {day}, longer ago than was agreed. Note a new one."), values)
            return Judgement(Status.AT_RISK, reason, evidence, Next(_todo(), None), period)
        if days_between(on, until) <= warning(period.days):
            reason = Message(N_("The latest effort is from {day}. A new one is due {until}: {left}."), values)
            return Judgement(Status.AT_RISK, reason, evidence, Next(_todo(), until), period)
        reason = Message(N_("It is worked for: the latest effort is from {day}. The next is due {until}."), values)
        return Judgement(Status.ON_TRACK, reason, evidence, Next(_todo(), until), period)

    def occasions(self, asked: Parameters, record: Record, over: Period, of: Context) -> Iterable[Occasion]:
        """When the next effort is due."""
        efforts: list[Effort] = [one for one in record.efforts if one.rule == of.rule and one.day <= over.last]
        last = max((one.day for one in efforts), default=None)
        due = months_after(last or of.within.first, asked.months)
        if due in over and due in of.within and _there(asked, record, over.first) is None:
            yield Occasion(due, _todo())


def _todo() -> Message:
    return Message(N_("Make an effort and note it"))


def _there(asked: Parameters, record: Record, on: dt.date) -> Judgement | None:
    if asked.artefact:
        oldest = dt.date.min if asked.artefact in LASTING else months_after(on, -asked.months)
        standing = [one for one in record.standing(asked.artefact, on) if one.day > oldest]
        if standing:
            latest = standing[-1]
            reason = Message(N_("{done}."), {"done": words.ARTEFACTS[asked.artefact].done_on(latest.since)})
            return Judgement(Status.KEPT, reason, latest_first((one.since, one.source) for one in standing))
    if asked.sort:
        seats = [one for one in record.offices if one.party == asked.seat and one.works.holds(on)]
        if asked.senior:
            seats = [one for one in seats if one.senior and any(held.holds(on) for held in one.held)]
        for body in record.bodies:
            seated = [one for one in seats if one.seat_of == body.number]
            if body.kind == asked.sort and body.works.holds(on) and (asked.seat is None or seated):
                values: dict[str, object] = {"body": body.name, "since": body.works.since}
                text = N_("{body} is there since {since}.")
                if asked.senior:
                    values["seat"] = seated[0].name
                    text = N_("{body} is there since {since}. {seat} sits in it, a leading position.")
                reason = Message(text, values)
                return Judgement(Status.KEPT, reason, (Source("organisation.body", body.number),))
    return None
