"""What of this room is a record of the registry."""

from __future__ import annotations

from django.db.models import F

from lagesbild.core import registry
from lagesbild.i18n import N_, Message
from lagesbild.picture.models import Edition


def register() -> None:
    """Called once when the application starts."""
    registry.kind(
        "picture.edition",
        N_("Picture"),
        N_("pictures"),
        model=Edition,
        rows=lambda: Edition.objects.light().exclude(state=Edition.State.SUPERSEDED),
        day=F("start"),
        called=lambda row: row.title,
        state=lambda row: Message(str(row.get_state_display())),
        page=lambda row: ("picture:edition", {"period": row.code, "number": row.number}),
        readers="readers_id",
        published=True,
    )
