"""Reads of agreements and their parts, chainable."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from lagesbild.core import alphabet

if TYPE_CHECKING:
    from lagesbild.agreements.models import (  # noqa: F401 - named below
        Agreement,
        Annex,
        Commitment,
        Original,
        Signatory,
    )


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Agreements."""

    def in_force(self) -> AgreementQuerySet:
        """Those that came into force and have not ended."""
        return self.filter(state="in_force")

    def drafts(self) -> AgreementQuerySet:
        """Those whose text can still change."""
        return self.filter(state="draft")

    def ended(self) -> AgreementQuerySet:
        """Those that are over."""
        return self.filter(state="ended")

    def current(self, day: dt.date) -> AgreementQuerySet:
        """Those in force, signed ahead of their first day too, that none has superseded by the day; soonest over first.

        One that is superseded from a later day on applies until then, and is there beside the one that follows.
        """
        later = self.model._default_manager.filter(
            supersedes=OuterRef("pk"), state__in=("in_force", "ended"), starts__lte=day
        )
        return self.in_force().exclude(Exists(later)).order_by("ends", "pk")

    def reviewed(self) -> AgreementQuerySet:
        """With `reviewed`, the day on which each was last followed up or revised, and `followed`.

        `followed`: an edition that is in force takes over on the day after its last, or has done so.
        """
        from lagesbild.agreements.models import Review

        last = Review.objects.filter(agreement=OuterRef("pk")).order_by("-held").values("held")[:1]
        takes_over = self.model._default_manager.filter(
            supersedes=OuterRef("pk"), state__in=("in_force", "ended"), starts__lte=OuterRef("until") + dt.timedelta(1)
        )
        return self.annotate(reviewed=Subquery(last), followed=Exists(takes_over))  # type: ignore[no-redef]

    def counted(self) -> AgreementQuerySet:
        """With `undertakings`, how many commitments each has."""
        from lagesbild.agreements.models import Commitment

        each = Commitment.objects.filter(agreement=OuterRef("pk")).order_by().values("agreement")
        n = Subquery(each.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        return self.annotate(undertakings=Coalesce(n, 0))  # type: ignore[no-redef]

    def for_list(self, day: dt.date) -> AgreementQuerySet:
        """Those in force first, then those that begin after the day, drafts, and those that are over; the latest first.

        With what a row shows.
        """
        order = Case(
            When(state="in_force", starts__lte=day, then=Value(0)),
            When(state="in_force", then=Value(1)),
            When(state="draft", then=Value(2)),
            default=Value(3),
            output_field=IntegerField(),
        )
        return (
            self.counted()
            .select_related("party", "audience", "supersedes")
            .defer("sealed", "text", "background", "method", "economy", "duration", "review")
            .order_by(order, F("starts").desc(nulls_last=True), alphabet.by("title"), "pk")
        )


class PartQuerySet(models.QuerySet[Any]):
    """Parts of agreements that have a place in an order."""

    def in_order(self) -> PartQuerySet:
        """As the text has them."""
        return self.order_by("position", "pk")


class SignatoryQuerySet(PartQuerySet):
    """Signatories."""

    def unsigned(self) -> SignatoryQuerySet:
        """Those whose signed original is not there."""
        return self.filter(original__isnull=True)


class AnnexQuerySet(PartQuerySet):
    """Annexes."""

    def light(self) -> AnnexQuerySet:
        """Without the bytes."""
        return self.defer("content")


class CommitmentQuerySet(PartQuerySet):
    """Commitments."""

    def for_page(self) -> CommitmentQuerySet:
        """In order, those of annexes last, with who is responsible."""
        return self.select_related("responsible", "annex").order_by(
            F("annex__position").asc(nulls_first=True), "position", "pk"
        )


class OriginalQuerySet(models.QuerySet["Original"]):
    """Signed originals."""

    def light(self) -> OriginalQuerySet:
        """Without the bytes."""
        return self.defer("content")
