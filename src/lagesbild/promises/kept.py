"""What of this room is a record of the registry, and how long it is kept."""

from __future__ import annotations

from django.db.models import F

from lagesbild.core import registry, retention
from lagesbild.i18n import N_, Message
from lagesbild.promises.models import Promise


def register() -> None:
    """Called once when the application starts."""
    registry.kind(
        "promises.promise",
        N_("Promise"),
        N_("promises"),
        model=Promise,
        rows=lambda: Promise.objects.defer("foreseen"),
        day=F("starts"),
        called=lambda row: row.title,
        state=lambda row: Message(str(row.get_state_display())),
        page=lambda row: ("promises:detail", {"pk": row.pk}),
        published=True,
    )
    retention.for_ever("promises.promise", N_("Promises"), N_("What was promised to the citizens, and how it went."))
