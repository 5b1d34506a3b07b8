"""How long rows are kept by decision, and what was disposed of. Every party reads both."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lagesbild.core.models import Partnership, Party
from lagesbild.i18n import N_
from lagesbild.registry.queries import DisposalQuerySet

MOST_MONTHS = 1200


class RetentionRule(models.Model):
    """How long rows of a kind are kept. Without the decision it rests on it does not apply."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, help_text="The party of whoever noted it.")
    kind = models.TextField(help_text="Name of a registered kind; see `core.retention`.")
    event = models.TextField(blank=True, help_text="Code of that from which the time is counted.")
    months = models.PositiveIntegerField(
        null=True, validators=[MinValueValidator(1)], help_text="How long; none: for ever."
    )
    body = models.TextField(blank=True, help_text="Who decided.")
    decided_on = models.DateField(null=True)
    dnr = models.TextField(blank=True, help_text="Diary number of the decision.")
    note = models.TextField(blank=True)
    person_id = models.BigIntegerField(help_text="Who noted it last.")
    at = models.DateTimeField(db_default=Now())

    edited = ("event", "months", "body", "decided_on", "dnr", "note")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "kind"], name="rule_once"),
            models.CheckConstraint(
                condition=Q(months__isnull=True) | (Q(months__gte=1, months__lte=MOST_MONTHS) & ~Q(event="")),
                name="rule_term",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.months}"

    @property
    def decided(self) -> bool:
        """Whether the decision that it rests on is noted."""
        return bool(self.body and self.decided_on and self.dnr)

    @property
    def applies(self) -> bool:
        """Whether anything is disposed of by it."""
        return self.decided and self.months is not None


class Disposal(models.Model):
    """That rows of a kind were disposed of: by which decision, up to when, how many. What went stands nowhere."""

    class State(models.TextChoices):
        """How far it has come."""

        RUNNING = "running", N_("under way")
        DONE = "done", N_("done")
        STOPPED = "stopped", N_("stopped")
        FAILED = "failed", N_("could not be carried through")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    kind = models.TextField()
    event = models.TextField()
    months = models.PositiveIntegerField()
    before = models.DateTimeField(help_text="What lies before it had had its time.")
    body = models.TextField()
    decided_on = models.DateField(null=True, help_text="None: done again after a backup was read back.")
    dnr = models.TextField()
    state = models.TextField(choices=State, default=State.RUNNING)
    expected = models.PositiveIntegerField(help_text="Rows that whoever ordered it was shown.")
    done = models.PositiveIntegerField(default=0)
    oldest = models.DateTimeField(null=True, help_text="Of what went.")
    youngest = models.DateTimeField(null=True)
    stop = models.BooleanField(default=False, help_text="Someone wants it to stop.")
    again = models.BooleanField(default=False, help_text="Done again after a backup was read back.")
    digest = models.CharField(max_length=64, blank=True, help_text="Keyed, over the numbers of what went.")
    person_id = models.BigIntegerField(help_text="Who ordered it.")
    at = models.DateTimeField(db_default=Now())
    ended = models.DateTimeField(null=True)

    objects = DisposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "kind"], condition=Q(state="running"), name="disposal_one_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["partnership", "kind", "at"], name="disposal_of_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.before}: {self.done}"


class Disposed(models.Model):
    """A batch of a disposal: numbers alone, so that what holds copies can be reached. Only the system reads it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField(help_text="1 for the first.")
    ranges = models.JSONField(help_text="First and last of each stretch; see `core.retention`.")
    n = models.PositiveIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["disposal", "number"], name="disposed_once")]

    def __str__(self) -> str:
        return f"{self.disposal_id}.{self.number}: {self.n}"
