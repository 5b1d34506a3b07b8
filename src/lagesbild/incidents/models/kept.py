"""What is kept of incidents that have been disposed of."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.incidents.models.incident import Category, Source


class KeptCount(models.Model):
    """How many incidents of a category there were in a week, or in the part of one that a month has, and where.

    No text, no place and no hour are left of them. Pictures count with them where incidents have gone; whoever saw
    the incidents sees the counts. Only the system adds to them.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    category = models.ForeignKey(Category, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT)
    unit = models.TextField(blank=True, help_text="Who within the party told them: a unit, never a person.")
    areas = ArrayField(models.BigIntegerField(), default=list, help_text="Areas they lay in, one of each set.")
    start = models.DateField(help_text="First day of the week, or of the month if that is later.")
    end = models.DateField(help_text="Day after the last of both.")
    monthly = models.BooleanField(help_text="Only the month was known.")
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start"), n__gte=1), name="kept_count_span")]
        indexes = [models.Index(fields=["partnership", "start"], name="kept_count_start")]

    def __str__(self) -> str:
        return f"{self.category_id} {self.start}: {self.n}"
