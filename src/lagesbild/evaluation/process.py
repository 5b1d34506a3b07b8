"""Process: was what was promised done? Numbers and states of measures, occasions and milestones; no words.

What is kept refers to rows by number. Their words are read from the rows themselves, where they may be masked.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.plans.doses import Mark
from lagesbild.plans.models import Dose, Measure
from lagesbild.promises.going import occasions_of
from lagesbild.promises.models import Milestone, Promise


def process_of(promise: Promise, day: dt.date) -> dict[str, Any]:
    """What was to be done in the period of a promise and what was, as of a day: the same whoever asks.

    Parameters
    ----------
    promise : Promise
        With its measures and milestones.
    day : date
        The day it is; what is later is not judged.

    Returns
    -------
    dict
        ``measures``: number, state, last day, day done, whether late, and occasions planned until the day, held,
        cancelled, not told of, held besides. ``milestones``: number, state, day, day reached. ``follow_ups``: how
        many. ``missed``: what was not done as promised, each as a code and the number of the row.
    """
    # numbers and states alone are kept: measures that only some may read are counted for everyone
    with scope(worker(promise.partnership_id).scope()):
        measures = list(Measure.objects.filter(promised__promise=promise).order_by("due", "pk"))
        doses: dict[int, list[Dose]] = {}
        for row in Dose.objects.of_measures([one.pk for one in measures]).for_list():
            doses.setdefault(row.measure_id, []).append(row)
    milestones = list(Milestone.objects.filter(promise=promise).order_by("due", "pk"))
    told = [_measure(one, doses.get(one.pk, []), promise, day) for one in measures]
    return {
        "day": day.isoformat(),
        "measures": told,
        "milestones": [
            {
                "id": one.pk,
                "state": one.state,
                "due": one.due.isoformat(),
                "done_on": one.done_on.isoformat() if one.done_on else None,
            }
            for one in milestones
        ],
        "follow_ups": promise.follow_ups.count(),
        "missed": _missed(told, milestones, day),
    }


def _measure(row: Measure, doses: list[Dose], promise: Promise, day: dt.date) -> dict[str, Any]:
    found = occasions_of(doses, promise, day)
    count = {mark: sum(one.mark is mark for one in found) for mark in Mark}
    return {
        "id": row.pk,
        "state": row.state,
        "due": row.due.isoformat() if row.due else None,
        "done_on": row.done_on.isoformat() if row.done_on else None,
        "late": row.late(day) or bool(row.done_on and row.due and row.done_on > row.due),
        "planned": count[Mark.HELD] + count[Mark.CANCELLED] + count[Mark.UNSAID],
        "held": count[Mark.HELD],
        "cancelled": count[Mark.CANCELLED],
        "unsaid": count[Mark.UNSAID],
        "extra": count[Mark.EXTRA],
    }


def _missed(measures: list[dict[str, Any]], milestones: list[Milestone], day: dt.date) -> list[list[Any]]:
    """What was not done as promised: a code and the number of the row."""
    found: list[list[Any]] = []
    for one in measures:
        if one["state"] == Measure.State.STOPPED:
            found.append(["measure_stopped", one["id"]])
        elif one["late"]:
            found.append(["measure_late", one["id"]])
        if one["held"] < one["planned"]:
            found.append(["occasions_missed", one["id"]])
    for row in milestones:
        if row.state == Milestone.State.NOT_DONE:
            found.append(["milestone_missed", row.pk])
        elif row.done_on is not None and row.done_on > row.due:
            found.append(["milestone_late", row.pk])
        elif row.state == Milestone.State.PLANNED and row.due < day:
            found.append(["milestone_open", row.pk])
    return found
