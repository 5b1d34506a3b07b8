"""What this room tells the rooms above it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.urls import reverse

from lagesbild.core import access, timeline
from lagesbild.core.web import Here, navigation
from lagesbild.i18n import N_, Message
from lagesbild.picture import page as picture
from lagesbild.picture.models import Edition, Finding
from lagesbild.promises import parts
from lagesbild.promises.models import Promise
from lagesbild.publishing import kinds, policies, promised, things
from lagesbild.publishing.models import Publication

VERBS = {
    "publication.published": N_("Published"),
    "publication.superseded": N_("Superseded by a new edition"),
    "publication.withdrawn": N_("Taken back"),
    "publication.masked": N_("Words that tell who someone is were masked"),
    "news.written": N_("News written"),
    "news.changed": N_("News changed"),
    "news.dropped": N_("News dropped"),
    "news.masked": N_("Words that tell who someone is were masked"),
    "document.uploaded": N_("Document uploaded"),
    "document.masked": N_("Words that tell who someone is were masked"),
}


def register() -> None:
    """Called once when the application starts."""
    timeline.verbs(VERBS)
    access.subjects(
        {
            "publishing.publication": N_("Publication"),
            "publishing.news": N_("News"),
            "publishing.document": N_("Document"),
        }
    )
    things.register()
    parts.section(order=5, template="publishing/beside_promise.html", context=_beside_promise)
    picture.onward_from(after_picture)
    navigation.tool(order=40, name=N_("Published"), url="publishing:list", visible=policies.may_see)
    navigation.start(order=60, template="publishing/start.html", context=_waits)


def _waits(here: Here) -> Mapping[str, Any] | None:
    """Promises of which citizens do not read how they stand."""
    if not policies.may_publish(here.actor):
        return None
    promise = kinds.named("promise")
    found = kinds.waiting(promise, here.actor)
    return {"kind": promise, "waiting": found} if found else None


def _beside_promise(here: Here, promise: Promise) -> Mapping[str, Any] | None:
    """What the public reads of a promise, and the way to publish it; nothing before all have signed."""
    if not policies.may_see(here.actor):
        return None
    found = Publication.objects.published().of_subject("promise", promise.pk)
    read = found.light().with_untold().first()
    if read is None and promise.state not in promised.PUBLISHABLE:
        return None
    return {
        "promise": promise,
        "read": read,
        "public_page": kinds.public_page(here.partnership, read) if read else "",
        "untold": read is not None and read.untold and promise.state == Promise.State.ENDED,
        "publishes": policies.may_publish(here.actor),
    }


def after_picture(here: Here, edition: Edition, findings: Collection[Finding]) -> Sequence[picture.Act]:
    """The way to publish a decided picture, for those who may, or to read what is published of it."""
    if not policies.may_see(here.actor):
        return ()
    read = Publication.objects.published().of_subject("picture", edition.pk).light().first()
    if read is not None:
        url = reverse("publishing:detail", args=[here.partnership.slug, read.pk])
        return (picture.Act(Message(N_("Published, edition {n}"), {"n": read.number}), url),)
    if not policies.may_publish(here.actor):
        return ()
    url = reverse("publishing:preview", args=[here.partnership.slug, kinds.named("picture").path, edition.pk])
    return (picture.Act(Message(N_("Look through and publish")), url),)
