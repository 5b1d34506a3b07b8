"""Planning and calling a meeting, and what stands on its agenda."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from lagesbild.core import outbox
from lagesbild.core.actions import Actor, acting, move, require
from lagesbild.core.meanwhile import unchanged, untouched
from lagesbild.core.models import Audience
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.meetings import agenda, policies
from lagesbild.meetings.actions.common import TRANSITIONS, State, ahead, led, owned, record, to_be_changed
from lagesbild.meetings.models import AgendaItem, Meeting
from lagesbild.organisation.models import Body
from lagesbild.organisation.queries import leads, today
from lagesbild.organisation.texts import line

LONGEST = 12
"""Hours; more than that is an end that was typed wrong."""
is_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When and where: aware times, a place, an address for those who are not in the room."""

    starts: dt.datetime
    ends: dt.datetime
    place: str = ""
    link: str = ""


def plan(*, actor: Actor, body: int, hours: Hours, audience: int | None = None) -> Meeting:
    """Plan a meeting of a body: on the agenda stand the points of its kind and those that are agreed for it.

    `audience` is who may read what was said and decided: the body's own circle, or (None) all of the partnership.

    Raises
    ------
    Denied
        Neither coordinator nor holder of the body's leading seat.
    InputError
        The times do not hold, or the body does not work on that day.

    """
    with acting(actor):
        row = Body.objects.select_for_update(no_key=True, of=("self",)).select_related("partnership").get(pk=body)
        require(policies.may_lead(actor, leads=leads(actor.person, row.pk, today(row.partnership))))
        checked = _checked(hours)
        day = timezone.localdate(checked.starts)
        if day < row.since or (row.until is not None and day > row.until):
            raise InputError(Message(N_("{body} does not work on {day}."), {"body": row.name, "day": day}))
        meeting = Meeting.objects.create(
            partnership_id=actor.partnership,
            party_id=row.convener_id,
            audience=_audience(row, audience),
            body=row,
            starts=checked.starts,
            ends=checked.ends,
            place=checked.place,
            link=checked.link,
        )
        AgendaItem.objects.bulk_create(
            AgendaItem(meeting=meeting, position=position, kind=kind.name, **owned(meeting))
            for position, kind in enumerate(agenda.of_body(row.pk, row.kind), start=1)
        )
        record(actor, "meeting.planned", meeting, body=row.pk)
    return meeting


def change_meeting(*, actor: Actor, meeting: int, hours: Hours, seen: str = "") -> Meeting:
    """Move a meeting that is yet to be held; those who have been called are told.

    Raises
    ------
    Denied
        The actor may not lead the meeting.
    WrongState
        It has been held or cancelled.
    InputError
        The times do not hold.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.

    """
    with acting(actor):
        row = led(actor, meeting)
        ahead(row)
        unchanged(row, seen)
        checked = _checked(hours)
        row.starts, row.ends, row.place, row.link = checked.starts, checked.ends, checked.place, checked.link
        row.save(update_fields=["starts", "ends", "place", "link"])
        if row.state == State.CALLED:
            outbox.add("meetings.called", partnership=actor.partnership, meeting=row.pk)
        record(actor, "meeting.moved", row)
    return row


def call(*, actor: Actor, meeting: int) -> Meeting:
    """Call those who sit in the body; each gets a letter with a link.

    Raises
    ------
    Denied
        The actor may not lead the meeting.
    WrongState
        It has been called, held or cancelled.

    """
    with acting(actor):
        row = led(actor, meeting)
        move(row, TRANSITIONS, State.CALLED)
        row.save(update_fields=["state"])
        outbox.add("meetings.called", partnership=actor.partnership, meeting=row.pk)
        record(actor, "meeting.called", row)
    return row


def cancel(*, actor: Actor, meeting: int) -> Meeting:
    """Cancel a meeting that is yet to be held; those who had been called are told.

    Raises
    ------
    Denied
        The actor may not lead the meeting.
    WrongState
        It has been held or cancelled.

    """
    with acting(actor):
        row = led(actor, meeting)
        before = move(row, TRANSITIONS, State.CANCELLED)
        row.save(update_fields=["state"])
        if before == State.CALLED:
            outbox.add("meetings.cancelled", partnership=actor.partnership, meeting=row.pk)
        record(actor, "meeting.cancelled", row)
    return row


def plan_again(*, actor: Actor, meeting: int) -> Meeting:
    """Let a cancelled meeting be planned as before.

    Raises
    ------
    Denied
        The actor may not lead the meeting.
    WrongState
        It is not cancelled.

    """
    with acting(actor):
        row = led(actor, meeting)
        move(row, TRANSITIONS, State.PLANNED)
        row.save(update_fields=["state"])
        record(actor, "meeting.planned_again", row)
    return row


