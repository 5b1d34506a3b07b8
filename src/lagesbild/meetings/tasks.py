"""What the worker does for meetings: letters with links, never what is said or decided.

Each letter is a job of its own: one that cannot be sent is tried again without those that were.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lagesbild.accounts import mails
from lagesbild.accounts.mails import Letter
from lagesbild.accounts.models import Person
from lagesbild.core import outbox
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.i18n import N_, Message
from lagesbild.meetings.models import Meeting, Task

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)


class _Words(NamedTuple):
    """What a letter says of a meeting that is in a state."""

    state: str
    subject: str
    body: str


CALLED = _Words(
    Meeting.State.CALLED,
    N_("Meeting of {body}, {at}"),
    N_("You are called to a meeting of {body}, {at}.\n\nAgenda and place:\n\n{link}"),
)
CANCELLED = _Words(
    Meeting.State.CANCELLED,
    N_("Cancelled: {body}, {at}"),
    N_("The meeting of {body}, {at}, is cancelled.\n\n{link}"),
)
ASSIGNED = N_("You have a new task from {body}.\n\nSee it, and say how it went:\n\n{link}")


@app.task(name="meetings.called", retry=AGAIN)
def called(*, partnership: int, meeting: int) -> None:
    """Call everyone who sits in the body and has an account, if the meeting is still called."""
    _each(partnership, meeting, CALLED, "meetings.called_one")


@app.task(name="meetings.called_one", retry=AGAIN)
def called_one(*, partnership: int, meeting: int, person: int) -> None:
    """Call one of them."""
    _tell(partnership, meeting, person, CALLED)


@app.task(name="meetings.cancelled", retry=AGAIN)
def cancelled(*, partnership: int, meeting: int) -> None:
    """Tell them that it is cancelled, if it still is."""
    _each(partnership, meeting, CANCELLED, "meetings.cancelled_one")


@app.task(name="meetings.cancelled_one", retry=AGAIN)
def cancelled_one(*, partnership: int, meeting: int, person: int) -> None:
    """Tell one of them."""
    _tell(partnership, meeting, person, CANCELLED)


@app.task(name="meetings.assigned", retry=AGAIN)
def assigned(*, partnership: int, assigned: int) -> None:
    """Tell someone of a task, if it is still to be done."""
    with scope(worker(partnership).scope()):
        row = Task.objects.unfinished().select_related("person", "body", "partnership").filter(pk=assigned).first()
        if row is None or row.person is None or not row.person.is_active:
            return
        path = reverse("meetings:tasks", kwargs={"slug": row.partnership.slug})
        values = {"body": row.body.name, "link": mails.link(path)}
        Letter(
            row.person.email, row.person.language, Message(N_("A task from {body}"), values), Message(ASSIGNED, values)
        ).send()


def _each(partnership: int, meeting: int, words: _Words, task: str) -> None:
    """Queue a letter for everyone concerned: all of them, or none if it fails and is tried again."""
    with scope(worker(partnership).scope()):
        row = Meeting.objects.select_related("body").filter(pk=meeting, state=words.state).first()
        for person in _people(row) if row is not None else ():
            outbox.add(task, partnership=partnership, meeting=meeting, person=person.pk)


def _tell(partnership: int, meeting: int, person: int, words: _Words) -> None:
    with scope(worker(partnership).scope()):
        row = Meeting.objects.select_related("body", "partnership").filter(pk=meeting, state=words.state).first()
        reader = Person.objects.filter(pk=person, is_active=True).first()
        if row is None or reader is None:
            return
        path = reverse("meetings:detail", kwargs={"slug": row.partnership.slug, "pk": row.pk})
        values = {
            "body": row.body.name,
            "at": timezone.localtime(row.starts, ZoneInfo(row.partnership.timezone)),
            "link": mails.link(path),
        }
        Letter(reader.email, reader.language, Message(words.subject, values), Message(words.body, values)).send()


def _people(meeting: Meeting) -> Iterable[Person]:
    """Those with an account who sit in the body on the day or are adjunct to the meeting, each once."""
    sitting = [holder.person for holder in meeting.sitting]
    adjunct = [one.person for one in meeting.attendance.adjuncts().for_list()]
    found = {person.pk: person for person in [*sitting, *adjunct] if person is not None and person.is_active}
    return found.values()
