"""For each kind of commitment: the record in which what it asks for has been done, once more and in time.

A kind that is not here fails `test_every_kind_says_what_doing_is`: then say here what one does to keep it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from lagesbild.compliance.rules.calendar import DAY, Period, period_of
from lagesbild.compliance.rules.kinds.document import Parameters as Paper
from lagesbild.compliance.rules.record import (
    Artefact,
    Attestation,
    Body,
    Effort,
    Meeting,
    Office,
    Policy,
    Problem,
    Promise,
    Record,
    Source,
    Stretch,
)
from tests.compliance.rules.anything import FIRST, RULE

NEW = 99
"""The number of what is added."""
ALL_ALONG = Stretch(FIRST - DAY)
Doing = Callable[[Any, Record, dt.date], Record]


def made(record: Record, on: dt.date, *kinds: str, party: int | None = None, covers: Period | None = None) -> Record:
    rows = [Artefact(kind, Source("compliance.noted", NEW + n), "", on, covers, party) for n, kind in enumerate(kinds)]
    return replace(record, artefacts=(*record.artefacts, *rows))


def met(record: Record, on: dt.date, *bodies: int, item: str = "") -> Record:
    handled = frozenset({item} if item else ())
    rows = [Meeting(NEW + n, body, on, on, False, handled, handled) for n, body in enumerate(bodies)]
    return replace(record, meetings=(*record.meetings, *rows))


def sooner(was: dt.date | None, day: dt.date) -> dt.date:
    return day if was is None else min(was, day)


def well_founded(record: Record) -> Record:
    """Every problem with all that it is to have since it got priority, and one that has had all since long ago."""
    found = [
        replace(one, **{name: sooner(getattr(one, name), one.prioritised.since) for name in ("caused", "planned")})
        if one.prioritised
        else one
        for one in record.problems
    ]
    long_ago = ALL_ALONG.since
    return replace(record, problems=(*found, Problem(NEW, "", ALL_ALONG, long_ago, long_ago, long_ago, long_ago)))


def adopted(asked: Paper, record: Record, on: dt.date) -> Record:
    """An edition of the document, or of a new one: it holds, has an owner and is to be revised by no day."""
    number = NEW if asked.policy is None else asked.policy
    was = record.policy.get(number, Policy(number, "Policyn", asked.sort, ""))
    revise = {day: by for day, by in was.revise.items() if day != on}
    row = replace(was, owner="Chefen", until=None, decided=tuple(sorted({*was.decided, on})), revise=revise)
    return replace(record, policies=(*(one for one in record.policies if one.number != number), row))


def seated(asked: Any, record: Record, _: dt.date) -> Record:
    """Every body called by whom it is to be, with a held seat for each party, and one that is as was asked."""
    number = NEW if asked.body is None else asked.body
    there = record.body.get(number, Body(number, "Rådet", asked.sort, ALL_ALONG))
    bodies = [
        replace(one, works=ALL_ALONG, convener=asked.convener or one.convener)
        for one in (*(one for one in record.bodies if one.number != number), there)
    ]
    seats = [
        Office(NEW + n, "Plats", "", party, ALL_ALONG, (ALL_ALONG,), body.number)
        for n, (party, body) in enumerate((party, body) for party in asked.parties for body in bodies)
    ]
    return replace(record, bodies=tuple(bodies), offices=(*filled(record).offices, *seats))


def filled(record: Record) -> Record:
    return replace(record, offices=tuple(replace(one, works=ALL_ALONG, held=(ALL_ALONG,)) for one in record.offices))


def held(asked: Any, record: Record, _: dt.date) -> Record:
    number, party = asked.function or NEW, asked.party or 1
    row = Office(number, "Samordnaren", asked.sort, party, ALL_ALONG, (ALL_ALONG,))
    return replace(record, offices=(*filled(record).offices, row))


def in_place(asked: Any, record: Record, _: dt.date) -> Record:
    body = Body(NEW, "Rådet", asked.sort, ALL_ALONG)
    decided = [replace(one, joint=one.decided, joint_body=NEW) if one.decided else one for one in record.promises]
    return replace(record, bodies=(*record.bodies, body), promises=tuple(decided))


def running(asked: Any, record: Record, on: dt.date) -> Record:
    """One more promise for the period of the day, and one for the next."""
    now = period_of(asked.every, on)
    both = enumerate((now, period_of(asked.every, now.last + DAY)))
    rows = [Promise(NEW + n, "Löftet", period, bound=ALL_ALONG.since) for n, period in both]
    return replace(record, promises=(*record.promises, *rows))


def grounded(_: Any, record: Record, __: dt.date) -> Record:
    rows = [replace(one, problems=(*one.problems, NEW)) for one in record.promises]
    return replace(well_founded(record), promises=tuple(rows))


def covered(_: Any, record: Record, on: dt.date) -> Record:
    rows = [replace(one, party=1, due=on, problem=NEW) for one in record.measures]
    return replace(well_founded(record), measures=tuple(rows))


def evaluated(_: Any, record: Record, on: dt.date) -> Record:
    rows = [replace(one, evaluated=sooner(one.evaluated, one.period.last)) for one in record.promises]
    return made(replace(record, promises=tuple(rows)), on, "work.evaluated")


def told(_: Any, record: Record, on: dt.date) -> Record:
    """A communication plan, news today, and every promise published when it was decided."""
    rows = [
        replace(one, published=sooner(one.published, min(day for day in (one.bound, one.signed) if day)))
        if one.bound or one.signed
        else one
        for one in record.promises
    ]
    return adopted(Paper(sort="communication"), made(replace(record, promises=tuple(rows)), on, "news"), on)


def opened(asked: Any, record: Record, on: dt.date) -> Record:
    rows = [
        replace(one, hours={**one.hours, on: one.hours.get(on, 0.0) + asked.hours}, evaluated=sooner(one.evaluated, on))
        for one in record.services
    ]
    return replace(record, services=tuple(rows))


def attested(_: Any, record: Record, on: dt.date) -> Record:
    row = Attestation(NEW, RULE, on, True, Period(on, on), "Chefen", "Sett.")
    return replace(record, attestations=(*record.attestations, row))


def tried(_: Any, record: Record, on: dt.date) -> Record:
    return replace(record, efforts=(*record.efforts, Effort(NEW, RULE, on, "Inbjudan.")))


DOING: Mapping[str, Doing] = {
    "agreement": lambda _, record, on: made(record, on, "agreement.in_force", covers=Period(on, dt.date.max)),
    "attestation": attested,
    "basis": lambda asked, record, on: made(record, on, *asked.needs),
    "cadence": lambda asked, record, on: met(record, on, asked.body, item=asked.item),
    "communication": told,
    "coverage": covered,
    "deadline": lambda asked, record, on: made(record, on, asked.artefact, party=asked.party),
    "decided_in": in_place,
    "document": adopted,
    "effort": tried,
    "evaluation": evaluated,
    "existing_body": seated,
    "filled_function": held,
    "following": lambda asked, record, on: made(record, on, asked.then),
    "promise_periods": running,
    "provenance": grounded,
    "recurring": lambda asked, record, on: made(record, on, asked.artefact, party=asked.party),
    "reporting_line": lambda asked, record, on: made(
        met(record, on, *asked.bodies, item=asked.item), on, *([asked.artefact] if asked.artefact else ())
    ),
    "service": opened,
    "standing_item": lambda asked, record, on: met(record, on, asked.body, item=asked.item),
}
EVER = frozenset({"basis", "cadence", "deadline", "following", "recurring", "service", "standing_item"})
"""Kinds that count what was done on any earlier day too; of the others what is done today."""
