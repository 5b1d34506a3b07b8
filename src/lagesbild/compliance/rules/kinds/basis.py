"""What a picture, or something else, is to rest on has come about in the months before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from lagesbild.agreements.terms import months_after
from lagesbild.compliance.rules import kinds, words
from lagesbild.compliance.rules.calendar import Period, days_between
from lagesbild.compliance.rules.cases import year_of
from lagesbild.compliance.rules.judging import Judgement, Next, Status, latest_first
from lagesbild.compliance.rules.kinds import Asks, Context, asked
from lagesbild.compliance.rules.record import Record
from lagesbild.i18n import N_, Message


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """What rests on what, and how old that may be."""

    artefact: str = asked(N_("What rests on something"), Asks.ARTEFACT)
    needs: tuple[str, ...] = asked(N_("What it rests on, all of it"), Asks.ARTEFACT)
    months: int = asked(N_("No older than so many months"), default=12)


class Basis(kinds.Kind[Parameters]):
    """The latest one decides: its grounds are looked for in the months before it, and made good if they come late."""

    name = "basis"
    label = N_("Something rests on something")
    about = N_("Looks for dialogues, statistics or the like in the months before each picture, plan or report.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """Things that can come about, and at least a month."""
        wrong: dict[str, Message] = {}
        if asked.artefact not in words.ARTEFACTS:
            wrong["artefact"] = Message(N_("Nothing of that name is known to come about."))
        if not asked.needs or set(asked.needs) - words.ARTEFACTS.keys():
            wrong["needs"] = Message(N_("Nothing of that name is known to come about."))
        if asked.months < 1:
            wrong["months"] = Message(N_("Say how many months: at least one."))
        return wrong

    def says(self, asked: Parameters, record: Record) -> Message:
        """What rests on what."""
        needs = [Message(words.ARTEFACTS[one].label) for one in asked.needs]
        return Message(
            N_("{what}. What it rests on, from the {months} months before: {needs}."),
            {
                "what": Message(words.ARTEFACTS[asked.artefact].happens),
                "months": words.numeral(asked.months),
                "needs": words.listed(needs, len(needs)),
            },
        )

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By what the latest one rests on."""
        year = year_of(on, of.within)
        found = record.came_about(asked.artefact, of.within, on)
        if not found:
            first = Message(words.ARTEFACTS[asked.artefact].lacks)
            reason = Message(N_("{lacks} yet, so it needs no grounds."), {"lacks": first})
            return Judgement(Status.ON_TRACK, reason, period=year)
        latest = found[-1]
        opened = months_after(latest.day, -asked.months)
        grounds = {need: next(iter(record.came_about(need, Period(opened, on), on)), None) for need in asked.needs}
        lacks = [need for need, one in grounds.items() if one is None]
        rows = [one for one in grounds.values() if one is not None]
        evidence = latest_first((one.day, one.source) for one in [latest, *rows])
        done = words.ARTEFACTS[asked.artefact].done_on(latest.day)
        if lacks:
            status = Status.CANNOT_TELL if record.begins > opened else _missing(latest.day, on)
            before = Status.BROKEN if status is Status.BROKEN else None
            todo = Next(Message(words.ARTEFACTS[lacks[0]].todo), None, makes=lacks[0])
            values: dict[str, object] = {
                "done": done,
                "lacks": Message(words.ARTEFACTS[lacks[0]].lacks),
                "opened": opened,
                "begins": record.begins,
            }
            text = (
                N_("{done}. The record begins {begins} and does not know what it rested on.")
                if status is Status.CANNOT_TELL
                else N_("{done}. {lacks} since {opened}.")
            )
            return Judgement(status, Message(text, values), evidence, todo, year, before)
        last = max(one.day for one in rows)
        late = days_between(latest.day, last)
        reason = Message(N_("{done}, on all that it is to rest on."), {"done": done})
        if late > 0:
            reason = Message(
                N_("{done}; what it is to rest on was complete only {days} later."),
                {"done": done, "days": words.days(late)},
            )
        return Judgement(Status.KEPT, reason, evidence, None, year, Status.BROKEN if late > 0 else None)


def _missing(day: dt.date, on: dt.date) -> Status:
    return Status.BROKEN if on > day else Status.AT_RISK
