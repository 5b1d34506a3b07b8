"""What the worker does for people: letters. It is given ids; secrets are made here, while the letter is written."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lagesbild.accounts import addresses, mails, recovery, seats, tokens
from lagesbild.accounts.mails import Letter
from lagesbild.accounts.models import Invitation, Person, Role
from lagesbild.core import outbox
from lagesbild.core.models import Partnership
from lagesbild.core.scope import Scope, scope
from lagesbild.i18n import N_, Message, known, translator

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)
"""A mail server that is away is tried again for a few hours."""


@app.task(name="accounts.invitation", retry=AGAIN)
def invitation(*, partnership: int, invitation: int) -> None:
    """Send an invitation with a link of its own, if it can still be taken."""
    with scope(Scope(read=(partnership,), write=partnership)):
        found = Invitation.objects.open().select_related("partnership", "party").select_for_update(of=("self",))
        row = found.filter(pk=invitation).first()
        if row is None:
            return
        token = tokens.make(partnership)
        row.mail_digest = token.digest
        row.save(update_fields=["mail_digest"])
        words = translator(known(row.partnership.language))
        seat = None if row.seat is None else seats.told(row.seat)
        Letter(
            row.email,
            row.partnership.language,
            Message(N_("Invitation to {partnership}"), {"partnership": row.partnership.name}),
            Message(
                mails.INVITATION,
                {
                    "partnership": row.partnership.name,
                    "party": row.party.name,
                    "roles": ", ".join(words.gettext(Role(role).label) for role in row.roles),
                    "seat": f"{words.say(seat)}\n\n" if seat else "",
                    "until": timezone.localtime(row.expires).date(),
                    "link": mails.link(reverse("accounts:invitation", kwargs={"token": str(token)})),
                },
            ),
        ).send()


@app.task(name="accounts.password_link", retry=AGAIN)
def password_link(*, partnership: int, person: int) -> None:
    """Send a link to choose a new password; nothing when nobody has the address that was given."""
    found = Person.objects.filter(pk=person, is_active=True).first()
    if found is None:
        return
    body = Message(mails.PASSWORD_LINK, {"link": recovery.password_link(found)})
    Letter(found.email, found.language, Message(N_("A new password for Lägesbild")), body).send()


@app.task(name="accounts.let_in", retry=AGAIN)
def let_in(*, partnership: int, person: int) -> None:
    """Send a link to choose a new password to someone whom an administrator has let in anew."""
    found = Person.objects.filter(pk=person, is_active=True).first()
    if found is None:
        return
    with scope(Scope(read=(partnership,))):
        name = Partnership.objects.get(pk=partnership).name
    body = Message(mails.LET_IN, {"partnership": name, "link": recovery.password_link(found)})
    Letter(found.email, found.language, Message(N_("Begin anew in Lägesbild")), body).send()


@app.task(name="accounts.new_address", retry=AGAIN)
def new_address(*, partnership: int, person: int) -> None:
    """Send the link that proves a new address to it; nothing if it is somebody else's."""
    found = _waiting(person)
    if found is None:
        return
    path = reverse("accounts:new_address", kwargs={"secret": addresses.secret_of(found)})
    body = Message(mails.NEW_ADDRESS, {"link": mails.link(path)})
    Letter(found.wanted_email, found.language, Message(N_("Your new address in Lägesbild")), body).send()


@app.task(name="accounts.address_asked", retry=AGAIN)
def address_asked(*, partnership: int, person: int) -> None:
    """Tell the address that someone has of the one that was asked for; nothing if that is somebody else's.

    The link to the new one goes when this has gone: whoever took over an account does not outrun its owner.
    """
    found = _waiting(person)
    if found is None:
        return
    values = {"what": Message(mails.ADDRESS_ASKED), "link": mails.link(reverse("accounts:me"))}
    told = Message(mails.NOTICE, values)
    Letter(found.email, found.language, Message(N_("Another address for your account")), told).send()
    outbox.add("accounts.new_address", partnership=0, person=found.pk)


def _waiting(person: int) -> Person | None:
    """Someone who waits for a new address that nobody else has."""
    found = Person.objects.filter(pk=person, is_active=True).exclude(wanted_email="").first()
    return None if found is None or Person.objects.filter(email=found.wanted_email).exists() else found


@app.task(name="accounts.notice", retry=AGAIN)
def notice(*, partnership: int, person: int, notice: int) -> None:
    """Tell someone that something about how they sign in has changed."""
    found = Person.objects.filter(pk=person).first()
    if found is None:
        return
    what = list(mails.NOTICES.values())[notice]
    body = Message(mails.NOTICE, {"what": what, "link": mails.link(reverse("accounts:me"))})
    Letter(found.email, found.language, what, body).send()
