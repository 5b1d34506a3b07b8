"""What this room tells the rooms above it."""

from __future__ import annotations

from django.urls import reverse

from lagesbild.calendars import policies
from lagesbild.core import access, timeline
from lagesbild.core.web import Here, navigation
from lagesbild.i18n import N_, Message
from lagesbild.leadership import beside
from lagesbild.leadership.beside import Act

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
    beside.acts_from(acts)


def acts(here: Here) -> list[Act]:
    """From the wheel to the calendar that one subscribes to."""
    if not policies.may_subscribe(here.actor):
        return []
    label = Message(N_("Subscribe to it, and be reminded by mail"))
    return [Act(label, reverse("calendars:page", kwargs={"slug": here.partnership.slug}))]
