"""The weekly pictures of the last weeks, made by what the worker does, and judged by the coordinator."""

from __future__ import annotations

import datetime as dt

from lagesbild.core.scope import scope
from lagesbild.demo.events.model import last_monday
from lagesbild.demo.fill.here import Here
from lagesbild.picture import actions, tasks
from lagesbild.picture.models import Edition, Finding

WEEKS = {"alvhamra": 3, "kungsfjarda": 2}
"""How many of the last weeks have a picture; one where nothing is said: each takes seconds to make."""


def mondays(here: Here) -> list[dt.date]:
    """First days of the weeks that have a picture, oldest first."""
    last = last_monday(here.today)
    return [last - dt.timedelta(weeks=back) for back in reversed(range(WEEKS.get(here.slug, 1)))]


def missing(here: Here) -> list[dt.date]:
    """Those that are not made yet."""
    made = Edition.objects.weekly().filter(partnership_id=here.partnership).values_list("start", flat=True)
    return [monday for monday in mondays(here) if monday not in set(made)]


def made(here: Here) -> bool:
    """Whether as many are made as there are to be, also when they were made weeks ago."""
    starts = Edition.objects.weekly().filter(partnership_id=here.partnership).values("start").distinct()
    return starts.count() >= len(mondays(here))


def make(here: Here) -> None:
    """Make what is missing as the worker does, oldest first."""
    with scope(here.system.scope()):
        wanted = missing(here)
    for monday in wanted:
        tasks.make(partnership=here.partnership, kind="weekly", start=monday.toordinal(), asked_by=0)


def judged(here: Here) -> bool:
    """Whether the findings of the week before the last have been looked at, or there were none."""
    findings = Finding.objects.filter(edition__in=_earlier(here))
    return not findings.exists() or findings.exclude(state=Finding.State.OPEN).exists()


def judge(here: Here) -> None:
    """Confirm what was found in earlier weeks; a finding that reporting explains is dismissed with that reason."""
    coordinator = here.actor("coordinator")
    for number, finding in enumerate(Finding.objects.filter(edition__in=_earlier(here)).order_by("pk")):
        if number % 3 == 2:
            actions.dismiss(actor=coordinator, finding=finding.pk, reason=Finding.Reason.REPORTING)
        else:
            actions.confirm(actor=coordinator, finding=finding.pk)


def _earlier(here: Here) -> list[int]:
    """Latest editions of the weeks before the last one, not yet decided."""
    last = last_monday(here.today)
    rows = Edition.objects.weekly().filter(partnership_id=here.partnership, start__lt=last, state=Edition.State.DRAFT)
    return list(rows.values_list("pk", flat=True))
