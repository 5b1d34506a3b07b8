"""Every change to who takes part. The order within each is that of `core.actions`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from lagesbild.accounts import policies, seats, sessions, tokens
from lagesbild.accounts.models import REPORTING, Device, Invitation, Membership, Person, Role
from lagesbild.accounts.queries import InvitationQuerySet
from lagesbild.accounts.tokens import Token
from lagesbild.core import outbox, timeline
from lagesbild.core.actions import Actor, WrongState, acting, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.core.models import Party
from lagesbild.core.scope import Scope, scope
from lagesbild.errors import InputError
from lagesbild.i18n import LANGUAGES, N_, Message

OPEN_FOR = dt.timedelta(days=14)
"""How long an invitation waits."""
KNOWN = Message(N_("There is an account with this address already. Sign in with it first."))


@dataclass(frozen=True, slots=True)
class Held:
    """Someone's roles for a party as a form shows them, to see whether someone else changed them meanwhile."""

    roles: tuple[str, ...]
    edited: tuple[str, ...] = ("roles",)

    @classmethod
    def of(cls, roles: Iterable[str]) -> Held:
        """Them, in any order."""
        return cls(tuple(sorted(roles)))


class Gone(InputError):
    """The link of an invitation cannot be used: the same answer whatever the reason."""

    status = 404

    def __init__(self) -> None:
        super().__init__(
            Message(
                N_(
                    "This invitation cannot be used: it has been used, withdrawn, or its time is out. "
                    "Ask whoever invited you for a new one."
                )
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """What someone new says when an invitation is taken.

    `password` is empty for those who only report: they are recognised by their phone.
    """

    name: str
    password: str = ""
    language: str = "sv"


@dataclass(frozen=True, slots=True)
class Accepted:
    """An invitation that was taken: by whom, and whether the person is new here.

    `begins_anew` says that it was the first proof that the address is the person's: all ways to sign in that were there
    before are gone, and a new password is to be chosen.
    """

    person: Person
    partnership: int
    party: int
    roles: frozenset[str]
    new: bool
    begins_anew: bool


def invite(
    *, actor: Actor, email: str, party: int, roles: Collection[str], seat: int | None = None, mail: bool = True
) -> tuple[Invitation, Token]:
    """Keep a place for someone; the token is for the link that is shown once.

    With a `seat`, whoever takes the invitation holds it from that day.

    Raises
    ------
    Denied
        The actor may not give one of the roles, or not fill seats.
    InputError
        The address is none, no role is chosen, the same place is kept already, or the seat is not vacant or of another
        party.

    """
    address = _address(email)
    chosen = _roles(roles)
    with acting(actor):
        chosen_party = Party.objects.select_for_update(no_key=True, of=("self",)).get(pk=party)
        require(policies.may_give(actor, chosen, chosen_party.pk))
        held = Membership.objects.filter(party=chosen_party, person__email=address, role__in=chosen)
        if held.count() == len(chosen):
            raise InputError(Message(N_("{email} has this role for this party already."), {"email": address}))
        if Invitation.objects.open().filter(party=chosen_party, email=address).exists():
            raise InputError(
                Message(
                    N_("{email} has an invitation for this party already. Withdraw it first, then invite again."),
                    {"email": address},
                )
            )
        if seat is not None:
            seats.wanted(actor, seat, chosen_party.pk)
        token = tokens.make(actor.partnership)
        row = Invitation.objects.create(
            partnership_id=actor.partnership,
            party=chosen_party,
            email=address,
            roles=sorted(chosen),
            seat=seat,
            digest=token.digest,
            by_id=actor.person or None,
            expires=timezone.now() + OPEN_FOR,
        )
        if mail:
            outbox.add("accounts.invitation", partnership=actor.partnership, invitation=row.pk)
        _record(actor, "person.invited", row, party=chosen_party.pk, roles=sorted(chosen))
    return row, token


def withdraw(*, actor: Actor, invitation: int) -> Invitation:
    """Take an invitation back before it is used.

    Raises
    ------
    Denied
        The actor may not give the roles that it gives.
    WrongState
        It has been used or withdrawn.

    """
    with acting(actor):
        row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation)
        require(policies.may_give(actor, row.roles, row.party_id))
        if row.accepted or row.withdrawn:
            raise WrongState(Message(N_("The invitation has been used or withdrawn already.")))
        row.withdrawn = timezone.now()
        row.save(update_fields=["withdrawn"])
        _record(actor, "invitation.withdrawn", row)
    return row


def invitation_of(token: Token) -> Invitation:
    """The open invitation that a link leads to, with partnership, party and inviter; for the page that shows it.

    Raises
    ------
    Gone
        There is none.

    """
    with scope(Scope(read=(token.partnership,))):
        row = _of(token).select_related("partnership", "party", "by").first()
    if row is None:
        raise Gone
    return row


def accept(*, token: Token, person: Person | None = None, newcomer: Newcomer | None = None) -> Accepted:
    """Take an invitation: `person` who has signed in, or a `newcomer`, gets the roles.

    Raises
    ------
    Gone
        The invitation cannot be used.
    InputError
        It is for another address, name or password do not hold, or the address has an account to sign in with.

    """
    with scope(Scope(read=(token.partnership,), write=token.partnership)):
        row = _of(token).select_for_update(of=("self",)).first()
        if row is None:
            raise Gone
        new = person is None
        if person is None:
            if newcomer is None:
                raise InputError(Message(N_("Sign in first, or say who you are.")))
            person = _newcomer(row, newcomer)
        elif person.email.lower() != row.email:
            raise InputError(
                Message(
                    N_("The invitation is for another address than yours. Sign out first, then open the link again.")
                )
            )
        for role in row.roles:
            Membership.objects.get_or_create(
                partnership_id=row.partnership_id, party_id=row.party_id, person=person, role=role
            )
        row.accepted, row.accepted_by = timezone.now(), person
        row.save(update_fields=["accepted", "accepted_by"])
        by_mail = token.digest == bytes(row.mail_digest or b"")
        proven = sessions.remember_address(person, verified=by_mail, fresh_password=new)
        timeline.record(
            partnership=row.partnership_id,
            person=person.pk,
            verb="invitation.accepted",
            subject=row,
            party=row.party_id,
            roles=row.roles,
        )
    if row.seat is not None:
        seats.filled(partnership=row.partnership_id, person=person.pk, seat=row.seat)
    return Accepted(person, row.partnership_id, row.party_id, frozenset(row.roles), new, proven and not new)


def change_roles(*, actor: Actor, person: int, party: int, roles: Collection[str], seen: str = "") -> None:
    """Let someone have exactly these roles for a party.

    Raises
    ------
    Denied
        The actor may not give or take one of the roles that change.
    InputError
        No role is left (end it instead), the person does not take part, or the last administrator would go.
    ChangedMeanwhile
        Someone else changed them since `Held` had the mark `seen`.

    """
    wanted = _roles(roles)
    with acting(actor):
        administrators = _administrators(actor.partnership)
        held = _held(person, party)
        before = {row.role for row in held}
        unchanged(Held.of(before), seen)
        require(policies.may_give(actor, before ^ wanted, party))
        _not_the_last(administrators, {(person, party)} if Role.ADMINISTRATOR not in wanted else set())
        Membership.objects.filter(pk__in=[row.pk for row in held if row.role not in wanted]).delete()
        for role in sorted(wanted - before):
            Membership.objects.create(partnership_id=actor.partnership, party_id=party, person_id=person, role=role)
        if wanted != before:
            if not wanted & REPORTING:
                Device.objects.filter(person_id=person, party_id=party).end()
            who = Person.objects.get(pk=person)
            _record(actor, "person.roles", who, party=party, before=sorted(before), roles=sorted(wanted))


def end_membership(*, actor: Actor, person: int, party: int) -> None:
    """Someone no longer takes part for a party; what was done stays on the timeline.

    Raises
    ------
    Denied
        The actor may not take the roles that the person has.
    InputError
        The person does not take part, or is the last administrator.

    """
    with acting(actor):
        administrators = _administrators(actor.partnership)
        held = _held(person, party)
        before = sorted({row.role for row in held})
        require(person == actor.person or policies.may_give(actor, before, party))
        _not_the_last(administrators, {(person, party)})
        Membership.objects.filter(pk__in=[row.pk for row in held]).delete()
        Device.objects.filter(person_id=person, party_id=party).end()
        _record(actor, "person.ended", Person.objects.get(pk=person), party=party, before=before)


def deactivate(*, actor: Actor, person: int) -> None:
    """Someone leaves the partnership altogether; signed out everywhere, and the account closed if it serves nowhere.

    Whether the account lives on, because the person serves another partnership, is not told.

    Raises
    ------
    Denied
        Only administrators do.
    InputError
        The person does not take part, or is the last administrator.

    """
    with acting(actor):
        administrators = _administrators(actor.partnership)
        held = list(
            Membership.objects.select_for_update(of=("self",)).filter(
                partnership_id=actor.partnership, person_id=person
            )
        )
        require(policies.may_close(actor))
        if not held:
            raise InputError(Message(N_("The person does not take part here.")))
        parties = {row.party_id for row in held}
        _not_the_last(administrators, {(person, party) for party in parties})
        Membership.objects.filter(pk__in=[row.pk for row in held]).delete()
        Device.objects.filter(partnership_id=actor.partnership, person_id=person).end()
        row = Person.objects.select_for_update().get(pk=person)
        with scope(Scope(person=person)):
            elsewhere = Membership.objects.filter(person_id=person).exists()
        if elsewhere:
            sessions.end_all(row)
        else:
            sessions.close(row)
        _record(actor, "person.left", row, before=sorted({each.role for each in held}))


def describe_oneself(*, person: Person, name: str, language: str) -> Person:
    """Change one's own name and language; each partnership that one takes part in has it on its timeline."""
    named = _name(name)
    if language not in LANGUAGES:
        raise InputError(Message(N_("“{language}” is not a language here. There are: sv, en."), {"language": language}))
    with transaction.atomic():
        before = Person.objects.select_for_update().get(pk=person.pk)
        Person.objects.filter(pk=person.pk).update(name=named, language=language)
        if before.name != named:
            record_everywhere(person=person, verb="person.renamed")
    person.name, person.language = named, language
    return person


def record_everywhere(*, person: Person, verb: str) -> None:
    """Say on the timeline of each partnership that someone takes part in what the person did; inside a transaction."""
    with scope(Scope(person=person.pk)):
        places = set(Membership.objects.filter(person=person).values_list("partnership_id", flat=True))
    # in order, so that two who do it at once do not wait for each other's timelines
    for place in sorted(places):
        with scope(Scope(person=person.pk, read=(place,), write=place)):
            timeline.record(partnership=place, person=person.pk, verb=verb, subject=person)


def _of(token: Token) -> InvitationQuerySet:
    """The open invitation that the token is for, by the link on screen or by the one in the mail."""
    digest = token.digest
    return Invitation.objects.open().filter(Q(digest=digest) | Q(mail_digest=digest), partnership_id=token.partnership)


def _newcomer(invitation: Invitation, newcomer: Newcomer) -> Person:
    """A new person, or one whose account was closed and who begins anew."""
    named = _name(newcomer.name)
    needs_password = set(invitation.roles) != {Role.REPORTER}
    person = Person.objects.select_for_update().filter(email=invitation.email).first()
    if person is not None and person.is_active:
        raise InputError(KNOWN)
    if person is None:
        person = Person(email=invitation.email)
    person.name, person.is_active = named, True
    person.language = newcomer.language if newcomer.language in LANGUAGES else "sv"
    if needs_password or newcomer.password:
        _strong(newcomer.password, person)
        person.set_password(newcomer.password)
    else:
        person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        # another invitation to the same address was taken at the same time
        raise InputError(KNOWN) from error
    return person


def _strong(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise InputError(Message(N_("{why}"), {"why": " ".join(error.messages)})) from error


def _administrators(partnership: int) -> list[tuple[int, int]]:
    """Person and party of each administrator, locked in order: of two who remove each other only one succeeds."""
    rows = Membership.objects.select_for_update(of=("self",)).filter(
        partnership_id=partnership, role=Role.ADMINISTRATOR, person__is_active=True
    )
    return list(rows.order_by("pk").values_list("person_id", "party_id"))


def _not_the_last(administrators: Iterable[tuple[int, int]], leaving: set[tuple[int, int]]) -> None:
    before = set(administrators)
    if before & leaving and not before - leaving:
        raise InputError(Message(N_("This is the last administrator here. Let someone else be administrator first.")))


def _held(person: int, party: int) -> list[Membership]:
    rows = list(Membership.objects.select_for_update(of=("self",)).filter(person_id=person, party_id=party))
    if not rows:
        raise InputError(Message(N_("The person does not take part here.")))
    return rows


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise InputError(
            Message(N_("“{email}” is not an e-mail address: write it as anna@exempel.se."), {"email": email.strip()})
        ) from error
    return address


def _roles(roles: Iterable[str]) -> set[str]:
    chosen = {str(role) for role in roles}
    if not chosen:
        raise InputError(Message(N_("Choose at least one role.")))
    if not chosen <= set(Role.values):
        raise InputError(Message(N_("There is no such role.")))
    return chosen


def _name(name: str) -> str:
    named = " ".join(name.split())
    if not named:
        raise InputError(Message(N_("Give a name.")))
    return named


def _record(actor: Actor, verb: str, subject: Invitation | Person, **detail: timeline.Plain) -> None:
    timeline.record(partnership=actor.partnership, person=actor.person, verb=verb, subject=subject, **detail)
