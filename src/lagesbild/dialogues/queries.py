"""Reads of dialogues and what belongs to them, chainable."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from lagesbild.dialogues.models import Answer, Dialogue, Note, Question  # noqa: F401 - named below


def last_day(of: str = "") -> Coalesce:
    """As `Dialogue.last_day`, of rows or of the dialogue that they lead to by `of`."""
    return Coalesce(f"{of}ended", f"{of}closes")


class DialogueQuerySet(models.QuerySet["Dialogue"]):
    """Dialogues."""

    def open_on(self, day: dt.date) -> DialogueQuerySet:
        """Those that can be answered on the day, the one that closes first before the others."""
        return self.filter(state="open", opens__lte=day, closes__gte=day).order_by("closes", "pk")

    def with_citizens(self) -> DialogueQuerySet:
        """Those open to everyone."""
        return self.filter(kind="public")

    def told_of(self) -> DialogueQuerySet:
        """Those that are over and of which it is said what came of them, latest first."""
        return self.filter(state="closed").exclude(outcome="").order_by(last_day().desc(), "-pk")

    def for_list(self) -> DialogueQuerySet:
        """Open ones first, then drafts, then closed ones, latest first; each with how much was said in it (`said`)."""
        from lagesbild.dialogues.models import Answer, Note

        order = Case(When(state="open", then=Value(0)), When(state="draft", then=Value(1)), default=Value(2))
        return self.annotate(said=_count(Answer) + _count(Note)).order_by(order, "-opens", "-pk")


def _count(model: type[models.Model]) -> Coalesce:
    rows = model._default_manager.filter(dialogue=OuterRef("pk")).order_by().values("dialogue")
    n = Subquery(rows.annotate(n=models.Count("pk")).values("n"), output_field=IntegerField())
    return Coalesce(n, Value(0))


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions."""

    def in_order(self) -> QuestionQuerySet:
        """As they are asked."""
        return self.order_by("position", "pk")


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Answers."""

    def latest_first(self) -> AnswerQuerySet:
        """The latest day first; those of a day in the order of their numbers, which tells nothing."""
        return self.order_by("-day", "pk")


class NoteQuerySet(models.QuerySet["Note"]):
    """Notes of walks."""

    def in_order(self) -> NoteQuerySet:
        """As they were written."""
        return self.order_by("at", "pk")
