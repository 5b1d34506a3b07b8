"""Pages of places, and what maps and forms fetch."""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Sum
from django.http import HttpResponse, HttpResponseNotModified, JsonResponse

from lagesbild.accounts.web import member
from lagesbild.core.web import Here, back, flash, render
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.places import actions, drawn, policies, surroundings
from lagesbild.places.areas import Areas, read_areas
from lagesbild.places.forms import AreasForm, GazetteerForm, GroundForm, MunicipalityForm
from lagesbild.places.gazetteers import read_gazetteer
from lagesbild.places.models import Address, AreaSet, Gazetteer, GroundMap, Municipality
from lagesbild.places.search import find_places

SHOWN = 200
"""Areas and refused rows listed on a page; more are counted."""


@member
def index(here: Here) -> HttpResponse:
    """Where the partnership is: municipality, areas, places, ground."""
    sets = list(AreaSet.objects.annotate(n=Count("areas"), people=Sum("areas__population")))
    query = here.request.GET.get("q", "")
    return render(
        here,
        "places/index.html",
        municipality=Municipality.objects.first(),
        border=drawn.municipality(),
        sets=sets,
        gazetteers=list(Gazetteer.objects.annotate(n=Count("spot")).order_by("source")),
        addresses=Address.objects.count(),
        ground=GroundMap.objects.first(),
        may=policies.may_arrange(here.actor),
        query=query,
        hits=find_places(here.partnership.pk, query) if query else [],
    )


@member(policy=policies.may_arrange)
def municipality(here: Here) -> HttpResponse:
    """Choose the municipality from the list."""
    form = MunicipalityForm(here.request.POST or None)
    if form.is_valid() and form.attempt(
        lambda: actions.choose_municipality(actor=here.actor, code=form.cleaned_data["code"])
    ):
        flash(here, Message(N_("The municipality is chosen; its border and neighbours are there.")))
        return back(here, "places:index")
    return render(here, "places/municipality.html", 422 if form.errors else 200, form=form)


@member(policy=policies.may_arrange)
def add_areas(here: Here) -> HttpResponse:
    """Read a file of areas as a draft to look at."""
    form = AreasForm(here.request.POST or None, here.request.FILES or None)
    if form.is_valid():
        made: list[AreaSet] = []
        given = form.cleaned_data

        def read() -> None:
            with stored(given["file"]) as path:
                areas = read_areas(path)
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
            chosen = _inside(areas) if given["mine"] else areas
            made.append(
                actions.add_areas(
                    actor=here.actor, areas=chosen, name=given["name"], edition=given["edition"], digest=digest
                )
            )

        if form.attempt(read):
            return back(here, "places:areas", pk=made[0].pk)
    return render(here, "places/add_areas.html", 422 if form.errors else 200, form=form)


