"""What the points that every agenda knows have to show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lagesbild.core.compiled import written_once
from lagesbild.core.web.here import Here
from lagesbild.meetings.models import AgendaItem, Decision, Meeting, Task
from lagesbild.meetings.queries import EVER, TaskQuerySet


def actions(here: Here, item: AgendaItem) -> Mapping[str, Any]:
    """What was to be done since the last meeting, and how it went."""
    previous = item.meeting.previous
    meeting = item.meeting
    since = previous.starts if previous is not None else EVER
    tasks = _to_go_through(meeting.pk, meeting.body_id, meeting.starts, since)
    return {
        "previous": previous,
        "tasks": tasks,
        "finished": sum(task.state in (Task.State.DONE, Task.State.NOT_DONE) for task in tasks),
    }


@written_once
def _to_go_through(meeting: int, body: int, starts: dt.datetime, since: dt.datetime) -> TaskQuerySet:
    return Task.objects.before(meeting, body, starts, since).for_list()


def reports(here: Here, item: AgendaItem) -> Mapping[str, Any]:
    """What the bodies that report to this one have decided since its last meeting."""
    previous = item.meeting.previous
    found = Meeting.objects.happened().reporting_to(item.meeting.body_id).filter(starts__lt=item.meeting.starts)
    if previous is not None:
        found = found.filter(starts__gte=previous.starts)
    meetings = list(found.for_list().order_by("body__name", "-starts"))
    decided: dict[int, list[Decision]] = {}
    for decision in Decision.objects.standing().filter(meeting__in=meetings):
        decided.setdefault(decision.meeting_id, []).append(decision)
    return {"meetings": [(meeting, decided.get(meeting.pk, [])) for meeting in meetings]}
