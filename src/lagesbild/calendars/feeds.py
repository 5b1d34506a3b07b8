"""What is found at a secret address: whose it is, as long as that person takes part, and the calendar itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from lagesbild.accounts.access import NotHere, here_of
from lagesbild.accounts.tokens import Token
from lagesbild.calendars import concern, policies
from lagesbild.calendars.concern import Coming
from lagesbild.calendars.models import Feed
from lagesbild.compliance.rules.calendar import Period
from lagesbild.core import timeline
from lagesbild.core.actions import Actor
from lagesbild.core.calendars import Event, calendar
from lagesbild.core.models import Partnership
from lagesbild.core.scope import Scope, scope, walls_for
from lagesbild.i18n import N_, Message, Translator, known, translator
from lagesbild.meetings import calendars as meetings
from lagesbild.organisation.queries import today

USE_IS_NOTED_EVERY = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Opened:
    """An address that leads somewhere: to the calendar of somebody who takes part."""

    feed: Feed
    partnership: Partnership
    actor: Actor

    @property
    def words(self) -> Translator:
        """Words in the person's language."""
        return translator(known(self.feed.person.language))


def opened(token: Token) -> Opened | None:
    """Where a secret leads, with the rights that its person has now; that it is used is noted.

    None where there is no such address, it was renewed or ended, or its person does not take part any more.
    """
    with walls_for(Scope(read=(token.partnership,))):
        rows = Feed.objects.in_use().filter(partnership_id=token.partnership, token_digest=token.digest)
        feed = rows.select_related("person", "partnership", "body").first()
    if feed is None or not feed.person.is_active:
        return None
    try:
        partnership, actor = here_of(feed.person_id, feed.partnership.slug)
    except NotHere:
        return None
    if not policies.may_subscribe(actor):
        return None
    if feed.last_used is None or timezone.now() - feed.last_used > USE_IS_NOTED_EVERY:
        with scope(actor.scope()):
            Feed.objects.filter(pk=feed.pk).update(last_used=timezone.now())
    return Opened(feed, partnership, actor)


def written(found: Opened, at: str) -> bytes:
    """The calendar: a month back and a year ahead; its links lead to the site `at` which it was asked for."""
    now = today(found.partnership)
    over = Period(now - concern.BACK, now + concern.AHEAD)
    with walls_for(found.actor.scope()):
        if found.feed.body is None:
            coming = concern.of_person(found.partnership, found.actor, over)
            name = found.words.say(Message(N_("My calendar, {partnership}"), {"partnership": found.partnership.name}))
        else:
            coming = concern.of_body(found.partnership, found.feed.body.pk, over)
            name = f"{found.feed.body.name}, {found.partnership.name}"
        return calendar(_events(found, coming, at), name=name)


def _events(found: Opened, coming: list[Coming], at: str) -> list[Event]:
    kinds: dict[str, list[int]] = {}
    for one in coming:
        kinds.setdefault(one.source.kind, []).append(one.source.number)
    revisions = timeline.revisions(found.partnership.pk, kinds)
    events = []
    for one in coming:
        address = f"{at}{path(found.partnership, one)}"
        revision = revisions.get((one.source.kind, one.source.number))
        if one.meeting is not None:
            events.append(meetings.event(one.meeting, address, revision))
            continue
        parts = (one.source.kind, str(found.partnership.pk), str(one.source.number), one.part)
        events.append(
            Event(
                uid=f"{'-'.join(part for part in parts if part)}@lagesbild",
                summary=found.words.value(one.called),
                starts=one.day,
                ends=one.day,
                # what the timeline tells nothing of is as it was when the address was made
                changed=revision.at if revision else found.feed.made,
                sequence=revision.number if revision else 0,
                address=address,
            )
        )
    return events


def path(partnership: Partnership, one: Coming) -> str:
    """The path of the page of something; of the partnership's where it has none."""
    return reverse(one.page or "home", kwargs={"slug": partnership.slug, **one.arguments})
