"""What this room tells the rooms above it, and the points that every agenda knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, Q, Subquery
from django.utils import timezone

from lagesbild.accounts import handover
from lagesbild.core import access, timeline
from lagesbild.core.compiled import written_once
from lagesbild.core.web import Here, navigation
from lagesbild.i18n import N_, Message
from lagesbild.meetings import agenda, mandated, points, policies
from lagesbild.meetings.models import Meeting, Task
from lagesbild.meetings.queries import MeetingQuerySet, TaskQuerySet
from lagesbild.organisation import ending
from lagesbild.organisation.queries import bodies_of, today

VERBS = {
    "meeting.planned": N_("Planned"),
    "meeting.moved": N_("Time or place changed"),
    "meeting.called": N_("Called"),
    "meeting.cancelled": N_("Cancelled"),
    "meeting.planned_again": N_("Planned again"),
    "meeting.held": N_("Opened"),
    "meeting.attended": N_("Attendance noted"),
    "meeting.all_attended": N_("Everyone noted as present"),
    "meeting.adjunct_added": N_("Adjunct participant added"),
    "meeting.adjunct_removed": N_("Adjunct participant removed"),
    "meeting.decided": N_("Decision written down"),
    "meeting.undecided": N_("Decision undone"),
    "item.added": N_("Point added"),
    "item.moved": N_("Point moved to place {position}"),
    "item.removed": N_("Point removed"),
    "item.noted": N_("Note on a point"),
    "item.opened": N_("A point may be published"),
    "item.shut": N_("A point is not to be published"),
    "meeting.adjuster_chosen": N_("Someone chosen to adjust the protocol"),
    "meeting.adjuster_dropped": N_("Someone no longer chosen to adjust the protocol"),
    "minutes.adjusted": N_("The protocol was adjusted"),
    "meeting.masked": N_("Words that tell who someone is were masked"),
    "minutes.approved": N_("Minutes approved"),
    "task.reported": N_("Reported how it went"),
    "task.masked": N_("Words that tell who someone is were masked"),
    "task.changed": N_("Who or when changed"),
    "task.withdrawn": N_("Withdrawn"),
}
BELOW = frozenset({"leadership", "steering", "project"})
"""Bodies that others report to."""
MOST = 5
"""Tasks that the start page shows."""


def asks(frame: navigation.Frame) -> Mapping[str, Any]:
    """Whether one is being held, and when the next is."""
    following = Meeting.objects.coming().filter(ends__gte=frame.moment)
    return {"held": Exists(Meeting.objects.under_way()), "next": Subquery(following.values("starts")[:1])}


def coming(here: Here, found: Mapping[str, Any]) -> Message | None:
    """When the next meeting is, or that one is being held."""
    if found["held"]:
        return Message(N_("being written"))
    return Message(N_("next {day}"), {"day": timezone.localdate(found["next"])}) if found["next"] else None


def my_tasks(here: Here) -> Mapping[str, Any] | None:
    """What this person is to do."""
    own = _tasks_of(here.actor.person)
    return {"n": len(own), "tasks": own[:MOST], "today": timezone.localdate()}


def _own_tasks(frame: navigation.Frame) -> TaskQuerySet:
    return Task.objects.of_person(frame.actor.person).unfinished()


@written_once
def _tasks_of(person: int) -> TaskQuerySet:
    return Task.objects.of_person(person).unfinished().for_list()


def next_meeting(here: Here) -> Mapping[str, Any] | None:
    """The meeting that is being held or comes next, among the bodies the person sits in, or that coordinators lead."""
    if not policies.may_see(here.actor):
        return None
    now = timezone.now()
    leads = policies.may_lead(here.actor, leads=False)
    rows = _next(now) if leads else _next_of(here.actor.person, today(here.partnership), now)
    held = [row for row in rows if row.open]
    ahead = next((row for row in rows if not row.open), None)
    shown = next((row for row in held if timezone.localdate(row.starts) == timezone.localdate(now)), ahead)
    waiting = [row for row in held if row != shown]
    return {"meeting": shown, "waiting": waiting} if shown or waiting else None


@written_once
def _next(now: dt.datetime) -> MeetingQuerySet:
    return _held_or_next(Meeting.objects.all(), now)


@written_once
def _next_of(person: int, day: dt.date, now: dt.datetime) -> MeetingQuerySet:
    return _held_or_next(Meeting.objects.filter(body__in=bodies_of(person, day).order_by().values("pk")), now)


def _held_or_next(rows: MeetingQuerySet, now: dt.datetime) -> MeetingQuerySet:
    soonest = Subquery(rows.coming().filter(ends__gte=now).values("pk")[:1])
    found = rows.filter(Q(pk=soonest) | Q(pk__in=rows.under_way().order_by().values("pk")))
    return found.for_list().order_by("-starts", "-pk")


def after(body: int, last: dt.date) -> Message | None:
    """What is said to whoever lets a body end before a meeting of it that is planned."""
    starts = Meeting.objects.of_bodies([body]).coming().values_list("starts", flat=True)
    n = sum(timezone.localdate(one) > last for one in starts)
    return (
        Message(
            N_("A meeting is planned after that day. Cancel it first, or choose a later day."),
            {"n": n},
            N_("{n} meetings are planned after that day. Cancel them first, or choose a later day."),
            n,
        )
        if n
        else None
    )


def given(here: Here, person: int) -> Iterable[handover.Matter]:
    """The tasks that a person has not done yet."""
    label = Message(N_("Task"))
    rows = Task.objects.unfinished().of_person(person).order_by("due", "pk")
    return [handover.Matter(label, row.what, "meetings:task", row.pk) for row in rows]


def register() -> None:
    """Called once when the application starts."""
    timeline.verbs(VERBS)
    ending.asks(after)
    handover.has(given)
    mandated.register()
    access.subjects({"meetings.meeting": N_("Meeting"), "meetings.task": N_("Task")})
    agenda.kind(
        "meetings.actions",
        N_("Since last time"),
        "meetings/points/actions.html",
        context=agenda.alone(points.actions),
        standing=agenda.EVERY_BODY,
        order=10,
    )
    agenda.kind("meetings.news", N_("News from each party"), standing={"est"}, order=20)
    agenda.kind(
        "meetings.reports",
        N_("Reports from the groups"),
        "meetings/points/reports.html",
        context=agenda.alone(points.reports),
        standing=BELOW,
        order=30,
    )
    agenda.kind(agenda.POINT, N_("A point"), own_title=True)
    agenda.kind(agenda.OTHER, N_("Any other business"), standing=agenda.EVERY_BODY, order=90)
    navigation.stop(
        order=60, name=N_("Meetings"), url="meetings:list", asks=asks, count=coming, visible=policies.may_see
    )
    navigation.start(order=20, template="meetings/start_meeting.html", context=next_meeting)
    navigation.start(order=30, template="meetings/start_tasks.html", context=my_tasks, rows=_own_tasks)
