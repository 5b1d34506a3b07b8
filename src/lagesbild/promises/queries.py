"""Reads of promises and of what belongs to them, chainable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, F, Func, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject

from lagesbild.incidents.models import Category

if TYPE_CHECKING:
    from lagesbild.promises.models import (  # noqa: F401 - named below
        FollowUp,
        Milestone,
        PartyDecision,
        Promise,
        Promised,
        Promiser,
        Signature,
    )

BEING_MADE = ("draft", "joint", "bound")
STANDING = ("signed", "published")
OVER = ("ended", "withdrawn")


class PromiseQuerySet(models.QuerySet["Promise"]):
    """Promises."""

    def standing(self) -> PromiseQuerySet:
        """Those signed, and not ended or withdrawn."""
        return self.filter(state__in=STANDING)

    def running(self, day: dt.date) -> PromiseQuerySet:
        """Those signed whose period holds the day, the one that ends first first."""
        return self.standing().filter(starts__lte=day, ends__gte=day).order_by("ends", "pk")

    def coming(self, day: dt.date) -> PromiseQuerySet:
        """Those signed whose period begins after the day."""
        return self.standing().filter(starts__gt=day).order_by("starts", "pk")

    def run_out(self, day: dt.date) -> PromiseQuerySet:
        """Those signed whose period is over and of which nobody has said how they went, the oldest first."""
        return self.standing().filter(ends__lt=day).order_by("ends", "pk")

    def to_go_on_with(self, day: dt.date) -> PromiseQuerySet:
        """Those of which a body has taken a position and that are not signed by all, and those that have run out."""
        return self.filter(Q(state__in=("joint", "bound")) | Q(state__in=STANDING, ends__lt=day))

    def over(self) -> PromiseQuerySet:
        """Those ended or withdrawn, latest first."""
        return self.filter(state__in=OVER).order_by("-ends", "-pk")

    def of_measures(self, measures: Iterable[int]) -> PromiseQuerySet:
        """Those that some measures are promised in."""
        return self.filter(promised__measure_id__in=list(measures)).distinct()

    def for_list(self) -> PromiseQuerySet:
        """With what a row of a list shows: who promises, milestones and how it ended."""
        return self.for_point().prefetch_related(*followed())

    def for_point(self) -> PromiseQuerySet:
        """With who promises and how it ended: all that is said of one that nobody follows up yet."""
        return self.select_related("outcome").prefetch_related(_promisers())

    def named(self) -> PromiseQuerySet:
        """With `measures_named`, how many measures each names: also those that are not open to whoever looks."""
        from lagesbild.promises.models import Promised

        each = Promised.objects.filter(promise=OuterRef("pk")).order_by().values("promise")
        n = Subquery(each.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        return self.annotate(measures_named=Coalesce(n, 0))  # type: ignore[no-redef]

    def with_area_set(self) -> PromiseQuerySet:
        """With `area_set`, the set of the area in which effect is counted."""
        return self.annotate(area_set=F("area__area_set_id"))  # type: ignore[no-redef]

    def on_their_way(self) -> PromiseQuerySet:
        """With `promising`, `decided` and `signed`, which `going.Way.asked` reads, asked for with the rows."""
        from lagesbild.promises.models import PartyDecision, Promiser, Signature

        of_it = Q(promise=OuterRef("pk"))
        who = JSONObject(party="of_party_id", name="of_party__name", kind="of_party__kind")
        return self.annotate(
            promising=ArraySubquery(Promiser.objects.filter(of_it).order_by("pk").values(who=who)),
            decided=ArraySubquery(PartyDecision.objects.filter(of_it).values("of_party_id")),
            signed=ArraySubquery(Signature.objects.filter(of_it).values("of_party_id")),
        )

    def for_page(self) -> PromiseQuerySet:
        """With what the page of one shows."""
        related = ("outcome", "area", "decision__meeting__body", "partnership")
        at = Func(OuterRef("categories"), F("pk"), function="array_position", output_field=IntegerField())
        wanted = Category.objects.alias(at=at).filter(at__isnull=False).values("name")
        named = self.named().annotate(category_names=ArraySubquery(wanted))  # type: ignore[no-redef]
        return named.select_related(*related).prefetch_related(*followed(), *way())


def followed() -> tuple[str | Prefetch[Any, Any, Any], ...]:
    """What says how a promise that runs goes (`going.going`): its milestones and measures."""
    return ("milestones", _measures())


def way() -> tuple[Prefetch[Any, Any, Any], ...]:
    """What says how far a promise has come on its way (`going.Way.of`): who promise, who have decided and signed."""
    from lagesbild.promises.models import PartyDecision, Signature

    return (
        _promisers(),
        Prefetch("party_decisions", PartyDecision.objects.latest_last()),
        Prefetch("signatures", Signature.objects.light().latest_last()),
    )


def _promisers() -> Prefetch[str, models.QuerySet[Promiser], str]:
    """Who promises."""
    from lagesbild.promises.models import Promiser

    return Prefetch("promisers", Promiser.objects.select_related("of_party"))


def _measures() -> Prefetch[str, models.QuerySet[Promised], str]:
    """What is promised, without measures that are not open to whoever looks: the join finds none."""
    from lagesbild.promises.models import Promised

    related = ("measure__responsible", "measure__problem", "measure__cause__problem")
    rows = Promised.objects.select_related(*related).order_by("measure__due", "pk")
    return Prefetch("promised", rows)


class PartyDecisionQuerySet(models.QuerySet["PartyDecision"]):
    """Parties' own decisions."""

    def latest_last(self) -> PartyDecisionQuerySet:
        """In the order they were written down: a later one of the same party replaces an earlier."""
        return self.order_by("pk")


class SignatureQuerySet(models.QuerySet["Signature"]):
    """Signed originals."""

    def light(self) -> SignatureQuerySet:
        """Without the file itself."""
        return self.defer("content")

    def latest_last(self) -> SignatureQuerySet:
        """In the order they were uploaded: a later one of the same party replaces an earlier."""
        return self.order_by("pk")


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    """Milestones."""

    def late(self, day: dt.date) -> MilestoneQuerySet:
        """Those still to be reached whose day has passed."""
        return self.filter(state="planned", due__lt=day)


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Follow-ups."""

    def latest_first(self) -> FollowUpQuerySet:
        """Latest first."""
        return self.order_by("-day", "-pk")
