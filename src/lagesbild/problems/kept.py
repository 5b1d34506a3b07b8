"""What of this room is a record of the registry, and how long it is kept."""

from __future__ import annotations

from django.db.models.functions import TruncDate

from lagesbild.core import registry, retention
from lagesbild.i18n import N_, Message
from lagesbild.problems.models import Problem


def register() -> None:
    """Called once when the application starts."""
    registry.kind(
        "problems.problem",
        N_("Problem"),
        N_("problems"),
        model=Problem,
        rows=Problem.objects.all,
        day=TruncDate("made"),
        called=lambda row: f"{row.number}. {row.title}",
        state=lambda row: Message(str(row.get_state_display())),
        page=lambda row: ("problems:detail", {"pk": row.pk}),
    )
    registry.within("problems.cause", "problems.problem", by="problem_id")
    retention.for_ever("problems.problem", N_("Problems"), N_("Why the partnership did what it did."))
