"""The agreement is in force, and what follows it is settled before it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lagesbild.compliance.rules import kinds, words
from lagesbild.compliance.rules.calendar import DAY, Period, days_between
from lagesbild.compliance.rules.judging import Judgement, Next, Occasion, Status, latest_first
from lagesbild.compliance.rules.kinds import Context, asked
from lagesbild.compliance.rules.record import Artefact, Record
from lagesbild.i18n import N_, Message

KIND = "agreement.in_force"
FAR = 50 * 366
"""Days to an end so far away that it is none."""


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """How long before its end it is to be settled what follows."""

    days: int = asked(N_("What follows is settled so many days before the end"), default=90)


class InForce(kinds.Kind[Parameters]):
    """Its last day is that of the commitment; another agreement that goes on after it settles the matter."""

    name = "agreement"
    label = N_("The agreement is in force")
    about = N_("Looks at how long the agreement has left, and whether another goes on after it.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """No days below none."""
        return {"days": Message(N_("None, or more."))} if asked.days < 0 else {}

    def says(self, asked: Parameters, record: Record) -> Message:
        """Until when it is to be settled what follows."""
        return Message(
            N_("The agreement is in force, and what follows it is settled {days} before it ends."),
            {"days": words.days(asked.days)},
        )

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By the days that are left, and by what goes on after them."""
        last = of.within.last
        left = days_between(on, last)
        evidence = latest_first((one.since, one.source) for one in record.standing(KIND, on))
        if left > FAR:
            reason = Message(N_("The agreement has been in force since {first}."), {"first": of.within.first})
            return Judgement(Status.KEPT, reason, evidence, None, of.within)
        values: dict[str, object] = {"last": last, "left": words.left(left)}
        follower = _follower(record, on, last)
        if follower is not None:
            reason = Message(N_("The agreement is in force until {last}, and another goes on after it."), values)
            return Judgement(Status.KEPT, reason, tuple(dict.fromkeys((follower.source, *evidence))), None, of.within)
        todo = Next(Message(N_("Follow up the agreement and settle what comes after it")), last - asked.days * DAY)
        if left <= asked.days:
            reason = Message(N_("The agreement ends {last}: {left}, and nothing is settled for after that."), values)
            return Judgement(Status.AT_RISK, reason, evidence, Next(todo.what, last), of.within)
        reason = Message(N_("The agreement is in force until {last}."), values)
        return Judgement(Status.KEPT, reason, evidence, todo, of.within)

    def occasions(self, asked: Parameters, record: Record, over: Period, of: Context) -> Iterable[Occasion]:
        """When it is to be settled what follows, and the last day."""
        last = of.within.last
        if days_between(over.last, last) > FAR:
            return
        settle = last - asked.days * DAY
        if settle in over and settle in of.within:
            yield Occasion(settle, Message(N_("Settle what comes after the agreement")), last)
        if last in over:
            yield Occasion(last, Message(N_("The last day of the agreement")))


def _follower(record: Record, on: dt.date, last: dt.date) -> Artefact | None:
    for one in record.came_about(KIND, Period(dt.date.min, on), on):
        covers = one.covers
        if covers is not None and covers.first > last + DAY:
            continue
        if (covers is not None and covers.last > last) or (covers is None and one.stands(last + DAY)):
            return one
    return None
