"""What the worker does for people: letters. It is given ids; secrets are made here, while the letter is written."""

from __future__ import annotations

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lagesbild.accounts import mails, tokens
from lagesbild.accounts.mails import Letter
from lagesbild.accounts.models import Invitation, Person
from lagesbild.core.scope import Scope, scope
from lagesbild.i18n import N_, Message

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
        Letter(
            row.email,
            row.partnership.language,
            Message(N_("Invitation to {partnership}"), {"partnership": row.partnership.name}),
            Message(
                mails.INVITATION,
                {
                    "partnership": row.partnership.name,
                    "party": row.party.name,
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
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(found)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(found), "key": key})
    body = Message(mails.PASSWORD_LINK, {"link": mails.link(path)})
    Letter(found.email, found.language, Message(N_("A new password for Lägesbild")), body).send()


@app.task(name="accounts.notice", retry=AGAIN)
def notice(*, partnership: int, person: int, notice: int) -> None:
    """Tell someone that something about how they sign in has changed."""
    found = Person.objects.filter(pk=person).first()
    if found is None:
        return
    what = list(mails.NOTICES.values())[notice]
    body = Message(mails.NOTICE, {"what": what, "link": mails.link(reverse("accounts:me"))})
    Letter(found.email, found.language, what, body).send()
