"""The record of a partnership as the rules read it: plain facts with days, and nothing else.

A fact says when something was so, never how it is now: what is asked of a `Record` is asked for a day, and what came
later is not seen. `compliance.loading` makes one from the rooms above; a test makes one by hand.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, TypeVar

from lagesbild.compliance.rules.calendar import Period


@dataclass(frozen=True, slots=True)
class Source:
    """A row that a fact is from.

    Parameters
    ----------
    kind : str
        Name of the link in the chain, or of a row of this room: ``meetings.meeting``, ``promises.promise``.
    number : int
        Its primary key.
    """

    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """From a day until a day, both included; no end: until further notice."""

    since: dt.date
    until: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether the day is one of it."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Party:
    """A party of the partnership, as it is called."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body: a name, a kind (`organisation.Body.Kind`), who calls its meetings."""

    number: int
    name: str
    kind: str
    works: Stretch
    convener: int | None = None

    @property
    def source(self) -> Source:
        """The row that it is."""
        return Source("organisation.body", self.number)


@dataclass(frozen=True, slots=True)
class Office:
    """A seat or a named function that is to be filled, and the stretches in which somebody other than a deputy held it.

    Parameters
    ----------
    seat_of : int or None
        The body whose seat it is; None for a function.
    kind : str
        `organisation.Function.Kind`; empty for a seat.
    party : int
        The party that is to fill it.
    senior : bool
        Whether it is a seat of somebody in a leading position at the party.
    """

    number: int
    name: str
    kind: str
    party: int
    works: Stretch
    held: tuple[Stretch, ...] = ()
    seat_of: int | None = None
    senior: bool = False

    @property
    def source(self) -> Source:
        """The row that it is."""
        return Source("organisation.function" if self.seat_of is None else "organisation.seat", self.number)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of a body.

    Parameters
    ----------
    day : date
        When it was, or is to be, held.
    noted : date or None
        When it was held, as far as the record knows; None: planned, called, or cancelled.
    cancelled : bool
        It was not, and will not be, held.
    called_off : date or None
        Of a cancelled one, the day from which that was known. None: all along.
    listed : frozenset of str
        Kinds of item on its agenda: ``plans.board``, ``agreements.agreement``.
    handled : frozenset of str
        Those of them that were marked as gone through, had a note or a decision.
    planned : date or None
        The day on which it was put on the calendar; before it, nobody knew that it was coming. None: known all along.
    """

    number: int
    body: int
    day: dt.date
    noted: dt.date | None = None
    cancelled: bool = False
    listed: frozenset[str] = frozenset()
    handled: frozenset[str] = frozenset()
    planned: dt.date | None = None
    called_off: dt.date | None = None

    @property
    def source(self) -> Source:
        """The row that it is."""
        return Source("meetings.meeting", self.number)

    def awaited(self, on: dt.date) -> bool:
        """Whether it was known on the day that it was to be held."""
        if self.planned is not None and on < self.planned:
            return False
        return not self.cancelled or (self.called_off is not None and on < self.called_off)


@dataclass(frozen=True, slots=True)
class Artefact:
    """Something that came about on a day: a picture decided, a plan adopted, a dialogue held.

    Parameters
    ----------
    kind : str
        What: see `ARTEFACTS`.
    day : date
        When it came about (decided, adopted, held, published, noted).
    covers : Period or None
        The period it is of: of a plan, a picture.
    party : int or None
        Whose it is, where it is one party's own.
    gone : date or None
        When it ceased to hold: superseded without a successor, withdrawn, ended.
    opens : date or None
        The first day on which it holds, where that is later than when it came about: an agreement signed ahead.
    """

    kind: str
    source: Source
    name: str
    day: dt.date
    covers: Period | None = None
    party: int | None = None
    gone: dt.date | None = None
    opens: dt.date | None = None

    @property
    def since(self) -> dt.date:
        """The first day on which it holds."""
        return max(self.day, self.opens or self.day)

    def stands(self, day: dt.date) -> bool:
        """Whether it held on the day: it had come about, had begun and was not over."""
        return self.since <= day and (self.gone is None or day < self.gone)


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem: when it was prioritised, until when, and when each thing that it has to have was there."""

    number: int
    name: str
    prioritised: Stretch | None = None
    caused: dt.date | None = None
    """When its first cause was written."""
    pictured: dt.date | None = None
    """When a picture that holds one of its findings was decided."""
    heard: dt.date | None = None
    """When a dialogue became evidence of it."""
    planned: dt.date | None = None
    """When a measure against it first stood in a plan."""

    @property
    def source(self) -> Source:
        """The row that it is."""
        return Source("problems.problem", self.number)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: who answers for it, by when, against which problem, and when it was over."""

    number: int
    name: str
    made: dt.date
    party: int | None = None
    person: bool = False
    due: dt.date | None = None
    problem: int | None = None
    over: dt.date | None = None
    carried_out: bool = False

    @property
    def source(self) -> Source:
        """The row that it is."""
        return Source("plans.measure", self.number)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise: its period, the days on which it was decided, signed, published, evaluated, and what it rests on."""

    number: int
    name: str
    period: Period
    joint: dt.date | None = None
    bound: dt.date | None = None
    signed: dt.date | None = None
    published: dt.date | None = None
    evaluated: dt.date | None = None
    withdrawn: dt.date | None = None
    parties: frozenset[int] = frozenset()
    problems: tuple[int, ...] = ()
    joint_body: int | None = None
    """The body that took the joint position."""
    decided_by: tuple[tuple[int, dt.date], ...] = ()
    """When each party decided for itself."""

    @property
    def source(self) -> Source:
        """The row that it is."""
        return Source("promises.promise", self.number)

    @property
    def decided(self) -> dt.date | None:
        """When it was first more than a draft: a joint position, each party's own decision, signed, or published."""
        return min((day for day in (self.joint, self.bound, self.signed, self.published) if day), default=None)

    def stands(self, day: dt.date) -> bool:
        """Whether it was more than a draft on the day, and not withdrawn."""
        decided = self.decided
        return decided is not None and decided <= day and (self.withdrawn is None or day < self.withdrawn)


