"""What of this room is a record of the registry, and how long it is kept."""

from __future__ import annotations

from django.db.models.functions import TruncDate

from lagesbild.core import registry, retention
from lagesbild.i18n import N_, Message
from lagesbild.meetings.models import Meeting


def register() -> None:
    """Called once when the application starts."""
    registry.kind(
        "meetings.meeting",
        N_("Minutes"),
        N_("minutes"),
        model=Meeting,
        rows=lambda: Meeting.objects.happened().select_related("body"),
        day=TruncDate("starts"),
        called=lambda row: row.body.name,
        state=lambda row: Message(str(row.get_state_display())),
        page=lambda row: ("meetings:detail", {"pk": row.pk}),
    )
    retention.for_ever("meetings.meeting", N_("Meetings and minutes"), N_("What was decided, by whom and when."))
