"""The dialogues and walks of an edition's period as they stand when somebody looks; they are in none of its figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from lagesbild.core.compiled import written_once
from lagesbild.core.web import Here
from lagesbild.dialogues import policies
from lagesbild.dialogues.models import Answer, Dialogue, Note
from lagesbild.dialogues.queries import last_day
from lagesbild.picture.models import Edition


def of_period(here: Here, edition: Edition) -> Sequence[Dialogue]:
    """Those that were open on some day of its period, each with how much was said in it then (`said`)."""
    if not policies.may_see(here.actor):
        return []
    return _open_within(edition.start, edition.end)


@written_once
def _open_within(first: dt.date, after: dt.date) -> models.QuerySet[Dialogue]:
    within = Q(opens__lt=after, last__gte=first) & ~Q(state=Dialogue.State.DRAFT)
    answers = Answer.objects.filter(dialogue=OuterRef("pk"), day__gte=first, day__lt=after)
    # a day here is one on the wall clock of the partnership
    notes = Note.objects.filter(dialogue=OuterRef("pk"), at__date__gte=first, at__date__lt=after)
    return (
        Dialogue.objects.annotate(last=last_day())
        .filter(within)
        .annotate(said=_count(answers) + _count(notes))
        .order_by("opens", "pk")
    )


def _count(rows: models.QuerySet[Answer] | models.QuerySet[Note]) -> Coalesce:
    counted = rows.order_by().values("dialogue").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
