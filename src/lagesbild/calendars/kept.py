"""For how long what this room holds is kept."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, QuerySet

from lagesbild.calendars.models import Feed
from lagesbild.core import retention
from lagesbild.core.retention import Suggested
from lagesbild.i18n import N_


def register() -> None:
    """Called once when the application starts."""
    retention.kind(
        "calendars.feed",
        N_("Calendar addresses that were ended"),
        events={"ended": N_("the address was ended")},
        due=_ended,
        dispose=retention.rows_of(Feed),
        goes=N_("Whose it was and when it was last fetched."),
        stays=N_("The entry on the timeline."),
        suggested=Suggested(3, "ended", N_("an address that is ended is needed for nothing")),
    )


def _ended(event: str, before: dt.datetime) -> QuerySet[Feed]:
    return Feed.objects.filter(revoked__lt=before).annotate(due_at=F("revoked"))
