"""Beginning from an example of the library, and founding what an agreement names."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from lagesbild.accounts.web import member
from lagesbild.agreements import actions, library, policies
from lagesbild.agreements.forms import BeginForm, FoundForm
from lagesbild.agreements.models import Agreement
from lagesbild.agreements.views.editing import all_parties, own_parties
from lagesbild.agreements.views.page import agreement_of
from lagesbild.core.models import Party
from lagesbild.core.web import Here, back, flash, render
from lagesbild.i18n import N_, Message
from lagesbild.organisation import policies as organisation

LIKELY = {library.KOMMUN: "municipality", library.POLIS: "police"}
"""What kind of party stands for each of an example's."""


@member(policy=policies.may_write)
def begin(here: Here, name: str) -> HttpResponse:
    """Read an example, and begin a draft from it."""
    if name not in library.names():
        raise Http404
    entry = library.entry(name)
    kinds = dict(Party.objects.order_by("-pk").values_list("kind", "pk"))
    initial = {f"part_{key}": kinds.get(LIKELY[key]) for key in entry.parties}
    form = BeginForm(
        here.request.POST or None, theirs=entry.parties, parties=all_parties(), own=own_parties(here), initial=initial
    )
    made: list[Agreement] = []

    def save() -> None:
        said = form.cleaned_data
        made.append(
            actions.begin(
                actor=here.actor,
                name=name,
                parties=form.parties(),
                party=said["party"],
                readers=said["readers"],
                days=said["days"],
            )
        )

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("The draft says what the example says. Change what is different with you.")))
        return back(here, "agreements:detail", pk=made[0].pk)
    return render(here, "agreements/begin.html", form=form, entry=entry)


@member(policy=organisation.may_arrange)
def found(here: Here, pk: int) -> HttpResponse:
    """Found the bodies and functions that an agreement names."""
    row = agreement_of(pk)
    bodies = list(row.bodies.in_order().filter(body__isnull=True))
    functions = list(row.functions.in_order().filter(function__isnull=True).select_related("of_party"))
    form = FoundForm(
        here.request.POST or None,
        bodies=[(one.pk, one.name) for one in bodies],
        functions=[(one.pk, f"{one.name}, {one.party_name}") for one in functions],
        initial={"bodies": [one.pk for one in bodies], "functions": [one.pk for one in functions]},
    )
    if form.is_valid() and form.attempt(
        lambda: actions.found(
            actor=here.actor,
            agreement=pk,
            bodies=form.cleaned_data.get("bodies", ()),
            functions=form.cleaned_data.get("functions", ()),
        )
    ):
        flash(here, Message(N_("They stand in the organisation. Say there who holds each seat.")))
        return back(here, "organisation:list")
    return render(here, "agreements/found.html", form=form, agreement=row, bodies=bodies, functions=functions)
