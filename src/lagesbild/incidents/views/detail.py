"""One incident: what, where, when, how sure, what became of it, and what may be done with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lagesbild.accounts.queries import names as names_of
from lagesbild.accounts.web import member
from lagesbild.core import access
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.web import Here, render
from lagesbild.i18n import N_
from lagesbild.incidents import looking, policies
from lagesbild.incidents.actions.common import HANDLED, as_kept
from lagesbild.incidents.models import Category, Incident, Reporter
from lagesbild.incidents.views import words

MOST = 20
"""Likely duplicates, and duplicates, that are listed."""
MAP_WORDS = {
    "map": N_("Map of where it happened"),
    "help": N_("Arrow keys move the map, plus and minus zoom."),
    "zoom_in": N_("Zoom in"),
    "zoom_out": N_("Zoom out"),
    "whole": N_("Show the whole map"),
    "ctrl": N_("Hold Ctrl and scroll to zoom the map"),
    "command": N_("Hold ⌘ and scroll to zoom the map"),
    "fingers": N_("Move the map with two fingers"),
}


@require_safe
@member(policy=policies.may_see)
def detail(here: Here, pk: int) -> HttpResponse:
    """The page of an incident."""
    incident = Incident.objects.for_detail().get(pk=pk)
    looking.looked(here, incident)
    told_by = Reporter.objects.filter(incident=incident).first()
    own = told_by is not None and told_by.person_id == here.actor.person
    may_sort = policies.may_sort(here.actor, incident)
    may_edit = policies.may_edit(here.actor, incident, own=own)
    return render(
        here,
        "incidents/detail.html",
        incident=incident,
        areas=words.areas_of(incident, words.area_names(words.areas())),
        versions=_versions(incident),
        likely=list(_likely(incident)) if may_sort and incident.counts else [],
        duplicates=list(incident.duplicates.select_related("category", "party").order_by("pk")[:MOST]),
        forwardings=list(incident.forwardings.select_related("to_party")),
        feedback=list(incident.feedback.all()),
        own=own,
        may_sort=may_sort,
        handled=as_seen(incident, HANDLED),
        may_edit=may_edit and incident.source_id is None,
        may_mask=policies.may_mask(here.actor, incident, own=own),
        **_reporter(here, incident, told_by),
        words=words,
        map_words=map_words(here),
    )


def map_words(here: Here) -> dict[str, str]:
    """What a small map says."""
    return {name: here.t.gettext(text) for name, text in MAP_WORDS.items()}


def _likely(incident: Incident) -> Any:
    return Incident.objects.likely_duplicates(incident).select_related("category", "party")[:MOST]


def _reporter(here: Here, incident: Incident, told_by: Reporter | None) -> dict[str, Any]:
    """Who reported it: for those of the own party who do more than report, when they ask, and never without a trace."""
    may = told_by is not None and here.actor.has(*policies.EDITING, party=incident.party_id)
    if not may or told_by is None or "rapportor" not in here.request.GET:
        return {"may_ask_who": may, "reporter": None}
    access.looked(here, incident, "reporter.seen")
    return {"may_ask_who": may, "reporter": names_of([told_by.person_id]).get(told_by.person_id, "")}


def _versions(incident: Incident) -> list[dict[str, Any]]:
    """Earlier versions, latest first, each with what was changed when it was replaced."""
    kept = list(incident.versions.select_related("batch"))
    if not kept:
        return []
    categories = dict(Category.objects.values_list("pk", "name"))
    after: dict[str, Any] = as_kept(incident)
    found = []
    for one in kept:
        found.append(
            {
                "number": one.number,
                "at": one.replaced,
                "batch": one.batch,
                "changes": words.differences(one.data, after, categories),
            }
        )
        after = one.data
    return found
