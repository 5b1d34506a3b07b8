"""Wall-clock times that people type, in the time zone of the page."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from lagesbild.i18n import N_

SKIPPED = N_("That night the clock was put forward past this time. Choose another.")


def skipped(day: dt.date, clock: dt.time) -> bool:
    """Whether there was no such time on the day, as the clock was put forward past it."""
    zone = timezone.get_current_timezone()
    told = dt.datetime.combine(day, clock, zone)
    return told.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != told.replace(tzinfo=None)
