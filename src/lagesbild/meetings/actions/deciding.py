"""Deciding at a meeting, and what becomes of what was decided."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from lagesbild.core import masking, outbox
from lagesbild.core.actions import Actor, WrongState, acting, move, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.core.models import Party
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.meetings import agenda, mandated, policies
from lagesbild.meetings.actions.common import being_written, led, not_before, owned, record, who_does
from lagesbild.meetings.models import AgendaItem, Decision, Task
from lagesbild.organisation.queries import leads, today
from lagesbild.organisation.texts import free

TASK_TRANSITIONS: dict[str, frozenset[str]] = {
    Task.State.OPEN: frozenset({Task.State.DONE, Task.State.PARTLY, Task.State.NOT_DONE, Task.State.WITHDRAWN}),
    Task.State.PARTLY: frozenset(Task.State),
    Task.State.DONE: frozenset({Task.State.OPEN, Task.State.PARTLY, Task.State.NOT_DONE, Task.State.WITHDRAWN}),
    Task.State.NOT_DONE: frozenset({Task.State.OPEN, Task.State.PARTLY, Task.State.DONE, Task.State.WITHDRAWN}),
}
REPORTED = (Task.State.DONE, Task.State.PARTLY, Task.State.NOT_DONE)


def decide(
    *,
    actor: Actor,
    item: int,
    text: str,
    act: str = "",
    subject: int | None = None,
    responsible: int | None = None,
    person: int | None = None,
    due: dt.date | None = None,
) -> Decision:
    """Write down a decision: what, who is to do it and when. With `act` it acts in the room that the point belongs to.

    What it does there happens in the same transaction: either all of it is done, or nothing. `subject` is what it acts
    on where the point is about nothing in particular. A party (`responsible`), or a `person` of one, gets a task.

    Raises
    ------
    Denied
        The actor may not lead the meeting, or may not do what the decision does.
    OutsideMandate
        The body may not decide this, or not give somebody something to do.
    WrongState
        The meeting is not being held.
    InputError
        The text is empty or tells who someone is, a day is given but nobody who is to do it, or the point cannot be
        decided on so.

    """
    with acting(actor):
        point = AgendaItem.objects.get(pk=item)
        meeting = led(actor, point.meeting_id)
        being_written(meeting)
        # it may have been taken off the agenda while this waited
        point.refresh_from_db()
        said = free(text, required=Message(N_("Write what was decided.")))
        resolution = agenda.resolution_of(act) if act else None
        another = subject is not None and point.subject_id not in (None, subject)
        if act and (resolution is None or resolution.kind != point.kind or another):
            raise InputError(Message(N_("This cannot be decided on this point.")))
        party, who = who_does(actor, responsible, person)
        if due is not None and party is None:
            raise InputError(Message(N_("A day is given but nobody who is to do it. Choose who.")))
        not_before(due, timezone.localdate(meeting.starts))
        if resolution is not None and resolution.mandate:
            mandated.require(meeting, resolution.mandate, subject or point.subject_id)
        if party is not None:
            mandated.require(meeting, mandated.ASSIGN, None)
        decision = Decision.objects.create(
            meeting=meeting,
            item=point,
            text=said,
            act=act,
            subject_id=(subject or point.subject_id) if act else None,
            person_id=actor.person,
            **owned(meeting),
        )
        task = _assign(decision, party, who, due) if party is not None else None
        if task is not None and task.person_id is not None:
            outbox.add("meetings.assigned", partnership=actor.partnership, assigned=task.pk)
        if resolution is not None:
            mandated.note_voices(meeting)
            resolution.do(actor=actor, decision=decision, task=task)
        record(
            actor,
            "meeting.decided",
            meeting,
            decision=decision.pk,
            item=point.pk,
            act=act,
            of=decision.subject_id,
            task=task.pk if task else None,
        )
    return decision


def undo_decision(*, actor: Actor, decision: int) -> Decision:
    """Take a decision back with its tasks and what it did in another room, until the minutes are approved.

    Raises
    ------
    Denied
        The actor may not lead the meeting, or may not undo what the decision did.
    WrongState
        The minutes are approved, it is undone already, or someone has said how a task of it went.
    InputError
        What it did cannot be taken back any more.

    """
    with acting(actor):
        row = Decision.objects.get(pk=decision)
        meeting = led(actor, row.meeting_id)
        being_written(meeting)
        row.refresh_from_db()
        if row.undone is not None:
            raise WrongState(Message(N_("The decision is undone already.")))
        row.undone = timezone.now()
        row.save(update_fields=["undone"])
        tasks = list(row.tasks.select_for_update(of=("self",)))
        if any(task.state in REPORTED for task in tasks):
            raise WrongState(
                Message(
                    N_(
                        "Someone has said how the task of this decision went, and that would be lost. "
                        "Say first that the task is to be done after all, then undo the decision."
                    )
                )
            )
        if row.act:
            resolution = agenda.resolution_of(row.act)
            if resolution is None:
                raise InputError(Message(N_("What the decision did cannot be taken back here.")))
            resolution.undo(actor=actor, decision=row, task=tasks[0] if tasks else None)
        row.tasks.update(state=Task.State.WITHDRAWN)
        record(actor, "meeting.undecided", meeting, decision=row.pk, tasks=[task.pk for task in tasks])
    return row


def report_task(*, actor: Actor, task: int, state: str, report: str = "", seen: str = "") -> Task:
    """Say how it went: done, partly or not, and what was done; or that it is to be done after all.

    Raises
    ------
    Denied
        Neither the one who is to do it, nor of the same party, nor a coordinator.
    WrongState
        It is withdrawn.
    InputError
        The text tells who someone is, or nothing says why it was not done.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.

    """
    with acting(actor):
        row = Task.objects.select_for_update(of=("self",)).get(pk=task)
        require(policies.may_report(actor, row))
        unchanged(row, seen)
        if state not in (*REPORTED, Task.State.OPEN):
            raise InputError(Message(N_("Say whether it is done, partly done or not done.")))
        said = free(report)
        if state in (Task.State.PARTLY, Task.State.NOT_DONE) and not said:
            raise InputError(Message(N_("Say in a few words what is left and why.")))
        if state != row.state:
            move(row, TASK_TRANSITIONS, state)
        row.report = said
        open_again = state == Task.State.OPEN
        row.reported_by, row.reported = (None, None) if open_again else (actor.person, timezone.now())
        row.save(update_fields=["state", "report", "reported_by", "reported"])
        masking.keep(partnership=actor.partnership, subject="task", pk=row.pk)
        if row.meeting_id is not None:
            masking.keep(partnership=actor.partnership, subject="meeting", pk=row.meeting_id)
        record(actor, "task.reported", row, state=state)
    return row


GIVEN = ("responsible_id", "person_id", "due")
"""What of a task says who is to do it and when."""


def change_task(
    *,
    actor: Actor,
    task: int,
    responsible: int,
    person: int | None = None,
    due: dt.date | None = None,
    seen: str = "",
) -> Task:
    """Give a task to someone else, or another day.

    Raises
    ------
    Denied
        The actor may not lead the body's meetings.
    WrongState
        It is done or withdrawn.
    InputError
        The person does not stand for the party.
    ChangedMeanwhile
        Someone else gave it to another since it had the mark `seen`, made of what is `GIVEN`.
    """
    with acting(actor):
        row = _led(actor, task)
        unchanged(row, seen, GIVEN)
        if row.state not in (Task.State.OPEN, Task.State.PARTLY):
            raise WrongState(Message(N_("It is finished. Say first that it is to be done after all.")))
        party, who = who_does(actor, responsible, person)
        before = row.person_id
        row.responsible = Party.objects.get(pk=party or responsible)
        row.person_id, row.due = who, due
        row.save(update_fields=["responsible", "person", "due"])
        if who is not None and who != before:
            outbox.add("meetings.assigned", partnership=actor.partnership, assigned=row.pk)
        record(actor, "task.changed", row, responsible=party, person_id=who, due=due.isoformat() if due else None)
    return row


def withdraw_task(*, actor: Actor, task: int) -> Task:
    """A task need not be done any more; what was decided stands in the minutes all the same.

    Raises
    ------
    Denied
        The actor may not lead the body's meetings.
    WrongState
        It is withdrawn already.

    """
    with acting(actor):
        row = _led(actor, task)
        move(row, TASK_TRANSITIONS, Task.State.WITHDRAWN)
        row.save(update_fields=["state"])
        record(actor, "task.withdrawn", row)
    return row


def _assign(decision: Decision, party: int, person: int | None, due: dt.date | None) -> Task:
    meeting = decision.meeting
    return Task.objects.create(
        meeting=meeting,
        decision=decision,
        body=meeting.body,
        what=decision.text,
        responsible=Party.objects.get(pk=party),
        person_id=person,
        due=due,
        **owned(meeting),
    )


def _led(actor: Actor, task: int) -> Task:
    row = Task.objects.select_for_update(of=("self",)).select_related("body__partnership").get(pk=task)
    require(policies.may_lead(actor, leads=leads(actor.person, row.body_id, today(row.body.partnership))))
    return row
