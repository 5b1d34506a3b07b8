"""What problems are valued by, and what the partnership has agreed to work with."""

from __future__ import annotations

from django.http import HttpResponse

from lagesbild.accounts.web import member
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.web import Here, back, flash, render
from lagesbild.i18n import N_, Message
from lagesbild.organisation.queries import today
from lagesbild.problems import actions, policies
from lagesbild.problems.forms import FocusAreaForm, WeightsForm
from lagesbild.problems.models import Criterion, FocusArea


@member(policy=policies.may_arrange)
def weights(here: Here) -> HttpResponse:
    """The weights of the criteria, and what they sum to."""
    criteria = list(Criterion.objects.for_list())
    form = WeightsForm(here.request.POST or None, criteria=criteria, seen=as_seen(actions.Weighing.of(criteria)))

    def save() -> None:
        actions.weigh(actor=here.actor, weights=form.weights(), active=form.active(), seen=form.cleaned_data["seen"])

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved. Problems are ranked by the new weights from now on.")))
        return back(here, "problems:weights")
    whole = sum(one.weight for one in criteria if one.active)
    return render(here, "problems/weights.html", form=form, criteria=criteria, whole=whole)


@member(policy=policies.may_arrange)
def focus_areas(here: Here) -> HttpResponse:
    """All of them, and one more."""
    form = FocusAreaForm(here.request.POST or None, initial={"since": today(here.partnership)})
    if form.is_valid() and form.attempt(lambda: actions.add_focus_area(actor=here.actor, **form.cleaned_data)):
        flash(here, Message(N_("Saved.")))
        return back(here, "problems:focus_areas")
    rows = list(FocusArea.objects.for_list())
    return render(here, "problems/focus_areas.html", form=form, rows=rows, today=today(here.partnership))


@member(policy=policies.may_arrange)
def focus_area(here: Here, pk: int) -> HttpResponse:
    """Say one otherwise, or that it ends."""
    row = FocusArea.objects.get(pk=pk)
    initial = {name: getattr(row, name) for name in FocusArea.edited}
    form = FocusAreaForm(here.request.POST or None, initial=initial, seen=as_seen(row))

    def save() -> None:
        actions.change_focus_area(actor=here.actor, focus_area=pk, **form.cleaned_data)

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return back(here, "problems:focus_areas")
    return render(here, "problems/focus_area.html", form=form, row=row)
