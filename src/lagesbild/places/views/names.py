"""Named places and addresses: from a file, and found by what someone writes."""

from __future__ import annotations

from math import isfinite

from django.http import HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers

from lagesbild.accounts.web import member
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.asked import asked_number
from lagesbild.core.web.forms import SEEN
from lagesbild.i18n import N_, Message
from lagesbild.places import actions, policies
from lagesbild.places.actions.gazetteer import newest
from lagesbild.places.forms import GazetteerForm
from lagesbild.places.gazetteers import Refused, read_gazetteer
from lagesbild.places.models import Gazetteer
from lagesbild.places.search import find_places
from lagesbild.places.views.files import stored

SHOWN = 200
"""Refused rows listed on a page; more are counted."""


@member(policy=policies.may_arrange)
def add_gazetteer(here: Here) -> HttpResponse:
    """Read a file of places and addresses: whole, or where someone says so without the rows that are refused."""
    form = GazetteerForm(here.request.POST or None, here.request.FILES or None, seen=str(newest()))
    refused: list[Refused] = []
    read_anyway = False
    if form.is_valid():
        given = form.cleaned_data
        counts: dict[str, int] = {}

        def read() -> None:
            with stored(given["file"]) as path:
                found = read_gazetteer(path, crs=given["system"] or None)
            refused.extend(found.refused)
            counts.update(places=len(found.places), addresses=len(found.addresses), refused=len(refused))
            if not refused or given["partly"]:
                actions.set_gazetteer(
                    actor=here.actor,
                    source=given["file"].name,
                    places=found.places,
                    addresses=found.addresses,
                    seen=asked_number(given[SEEN]),
                )

        read_anyway = form.attempt(read) and (not refused or given["partly"])
        if read_anyway and not refused:
            flash(here, Message(N_("{places} places and {addresses} addresses were read."), counts))
            return back(here, "places:index")
        if read_anyway:
            flash(
                here,
                Message(N_("{places} places and {addresses} addresses were read, {refused} rows refused."), counts),
            )
    stopped = bool(form.errors) or bool(refused and not read_anyway)
    return render(
        here,
        "places/add_gazetteer.html",
        422 if stopped else 200,
        form=form,
        refused=refused[:SHOWN],
        n=len(refused),
        read_anyway=read_anyway,
    )


@member(policy=policies.may_arrange)
def remove_gazetteer(here: Here, pk: int) -> HttpResponse:
    """Take the places and addresses of a file away."""
    if here.request.method == "POST":
        name = Gazetteer.objects.get(pk=pk).source
        actions.remove_gazetteer(actor=here.actor, gazetteer=pk)
        flash(here, Message(N_("{name} is removed."), {"name": name}))
    return back(here, "places:index")


@member(device=True)
def search(here: Here) -> HttpResponse:
    """Places that fit what someone writes: as JSON for the report form, as a list for everyone else."""
    query = here.request.GET.get("q", "")[:100]
    hits = find_places(here.partnership.pk, query, near=_near(here.request.GET.get("near", "")))
    if "application/json" in here.request.headers.get("Accept", ""):
        answer: HttpResponse = JsonResponse(
            {"places": [{"label": one.label, "kind": one.kind, "lon": one.lon, "lat": one.lat} for one in hits]}
        )
    else:
        answer = render(here, "places/_hits.html" if here.htmx else "places/search.html", query=query, hits=hits)
    patch_vary_headers(answer, ("Accept", "HX-Request"))
    return answer


def _near(text: str) -> tuple[float, float] | None:
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return (lon, lat) if isfinite(lon) and isfinite(lat) else None
