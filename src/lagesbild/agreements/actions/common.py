"""What every action on an agreement begins and ends with."""

from __future__ import annotations

from typing import TypedDict

from lagesbild.agreements import policies
from lagesbild.agreements.models import Agreement
from lagesbild.core import masking, timeline
from lagesbild.core.actions import Actor, WrongState, require
from lagesbild.i18n import N_, Message

State = Agreement.State
TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.IN_FORCE}),
    State.IN_FORCE: frozenset({State.ENDED}),
}


class Owned(TypedDict):
    """Tenant, owner and audience."""

    partnership_id: int
    party_id: int
    audience_id: int


def locked(agreement: int) -> Agreement:
    """The agreement, locked."""
    return Agreement.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=agreement)


def drafted(actor: Actor, agreement: int) -> Agreement:
    """A draft that may still be written, locked, for someone who writes.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        It is in force or has ended, or someone has signed the text as it stands.

    """
    row = locked(agreement)
    require(policies.may_write(actor))
    is_draft(row)
    if row.signatories.filter(original__isnull=False).exists():
        raise WrongState(
            Message(N_("Someone has signed the text as it stands. Take the signed original away before you change it."))
        )
    return row


def is_draft(row: Agreement) -> None:
    """Go on only if it is a draft."""
    if not row.draft:
        raise WrongState(
            Message(N_("An agreement that has come into force does not change. Begin a new edition of it instead."))
        )


def owned(row: Agreement) -> Owned:
    """Tenant, owner and audience of what belongs to an agreement."""
    return {"partnership_id": row.partnership_id, "party_id": row.party_id, "audience_id": row.audience_id}


def record(actor: Actor, verb: str, row: Agreement, **detail: timeline.Plain) -> None:
    """The last steps: words that were masked once stay masked, whatever the form was drawn with; the timeline."""
    masking.keep(partnership=row.partnership_id, subject="agreement", pk=row.pk)
    timeline.record(partnership=actor.partnership, person=actor.person, verb=verb, subject=row, **detail)
