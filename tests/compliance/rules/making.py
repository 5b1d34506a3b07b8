"""Small records for the rules of commitments: what is said of a day, and in which words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from lagesbild.compliance.rules.calendar import DAY, Period
from lagesbild.compliance.rules.judging import Judgement
from lagesbild.compliance.rules.kinds import Context, Kind, Parameters
from lagesbild.compliance.rules.record import Artefact, Body, Meeting, Office, Party, Record, Source, Stretch
from lagesbild.i18n import translator

MUNICIPALITY, POLICE = 1, 2
BRA, EST, STEERING = 11, 12, 13
LONG_AGO = dt.date(2015, 1, 1)
PARTIES = (Party(MUNICIPALITY, "Kommunen"), Party(POLICE, "Polisen"))
BODIES = (
    Body(BRA, "BRÅ", "project", Stretch(LONG_AGO), convener=MUNICIPALITY),
    Body(EST, "EST", "est", Stretch(LONG_AGO), convener=POLICE),
    Body(STEERING, "Styrgruppen", "steering", Stretch(LONG_AGO), convener=MUNICIPALITY),
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def within(first: str = "2015-01-01", last: str = "9999-12-31", rule: int = 1) -> Context:
    return Context(rule, Period(day(first), day(last)))


def met(body: int, *days: str, handled: Iterable[str] = (), listed: Iterable[str] = ()) -> tuple[Meeting, ...]:
    """Meetings that were held."""
    return tuple(
        Meeting(
            n, body, day(one), noted=day(one), handled=frozenset(handled), listed=frozenset(handled) | frozenset(listed)
        )
        for n, one in enumerate(days, body * 1000)
    )


def planned(body: int, *days: str, listed: Iterable[str] = (), since: str | None = None) -> tuple[Meeting, ...]:
    """Meetings that are to be held."""
    return tuple(
        Meeting(n, body, day(one), listed=frozenset(listed), planned=day(since) if since else None)
        for n, one in enumerate(days, body * 1000 + 500)
    )


def made(kind: str, *days: str, party: int | None = None) -> tuple[Artefact, ...]:
    """Artefacts that came about."""
    return tuple(Artefact(kind, Source(kind, n), kind, day(one), party=party) for n, one in enumerate(days, 1))


def office(number: int, *held: tuple[str, str | None], name: str = "Kommunpolis", kind: str = "") -> Office:
    stretches = tuple(Stretch(day(first), day(last) if last else None) for first, last in held)
    return Office(number, name, kind or "municipal_police", POLICE, Stretch(LONG_AGO), stretches)


def record(begins: str = "2015-01-01", **facts: tuple[object, ...]) -> Record:
    return Record(day(begins), **{"bodies": BODIES, "parties": PARTIES, **facts})  # type: ignore[arg-type]


def judged(
    kind: Kind[Parameters], asked: Parameters, of: Record, on: str, context: Context | None = None
) -> tuple[str, str]:
    """Status and Swedish reason on a day."""
    found = kind.judge(asked, of, day(on), context or within())
    return found.status.value, swedish(found)


def swedish(found: Judgement) -> str:
    return translator("sv").say(found.reason)


def days_from(first: str, count: int) -> list[dt.date]:
    return [day(first) + n * DAY for n in range(count)]


def _known(day: dt.date | None, on: dt.date) -> dt.date | None:
    return day if day is not None and day <= on else None


def _held(one: Stretch, on: dt.date) -> Stretch:
    return Stretch(one.since, _known(one.until, on))


def _awaited(one: Meeting, on: dt.date) -> Meeting:
    if one.day > on:
        one = replace(one, noted=None, handled=frozenset())
    called_off = one.called_off is not None and one.called_off > on
    return replace(one, cancelled=False, called_off=None) if called_off else one


def as_known(record: Record, on: dt.date) -> Record:
    """The record as it was on the day: nothing that came later is in it."""
    return replace(
        record,
        bodies=tuple(replace(one, works=_held(one.works, on)) for one in record.bodies),
        offices=tuple(
            replace(one, works=_held(one.works, on), held=tuple(_held(s, on) for s in one.held if s.since <= on))
            for one in record.offices
        ),
        meetings=tuple(
            _awaited(one, on) for one in record.meetings if one.day <= on or one.planned is None or one.planned <= on
        ),
        artefacts=tuple(replace(one, gone=_known(one.gone, on)) for one in record.artefacts if one.day <= on),
        problems=tuple(
            replace(
                one,
                prioritised=_held(one.prioritised, on) if one.prioritised and one.prioritised.since <= on else None,
                **{name: _known(getattr(one, name), on) for name in ("caused", "pictured", "heard", "planned")},
            )
            for one in record.problems
        ),
        measures=tuple(replace(one, over=_known(one.over, on)) for one in record.measures if one.made <= on),
        promises=tuple(
            replace(
                one,
                decided_by=tuple(row for row in one.decided_by if row[1] <= on),
                **{
                    name: _known(getattr(one, name), on)
                    for name in ("joint", "bound", "signed", "published", "evaluated", "withdrawn")
                },
            )
            for one in record.promises
        ),
        services=tuple(
            replace(
                one,
                hours={day: hours for day, hours in one.hours.items() if day <= on},
                evaluated=_known(one.evaluated, on),
            )
            for one in record.services
        ),
        policies=tuple(
            replace(
                one,
                decided=tuple(day for day in one.decided if day <= on),
                revise={day: by for day, by in one.revise.items() if day <= on},
            )
            for one in record.policies
        ),
        attestations=tuple(one for one in record.attestations if one.day <= on),
        efforts=tuple(one for one in record.efforts if one.day <= on),
    )
