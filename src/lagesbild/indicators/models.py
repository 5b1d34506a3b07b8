"""Indicators: series of figures from others, per area, municipality, county or the country, and where they are from.

They belong to the partnership as a whole. A value is the source's; what it was before a later reading stands in
`Change`, by which a reading can be taken back as a whole.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lagesbild.core.models import Partnership
from lagesbild.i18n import N_
from lagesbild.indicators.queries import (
    BreakQuerySet,
    IndicatorQuerySet,
    ReadingQuerySet,
    SeriesQuerySet,
    ValueQuerySet,
)
from lagesbild.places.models import Area


class Steps(models.TextChoices):
    """How long a period is."""

    YEAR = "year", N_("year")
    QUARTER = "quarter", N_("quarter")
    MONTH = "month", N_("month")


class Reading(models.Model):
    """A file that was looked at, read, or taken back."""

    class State(models.TextChoices):
        """How far it has come."""

        LOOKED = "looked", N_("looked at")
        READ = "read", N_("read")
        UNDONE = "undone", N_("taken back")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    name = models.TextField(help_text="Of the file.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    kind = models.CharField(max_length=20, help_text="What it was told to be; empty: told by its content.")
    content = models.BinaryField(null=True, help_text="The file, for as long as it waits to be read.")
    state = models.TextField(choices=State, default=State.LOOKED)
    counts = models.JSONField(default=dict, help_text="Rows, values added, changed, unchanged, refused …")
    person_id = models.BigIntegerField(help_text="Who read it; 0 for the system.")
    at = models.DateTimeField(db_default=Now())

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(content__isnull=True) | Q(state="looked"), name="reading_content")
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Indicator(models.Model):
    """Something that is measured, and by whom."""

    class Kind(models.TextChoices):
        """What its values are."""

        COUNT = "count", N_("count")
        SHARE = "share", N_("share")
        RATE = "rate", N_("rate")
        INDEX = "index", N_("level or index")

    class Better(models.TextChoices):
        """Which way is better."""

        LOWER = "lower", N_("lower is better")
        HIGHER = "higher", N_("higher is better")
        UNKNOWN = "unknown", N_("neither, or not known")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    code = models.TextField(help_text="By which the source is known again: N07540, table and codes.")
    name = models.TextField()
    kind = models.TextField(choices=Kind)
    unit = models.TextField(blank=True, help_text="crimes, per cent, answers")
    per = models.TextField(blank=True, help_text="What a rate is per: per 1 000 invånare.")
    steps = models.TextField(choices=Steps)
    better = models.TextField(choices=Better, default=Better.UNKNOWN)
    source = models.TextField(blank=True)
    address = models.TextField(blank=True, help_text="Where the source publishes it; nothing is fetched from there.")
    licence = models.TextField(blank=True)
    fetched = models.DateField(null=True, help_text="When the figures were taken from the source.")
    base = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", help_text="How many counts are per: inhabitants."
    )
    retired = models.DateField(null=True, help_text="Not followed any more from this day.")

    objects = IndicatorQuerySet.as_manager()
    edited = ("name", "kind", "unit", "per", "better", "source", "address", "licence", "fetched", "base_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "code", "steps"], name="indicator_code_once"),
            models.CheckConstraint(condition=~Q(kind="rate") | ~Q(per=""), name="indicator_rate_per"),
        ]

    def __str__(self) -> str:
        return self.name


class Series(models.Model):
    """An indicator at one place: an area of ours, or a municipality, county or country by its code."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="series")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=8, blank=True, help_text="1983; 19 a county; 00 the country.")
    name = models.TextField(help_text="Of the place.")

    objects = SeriesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=False, region="") | (Q(area__isnull=True) & ~Q(region="")),
                name="series_place",
            ),
            models.UniqueConstraint(fields=["indicator", "area"], name="series_area_once"),
            models.UniqueConstraint(fields=["indicator", "region"], condition=~Q(region=""), name="series_region_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Value(models.Model):
    """What the source says of one place and period; None with its own mark where it says nothing."""

    class Flag(models.TextChoices):
        """What is to be known of it."""

        NONE = "", N_("final")
        PRELIMINARY = "preliminary", N_("preliminary")
        PARTIAL = "partial", N_("the source covers only a part")
        MISSING = "missing", N_("missing")
        SUPPRESSED = "suppressed", N_("withheld by the source")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="values")
    start = models.DateField(help_text="First day of the period.")
    value = models.FloatField(null=True)
    lower = models.FloatField(null=True, help_text="Of an interval that the source gives.")
    upper = models.FloatField(null=True)
    denominator = models.FloatField(null=True, help_text="What the value is of: inhabitants, answers.")
    flag = models.TextField(choices=Flag, default=Flag.NONE, blank=True)
    mark = models.CharField(max_length=40, blank=True, help_text="As the source marks it: .. or r")
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="values", help_text="Which wrote it.")

    objects = ValueQuerySet.as_manager()
    said = ("value", "lower", "upper", "denominator", "flag", "mark")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "start"], name="value_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(flag__in=("missing", "suppressed")), name="value_or_why_not"
            ),
            models.CheckConstraint(condition=Q(denominator__isnull=True) | Q(denominator__gt=0), name="value_of"),
            models.CheckConstraint(
                condition=Q(lower__isnull=True, upper__isnull=True) | Q(lower__lte=models.F("upper")),
                name="value_interval",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.start}"


class Change(models.Model):
    """What a value was before a reading changed it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="changes", help_text="Which changed.")
    before_reading = models.ForeignKey(
        Reading, on_delete=models.PROTECT, related_name="+", help_text="Which had written what was there."
    )
    value = models.ForeignKey(Value, on_delete=models.CASCADE, related_name="changes")
    before = models.JSONField(help_text="`Value.said` by name.")

    class Meta:
        indexes = [models.Index(fields=["value"], name="change_of_value")]
        constraints = [models.UniqueConstraint(fields=["reading", "value"], name="change_once")]

    def __str__(self) -> str:
        return f"{self.value_id}"


class Break(models.Model):
    """From a day on the source counts otherwise: nothing is compared across it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="breaks")
    day = models.DateField(help_text="First day of the new.")
    what = models.TextField(help_text="What changed.")
    reading = models.ForeignKey(
        Reading, null=True, on_delete=models.PROTECT, related_name="breaks", help_text="In which it was found."
    )

    objects = BreakQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "day"], name="break_once")]

    def __str__(self) -> str:
        return f"{self.day}"
