"""Reads of what is published, chainable. What may be seen at all is decided by the walls, not here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef

if TYPE_CHECKING:
    from lagesbild.publishing.models import Document, News, Publication  # noqa: F401 - named below


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Publications."""

    def published(self) -> PublicationQuerySet:
        """What the public reads now."""
        return self.filter(state="published")

    def of_kind(self, *kinds: str) -> PublicationQuerySet:
        """Those of some kinds."""
        return self.filter(kind__in=kinds)

    def of_subject(self, kind: str, subject: int) -> PublicationQuerySet:
        """The editions of one thing, latest first."""
        return self.filter(kind=kind, subject_id=subject).order_by("-number")

    def with_untold(self) -> PublicationQuerySet:
        """Each with `untold`: whether an edition of the same thing that is read now says nothing of how it ended."""
        from lagesbild.publishing.models import Publication

        same = Publication.objects.published().filter(kind=OuterRef("kind"), subject_id=OuterRef("subject_id"))
        return self.annotate(untold=Exists(same.filter(content__outcome="")))  # type: ignore[no-redef]

    def latest_first(self) -> PublicationQuerySet:
        """By when they were published."""
        return self.order_by("-at", "-pk")

    def light(self) -> PublicationQuerySet:
        """Without the content, which lists of names do not need."""
        return self.defer("content")


class NewsQuerySet(models.QuerySet["News"]):
    """News."""

    def open(self) -> NewsQuerySet:
        """What is meant to be published."""
        return self.filter(state="open")

    def latest_first(self) -> NewsQuerySet:
        """By day."""
        return self.order_by("-day", "-pk")


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents."""

    def light(self) -> DocumentQuerySet:
        """Without the bytes."""
        return self.defer("content")

    def latest_first(self) -> DocumentQuerySet:
        """By when they were uploaded."""
        return self.order_by("-at", "-pk")
