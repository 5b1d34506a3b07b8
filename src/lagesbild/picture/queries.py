"""Reads of editions and findings, chainable. What may be seen at all is decided by the walls, not here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from lagesbild.picture import periods

if TYPE_CHECKING:
    from lagesbild.picture.model import Period
    from lagesbild.picture.models import Edition, Finding  # noqa: F401 - named below

HEAVY = ("figures",)


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions."""

    def of_period(self, period: Period) -> EditionQuerySet:
        """Those of one week, month, quarter or year, latest first."""
        return self.filter(kind=periods.KIND[period.unit], start=period.start).order_by("-number")

    def weekly(self) -> EditionQuerySet:
        """Those of weeks."""
        return self.filter(kind="weekly")

    def longer(self) -> EditionQuerySet:
        """Those of months, quarters and years."""
        return self.exclude(kind="weekly")

    def latest_first(self) -> EditionQuerySet:
        """By the day they begin and their number."""
        return self.order_by("-start", "-number", "kind")

    def current(self) -> EditionQuerySet:
        """The latest of each period, latest period first."""
        return self.order_by("-start", "kind", "-number").distinct("start", "kind")

    def decided(self) -> EditionQuerySet:
        """Those that are frozen."""
        return self.filter(state="decided")

    def light(self) -> EditionQuerySet:
        """Without the figures, which a list does not need."""
        return self.defer(*HEAVY)


class FindingQuerySet(models.QuerySet["Finding"]):
    """Findings."""

    def open(self) -> FindingQuerySet:
        """Those that nobody has taken a stand on."""
        return self.filter(state="open")

    def of_kinds(self, *kinds: str) -> FindingQuerySet:
        """Those of some kinds."""
        return self.filter(kind__in=kinds)

    def in_order(self) -> FindingQuerySet:
        """As the picture has them."""
        return self.order_by("kind", "index")
