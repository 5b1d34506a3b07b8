"""One's own address: asked for, proven by a link that goes to the new one, and then changed."""

from __future__ import annotations

import datetime as dt

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import IntegrityError, transaction

from lagesbild.accounts import mails
from lagesbild.accounts.actions import record_everywhere
from lagesbild.accounts.models import Person
from lagesbild.core import outbox
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

SALT = "a person's new address"
WORKS_FOR = dt.timedelta(days=1)
NO_MAIL = Message(N_("This installation sends no mail, and a new address is proven by mail. Ask whoever runs it."))


class LinkGone(InputError):
    """The link cannot be used: the same answer whatever the reason."""

    status = 404

    def __init__(self) -> None:
        words = N_("This link cannot be used: it has been used, its time is out, or it is for somebody else.")
        super().__init__(Message(words))


def ask_new_address(*, person: Person, email: str) -> None:
    """Ask to sign in with another address; a link is sent to it. Whether somebody else has it is not told.

    Raises
    ------
    InputError
        It is the address that one has, or no mail can be sent.

    """
    wanted = email.strip().lower()
    if not mails.can_be_sent():
        raise InputError(NO_MAIL)
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        if wanted == row.email:
            raise InputError(Message(N_("That is the address you have. Write the new one.")))
        row.wanted_email = wanted
        row.save(update_fields=["wanted_email"])
        outbox.add("accounts.address_asked", partnership=0, person=row.pk)


def secret_of(person: Person) -> str:
    """What stands in the link to the address that someone has asked for."""
    return signing.dumps([person.pk, person.wanted_email], salt=SALT)


def proven(*, person: Person, secret: str) -> str:
    """The address that the link proves.

    Raises
    ------
    LinkGone
        It proves none that this person waits for.

    """
    try:
        number, wanted = signing.loads(secret, salt=SALT, max_age=WORKS_FOR)
    except signing.BadSignature as error:
        raise LinkGone from error
    if number != person.pk or not wanted or wanted != person.wanted_email:
        raise LinkGone
    return str(wanted)


def take_new_address(*, person: Person, secret: str) -> Person:
    """Sign in with the new address from now on; said on the timeline wherever the person takes part.

    Raises
    ------
    LinkGone
        The link is not for this.
    InputError
        Somebody else signs in with the address.

    """
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        row.email, row.wanted_email = proven(person=row, secret=secret), ""
        try:
            with transaction.atomic():
                row.save(update_fields=["email", "wanted_email"])
        except IntegrityError as error:
            raise InputError(Message(N_("Somebody signs in with that address already. Choose another."))) from error
        EmailAddress.objects.filter(user=row).delete()
        EmailAddress.objects.create(user=row, email=row.email, primary=True, verified=True)
        record_everywhere(person=row, verb="person.address")
    return row
