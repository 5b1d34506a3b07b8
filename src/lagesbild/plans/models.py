"""Plans and measures: what is done about which cause, by whom and by when, how much of it, and how it goes.

A plan that has been decided is kept as an edition that never changes. The plan itself goes on being worked with, and
what differs from the edition is shown until it is decided anew.
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lagesbild.accounts.models import Person
from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.i18n import N_
from lagesbild.meetings.models import Decision
from lagesbild.organisation.binding import PartyDecision as Bound
from lagesbild.organisation.models import Body
from lagesbild.picture.models import Finding
from lagesbild.plans.queries import (
    DoseQuerySet,
    MeasureQuerySet,
    OwnDecisionQuerySet,
    PlanEditionQuerySet,
    PlanQuerySet,
    ProgressQuerySet,
)
from lagesbild.problems.models import Cause, Problem


class Plan(models.Model):
    """An action plan of the partnership, or of one of its bodies, for a period."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", N_("draft")
        DECIDED = "decided", N_("adopted")
        CLOSED = "closed", N_("ended")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, help_text="Of the plan and all its measures.")
    name = models.TextField()
    purpose = models.TextField(blank=True)
    starts = models.DateField()
    ends = models.DateField(help_text="Last day.")
    body = models.ForeignKey(
        Body, null=True, on_delete=models.PROTECT, related_name="plans", help_text="Whose it is; none: everybody's."
    )
    state = models.TextField(choices=State, default=State.DRAFT)
    decision = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="+", help_text="By which it stands."
    )
    reason = models.TextField(blank=True, help_text="Why it is closed, or how it ended.")
    made = models.DateTimeField(db_default=Now())

    objects = PlanQuerySet.as_manager()
    edited = ("name", "purpose", "starts", "ends", "body_id")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="plan_days"),
            models.CheckConstraint(condition=~Q(state="closed") | ~Q(reason=""), name="plan_closed_with_reason"),
            models.CheckConstraint(condition=~Q(state="draft") | Q(decision__isnull=True), name="plan_draft_undecided"),
        ]
        indexes = [models.Index(fields=["partnership", "starts"], name="plan_starts")]

    def __str__(self) -> str:
        return self.name

    @property
    def live(self) -> bool:
        """Whether it is worked with."""
        return self.state != self.State.CLOSED