@dataclass(frozen=True, slots=True)
class Service:
    """A joint service with hours, the sessions that were held (day → hours), and its evaluation."""

    number: int
    name: str
    works: Stretch
    hours: Mapping[dt.date, float] = field(default_factory=dict)
    evaluated: dt.date | None = None

    @property
    def source(self) -> Source:
        """The row that it is."""
        return Source("compliance.service", self.number)


@dataclass(frozen=True, slots=True)
class Policy:
    """A document that someone owns and that is revised, such as a policy.

    Parameters
    ----------
    decided : tuple of date
        The days of its editions.
    revise_by : date or None
        When the latest edition is to be revised.
    revise : mapping
        The same for each edition, by the day on which it was decided.
    """

    number: int
    name: str
    kind: str
    owner: str
    decided: tuple[dt.date, ...] = ()
    revise_by: dt.date | None = None
    until: dt.date | None = None
    revise: Mapping[dt.date, dt.date] = field(default_factory=dict)

    @property
    def source(self) -> Source:
        """The row that it is."""
        return Source("compliance.policy", self.number)


@dataclass(frozen=True, slots=True)
class Attestation:
    """What a named person said of a commitment that no room can tell of, and of which period."""

    number: int
    rule: int
    day: dt.date
    kept: bool
    of: Period
    by: str
    reason: str

    @property
    def source(self) -> Source:
        """The row that it is."""
        return Source("compliance.attestation", self.number)


@dataclass(frozen=True, slots=True)
class Effort:
    """A documented effort towards something that one is only to work for: an invitation, a draft, a contact."""

    number: int
    rule: int
    day: dt.date
    text: str

    @property
    def source(self) -> Source:
        """The row that it is."""
        return Source("compliance.effort", self.number)


