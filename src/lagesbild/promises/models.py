"""What is promised to the citizens: by whom, for which period, decided and signed how, and how it went."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.core.signatures import Electronic, from_kept
from lagesbild.i18n import N_
from lagesbild.meetings.models import Decision
from lagesbild.organisation.binding import PartyDecision as Bound
from lagesbild.places.models import Area
from lagesbild.plans.models import Measure
from lagesbild.promises.queries import (
    FollowUpQuerySet,
    MilestoneQuerySet,
    PartyDecisionQuerySet,
    PromiseQuerySet,
    SignatureQuerySet,
)


class Promise(models.Model):
    """A promise to the citizens. What it says never changes once a body has taken its joint position (`frozen`)."""

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft", N_("draft")
        JOINT = "joint", N_("joint position taken")
        BOUND = "bound", N_("decided by each party")
        SIGNED = "signed", N_("signed")
        PUBLISHED = "published", N_("published")
        ENDED = "ended", N_("ended")
        WITHDRAWN = "withdrawn", N_("withdrawn")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, help_text="The party of whoever wrote it.")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    title = models.TextField(help_text="The promise in one sentence, as citizens read it.")
    text = models.TextField(blank=True, help_text="More about it, in plain words.")
    where = models.TextField(blank=True, help_text="In words.")
    focus = models.TextField(blank=True, help_text="What it is about: traffic, the centre, young people.")
    goal = models.TextField(blank=True, help_text="What can be measured: at least five evenings, fewer robberies.")
    basis = models.TextField(blank=True, help_text="What it rests on, where that does not stand in the chain.")
    rhythm = models.TextField(blank=True, help_text="When and to whom it is reported while it runs.")
    source = models.URLField(blank=True, max_length=500, help_text="Where it was read, if it was made elsewhere.")
    starts = models.DateField()
    ends = models.DateField(help_text="Its last day.")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    radius = models.PositiveIntegerField(null=True, help_text="Metres around the point in which effect is counted.")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    categories = ArrayField(
        models.BigIntegerField(), default=list, help_text="Categories of incidents in which effect is counted."
    )
    state = models.TextField(choices=State, default=State.DRAFT)
    decision = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="+", help_text="The joint position of a body."
    )
    foreseen = models.JSONField(
        null=True, help_text="What it was told to be able to show when the joint position was taken; `foreseeing`."
    )
    withdrawn_reason = models.TextField(blank=True)
    person_id = models.BigIntegerField(help_text="Who wrote it.")
    made = models.DateTimeField(db_default=Now())

    objects = PromiseQuerySet.as_manager()
    measures_named: int
    """How many measures it names, where it was asked for (`named`)."""
    category_names: list[str]
    """Names of `categories`, of rows that `for_page` brings."""
    area_set: int | None
    """Number of the set of its area, where it was asked for (`with_area_set`)."""
    edited = (
        *("title", "text", "where", "focus", "goal", "basis", "rhythm", "source", "starts", "ends"),
        *("lon", "lat", "radius", "area_id", "categories"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="promise_days"),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True, radius__isnull=True)
                | Q(lon__isnull=False, lat__isnull=False, radius__gte=1),
                name="promise_place",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "ends"], name="promise_standing")]

    def __str__(self) -> str:
        return self.title

    @property
    def writable(self) -> bool:
        """Whether what it says can still be changed."""
        return self.state == self.State.DRAFT

    @property
    def standing(self) -> bool:
        """Whether all who promise have signed, and it is neither ended nor withdrawn."""
        return self.state in (self.State.SIGNED, self.State.PUBLISHED)

    def runs(self, day: dt.date) -> bool:
        """Whether its period holds the day."""
        return self.starts <= day <= self.ends


class Promiser(models.Model):
    """A party that promises."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="promisers")
    of_party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="promises")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["promise", "of_party"], name="promiser_once")]

    def __str__(self) -> str:
        return f"{self.promise_id}: {self.of_party_id}"


class Promised(models.Model):
    """A measure that is promised."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="promised")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="promised")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["promise", "measure"], name="promised_once")]

    def __str__(self) -> str:
        return f"{self.promise_id}: {self.measure_id}"


class PartyDecision(Bound):
    """What binds a party to a promise: its own decision."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="party_decisions")

    objects = PartyDecisionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.promise_id}: {self.of_party_id}"


class Signature(models.Model):
    """A signed original as it was uploaded, never a click. A later one of the same party replaces an earlier."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="signatures")
    of_party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    signatory = models.TextField(help_text="Who signed for the party.")
    function = models.TextField(help_text="As what: kommunstyrelsens ordförande.")
    date = models.DateField()
    name = models.TextField(help_text="Of the file.")
    content = models.BinaryField()
    media_type = models.CharField(max_length=80, help_text="By what the file holds, not by its name.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    digest = models.CharField(max_length=64, help_text="SHA-256 over the bytes.")
    electronic = models.JSONField(
        default=list, help_text="What its electronic signatures said when it came; see `core.signatures`."
    )
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    objects = SignatureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.promise_id}: {self.of_party_id}"

    @property
    def found(self) -> list[Electronic]:
        """Its electronic signatures as they were found; none in one that was signed by hand."""
        return from_kept(self.electronic)


class Milestone(models.Model):
    """Something that is to have happened by a day."""

    class State(models.TextChoices):
        """How it went."""

        PLANNED = "planned", N_("planned")
        DONE = "done", N_("reached")
        NOT_DONE = "not_done", N_("not reached")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="milestones")
    what = models.TextField()
    due = models.DateField()
    done_on = models.DateField(null=True)
    state = models.TextField(choices=State, default=State.PLANNED)
    reason = models.TextField(blank=True, help_text="Why it was not reached, or late.")

    objects = MilestoneQuerySet.as_manager()
    edited = ("what", "due", "state", "done_on", "reason")

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on__isnull=True)),
                name="milestone_done_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class FollowUp(models.Model):
    """What was done, told while the promise runs. Never changed, but for words that are masked."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="follow_ups")
    day = models.DateField(help_text="The day it is about.")
    text = models.TextField()
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    objects = FollowUpQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.promise_id}: {self.day}"


class Outcome(models.Model):
    """How it went in the end: whether it was kept, and whether it helped, each with the reason."""

    class Kept(models.TextChoices):
        """Whether what was promised was done."""

        KEPT = "kept", N_("kept")
        PARTLY = "partly", N_("partly kept")
        NOT = "not", N_("not kept")

    class Effect(models.TextChoices):
        """Whether it helped; yes and no only by a decided evaluation."""

        YES = "yes", N_("yes")
        NO = "no", N_("no")
        CANNOT_TELL = "cannot_tell", N_("cannot be told")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    promise = models.OneToOneField(Promise, on_delete=models.PROTECT, related_name="outcome")
    kept = models.TextField(choices=Kept)
    reason = models.TextField(help_text="Why it is called so.")
    effect = models.TextField(choices=Effect, default=Effect.CANNOT_TELL)
    effect_reason = models.TextField(blank=True, help_text="In words of those who said it; an evaluation has its own.")
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    edited = ("kept", "reason", "effect", "effect_reason")

    def __str__(self) -> str:
        return f"{self.promise_id}: {self.kept}"
