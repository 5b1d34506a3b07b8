"""Incidents as a list, as a file and on a map: the same filter, the same incidents."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lagesbild.accounts.web import member
from lagesbild.core import access
from lagesbild.core.scope import scope
from lagesbild.core.web import Here, render
from lagesbild.core.web.downloads import cell, streamed, written
from lagesbild.i18n import N_, Message
from lagesbild.incidents import maps, policies
from lagesbild.incidents.models import Incident
from lagesbild.incidents.views import filters, heaps, words
from lagesbild.incidents.views.filters import Asked, Filter
from lagesbild.places import surroundings

EACH = 50
"""Incidents on a page of the list."""
BESIDE = 25
"""Incidents on a page beside the map."""
CHUNK = 2_000
"""Rows of a file that are read at a time."""
MAP_WORDS = {
    "map": N_("Map of incidents"),
    "help": N_("Arrow keys move the map, plus and minus zoom. Each mark leads to a list of what it counts."),
    "zoom_in": N_("Zoom in"),
    "zoom_out": N_("Zoom out"),
    "whole": N_("Show the whole map"),
    "ctrl": N_("Hold Ctrl and scroll to zoom the map"),
    "command": N_("Hold ⌘ and scroll to zoom the map"),
    "fingers": N_("Move the map with two fingers"),
}


@require_safe
@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """The list, narrowed by what the address asks."""
    return _list(here, filters.asked(here.request.GET), "incidents/list.html", EACH)


@require_safe
@member(policy=policies.may_see)
def on_map(here: Here) -> HttpResponse:
    """The map with the same list beside it; where it is not said where the partnership is, the incidents say it."""
    asked = filters.asked(here.request.GET)
    box = asked.filter.box
    if box is None and not surroundings.is_somewhere():
        box = maps.extent()
    return _list(
        here,
        asked,
        "incidents/map.html",
        BESIDE,
        box=filters.write_box(box) if box else "",
        map_words={name: here.t.gettext(text) for name, text in MAP_WORDS.items()},
    )


def _list(here: Here, asked: Asked, template: str, each: int, **more: Any) -> HttpResponse:
    counts = _counts(asked)
    # which rows stand on the page is found first: what all that fit refer to would be fetched to sort them
    numbers = asked.filter.numbers()
    pages = Paginator(numbers.none() if asked.wrong else numbers, each)
    pages.count = counts["n"]  # the same question would be put to the database twice
    page = pages.get_page(here.request.GET.get("sida"))
    rows = asked.filter.of(list(page.object_list))
    return render(
        here,
        template,
        422 if asked.wrong else 200,
        asked=asked,
        filter=asked.filter,
        counts=counts,
        page=page,
        rows=rows,
        periods=filters.periods(asked.filter),
        names=words.area_names(asked.choices.areas),
        words=words,
        may_report=policies.may_report_for_someone(here.actor),
        may_sort=policies.may_sort(here.actor),
        **more,
    )


def _counts(asked: Asked) -> dict[str, int]:
    """How many fit, how many of them have no position, how many wait to be sorted."""
    if asked.wrong:
        return {"n": 0, "unplaced": 0, "to_sort": 0}
    found: dict[str, int] = asked.filter.apply().aggregate(
        n=Count("pk"),
        unplaced=Count("pk", filter=Q(lon__isnull=True)),
        to_sort=Count("pk", filter=Q(state=Incident.State.REPORTED)),
    )
    return found


@require_safe
@member(policy=policies.may_see)
def points(here: Here) -> HttpResponse:
    """The marks of the map for a part of it: `bbox` west,south,east,north and `zoom`, beside the filter."""
    asked = filters.asked(here.request.GET)
    view = filters.read_box(here.request.GET.get("bbox", ""))
    zoom = _zoom(here.request.GET.get("zoom", ""))
    if asked.wrong or view is None or zoom is None:
        said = here.t.gettext(N_("The part of the map or the filter cannot be read. Reload the page."))
        return JsonResponse({"error": said}, status=400)
    found = heaps.heaps(asked.filter, view, zoom)
    single = heaps.named(found)
    return JsonResponse(
        {
            "heaps": [
                {
                    "lon": heap.lon,
                    "lat": heap.lat,
                    "n": heap.n,
                    "label": _label(here, heap, single.get(heap.id)),
                    "href": _leads_to(here, asked.filter, heap),
                }
                for heap in found
            ]
        }
    )


def _zoom(text: str) -> float | None:
    try:
        zoom = float(text)
    except ValueError:
        return None
    return zoom if math.isfinite(zoom) and 0 <= zoom <= 24 else None


def _label(here: Here, heap: heaps.Heap, incident: Incident | None) -> str:
    if incident is None:
        return here.t.say(Message(N_("{n} incident"), {"n": heap.n}, N_("{n} incidents"), heap.n))
    parts = [incident.category.name, incident.place, words.short(incident, here.t)]
    return ", ".join(part for part in parts if part)


def _leads_to(here: Here, asked: Filter, heap: heaps.Heap) -> str:
    """The incident itself, or the list of those that the heap counts."""
    slug = here.partnership.slug
    if heap.id:
        return reverse("incidents:detail", kwargs={"slug": slug, "pk": heap.id})
    listed = reverse("incidents:list", kwargs={"slug": slug})
    return f"{listed}?{asked.address(ruta=filters.write_box(heap.box))}"


HEADINGS = (
    N_("Number"),
    N_("From"),
    N_("To"),
    N_("How exact the time is"),
    N_("Category"),
    N_("State"),
    N_("Place"),
    N_("Area"),
    N_("Latitude"),
    N_("Longitude"),
    N_("Text"),
    N_("Party"),
    N_("Unit"),
    N_("Source"),
    N_("Someone could feel unsafe"),
    N_("Has happened before"),
    N_("Reported to the police"),
    N_("Received"),
)


@require_safe
@member(policy=policies.may_see)
def export(here: Here) -> HttpResponseBase:
    """What the list shows, as a file that spreadsheets open. Who reported is never in it."""
    asked = filters.asked(here.request.GET)
    if asked.wrong:
        return _list(here, filters.asked(here.request.GET), "incidents/list.html", EACH)
    access.looked(here, here.partnership, "incidents.exported")
    return streamed(_lines(here, asked), f"handelser-{here.partnership.slug}-{timezone.localdate()}")


def _lines(here: Here, asked: Asked) -> Iterator[bytes]:
    """The file piece by piece, each chunk read in the person's own scope: the request's is over by then."""
    yield written([[here.t.gettext(heading) for heading in HEADINGS]])
    names = words.area_names(asked.choices.areas)
    zone = ZoneInfo(here.partnership.timezone)
    last = 0
    while True:
        with scope(here.actor.scope()), timezone.override(zone):
            found = list(asked.filter.apply().for_list().filter(pk__gt=last).order_by("pk")[:CHUNK])
            lines = [_line(here, row, ", ".join(words.areas_of(row, names))) for row in found]
        if not found:
            return
        last = found[-1].pk
        yield written(lines)


def _line(here: Here, row: Incident, area: str) -> list[Any]:
    t = here.t
    yes = [t.value(flag) for flag in (row.unsafe, row.recurring, row.told_police)]
    return [
        row.pk,
        timezone.localtime(row.start).isoformat(),
        timezone.localtime(row.end).isoformat(),
        t.gettext(words.EXACT[row.precision]),
        cell(row.category.name),
        t.gettext(str(row.get_state_display())),
        cell(row.place),
        cell(area),
        row.lat if row.placed else "",
        row.lon if row.placed else "",
        cell(row.text),
        cell(row.party.name),
        cell(row.unit),
        cell(row.source.name) if row.source else "",
        *yes,
        timezone.localtime(row.received).isoformat(timespec="seconds"),
    ]
