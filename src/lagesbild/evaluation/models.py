"""Whether what was promised was done, and whether it helped: editions, frozen when they are decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.evaluation.queries import EvaluationQuerySet
from lagesbild.i18n import N_
from lagesbild.plans.models import Measure
from lagesbild.promises.models import Promise


class Evaluation(models.Model):
    """One edition of the evaluation of a promise, or of a measure. Decided, it never changes (`frozen`)."""

    class State(models.TextChoices):
        """Whether it stands."""

        DRAFT = "draft", N_("draft")
        DECIDED = "decided", N_("decided")

    class Verdict(models.TextChoices):
        """Whether it helped."""

        YES = "yes", N_("yes")
        NO = "no", N_("no")
        CANNOT_TELL = "cannot_tell", N_("cannot be told")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    promise = models.ForeignKey(Promise, null=True, on_delete=models.PROTECT, related_name="evaluations")
    measure = models.ForeignKey(Measure, null=True, on_delete=models.PROTECT, related_name="evaluations")
    number = models.PositiveIntegerField(help_text="1 for the first edition; a higher one supersedes a lower.")
    process = models.JSONField(help_text="What was to be done and what was: numbers and states; `process`.")
    effect = models.JSONField(help_text="Counts, intervals and tests; `effect`.")
    verdict = models.TextField(choices=Verdict, help_text="By the rules of `effect.verdict`, not by hand.")
    text = models.TextField(blank=True, help_text="What those who evaluated have to say besides.")
    state = models.TextField(choices=State, default=State.DRAFT)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 over process and effect when decided.")
    person_id = models.BigIntegerField(help_text="Who made it.")
    at = models.DateTimeField(db_default=Now())
    decided = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)

    objects = EvaluationQuerySet.as_manager()
    edited = ("text", "verdict", "process", "effect")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(promise__isnull=False, measure__isnull=True)
                | Q(promise__isnull=True, measure__isnull=False),
                name="evaluation_of_one",
            ),
            models.UniqueConstraint(fields=["promise", "number"], name="evaluation_of_promise_once"),
            models.UniqueConstraint(fields=["measure", "number"], name="evaluation_of_measure_once"),
            models.UniqueConstraint(fields=["promise"], condition=Q(state="draft"), name="one_draft_of_promise"),
            models.CheckConstraint(
                condition=Q(state="draft", decided__isnull=True) | Q(state="decided", decided__isnull=False),
                name="evaluation_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id or self.measure_id}: {self.number}"
