"""Holding a meeting: opening it, who is there, what is said on each point, and the minutes."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from lagesbild.accounts.models import Membership
from lagesbild.core import masking
from lagesbild.core.actions import Actor, acting, move
from lagesbild.core.meanwhile import unchanged
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.meetings import agenda, mandated, minutes
from lagesbild.meetings.actions.adjusting import to_be_approved
from lagesbild.meetings.actions.common import TRANSITIONS, State, being_written, led, owned, record, to_be_changed
from lagesbild.meetings.models import AgendaItem, Attendance, Meeting, Minutes
from lagesbild.organisation.texts import free, line

EARLY = dt.timedelta(hours=12)
"""How long before its hour a meeting may be opened."""


def hold(*, actor: Actor, meeting: int) -> Meeting:
    """Open the meeting: from now on attendance and decisions are written down. Standing points get their subjects.

    Raises
    ------
    Denied
        The actor may not lead the meeting.
    WrongState
        It has been held or cancelled.
    InputError
        It lies more than half a day ahead.

    """
    with acting(actor):
        row = led(actor, meeting)
        move(row, TRANSITIONS, State.HELD)
        if row.starts - timezone.now() > EARLY:
            raise InputError(Message(N_("The meeting lies ahead, {at}. Move it first."), {"at": _local(row)}))
        row.save(update_fields=["state"])
        for item in row.items.filter(subject_id__isnull=True):
            subject = agenda.known(item.kind).subject
            found = subject(actor, row) if subject else None
            if found is not None:
                item.subject_id = found
                item.save(update_fields=["subject_id"])
        record(actor, "meeting.held", row)
    return row


def attend(*, actor: Actor, meeting: int, holder: int, present: bool) -> Attendance:
    """Note whether someone who sits in the body is there.

    Raises
    ------
    Denied
        The actor may not lead the meeting.
    WrongState
        The meeting is not being held.
    InputError
        The person does not sit in the body on that day.

    """
    with acting(actor):
        row = led(actor, meeting)
        being_written(row)
        found = next((one for one in row.sitting if one.pk == holder), None)
        if found is None:
            raise InputError(Message(N_("The person does not sit in {body} on that day."), {"body": row.body.name}))
        noted, _ = Attendance.objects.update_or_create(
            meeting=row, holder=found, defaults={"present": present}, create_defaults={"present": present, **owned(row)}
        )
        mandated.note_voices(row)
        record(actor, "meeting.attended", row, attendance=noted.pk, present=present)
    return noted


def attend_all(*, actor: Actor, meeting: int) -> int:
    """Note that all ordinary holders are there; how many that were not noted before.

    Raises
    ------
    Denied
        The actor may not lead the meeting.
    WrongState
        The meeting is not being held.

    """
    with acting(actor):
        row = led(actor, meeting)
        being_written(row)
        holders = {one.pk for one in row.sitting if not one.deputy}
        there = set(row.attendance.filter(present=True, holder__isnull=False).values_list("holder_id", flat=True))
        row.attendance.filter(holder_id__in=holders - there).update(present=True)
        noted = set(row.attendance.filter(holder_id__in=holders).values_list("holder_id", flat=True))
        Attendance.objects.bulk_create(
            Attendance(meeting=row, holder_id=holder, present=True, **owned(row)) for holder in sorted(holders - noted)
        )
        mandated.note_voices(row)
        record(actor, "meeting.all_attended", row, n=len(holders - there))
    return len(holders - there)


def add_adjunct(
    *,
    actor: Actor,
    meeting: int,
    name: str = "",
    stands_for: str = "",
    person: int | None = None,
    present: bool = False,
) -> Attendance:
    """Let someone who does not sit in the body take part in this meeting: a person here, or a name and what for.

    Raises
    ------
    Denied
        The actor may not lead the meeting.
    WrongState
        The minutes are approved, or the meeting is cancelled.
    InputError
        Neither a person nor a name is given, or the person does not take part here.

    """
    with acting(actor):
        row = led(actor, meeting)
        to_be_changed(row)
        called = line(name)
        if (person is None) == (not called):
            raise InputError(Message(N_("Choose a person, or write the name of someone without an account.")))
        if (
            person is not None
            and not Membership.objects.filter(partnership_id=actor.partnership, person_id=person).exists()
        ):
            raise InputError(Message(N_("The person does not take part here.")))
        noted = Attendance.objects.create(
            meeting=row,
            person_id=person,
            name=called,
            stands_for=line(stands_for),
            present=present and row.open,
            **owned(row),
        )
        record(actor, "meeting.adjunct_added", row, attendance=noted.pk)
    return noted


def attend_adjunct(*, actor: Actor, attendance: int, present: bool) -> Attendance:
    """Note whether an adjunct participant is there; raises as `attend` does."""
    with acting(actor):
        noted = Attendance.objects.adjuncts().get(pk=attendance)
        row = led(actor, noted.meeting_id)
        being_written(row)
        noted.refresh_from_db()
        noted.present = present
        noted.save(update_fields=["present"])
        record(actor, "meeting.attended", row, attendance=noted.pk, present=present)
    return noted


def remove_adjunct(*, actor: Actor, attendance: int) -> None:
    """Take an adjunct participant off the list again; raises as `add_adjunct` does."""
    with acting(actor):
        noted = Attendance.objects.adjuncts().get(pk=attendance)
        row = led(actor, noted.meeting_id)
        to_be_changed(row)
        noted.delete()
        record(actor, "meeting.adjunct_removed", row, attendance=attendance)


def note_item(*, actor: Actor, item: int, note: str, done: bool, seen: str = "") -> AgendaItem:
    """Write down what was said on a point, and whether it is done with.

    Raises
    ------
    Denied
        The actor may not lead the meeting.
    WrongState
        The meeting is not being held.
    InputError
        The text tells who someone is, or is too long.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.

    """
    with acting(actor):
        row = AgendaItem.objects.get(pk=item)
        meeting = led(actor, row.meeting_id)
        being_written(meeting)
        row.refresh_from_db()
        unchanged(row, seen)
        row.note, row.done = free(note), done
        row.save(update_fields=["note", "done"])
        masking.keep(partnership=actor.partnership, subject="meeting", pk=meeting.pk)
        record(actor, "item.noted", meeting, item=row.pk, done=done)
    return row


def open_item(*, actor: Actor, item: int, public: bool) -> AgendaItem:
    """Say whether what was decided on a point may be published; raises as `note_item` does."""
    with acting(actor):
        row = AgendaItem.objects.get(pk=item)
        meeting = led(actor, row.meeting_id)
        being_written(meeting)
        row.refresh_from_db()
        row.public = public
        row.save(update_fields=["public"])
        record(actor, "item.opened" if public else "item.shut", meeting, item=row.pk)
    return row


def approve(*, actor: Actor, meeting: int) -> Minutes:
    """Approve the minutes: they become an edition that never changes.

    Raises
    ------
    Denied
        The actor may not lead the meeting.
    WrongState
        The meeting has not been held, or the minutes are approved already.
    InputError
        Nobody is noted as present, or a protocol that is adjusted has not been.

    """
    with acting(actor):
        row = led(actor, meeting)
        move(row, TRANSITIONS, State.APPROVED)
        written = minutes.written(row)
        if not written.present:
            raise InputError(Message(N_("Nobody is noted as present. Note who was there first.")))
        to_be_approved(row, written)
        row.save(update_fields=["state"])
        content = written.to_json()
        sealed = minutes.seal(content)
        edition = Minutes.objects.create(
            meeting=row,
            content=content,
            sealed=sealed,
            digest=minutes.digest(sealed),
            person_id=actor.person or None,
            **owned(row),
        )
        record(actor, "minutes.approved", row, minutes=edition.pk, digest=edition.digest)
    return edition


def _local(meeting: Meeting) -> dt.datetime:
    return timezone.localtime(meeting.starts)
