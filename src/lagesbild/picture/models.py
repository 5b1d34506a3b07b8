"""Editions of the picture, what was found in them, and when they are made.

An edition is written once. What people think of it (`Finding`) and that it was decided come after; from then on the
database itself refuses every change (see the migration).
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lagesbild.core.models import Audience, Partnership
from lagesbild.i18n import N_, Message
from lagesbild.picture import periods
from lagesbild.picture.found import KINDS
from lagesbild.picture.model import Period
from lagesbild.picture.queries import EditionQuerySet, FindingQuerySet


class Setting(models.Model):
    """When a partnership's pictures are made by themselves, in which areas they count, and who reads them."""

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT)
    weekday = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(6)], help_text="0 is Monday; the picture is of the week before."
    )
    hour = models.PositiveSmallIntegerField(default=6, validators=[MaxValueValidator(23)])
    monthly = models.BooleanField(default=False, help_text="Whether the picture of a month is made when it has ended.")
    quarterly = models.BooleanField(default=False)
    yearly = models.BooleanField(default=False)
    area_set = models.BigIntegerField(null=True, help_text="None for the set that pictures count in.")
    readers = models.ForeignKey(
        Audience, null=True, on_delete=models.PROTECT, help_text="Who reads it; None for the whole partnership."
    )

    edited = ("weekday", "hour", "monthly", "quarterly", "yearly", "readers_id", "area_set")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(weekday__lte=6, hour__lte=23), name="picture_setting_time")]

    def __str__(self) -> str:
        return f"{self.partnership_id}: {self.weekday} {self.hour}"


class Edition(models.Model):
    """A picture of one week as it was made: figures, what they rest on, and whether it has been decided."""

    class Kind(models.TextChoices):
        """What period it is of; see `periods`."""

        WEEKLY = "weekly", N_("weekly")
        MONTHLY = "monthly", N_("monthly")
        QUARTERLY = "quarterly", N_("quarterly")
        YEARLY = "yearly", N_("strategic, of a year")

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", N_("draft")
        DECIDED = "decided", N_("decided")
        SUPERSEDED = "superseded", N_("superseded")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    readers = models.ForeignKey(Audience, on_delete=models.PROTECT, help_text="Who reads it.")
    kind = models.TextField(choices=Kind, default=Kind.WEEKLY)
    start = models.DateField(help_text="First day.")
    end = models.DateField(help_text="Day after the last.")
    number = models.PositiveIntegerField(help_text="1 for the first edition of the period.")
    state = models.TextField(choices=State, default=State.DRAFT)
    revision = models.BigIntegerField(help_text="Data version of the incidents it was made from.")
    parameters = models.JSONField(help_text="All else that the figures follow from.")
    seed = models.BigIntegerField()
    program = models.TextField(help_text="Version of the program that made it.")
    figures = models.JSONField(help_text="Marks stand for names that people wrote.")
    digest = models.CharField(max_length=64, help_text="SHA-256 over the figures, digests where names stand.")
    counted = models.JSONField(help_text="How many of what the contents of its page name.")
    made = models.DateTimeField(db_default=Now())
    made_by = models.BigIntegerField(help_text="Person; 0 for the system.")
    decided = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    meeting = models.BigIntegerField(null=True, help_text="The meeting that decided it, if any.")
    supersedes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "kind", "start", "number"], name="edition_once"),
            models.CheckConstraint(
                condition=Q(state="decided", decided__isnull=False, decided_by__isnull=False)
                | (~Q(state="decided") & Q(decided__isnull=True, decided_by__isnull=True, meeting__isnull=True)),
                name="edition_decided",
            ),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="edition_period"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"

    @property
    def period(self) -> Period:
        """What it is of."""
        return Period(self.start, self.end, periods.KINDS[self.kind])

    @property
    def weekly(self) -> bool:
        """Whether it is of a week."""
        return self.kind == self.Kind.WEEKLY

    @property
    def code(self) -> str:
        """Its period as it stands in addresses."""
        return periods.code(self.period)

    @property
    def called(self) -> Message:
        """Its period among others: “Week 12, 2026”."""
        return periods.called(self.period)

    @property
    def within(self) -> Message:
        """Its period in a sentence: “week 12”."""
        return periods.within(self.period)

    @property
    def title(self) -> Message:
        """The heading of its page."""
        return periods.title(self.period)


