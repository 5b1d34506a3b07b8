"""Somebody who has lost what one signs in with is helped back, without whoever helps coming in as that person."""

from __future__ import annotations

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from lagesbild.accounts import mails, policies, sessions
from lagesbild.accounts.models import Device, Membership, Person
from lagesbild.core import outbox, timeline
from lagesbild.core.actions import Actor, acting, require
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message


def let_in_again(*, actor: Actor, person: int, mail: bool = True) -> Person:
    """Take away what opened someone's account, and send a link to begin anew: first a password, then a second step.

    The link goes to the person alone: whoever could read it would come in as somebody else, also elsewhere. Without
    `mail` the caller hands it over (`password_link`); only the operator's command does.

    Raises
    ------
    Denied
        Only administrators do.
    InputError
        The person is oneself, takes no part here, or no mail can be sent.

    """
    with acting(actor):
        row = Person.objects.select_for_update().get(pk=person)
        require(policies.may_let_in(actor))
        if person == actor.person:
            raise InputError(Message(N_("You are signed in. Change how you sign in under My account.")))
        if not Membership.objects.filter(partnership_id=actor.partnership, person=row).exists():
            raise InputError(Message(N_("The person does not take part here.")))
        if mail and not mails.can_be_sent():
            words = N_(
                "This installation sends no mail, so no link would reach the person. Nothing was changed. "
                "Ask whoever runs it to do this: lagesbild user let-in {email}"
            )
            raise InputError(Message(words, {"email": row.email}))
        sessions.take_away(row)
        Device.objects.filter(partnership_id=actor.partnership, person=row).end()
        if mail:
            outbox.add("accounts.let_in", partnership=actor.partnership, person=row.pk)
        timeline.record(partnership=actor.partnership, person=actor.person, verb="person.let_in", subject=row)
    return row


def password_link(person: Person) -> str:
    """The whole address where someone chooses a new password; it works for four hours, and once."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
    return mails.link(path)
