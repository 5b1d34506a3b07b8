"""An incident, its category, where it came from, and, apart from all of it, who reported it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.i18n import N_
from lagesbild.incidents.queries import IncidentQuerySet


class Category(models.Model):
    """What kind of incident; the partnership's own list."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    name = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)
    found_by_checks = models.BooleanField(default=False)
    """Whether it mostly comes to light through checks by police or guards, so that more can mean more checks."""

    edited = ("name", "active", "found_by_checks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "name"], name="category_name_once")]
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Source(models.Model):
    """Where imported incidents come from. What is reported here has none."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    name = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "name"], name="source_name_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Incident(models.Model):
    """Something that happened somewhere at some time. About places and situations, never about persons."""

    class State(models.TextChoices):
        """Where it stands in the sorting."""

        REPORTED = "reported", N_("reported")
        SORTED = "sorted", N_("sorted")
        FORWARDED = "forwarded", N_("forwarded")
        DUPLICATE = "duplicate", N_("duplicate")
        SET_ASIDE = "set_aside", N_("set aside")

    class Precision(models.IntegerChoices):
        """How finely it is known when."""

        MONTH = 0, N_("month")
        DAY = 1, N_("day")
        HOUR = 2, N_("hour")
        MINUTE = 3, N_("minute")

    class Placement(models.IntegerChoices):
        """How exactly it is known where, or why it is not; the numbers are those of `sources.records.Placement`."""

        POINT = 0, N_("a point of its own")
        AREA_CENTRE = 1, N_("the centre of an area")
        MISSING = 2, N_("no position was given")
        ZERO = 3, N_("the position was zero")
        FAR = 4, N_("the position was far from all others")
        UNREADABLE = 5, N_("the position could not be understood")

    class Aside(models.TextChoices):
        """Why an incident is kept out of the picture."""

        NOT_INCIDENT = "not_incident", N_("not an incident")
        ELSEWHERE = "elsewhere", N_("happened elsewhere")
        PERSON = "person", N_("about a person, not a place")
        TEST = "test", N_("a test or a mistake")
        OTHER = "other", N_("another reason")

    # the database holds these references by number and partnership at once (`Walls`): the simple ones would only cost
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, db_constraint=False, db_index=False, help_text="Who owns the row."
    )
    audience = models.ForeignKey(
        Audience, on_delete=models.PROTECT, db_constraint=False, db_index=False, help_text="Who else may see it."
    )
    category = models.ForeignKey(Category, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    source = models.ForeignKey(
        Source, null=True, on_delete=models.PROTECT, db_constraint=False, db_index=False, help_text="None: told here."
    )
    batch = models.ForeignKey(
        "incidents.Import",
        null=True,
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
        help_text="The import that brought it.",
    )
    identity = models.UUIDField(null=True, help_text="Digest of the source's own identity of the row.")
    content = models.BigIntegerField(null=True, help_text="Digest of what the source said, to see when it changes.")
    category_by_hand = models.BooleanField(default=False, help_text="Sorted here; the source does not change it back.")
    state = models.TextField(choices=State, default=State.REPORTED)
    aside = models.TextField(choices=Aside, blank=True, help_text="Why it is set aside.")
    start = models.DateTimeField(help_text="First moment at which it may have happened.")
    end = models.DateTimeField(help_text="End of the window, not included.")
    precision = models.PositiveSmallIntegerField(choices=Precision)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    placement = models.PositiveSmallIntegerField(choices=Placement, default=Placement.POINT)
    cell = models.BigIntegerField(null=True, help_text="Square of the finest grid, see `grid.cells`.")
    place = models.TextField(blank=True)
    text = models.TextField(blank=True)
    unit = models.TextField(blank=True, help_text="Who within the party told it: a unit, a force; never a person.")
    unsafe = models.BooleanField(default=False, help_text="Someone could feel unsafe.")
    recurring = models.BooleanField(default=False)
    told_police = models.BooleanField(default=False, help_text="A police report was made.")
    acted = models.BooleanField(default=False, help_text="Something has been done about it already.")
    summary = models.BooleanField(default=False, help_text="Bundles many events; counted apart.")
    areas = ArrayField(models.BigIntegerField(), default=list, help_text="Areas it lies in, one of each set.")
    areas_by_hand = models.BooleanField(default=False, help_text="Someone said which; placing again leaves them.")
    duplicate_of = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="duplicates", db_constraint=False, db_index=False
    )
    version = models.PositiveIntegerField(default=1)
    received = models.DateTimeField(db_default=Now())

    objects = IncidentQuerySet.as_manager()
    edited = (
        *("category_id", "start", "end", "lon", "lat", "place", "text", "unit"),
        *("unsafe", "recurring", "told_police", "acted"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="incident_window"),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True, cell__isnull=True, placement__gte=2)
                | Q(lon__range=(-180, 180), lat__range=(-90, 90), cell__isnull=False, placement__lt=2),
                name="incident_position",
            ),
            models.CheckConstraint(
                condition=Q(state="duplicate", duplicate_of__isnull=False)
                | (~Q(state="duplicate") & Q(duplicate_of__isnull=True)),
                name="incident_duplicate_of",
            ),
            # two parties may name the same source, and neither has to do with what the other keeps of it
            models.UniqueConstraint(
                fields=["source", "party", "identity"],
                condition=Q(source__isnull=False),
                name="incident_identity_once",
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "start"], name="incident_start"),
            models.Index(fields=["partnership", "cell"], name="incident_cell"),
            models.Index(fields=["partnership", "received"], condition=Q(state="reported"), name="incident_to_sort"),
            # rows of an import lie beside each other; a tree of them cost every import a tenth of its time
            BrinIndex(fields=["batch"], autosummarize=True, name="incident_batch"),
            models.Index(fields=["duplicate_of"], condition=Q(duplicate_of__isnull=False), name="incident_duplicate"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def placed(self) -> bool:
        """Whether it has a position."""
        return self.lon is not None

    @property
    def counts(self) -> bool:
        """Whether it counts in the picture."""
        return self.state not in (self.State.DUPLICATE, self.State.SET_ASIDE)


class Reporter(models.Model):
    """Who reported an incident. A table of its own, because row-level security hides rows and not columns."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE)
    person_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident"], name="one_reporter")]
        indexes = [models.Index(fields=["partnership", "person_id"], name="reporter_person")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.person_id}"


class Silence(models.Model):
    """A party's word that a unit had nothing to report in a week: a zero that is known, not a gap.

    Who said it is not kept: the party answers for its word.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    unit = models.TextField(blank=True)
    week = models.DateField(help_text="The week's Monday.")
    said = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "unit", "week"], name="silence_once")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.unit} {self.week}"
