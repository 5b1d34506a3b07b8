"""What of this room is a record of the registry, and how long it is kept."""

from __future__ import annotations

from django.db.models import F

from lagesbild.core import registry, retention
from lagesbild.i18n import N_, Message
from lagesbild.plans.models import Plan


def register() -> None:
    """Called once when the application starts."""
    registry.kind(
        "plans.plan",
        N_("Action plan"),
        N_("plans"),
        model=Plan,
        rows=Plan.objects.all,
        day=F("starts"),
        called=lambda row: row.name,
        state=lambda row: Message(str(row.get_state_display())),
        page=lambda row: ("plans:detail", {"pk": row.pk}),
    )
    registry.within("plans.measure", "plans.plan", by="plan_id")
    retention.for_ever("plans.plan", N_("Action plans"), N_("What was decided to be done, and what was."))
