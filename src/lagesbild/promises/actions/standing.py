"""What makes a promise stand: the joint position of a body, each party's own decision, signatures, publication."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lagesbild.core import files, signatures
from lagesbild.core.actions import Actor, WrongState, acting, move, require
from lagesbild.core.models import Party
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.meetings.models import Decision
from lagesbild.organisation.binding import Binding, decided, decided_before, not_ahead, signed_after
from lagesbild.organisation.texts import line
from lagesbild.promises import foreseeing, policies
from lagesbild.promises.actions.common import TRANSITIONS, State, locked, owned, record
from lagesbild.promises.models import PartyDecision, Promise, Signature
from lagesbild.promises.names import PARTY

AFTER_JOINT = (State.JOINT, State.BOUND, State.SIGNED, State.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed original: whose, by whom and as what, when, and the file itself."""

    party: int
    signatory: str
    function: str
    date: dt.date
    name: str
    content: bytes


def adopt(*, actor: Actor, promise: int, decision: Decision) -> Promise:
    """Take the joint position of a body. The decision of a meeting calls it, which has checked that the actor leads it.

    What the promise can show with these numbers is kept as it was told (`foreseeing`).

    Raises
    ------
    WrongState
        It is no draft.
    InputError
        No measure is promised: there is nothing behind it that can be followed up.
    """
    with acting(actor):
        row = locked(promise)
        if not row.promised.exists() and not row.milestones.exists():
            raise InputError(
                Message(N_("Nothing stands behind the promise yet. Choose which measures it promises, or a milestone."))
            )
        move(row, TRANSITIONS, State.JOINT)
        row.decision = decision
        row.foreseen = foreseeing.foresee(row).to_dict()
        row.save(update_fields=["state", "decision", "foreseen"])
        record(actor, "promise.adopted", row, decision=decision.pk, meeting=decision.meeting_id)
    return row


def release(*, actor: Actor, promise: int) -> Promise:
    """Take the joint position back, when the decision of the body is undone. A promise that was withdrawn stays so.

    Raises
    ------
    WrongState
        A party has decided on it meanwhile, or it is no longer what the body stands behind alone.
    """
    with acting(actor):
        row = locked(promise)
        if row.party_decisions.exists() or row.signatures.exists():
            raise WrongState(
                Message(N_("A party has decided on the promise or signed it since. Withdraw the promise instead."))
            )
        if row.state != State.WITHDRAWN:
            move(row, TRANSITIONS, State.DRAFT)
        row.decision, row.foreseen = None, None
        row.save(update_fields=["state", "decision", "foreseen"])
        record(actor, "promise.released", row)
    return row


def decide_party(*, actor: Actor, promise: int, binding: Binding) -> PartyDecision:
    """Write down a party's own decision; a later one replaces an earlier of the same party.

    Raises
    ------
    Denied
        The actor may not write for that party.
    WrongState
        No body has taken a joint position, or the promise is ended or withdrawn.
    InputError
        The party does not promise, it may not decide so (`binding.decided`), or it has signed before that.
    """
    with acting(actor):
        row = locked(promise)
        require(policies.may_bind(actor, binding.party))
        _stands(row)
        _promises(row, binding.party)
        columns = decided(actor.partnership, binding, PARTY)
        decided_before(
            row.signatures.filter(of_party_id=binding.party).order_by("-pk").values_list("date", flat=True)[:1],
            binding.date,
        )
        found = PartyDecision.objects.create(promise=row, person_id=actor.person, **columns, **owned(row))
        _advance(row)
        record(actor, "promise.party_decided", row, party=binding.party, decision=found.pk, state=row.state)
    return found


def sign(*, actor: Actor, promise: int, signed: Signed) -> Signature:
    """Keep a signed original; a later one of the same party replaces an earlier.

    Raises
    ------
    Denied
        The actor may not write for that party.
    WrongState
        The party has not decided yet, or the promise is ended or withdrawn.
    InputError
        Something is missing, the file is no PDF or picture or too large, or the day lies ahead or before the decision.
    """
    with acting(actor):
        row = locked(promise)
        require(policies.may_bind(actor, signed.party))
        _stands(row)
        _promises(row, signed.party)
        own = row.party_decisions.filter(of_party_id=signed.party).order_by("pk").last()
        if own is None:
            raise WrongState(
                Message(N_("The party has not decided yet. Write down its own decision first, then the signature."))
            )
        signed_after(own, signed.date)
        signatory = line(signed.signatory, required=Message(N_("Say who has signed.")))
        function = line(signed.function, required=Message(N_("Say in which function it was signed.")))
        not_ahead(actor.partnership, signed.date)
        original = files.signed(signed.content)
        found = Signature.objects.create(
            promise=row,
            of_party_id=signed.party,
            signatory=signatory,
            function=function,
            date=signed.date,
            name=line(signed.name[-150:]),
            content=original.content,
            media_type=original.media_type,
            size=len(original.content),
            digest=original.digest,
            electronic=signatures.kept(original.electronic),
            person_id=actor.person,
            **owned(row),
        )
        _advance(row)
        record(
            actor,
            "promise.signed",
            row,
            party=signed.party,
            signature=found.pk,
            digest=original.digest,
            state=row.state,
        )
    return found


def published(*, actor: Actor, promise: int, publication: int) -> Promise:
    """Say that the promise can be read by everyone. Called by the room that publishes, which has checked who may.

    Publishing it anew changes nothing here, nor that it can be read how it ended or that it was withdrawn.

    Raises
    ------
    WrongState
        It is not signed by all who promise.
    """
    with acting(actor):
        row = locked(promise)
        if row.state in (State.PUBLISHED, State.ENDED, State.WITHDRAWN):
            return row
        move(row, TRANSITIONS, State.PUBLISHED)
        row.save(update_fields=["state"])
        record(actor, "promise.published", row, publication=publication)
    return row


def taken_down(*, actor: Actor, promise: int, publication: int) -> Promise:
    """Say that the promise cannot be read by everyone any more; called as `published` is."""
    with acting(actor):
        row = locked(promise)
        if row.state != State.PUBLISHED:
            return row
        move(row, TRANSITIONS, State.SIGNED)
        row.save(update_fields=["state"])
        record(actor, "promise.taken_down", row, publication=publication)
    return row


def _advance(row: Promise) -> None:
    """Go on to what follows when the last party has decided, and when the last has signed."""
    promising = set(row.promisers.values_list("of_party_id", flat=True))
    decided = set(row.party_decisions.values_list("of_party_id", flat=True))
    signed = set(row.signatures.values_list("of_party_id", flat=True))
    if row.state == State.JOINT and promising <= decided:
        move(row, TRANSITIONS, State.BOUND)
    if row.state == State.BOUND and promising <= signed:
        move(row, TRANSITIONS, State.SIGNED)
    row.save(update_fields=["state"])


def _stands(row: Promise) -> None:
    if row.state not in AFTER_JOINT:
        raise WrongState(
            Message(N_("A body takes the joint position first; then each party decides for itself, and signs."))
        )


def _promises(row: Promise, party: int) -> None:
    if not row.promisers.filter(of_party_id=party).exists():
        raise InputError(Message(N_("{party} does not promise this."), {"party": Party.objects.get(pk=party).name}))
