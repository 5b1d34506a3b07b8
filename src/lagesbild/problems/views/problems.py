"""The list of problems, the page of one, and how one is opened, described, closed and opened again."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lagesbild.accounts.web import member
from lagesbild.analysis import report
from lagesbild.core import audiences
from lagesbild.core.actions import require
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.models import Audience
from lagesbild.core.web import Here, back, flash, render
from lagesbild.i18n import N_, Message
from lagesbild.incidents.views.detail import map_words as shown_map_words
from lagesbild.incidents.views.filters import read_box
from lagesbild.problems import actions, onward, page, policies, ranking
from lagesbild.problems.forms import OWN, CloseForm, as_told
from lagesbild.problems.models import Cause, Evidence, Problem
from lagesbild.problems.room import POINT, SHAPES
from lagesbild.problems.views.common import map_words, problem_form, problem_of

MOST_PLACES, MOST_ROWS = 7, 10
"""Places and problems that the table of ranks shows."""
MOST_CLOSED = 50


@require_safe
@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """All problems: prioritised, open in the order of the ranking, deprioritised, closed."""
    rows = list(Problem.objects.live().for_list())
    ranked = ranking.ranking(here)
    order = {row.pk: i for i, row in enumerate(ranked.rows)}
    rows.sort(key=lambda row: (order.get(row.pk, len(order)), row.number))
    closed = list(Problem.objects.in_state(Problem.State.CLOSED).for_list().order_by("-closed")[:MOST_CLOSED])
    return render(
        here,
        "problems/list.html",
        prioritised=[row for row in rows if row.state == Problem.State.PRIORITISED],
        opened=[row for row in rows if row.state == Problem.State.OPEN],
        deprioritised=[row for row in rows if row.state == Problem.State.DEPRIORITISED],
        closed=closed,
        standings={row.pk: row for row in ranked.rows},
        worded=ranking.worded,
        shapes=SHAPES,
        writes=policies.may_write(here.actor),
        values=policies.may_value(here.actor),
        arranges=policies.may_arrange(here.actor),
    )


@require_safe
@member(policy=policies.may_see)
def detail(here: Here, pk: int) -> HttpResponse:
    """One problem: the four questions, what it rests on, how it is valued, why it arises, what is done."""
    problem = problem_of(pk)
    prefetch_related_objects([problem], Prefetch("evidence", Evidence.objects.for_list()))
    rows = list(problem.evidence.all())
    shown = page.evidence_of(here, rows)
    most = page.main(shown)
    ranked = ranking.ranking(here)
    writes = policies.may_write(here.actor, problem) and problem.live
    tree = page.tree(here, problem)
    values = policies.may_value(here.actor) and problem.live
    matrix = page.matrix(here, problem)
    valued = values and here.actor.person in matrix.by
    return render(
        here,
        "problems/detail.html",
        problem=problem,
        shape=SHAPES[Problem.State(problem.state)],
        evidence=shown,
        main=most,
        clock=page.clock(most.figures.get("clock")) if most else None,
        since=page.since(problem, rows, ZoneInfo(here.partnership.timezone)),
        matrix=matrix,
        standing=ranked.of(problem.pk),
        ranked=_around(ranked, problem.pk),
        places=min(len(ranked.rows), MOST_PLACES),
        draws=ranked.draws,
        worded=ranking.worded,
        percent=report.nearly,
        tree=tree,
        known={"problems.cause": tree.rows},
        sides={
            Cause.Side.PLACE: N_("The situation on the spot"),
            Cause.Side.VICTIM: N_("Who is disturbed, what is harmed"),
            Cause.Side.OFFENDER: N_("Why just here, just then"),
        },
        point=POINT,
        at=page.at,
        map_words=shown_map_words(here),
        writes=writes,
        values=values,
        valued=valued,
        next=onward.next_of(here, problem, tree, kind=POINT, writes=writes, to_value=values and not valued),
        decides=policies.may_decide(here.actor, problem),
        masks=policies.may_write(here.actor, problem),
    )


def _around(ranked: ranking.Ranking, problem: int) -> list[ranking.Standing]:
    """The first of the ranking, and the problem itself where it is not among them."""
    first = list(ranked.rows[:MOST_ROWS])
    own = ranked.of(problem)
    return first if own is None or own in first else [*first, own]


@member(policy=policies.may_see)
def new(here: Here) -> HttpResponse:
    """A problem by hand, or at a place of the map."""
    require(policies.may_write(here.actor))
    form = problem_form(here, here.request.POST or None, readers=True, initial=_asked(here))
    made: list[Problem] = []

    def save() -> None:
        own = form.cleaned_data["readers"] == OWN
        audience = audiences.of_kind(Audience.OWN).pk if own else None
        made.append(actions.open_problem(actor=here.actor, told=form.told(), audience=audience))

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Problem {number} is opened. Lay down what it rests on."), {"number": made[0].number}))
        return back(here, "problems:detail", pk=made[0].pk)
    return render(
        here,
        "problems/form.html",
        form=form,
        problem=None,
        alike=[],
        title=N_("New problem"),
        map_words=map_words(here),
    )


def _asked(here: Here) -> dict[str, object]:
    """A place that the address names: ``plats=lon,lat`` and what it is called, or the middle of a part of a map."""
    asked = here.request.GET
    box = read_box(asked.get("ruta", "")) or read_box(",".join([asked.get("plats", "")] * 2))
    found: dict[str, object] = {"place": asked.get("namn", "")[:200]}
    if box is not None:
        found |= {"lon": round((box.west + box.east) / 2, 6), "lat": round((box.south + box.north) / 2, 6)}
    return found


@member(policy=policies.may_see)
def change(here: Here, pk: int) -> HttpResponse:
    """Describe it anew."""
    problem = problem_of(pk)
    require(policies.may_write(here.actor, problem))
    form = problem_form(
        here, here.request.POST or None, problem=problem, initial=as_told(problem), seen=as_seen(problem)
    )

    def save() -> None:
        actions.change_problem(actor=here.actor, problem=pk, told=form.told(), seen=form.cleaned_data["seen"])

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return back(here, "problems:detail", pk=pk)
    return render(
        here,
        "problems/form.html",
        form=form,
        problem=problem,
        alike=[],
        title=N_("Describe the problem"),
        map_words=map_words(here),
    )


@member(policy=policies.may_see)
def close(here: Here, pk: int) -> HttpResponse:
    """Close it, with a reason."""
    problem = problem_of(pk)
    require(policies.may_decide(here.actor, problem))
    form = CloseForm(here.request.POST or None)

    def save() -> None:
        actions.close(actor=here.actor, problem=pk, reason=form.cleaned_data["reason"])

    if form.is_valid() and form.attempt(save):
        undo = reverse("problems:reopen", kwargs={"slug": here.partnership.slug, "pk": pk})
        flash(here, Message(N_("The problem is closed.")), undo=undo)
        return back(here, "problems:detail", pk=pk)
    return render(
        here,
        "problems/act.html",
        problem=problem,
        form=form,
        title=N_("Close the problem"),
        why=N_("It is no longer ranked, and nothing more is laid down. It can be opened again."),
        button=N_("Close the problem"),
    )


@require_POST
@member(policy=policies.may_see)
def reopen(here: Here, pk: int) -> HttpResponse:
    """Open it again."""
    actions.reopen(actor=here.actor, problem=pk)
    flash(here, Message(N_("The problem is open again.")))
    return back(here, "problems:detail", pk=pk)
