"""What of approved minutes the public reads: what was decided on the points that the meeting opened.

Of those points their titles and decisions are taken, and which party is to do what by when. No name of a person, no
note of what was said, nothing of a point about something with a secrecy mark, and nothing of the other points but that
they are there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from lagesbild.core import registry
from lagesbild.core.actions import Actor
from lagesbild.core.models import Partnership
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message, known, translator
from lagesbild.meetings.minutes import Decided, Point, Record
from lagesbild.meetings.models import AgendaItem, Meeting
from lagesbild.publishing.public import Due, OpenPoint, PublicMinutes, Resolved, Words


def build(actor: Actor, pk: int) -> PublicMinutes:
    """The open points of the minutes as they were approved.

    Raises
    ------
    InputError
        They are not approved, or the meeting opened nothing that was decided.

    """
    row = Meeting.objects.select_related("body").get(pk=pk)
    if row.state != Meeting.State.APPROVED:
        raise InputError(Message(N_("Minutes are published when they are approved.")))
    record = Record.of_json(row.minutes.content)
    held_back = {n for n, item in enumerate(row.items.for_page(), start=1) if _secret(item)}
    points = tuple(
        _point(n, one)
        for n, one in enumerate(record.points, start=1)
        if one.public and one.decided and n not in held_back
    )
    if not points:
        raise InputError(Message(N_("Nothing that was decided there may be published: no point was opened.")))
    noted = registry.of("meetings.meeting", pk)
    day = timezone.localdate(record.begins)
    words = translator(known(Partnership.objects.values_list("language", flat=True).get(pk=actor.partnership)))
    return PublicMinutes(
        title=words.say(called(record.body, day)),
        summary="",
        body=record.body,
        day=day,
        dnr=noted.dnr if noted else "",
        points=points,
        others=len(record.points) - len(points),
    )


def called(body: str, day: dt.date) -> Message:
    """What the public part is called."""
    return Message(N_("What {body} decided on {day}"), {"body": body, "day": day})


def open_ones() -> QuerySet[Meeting]:
    """Approved meetings that opened a point on which something was decided, latest first."""
    decided = AgendaItem.objects.filter(public=True, decisions__undone__isnull=True, decisions__isnull=False)
    rows = Meeting.objects.filter(state=Meeting.State.APPROVED, pk__in=decided.values("meeting"))
    return rows.select_related("body").order_by("-starts", "-pk")


def resting_on(kind: str, subject: int) -> Iterable[int]:
    """The meetings of whose open points one is about a record."""
    return AgendaItem.objects.filter(kind=kind, subject_id=subject, public=True).values_list("meeting", flat=True)


def _secret(item: AgendaItem) -> bool:
    return item.subject_id is not None and registry.is_secret(item.kind, item.subject_id)


def _point(number: int, point: Point) -> OpenPoint:
    label = Words.of(Message(point.label))
    return OpenPoint(number, point.title, label, tuple(_resolved(one) for one in point.decided))


def _resolved(one: Decided) -> Resolved:
    tasks = (Due(task.party, dt.date.fromisoformat(task.due) if task.due else None) for task in one.tasks)
    return Resolved(one.text, tuple(tasks))
