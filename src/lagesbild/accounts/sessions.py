"""What the sign-in library keeps of a person: sessions, second factors, addresses."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from lagesbild.accounts.models import Person


def sign_in(request: HttpRequest, person: Person) -> None:
    """Sign a person in without asking for anything more; the session stands on the person's list of sessions."""
    get_adapter().login(request, person)
    UserSession.objects.create_from_request(request, user=person)


def end_all(person: Person) -> None:
    """Sign a person out everywhere."""
    for session in UserSession.objects.filter(user=person):
        session.end()


def close(person: Person) -> None:
    """Close an account: nothing of it opens anything any more. It begins anew if the person is invited again."""
    Authenticator.objects.filter(user=person).delete()
    person.is_active = False
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])


def remember_address(person: Person, *, verified: bool) -> None:
    """Keep whether the address has been proven, which a link that came by mail does."""
    row, _ = EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"primary": True, "verified": verified}
    )
    if verified and not row.verified:
        row.verified = True
        row.save(update_fields=["verified"])
