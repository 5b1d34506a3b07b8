"""Reads of plans, measures, what is said of them and how much of them was done, chainable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import JSONObject

if TYPE_CHECKING:
    from lagesbild.plans.models import Dose, Measure, PartyDecision, Plan, PlanEdition, Progress  # noqa: F401 - named below

OPEN = ("planned", "under_way")
"""States of measures that are not finished."""


def told_within(start: dt.datetime, end: dt.datetime | None = None) -> Exists:
    """That someone said from one moment, and before another, how a measure goes."""
    from lagesbild.plans.models import Progress

    found = Progress.objects.filter(measure=OuterRef("pk"), at__gte=start)
    return Exists(found if end is None else found.filter(at__lt=end))


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plans."""

    def live(self) -> PlanQuerySet:
        """Those that are worked with, the latest period first."""
        return self.exclude(state="closed").order_by("-starts", "-pk")

    def running(self, day: dt.date) -> PlanQuerySet:
        """Those that are not closed and whose last day has not passed, the latest period first."""
        return self.live().filter(ends__gte=day)

    def closed(self) -> PlanQuerySet:
        """Those that are over, the latest period first."""
        return self.filter(state="closed").order_by("-starts", "-pk")

    def for_list(self) -> PlanQuerySet:
        """With what a row of a list shows."""
        return self.select_related("body", "party", "audience", "decision__meeting__body")

    def for_point(self) -> PlanQuerySet:
        """With what a meeting that has it on its agenda is told: `newest`, number and content of its latest edition."""
        from lagesbild.plans.models import PlanEdition

        latest = PlanEdition.objects.filter(plan=OuterRef("pk")).latest_first()
        newest = Subquery(latest.values(one=JSONObject(number="number", content="content"))[:1])
        return self.for_list().annotate(newest=newest)


class PlanEditionQuerySet(models.QuerySet["PlanEdition"]):
    """Editions of plans."""

    def latest_first(self) -> PlanEditionQuerySet:
        """By number."""
        return self.order_by("-number")

    def light(self) -> PlanEditionQuerySet:
        """Without what stands in them, which a list does not need."""
        return self.defer("content", "sealed")


class OwnDecisionQuerySet(models.QuerySet["PartyDecision"]):
    """Parties' own decisions on plans."""

    def of_plan(self, plan: int) -> OwnDecisionQuerySet:
        """Those on any edition of the plan."""
        return self.filter(edition__plan_id=plan)

    def of_municipality(self, on: dt.date) -> OwnDecisionQuerySet:
        """The municipality's own, taken on the day or before, on plans whose days hold it (law 2023:196, § 5)."""
        return self.filter(
            of_party__kind="municipality", date__lte=on, edition__plan__starts__lte=on, edition__plan__ends__gte=on
        )

    def latest_last(self) -> OwnDecisionQuerySet:
        """In the order they were written down: a later one of the same party replaces an earlier."""
        return self.select_related("edition", "of_party").order_by("pk")


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Measures."""

    def unfinished(self) -> MeasureQuerySet:
        """Those not begun or under way."""
        return self.filter(state__in=OPEN)

    def finished(self) -> MeasureQuerySet:
        """Those carried through or stopped."""
        return self.exclude(state__in=OPEN)

    def of_person(self, person: int) -> MeasureQuerySet:
        """Those that a person is responsible for."""
        return self.filter(person_id=person)

    def of_parties(self, parties: Iterable[int]) -> MeasureQuerySet:
        """Those that some parties are responsible for and no person in particular."""
        return self.filter(responsible_id__in=list(parties), person__isnull=True)

    def of_body(self, body: int) -> MeasureQuerySet:
        """Those that a body follows: of its plans, and those without a plan that were given to it."""
        return self.filter(Q(plan__body_id=body) | Q(body_id=body))

    def of_problems(self, problems: Collection[int]) -> MeasureQuerySet:
        """Those against some problems."""
        return self.filter(problem_id__in=list(problems))

    def immediate(self) -> MeasureQuerySet:
        """Those that stand in no plan."""
        return self.filter(plan__isnull=True)

    def late(self, day: dt.date) -> MeasureQuerySet:
        """Those unfinished whose last day has passed."""
        return self.unfinished().filter(due__lt=day)

    def with_latest_word(self) -> MeasureQuerySet:
        """Each with when (`said_at`) and in which words (`said`) it was last told how it goes."""
        from lagesbild.plans.models import Progress

        latest = Progress.objects.filter(measure=OuterRef("pk")).order_by("-at", "-pk")
        return self.annotate(said_at=Subquery(latest.values("at")[:1]), said=Subquery(latest.values("text")[:1]))

    def for_list(self) -> MeasureQuerySet:
        """With what a row shows; unfinished first, by their last day, then what has none."""
        finished = Case(When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
        related = ("responsible", "person", "plan", "problem", "cause")
        return self.select_related(*related).order_by(finished, F("due").asc(nulls_last=True), "pk")


class ProgressQuerySet(models.QuerySet["Progress"]):
    """What was said of how measures go."""

    def latest_first(self) -> ProgressQuerySet:
        """By time."""
        return self.order_by("-at", "-pk")


class DoseQuerySet(models.QuerySet["Dose"]):
    """Doses."""

    def of_measures(self, measures: Collection[int]) -> DoseQuerySet:
        """Those of some measures."""
        return self.filter(measure__pk__in=list(measures))

    def planned(self) -> DoseQuerySet:
        """Those that are to be held, also such as were."""
        return self.filter(planned=True)

    def held(self) -> DoseQuerySet:
        """Those that were held."""
        return self.filter(planned=False)

    def within(self, start: dt.date, end: dt.date) -> DoseQuerySet:
        """Those from a day up to and not with another."""
        return self.filter(day__gte=start, day__lt=end)

    def for_list(self) -> DoseQuerySet:
        """In order of time, with parties."""
        return self.select_related("of_party").order_by("day", F("starts").asc(nulls_last=True), "pk")
