"""Reads of addresses, of who wants to be reminded, and of what was sent, chainable."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef

if TYPE_CHECKING:
    from lagesbild.calendars.models import Digest, Feed, Reminding  # noqa: F401 - named below


class FeedQuerySet(models.QuerySet["Feed"]):
    """Secret addresses."""

    def in_use(self) -> FeedQuerySet:
        """Those that have not been ended."""
        return self.filter(revoked__isnull=True)

    def of_person(self, person: int) -> FeedQuerySet:
        """Those that somebody made."""
        return self.filter(person_id=person)

    def for_list(self) -> FeedQuerySet:
        """With their bodies, one's own first."""
        return self.select_related("body").order_by(F("body__name").asc(nulls_first=True), "pk")


class RemindingQuerySet(models.QuerySet["Reminding"]):
    """Those who want to be reminded."""

    def waiting(self, day: dt.date) -> RemindingQuerySet:
        """Those whose mail of the day has not been begun."""
        from lagesbild.calendars.models import Digest

        begun = Digest.objects.filter(person=OuterRef("person"), day=day)
        return self.filter(~Exists(begun), person__is_active=True).order_by("person_id")


class DigestQuerySet(models.QuerySet["Digest"]):
    """Mails."""

    def settled(self) -> DigestQuerySet:
        """Those that are done, latest first."""
        return self.filter(settled__isnull=False).order_by("-day")
