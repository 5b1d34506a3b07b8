"""What this room tells the rooms above it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from lagesbild.core import access, chain, timeline
from lagesbild.core.web import Here, navigation
from lagesbild.evaluation import page, policies
from lagesbild.evaluation.models import Evaluation
from lagesbild.i18n import N_, Message
from lagesbild.plans import page as measures
from lagesbild.promises import parts
from lagesbild.promises.models import Promise

MOST = 5
"""Promises that the start page names."""


def register() -> None:
    """Called once when the application starts."""
    timeline.verbs(
        {
            "evaluation.made": N_("Evaluated, as a draft"),
            "evaluation.written": N_("Written to"),
            "evaluation.decided": N_("Decided"),
            "evaluation.masked": N_("Words that tell who someone is were masked"),
        }
    )
    access.subjects({"evaluation.evaluation": N_("Evaluation")})
    chain.kind(
        "evaluation.evaluation",
        N_("Effect"),
        order=70,
        rows=lambda condition: Evaluation.objects.filter(condition).order_by("-number", "pk"),
        called=_called,
        page=lambda row: ("evaluation:detail", {"pk": row.pk}),
    )
    chain.tie(
        "promises.promise",
        "evaluation.evaluation",
        below=lambda promises: Q(promise__in=[row.pk for row in promises]),
        above=lambda evaluations: Q(pk__in={row.promise_id for row in evaluations} - {None}),
    )
    parts.section(order=10, template="evaluation/helps.html", context=page.section)
    parts.verdicts_from(verdict)
    measures.results_from(_beside_measures)
    navigation.start(order=46, template="evaluation/start.html", context=_start, rows=_undecided)


def verdict(promise: int) -> str | None:
    """Whether a promise helped, by its latest decided evaluation."""
    return Evaluation.objects.of_promise(promise).decided().values_list("verdict", flat=True).first()


def _beside_measures(here: Here, numbers: Collection[int]) -> dict[int, Message]:
    """What the latest decided evaluation of a promise that names a measure says of whether it helped."""
    rows = (
        Evaluation.objects.decided()
        .filter(promise__promised__measure_id__in=numbers)
        .order_by("decided", "pk")
        .values_list("promise__promised__measure_id", "verdict")
    )
    words = {
        "yes": N_("The promise it stood in was evaluated: it helped."),
        "no": N_("The promise it stood in was evaluated: it did not help."),
        "cannot_tell": N_("The promise it stood in was evaluated: it cannot be told whether it helped."),
    }
    return {number: Message(words[verdict]) for number, verdict in rows if number in numbers}


def _called(row: Evaluation) -> Message:
    if row.state == Evaluation.State.DRAFT:
        return Message(N_("Draft of an evaluation, edition {number}"), {"number": row.number})
    words = {"yes": N_("It helped"), "no": N_("It did not help")}
    return Message(words.get(row.verdict, N_("It cannot be told whether it helped")))


def _start(here: Here) -> Mapping[str, Any] | None:
    """Promises that are over and of which nobody has decided whether they helped."""
    if not policies.may_decide(here.actor):
        return None
    rows = list(_undecided(navigation.Frame.of(here.actor)).order_by("ends", "pk")[: MOST + 1])
    return {"promises": rows[:MOST], "more": len(rows) > MOST}


def _undecided(frame: navigation.Frame) -> QuerySet[Promise]:
    over = Promise.objects.filter(
        state__in=(Promise.State.SIGNED, Promise.State.PUBLISHED, Promise.State.ENDED), ends__lt=frame.day
    )
    return over.exclude(evaluations__state=Evaluation.State.DECIDED)
