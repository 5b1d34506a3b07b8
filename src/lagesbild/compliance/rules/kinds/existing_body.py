"""A body is there, led by whom was agreed, with seats for those who were agreed, and its seats are held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from lagesbild.compliance.rules import kinds, words
from lagesbild.compliance.rules.calendar import DAY, Period, days_between
from lagesbild.compliance.rules.judging import Judgement, Next, Status
from lagesbild.compliance.rules.kinds import Asks, Context, asked
from lagesbild.compliance.rules.record import Body, Office, Record, Source
from lagesbild.compliance.rules.vacancies import vacant
from lagesbild.i18n import N_, Message

SORTS = {
    "leadership": N_("Leadership"),
    "steering": N_("Steering group (BRÅ preparation)"),
    "project": N_("Project group (BRÅ)"),
    "est": N_("EST working group"),
    "focus": N_("Working group for a focus area"),
    "county": N_("County council (länsbrå)"),
    "other": N_("Other"),
}
"""Kinds of body, by the names that the organisation keeps them under."""
ALONE = N_("{body} lacks a holder of the seat {seat}"), N_("Fill the seat {seat}")
ONE_OF = (
    N_("{body} lacks a holder of one of the {n} seats called {seat}"),
    N_("Fill the seat {seat} that is vacant"),
)
"""What is said of a vacant seat, and what is to be done: one by its name, and one of several of that name."""


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """A body or a sort of one; who leads it and who sits in it; how long something may be missing."""

    body: int | None = asked(N_("Body"), Asks.BODY, N_("Left empty, any body of the sort below counts."), default=None)
    sort: str = asked(N_("Sort of body"), choices=SORTS, default="")
    convener: int | None = asked(N_("Called by"), Asks.PARTY, default=None)
    parties: tuple[int, ...] = asked(N_("With a seat that is held for each of"), Asks.PARTY, default=())
    every_seat: bool = asked(N_("Every seat is held"), default=False)
    vacant_days: int = asked(
        N_("May lack something for so many days"),
        help_text=N_("While something is missing it is at risk, and after these days broken."),
        default=60,
    )


@dataclass(frozen=True, slots=True)
class _Missing:
    """What is missing, and since when."""

    what: Message
    since: dt.date
    todo: Message
    party: int | None = None
    at: Source | None = None


class ExistingBody(kinds.Kind[Parameters]):
    """What has been missing longest decides."""

    name = "existing_body"
    label = N_("A body is there")
    about = N_("Looks at whether the body is there, who calls it, and whether its seats are held.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """A body or a sort of one; no days below none."""
        wrong: dict[str, Message] = {}
        if asked.body is None and asked.sort not in SORTS:
            wrong["body"] = Message(N_("Choose a body, or a sort of body."))
        if asked.vacant_days < 0:
            wrong["vacant_days"] = Message(N_("None, or more."))
        return wrong

    def says(self, asked: Parameters, record: Record) -> Message:
        """Which body there is to be, and with whom."""
        body = record.body.get(asked.body) if asked.body is not None else None
        name: Message | str = body.name if body else Message(SORTS.get(asked.sort, SORTS["other"]))
        parties = [record.party[one].name for one in asked.parties if one in record.party]
        if parties:
            return Message(N_("{name}: it is there, with {parties}."), {"name": name, "parties": words.listed(parties)})
        return Message(N_("{name}: it is there."), {"name": name})

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By what is missing, and for how long."""
        first = max(of.within.first, record.begins)
        if on < first:
            return Judgement(Status.CANNOT_TELL, Message(N_("The record begins {begins}."), {"begins": record.begins}))
        body = _body(asked, record, on)
        if body is None:
            since = _gone(asked, record, first, on)
            sort = Message(SORTS[asked.sort]) if asked.sort in SORTS else Message(N_("The body"))
            missing = [
                _Missing(Message(N_("{sort}: there is none"), {"sort": sort}), since, Message(N_("Set up the body")))
            ]
            return _judged(asked, missing, (), on)
        first = max(first, body.works.since)
        seats = [one for one in record.offices if one.seat_of == body.number and one.works.since <= on]
        return _judged(asked, _missing(asked, record, body, seats, Period(first, on)), (body, *seats), on)


