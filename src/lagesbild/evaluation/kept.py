"""What of this room is a record of the registry, and how long it is kept."""

from __future__ import annotations

from django.db.models.functions import Coalesce, TruncDate

from lagesbild.core import registry, retention
from lagesbild.evaluation.models import Evaluation
from lagesbild.i18n import N_, Message


def register() -> None:
    """Called once when the application starts."""
    registry.kind(
        "evaluation.evaluation",
        N_("Evaluation"),
        N_("evaluations"),
        model=Evaluation,
        rows=lambda: Evaluation.objects.select_related("promise", "measure").defer("process", "effect"),
        day=Coalesce(TruncDate("decided"), TruncDate("at")),
        called=_called,
        state=lambda row: Message(str(row.get_state_display())),
        page=lambda row: ("evaluation:detail", {"pk": row.pk}),
    )
    retention.for_ever(
        "evaluation.evaluation", N_("Evaluations"), N_("What was learnt is what the next promise rests on.")
    )


def _called(row: Evaluation) -> Message:
    of = row.promise.title if row.promise is not None else row.measure.what if row.measure is not None else ""
    return Message(N_("Evaluation {number} of {what}"), {"number": row.number, "what": of})
