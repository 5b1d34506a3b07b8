"""Where people write about meetings and tasks, and who may mask there."""

from __future__ import annotations

from collections import Counter

from django.utils import timezone

from lagesbild.core import masking
from lagesbild.core.actions import Actor
from lagesbild.core.masking import Changes, Reached, Subject, Texts
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
            texts=(Texts(Task, ("what", "report")),),
            may=policies.may_report,
            page=lambda row: ("meetings:task", {"pk": row.pk}),
            verb="task.masked",
        )
    )
    # the meeting's other words are not for whoever has a task of it to try out and to blot out
    words_of("task")
    masking.exempt(AgendaItem, {"kind": "name of a registered kind"})
    masking.exempt(Decision, {"act": "name of a registered resolution"})


def words_of(subject: str) -> None:
    """Let masking in a kind of subject of another room reach meetings: what a point is called, what was decided on it.

    A room whose rows are put on agendas calls this in its `ready`.
    """
    masking.copies(subject, _copied)


COPIED: tuple[tuple[type[AgendaItem | Decision | Task], str], ...] = (
    (AgendaItem, "title"),
    (Decision, "text"),
    (Task, "what"),
)


def _copied(system: Actor, changes: Changes) -> list[Reached]:
    """Mask whole texts that stand in meetings as they do elsewhere, also in minutes that are approved."""
    found: Counter[int] = Counter()
    for model, name in COPIED:
        for row in model._default_manager.select_for_update(of=("self",)).filter(**{f"{name}__in": changes}):
            model._default_manager.filter(pk=row.pk).update(**{name: changes[getattr(row, name)]})
            if row.meeting_id is not None:
                found[row.meeting_id] += 1
    for edition in Minutes.objects.select_for_update(of=("self",)).filter(meeting__in=list(found)):
        content, n = masking.replaced(edition.content, changes, WORDS)
        if n:
            Minutes.objects.filter(pk=edition.pk).update(content=content)
    rows = Meeting.objects.in_bulk(found)
    return [Reached(rows[pk], "meeting.masked", n) for pk, n in sorted(found.items())]
