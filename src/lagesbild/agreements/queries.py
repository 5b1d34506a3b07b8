"""Reads of agreements and their parts, chainable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Count, F, IntegerField, OuterRef, Subquery, Value, When
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

    def current(self) -> AgreementQuerySet:
        """Those in force and not superseded by one that is in force itself, soonest over first."""
        return self.in_force().exclude(superseding__state__in=("in_force", "ended")).order_by("ends", "pk")

    def reviewed(self) -> AgreementQuerySet:
        """With `reviewed`, the day on which each was last followed up or revised."""
        from lagesbild.agreements.models import Review

        last = Review.objects.filter(agreement=OuterRef("pk")).order_by("-held").values("held")[:1]
        return self.annotate(reviewed=Subquery(last))  # type: ignore[no-redef]

    def counted(self) -> AgreementQuerySet:
        """With `undertakings`, how many commitments each has."""
        from lagesbild.agreements.models import Commitment

        each = Commitment.objects.filter(agreement=OuterRef("pk")).order_by().values("agreement")
        n = Subquery(each.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        return self.annotate(undertakings=Coalesce(n, 0))  # type: ignore[no-redef]

    def for_list(self) -> AgreementQuerySet:
        """Those in force first, then drafts, then those that are over; the latest first, with what a row shows."""
        order = Case(
            When(state="in_force", then=Value(0)),
            When(state="draft", then=Value(1)),
            default=Value(2),
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
