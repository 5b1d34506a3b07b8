"""Citizen dialogues as everyone meets them: the questions, thanks, and afterwards what came of it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.core.web import limits
from lagesbild.core.web.public import There, public, show
from lagesbild.dialogues import actions, results
from lagesbild.dialogues.forms import AnswerForm
from lagesbild.dialogues.models import Dialogue
from lagesbild.organisation.queries import today

MOST, SECONDS = 20, 3600
"""Answers from one address in an hour: a family or a library, and no machine."""


@public
def listing(there: There) -> HttpResponse:
    """What can be answered now, and what came of what was answered before."""
    day = today(there.partnership)
    return show(
        there,
        "dialogues/public_list.html",
        opened=list(Dialogue.objects.with_citizens().open_on(day)),
        earlier=list(Dialogue.objects.with_citizens().told_of()[:20]),
    )


@public
def detail(there: There, pk: int) -> HttpResponse:
    """The questions while it is open; when it is over, what came of it."""
    row = Dialogue.objects.with_citizens().exclude(state=Dialogue.State.DRAFT).filter(pk=pk).first()
    if row is None:
        raise Http404
    day = today(there.partnership)
    if not row.is_open(day):
        ahead = row.state == Dialogue.State.OPEN and day < row.opens
        return show(
            there,
            "dialogues/public_over.html",
            dialogue=row,
            counted=_published(row),
            least=results.LEAST,
            ahead=ahead,
            today=day,
            late=there.request.method == "POST",
        )
    form = AnswerForm(there.request.POST or None, questions=row.questions.in_order())

    def save() -> None:
        limits.within(there.request, "dialogue", most=MOST, seconds=SECONDS)
        actions.answer(actor=there.actor, dialogue=pk, answered=form.answered())

    if form.is_valid() and form.attempt(save):
        return redirect("open_dialogues:thanks", slug=there.partnership.slug, pk=pk)
    return show(there, "dialogues/public_form.html", 422 if form.errors else 200, dialogue=row, form=form)


@public
def thanks(there: There, pk: int) -> HttpResponse:
    """Thanks, and when it is told what came of it."""
    row = Dialogue.objects.with_citizens().exclude(state=Dialogue.State.DRAFT).filter(pk=pk).first()
    if row is None:
        raise Http404
    return show(there, "dialogues/public_thanks.html", dialogue=row)


def _published(row: Dialogue) -> list[results.Counted]:
    """Counts of a closed dialogue, masked: answers themselves are not open to whoever visits."""
    if not row.counts_told:
        return []
    with scope(worker(row.partnership_id).scope()):
        return results.published(results.counted(row))