def add_item(
    *, actor: Actor, meeting: int, title: str = "", kind: str = agenda.POINT, subject: int | None = None
) -> AgendaItem:
    """Put a point on the agenda, before any other business or last, also while the meeting is held.

    Without a `title` the point is called what its kind calls the `subject`.

    Raises
    ------
    Denied
        The actor may not lead the meeting.
    WrongState
        The minutes are approved, or the meeting is cancelled.
    InputError
        The kind is unknown, a point that people write has no title, or what it is about is not there or on the agenda
        already.

    """
    with acting(actor):
        row = led(actor, meeting)
        to_be_changed(row)
        if not agenda.exists(kind):
            raise InputError(Message(N_("There is no such point to put on an agenda.")))
        called = agenda.known(kind).title
        if called is None and not agenda.known(kind).own_title and row.items.filter(kind=kind).exists():
            raise InputError(Message(N_("It stands on the agenda already.")))
        if called is not None and subject is not None:
            found = called(subject)
            if found is None:
                raise InputError(Message(N_("What the point is about is not here any more.")))
            if row.items.filter(kind=kind, subject_id=subject).exists():
                raise InputError(Message(N_("It stands on the agenda already.")))
            title = title or found
        needs = Message(N_("Say what the point is about.")) if agenda.known(kind).own_title else None
        last = row.items.order_by("position").last()
        position = last.position + 1 if last else 1
        if last is not None and last.kind == agenda.OTHER:
            position, last.position = last.position, position
            last.save(update_fields=["position"])
        item = AgendaItem.objects.create(
            meeting=row,
            position=position,
            kind=kind,
            subject_id=subject,
            title=line(title, required=needs),
            **owned(row),
        )
        record(actor, "item.added", row, item=item.pk, kind=kind, of=subject)
    return item


def move_item(*, actor: Actor, item: int, up: bool, seen: str = "") -> AgendaItem:
    """Let a point change places with the one before it (`up`) or after it; at the end nothing happens.

    Raises
    ------
    Denied
        The actor may not lead the meeting.
    WrongState
        The minutes are approved, or the meeting is cancelled.
    NotAsSeen
        Someone else moved it since its place had the mark `seen`.

    """
    with acting(actor):
        row = AgendaItem.objects.get(pk=item)
        meeting = led(actor, row.meeting_id)
        to_be_changed(meeting)
        row.refresh_from_db()
        untouched(row, seen, "position")
        others = (
            meeting.items.filter(position__lt=row.position) if up else meeting.items.filter(position__gt=row.position)
        )
        other = others.order_by("-position" if up else "position").first()
        if other is not None:
            row.position, other.position = other.position, row.position
            AgendaItem.objects.bulk_update([row, other], ["position"])
            record(actor, "item.moved", meeting, item=row.pk, position=row.position)
    return row


def remove_item(*, actor: Actor, item: int) -> None:
    """Take a point off the agenda.

    Raises
    ------
    Denied
        The actor may not lead the meeting.
    WrongState
        The minutes are approved, or the meeting is cancelled.
    InputError
        Something has been decided on it.

    """
    with acting(actor):
        row = AgendaItem.objects.get(pk=item)
        meeting = led(actor, row.meeting_id)
        to_be_changed(meeting)
        if row.decisions.exists():
            raise InputError(Message(N_("Something has been decided on this point, so it stays.")))
        row.delete()
        record(actor, "item.removed", meeting, item=item)


def _checked(hours: Hours) -> Hours:
    """Hours that hold, with their texts tidied."""
    if hours.starts.tzinfo is None or hours.ends.tzinfo is None:
        raise InputError(Message(N_("The time needs a time zone.")))
    # in one and the same zone the hands of the clock would be compared, which are put forward and back
    starts, ends = hours.starts.astimezone(dt.UTC), hours.ends.astimezone(dt.UTC)
    if ends <= starts:
        raise InputError(Message(N_("The meeting ends before it begins. Choose a later end.")))
    if ends - starts > dt.timedelta(hours=LONGEST):
        raise InputError(
            Message(N_("A meeting goes on for {n} hours at the most. Look at when it ends."), {"n": LONGEST})
        )
    link = hours.link.strip()
    if link:
        try:
            is_address(link)
        except ValidationError as error:
            raise InputError(Message(N_("The link is to begin with https:// and be whole."))) from error
    return Hours(starts=hours.starts, ends=hours.ends, place=line(hours.place), link=link)


def _audience(body: Body, chosen: int | None) -> Audience:
    if chosen == body.circle_id:
        return body.circle
    shared = Audience.objects.filter(kind=Audience.PARTNERSHIP).order_by("pk").first()
    if shared is None or chosen not in (None, shared.pk):
        raise InputError(Message(N_("A meeting is open to those who sit in the body, or to all of the partnership.")))
    return shared
