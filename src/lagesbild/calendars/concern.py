"""What comes for somebody, or for a body: meetings with their hours, the days of the wheel, tasks.

Read inside the walls of whoever it concerns. A calendar lives with whoever runs it, and mail lies open on its way:

- a mail says of meetings which body meets, and of everything else only what kind of thing it is;
- a calendar says the rest by name too, but never in the words of a measure or a task, nor of what is marked secret.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from lagesbild.compliance import loading
from lagesbild.compliance.rules.calendar import DAY, Period
from lagesbild.compliance.rules.record import Source
from lagesbild.core.actions import Actor
from lagesbild.core.models import Partnership, Registration
from lagesbild.i18n import N_, Message
from lagesbild.leadership import gathering
from lagesbild.leadership.wheel import Entry, Stand, too_often
from lagesbild.meetings.models import Attendance, Meeting, Task
from lagesbild.organisation.models import Holder
from lagesbild.organisation.queries import bodies_of, today

BACK, AHEAD = 31 * DAY, 365 * DAY
"""What a calendar holds; a year ahead, as the wheel does."""
MEETING, TASK = "meetings.meeting", "meetings.task"
KINDS: Mapping[str, str] = {
    "compliance.rule": N_("Something that was agreed is to be done"),
    "promises.promise": N_("A day of a promise"),
    "plans.plan": N_("A plan ends"),
    "plans.measure": N_("A measure is to be carried through"),
    "agreements.agreement": N_("A day of an agreement"),
    TASK: N_("A task is to be done"),
}
"""What is said of a thing where it may not be called by its name."""
UNNAMED = frozenset({"plans.measure", TASK})
"""What a calendar never calls by its own words, which people write freely."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that comes.

    Parameters
    ----------
    source : Source
    day : date
        Its day; the last one by which it is to be done.
    called : Message or str
        What a calendar says.
    discreet : Message or str
        What a mail says.
    page, arguments : str, mapping
        Where it stands; empty where nowhere.
    part : str
        Which of several days of the same thing it is.
    meeting : Meeting or None
    """

    source: Source
    day: dt.date
    called: Message | str
    discreet: Message | str
    page: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    part: str = ""
    meeting: Meeting | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """What somebody sits in and answers for today.

    Parameters
    ----------
    held : mapping
        Who holds each function that is filled.
    """

    person: int
    parties: frozenset[int]
    bodies: frozenset[int]
    held: Mapping[int, frozenset[int]]


def reader(actor: Actor, on: dt.date) -> Reader:
    """What the actor sits in and answers for on a day."""
    held: dict[int, set[int]] = {}
    rows = Holder.objects.on(on).filter(function__isnull=False, person__isnull=False)
    for function, person in rows.order_by().values_list("function_id", "person_id"):
        held.setdefault(function, set()).add(person)
    bodies = bodies_of(actor.person, on).order_by().values_list("pk", flat=True)
    fixed = {function: frozenset(people) for function, people in held.items()}
    return Reader(actor.person, frozenset(actor.parties), frozenset(bodies), fixed)


def concerns(one: Entry, who: Reader) -> bool:
    """Whether an entry is somebody's: of a body sat in, or to be answered for; what names nobody is everybody's.

    Where a person or the holder of a function answers, it is theirs alone; while nobody holds it, the party's.
    """
    whose = one.whose
    if whose.body is not None:
        return whose.body in who.bodies
    if whose.person is not None:
        return whose.person == who.person
    if whose.function is not None and whose.function in who.held:
        return who.person in who.held[whose.function]
    return not whose.parties or bool(whose.parties & who.parties)


def of_person(partnership: Partnership, actor: Actor, over: Period) -> list[Coming]:
    """What comes for the actor, in order of day."""
    now = today(partnership)
    who = reader(actor, now)
    here = Attendance.objects.filter(meeting=OuterRef("pk"), person=actor.person)
    meetings = Meeting.objects.filter(Q(body__in=who.bodies) | Exists(here))
    tasks = Task.objects.of_person(actor.person) | Task.objects.of_parties(actor.parties)
    entries = [one for one in _of_wheel(partnership, now) if concerns(one, who)]
    return _ordered(
        over, _meetings(partnership, meetings, over), _entries(entries, _secret()), _tasks(tasks.unfinished(), over)
    )


def of_body(partnership: Partnership, body: int, over: Period) -> list[Coming]:
    """What a body has before it, in order of day."""
    entries = [one for one in _of_wheel(partnership, today(partnership)) if one.whose.body == body]
    meetings = Meeting.objects.filter(body=body)
    return _ordered(over, _meetings(partnership, meetings, over), _entries(entries, _secret()))


def _ordered(over: Period, *rows: Iterable[Coming]) -> list[Coming]:
    found = [one for some in rows for one in some if one.day in over]
    return sorted(found, key=lambda one: (one.day, one.source.kind, one.source.number, one.part))


def _of_wheel(partnership: Partnership, now: dt.date) -> list[Entry]:
    """The entries of a year that are single days; meetings stand for themselves, with their hours."""
    whole = Period(now - BACK, now + AHEAD)
    found = gathering.entries(partnership, loading.record(partnership), whole)
    often = too_often(found)
    return [
        one
        for one in found
        if one.source is not None
        and one.source.kind != MEETING
        and one.key not in often
        and not (one.stand is Stand.DONE and one.day >= now and one.until is None)
    ]


def _secret() -> frozenset[tuple[str, int]]:
    """Kind and number of what bears a secrecy mark, as far as whoever asks may see it."""
    return frozenset(Registration.objects.filter(secret=True).values_list("kind", "subject_id"))


def _entries(entries: Iterable[Entry], secret: Collection[tuple[str, int]]) -> Iterator[Coming]:
    for one in entries:
        assert one.source is not None
        kind = one.source.kind
        discreet = Message(KINDS[kind])
        hidden = kind in UNNAMED or (kind, one.source.number) in secret
        found = Coming(one.source, one.day, discreet if hidden else one.what, discreet, one.page, one.arguments)
        if kind == "compliance.rule":
            # one rule asks for something on many days
            found = replace(found, part=one.day.isoformat())
        if one.until is None:
            yield found
            continue
        yield replace(found, called=Message(N_("{what} (first day)"), {"what": found.called}), part="first")
        last = Message(N_("{what} (last day)"), {"what": found.called})
        yield replace(found, called=last, day=one.until, part="last")


def _meetings(partnership: Partnership, rows: Any, over: Period) -> Iterator[Coming]:
    zone = ZoneInfo(partnership.timezone)
    first = dt.datetime.combine(over.first, dt.time(), zone)
    last = dt.datetime.combine(over.last + DAY, dt.time(), zone)
    for row in rows.filter(starts__gte=first, starts__lt=last).select_related("body"):
        called = Message(N_("Meeting of {body}"), {"body": row.body.name})
        day = row.starts.astimezone(zone).date()
        where = {"pk": row.pk}
        yield Coming(Source(MEETING, row.pk), day, called, called, "meetings:detail", where, meeting=row)


def _tasks(rows: Any, over: Period) -> Iterator[Coming]:
    called = Message(KINDS[TASK])
    for pk, due in rows.filter(due__range=(over.first, over.last)).values_list("pk", "due"):
        yield Coming(Source(TASK, pk), due, called, called, "meetings:task", {"pk": pk})
