"""What every action on a meeting begins and ends with."""

from __future__ import annotations

import datetime as dt

from django.db import models

from lagesbild.accounts.models import Membership
from lagesbild.core import timeline
from lagesbild.core.actions import Actor, WrongState, require
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.meetings import policies
from lagesbild.meetings.models import Meeting
from lagesbild.organisation.queries import leads, today

State = Meeting.State
TRANSITIONS: dict[str, frozenset[str]] = {
    State.PLANNED: frozenset({State.CALLED, State.HELD, State.CANCELLED}),
    State.CALLED: frozenset({State.HELD, State.CANCELLED}),
    State.HELD: frozenset({State.APPROVED}),
    State.CANCELLED: frozenset({State.PLANNED}),
}


def may_lead(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor may lead the meeting, by role or by the seat held today."""
    if policies.may_lead(actor, leads=False):
        return True
    return policies.may_lead(actor, leads=leads(actor.person, meeting.body_id, today(meeting.partnership)))


def led(actor: Actor, meeting: int) -> Meeting:
    """The meeting, locked, for someone who may lead it.

    Raises
    ------
    Denied
        The actor may not.

    """
    row = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("body", "partnership", "audience")
        .get(pk=meeting)
    )
    require(may_lead(actor, row))
    return row


def ahead(meeting: Meeting) -> None:
    """Go on only if the meeting is yet to be held."""
    if not meeting.ahead:
        raise WrongState(Message(N_("The meeting has been held or cancelled. Reload the page.")))


def being_written(meeting: Meeting) -> None:
    """Go on only if the meeting is held and its minutes are not approved."""
    if meeting.state == State.APPROVED:
        raise WrongState(Message(N_("The minutes are approved and do not change any more.")))
    if not meeting.open:
        raise WrongState(Message(N_("The meeting has not begun. Open it first.")))


def to_be_changed(meeting: Meeting) -> None:
    """Go on only if the agenda can still change: until the minutes are approved."""
    if meeting.state == State.APPROVED:
        raise WrongState(Message(N_("The minutes are approved and do not change any more.")))
    if meeting.state == State.CANCELLED:
        raise WrongState(Message(N_("The meeting is cancelled. Plan it again first.")))


def who_does(actor: Actor, responsible: int | None, person: int | None) -> tuple[int | None, int | None]:
    """Party and person that are to do something: a person stands for the party, or for the first of the own ones."""
    if person is None:
        return responsible, None
    parties = list(
        Membership.objects.filter(partnership_id=actor.partnership, person_id=person)
        .order_by("party_id")
        .values_list("party_id", flat=True)
    )
    if not parties or (responsible is not None and responsible not in parties):
        raise InputError(Message(N_("The person does not take part for that party. Choose another.")))
    return responsible or parties[0], person


def not_before(due: dt.date | None, first: dt.date) -> None:
    """Go on only if the day lies on or after the first."""
    if due is not None and due < first:
        raise InputError(
            Message(N_("{due} lies before the meeting, {first}. Choose a later day."), {"due": due, "first": first})
        )


def owned(meeting: Meeting) -> dict[str, int]:
    """Tenant, owner and audience of what belongs to a meeting."""
    return {
        "partnership_id": meeting.partnership_id,
        "party_id": meeting.party_id,
        "audience_id": meeting.audience_id,
    }


def record(actor: Actor, verb: str, subject: models.Model, **detail: timeline.Plain) -> None:
    """The last step."""
    timeline.record(partnership=actor.partnership, person=actor.person, verb=verb, subject=subject, **detail)
