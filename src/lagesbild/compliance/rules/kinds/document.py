"""A document such as a policy has been decided, has an owner, and is revised in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lagesbild.agreements.terms import months_after
from lagesbild.compliance.rules import kinds, words
from lagesbild.compliance.rules.calendar import Period, days_between
from lagesbild.compliance.rules.dues import warning
from lagesbild.compliance.rules.judging import Judgement, Next, Occasion, Status
from lagesbild.compliance.rules.kinds import Asks, Context, asked
from lagesbild.compliance.rules.record import Policy, Record
from lagesbild.i18n import N_, Message

SORTS = {
    "policy": N_("policy"),
    "action_plan": N_("action plan of a policy"),
    "communication": N_("communication plan"),
    "forum": N_("plan with roles, goals and guidelines for a forum"),
    "other": N_("other document"),
}
"""Kinds of document, by the names that they are kept under."""


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """A document, or any of a sort; by when it is to be there, and how often it is revised."""

    policy: int | None = asked(
        N_("Document"), Asks.POLICY, N_("Left empty, any document of the sort below counts."), default=None
    )
    sort: str = asked(N_("Sort of document"), choices=SORTS, default="")
    called: str = asked(
        N_("What the agreement calls it"), help_text=N_("As the beginning of a sentence: The policy."), default=""
    )
    by: dt.date | None = asked(
        N_("Is to be there by"),
        help_text=N_("Left empty, it has as long as the agreement runs, and at most a year."),
        default=None,
    )
    months: int | None = asked(
        N_("Is revised at least every so many months"),
        help_text=N_("Counts where an edition does not itself say when it is to be revised."),
        default=None,
    )


class Document(kinds.Kind[Parameters]):
    """The latest edition decides: when it is to be revised, and whether somebody owns the document."""

    name = "document"
    label = N_("A document is there and revised in time")
    about = N_("Looks for a decided edition with an owner whose day of revision has not passed.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """A document or a sort of one."""
        wrong: dict[str, Message] = {}
        if asked.policy is None and asked.sort not in SORTS:
            wrong["policy"] = Message(N_("Choose a document, or a sort of document."))
        if asked.months is not None and asked.months < 1:
            wrong["months"] = Message(N_("Say how many months: at least one."))
        return wrong

    def says(self, asked: Parameters, record: Record) -> Message:
        """Which document there is to be."""
        name = named(asked, record)
        if asked.by is not None:
            return Message(N_("{name} is decided by {by}, and has an owner."), {"name": name, "by": asked.by})
        return Message(N_("{name} is decided, has an owner and is revised in time."), {"name": name})

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By the latest edition."""
        policy = _latest(asked, record, on)
        name = named(asked, record)
        decided = max((day for day in policy.decided if day <= on), default=None) if policy else None
        if policy is None or decided is None:
            return _not_there(asked, record, name, on, of)
        values: dict[str, object] = {"name": name, "decided": decided, "owner": policy.owner}
        evidence = (policy.source,)
        revise = _revise(asked, policy, decided)
        if policy.until is not None and policy.until < on:
            reason = Message(N_("{name} ceased to hold {until}."), {**values, "until": policy.until})
            todo = Next(Message(N_("Decide {name} anew"), values), None, at=policy.source)
            return Judgement(Status.BROKEN, reason, evidence, todo, before=Status.BROKEN)
        todo = Next(Message(N_("Revise {name}"), values), revise, at=policy.source)
        if revise is not None:
            values |= {"revise": revise, "days": words.days(abs(days_between(on, revise)))}
            values["left"] = words.left(max(0, days_between(on, revise)))
            period = Period(decided, max(decided, revise))
            if revise < on:
                reason = Message(
                    N_("{name} was decided {decided} and should have been revised by {revise}, {days} ago."), values
                )
                return Judgement(Status.BROKEN, reason, evidence, todo, period, Status.BROKEN)
            if days_between(on, revise) <= warning(days_between(decided, revise)):
                reason = Message(N_("{name} is to be revised by {revise}: {left}."), values)
                return Judgement(Status.AT_RISK, reason, evidence, todo, period)
        if not policy.owner:
            reason = Message(N_("{name} was decided {decided} but nobody owns it."), values)
            todo = Next(Message(N_("Say who owns {name}"), values), None, at=policy.source)
            return Judgement(Status.AT_RISK, reason, evidence, todo)
        before = _late(asked, policy, decided)
        reason = Message(N_("{name} was decided {decided} and is owned by {owner}."), values)
        if revise is None:
            return Judgement(Status.KEPT, reason, evidence, None, None, before)
        again = Message(N_("It is to be revised by {revise}."), values)
        return Judgement(Status.KEPT, words.then(reason, again), evidence, todo, period, before)

    def occasions(self, asked: Parameters, record: Record, over: Period, of: Context) -> Iterable[Occasion]:
        """The days by which it is to be there or revised."""
        name = named(asked, record)
        policy = _latest(asked, record, over.last)
        decided = max((day for day in policy.decided if day <= over.last), default=None) if policy else None
        if policy is None or decided is None:
            due = _due(asked, of)
            if due in over:
                yield Occasion(due, Message(N_("Decide {name}"), {"name": name}))
            return
        revise = _revise(asked, policy, decided)
        if revise is not None and revise in over and revise in of.within:
            yield Occasion(revise, Message(N_("Revise {name}"), {"name": name}))


