"""What this room tells the rooms above it."""

from __future__ import annotations

from lagesbild.core import access, timeline
from lagesbild.i18n import N_

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
