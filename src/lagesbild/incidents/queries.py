"""Reads of incidents, chainable. What may be seen at all is decided by the walls, not here."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Power, Sqrt
from django.db.models.lookups import LessThanOrEqual

from lagesbild.core.models import Audience
from lagesbild.core.scope import read_in
from lagesbild.incidents import grid

if TYPE_CHECKING:
    from lagesbild.incidents.models import Incident

OUT = ("duplicate", "set_aside")
"""States in which an incident does not count."""
NEAR_TIME, NEAR_METRES = dt.timedelta(hours=24), 200.0
"""Two reports this close may tell of the same incident."""
METRES_A_DEGREE = 111_320.0
MOST_SQUARES = 4096
"""A box with more squares than this is not looked up square by square."""


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Incidents."""

    def here(self) -> IncidentQuerySet:
        """Those of the partnerships that may be read, as the walls say already: said again for indexes to be found."""
        return self.filter(partnership__in=read_in())

    def in_picture(self) -> IncidentQuerySet:
        """Those that count: not duplicates, not set aside."""
        return self.exclude(state__in=OUT)

    def shared(self) -> IncidentQuerySet:
        """Those that the whole partnership shares: what may come into a figure that everyone reads."""
        return self.filter(audience__kind__in=Audience.SHARED)

    def to_sort(self) -> IncidentQuerySet:
        """Those nobody has looked at yet, oldest first."""
        return self.filter(state="reported").order_by("received", "pk")

    def within(self, start: dt.datetime, end: dt.datetime) -> IncidentQuerySet:
        """Those whose window begins from `start` up to but not including `end`."""
        return self.filter(start__gte=start, start__lt=end)

    def unplaced(self) -> IncidentQuerySet:
        """Those without a position."""
        return self.filter(lon__isnull=True)

    def placed(self) -> IncidentQuerySet:
        """Those with a position, their own or an area's centre."""
        return self.filter(lon__isnull=False)

    def of_categories(self, categories: Iterable[int]) -> IncidentQuerySet:
        """Those of some categories."""
        return self.filter(category_id__in=list(categories))

    def of_party(self, party: int) -> IncidentQuerySet:
        """Those that a party owns."""
        return self.filter(party_id=party)

    def from_source(self, source: int | None) -> IncidentQuerySet:
        """Those imported from a source; None for those reported here."""
        return self.filter(source__isnull=True) if source is None else self.filter(source_id=source)

    def in_area(self, area: int) -> IncidentQuerySet:
        """Those that lie in an area, of whichever set."""
        return self.filter(areas__contains=[area])

    def reported_by(self, person: int) -> IncidentQuerySet:
        """A person's own reports."""
        return self.filter(reporter__person_id=person)

    def search(self, words: str) -> IncidentQuerySet:
        """Those whose place or text has every one of some words, wherever in it, small letters as large."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(Q(place__icontains=word) | Q(text__icontains=word))
        return found

    def in_box(self, box: grid.Box) -> IncidentQuerySet:
        """Those whose position lies in a rectangle."""
        first_x, last_x, first_y, last_y = box.squares(grid.FINEST)
        exact = self.filter(lon__gte=box.west, lon__lte=box.east, lat__gte=box.south, lat__lte=box.north)
        if (last_x - first_x + 1) * (last_y - first_y + 1) > MOST_SQUARES:
            return exact.filter(cell__gte=first_y << grid.FINEST, cell__lt=(last_y + 1) << grid.FINEST)
        rows = range(first_y, last_y + 1)
        return exact.filter(cell__in=[(y << grid.FINEST) + x for y in rows for x in range(first_x, last_x + 1)])

    def near(self, lon: float, lat: float, metres: float) -> IncidentQuerySet:
        """Those in the square that reaches `metres` from a position in every direction."""
        return self.in_box(grid.around(lon, lat, metres))

    def likely_duplicates(self, of: Incident) -> IncidentQuerySet:
        """Reports that may tell of the same incident: close in time, and in space or by place; surest first.

        Of the same category first, then by distance in metres (`apart`). Duplicates, and what was set aside, are not
        among them.
        """
        reach = max(NEAR_TIME, of.end - of.start)
        near = self.here().in_picture().exclude(pk=of.pk).filter(start__gte=of.start - reach, start__lt=of.end + reach)
        if of.lon is not None and of.lat is not None:
            across = math.cos(math.radians(of.lat))
            apart = Sqrt(
                Power((F("lon") - of.lon) * (METRES_A_DEGREE * across), 2)
                + Power((F("lat") - of.lat) * METRES_A_DEGREE, 2),
                output_field=models.FloatField(),
            )
            near = near.near(of.lon, of.lat, NEAR_METRES).filter(LessThanOrEqual(apart, NEAR_METRES))
            near = near.annotate(apart=apart)
        elif of.place:
            near = near.filter(place__iexact=of.place).annotate(apart=Value(0.0))
        else:
            return self.none()
        same = Case(When(category_id=of.category_id, then=0), default=1)
        return near.annotate(other=same).order_by("other", F("apart").asc(), "pk")

    def for_list(self) -> IncidentQuerySet:
        """With what a row of a list shows, newest first, in one query."""
        return self.select_related("category", "party", "audience", "source").order_by("-start", "-pk")

    def for_naming(self) -> IncidentQuerySet:
        """With what names an incident and nothing else, in the order of `for_list`: for many of which few are shown."""
        return self.select_related("category").only("place", "category__name").order_by("-start", "-pk")

    def for_detail(self) -> IncidentQuerySet:
        """With what a page of one incident shows."""
        return self.for_list().select_related("duplicate_of", "batch")

    def counts_by_category(self) -> dict[int, int]:
        """How many of each category, by its number."""
        return dict(self.order_by().values_list("category_id").annotate(n=Count("pk")))
