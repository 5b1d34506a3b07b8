"""Areas: from a file to a draft, and from the draft to what is counted in."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import shapely
from django.http import HttpResponse

from lagesbild.accounts.web import member
from lagesbild.core.web import Here, back, flash, render
from lagesbild.i18n import N_, Message
from lagesbild.places import actions, drawn, policies, preview, surroundings
from lagesbild.places.areas import Areas, read_areas
from lagesbild.places.forms import AreasForm
from lagesbild.places.models import AreaSet, Municipality
from lagesbild.places.views.files import stored

SHOWN = 200
"""Areas listed on a page; more are counted."""


@member(policy=policies.may_arrange)
def add_areas(here: Here) -> HttpResponse:
    """Read a file of areas as a draft to look at."""
    form = AreasForm(here.request.POST or None, here.request.FILES or None)
    made: list[AreaSet] = []

    def read() -> None:
        given = form.cleaned_data
        with stored(given["file"]) as path:
            areas = read_areas(
                path,
                crs=given["system"] or None,
                code=given["code"] or None,
                name=given["label"] or None,
                group=given["group"] or None,
                population=given["population"] or None,
            )
            digest = _digest(path)
        made.append(
            actions.add_areas(
                actor=here.actor,
                areas=_inside(areas) if given["mine"] else areas,
                name=given["name"],
                edition=given["edition"],
                digest=digest,
                valid_from=given["valid_from"],
                valid_to=given["valid_to"],
            )
        )

    if form.is_valid() and form.attempt(read):
        return back(here, "places:areas", pk=made[0].pk)
    return render(here, "places/add_areas.html", 422 if form.errors else 200, form=form)


@member
def areas(here: Here, pk: int) -> HttpResponse:
    """A set of areas: what it holds, before and after it is kept."""
    row = AreaSet.objects.get(pk=pk)
    found = surroundings.areas_of(row)
    where = Municipality.objects.first()
    doubts = preview.doubts(found, None if where is None else shapely.from_wkb(bytes(where.border)))
    other = AreaSet.objects.filter(name=row.name, current=True).exclude(pk=row.pk).first()
    return render(
        here,
        "places/areas.html",
        row=row,
        areas=list(row.areas.order_by("group", "name", "code")[:SHOWN]),
        n=len(found),
        people=None if found.population is None else int(np.nansum(found.population)),
        notes=[note[here.t.language] for note in row.notes],
        columns=[(word, row.columns[role]) for role, word in preview.ROLES.items() if role in row.columns],
        doubts=doubts,
        compared=None if other is None else preview.compared(found, surroundings.areas_of(other), str(other)),
        drawing=drawn.areas(found),
        may=policies.may_arrange(here.actor),
    )


@member(policy=policies.may_arrange)
def change_areas(here: Here, pk: int, act: str) -> HttpResponse:
    """Keep, use, count in, or remove a set of areas."""
    if here.request.method != "POST":
        return back(here, "places:areas", pk=pk)
    name = str(AreaSet.objects.get(pk=pk))
    said = {
        "behall": Message(N_("{name} is kept. Incidents are being placed in its areas."), {"name": name}),
        "anvand": Message(N_("{name} is in use. Incidents are being placed in its areas."), {"name": name}),
        "rakna": Message(N_("Pictures count in {name} from now on."), {"name": name}),
        "ta-bort": Message(N_("{name} is removed."), {"name": name}),
    }[act]
    if act == "behall":
        actions.keep_areas(actor=here.actor, area_set=pk)
    elif act == "ta-bort":
        actions.remove_areas(actor=here.actor, area_set=pk)
    else:
        actions.use_edition(actor=here.actor, area_set=pk, counted=act == "rakna")
    flash(here, said)
    return back(here, "places:index")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _inside(areas: Areas) -> Areas:
    """The areas whose middle lies in the municipality; all of them where it is not chosen or none does."""
    where = Municipality.objects.first()
    if where is None:
        return areas
    middle = shapely.point_on_surface(areas.geometry)
    mine = shapely.contains(shapely.from_wkb(bytes(where.border)), middle)
    return areas.take(mine) if mine.any() else areas
