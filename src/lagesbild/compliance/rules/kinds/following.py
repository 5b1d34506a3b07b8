"""After each of one thing another comes about within so many days: after the yearly picture, priorities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from lagesbild.compliance.rules import kinds, words
from lagesbild.compliance.rules.calendar import DAY, Period, days_between
from lagesbild.compliance.rules.cases import year_of
from lagesbild.compliance.rules.dues import warning
from lagesbild.compliance.rules.judging import Judgement, Next, Status, latest_first
from lagesbild.compliance.rules.kinds import Asks, Context, asked
from lagesbild.compliance.rules.record import Artefact, Record
from lagesbild.i18n import N_, Message


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """What comes after what, and how soon."""

    artefact: str = asked(N_("What comes first"), Asks.ARTEFACT)
    then: str = asked(N_("What follows"), Asks.ARTEFACT)
    days: int = asked(N_("Within so many days"), default=60)


class Following(kinds.Kind[Parameters]):
    """The first of what follows answers for every one before it that nothing had followed yet."""

    name = "following"
    label = N_("Something follows on something")
    about = N_("Looks at whether one thing came about within so many days of another, such as priorities of a picture.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """Things that can come about; no days below none."""
        wrong = {
            name: Message(N_("Nothing of that name is known to come about."))
            for name, one in (("artefact", asked.artefact), ("then", asked.then))
            if one not in words.ARTEFACTS
        }
        return wrong if asked.days >= 0 else {**wrong, "days": Message(N_("None, or more."))}

    def says(self, asked: Parameters, record: Record) -> Message:
        """What follows on what."""
        return Message(
            N_("{first}. {then} within {days} of it."),
            {
                "first": Message(words.ARTEFACTS[asked.artefact].happens),
                "then": Message(words.ARTEFACTS[asked.then].happens),
                "days": words.days(asked.days),
            },
        )

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By the first that nothing has followed yet; else by the latest."""
        year = year_of(on, of.within)
        first = words.ARTEFACTS[asked.artefact]
        found = record.came_about(asked.artefact, of.within, on)
        if not found:
            reason = Message(N_("{lacks} yet, so nothing is to follow."), {"lacks": Message(first.lacks)})
            return Judgement(Status.ON_TRACK, reason, period=year)
        followed = record.came_about(asked.then, Period(found[0].day, on), on)
        last = followed[-1].day if followed else dt.date.min
        waiting = [one for one in found if one.day > last]
        if waiting:
            return _waiting(asked, waiting[0], year, on)
        latest = found[-1]
        by = next(one for one in followed if one.day >= latest.day)
        late = max(0, days_between(latest.day, by.day) - asked.days)
        done = Message(
            N_("{first}. {then}."),
            {"first": first.done_on(latest.day), "then": words.ARTEFACTS[asked.then].done_on(by.day)},
        )
        reason = words.then(done, Message(N_("That was {days} late."), {"days": words.days(late)}) if late else None)
        evidence = latest_first([(by.day, by.source), (latest.day, latest.source)])
        return Judgement(Status.KEPT, reason, evidence, None, year, Status.BROKEN if late else None)


def _waiting(asked: Parameters, one: Artefact, year: Period, on: dt.date) -> Judgement:
    due = one.day + asked.days * DAY
    left = days_between(on, due)
    then = words.ARTEFACTS[asked.then]
    values: dict[str, object] = {
        "first": words.ARTEFACTS[asked.artefact].done_on(one.day),
        "lacks": Message(then.lacks),
        "due": due,
        "days": words.days(abs(left)),
        "left": words.left(max(0, left)),
    }
    todo = Next(Message(then.todo), due, makes=asked.then)
    evidence = (one.source,)
    if left < 0:
        reason = Message(N_("{first}. {lacks} since then. It was due {due}, {days} ago."), values)
        return Judgement(Status.BROKEN, reason, evidence, todo, year, Status.BROKEN)
    reason = Message(N_("{first}. {lacks} since then. It is due {due}: {left}."), values)
    status = Status.AT_RISK if left <= warning(asked.days) else Status.ON_TRACK
    return Judgement(status, reason, evidence, todo, year)
