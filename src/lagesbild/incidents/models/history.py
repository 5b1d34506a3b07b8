"""What became of an incident: earlier versions, whom it was forwarded to, what the reporter was told."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.i18n import N_
from lagesbild.incidents.models.incident import Incident


class IncidentVersion(models.Model):
    """An incident as it stood before it was edited, by a person or by an import."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    person_id = models.BigIntegerField(help_text="Who replaced it; -1 for its reporter.")
    batch = models.ForeignKey(
        "incidents.Import", null=True, on_delete=models.PROTECT, help_text="The import that replaced it."
    )
    replaced = models.DateTimeField(db_default=Now())
    data = models.JSONField(help_text="Fields by name, as they stood.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="version_once")]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.incident_id} v{self.number}"


class Forwarding(models.Model):
    """That an incident was handed to a party here or an authority outside."""

    class Authority(models.TextChoices):
        """Outside the partnership."""

        POLICE = "police", N_("the police, 114 14")
        SOCIAL_SERVICES = "social_services", N_("social services")
        RESCUE = "rescue", N_("the rescue service")
        TRANSPORT = "transport", N_("the Swedish Transport Administration")
        LANDLORD = "landlord", N_("the property owner")
        OTHER = "other", N_("another authority")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, help_text="Owner of the incident.")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="forwardings")
    to_party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="forwarded_to")
    authority = models.TextField(choices=Authority, blank=True)
    note = models.TextField(blank=True)
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_party__isnull=False, authority="")
                | (models.Q(to_party__isnull=True) & ~models.Q(authority="")),
                name="forwarded_to_one",
            )
        ]
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.incident_id} → {self.to_party_id or self.authority}"


class Feedback(models.Model):
    """What the reporter is told of what happened with the report."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="feedback")
    state = models.TextField(help_text="State of the incident when it was said.")
    text = models.TextField()
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.at}"


class CellCount(models.Model):
    """Incidents that count, by square of the map, year, category and who may see them: what maps are drawn from.

    Rows are only added, with minus for what no longer counts; `cells.compact` adds them up.
    """

    # references are held by number and partnership at once (`walls.BulkWalls`)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    category = models.ForeignKey("incidents.Category", on_delete=models.PROTECT, db_constraint=False, db_index=False)
    level = models.PositiveSmallIntegerField()
    y = models.IntegerField()
    x = models.IntegerField()
    year = models.SmallIntegerField()
    n = models.IntegerField()
    lon = models.FloatField(help_text="Sum of longitudes.")
    lat = models.FloatField(help_text="Sum of latitudes.")

    class Meta:
        indexes = [models.Index(fields=["partnership", "level", "y", "x"], name="cell_count_place")]

    def __str__(self) -> str:
        return f"{self.level}/{self.x}/{self.y}: {self.n}"
