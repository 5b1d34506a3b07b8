"""What of this room is a record of the registry, and for how long what editions rest on is kept."""

from __future__ import annotations

import datetime as dt

from django.db.models import DateTimeField, F, QuerySet
from django.db.models.functions import Cast

from lagesbild.core import registry, retention
from lagesbild.core.actions import Actor, acting
from lagesbild.i18n import N_, Message
from lagesbild.picture import basis
from lagesbild.picture.models import Basis, Edition, Making

INCIDENT = "incidents.incident"


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
    retention.copies(INCIDENT, reach)
    retention.kind(
        "picture.basis",
        N_("What pictures were computed from"),
        events={"ended": N_("the period of the picture")},
        due=_due,
        dispose=retention.rows_of(Basis),
        goes=N_("The columns of incidents that a picture can be computed again from."),
        stays=N_("The picture itself, its figures and their digest. It can no longer be computed again, and says so."),
        suggested=retention.Suggested(24, "ended", N_("long enough to try last year's pictures once more")),
    )
    retention.kind(
        "picture.working",
        N_("Notes of how pictures were made and computed again"),
        events={"noted": N_("it was noted")},
        due=lambda event, before: Making.objects.filter(changed__lt=before, edition__isnull=False).annotate(
            due_at=F("changed")
        ),
        dispose=retention.rows_of(Making),
        goes=N_("How far the making of a picture had come, and who asked for it."),
        stays=N_("The picture, and the entry on the timeline."),
        suggested=retention.Suggested(12, "noted", N_("working material")),
    )
    retention.for_ever("picture.edition", N_("Pictures"), N_("Decided pictures are what later decisions rest on."))


def reach(actor: Actor, ranges: retention.Ranges) -> None:
    """Take incidents that have gone out of what editions were made from; those then rest on their figures alone."""
    stretches = retention.merged(ranges)
    with acting(actor):
        numbers = list(Basis.objects.order_by("pk").values_list("pk", flat=True))
    for number in numbers:
        with acting(actor):
            row = Basis.objects.select_for_update(of=("self",)).get(pk=number)
            columns, n = basis.without(bytes(row.columns), stretches)
            if n:
                Basis.objects.filter(pk=number).update(columns=columns, disposed=F("disposed") + n)


def _due(event: str, before: dt.datetime) -> QuerySet[Basis]:
    return Basis.objects.filter(edition__end__lte=before.date()).annotate(due_at=Cast("edition__end", DateTimeField()))
