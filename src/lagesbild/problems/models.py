"""Problems: what, where, when and who is affected; what they rest on, how they are valued, why they arise.

Evidence is frozen where it is laid down: the database refuses every change of it, but that words are masked.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lagesbild.accounts.models import Person
from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.dialogues.models import Dialogue
from lagesbild.i18n import N_
from lagesbild.indicators.models import Series
from lagesbild.meetings.models import Decision
from lagesbild.picture.models import Finding
from lagesbild.places.models import Area
from lagesbild.problems.queries import (
    CauseQuerySet,
    CriterionQuerySet,
    EvidenceQuerySet,
    FocusAreaQuerySet,
    ProblemQuerySet,
    ValuationQuerySet,
)

LEAST, MOST = 1, 5
"""The steps of a valuation."""
REACH = 300
"""Metres around its place that a problem is about, where nobody says otherwise."""


class FocusArea(models.Model):
    """What the partnership has agreed to work with for some time: safe meeting places, youth."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    name = models.TextField()
    description = models.TextField(blank=True)
    since = models.DateField()
    until = models.DateField(null=True, help_text="Last day; none: until further notice.")

    objects = FocusAreaQuerySet.as_manager()
    edited = ("name", "description", "since", "until")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name"], name="focus_area_name_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="focus_area_days"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """One thing that problems are valued by, and how much it weighs beside the others."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    key = models.TextField(help_text="Of a standard criterion; the same in every partnership.")
    name = models.TextField()
    question = models.TextField(help_text="What is answered with 1 to 5.")
    weight = models.PositiveSmallIntegerField(help_text="Beside the others; what they add up to does not matter.")
    against = models.BooleanField(default=False, help_text="A high score speaks against priority: what it costs.")
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = CriterionQuerySet.as_manager()
    edited = ("weight", "active")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "key"], name="criterion_key_once")]

    def __str__(self) -> str:
        return self.name


class Problem(models.Model):
    """A pattern to act on, described by place and situation; never by who did it."""

    class State(models.TextChoices):
        """What the partnership has decided about it."""

        OPEN = "open", N_("undecided")
        PRIORITISED = "prioritised", N_("prioritised")
        DEPRIORITISED = "deprioritised", N_("deprioritised")
        CLOSED = "closed", N_("settled")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    number = models.PositiveIntegerField(help_text="Counted in the partnership: problem 7.")
    title = models.TextField()
    what = models.TextField(blank=True)
    where = models.TextField(blank=True)
    when = models.TextField(blank=True)
    who = models.TextField(blank=True, help_text="Who is affected; never who did it.")
    focus_area = models.ForeignKey(FocusArea, null=True, on_delete=models.PROTECT, related_name="problems")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    metres = models.PositiveIntegerField(default=REACH, help_text="Around the place.")
    place = models.TextField(blank=True)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    owner_person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="Who keeps it moving."
    )
    state = models.TextField(choices=State, default=State.OPEN)
    reason = models.TextField(blank=True, help_text="Why it is deprioritised or closed.")
    decision = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="+", help_text="By which its priority stands."
    )
    made = models.DateTimeField(db_default=Now())
    made_by = models.BigIntegerField(help_text="Person; 0 for the system.")
    closed = models.DateTimeField(null=True)

    objects = ProblemQuerySet.as_manager()
    edited = (
        *("title", "what", "where", "when", "who", "focus_area_id", "lon", "lat", "metres", "place", "area_id"),
        "owner_person_id",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="problem_number_once"),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True) | Q(lon__range=(-180, 180), lat__range=(-90, 90)),
                name="problem_position",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed__isnull=False) | (~Q(state="closed") & Q(closed__isnull=True)),
                name="problem_closed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("open", "prioritised")) | ~Q(reason=""), name="problem_reason"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state"], name="problem_state")]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def placed(self) -> bool:
        """Whether it has a position."""
        return self.lon is not None

    @property
    def live(self) -> bool:
        """Whether it is valued and can be decided on."""
        return self.state != self.State.CLOSED


class Evidence(models.Model):
    """What a problem rests on, as it stood on the day it was laid down: never changed, only masked."""

    class Kind(models.TextChoices):
        """Where it is from."""

        FINDING = "finding", N_("finding of a picture")
        INCIDENTS = "incidents", N_("incidents")
        DIALOGUE = "dialogue", N_("dialogue")
        SERIES = "series", N_("statistics")
        NOTE = "note", N_("note")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="evidence")
    kind = models.TextField(choices=Kind)
    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="evidence")
    dialogue = models.ForeignKey(Dialogue, null=True, on_delete=models.PROTECT, related_name="evidence")
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="evidence")
    content = models.JSONField(help_text="See `frozen`: sentences in both languages, figures, period, limits.")
    incidents = ArrayField(models.BigIntegerField(), default=list, help_text="Numbers of the incidents behind it.")
    digest = models.CharField(max_length=64, help_text="SHA-256 over the rest, digests where people's words stand.")
    at = models.DateTimeField(db_default=Now())
    person_id = models.BigIntegerField(help_text="Who laid it down; 0 for the system.")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="finding", finding__isnull=False) | (~Q(kind="finding") & Q(finding__isnull=True)),
                name="evidence_of_finding",
            ),
            models.CheckConstraint(
                condition=Q(kind="dialogue", dialogue__isnull=False) | (~Q(kind="dialogue") & Q(dialogue__isnull=True)),
                name="evidence_of_dialogue",
            ),
            models.CheckConstraint(
                condition=Q(kind="series", series__isnull=False) | (~Q(kind="series") & Q(series__isnull=True)),
                name="evidence_of_series",
            ),
            models.UniqueConstraint(fields=["problem", "finding"], name="evidence_finding_once"),
        ]
        indexes = [models.Index(fields=["problem", "at"], name="evidence_of_problem")]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.kind}"


class Valuation(models.Model):
    """What one person, for a party, thinks of a problem on one criterion; no score: does not know."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="valuations")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="valuations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    of_party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", help_text="Whom they speak for.")
    score = models.PositiveSmallIntegerField(
        null=True, validators=[MinValueValidator(LEAST), MaxValueValidator(MOST)], help_text="None: does not know."
    )
    reason = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())

    objects = ValuationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["problem", "criterion", "person", "of_party"], name="valuation_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(LEAST, MOST)), name="valuation_score"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.criterion_id}: {self.score}"


class Cause(models.Model):
    """Why a problem arises, on one side of the triangle or behind another cause."""

    class Side(models.TextChoices):
        """The three sides: without one of them nothing happens."""

        PLACE = "place", N_("Place")
        VICTIM = "victim", N_("Victim and object")
        OFFENDER = "offender", N_("The offender's perspective")

    class Confidence(models.TextChoices):
        """How well it is founded."""

        ASSUMPTION = "assumption", N_("assumption")
        REASONABLE = "reasonable", N_("reasonable")
        WELL_FOUNDED = "well_founded", N_("well founded")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="causes")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="behind")
    side = models.TextField(choices=Side)
    text = models.TextField()
    basis = models.TextField(blank=True, help_text="What it rests on.")
    confidence = models.TextField(choices=Confidence, default=Confidence.ASSUMPTION)
    position = models.PositiveSmallIntegerField()

    objects = CauseQuerySet.as_manager()
    edited = ("parent_id", "side", "text", "basis", "confidence")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["problem", "position"], name="cause_position_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return f"{self.problem_id}: {self.position}"
