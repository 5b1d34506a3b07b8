"""A person values a problem."""

from __future__ import annotations

from django.http import HttpResponse

from lagesbild.accounts.web import member
from lagesbild.core import alphabet
from lagesbild.core.actions import require
from lagesbild.core.models import Party
from lagesbild.core.web import Here, back, flash, render
from lagesbild.i18n import N_, Message
from lagesbild.problems import actions, page, policies
from lagesbild.problems.forms import ValueForm
from lagesbild.problems.models import Criterion, Problem
from lagesbild.problems.views.common import problem_of


@member(policy=policies.may_see)
def value(here: Here, pk: int) -> HttpResponse:
    """One to five on each criterion, or “do not know”; the next problem that waits comes after."""
    problem = problem_of(pk)
    require(policies.may_value(here.actor))
    own = [party for party in here.actor.parties if policies.may_value(here.actor, party)]
    parties = list(Party.objects.filter(pk__in=own).order_by(alphabet.by("name")).values_list("pk", "name"))
    asked = here.request.POST.get("party", "") or here.request.GET.get("part", "")
    chosen = next((party for party, _ in parties if str(party) == asked), parties[0][0])
    given = problem.valuations.of_person(here.actor.person).filter(of_party=chosen)
    form = ValueForm(
        here.request.POST or None,
        criteria=Criterion.objects.active(),
        parties=[(chosen, dict(parties)[chosen]), *(one for one in parties if one[0] != chosen)],
        given=given,
    )

    def save() -> None:
        actions.value(actor=here.actor, problem=pk, of_party=form.cleaned_data["party"], scores=form.scores())

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Your valuation is kept. You can change it as long as the problem is open.")))
        return back(here, "problems:detail", pk=pk)
    shown = page.evidence_of(here, list(problem.evidence.for_list()))
    return render(here, "problems/value.html", problem=problem, form=form, evidence=shown, waiting=_next(here, problem))


def _next(here: Here, problem: Problem) -> Problem | None:
    """Another problem that the person has not valued."""
    waiting = Problem.objects.ranked().exclude(valuations__person_id=here.actor.person).exclude(pk=problem.pk)
    return waiting.order_by("number").first()
