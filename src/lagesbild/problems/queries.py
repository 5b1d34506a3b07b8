"""Reads of problems, what they rest on, how they are valued, why they arise; chainable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from lagesbild.core import alphabet
from lagesbild.incidents import grid

if TYPE_CHECKING:
    from lagesbild.problems.models import (  # noqa: F401 - named below
        Cause,
        Criterion,
        Evidence,
        FocusArea,
        Problem,
        Valuation,
    )

VALUED = ("open", "prioritised")
"""States in which a problem is ranked among the others."""


class FocusAreaQuerySet(models.QuerySet["FocusArea"]):
    """Focus areas."""

    def on(self, day: dt.date) -> FocusAreaQuerySet:
        """Those that hold on a day."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def for_list(self) -> FocusAreaQuerySet:
        """By name."""
        return self.order_by(alphabet.by("name"), "pk")


class CriterionQuerySet(models.QuerySet["Criterion"]):
    """Criteria."""

    def active(self) -> CriterionQuerySet:
        """Those in use, in order."""
        return self.filter(active=True).order_by("position", "pk")

    def for_list(self) -> CriterionQuerySet:
        """All, in order."""
        return self.order_by("position", "pk")


class ProblemQuerySet(models.QuerySet["Problem"]):
    """Problems."""

    def ranked(self) -> ProblemQuerySet:
        """Those ranked among each other: neither deprioritised nor closed."""
        return self.filter(state__in=VALUED)

    def live(self) -> ProblemQuerySet:
        """Those not closed."""
        return self.exclude(state="closed")

    def in_state(self, state: str) -> ProblemQuerySet:
        """Those in a state, by number."""
        return self.filter(state=state).order_by("number")

    def near(self, lon: float, lat: float, metres: float) -> ProblemQuerySet:
        """Those whose place lies in the square that reaches `metres` from a position in every direction."""
        box = grid.around(lon, lat, metres)
        return self.filter(lon__gte=box.west, lon__lte=box.east, lat__gte=box.south, lat__lte=box.north)

    def about(self, key: str) -> ProblemQuerySet:
        """Those that rest on a finding with a key, of whichever week."""
        return self.filter(evidence__finding__key=key).distinct()

    def for_list(self) -> ProblemQuerySet:
        """With what a row of a list shows, by number."""
        return self.select_related("focus_area", "party", "owner_person", "decision__meeting__body").order_by("number")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """What problems rest on."""

    def of_findings(self, findings: Collection[int]) -> EvidenceQuerySet:
        """That from some findings."""
        return self.filter(finding_id__in=list(findings))

    def for_list(self) -> EvidenceQuerySet:
        """In the order in which it was laid down."""
        return (
            self.select_related("finding__edition", "dialogue", "series__indicator")
            .defer("finding__edition__figures")
            .order_by("at", "pk")
        )


class ValuationQuerySet(models.QuerySet["Valuation"]):
    """What people think of problems."""

    def of_person(self, person: int) -> ValuationQuerySet:
        """A person's own."""
        return self.filter(person_id=person)

    def counted(self) -> ValuationQuerySet:
        """Those with a score on a criterion in use, of problems that are ranked."""
        return self.filter(score__isnull=False, criterion__active=True, problem__state__in=VALUED)


class CauseQuerySet(models.QuerySet["Cause"]):
    """Causes."""

    def for_list(self) -> CauseQuerySet:
        """In order."""
        return self.order_by(F("position"), "pk")
