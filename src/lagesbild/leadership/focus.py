"""From problem to effect: a row for each problem with priority, below the focus area it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lagesbild.evaluation import wording as evaluated
from lagesbild.evaluation.models import Evaluation
from lagesbild.i18n import Message
from lagesbild.plans.models import Measure
from lagesbild.problems.models import Problem
from lagesbild.promises.models import Promise, Promised

ENOUGH = 12
"""Measures that are drawn one by one."""


@dataclass(frozen=True, slots=True)
class Told:
    """A promise, and whether it helped, as far as that has been decided: shape and words."""

    promise: Promise
    effect: tuple[str, Message] | None


@dataclass(frozen=True, slots=True)
class Row:
    """A problem, how far its measures have come, and what is promised of them."""

    problem: Problem
    done: int
    whole: int
    promises: tuple[Told, ...]


def rows() -> list[tuple[str, list[Row]]]:
    """Problems with priority by the name of their focus area, those of none last; as whoever looks may see them."""
    problems = list(
        Problem.objects.in_state(Problem.State.PRIORITISED)
        .select_related("focus_area")
        .order_by("focus_area__since", "focus_area_id", "number")
    )
    measures = list(
        Measure.objects.filter(problem__in=problems)
        .exclude(state=Measure.State.STOPPED)
        .values_list("problem_id", "pk", "state")
    )
    links = list(
        Promised.objects.filter(measure__in=[pk for _, pk, _ in measures])
        .exclude(promise__state=Promise.State.WITHDRAWN)
        .select_related("promise")
        .order_by("promise__starts", "promise_id")
    )
    verdicts = dict(
        Evaluation.objects.of_promises({one.promise_id for one in links})
        .standing()
        .values_list("promise_id", "verdict")
    )
    problem_of = {pk: problem for problem, pk, _ in measures}
    promised: dict[int, dict[int, Promise]] = defaultdict(dict)
    for link in links:
        promised[problem_of[link.measure_id]][link.promise_id] = link.promise
    areas: dict[str, list[Row]] = {}
    for one in problems:
        states = [state for problem, _, state in measures if problem == one.pk]
        told = tuple(_told(promise, verdicts.get(promise.pk)) for promise in promised[one.pk].values())
        area = one.focus_area.name if one.focus_area else ""
        areas.setdefault(area, []).append(Row(one, states.count(Measure.State.DONE), len(states), told))
    return sorted(areas.items(), key=lambda item: not item[0])


def squares(row: Row) -> Iterable[bool]:
    """Whether each measure is done, done ones first; nothing where there are too many to draw."""
    return [i < row.done for i in range(row.whole)] if row.whole <= ENOUGH else ()


def _told(promise: Promise, verdict: str | None) -> Told:
    return Told(promise, evaluated.verdict(verdict) if verdict else None)
