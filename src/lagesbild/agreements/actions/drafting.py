"""Entering an agreement, changing a draft, and beginning a new edition of one in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from lagesbild.agreements import beside, policies, terms
from lagesbild.agreements.actions.common import drafted, is_draft, locked, owned, record
from lagesbild.agreements.content import FIELDS
from lagesbild.agreements.models import Agreement, Annex
from lagesbild.core import audiences, registry
from lagesbild.core.actions import Actor, Denied, WrongState, acting, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.core.models import Audience, Party
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.texts import free, line

READERS = (Audience.OWN, Audience.PARTNERSHIP)
"""Who a draft may be open to besides its party."""
LONGEST_NOTICE = 60
"""Months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What an agreement says apart from its parts."""

    title: str
    subject: str = ""
    background: str = ""
    purpose: str = ""
    method: str = ""
    economy: str = ""
    duration: str = ""
    review: str = ""
    text: str = ""
    term: str = terms.FIXED
    starts: dt.date | None = None
    ends: dt.date | None = None
    notice_months: int | None = None
    follow_up: dt.date | None = None
    place: str = ""


def draft(*, actor: Actor, wording: Wording, party: int, readers: str = Audience.PARTNERSHIP) -> Agreement:
    """Enter an agreement as a draft of a party, open to the party alone or to the partnership.

    Raises
    ------
    Denied
        The actor may not write agreements, or not for the party.
    InputError
        A text or the term does not hold.

    """
    with acting(actor):
        require(policies.may_write(actor))
        if actor.person and not actor.has(*policies.WRITING, party=party):
            raise Denied(Message(N_("Choose a party that you write for.")))
        row = Agreement(
            partnership_id=actor.partnership,
            party=Party.objects.get(pk=party),
            audience=_audience(readers),
            made_by=actor.person,
        )
        _word(row, wording)
        row.save(force_insert=True)
        record(actor, "agreement.drafted", row)
    return row


def change(*, actor: Actor, agreement: int, wording: Wording, seen: str = "") -> Agreement:
    """Let a draft say what is now written.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        It is no draft, or is signed.
    InputError
        A text or the term does not hold.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.

    """
    with acting(actor):
        row = drafted(actor, agreement)
        unchanged(row, seen)
        before = {name: getattr(row, name) for name in row.edited}
        _word(row, wording)
        row.save()
        changed = [name for name in row.edited if getattr(row, name) != before[name]]
        if changed:
            record(actor, "agreement.changed", row, fields=changed)
    return row


def share(*, actor: Actor, agreement: int) -> Agreement:
    """Open a draft of one's own party to the partnership, with its parts.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        It is no draft, or open already.

    """
    with acting(actor):
        row = locked(agreement)
        require(policies.may_write(actor))
        is_draft(row)
        audience = _audience(Audience.PARTNERSHIP)
        if row.audience_id == audience.pk:
            raise WrongState(Message(N_("It is open to all of the partnership already.")))
        for parts in (row.originals, row.signatories, row.annexes, row.commitments, row.bodies, row.functions):
            parts.update(audience=audience)
        row.audience = audience
        row.save(update_fields=["audience"])
        registry.opened(row._meta.label_lower, row.pk, audience.pk)
        beside.opened(row.pk, audience.pk)
        record(actor, "agreement.shared", row)
    return row


def remove(*, actor: Actor, agreement: int) -> None:
    """Take a draft away, with its parts and what was uploaded to it.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        It is no draft.

    """
    with acting(actor):
        row = locked(agreement)
        require(policies.may_write(actor))
        is_draft(row)
        beside.removed(list(row.commitments.values_list("pk", flat=True)))
        for parts in (row.signatories, row.commitments, row.bodies, row.functions, row.annexes, row.originals):
            parts.all().delete()
        record(actor, "agreement.removed", row)
        registry.forgotten(row._meta.label_lower, row.pk)
        row.delete()


def amend(*, actor: Actor, agreement: int) -> Agreement:
    """Begin a new edition of one in force, or of one that has ended, as a draft that says what it said.

    It supersedes the other when it comes into force. Uploaded annexes follow; signatures do not.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        It is a draft, or has a new edition that is a draft.

    """
    with acting(actor):
        old = locked(agreement)
        require(policies.may_write(actor))
        if old.draft:
            raise WrongState(Message(N_("It is a draft. Change it as it is.")))
        if old.superseding.exists():
            raise WrongState(Message(N_("There is a new edition of it already.")))
        row = Agreement(made_by=actor.person, supersedes=old, **owned(old))
        for name in ("title", "subject", *FIELDS, "term", "notice_months", "place"):
            setattr(row, name, getattr(old, name))
        row.save(force_insert=True)
        _copy_parts(old, row)
        record(actor, "agreement.amended", row, of=old.pk)
    return row


def _word(row: Agreement, said: Wording) -> None:
    row.title = line(said.title, required=Message(N_("Give the agreement a title.")))
    row.subject, row.place = line(said.subject), line(said.place)
    for name in FIELDS:
        setattr(row, name, free(getattr(said, name)))
    if said.term not in Agreement.Kind.values:
        raise InputError(Message(N_("“{value}” is none of the choices."), {"value": said.term}))
    if said.starts and said.ends and said.ends < said.starts:
        raise InputError(Message(N_("The last day lies before the first. Choose a later one.")))
    if said.notice_months is not None:
        if said.term not in terms.TERMINABLE:
            raise InputError(Message(N_("This kind of term has no time of notice. Leave it empty, or choose another.")))
        if not 0 <= said.notice_months <= LONGEST_NOTICE:
            raise InputError(Message(N_("Give at most {n} months of notice."), {"n": LONGEST_NOTICE}))
    if said.follow_up and said.ends and said.follow_up > said.ends:
        raise InputError(Message(N_("It is to be followed up before it ends. Choose an earlier day.")))
    for name in ("term", "starts", "ends", "notice_months", "follow_up"):
        setattr(row, name, getattr(said, name))


def _audience(readers: str) -> Audience:
    if readers not in READERS:
        raise InputError(Message(N_("“{value}” is none of the choices."), {"value": readers}))
    return audiences.of_kind(readers)


def _copy_parts(old: Agreement, row: Agreement) -> None:
    """The parts of one edition, with what is said in them, as parts of the next."""
    annexes: dict[int, Annex] = {}
    for annex in old.annexes.in_order():
        number = annex.pk
        annexes[number] = _copied(annex, row)
    for commitment in old.commitments.in_order():
        annex = annexes[commitment.annex_id] if commitment.annex_id else None
        _copied(commitment, row, annex=annex)
    for signatory in old.signatories.in_order():
        _copied(signatory, row, original=None, signed_on=None)
    for body in old.bodies.in_order():
        _copied(body, row)
    for function in old.functions.in_order():
        _copied(function, row)


def _copied(part: Any, row: Agreement, **other: Any) -> Any:
    part.pk, part._state.adding, part.agreement = None, True, row
    for name, value in other.items():
        setattr(part, name, value)
    part.save(force_insert=True)
    return part
