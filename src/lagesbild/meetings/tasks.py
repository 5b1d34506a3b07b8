"""What the worker does for meetings: letters with links, never what is said or decided."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lagesbild.accounts import access, mails
from lagesbild.accounts.mails import Letter
from lagesbild.accounts.models import Person
from lagesbild.core.scope import scope
from lagesbild.i18n import N_, Message
from lagesbild.meetings import minutes
from lagesbild.meetings.models import Meeting, Task

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)
CALLED = N_("You are called to a meeting of {body}, {at}.\n\nAgenda and place:\n\n{link}")
CANCELLED = N_("The meeting of {body}, {at}, is cancelled.\n\n{link}")
ASSIGNED = N_("You have a new task from {body}.\n\nSee it, and say how it went:\n\n{link}")


@app.task(name="meetings.called", retry=AGAIN)
def called(*, partnership: int, meeting: int) -> None:
    """Call everyone who sits in the body and has an account, if the meeting is still called."""
    _tell(partnership, meeting, Meeting.State.CALLED, N_("Meeting of {body}, {at}"), CALLED)


@app.task(name="meetings.cancelled", retry=AGAIN)
def cancelled(*, partnership: int, meeting: int) -> None:
    """Tell them that it is cancelled, if it still is."""
    _tell(partnership, meeting, Meeting.State.CANCELLED, N_("Cancelled: {body}, {at}"), CANCELLED)


@app.task(name="meetings.assigned", retry=AGAIN)
def assigned(*, partnership: int, assigned: int) -> None:
    """Tell someone of a task, if it is still to be done."""
    with scope(access.worker(partnership).scope()):
        row = Task.objects.unfinished().select_related("person", "body", "partnership").filter(pk=assigned).first()
        if row is None or row.person is None or not row.person.is_active:
            return
        path = reverse("meetings:tasks", kwargs={"slug": row.partnership.slug})
        values = {"body": row.body.name, "link": mails.link(path)}
        Letter(
            row.person.email, row.person.language, Message(N_("A task from {body}"), values), Message(ASSIGNED, values)
        ).send()


def _tell(partnership: int, meeting: int, state: str, subject: str, body: str) -> None:
    with scope(access.worker(partnership).scope()):
        row = Meeting.objects.select_related("body", "partnership").filter(pk=meeting, state=state).first()
        if row is None:
            return
        path = reverse("meetings:detail", kwargs={"slug": row.partnership.slug, "pk": row.pk})
        values = {
            "body": row.body.name,
            "at": timezone.localtime(row.starts, ZoneInfo(row.partnership.timezone)),
            "link": mails.link(path),
        }
        for person in _people(row):
            Letter(person.email, person.language, Message(subject, values), Message(body, values)).send()


def _people(meeting: Meeting) -> Iterable[Person]:
    """Those with an account who sit in the body on the day or are adjunct to the meeting, each once."""
    sitting = [holder.person for holder in minutes.seated(meeting).for_list()]
    adjunct = [one.person for one in meeting.attendance.adjuncts().for_list()]
    found = {person.pk: person for person in [*sitting, *adjunct] if person is not None and person.is_active}
    return found.values()
