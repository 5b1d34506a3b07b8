"""Reads of disposals, chainable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from lagesbild.registry.models import Disposal  # noqa: F401 - named below


class DisposalQuerySet(models.QuerySet["Disposal"]):
    """Disposals."""

    def of_kind(self, kind: str) -> DisposalQuerySet:
        """Those of a kind of row."""
        return self.filter(kind=kind)

    def running(self) -> DisposalQuerySet:
        """Those under way."""
        return self.filter(state="running")

    def latest_first(self) -> DisposalQuerySet:
        """By when they were ordered."""
        return self.order_by("-at", "-pk")
