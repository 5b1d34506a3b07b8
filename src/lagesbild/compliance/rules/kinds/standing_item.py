"""Every meeting of a body takes something up: the action plan, a follow-up of the agreement, what groups report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lagesbild.compliance.rules import kinds, words
from lagesbild.compliance.rules.calendar import Every, Period, days_between, period_of
from lagesbild.compliance.rules.judging import Judgement, Next, Status, latest_first
from lagesbild.compliance.rules.kinds import Asks, Context, asked
from lagesbild.compliance.rules.record import Meeting, Record
from lagesbild.i18n import N_, Message

SOON = 7
"""Days before a meeting in which its agenda should have the point."""


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """A body, and the point."""

    body: int = asked(N_("Body"), Asks.BODY)
    item: str = asked(N_("Point on the agenda"), Asks.ITEM)
    called: str = asked(
        N_("What the agreement calls that point"),
        help_text=N_("As in the middle of a sentence: the implementation plan."),
        default="",
    )


class StandingItem(kinds.Kind[Parameters]):
    """The latest meeting decides: one that left the point out is made good by the next that takes it up."""

    name = "standing_item"
    label = N_("Every meeting takes something up")
    about = N_("Looks at whether each meeting of a body had the point on its agenda and went through it.")
    parameters = Parameters

    def says(self, asked: Parameters, record: Record) -> Message:
        """What the body takes up."""
        return Message(N_("{body} takes up {item} at every meeting."), _values(asked, record))

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By the latest meeting that was held; on the day of a meeting itself, by what it has gone through so far."""
        body = record.body.get(asked.body)
        if body is None:
            return Judgement(Status.CANNOT_TELL, Message(N_("The body is not there any more: choose another.")))
        year = period_of(Every.YEAR, on).within(of.within) or of.within
        over = Period(max(of.within.first, record.begins), on)
        met = record.held(asked.body, over, on)
        held = [one for one in met if one.day < on or asked.item in one.handled]
        values = _values(asked, record)
        coming = next(
            (one for one in record.ahead(asked.body, of.within, on) if one.day > on or one.noted is None), None
        )
        this_year = [one for one in held if one.day in year]
        left_out = [one for one in this_year if asked.item not in one.handled]
        evidence = latest_first((one.day, one.source) for one in held[-20:])
        todo = Next(
            Message(N_("Take up {item} at the next meeting"), values),
            coming.day if coming else None,
            asked.body,
            body.convener,
            coming.source if coming else body.source,
        )
        if held and asked.item not in held[-1].handled:
            return Judgement(Status.BROKEN, _left_out(asked, values, held), evidence, todo, year, Status.BROKEN)
        before = Status.BROKEN if left_out else None
        if len(met) > len(held):
            today = met[-1]
            reason = Message(N_("{body} meets today, {day}, and has not gone through {item}."), {**values, "day": on})
            todo = Next(Message(N_("Go through {item}"), values), on, asked.body, body.convener, today.source)
            return Judgement(Status.AT_RISK, reason, evidence, todo, year, before)
        if coming is not None and days_between(on, coming.day) <= SOON and asked.item not in coming.listed:
            reason = Message(N_("The meeting {day} does not have {item} on its agenda."), {**values, "day": coming.day})
            todo = Next(
                Message(N_("Put {item} on the agenda"), values), coming.day, asked.body, body.convener, coming.source
            )
            return Judgement(Status.AT_RISK, reason, evidence, todo, year, before)
        if not this_year:
            reason = Message(
                N_("{body} has not met in {year} yet, so there was nothing to take up."),
                {**values, "year": str(on.year)},
            )
            return Judgement(Status.ON_TRACK, reason, evidence, todo if coming else None, year, before)
        return Judgement(
            Status.KEPT, _taken_up(values, this_year, left_out, on), evidence, todo if coming else None, year, before
        )


def _values(asked: Parameters, record: Record) -> dict[str, object]:
    body = record.body.get(asked.body)
    return {
        "body": body.name if body else Message(N_("A body")),
        "item": words.item_called(asked.item, asked.called),
    }


def _left_out(asked: Parameters, values: Mapping[str, object], held: Sequence[Meeting]) -> Message:
    last = held[-1]
    text = (
        N_("The meeting of {body} {day} had {item} on its agenda but did not go through it.")
        if asked.item in last.listed
        else N_("The meeting of {body} {day} did not take up {item}.")
    )
    return Message(text, {**values, "day": last.day})


def _taken_up(
    values: Mapping[str, object], meetings: Sequence[Meeting], left_out: Sequence[Meeting], on: dt.date
) -> Message:
    year = str(on.year)
    if not left_out and len(meetings) == 2:
        return Message(N_("Both meetings of {body} in {year} took up {item}."), {**values, "year": year})
    if not left_out:
        return Message(
            N_("The only meeting of {body} in {year} took up {item}."),
            {**values, "year": year, "n": words.numeral(len(meetings))},
            N_("All {n} meetings of {body} in {year} took up {item}."),
            len(meetings),
        )
    taken_up = len(meetings) - len(left_out)
    values = {**values, "year": year, "all": words.numeral(len(meetings)), "day": left_out[-1].day}
    return Message(
        N_("{body} took up {item} at one of {all} meetings in {year}, and not {day}."),
        {**values, "n": words.numeral(taken_up)},
        N_("{body} took up {item} at {n} of {all} meetings in {year}, and not {day}."),
        taken_up,
    )
