"""Where a partnership is: municipality, areas in editions, named places and addresses, the ground under its maps."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lagesbild.core.models import Partnership


class Municipality(models.Model):
    """The municipality of a partnership, with its border and the neighbours that share it."""

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT)
    code = models.CharField(max_length=12)
    name = models.TextField()
    county = models.TextField(blank=True)
    border = models.BinaryField(help_text="WKB, WGS 84 degrees.")
    neighbours = models.JSONField(
        default=list, help_text="Code and name of each neighbour; water where only that lies between."
    )
    source = models.TextField()

    def __str__(self) -> str:
        return self.name


class AreaSet(models.Model):
    """Areas to count in, in one edition: DeSO 2025, the police's districts of 2024."""

    class State(models.TextChoices):
        """A set is looked at before it is kept."""

        DRAFT = "draft", "Draft"
        KEPT = "kept", "Kept"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    name = models.TextField()
    edition = models.TextField(blank=True)
    valid_from = models.DateField(null=True, help_text="First day on which the edition applies.")
    valid_to = models.DateField(null=True, help_text="Last day on which it applies.")
    source = models.TextField(help_text="Name of the file.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    columns = models.JSONField(default=dict, help_text="What in the file was taken for code, name, group, population.")
    state = models.TextField(choices=State, default=State.DRAFT)
    current = models.BooleanField(default=False, help_text="The edition in use of its name.")
    counted = models.BooleanField(default=False, help_text="The set that pictures count in.")
    notes = models.JSONField(default=list, help_text="What was mended or left out, in both languages.")
    added = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name", "edition", "state"], name="area_set_once"),
            models.UniqueConstraint(
                fields=["partnership", "name"], condition=Q(current=True), name="one_current_edition"
            ),
            models.UniqueConstraint(fields=["partnership"], condition=Q(counted=True), name="one_set_counted_in"),
        ]
        ordering = ["-counted", "name", "-current", "-edition"]

    def __str__(self) -> str:
        return f"{self.name} {self.edition}".strip()


class Area(models.Model):
    """One area of a set."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    area_set = models.ForeignKey(AreaSet, on_delete=models.CASCADE, related_name="areas")
    code = models.TextField()
    name = models.TextField()
    group = models.TextField(blank=True, help_text="The larger area it belongs to.")
    population = models.FloatField(null=True)
    shape = models.BinaryField(help_text="WKB, WGS 84 degrees.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area_set", "code"], name="area_code_once")]

    def __str__(self) -> str:
        return self.name


class Gazetteer(models.Model):
    """Where named places and addresses came from; a new reading of the same source replaces the old."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    source = models.TextField()
    added = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "source"], name="gazetteer_source_once")]

    def __str__(self) -> str:
        return self.source


class Spot(models.Model):
    """A place with a name, or a street by its middle."""

    STREET = "street"
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    gazetteer = models.ForeignKey(Gazetteer, on_delete=models.CASCADE)
    name = models.TextField()
    kind = models.TextField(blank=True)
    town = models.TextField(blank=True, help_text="Postal town of a street, which tells equal names apart.")
    aliases = ArrayField(models.TextField(), default=list)
    lon = models.FloatField()
    lat = models.FloatField()

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """A number on a street."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    street = models.ForeignKey(Spot, on_delete=models.CASCADE, related_name="addresses")
    number = models.PositiveIntegerField()
    letter = models.CharField(max_length=4, blank=True)
    lon = models.FloatField()
    lat = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["street", "number"])]

    def __str__(self) -> str:
        return f"{self.number}{self.letter}"


class GroundMap(models.Model):
    """What one file puts under the maps of a partnership: streets, water, houses. GeoJSON, compressed."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    features = models.BinaryField(help_text="gzip of a GeoJSON FeatureCollection; properties kind and name.")
    counts = models.JSONField(default=dict, help_text="How many of each kind.")
    digest = models.CharField(max_length=64)
    source = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "source"], name="ground_source_once")]

    def __str__(self) -> str:
        return self.source
