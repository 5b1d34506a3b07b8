"""Where people write about meetings and tasks, and who may mask there."""

from __future__ import annotations

from django.utils import timezone

from lagesbild.core import masking
from lagesbild.core.masking import Subject, Texts
from lagesbild.meetings import policies
from lagesbild.meetings.actions.common import may_lead
from lagesbild.meetings.minutes import WORDS
from lagesbild.meetings.models import AgendaItem, Attendance, Decision, Meeting, Minutes, Task


def register() -> None:
    """Called once when the application starts."""
    masking.subject(
        Subject(
            name="meeting",
            path="mote",
            called=lambda row: f"{row.body.name} {timezone.localdate(row.starts)}",
            model=Meeting,
            texts=(
                Texts(Meeting, ("place", "link")),
                Texts(AgendaItem, ("title", "note"), of="meeting"),
                Texts(Attendance, ("name", "stands_for"), of="meeting"),
                Texts(Decision, ("text",), of="meeting"),
                Texts(Task, ("what", "report"), of="meeting"),
                Texts(Minutes, ("content",), of="meeting", keys=WORDS),
            ),
            may=may_lead,
            page=lambda row: ("meetings:detail", {"pk": row.pk}),
            verb="meeting.masked",
        )
    )
    masking.subject(
        Subject(
            name="task",
            path="uppgift",
            called=lambda row: row.what,
            model=Task,
            texts=(
                Texts(Task, ("what", "report")),
                Texts(Decision, ("text",), of="tasks"),
                Texts(Minutes, ("content",), of="meeting__tasks", keys=WORDS),
            ),
            may=policies.may_report,
            page=lambda row: ("meetings:task", {"pk": row.pk}),
            verb="task.masked",
        )
    )
    masking.exempt(AgendaItem, {"kind": "name of a registered kind"})
    masking.exempt(Decision, {"act": "name of a registered resolution"})
