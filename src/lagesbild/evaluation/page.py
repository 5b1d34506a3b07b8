"""What an evaluation shows on a page: sentences, figure, table, and in what way things were not done as promised."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Value

from lagesbild.core.meanwhile import as_seen
from lagesbild.core.web import Here
from lagesbild.evaluation import policies, wording
from lagesbild.evaluation.drawing import figure
from lagesbild.evaluation.forms import TextForm
from lagesbild.evaluation.models import Evaluation
from lagesbild.organisation.queries import today
from lagesbild.plans.models import Measure
from lagesbild.promises.models import Milestone, Promise

DRAFT = Evaluation.State.DRAFT


def shown(here: Here, row: Evaluation) -> dict[str, Any]:
    """One edition, as the section and the page of it draw it."""
    shape, heading = wording.verdict(row.verdict)
    draft = row.state == DRAFT
    effect = row.effect
    seasons = [*effect["before"], *([effect["now"]] if effect["now"] else [])]
    return {
        "row": row,
        "draft": draft,
        "shape": shape,
        "heading": heading,
        "effect": wording.effect(effect),
        "process": wording.process(row.process),
        "missed": _missed(row),
        "figure": figure(effect),
        "seasons": [(wording.season(one), one) for one in seasons],
        "regression": effect["regression"],
        "decides": draft and policies.may_decide(here.actor),
        "writes": draft and policies.may_evaluate(here.actor),
        "masks": policies.may_mask(here.actor, row),
        "seen": as_seen(row),
        "form": TextForm(initial={"text": row.text}, seen=as_seen(row)) if draft else None,
    }


def section(here: Here, promise: Promise) -> dict[str, Any] | None:
    """“Does it help?” on the page of a promise."""
    if promise.state not in (Promise.State.SIGNED, Promise.State.PUBLISHED, Promise.State.ENDED):
        return None
    rows = list(Evaluation.objects.of_promise(promise.pk))
    over = promise.ends < today(here.partnership)
    return {
        "promise": promise,
        "over": over,
        "latest": shown(here, rows[0]) if rows else None,
        "earlier": rows[1:],
        "known": {"evaluation.evaluation": rows},
        "evaluates": over and policies.may_evaluate(here.actor),
        "from_day": promise.ends + dt.timedelta(days=1),
    }


def _missed(row: Evaluation) -> list[tuple[str, Any]]:
    """What was not done as promised, by the words of the rows today: those that are open to whoever looks."""
    codes = [(str(code), int(pk)) for code, pk in row.process["missed"]]
    numbers: dict[bool, list[int]] = {False: [], True: []}
    for code, pk in codes:
        numbers[_is_milestone(code)].append(pk)
    measures = Measure.objects.filter(pk__in=numbers[False]).order_by().values_list(Value(False), "pk", "what")
    milestones = Milestone.objects.filter(pk__in=numbers[True]).order_by().values_list(Value(True), "pk", "what")
    words = {(milestone, pk): what for milestone, pk, what in measures.union(milestones)}
    named = [(words.get((_is_milestone(code), pk)), code) for code, pk in codes]
    return [(what, wording.missed(code)) for what, code in named if what is not None]


def _is_milestone(code: str) -> bool:
    return code.startswith("milestone")
