"""What a problem rests on: a piece of it, and how incidents and notes are laid down."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lagesbild.accounts.queries import names as names_of
from lagesbild.accounts.web import member
from lagesbild.core.actions import require
from lagesbild.core.web import Here, back, flash, render
from lagesbild.dialogues.models import Answer, Dialogue, Note
from lagesbild.i18n import N_, Message
from lagesbild.incidents.models import Category, Incident
from lagesbild.indicators.models import Series
from lagesbild.problems import actions, frozen, page, policies
from lagesbild.problems.forms import DialogueForm, IncidentsForm, KeepForm, NoteForm, ProblemChoiceForm
from lagesbild.problems.models import Evidence, Problem
from lagesbild.problems.views.common import problem_of

MOST = 100
"""Incidents that are listed."""
BACK = dt.timedelta(days=365)
"""So far back incidents are looked for, where nobody says otherwise."""


@require_safe
@member(policy=policies.may_see)
def detail(here: Here, pk: int) -> HttpResponse:
    """One piece of evidence, with the incidents behind it that are open to the reader."""
    row = Evidence.objects.for_list().select_related("problem").get(pk=pk)
    found = Incident.objects.filter(pk__in=row.incidents)
    return render(
        here,
        "problems/evidence.html",
        problem=row.problem,
        shown=page.evidence_of(here, [row])[0],
        clock=page.clock(row.content["figures"].get("clock")),
        incidents=list(found.for_list()[:MOST]),
        visible=found.count() if row.incidents else 0,
        who=names_of([row.person_id]).get(row.person_id, "") if row.person_id else "",
        holds=frozen.digest(row.kind, row.content, row.incidents) == row.digest,
    )


@member(policy=policies.may_see)
def add_note(here: Here, pk: int) -> HttpResponse:
    """Write down what is known."""
    problem = problem_of(pk)
    require(policies.may_write(here.actor, problem))
    form = NoteForm(here.request.POST or None)

    def save() -> None:
        actions.add_note(actor=here.actor, problem=pk, text=form.cleaned_data["text"])

    if form.is_valid() and form.attempt(save):
        return _kept(here, problem)
    return render(
        here,
        "problems/act.html",
        problem=problem,
        form=form,
        title=N_("Write down evidence"),
        why=N_("What is laid down is kept as it is, and cannot be changed."),
        button=N_("Lay it down"),
    )


@member(policy=policies.may_see)
def add_dialogue(here: Here, pk: int) -> HttpResponse:
    """Choose a dialogue that has been answered, and lay down what was said in it."""
    problem = problem_of(pk)
    require(policies.may_write(here.actor, problem))
    said = [Exists(model._default_manager.filter(dialogue=OuterRef("pk"))) for model in (Answer, Note)]
    rows = list(Dialogue.objects.filter(said[0] | said[1]).for_list())
    form = DialogueForm(
        here.request.POST or None,
        dialogues=[
            (row.pk, f"{row.title}, {here.t.value(row.opens)} – {here.t.value(max(row.opens, row.last_day))}")
            for row in rows
        ],
    )

    def save() -> None:
        actions.add_dialogue(actor=here.actor, problem=pk, dialogue=form.cleaned_data["dialogue"])

    if rows and form.is_valid() and form.attempt(save):
        return _kept(here, problem)
    return render(
        here,
        "problems/act.html",
        problem=problem,
        form=form if rows else None,
        title=N_("Lay down a dialogue"),
        why=N_("The counts of what was answered, as they stand today; nobody's own words."),
        button=N_("Lay it down"),
        nothing=N_("No dialogue has been answered yet."),
    )


@member(policy=policies.may_see)
def from_series(here: Here, series: int) -> HttpResponse:
    """Choose the problem that rests on a series of statistics, and lay the series down in it."""
    require(policies.may_write(here.actor))
    row = Series.objects.select_related("indicator").get(pk=series)
    live = [(one.pk, f"{one.number}. {one.title}") for one in Problem.objects.live().for_list()]
    form = ProblemChoiceForm(here.request.POST or None, problems=live)

    def save() -> None:
        actions.add_series(actor=here.actor, problem=form.cleaned_data["problem"], series=series)

    if live and form.is_valid() and form.attempt(save):
        return _kept(here, Problem.objects.get(pk=form.cleaned_data["problem"]))
    return render(here, "problems/series.html", 422 if form.errors else 200, series=row, form=form if live else None)


@member(policy=policies.may_see)
def add_incidents(here: Here, pk: int) -> HttpResponse:
    """Choose incidents, look at what is found, and lay it down."""
    problem = problem_of(pk)
    require(policies.may_write(here.actor, problem))
    asked = here.request.GET
    form = IncidentsForm(
        asked if "fran" in asked else _usual(problem),
        categories=list(Category.objects.values_list("pk", "name")),
        placed=problem.placed,
    )
    keep = KeepForm(here.request.POST or None)
    found = form.chosen(problem).found() if form.is_valid() else Incident.objects.none()

    def save() -> None:
        actions.add_incidents(actor=here.actor, problem=pk, chosen=form.chosen(problem), text=keep.cleaned_data["text"])

    if here.request.method == "POST" and form.is_valid() and keep.is_valid() and keep.attempt(save):
        return _kept(here, problem)
    return render(
        here,
        "problems/incidents.html",
        problem=problem,
        form=form,
        keep=keep,
        n=found.count(),
        incidents=list(found.for_list()[:MOST]),
    )


def _usual(problem: Problem) -> dict[str, object]:
    """A year back, around the problem's place."""
    today = timezone.localdate()
    return {"fran": today - BACK, "till": today, "meter": problem.metres if problem.placed else None}


def _kept(here: Here, problem: Problem) -> HttpResponse:
    flash(here, Message(N_("Laid down as it stands today; it does not change any more.")))
    return back(here, "problems:detail", pk=problem.pk)
