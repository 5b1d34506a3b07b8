"""What the sign-in library keeps of a person: sessions, second factors, addresses."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpRequest

from lagesbild.accounts.models import Device, Person
from lagesbild.core.scope import Scope, scope


def sign_in(request: HttpRequest, person: Person) -> None:
    """Sign a person in without asking for anything more; the session stands on the person's list of sessions."""
    get_adapter().login(request, person)
    UserSession.objects.create_from_request(request, user=person)


def rename(request: HttpRequest) -> None:
    """Go on in a session of another name; the one before is no more."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.session.cycle_key()
    UserSession.objects.create_from_request(request)


def end_all(person: Person) -> None:
    """Sign a person out everywhere."""
    for session in UserSession.objects.filter(user=person):
        session.end()


def take_away(person: Person, *, password: bool = True) -> None:
    """Take away what opens an account: second factors, sessions, and if nothing else is said the password."""
    Authenticator.objects.filter(user=person).delete()
    if password:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    end_all(person)


def close(person: Person) -> None:
    """Close an account: nothing of it opens anything any more. It begins anew if the person is invited again."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    take_away(person)


def remember_address(person: Person, *, verified: bool, fresh_password: bool) -> bool:
    """Keep whether the address has been proven, which a link that came by mail does; whether this first proof did it.

    Whoever made the account may be another than the one who reads the mail: at the first proof, all that opened it
    before opens nothing any more. The password too, unless it was chosen by way of the mail (`fresh_password`).
    """
    row, _ = EmailAddress.objects.select_for_update().get_or_create(
        user=person, email=person.email, defaults={"primary": True, "verified": False}
    )
    if not verified or row.verified:
        return False
    row.verified = True
    row.save(update_fields=["verified"])
    take_away(person, password=not fresh_password)
    _end_phones(person)
    return True


def proven_by_new_password(sender: object, user: Person, **_named: object) -> None:
    """A password was chosen by a link that came by mail, which proves the address."""
    with transaction.atomic():
        remember_address(user, verified=True, fresh_password=True)


def _end_phones(person: Person) -> None:
    """Sign a person's phones out everywhere, with links that would sign one in."""
    with scope(Scope(person=person.pk)):
        where = set(Device.objects.filter(person=person, revoked__isnull=True).values_list("partnership_id", flat=True))
    for partnership in sorted(where):
        with scope(Scope(person=person.pk, read=(partnership,), write=partnership)):
            Device.objects.filter(person=person).end()
