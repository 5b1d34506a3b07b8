"""What is drawn under the maps: from files, and as maps fetch it."""

from __future__ import annotations

import gzip

import shapely
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from lagesbild.accounts.web import member
from lagesbild.core.web import Here, back, flash, render
from lagesbild.i18n import N_, Message
from lagesbild.places import actions, policies, surroundings
from lagesbild.places.forms import GroundForm
from lagesbild.places.grounds import read_ground
from lagesbild.places.models import GroundMap, Municipality
from lagesbild.places.views.files import stored


@member(policy=policies.may_arrange)
def add_ground(here: Here) -> HttpResponse:
    """Read a file of what is drawn under the maps."""
    form = GroundForm(here.request.POST or None, here.request.FILES or None)

    def read() -> None:
        given = form.cleaned_data
        where = Municipality.objects.first() if given["mine"] else None
        with stored(given["file"]) as path:
            features = read_ground(
                path,
                kind=given["kind"],
                crs=given["system"] or None,
                within=None if where is None else shapely.from_wkb(bytes(where.border)),
            )
        row = actions.set_ground(actor=here.actor, features=features, source=given["file"].name)
        flash(here, Message(N_("{n} shapes are drawn under the maps."), {"n": sum(row.counts.values())}))

    if form.is_valid() and form.attempt(read):
        return back(here, "places:index")
    return render(here, "places/add_ground.html", 422 if form.errors else 200, form=form)


@member(policy=policies.may_arrange)
def remove_ground(here: Here, pk: int) -> HttpResponse:
    """Take away what a file put under the maps."""
    if here.request.method == "POST":
        name = GroundMap.objects.only("source").get(pk=pk).source
        actions.remove_ground(actor=here.actor, ground=pk)
        flash(here, Message(N_("{name} is removed."), {"name": name}))
    return back(here, "places:index")


@member(device=True)
def ground(here: Here) -> HttpResponse:
    """What a live map starts from; not sent again while it is the same."""
    tag = f'"{surroundings.ground_tag()}"'
    asked = [one.strip().removeprefix("W/") for one in here.request.headers.get("If-None-Match", "").split(",")]
    if tag in asked:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        _, packed = surroundings.packed_ground()
        takes = "gzip" in here.request.headers.get("Accept-Encoding", "")
        answer = HttpResponse(packed if takes else gzip.decompress(packed), content_type="application/json")
        if takes:
            answer["Content-Encoding"] = "gzip"
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    patch_vary_headers(answer, ("Accept-Encoding",))
    return answer
