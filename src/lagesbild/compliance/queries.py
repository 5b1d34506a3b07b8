"""Reads of rules, of what is noted for them, and of how they have stood, chainable."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from lagesbild.core import alphabet

if TYPE_CHECKING:
    from lagesbild.compliance.models import (  # noqa: F401 - named below
        Attestation,
        Effort,
        Noted,
        Policy,
        Rule,
        Service,
        Standing,
    )


class RuleQuerySet(models.QuerySet["Rule"]):
    """Rules."""

    def standing(self) -> RuleQuerySet:
        """Those by which something is checked."""
        return self.filter(removed__isnull=True)

    def judged(self) -> RuleQuerySet:
        """Those of agreements that are or were in force, and of the statute."""
        agreed = Q(commitment__agreement__state__in=("in_force", "ended"))
        return self.standing().filter(agreed | ~Q(statute=""))

    def with_what(self) -> RuleQuerySet:
        """With what they are about and who answers, in the order of the texts."""
        return (
            self.select_related("commitment__agreement", "commitment__responsible", "commitment__annex", "function")
            .select_related("function__party", "person", "party")
            .defer("commitment__annex__content", "commitment__agreement__sealed")
            .order_by(
                F("commitment__agreement_id").asc(nulls_last=True),
                F("commitment__annex__position").asc(nulls_first=True),
                "commitment__position",
                Length("statute"),
                "statute",
                "position",
                "pk",
            )
        )


class StandingQuerySet(models.QuerySet["Standing"]):
    """How rules have stood."""

    def current(self) -> StandingQuerySet:
        """What no later computation has taken the place of."""
        return self.filter(revised__isnull=True)

    def in_order(self) -> StandingQuerySet:
        """By day, what was said first first."""
        return self.order_by("first", "at", "pk")

    def on(self, day: dt.date) -> StandingQuerySet:
        """Those that hold the day."""
        return self.filter(Q(last__isnull=True) | Q(last__gte=day), first__lte=day)


class AttestationQuerySet(models.QuerySet["Attestation"]):
    """Attestations."""

    def standing(self) -> AttestationQuerySet:
        """Those not taken back, latest first."""
        return self.filter(withdrawn__isnull=True).order_by("-day", "-pk")


class EffortQuerySet(models.QuerySet["Effort"]):
    """Efforts."""

    def standing(self) -> EffortQuerySet:
        """Those not taken back, latest first."""
        return self.filter(withdrawn__isnull=True).order_by("-day", "-pk")


class ServiceQuerySet(models.QuerySet["Service"]):
    """Services."""

    def by_name(self) -> ServiceQuerySet:
        """By name."""
        return self.order_by(alphabet.by("name"), "pk")


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Documents."""

    def by_name(self) -> PolicyQuerySet:
        """By name, with who owns them."""
        return self.select_related("owner__party").order_by(alphabet.by("name"), "pk")


class NotedQuerySet(models.QuerySet["Noted"]):
    """What was noted."""

    def standing(self) -> NotedQuerySet:
        """What was not taken back, latest first."""
        return self.filter(withdrawn__isnull=True).order_by("-day", "-pk")
