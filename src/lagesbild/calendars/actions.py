"""Every change to secret addresses and reminders. The order within each is that of `core.actions`."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from lagesbild.accounts import tokens
from lagesbild.accounts.models import Person
from lagesbild.accounts.tokens import Token
from lagesbild.calendars import policies
from lagesbild.calendars.models import MOST_AHEAD, Feed, Reminding
from lagesbild.core import timeline
from lagesbild.core.actions import Actor, WrongState, acting, require
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.models import Body


def open_feed(*, actor: Actor, body: int | None = None) -> tuple[Feed, Token]:
    """Make an address with all that concerns the actor, or with what one body has; the token is shown once.

    Raises
    ------
    Denied
        The actor only reports, or only watches.
    WrongState
        The actor has such an address already: it can be renewed.

    """
    with acting(actor):
        # of two that make the same one at the same moment, the second is to see the first
        Person.objects.select_for_update(no_key=True).get(pk=actor.person)
        require(policies.may_subscribe(actor))
        chosen = None if body is None else Body.objects.get(pk=body)
        if Feed.objects.in_use().of_person(actor.person).filter(body=chosen).exists():
            raise WrongState(Message(N_("You have this address already. Renew it if you have lost it.")))
        token = tokens.make(actor.partnership)
        row = Feed.objects.create(
            partnership_id=actor.partnership, person_id=actor.person, body=chosen, token_digest=token.digest
        )
        _record(actor, "feed.opened", row)
    return row, token


def renew_feed(*, actor: Actor, feed: int) -> tuple[Feed, Token]:
    """Give an address of one's own a new secret; the old one leads nowhere from now on.

    Raises
    ------
    Denied
        It is another's, or the actor no longer takes part in the work.
    WrongState
        It has been ended.

    """
    with acting(actor):
        row = _own(actor, feed)
        require(policies.may_subscribe(actor))
        token = tokens.make(actor.partnership)
        row.token_digest, row.made, row.last_used = token.digest, timezone.now(), None
        row.save(update_fields=["token_digest", "made", "last_used"])
        _record(actor, "feed.renewed", row)
    return row, token


def end_feed(*, actor: Actor, feed: int) -> Feed:
    """Take an address of one's own away for good.

    Raises
    ------
    Denied
        It is another's.
    WrongState
        It has been ended already.

    """
    with acting(actor):
        row = _own(actor, feed)
        row.revoked = timezone.now()
        row.save(update_fields=["revoked"])
        _record(actor, "feed.ended", row)
    return row


def remind(*, person: Person, ahead: int | None) -> None:
    """Say how one wants to be reminded: None for not at all, 0 on the day, else so many days ahead as well.

    It holds in every partnership that the person takes part in, so it is on the timeline of none.

    Raises
    ------
    InputError
        It is too many days.

    """
    if ahead is not None and not 0 <= ahead <= MOST_AHEAD:
        raise InputError(Message(N_("Choose between 1 and {most} days ahead."), {"most": MOST_AHEAD}))
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        if ahead is None:
            Reminding.objects.filter(person=person).delete()
        else:
            Reminding.objects.update_or_create(person=person, defaults={"ahead": ahead})


def _own(actor: Actor, feed: int) -> Feed:
    row = Feed.objects.select_for_update(of=("self",)).get(pk=feed, partnership_id=actor.partnership)
    require(row.person_id == actor.person)
    if row.revoked:
        raise WrongState(Message(N_("The address has been ended already.")))
    return row


def _record(actor: Actor, verb: str, row: Feed) -> None:
    timeline.record(partnership=actor.partnership, person=actor.person, verb=verb, subject=row, body=row.body_id)