class Name(models.Model):
    """A name that someone wrote and that stands in an edition: all of it that can change, and only to be masked."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="names")
    mark = models.TextField(help_text="What stands for it in figures and parts; see `names`.")
    digest = models.CharField(max_length=64, help_text="Keyed, of the name as it was; stands for it in the digest.")
    text = models.TextField()
    masked = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "mark"], name="name_once")]

    def __str__(self) -> str:
        return self.text


class Drawing(models.Model):
    """An edition in one language, drawn once: the parts of its page, and the document.

    Marks stand for names in the parts. The document holds them, and is set again when one of them has been masked.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="drawings")
    language = models.CharField(max_length=2)
    parts = models.JSONField(help_text="HTML by name of part, marks where names stand.")
    document = models.BinaryField(help_text="PDF; empty until it has been set again.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "language"], name="drawing_once")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.language}"


class Basis(models.Model):
    """The incidents that an edition was made from, without texts. Only the system reads it: every party's are in it.

    It is never changed, but what is disposed of is taken out of it, and the edition then rests on its figures alone.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT)
    columns = models.BinaryField(help_text="Parquet; see basis.packed.")
    names = models.JSONField()
    disposed = models.PositiveIntegerField(default=0, help_text="Incidents that were taken out of it.")

    def __str__(self) -> str:
        return f"{self.edition_id}"


class Finding(models.Model):
    """One thing that an edition has found, and what people think of it."""

    class State(models.TextChoices):
        """What people think."""

        OPEN = "open", N_("not looked at")
        CONFIRMED = "confirmed", N_("confirmed")
        DISMISSED = "dismissed", N_("dismissed")

    class Reason(models.TextChoices):
        """Why it is dismissed."""

        REPORTING = "reporting", N_("a change in reporting")
        KNOWN = "known", N_("known and already being handled")
        ERROR = "error", N_("an error in the source")
        CHANCE = "chance", N_("we take it to be chance")
        OTHER = "other", N_("another reason")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="findings")
    kind = models.TextField(choices=[(kind.value, name) for kind, name in KINDS.items()])
    key = models.TextField(help_text="The same for the same thing in another week.")
    index = models.PositiveIntegerField(help_text="Where it stands among those of its kind.")
    count = models.PositiveIntegerField()
    numbers = models.JSONField(help_text="Numbers of the incidents behind it, as many as the picture keeps.")
    state = models.TextField(choices=State, default=State.OPEN)
    reason = models.TextField(choices=Reason, blank=True)
    text = models.TextField(blank=True, help_text="The reason in words.")
    by = models.BigIntegerField(null=True, help_text="Who took the stand.")
    at = models.DateTimeField(null=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="finding_once"),
            models.CheckConstraint(
                condition=Q(state="open", by__isnull=True, reason="", text="")
                | Q(state="confirmed", by__isnull=False, reason="", text="")
                | (Q(state="dismissed", by__isnull=False) & ~Q(reason="")),
                name="finding_state",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "key"], name="finding_key")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.kind} {self.index}"


class Making(models.Model):
    """That the picture of a period has been asked for, and how far it has come."""

    class State(models.TextChoices):
        """How far."""

        QUEUED = "queued", N_("waiting")
        RUNNING = "running", N_("being made")
        DONE = "done", N_("made")
        FAILED = "failed", N_("could not be made")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    kind = models.TextField(choices=Edition.Kind, default=Edition.Kind.WEEKLY)
    start = models.DateField()
    state = models.TextField(choices=State, default=State.QUEUED)
    share = models.FloatField(default=0, validators=[MinValueValidator(0), MaxValueValidator(1)])
    doing = models.JSONField(default=dict, help_text="In both languages.")
    asked_by = models.BigIntegerField(help_text="Person; 0 for the system.")
    changed = models.DateTimeField(db_default=Now())
    edition = models.ForeignKey(Edition, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "kind", "start"], name="making_once")]

    def __str__(self) -> str:
        return f"{self.partnership_id} {self.start}: {self.state}"

    @property
    def period(self) -> Period:
        """What it is of."""
        return periods.of(periods.KINDS[self.kind], self.start)

    @property
    def code(self) -> str:
        """Its period as it stands in addresses."""
        return periods.code(self.period)

    @property
    def within(self) -> Message:
        """Its period in a sentence."""
        return periods.within(self.period)


class Check(models.Model):
    """That an edition was computed again, from the incidents it was made from, and what came of it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="checks")
    at = models.DateTimeField(db_default=Now())
    asked_by = models.BigIntegerField()
    revision = models.BigIntegerField(help_text="Data version it was compared with.")
    possible = models.BooleanField(help_text="False when the incidents have been disposed of.")
    equal = models.BooleanField()
    differs = models.JSONField(default=list, help_text="Parts with other figures, by name.")
    gone = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.equal}"
