"""Dialogues: questions that citizens or staff answer, and walks whose notes say where something is wrong or well.

Of who answers nothing is kept. Answers are open to the partnership, never to the public.
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.dialogues.queries import AnswerQuerySet, DialogueQuerySet, NoteQuerySet, QuestionQuerySet
from lagesbild.i18n import N_


class Dialogue(models.Model):
    """Something that people are asked about, or a walk that they take together."""

    class Kind(models.TextChoices):
        """Whom it is with."""

        PUBLIC = "public", N_("citizen dialogue")
        STAFF = "staff", N_("staff dialogue")
        WALK = "walk", N_("safety walk")

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft", N_("draft")
        OPEN = "open", N_("going on")
        CLOSED = "closed", N_("over")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(
        Audience, on_delete=models.PROTECT, help_text="Of a citizen dialogue everyone; its answers are not in it."
    )
    kind = models.TextField(choices=Kind)
    title = models.TextField()
    intro = models.TextField(blank=True, help_text="What it is about and what comes of it, for those who answer.")
    place = models.TextField(blank=True, help_text="Where a walk begins.")
    opens = models.DateField()
    closes = models.DateField(help_text="Last day, as it is planned.")
    ended = models.DateField(null=True, help_text="The day on which it was closed, where that was an earlier one.")
    state = models.TextField(choices=State, default=State.DRAFT)
    outcome = models.TextField(blank=True, help_text="What came of it, told to those who took part.")
    kept = models.JSONField(
        default=dict, help_text="Answers, and notes of each kind, that have been disposed of: how many."
    )
    made_by = models.BigIntegerField()
    made = models.DateTimeField(db_default=Now())

    objects = DialogueQuerySet.as_manager()
    edited = ("title", "intro", "place", "opens", "closes")
    told = ("outcome",)
    """What another form shows: what came of it."""

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(closes__gte=models.F("opens")), name="dialogue_days")]

    def __str__(self) -> str:
        return self.title

    @property
    def counts_told(self) -> bool:
        """Whether everyone reads how many answered what."""
        return self.kind == self.Kind.PUBLIC and self.state == self.State.CLOSED and bool(self.outcome)

    @property
    def disposed_answers(self) -> int:
        """Answers of which only counts are left."""
        return int(self.kept.get("answers", 0))

    @property
    def last_day(self) -> dt.date:
        """The planned one, or an earlier day on which it was closed; before its first where it never began."""
        return self.ended or self.closes

    def is_open(self, day: dt.date) -> bool:
        """Whether it can be answered on the day."""
        return self.state == self.State.OPEN and self.opens <= day <= self.closes

    @property
    def draft(self) -> bool:
        """Whether its questions can still be changed."""
        return self.state == self.State.DRAFT


class Question(models.Model):
    """One question."""

    class Kind(models.TextChoices):
        """How it is answered."""

        TEXT = "text", N_("in one's own words")
        ONE = "one", N_("one of some answers")
        MANY = "many", N_("any of some answers")
        SCALE = "scale", N_("from 1 to 5")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    kind = models.TextField(choices=Kind)
    options = models.JSONField(default=list, help_text="Answers to choose from, in order.")
    required = models.BooleanField(default=False)
    kept = models.JSONField(
        default=dict, help_text="Of answers that have been disposed of: how many there were, and of each choice."
    )

    objects = QuestionQuerySet.as_manager()
    edited = ("text", "kind", "options", "required")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue", "position"], name="question_position_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.text


class Answer(models.Model):
    """What somebody answered: nothing tells who. It is never changed, but that words are masked."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="answers")
    content = models.JSONField(help_text="Answer by number of the question.")
    place = models.TextField(blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    day = models.DateField(help_text="The hour is not kept: it could tell who.")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["partnership", "dialogue"], name="answer_of_dialogue")]

    def __str__(self) -> str:
        return f"{self.pk}"


class Note(models.Model):
    """What was seen somewhere on a walk."""

    class Kind(models.TextChoices):
        """What it is."""

        UNSAFE = "unsafe", N_("feels unsafe")
        SAFE = "safe", N_("feels safe")
        BROKEN = "broken", N_("broken or overgrown")
        IDEA = "idea", N_("an idea")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="notes")
    kind = models.TextField(choices=Kind)
    text = models.TextField()
    place = models.TextField(blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    written_by = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    objects = NoteQuerySet.as_manager()
    edited = ("kind", "text", "place")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True) | Q(lon__isnull=False, lat__isnull=False),
                name="note_position",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
