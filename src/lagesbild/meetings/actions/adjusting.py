"""Adjusting a protocol: who does it is chosen at the meeting, and each of them does it by name and day.

Somebody who signs in here reads the protocol and adjusts it. Somebody who signs on paper has it uploaded. Both say that
the minutes were right as they stood: when they are changed after that, they are adjusted anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.utils import timezone

from lagesbild.core import files
from lagesbild.core.actions import Actor, WrongState, acting, require
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.meetings import minutes
from lagesbild.meetings.actions.common import being_written, led, owned, record
from lagesbild.meetings.models import Adjuster, Meeting, SignedMinutes
from lagesbild.organisation.models import Body

How = Adjuster.How


def choose_adjuster(*, actor: Actor, meeting: int, holder: int) -> Adjuster:
    """Choose someone who sits in the body and is there to adjust the protocol.

    Raises
    ------
    Denied
        The actor may not lead the meeting.
    WrongState
        The meeting is not being held, or its body keeps notes.
    InputError
        The person is not noted as present, or chosen already.

    """
    with acting(actor):
        row = led(actor, meeting)
        being_written(row)
        _kept_as_protocol(row)
        if not row.attendance.filter(holder_id=holder, present=True).exists():
            raise InputError(Message(N_("Whoever adjusts is chosen among those who sit in the body and are present.")))
        if row.adjusters.filter(holder_id=holder).exists():
            raise InputError(Message(N_("The person is chosen already.")))
        chosen = Adjuster.objects.create(meeting=row, holder_id=holder, **owned(row))
        record(actor, "meeting.adjuster_chosen", row, adjuster=chosen.pk, holder=holder)
    return chosen


def drop_adjuster(*, actor: Actor, adjuster: int) -> None:
    """Choose someone no more; raises as `choose_adjuster` does."""
    with acting(actor):
        found = Adjuster.objects.get(pk=adjuster)
        row = led(actor, found.meeting_id)
        being_written(row)
        found.delete()
        record(actor, "meeting.adjuster_dropped", row, adjuster=adjuster, holder=found.holder_id)


def adjust(*, actor: Actor, meeting: int) -> Adjuster:
    """Say as one of those chosen that the protocol is right as it stands.

    Raises
    ------
    Denied
        The actor is not chosen to adjust it.
    WrongState
        The meeting is not being held, or the actor has adjusted the protocol as it stands.

    """
    with acting(actor):
        row = Meeting.objects.select_for_update(of=("self",)).select_related("body", "partnership").get(pk=meeting)
        own = row.adjusters.for_list().filter(holder__person_id=actor.person).first()
        require(own is not None, Message(N_("You are not chosen to adjust this protocol.")))
        assert own is not None
        being_written(row)
        stands = minutes.adjusted(minutes.written(row))
        if own.digest == stands:
            raise WrongState(Message(N_("You have adjusted the protocol as it stands.")))
        own.adjusted, own.how, own.signed, own.digest = timezone.localdate(), How.SIGNED_IN, None, stands
        own.save(update_fields=["adjusted", "how", "signed", "digest"])
        record(actor, "minutes.adjusted", row, adjuster=own.pk, how=own.how, digest=stands)
    return own


def adjust_on_paper(
    *, actor: Actor, meeting: int, adjusters: Collection[int], on: dt.date, original: bytes
) -> SignedMinutes:
    """Keep the protocol as some of those chosen have signed it on paper, on a day.

    Raises
    ------
    Denied
        The actor may not lead the meeting.
    WrongState
        The meeting is not being held.
    InputError
        Nobody is chosen, the day lies before the meeting or ahead, or the file is no PDF or picture.

    """
    with acting(actor):
        row = led(actor, meeting)
        being_written(row)
        chosen = list(row.adjusters.filter(pk__in=list(adjusters)))
        if not chosen or len(chosen) != len(set(adjusters)):
            raise InputError(Message(N_("Say who has signed, among those chosen to adjust.")))
        held = timezone.localdate(row.starts)
        if not held <= on <= timezone.localdate():
            raise InputError(
                Message(N_("The day lies before the meeting, {held}, or ahead. Choose another."), {"held": held})
            )
        kept = files.signed(original)
        signed = SignedMinutes.objects.create(
            meeting=row,
            content=kept.content,
            media_type=kept.media_type,
            size=len(kept.content),
            digest=kept.digest,
            person_id=actor.person,
            **owned(row),
        )
        stands = minutes.adjusted(minutes.written(row))
        for one in chosen:
            one.adjusted, one.how, one.signed, one.digest = on, How.ORIGINAL, signed, stands
            one.save(update_fields=["adjusted", "how", "signed", "digest"])
        record(
            actor,
            "minutes.adjusted",
            row,
            adjusters=[one.pk for one in chosen],
            how=How.ORIGINAL.value,
            digest=stands,
            original=kept.digest,
        )
    return signed


def to_be_approved(meeting: Meeting, written: minutes.Record) -> None:
    """Go on only if the protocol of a body that adjusts has been adjusted as it stands by all those chosen.

    Raises
    ------
    InputError

    """
    if meeting.body.minutes != Body.Minutes.PROTOCOL:
        return
    chosen = list(meeting.adjusters.for_list())
    if not chosen:
        raise InputError(Message(N_("Nobody is chosen to adjust the protocol. Choose one or more of those present.")))
    there = set(meeting.attendance.filter(present=True).values_list("holder_id", flat=True))
    stands = minutes.adjusted(written)
    for said, wrong in (
        (N_("{names} was to adjust the protocol and is not noted as present."), lambda one: one.holder_id not in there),
        (N_("{names} has not adjusted the protocol yet."), lambda one: one.adjusted is None),
        (
            N_("The protocol was changed after {names} had adjusted it. It is to be adjusted anew."),
            lambda one: one.digest != stands,
        ),
    ):
        names = [one.holder.called for one in chosen if wrong(one)]
        if names:
            raise InputError(Message(said, {"names": ", ".join(names)}))


def _kept_as_protocol(meeting: Meeting) -> None:
    if meeting.body.minutes != Body.Minutes.PROTOCOL:
        raise WrongState(
            Message(
                N_("{body} keeps notes. A protocol that is adjusted is chosen on its page."),
                {"body": meeting.body.name},
            )
        )
