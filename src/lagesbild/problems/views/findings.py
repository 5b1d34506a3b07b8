"""A finding of the weekly picture becomes a problem, or the evidence of one that is there already."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from lagesbild.accounts.web import member
from lagesbild.core.actions import require
from lagesbild.core.web import Here, back, flash, render
from lagesbild.i18n import N_, Message
from lagesbild.picture.models import Edition, Finding
from lagesbild.picture.names import in_text
from lagesbild.picture.page import called_in
from lagesbild.problems import actions, frozen, page, policies
from lagesbild.problems.models import REACH, Problem
from lagesbild.problems.views.common import map_words, problem_form


@member(policy=policies.may_see)
def from_finding(here: Here, finding: int) -> HttpResponse:
    """Problems that it may be already come first, then a form that is filled in with what the finding says."""
    require(policies.may_write(here.actor))
    row = get_object_or_404(Finding, pk=finding)
    edition = get_object_or_404(Edition, pk=row.edition_id)
    made = frozen.of_finding(row, edition)
    said = made.content["sentences"][here.t.language]
    names = called_in(edition.pk, made.title, made.place, *said)
    title, place = in_text(made.title, names)[:200], in_text(made.place, names)[:200]
    form = problem_form(
        here,
        here.request.POST or None,
        initial={"title": title, "place": place, "lon": made.lon, "lat": made.lat},
    )
    opened: list[Problem] = []

    def save() -> None:
        opened.append(actions.from_finding(actor=here.actor, finding=finding, told=form.told()))

    if form.is_valid() and form.attempt(save):
        words = N_("Problem {number} is opened, with the finding as its first evidence.")
        flash(here, Message(words, {"number": opened[0].number}))
        return back(here, "problems:detail", pk=opened[0].pk)
    resting = set(Problem.objects.filter(evidence__finding=row).values_list("pk", flat=True))
    alike = [(problem, why, problem.pk in resting) for problem, why in page.alike(row.key, made.lon, made.lat, REACH)]
    return render(
        here,
        "problems/form.html",
        form=form,
        problem=None,
        finding=row,
        edition=edition,
        sentences=[in_text(text, names) for text in said],
        limits=[in_text(text, names) for text in made.content["limits"][here.t.language]],
        n=len(made.incidents),
        alike=alike,
        title=N_("Make a problem of the finding"),
        map_words=map_words(here),
    )


@require_POST
@member(policy=policies.may_see)
def add(here: Here, pk: int, finding: int) -> HttpResponse:
    """Lay the finding down as evidence of a problem that is there."""
    actions.add_finding(actor=here.actor, problem=pk, finding=finding)
    flash(here, Message(N_("The finding is laid down as evidence, as it stands today.")))
    return back(here, "problems:detail", pk=pk)