@member
def areas(here: Here, pk: int) -> HttpResponse:
    """A set of areas: what it holds, before and after it is kept."""
    row = AreaSet.objects.get(pk=pk)
    found = surroundings.areas_of(row)
    return render(
        here,
        "places/areas.html",
        row=row,
        areas=list(row.areas.order_by("group", "name")[:SHOWN]),
        n=len(found),
        people=None if found.population is None else int(np.nansum(found.population)),
        notes=[note[here.t.language] for note in row.notes],
        doubts=_doubts(found),
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


@member(policy=policies.may_arrange)
def add_gazetteer(here: Here) -> HttpResponse:
    """Read a file of places and addresses."""
    form = GazetteerForm(here.request.POST or None, here.request.FILES or None)
    refused: list[Any] = []
    if form.is_valid():
        file = form.cleaned_data["file"]

        def read() -> None:
            with stored(file) as path:
                found = read_gazetteer(path)
            refused.extend(found.refused)
            actions.set_gazetteer(actor=here.actor, source=file.name, places=found.places, addresses=found.addresses)
            flash(
                here,
                Message(
                    N_("{places} places and {addresses} addresses were read, {refused} rows refused."),
                    {"places": len(found.places), "addresses": len(found.addresses), "refused": len(found.refused)},
                ),
            )

        if form.attempt(read) and not refused:
            return back(here, "places:index")
    status = 422 if form.errors else 200
    return render(here, "places/add_gazetteer.html", status, form=form, refused=refused[:SHOWN], n=len(refused))


@member(policy=policies.may_arrange)
def add_ground(here: Here) -> HttpResponse:
    """Read a file of what is drawn under the maps."""
    form = GroundForm(here.request.POST or None, here.request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]

        def read() -> None:
            try:
                features = json.loads(file.read().decode("utf-8-sig"))
            except (UnicodeDecodeError, json.JSONDecodeError) as error:
                raise InputError(
                    Message(N_("{file} is no GeoJSON: {why}"), {"file": file.name, "why": str(error)[:120]})
                ) from error
            actions.set_ground(
                actor=here.actor, features=features if isinstance(features, dict) else {}, source=file.name
            )

        if form.attempt(read):
            flash(here, Message(N_("The ground of the maps is read.")))
            return back(here, "places:index")
    return render(here, "places/add_ground.html", 422 if form.errors else 200, form=form)


@member(device=True)
def search(here: Here) -> HttpResponse:
    """Places that fit what someone writes: as JSON for the report form, as a list for everyone else."""
    query = here.request.GET.get("q", "")[:100]
    hits = find_places(here.partnership.pk, query, near=_near(here.request.GET.get("near", "")))
    if "application/json" in here.request.headers.get("Accept", ""):
        return JsonResponse({"places": [{"label": one.label, "lon": one.lon, "lat": one.lat} for one in hits]})
    return render(here, "places/search.html", query=query, hits=hits)


@member(device=True)
def ground(here: Here) -> HttpResponse:
    """What a live map starts from; not sent again while it is the same."""
    row = GroundMap.objects.only("digest").first()
    where = Municipality.objects.only("code").first()
    tag = f'"{row.digest if row else ""}-{where.code if where else ""}"'
    if here.request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    text = json.dumps(surroundings.map_ground(), ensure_ascii=False, separators=(",", ":")).encode()
    answer = HttpResponse(gzip.compress(text, 4), content_type="application/json")
    answer["Content-Encoding"] = "gzip"
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _near(text: str) -> tuple[float, float] | None:
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return lon, lat


def _inside(areas: Areas) -> Areas:
    """The areas whose middle lies in the municipality; all of them where it is not chosen or none does."""
    where = Municipality.objects.first()
    if where is None:
        return areas
    middle = shapely.point_on_surface(areas.geometry)
    mine = shapely.contains(shapely.from_wkb(bytes(where.border)), middle)
    return areas.take(mine) if mine.any() else areas


def _doubts(areas: Areas) -> list[Message]:
    """What a careful eye would want to know before the areas are used."""
    found = []
    tree = shapely.STRtree(areas.geometry)
    one, other = tree.query(areas.geometry, predicate="overlaps")
    pairs = one < other
    if pairs.any():
        shared = shapely.area(shapely.intersection(areas.geometry[one[pairs]], areas.geometry[other[pairs]]))
        whole = np.minimum(shapely.area(areas.geometry[one[pairs]]), shapely.area(areas.geometry[other[pairs]]))
        n = int((shared > 0.01 * whole).sum())
        if n:
            found.append(
                Message(
                    N_("{n} pair of areas overlaps; an incident there counts in the first of them."),
                    {"n": n},
                    N_("{n} pairs of areas overlap; an incident there counts in the first of them."),
                    n,
                )
            )
    where = Municipality.objects.first()
    if where is not None:
        border = shapely.from_wkb(bytes(where.border))
        covered = shapely.union_all(areas.geometry)
        share = shapely.area(shapely.intersection(covered, border)) / shapely.area(border)
        if share < 0.97:
            found.append(Message(N_("The areas cover {share} % of the municipality."), {"share": round(100 * share)}))
        outside = int((~shapely.intersects(areas.geometry, border)).sum())
        if outside:
            found.append(
                Message(
                    N_("{n} area lies outside the municipality."),
                    {"n": outside},
                    N_("{n} areas lie outside the municipality."),
                    outside,
                )
            )
    return found


@contextmanager
def stored(file: UploadedFile[Any]) -> Iterator[Path]:
    """An uploaded file under its own name, as readers of files want it; gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(file.name or "file").name
        with path.open("wb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        yield path
