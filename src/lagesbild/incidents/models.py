"""An incident, its category, and, apart from both, who reported it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.incidents.queries import IncidentQuerySet


class Category(models.Model):
    """What kind of incident; the partnership's own list."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    name = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "name"], name="category_name_once")]
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Incident(models.Model):
    """Something that happened somewhere at some time. About places and situations, never about persons."""

    class State(models.TextChoices):
        """Where it stands in the sorting."""

        REPORTED = "reported", "inkommen"
        SORTED = "sorted", "sorterad"
        DUPLICATE = "duplicate", "dubblett"
        SET_ASIDE = "set_aside", "utanför lägesbilden"

    class Precision(models.IntegerChoices):
        """How finely it is known when."""

        MONTH = 0, "månad"
        DAY = 1, "dag"
        HOUR = 2, "timme"
        MINUTE = 3, "minut"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, help_text="Who owns the row.")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, help_text="Who else may see it.")
    category = models.ForeignKey(Category, on_delete=models.PROTECT)
    state = models.TextField(choices=State, default=State.REPORTED)
    start = models.DateTimeField(help_text="First moment at which it may have happened.")
    end = models.DateTimeField(help_text="End of the window, not included.")
    precision = models.PositiveSmallIntegerField(choices=Precision)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    place = models.TextField(blank=True)
    text = models.TextField(blank=True)
    unsafe = models.BooleanField(default=False, help_text="Someone could feel unsafe.")
    recurring = models.BooleanField(default=False)
    told_police = models.BooleanField(default=False, help_text="A police report was made.")
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="duplicates")
    received = models.DateTimeField(db_default=Now())

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="incident_window"),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True) | Q(lon__range=(-180, 180), lat__range=(-90, 90)),
                name="incident_position",
            ),
            models.CheckConstraint(
                condition=Q(state="duplicate", duplicate_of__isnull=False)
                | (~Q(state="duplicate") & Q(duplicate_of__isnull=True)),
                name="incident_duplicate_of",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "start"]), models.Index(fields=["partnership", "state"])]

    def __str__(self) -> str:
        return f"{self.pk}"


class Reporter(models.Model):
    """Who reported an incident. A table of its own, because row-level security hides rows and not columns."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE)
    person_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident"], name="one_reporter")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.person_id}"
