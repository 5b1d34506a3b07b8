"""Where people write here, and what is published of texts that stand elsewhere."""

from __future__ import annotations

from lagesbild.core import masking
from lagesbild.core.actions import Actor
from lagesbild.core.masking import Changes, Reached, Subject, Texts
from lagesbild.publishing import policies
from lagesbild.publishing.models import Document, News, Publication, Withdrawal
from lagesbild.publishing.public import WORDS

VERB = "publication.masked"
PUBLISHED_OF = ("news", "document", "promise", "measure", "problem", "evaluation", "agreement", "meeting", "task")
"""Kinds of subject whose texts are published as they stand."""


def register() -> None:
    """Called once when the application starts."""
    masking.subject(
        Subject(
            name="publication",
            path="publicerat",
            called=lambda row: row.title,
            model=Publication,
            texts=(
                Texts(Publication, ("title", "summary")),
                Texts(Publication, ("content",), keys=WORDS),
                Texts(Withdrawal, ("reason",), of="publication"),
            ),
            may=policies.may_mask,
            page=lambda row: ("publishing:detail", {"pk": row.pk}),
            verb=VERB,
        )
    )
    masking.subject(
        Subject(
            name="news",
            path="nyhet",
            called=lambda row: row.title,
            model=News,
            texts=(Texts(News, ("title", "place", "happened", "done")),),
            may=policies.may_write,
            page=lambda row: ("publishing:news", {"pk": row.pk}),
            verb="news.masked",
        )
    )
    masking.subject(
        Subject(
            name="document",
            path="dokument",
            called=lambda row: row.title,
            model=Document,
            texts=(Texts(Document, ("title", "about")),),
            may=policies.may_write,
            page=lambda row: ("publishing:preview", {"path": "dokument", "pk": row.pk}),
            verb="document.masked",
        )
    )
    masking.exempt(Publication, {"kind": "name of a registered kind"})
    masking.exempt(Withdrawal, {"kind": "name of a registered kind"})
    for kind in PUBLISHED_OF:
        masking.copies(kind, _reach)


def _reach(system: Actor, changes: Changes) -> list[Reached]:
    """Mask whole texts in every edition, whatever its state."""
    reached = []
    for row in Publication.objects.select_for_update(of=("self",)).order_by("pk"):
        title, n = masking.replaced(row.title, changes)
        summary, m = masking.replaced(row.summary, changes)
        content, k = masking.replaced(row.content, changes, WORDS)
        if n + m + k:
            Publication.objects.filter(pk=row.pk).update(title=title, summary=summary, content=content)
            reached.append(Reached(row, VERB, n + m + k))
    return reached
