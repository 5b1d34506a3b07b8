"""What this room tells the rooms above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, QuerySet
from django.urls import reverse

from lagesbild.calendars import policies
from lagesbild.calendars.models import Feed
from lagesbild.core import access, timeline
from lagesbild.core.web import Here, navigation
from lagesbild.i18n import N_, Message
from lagesbild.leadership import beside
from lagesbild.leadership.beside import Act
from lagesbild.organisation.models import Body
from lagesbild.organisation.queries import bodies_of

VERBS = {
    "feed.opened": N_("Made a calendar address"),
    "feed.renewed": N_("Renewed a calendar address"),
    "feed.ended": N_("Ended a calendar address"),
}


def register() -> None:
    """Called once when the application starts."""
    timeline.verbs(VERBS)
    access.subjects({"calendars.feed": N_("Calendar address")})
    navigation.tool(order=7, name=N_("Calendar and reminders"), url="calendars:page", visible=policies.may_subscribe)
    navigation.start(order=21, template="calendars/start.html", context=unsubscribed, rows=_bodies_not_followed)
    beside.acts_from(acts)


def unsubscribed(here: Here) -> Mapping[str, Any] | None:
    """For those who sit in a body and have no calendar of their own to follow yet."""
    return {} if policies.may_subscribe(here.actor) else None


def _bodies_not_followed(frame: navigation.Frame) -> QuerySet[Body]:
    person = frame.actor.person
    return bodies_of(person, frame.day).filter(~Exists(Feed.objects.in_use().of_person(person)))


def acts(here: Here) -> list[Act]:
    """From the wheel to the calendar that one subscribes to."""
    if not policies.may_subscribe(here.actor):
        return []
    label = Message(N_("Subscribe to it, and be reminded by mail"))
    return [Act(label, reverse("calendars:page", kwargs={"slug": here.partnership.slug}))]
