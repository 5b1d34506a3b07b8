"""Small records for the rules of commitments: what is said of a day, and in which words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

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
    Body(BRA, "BRÅ", "project", Stretch(LONG_AGO), reports_to=STEERING, convener=MUNICIPALITY),
    Body(EST, "EST", "est", Stretch(LONG_AGO), reports_to=BRA, convener=POLICE),
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
