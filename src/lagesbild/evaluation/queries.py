"""Reads of evaluations, chainable."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from lagesbild.evaluation.models import Evaluation  # noqa: F401 - named below


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    """Evaluations."""

    def of_promise(self, promise: int) -> EvaluationQuerySet:
        """Those of a promise, the newest edition first."""
        return self.filter(promise_id=promise).order_by("-number")

    def of_promises(self, promises: Iterable[int]) -> EvaluationQuerySet:
        """Those of some promises."""
        return self.filter(promise_id__in=list(promises))

    def decided(self) -> EvaluationQuerySet:
        """Those that are frozen."""
        return self.filter(state="decided")

    def latest_first(self) -> EvaluationQuerySet:
        """Newest edition first."""
        return self.order_by("-number", "-pk")

    def standing(self) -> EvaluationQuerySet:
        """Of each promise the newest that is decided: it supersedes those before it."""
        return self.decided().order_by("promise_id", "-number").distinct("promise_id")

    def for_list(self) -> EvaluationQuerySet:
        """With what a row shows."""
        return self.select_related("promise")
