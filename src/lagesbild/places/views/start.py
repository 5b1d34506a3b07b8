"""Where the partnership is, on one page; and the choice of municipality."""

from __future__ import annotations

from django.db.models import Count, Sum
from django.http import HttpResponse

from lagesbild.accounts.web import member
from lagesbild.core import alphabet
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.forms import Form
from lagesbild.i18n import N_, Message
from lagesbild.places import actions, drawn, policies
from lagesbild.places.areas import read_areas
from lagesbild.places.forms import KIND_WORDS, InventedForm, MunicipalityForm
from lagesbild.places.models import Address, AreaSet, Gazetteer, GroundMap, Municipality
from lagesbild.places.search import find_places
from lagesbild.places.views.files import stored


@member
def index(here: Here) -> HttpResponse:
    """Where the partnership is: municipality, areas, places, ground."""
    query = here.request.GET.get("q", "")[:100]
    where = Municipality.objects.first()
    beside = sorted(where.neighbours, key=lambda one: alphabet.key(str(one["name"]))) if where else []
    return render(
        here,
        "places/index.html",
        municipality=where,
        by_land=[one["name"] for one in beside if not one.get("water")],
        by_water=[one["name"] for one in beside if one.get("water")],
        border=drawn.municipality(),
        sets=list(AreaSet.objects.annotate(n=Count("areas"), people=Sum("areas__population"))),
        gazetteers=list(Gazetteer.objects.annotate(n=Count("spot")).order_by("source")),
        addresses=Address.objects.count(),
        grounds=list(GroundMap.objects.defer("features").order_by("source")),
        kinds=KIND_WORDS,
        may=policies.may_arrange(here.actor),
        query=query,
        hits=find_places(here.partnership.pk, query) if query else [],
    )


@member(policy=policies.may_arrange)
def municipality(here: Here) -> HttpResponse:
    """Choose the municipality from the list; an invented partnership has its own in a file."""
    invented = here.partnership.invented
    form: Form = (
        InventedForm(here.request.POST or None, here.request.FILES or None)
        if invented
        else MunicipalityForm(here.request.POST or None)
    )

    def choose() -> None:
        if not invented:
            actions.choose_municipality(actor=here.actor, code=form.cleaned_data["code"])
            return
        with stored(form.cleaned_data["file"]) as path:
            areas = read_areas(path)
        actions.invent_municipality(actor=here.actor, areas=areas)

    if form.is_valid() and form.attempt(choose):
        flash(here, Message(N_("The municipality is chosen; its border and neighbours are there.")))
        return back(here, "places:index")
    return render(here, "places/municipality.html", 422 if form.errors else 200, form=form, invented=invented)
