"""From a draft to an agreement in force, and to its end. Signed means an uploaded original, never a click."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Max

from lagesbild.agreements import policies, terms
from lagesbild.agreements.actions.common import TRANSITIONS, State, is_draft, locked, owned, record
from lagesbild.agreements.content import content, digest, seal
from lagesbild.agreements.models import Agreement, Original, Review, Signatory
from lagesbild.core import files, registry, signatures
from lagesbild.core.actions import SYSTEM, Actor, WrongState, acting, move, require
from lagesbild.core.models import Audience, Party
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.meetings.models import Decision
from lagesbild.organisation import binding
from lagesbild.organisation.queries import today
from lagesbild.organisation.texts import free

DAY = dt.timedelta(days=1)
SIGN = "agreements.sign"
"""The kind of decision by which somebody signs agreements for a party."""


def sign(*, actor: Actor, agreement: int, signatories: Iterable[int], signed_on: dt.date, original: bytes) -> Original:
    """Keep a signed original: whose signatures it carries, and when it was signed.

    Raises
    ------
    Denied
        The actor may not write agreements.
    WrongState
        It is no draft, or one of them has signed another original.
    InputError
        The text lacks what it needs to come into force, and it cannot change once it is signed; nobody is chosen,
        the day lies ahead, or the file is no original; one of them has no mandate to sign for the
        party, and then the message says who may, or where to note it.

    """
    with acting(actor):
        row = locked(agreement)
        require(policies.may_write(actor))
        is_draft(row)
        chosen = list(row.signatories.select_for_update(of=("self",)).filter(pk__in=set(signatories)))
        if not chosen or len(chosen) != len(set(signatories)):
            raise InputError(Message(N_("Choose whose signatures the original carries.")))
        if any(one.original_id for one in chosen):
            raise WrongState(Message(N_("One of them has signed already. Take that original away first.")))
        if signed_on > today(row.partnership):
            raise InputError(Message(N_("It cannot have been signed on a day that lies ahead.")))
        for one in chosen:
            _authorised(one, signed_on)
        for missing in lacking_words(row):
            raise InputError(missing)
        file = files.signed(original)
        kept = Original.objects.create(
            agreement=row,
            content=file.content,
            media_type=file.media_type,
            digest=file.digest,
            electronic=signatures.kept(file.electronic),
            size=len(file.content),
            person_id=actor.person,
            **owned(row),
        )
        for one in chosen:
            one.original, one.signed_on = kept, signed_on
            one.save(update_fields=["original", "signed_on", "mandate"])
        record(actor, "agreement.signed", row, original=kept.pk, sha256=kept.digest, signatories=[p.pk for p in chosen])
    return kept


def _authorised(one: Signatory, day: dt.date) -> None:
    """Go on only if it is said by what mandate somebody signs; where it is said who may, it is one of those."""
    mandate = None
    if one.of_party_id is not None:
        mandate = binding.signs(one.of_party_id, SIGN, day, (one.function, one.name))
    if mandate is not None:
        one.mandate = one.mandate or mandate.source or mandate.called
    if not one.mandate:
        values = {"function": one.function, "party": one.party_name}
        raise InputError(
            Message(
                N_(
                    "It is not said by what mandate {function} signs for {party}. Write it beside the signatory, "
                    "or note on the page of bodies who signs agreements for the party."
                ),
                values,
            )
        )


def unsign(*, actor: Actor, original: int) -> int:
    """Take an original away while the agreement is a draft; the number of the agreement.

    Raises
    ------
    Denied
        The actor may not write agreements.
    WrongState
        It is no draft.

    """
    with acting(actor):
        row = locked(Original.objects.values_list("agreement", flat=True).get(pk=original))
        require(policies.may_write(actor))
        is_draft(row)
        row.signatories.filter(original=original).update(original=None, signed_on=None)
        row.originals.filter(pk=original).delete()
        record(actor, "agreement.unsigned", row, original=original)
    return row.pk


def enter_force(*, actor: Actor, agreement: int) -> Agreement:
    """Let a signed draft come into force: from now on its text is frozen. What it supersedes ends the day before.

    A draft without a first day begins on the day it was signed.

    Raises
    ------
    Denied
        The actor may not decide so.
    WrongState
        It is no draft, or not everybody has signed.
    InputError
        It has fewer than two parties, no purpose, or no last day, or begins before the edition that it supersedes.

    """
    with acting(actor):
        row = locked(agreement)
        require(policies.may_decide(actor))
        for missing in lacking(row):
            raise InputError(missing)
        move(row, TRANSITIONS, State.IN_FORCE)
        signed = row.signatories.aggregate(last=Max("signed_on"))["last"]
        row.signed_on = signed
        row.starts = row.starts or signed
        if row.starts is None or row.ends is None or row.ends < row.starts:
            raise InputError(Message(N_("The last day lies before the first. Choose a later one.")))
        row.sealed = seal(content(row))
        row.digest = digest(row.sealed)
        row.save(update_fields=["state", "signed_on", "starts", "sealed", "digest"])
        old = locked(row.supersedes_id) if row.supersedes_id else None
        if old is not None and old.state == State.IN_FORCE:
            early = _too_early(row.starts, old)
            if early is not None:
                raise InputError(early)
            _until(old, row.starts - DAY)
            record(actor, "agreement.superseded", old, by=row.pk)
        record(actor, "agreement.in_force", row, digest=row.digest)
    return row


def lacking(row: Agreement) -> list[Message]:
    """What a draft lacks before it can come into force."""
    found = lacking_words(row)
    if row.audience.kind == Audience.OWN:
        found.insert(0, Message(N_("It is open to your own party alone. Open it to all of the partnership.")))
    waiting = list(row.signatories.unsigned().in_order())
    if waiting:
        values = {"who": ", ".join(f"{one.function} ({one.party_name})" for one in waiting)}
        found.append(Message(N_("A signed original is missing from {who}."), values))
    return found


def lacking_words(row: Agreement) -> list[Message]:
    """What the text of a draft lacks before anybody can sign it."""
    found = []
    if not row.purpose:
        found.append(Message(N_("It says nothing of its purpose. Write for what and in which areas you cooperate.")))
    if row.ends is None:
        found.append(Message(N_("It has no last day.")))
    if row.term == terms.FIXED_FOLLOW_UP and row.follow_up is None:
        found.append(Message(N_("It has no day by which it is followed up.")))
    old = row.supersedes
    if old is not None and old.state == State.IN_FORCE and row.starts is not None:
        early = _too_early(row.starts, old)
        found += [early] if early is not None else []
    parties = row.signatories.values_list("of_party", "party_name")
    if len({number or name.casefold() for number, name in parties}) < 2:
        found.append(Message(N_("It has fewer than two parties. Add who signs for each.")))
    return found


def give_notice(*, actor: Actor, agreement: int, by: int, on: dt.date, last: dt.date | None = None) -> Agreement:
    """Note that a party has given notice on a day; the last day follows from the term.

    `last` is a later last day that the parties agree on, where the text names no time of notice.

    Raises
    ------
    Denied
        The actor may not decide so.
    WrongState
        It is not in force, its term cannot be ended, or notice is given already.
    InputError
        The party has not signed it, the day lies ahead or before the agreement, or `last` does not hold.

    """
    with acting(actor):
        row = locked(agreement)
        require(policies.may_decide(actor))
        term = row.said
        if row.state != State.IN_FORCE or term is None:
            raise WrongState(Message(N_("It is not in force.")))
        if row.until is not None:
            raise WrongState(Message(N_("Its last day is set already.")))
        if on > today(row.partnership) or (row.signed_on is not None and on < row.signed_on):
            raise InputError(Message(N_("Notice is given between the day it was signed and today.")))
        ends = terms.ends_by_notice(term, on)
        if ends is None:
            raise WrongState(Message(N_("By its term nobody may give notice. It ends on its last day.")))
        parties = signed_by(row)
        if parties and by not in parties:
            raise InputError(Message(N_("Notice is given by one of the parties that have signed it.")))
        if last is not None:
            if term.kind != terms.FIXED_NOTICE or term.notice_months is not None:
                raise InputError(Message(N_("The last day follows from the time of notice. Leave it empty.")))
            if not ends <= last <= term.ends:
                values = {"first": ends, "last": term.ends}
                raise InputError(Message(N_("Choose a last day from {first} to {last}."), values))
        row.notice_on, row.notice_by, row.until = on, Party.objects.get(pk=by), last or ends
        row.save(update_fields=["notice_on", "notice_by", "until"])
        record(actor, "agreement.notice_given", row, by=by, on=on.isoformat(), until=row.until.isoformat())
    return row


def take_back_notice(*, actor: Actor, agreement: int) -> Agreement:
    """Take notice back, as long as the agreement has not ended; a newer edition in force takes over as it did.

    Raises
    ------
    Denied
        The actor may not decide so.
    WrongState
        No notice is given, or it has ended.

    """
    with acting(actor):
        row = locked(agreement)
        require(policies.may_decide(actor))
        if row.state != State.IN_FORCE or row.notice_on is None:
            raise WrongState(Message(N_("No notice is given that can be taken back.")))
        row.notice_on = row.notice_by = row.until = None
        later = row.superseding.exclude(state=State.DRAFT).first()
        if later is not None and later.starts is not None:
            row.until = later.starts - DAY
        row.save(update_fields=["notice_on", "notice_by", "until"])
        record(actor, "agreement.notice_taken_back", row)
    return row


def end_those_past(*, actor: Actor) -> int:
    """Let those whose last day has passed be ended; how many. Only the system does.

    Raises
    ------
    Denied
        Someone else asks.

    """
    with acting(actor):
        require(actor.person == SYSTEM)
        ended = 0
        for row in Agreement.objects.in_force().select_for_update(of=("self",)).select_related("partnership"):
            day = today(row.partnership)
            if row.said is not None and terms.last_day(row.said, day) < day:
                move(row, TRANSITIONS, State.ENDED)
                row.save(update_fields=["state"])
                record(actor, "agreement.ended", row)
                ended += 1
    return ended


def review(*, actor: Actor, agreement: int, held: dt.date, text: str = "", decision: Decision | None = None) -> Review:
    """Note that an agreement was followed up or revised, and what came of it.

    Raises
    ------
    Denied
        The actor may not decide so.
    WrongState
        It is not in force.
    InputError
        The day lies ahead or before the agreement, or the text tells who someone is.

    """
    with acting(actor):
        row = locked(agreement)
        require(policies.may_decide(actor))
        term = row.said
        if row.state != State.IN_FORCE or term is None:
            raise WrongState(Message(N_("It is not in force.")))
        if held > today(row.partnership) or held < min(term.starts, row.signed_on or term.starts):
            raise InputError(Message(N_("Choose a day between the beginning of the agreement and today.")))
        following = terms.following(term, held, reviewed=reviewed_on(row))
        made = Review.objects.create(
            agreement=row,
            due=following.by if following.what in (terms.What.REVISION, terms.What.FOLLOW_UP) else None,
            held=held,
            text=free(text),
            decision=decision,
            person_id=actor.person,
            **owned(row),
        )
        record(actor, "agreement.reviewed", row, review=made.pk, decision=decision.pk if decision else None)
    return made


def take_back_review(*, actor: Actor, review: int) -> int:
    """Take back that it was followed up; the number of the agreement.

    Raises
    ------
    Denied
        The actor may not decide so.
    WrongState
        A meeting decided it, and the decision stands.

    """
    with acting(actor):
        found = Review.objects.select_related("decision").get(pk=review)
        row = locked(found.agreement_id)
        require(policies.may_decide(actor))
        if found.decision is not None and found.decision.undone is None:
            raise WrongState(Message(N_("A meeting decided it. Undo the decision there.")))
        registry.forgotten(found._meta.label_lower, review)
        found.delete()
        record(actor, "agreement.review_taken_back", row, review=review)
    return row.pk


def signed_by(row: Agreement) -> set[int]:
    """The parties of the partnership that sign it; empty where it names parties in words alone."""
    return set(row.signatories.filter(of_party__isnull=False).values_list("of_party", flat=True))


def reviewed_on(row: Agreement) -> dt.date | None:
    """The day on which it was last followed up or revised."""
    last: dt.date | None = row.reviews.aggregate(last=Max("held"))["last"]
    return last


def _too_early(day: dt.date, old: Agreement) -> Message | None:
    """What is wrong where it would take the place of days on which the earlier edition has applied from its first."""
    if old.starts is None or day > old.starts or day == old.starts > today(old.partnership):
        return None
    values = {"first": old.starts}
    return Message(N_("The edition before it applies from {first}. Choose a first day after that."), values)


def _until(old: Agreement, day: dt.date) -> None:
    """The last day of what is superseded, if it did not end before."""
    if old.until is None or day < old.until:
        old.until = day
        old.save(update_fields=["until"])
