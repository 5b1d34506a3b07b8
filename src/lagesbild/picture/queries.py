"""Reads of editions and findings, chainable. What may be seen at all is decided by the walls, not here."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from lagesbild.picture.models import Edition, Finding  # noqa: F401 - named below

HEAVY = ("figures",)


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions."""

    def of_week(self, year: int, week: int) -> EditionQuerySet:
        """Those of one ISO week, latest first; none where the year has no such week."""
        try:
            monday = dt.date.fromisocalendar(year, week, 1)
        except (ValueError, OverflowError):
            return self.none()
        return self.of_period(monday)

    def of_period(self, start: dt.date) -> EditionQuerySet:
        """Those of the week that begins on `start`, latest first."""
        return self.filter(kind="weekly", start=start).order_by("-number")

    def latest_first(self) -> EditionQuerySet:
        """By week and number."""
        return self.order_by("-start", "-number")

    def current(self) -> EditionQuerySet:
        """The latest of each week, latest week first."""
        return self.filter(kind="weekly").order_by("-start", "-number").distinct("start")

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