@dataclass(frozen=True)
class Record:
    """All facts of a partnership, in the order of their numbers whatever order they come in.

    Parameters
    ----------
    begins : date
        The first day of which the record knows anything: what should have happened before cannot be judged. What
        should have happened since and is not in it did not happen.
    """

    begins: dt.date
    bodies: tuple[Body, ...] = ()
    offices: tuple[Office, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    artefacts: tuple[Artefact, ...] = ()
    problems: tuple[Problem, ...] = ()
    measures: tuple[Measure, ...] = ()
    promises: tuple[Promise, ...] = ()
    services: tuple[Service, ...] = ()
    policies: tuple[Policy, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    efforts: tuple[Effort, ...] = ()
    parties: tuple[Party, ...] = ()

    def __post_init__(self) -> None:
        for one in fields(self):
            rows = getattr(self, one.name)
            if isinstance(rows, tuple):
                object.__setattr__(self, one.name, tuple(sorted(rows, key=_numbered)))

    @cached_property
    def body(self) -> Mapping[int, Body]:
        """Bodies by number."""
        return {one.number: one for one in self.bodies}

    @cached_property
    def party(self) -> Mapping[int, Party]:
        """Parties by number."""
        return {one.number: one for one in self.parties}

    @cached_property
    def service(self) -> Mapping[int, Service]:
        """Services by number."""
        return {one.number: one for one in self.services}

    @cached_property
    def policy(self) -> Mapping[int, Policy]:
        """Documents by number."""
        return {one.number: one for one in self.policies}

    @cached_property
    def problem(self) -> Mapping[int, Problem]:
        """Problems by number."""
        return {one.number: one for one in self.problems}

    @cached_property
    def _held(self) -> Mapping[int, tuple[list[dt.date], list[Meeting]]]:
        by_body: dict[int, list[Meeting]] = defaultdict(list)
        for one in self.meetings:
            if one.noted is not None and not one.cancelled:
                by_body[one.body].append(one)
        return {body: _by_day(found) for body, found in by_body.items()}

    @cached_property
    def _ahead(self) -> Mapping[int, tuple[list[dt.date], list[Meeting]]]:
        by_body: dict[int, list[Meeting]] = defaultdict(list)
        for one in self.meetings:
            if not one.cancelled or one.called_off is not None:
                by_body[one.body].append(one)
        return {body: _by_day(found) for body, found in by_body.items()}

    @cached_property
    def _artefacts(self) -> Mapping[str, tuple[list[dt.date], list[Artefact]]]:
        by_kind: dict[str, list[Artefact]] = defaultdict(list)
        for one in self.artefacts:
            by_kind[one.kind].append(one)
        return {kind: _by_day(found) for kind, found in by_kind.items()}

    def held(self, body: int, within: Period, on: dt.date) -> Sequence[Meeting]:
        """Meetings of the body that were held in the period and no later than `on`, in order of day."""
        return _between(self._held.get(body), within.first, min(within.last, on))

    def ahead(self, body: int, within: Period, on: dt.date) -> Sequence[Meeting]:
        """Meetings of the body in the period, on `on` or later, that were planned by then and not called off, in order.

        This is all that a record tells of the days after `on`: that a meeting was to be held was known.
        """
        found = _between(self._ahead.get(body), max(within.first, on), within.last)
        return [one for one in found if one.awaited(on)]

    def came_about(self, kind: str, within: Period, on: dt.date) -> Sequence[Artefact]:
        """Artefacts of the kind that came about in the period and no later than `on`, in order of day."""
        return _between(self._artefacts.get(kind), within.first, min(within.last, on))

    def standing(self, kind: str, on: dt.date) -> list[Artefact]:
        """Artefacts of the kind that stand on the day."""
        found = self._artefacts.get(kind)
        return [one for one in found[1][: bisect_right(found[0], on)] if one.stands(on)] if found else []


ARTEFACTS = (
    "picture.weekly",
    "picture.yearly",
    "plan.adopted",
    "plan.own_decision",
    "plan.followed_up",
    "dialogue.citizens",
    "dialogue.staff",
    "dialogue.walk",
    "statistics",
    "agreement.in_force",
    "agreement.reviewed",
    "timetable",
    "news",
    "report.council",
    "report.leadership",
    "work.evaluated",
    "problems.prioritised",
    "measure.immediate",
    "presence.held",
)
"""What can come about: decided pictures, adopted plans and a party's own decision on one, dialogues held, statistics
read, agreements in force and reviewed, a timetable of the coming year, news published, reports to the council and to
both leaderships, last year's work evaluated; problems given priority, measures decided at once, occasions of presence
held. `words.ARTEFACTS` puts each into words."""


Fact = TypeVar("Fact", Meeting, Artefact)


def _numbered(row: Any) -> tuple[Any, ...]:
    """What tells a row of a table from every other."""
    match row:
        case Artefact():
            return row.source.kind, row.source.number, row.kind, row.day, row.party or 0
        case Office():
            return row.source.kind, row.number
        case _:
            return (row.number,)


def _by_day(rows: Iterable[Fact]) -> tuple[list[dt.date], list[Fact]]:
    ordered = sorted(rows, key=lambda one: one.day)
    return [one.day for one in ordered], ordered


def _between(found: tuple[list[dt.date], list[Fact]] | None, first: dt.date, last: dt.date) -> Sequence[Fact]:
    if found is None or first > last:
        return ()
    return found[1][bisect_left(found[0], first) : bisect_right(found[0], last)]