def _body(asked: Parameters, record: Record, on: dt.date) -> Body | None:
    if asked.body is not None:
        body = record.body.get(asked.body)
        return body if body is not None and body.works.holds(on) else None
    there = [one for one in record.bodies if one.kind == asked.sort and one.works.holds(on)]
    fitting = [one for one in there if asked.convener is None or one.convener == asked.convener]
    return next(iter(fitting or there), None)


def _gone(asked: Parameters, record: Record, first: dt.date, on: dt.date) -> dt.date:
    """Since when there is none."""
    ours = [
        one for one in record.bodies if (one.number == asked.body if asked.body is not None else one.kind == asked.sort)
    ]
    gaps = vacant([one.works for one in ours], first, on)
    return gaps[-1].first if gaps else on


def _missing(asked: Parameters, record: Record, body: Body, seats: list[Office], over: Period) -> list[_Missing]:
    found: list[_Missing] = []
    if asked.convener is not None and body.convener != asked.convener:
        party = record.party.get(asked.convener)
        values = {"body": body.name, "party": party.name if party else ""}
        found.append(
            _Missing(
                Message(N_("{body} is not called by {party}"), values),
                over.first,
                Message(N_("Let {party} call {body}"), values),
                asked.convener,
                body.source,
            )
        )
    for number in asked.parties:
        held = [stretch for seat in seats if seat.party == number for stretch in seat.held]
        found += _vacancy(record, body, number, vacant(held, over.first, over.last), over.last)
    if asked.every_seat:
        for seat in seats:
            if not seat.works.holds(over.last):
                continue
            gaps = vacant(seat.held, max(over.first, seat.works.since), over.last)
            if gaps and gaps[-1].last == over.last:
                same = sum(one.name == seat.name and one.works.holds(over.last) for one in seats)
                said: dict[str, object] = {"body": body.name, "seat": seat.name, "n": same}
                lacks, fill = ONE_OF if same > 1 else ALONE
                found.append(
                    _Missing(
                        Message(lacks, said),
                        gaps[-1].first,
                        Message(fill, said),
                        seat.party,
                        seat.source,
                    )
                )
    return found


def _vacancy(record: Record, body: Body, number: int, gaps: list[Period], on: dt.date) -> list[_Missing]:
    if not gaps or gaps[-1].last != on:
        return []
    party = record.party.get(number)
    values = {"body": body.name, "party": party.name if party else Message(N_("A party"))}
    return [
        _Missing(
            Message(N_("{party} holds no seat in {body}"), values),
            gaps[-1].first,
            Message(N_("Name somebody for {body}"), values),
            number,
            body.source,
        )
    ]


def _judged(asked: Parameters, missing: list[_Missing], rows: tuple[Body | Office, ...], on: dt.date) -> Judgement:
    evidence = tuple(one.source for one in rows)
    if not missing:
        body = rows[0]
        reason = Message(
            N_("{body} is there since {since}, with {n} seat."),
            {"body": body.name, "since": body.works.since, "n": len(rows) - 1},
            N_("{body} is there since {since}, with {n} seats."),
            len(rows) - 1,
        )
        return Judgement(Status.KEPT, reason, evidence)
    first = min(missing, key=lambda one: one.since)
    last = first.since + (asked.vacant_days - 1) * DAY if asked.vacant_days else first.since - DAY
    days = days_between(first.since, on) + 1
    values: dict[str, object] = {
        "what": first.what,
        "since": first.since,
        "days": words.days(days),
        "limit": words.days(asked.vacant_days),
        "last": last,
        "n": len(missing) - 1,
    }
    broken = days > asked.vacant_days
    reason = (
        Message(N_("{what}, since {since}: {days}, longer than {limit}."), values)
        if broken
        else Message(N_("{what}, since {since}. It has to be mended by {last}."), values)
    )
    if len(missing) > 1:
        more = Message(N_("{n} more thing is missing."), values, N_("{n} more things are missing."), len(missing) - 1)
        reason = words.then(reason, more)
    todo = Next(first.todo, None if broken else last, party=first.party, at=first.at)
    before = Status.BROKEN if broken else None
    return Judgement(Status.BROKEN if broken else Status.AT_RISK, reason, evidence, todo, before=before)
