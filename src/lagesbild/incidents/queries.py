"""Reads of incidents, chainable. What may be seen at all is decided by the walls, not here."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from lagesbild.incidents.models import Incident  # noqa: F401 - named below


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Incidents."""

    def in_picture(self) -> IncidentQuerySet:
        """Those that count: not duplicates, not set aside."""
        return self.exclude(state__in=["duplicate", "set_aside"])

    def to_sort(self) -> IncidentQuerySet:
        """Those nobody has looked at yet, oldest first."""
        return self.filter(state="reported").order_by("received", "pk")

    def within(self, start: dt.datetime, end: dt.datetime) -> IncidentQuerySet:
        """Those whose window begins from `start` up to but not including `end`."""
        return self.filter(start__gte=start, start__lt=end)

    def unplaced(self) -> IncidentQuerySet:
        """Those without a position."""
        return self.filter(lon__isnull=True)

    def for_list(self) -> IncidentQuerySet:
        """With what a row of a list shows, newest first, in one query."""
        return self.select_related("category", "party", "audience").order_by("-start", "-pk")
