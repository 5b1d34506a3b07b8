"""What this room tells the rooms above it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lagesbild.core import access, registry, retention, timeline
from lagesbild.core.models import AccessEntry, Registration
from lagesbild.core.web import Here, navigation
from lagesbild.i18n import N_
from lagesbild.registry import policies
from lagesbild.registry.diary import records
from lagesbild.registry.models import RetentionRule

VERBS = {
    "retention.rule_set": N_("Rule of what is kept noted"),
    "retention.rule_masked": N_("Words that tell who someone is were masked"),
    "retention.ordered": N_("Disposal of {n} rows ordered"),
    "retention.stop_asked": N_("Told the disposal to stop"),
    "retention.done": N_("{n} rows from before {before} were disposed of"),
    "retention.stopped": N_("The disposal was stopped after {n} rows from before {before}"),
    "retention.failed": N_("The disposal failed after {n} rows from before {before}"),
    "retention.disposed_again": N_("{n} rows were disposed of again, in a backup that was read back"),
    "record.noted": N_("Diary number noted"),
    "record.marked": N_("Secrecy mark made"),
    "record.unmarked": N_("Secrecy mark taken away"),
    "record.masked": N_("Words that tell who someone is were masked"),
}
TELLING = ("coordinator", "leader")
"""Roles that are told when something published is taken back."""
TOLD_FOR = dt.timedelta(days=14)
LATELY = dt.timedelta(days=30)
"""How far back the data protection officer is told of what was looked at."""
FEW = 3
"""Records without a number that the start page names."""


def taken_back(here: Here) -> Mapping[str, Any] | None:
    """For those who published: what the registry has had taken back lately, and why."""
    if not here.actor.has(*TELLING):
        return None
    found = []
    for noted in _taken_back_lately(navigation.Frame.of(here.actor)).order_by("-at")[:5]:
        kind = registry.named(noted.kind)
        row = kind.rows().filter(pk=noted.subject_id).first() if kind else None
        if kind and row is not None:
            page, arguments = kind.page(row)
            found.append({"noted": noted, "called": kind.called(row), "page": page, "arguments": arguments})
    return {"rows": found} if found else None


def _taken_back_lately(frame: navigation.Frame) -> QuerySet[Registration]:
    return Registration.objects.filter(secret=True, taken_back__gt=0, marked_on__gte=frame.day - TOLD_FOR)


def unnumbered(here: Here) -> Mapping[str, Any] | None:
    """For those who note diary numbers: how many records still have none, and the latest of them."""
    if not policies.may_note(here.actor):
        return None
    found = registry.listing(unnumbered=True)
    if found is None:
        return None
    n = found.count()
    return {"n": n, "rows": records(list(found[:FEW]))} if n else None


def watched(here: Here) -> Mapping[str, Any] | None:
    """For the data protection officer: what is kept without a rule, and how often restricted material was looked at."""
    if not policies.watches(here.actor):
        return None
    kinds, lately = [one.name for one in retention.kinds()], timezone.now() - LATELY
    return {
        "kinds": len(kinds),
        "without": len(kinds) - RetentionRule.objects.filter(kind__in=kinds).count(),
        "looks": AccessEntry.objects.filter(partnership_id=here.partnership.pk, at__gte=lately).count(),
        "days": LATELY.days,
    }


def register() -> None:
    """Called once when the application starts."""
    timeline.verbs(VERBS)
    access.subjects(
        {
            "core.registration": N_("Note of the registry"),
            "registry.retentionrule": N_("Rule of what is kept"),
            "registry.disposal": N_("Disposal"),
        }
    )
    navigation.tool(order=62, name=N_("The registry"), url="registry:list", visible=policies.may_see)
    navigation.tool(order=63, name=N_("What is kept"), url="registry:retention", visible=policies.may_see)
    navigation.start(order=4, template="registry/start_unnumbered.html", context=unnumbered)
    navigation.start(order=6, template="registry/start_watched.html", context=watched)
    navigation.start(order=8, template="registry/start_taken_back.html", context=taken_back, rows=_taken_back_lately)
