"""What this room tells the rooms above it: places to go to, sections of the start page, where a phone begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Min

from lagesbild.accounts import devices
from lagesbild.core import access, timeline
from lagesbild.core.web import Here, navigation
from lagesbild.i18n import N_, Message
from lagesbild.incidents import policies
from lagesbild.incidents.models import Incident

OWN = 3
"""Own reports that the start page shows."""


def asks(frame: navigation.Frame) -> Mapping[str, Any]:
    """How many wait to be sorted, for those who sort; for others how many have come in at all is no news."""
    return {"n": navigation.number(Incident.objects.to_sort())} if policies.may_sort(frame.actor) else {}


def waiting(here: Here, found: Mapping[str, Any]) -> Message | None:
    """The same in words."""
    if "n" not in found:
        return None
    return Message(N_("{n} to sort"), found) if found["n"] else Message(N_("all sorted"))


def _to_sort(here: Here) -> tuple[int, dt.datetime | None]:
    """How many wait to be sorted, and when the oldest of them came in."""
    ask = Incident.objects.to_sort().order_by().aggregate
    found = here.once("incidents.to_sort", lambda: ask(n=Count("pk"), oldest=Min("received")))
    return found["n"], found["oldest"]


def own_reports(here: Here) -> Mapping[str, Any] | None:
    """For those who only report: straight to a report, and what became of the last ones."""
    if not policies.may_report_for_someone(here.actor) or navigation.not_only_reporters(here.actor):
        return None
    from lagesbild.incidents.views.report import became

    mine = Incident.objects.reported_by(here.actor.person).select_related("category").order_by("-received", "-pk")
    return {"mine": list(mine[:OWN]), "became": became}


def to_sort(here: Here) -> Mapping[str, Any] | None:
    """For those who sort: what waits, if anything does."""
    if not policies.may_sort(here.actor):
        return None
    n, oldest = _to_sort(here)
    return {"n": n, "oldest": oldest} if oldest else None


def register() -> None:
    """Called once when the application starts."""
    access.subjects(
        {
            "incidents.incident": N_("Incident"),
            "incidents.import": N_("Import"),
            "incidents.category": N_("Category"),
            "incidents.silence": N_("Nothing to report"),
        }
    )
    access.ways(
        {
            "incident.seen": N_("Saw an incident that not everyone sees"),
            "reporter.seen": N_("Saw who reported"),
            "incidents.exported": N_("Fetched incidents as a file"),
        }
    )
    timeline.unnamed(("incident.masked",))  # most often whoever reported it
    devices.start_at("incidents:report")
    navigation.stop(order=20, name=N_("Incidents"), url="incidents:list", asks=asks, count=waiting)
    navigation.tool(order=10, name=N_("Report"), url="incidents:report", visible=policies.may_report_for_someone)
    navigation.tool(order=20, name=N_("Import"), url="incidents:imports", visible=policies.may_see_imports)
    navigation.step(
        order=50,
        name=N_("Bring in what has happened"),
        why=N_(
            "A file out of a system that is there already; with a year or two, the first picture knows what to expect."
        ),
        url="incidents:import_new",
        done=lambda frame: Incident.objects.all(),
        visible=policies.may_import_at_all,
    )
    navigation.start(order=5, template="incidents/start_report.html", context=own_reports)
    navigation.start(order=15, template="incidents/start_sort.html", context=to_sort)
