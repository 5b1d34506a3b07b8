"""Reads of indicators and their series, chainable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Subquery, Value, When
from django.db.models.functions import Length

from lagesbild.core import alphabet

if TYPE_CHECKING:
    from lagesbild.indicators.models import Break, Indicator, Reading, Series  # noqa: F401 - named below
    from lagesbild.indicators.models import Value as Figure  # noqa: F401


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Indicators."""

    def with_values(self) -> IndicatorQuerySet:
        """Those of which there is any value; a reading that was taken back leaves none."""
        from lagesbild.indicators.models import Value as Figure

        return self.filter(Exists(Figure.objects.filter(series__indicator=OuterRef("pk"))))

    def for_list(self) -> IndicatorQuerySet:
        """Those followed first, by name; each with its places (`places`), first and last period (`first`, `last`)."""
        return (
            self.with_values()
            .annotate(places=_of(Count("series", distinct=True)), first=_of(Min("start")), last=_of(Max("start")))
            .order_by(F("retired").asc(nulls_first=True), alphabet.by("name"), "pk")
        )


def _of(told: Count | Min | Max) -> Subquery:
    """Something about all values of an indicator."""
    from lagesbild.indicators.models import Value as Figure

    rows = Figure.objects.filter(series__indicator=OuterRef("pk")).order_by().values("series__indicator")
    return Subquery(rows.annotate(told=told).values("told"))


class SeriesQuerySet(models.QuerySet["Series"]):
    """Series."""

    def with_values(self) -> SeriesQuerySet:
        """Those of which there is any value."""
        from lagesbild.indicators.models import Value as Figure

        return self.filter(Exists(Figure.objects.filter(series=OuterRef("pk"))))

    def in_order(self) -> SeriesQuerySet:
        """The country, counties and municipalities before areas, each by name."""
        return self.select_related("area__area_set").order_by(
            Case(When(area__isnull=True, then=Value(0)), default=Value(1)), Length("region"), alphabet.by("name"), "pk"
        )


class ValueQuerySet(models.QuerySet["Figure"]):
    """Values."""

    def in_order(self) -> ValueQuerySet:
        """The earliest first."""
        return self.order_by("start", "pk")


class BreakQuerySet(models.QuerySet["Break"]):
    """Breaks."""

    def in_order(self) -> BreakQuerySet:
        """The earliest first: as they are numbered."""
        return self.order_by("day", "pk")


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Readings."""

    def for_list(self) -> ReadingQuerySet:
        """The latest first, without the files."""
        return self.defer("content").order_by("-at", "-pk")
