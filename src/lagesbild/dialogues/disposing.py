"""What goes when the time of a dialogue's answers and notes is over, and what is counted of them first.

Called as the system, inside its transaction (`core.retention`). Words and places go; how many gave each answer, and how
many notes of each kind there were, is kept with the question and the dialogue.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import DateTimeField, F, QuerySet
from django.db.models.functions import Cast

from lagesbild.core.actions import Actor
from lagesbild.dialogues.models import Answer, Dialogue, Note, Question
from lagesbild.dialogues.queries import last_day


def answers_due(event: str, before: dt.datetime) -> QuerySet[Answer]:
    """Answers of dialogues that are over, by their last day."""
    return _over(Answer.objects.all(), before)


def notes_due(event: str, before: dt.datetime) -> QuerySet[Note]:
    """Notes of walks that are over, by their last day."""
    return _over(Note.objects.all(), before)


def dispose_answers(actor: Actor, numbers: Sequence[int]) -> Sequence[int]:
    """Count answers into what is kept, and take them away."""
    rows = list(Answer.objects.select_for_update(of=("self",)).filter(pk__in=list(numbers)).order_by("pk"))
    for dialogue in _locked(rows):
        given = [row.content for row in rows if row.dialogue_id == dialogue.pk]
        _keep(dialogue, "answers", len(given))
        for question in Question.objects.select_for_update(of=("self",)).filter(dialogue=dialogue):
            question.kept = _added(question.kept, [one[str(question.pk)] for one in given if str(question.pk) in one])
            if question.kind == Question.Kind.TEXT:
                question.kept["counts"] = {}
            question.save(update_fields=["kept"])
    return _gone(Answer.objects.filter(pk__in=[row.pk for row in rows]))


def dispose_notes(actor: Actor, numbers: Sequence[int]) -> Sequence[int]:
    """Count notes into what is kept, and take them away."""
    rows = list(Note.objects.select_for_update(of=("self",)).filter(pk__in=list(numbers)).order_by("pk"))
    for dialogue in _locked(rows):
        for kind, n in Counter(row.kind for row in rows if row.dialogue_id == dialogue.pk).items():
            _keep(dialogue, kind, n)
    return _gone(Note.objects.filter(pk__in=[row.pk for row in rows]))


def _over(rows: QuerySet[Any], before: dt.datetime) -> QuerySet[Any]:
    closed = rows.filter(dialogue__state=Dialogue.State.CLOSED).annotate(last=last_day("dialogue__"))
    closed = closed.filter(last__lt=before.date())
    due: QuerySet[Any] = closed.annotate(due_at=Cast(F("last"), DateTimeField()))
    return due


def _locked(rows: Sequence[Any]) -> list[Dialogue]:
    numbers = {row.dialogue_id for row in rows}
    return list(Dialogue.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk"))


def _keep(dialogue: Dialogue, name: str, n: int) -> None:
    dialogue.kept = {**dialogue.kept, name: dialogue.kept.get(name, 0) + n}
    dialogue.save(update_fields=["kept"])


def _added(kept: dict[str, Any], given: Sequence[Any]) -> dict[str, Any]:
    """What is kept of a question with some more answers: how many gave one, and how many chose each."""
    counts = Counter(kept.get("counts", {}))
    counts.update(str(one) for value in given for one in (value if isinstance(value, list) else [value]))
    return {"n": kept.get("n", 0) + len(given), "counts": dict(counts)}


def _gone(rows: QuerySet[Any]) -> list[int]:
    found = sorted(rows.values_list("pk", flat=True))
    rows.delete()
    return found