def named(asked: Parameters, record: Record) -> Message | str:
    """How the document is spoken of."""
    if asked.called:
        return asked.called
    policy = record.policy.get(asked.policy) if asked.policy is not None else None
    if policy is not None:
        return policy.name
    return Message(N_("The document")) if asked.sort != "communication" else Message(N_("The communication plan"))


def _latest(asked: Parameters, record: Record, on: dt.date) -> Policy | None:
    """The document, or of its sort the one that was last decided."""
    if asked.policy is not None:
        return record.policy.get(asked.policy)
    there = [one for one in record.policies if one.kind == asked.sort]
    return max(
        there,
        key=lambda one: (max((day for day in one.decided if day <= on), default=dt.date.min), -one.number),
        default=None,
    )


def _revise(asked: Parameters, policy: Policy, decided: dt.date) -> dt.date | None:
    if decided in policy.revise:
        return policy.revise[decided]
    if not policy.revise and policy.revise_by is not None and decided == max(policy.decided):
        return policy.revise_by
    return months_after(decided, asked.months) if asked.months else None


def _due(asked: Parameters, of: Context) -> dt.date:
    return asked.by or min(of.within.last, months_after(of.within.first, 12))


def _not_there(asked: Parameters, record: Record, name: Message | str, on: dt.date, of: Context) -> Judgement:
    due = _due(asked, of)
    left = days_between(on, due)
    values = {"name": name, "due": due, "days": words.days(abs(left)), "begins": record.begins}
    values["left"] = words.left(max(0, left))
    todo = Next(Message(N_("Decide {name}"), values), due)
    period = Period(of.within.first, max(due, of.within.first))
    if left < 0 and record.begins > due:
        reason = Message(
            N_("{name} is not in the record, which begins {begins}. Enter it with its day if it exists."), values
        )
        return Judgement(
            Status.CANNOT_TELL, reason, next=Next(Message(N_("Enter {name}"), values), None), period=period
        )
    if left < 0:
        reason = Message(N_("{name} has not been decided. It was due {due}, {days} ago."), values)
        return Judgement(Status.BROKEN, reason, next=todo, period=period, before=Status.BROKEN)
    near = left <= warning(days_between(of.within.first, due))
    text = (
        N_("{name} has not been decided. It is due {due}: {left}.")
        if near
        else N_("{name} has not been decided yet. It is due {due}.")
    )
    return Judgement(Status.AT_RISK if near else Status.ON_TRACK, Message(text, values), next=todo, period=period)


def _late(asked: Parameters, policy: Policy, decided: dt.date) -> Status | None:
    """Whether the latest edition came after the one before was to be revised."""
    earlier = max((day for day in policy.decided if day < decided), default=None)
    if earlier is None:
        return Status.BROKEN if asked.by is not None and decided > asked.by else None
    due = policy.revise.get(earlier) or (months_after(earlier, asked.months) if asked.months else None)
    return Status.BROKEN if due is not None and decided > due else None