class PlanEdition(models.Model):
    """A plan as it was decided: never changed, but that words are masked."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(help_text="1 for the first.")
    content = models.JSONField(help_text="See `editions.Content`.")
    sealed = models.JSONField(help_text="The same with digests of people's words; see `editions.seal`.")
    digest = models.CharField(max_length=64, help_text="Keyed, over what is sealed; the timeline holds the same.")
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    person_id = models.BigIntegerField(help_text="Who wrote the decision down; 0 for the system.")

    objects = PlanEditionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_edition_once")]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.number}"


class PartyDecision(Bound):
    """A party's own decision on a plan as it stands in an edition: what makes it the party's plan."""

    edition = models.ForeignKey(PlanEdition, on_delete=models.PROTECT, related_name="party_decisions")

    objects = OwnDecisionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.of_party_id}"


class Measure(models.Model):
    """Something that is done. Whoever is responsible sees it, also outside its audience (`walls`)."""

    class Kind(models.TextChoices):
        """What sort of thing it is."""

        SITUATIONAL = "situational", N_("situational")
        PRESENCE = "presence", N_("presence")
        SOCIAL = "social", N_("social")
        TRAFFIC = "traffic", N_("traffic")
        COMMUNICATION = "communication", N_("communication")
        OUTREACH = "outreach", N_("outreach")
        OTHER = "other", N_("other")

    class State(models.TextChoices):
        """How far it has come."""

        PLANNED = "planned", N_("not begun")
        UNDER_WAY = "under_way", N_("under way")
        DONE = "done", N_("carried through")
        STOPPED = "stopped", N_("stopped")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, help_text="The plan's, where it stands in one.")
    plan = models.ForeignKey(Plan, null=True, on_delete=models.PROTECT, related_name="measures")
    body = models.ForeignKey(
        Body,
        null=True,
        on_delete=models.PROTECT,
        related_name="measures",
        help_text="Which follows it, where no plan says so.",
    )
    problem = models.ForeignKey(Problem, null=True, on_delete=models.PROTECT, related_name="measures")
    cause = models.ForeignKey(Cause, null=True, on_delete=models.PROTECT, related_name="measures")
    finding = models.ForeignKey(
        Finding,
        null=True,
        on_delete=models.PROTECT,
        related_name="measures",
        help_text="Of a picture, which it was decided on at once.",
    )
    what = models.TextField()
    method = models.TextField(blank=True, help_text="How it is done.")
    technique = models.TextField(blank=True, help_text="Key in the catalogue.")
    kind = models.TextField(choices=Kind)
    reactive = models.BooleanField(default=False, help_text="Decided at once, on what has happened.")
    responsible = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="measures")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="measures")
    starts = models.DateField(null=True)
    due = models.DateField(null=True, help_text="Last day.")
    goal = models.TextField(blank=True, help_text="Operative: what is to be reached.")
    indicator = models.TextField(blank=True, help_text="What is counted to know it.")
    unit = models.TextField(blank=True)
    baseline = models.FloatField(null=True)
    target = models.FloatField(null=True)
    resources = models.TextField(blank=True)
    hands_over_to = models.TextField(
        blank=True, help_text="Of outreach: where those it reaches belong, if they want help."
    )
    state = models.TextField(choices=State, default=State.PLANNED)
    reason = models.TextField(blank=True, help_text="Why it was stopped.")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    place = models.TextField(blank=True)
    done_on = models.DateField(null=True)
    made = models.DateTimeField(db_default=Now())
    made_by = models.BigIntegerField(help_text="Person; 0 for the system.")

    objects = MeasureQuerySet.as_manager()
    edited = (
        *("what", "method", "technique", "kind", "cause_id", "responsible_id", "person_id", "starts", "due", "goal"),
        *("indicator", "unit", "baseline", "target", "resources", "hands_over_to", "lon", "lat", "place"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(due__isnull=True) | Q(due__gte=F("starts")), name="measure_days"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on__isnull=True)),
                name="measure_done_on",
            ),
            models.CheckConstraint(condition=~Q(state="stopped") | ~Q(reason=""), name="measure_stopped_with_reason"),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True) | Q(lon__range=(-180, 180), lat__range=(-90, 90)),
                name="measure_position",
            ),
            models.CheckConstraint(
                condition=Q(cause__isnull=True) | Q(problem__isnull=False), name="measure_cause_of_problem"
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "state", "due"], name="measure_due"),
            models.Index(fields=["partnership", "person", "state"], name="measure_of_person"),
            models.Index(fields=["partnership", "technique"], name="measure_technique"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def open(self) -> bool:
        """Whether something is left to do."""
        return self.state in (self.State.PLANNED, self.State.UNDER_WAY)

    def late(self, today: dt.date) -> bool:
        """Whether its last day has passed and it is not finished."""
        return self.open and self.due is not None and self.due < today

    @property
    def gaps(self) -> tuple[str, ...]:
        """What it lacks to be carried through and followed up, as names of fields."""
        lacks = (("person", self.person_id), ("due", self.due), ("indicator", self.indicator))
        return tuple(name for name, value in lacks if not value)


class Progress(models.Model):
    """What someone said of how a measure goes: written once. Whoever reads the measure reads it (`walls`)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="progress")
    state = models.TextField(choices=Measure.State)
    text = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())
    person_id = models.BigIntegerField(help_text="Who said it; 0 for the system.")

    objects = ProgressQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["measure", "at"], name="progress_of_measure")]

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.state}"


class Dose(models.Model):
    """One evening, round or occasion of a measure: planned, or held. Whoever reads the measure reads it (`walls`)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="doses")
    of_party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", help_text="Whose people are there.")
    day = models.DateField()
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True, help_text="Before `starts`: on the day after.")
    planned = models.BooleanField(help_text="That it is to be held; False: that it was held.")
    of = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="held", help_text="The planned one that was held."
    )
    cancelled = models.BooleanField(default=False, help_text="Of a planned one: it was not held; `note` says why.")
    amount = models.FloatField(default=1)
    unit = models.TextField(help_text="What the amount counts: evenings, hours, contacts. Never persons by name.")
    handed_over = models.PositiveIntegerField(
        null=True, help_text="Of outreach: how many were handed over to where they belong."
    )
    place = models.TextField(blank=True)
    note = models.TextField(blank=True)
    by = models.BigIntegerField(help_text="Who wrote it down; 0 for the system.")

    objects = DoseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(of__isnull=True) | Q(planned=False), name="dose_held_of_planned"),
            models.CheckConstraint(condition=Q(cancelled=False) | Q(planned=True), name="dose_cancelled_planned"),
            models.CheckConstraint(condition=Q(cancelled=False) | ~Q(note=""), name="dose_cancelled_with_reason"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="dose_amount"),
        ]
        indexes = [models.Index(fields=["measure", "day"], name="dose_of_measure")]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.day}"
