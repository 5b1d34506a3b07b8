"""Pages of evaluations."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from lagesbild.accounts.web import member
from lagesbild.core.actions import require
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.forms import SEEN
from lagesbild.evaluation import actions, policies
from lagesbild.evaluation.forms import TextForm
from lagesbild.evaluation.models import Evaluation
from lagesbild.evaluation.page import shown
from lagesbild.i18n import N_, Message


@member(policy=policies.may_see)
def detail(here: Here, pk: int) -> HttpResponse:
    """One edition; a draft can be written to."""
    row = Evaluation.objects.select_related("promise").get(pk=pk)
    found = shown(here, row)
    if here.request.method == "POST":
        require(policies.may_evaluate(here.actor))
        form = TextForm(here.request.POST, seen=as_seen(row))

        def save() -> None:
            said = form.cleaned_data
            actions.write(actor=here.actor, evaluation=pk, text=said["text"], seen=said[SEEN])

        if form.is_valid() and form.attempt(save):
            flash(here, Message(N_("Saved.")))
            return back(here, "evaluation:detail", pk=pk)
        found["form"] = form
    newer = Evaluation.objects.filter(promise=row.promise, number__gt=row.number).latest_first().first()
    return render(here, "evaluation/detail.html", one=found, promise=row.promise, newer=newer)


@require_POST
@member(policy=policies.may_see)
def evaluate(here: Here, pk: int) -> HttpResponse:
    """Evaluate a promise with the numbers of today."""
    row = actions.evaluate(actor=here.actor, promise=pk)
    flash(here, Message(N_("The evaluation is a draft. Read it, and decide it when it stands.")))
    return back(here, "evaluation:detail", pk=row.pk)


@require_POST
@member(policy=policies.may_see)
def decide(here: Here, pk: int) -> HttpResponse:
    """Decide a draft; it is frozen from then on."""
    row = actions.decide(actor=here.actor, evaluation=pk, seen=here.request.POST.get(SEEN, ""))
    flash(here, Message(N_("The evaluation is decided and does not change any more.")))
    return back(here, "promises:detail", pk=row.promise_id)
