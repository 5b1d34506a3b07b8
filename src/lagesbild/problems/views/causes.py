"""Why a problem arises: a cause, and the tree it stands in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from lagesbild.accounts.web import member
from lagesbild.core.actions import require
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.web import Here, flash, render
from lagesbild.core.web.forms import seen_of
from lagesbild.i18n import N_, Message
from lagesbild.problems import actions, page, policies
from lagesbild.problems.forms import CauseForm
from lagesbild.problems.models import Cause, Problem
from lagesbild.problems.views.common import problem_of


@member(policy=policies.may_see)
def add(here: Here, pk: int) -> HttpResponse:
    """One more cause; the side, and what it lies behind, may stand in the address."""
    problem = problem_of(pk)
    require(policies.may_write(here.actor, problem))
    tree = page.tree(here, problem)
    asked = here.request.GET
    initial = {"side": asked.get("sida", Cause.Side.PLACE), "parent": asked.get("bakom", "")}
    form = CauseForm(here.request.POST or None, causes=_choices(tree), initial=initial)
    made: list[Cause] = []

    def save() -> None:
        made.append(actions.add_cause(actor=here.actor, problem=pk, said=form.because()))

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("The cause stands in the tree.")))
        return _to(here, made[0])
    return _page(here, problem, form, tree, cause=None)


@member(policy=policies.may_see)
def detail(here: Here, pk: int) -> HttpResponse:
    """One cause: what is done about it, and the form to say it otherwise for those who may."""
    cause = Cause.objects.select_related("parent").get(pk=pk)
    problem = problem_of(cause.problem_id)
    tree = page.tree(here, problem)
    writes = policies.may_write(here.actor, problem) and problem.live
    below = _below(tree, cause)
    initial = {"side": cause.side, "parent": cause.parent_id, "text": cause.text, "basis": cause.basis}
    form = CauseForm(
        here.request.POST or None,
        causes=[one for one in _choices(tree) if one[0] not in below],
        initial={**initial, "confidence": cause.confidence},
        seen=as_seen(cause),
    )

    def save() -> None:
        actions.change_cause(actor=here.actor, cause=pk, said=form.because(), seen=form.cleaned_data["seen"])

    if here.request.method == "POST":
        require(policies.may_write(here.actor, problem))
        if form.is_valid() and form.attempt(save):
            flash(here, Message(N_("Saved.")))
            return _to(here, cause)
    return _page(here, problem, form if writes else None, tree, cause=cause)


@require_POST
@member(policy=policies.may_see)
def move(here: Here, pk: int) -> HttpResponse:
    """Up or down among those beside it."""
    up = here.request.POST.get("up") == "1"
    return _to(here, actions.move_cause(actor=here.actor, cause=pk, up=up, seen=seen_of(here.request)))


@require_POST
@member(policy=policies.may_see)
def remove(here: Here, pk: int) -> HttpResponse:
    """Out of the tree."""
    problem = actions.remove_cause(actor=here.actor, cause=pk)
    flash(here, Message(N_("The cause is taken away. What lay behind it has moved up.")))
    return redirect(f"{_address(here, problem.pk)}#orsaker")


def _page(here: Here, problem: Problem, form: CauseForm | None, tree: page.Tree, cause: Cause | None) -> HttpResponse:
    shown: Any = next((one for one in tree.all if cause is not None and one.row.pk == cause.pk), None)
    return render(
        here,
        "problems/cause.html",
        problem=problem,
        form=form,
        tree=tree,
        cause=cause,
        shown=shown,
        behind=[one for one in tree.all if cause is not None and one.row.parent_id == cause.pk],
        evidence=page.evidence_of(here, list(problem.evidence.for_list())),
    )


def _choices(tree: page.Tree) -> list[tuple[int, str]]:
    return [(one.row.pk, f"{one.number} {one.row.text}") for one in tree.all]


def _below(tree: page.Tree, cause: Cause) -> set[int]:
    """A cause and all that lies behind it."""
    found = {cause.pk}
    for one in tree.all:  # parents stand before what lies behind them
        if one.row.parent_id in found:
            found.add(one.row.pk)
    return found


def _address(here: Here, problem: int) -> str:
    return reverse("problems:detail", kwargs={"slug": here.partnership.slug, "pk": problem})


def _to(here: Here, cause: Cause) -> HttpResponse:
    """Back to the tree, at the cause."""
    return redirect(f"{_address(here, cause.problem_id)}#orsak-{cause.pk}")
