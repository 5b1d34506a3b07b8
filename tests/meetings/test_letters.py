"""What the worker sends: links, to those it concerns, and never what is said or decided."""

from __future__ import annotations

import json

import pytest
from django.core import mail
from django.db import connection
from procrastinate.contrib.django import app

from lagesbild.accounts.models import Role
from lagesbild.core.scope import scope
from lagesbild.meetings import actions, tasks
from lagesbild.meetings.models import Task
from lagesbild.organisation.actions import Appointment, seat_person
from tests.meetings.table import HOURS, Table, a_task, table
from tests.organisation.house import SPRING

__all__ = ["table"]
pytestmark = pytest.mark.django_db(transaction=True)


def write_letters() -> None:
    """Do what waits in the queue, once each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args FROM procrastinate_jobs WHERE task_name LIKE 'meetings.%\\_one' ORDER BY id"
        )
        waiting = cursor.fetchall()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE task_name LIKE 'meetings.%\\_one'")
    for name, arguments in waiting:
        app.tasks[name].func(**(json.loads(arguments) if isinstance(arguments, str) else arguments))


def test_those_who_sit_in_the_body_or_are_adjunct_are_called_once_with_a_link(table: Table) -> None:
    house = table.house
    seat = house.seat(table.body)
    seat_person(actor=house.carl, seat=seat.pk, who=Appointment(name="Per Utan", since=SPRING))
    hanna = house.person("Hanna", house.housing, Role.MEMBER)
    meeting = actions.plan(actor=house.carl, body=table.body.pk, hours=HOURS, audience=table.body.circle_id)
    actions.add_item(actor=house.carl, meeting=meeting.pk, title="Källargångar")
    actions.add_adjunct(actor=house.carl, meeting=meeting.pk, person=hanna.pk)
    tasks.called(partnership=house.partnership.pk, meeting=meeting.pk)
    assert mail.outbox == [], "not called yet"
    actions.call(actor=house.carl, meeting=meeting.pk)
    tasks.called(partnership=house.partnership.pk, meeting=meeting.pk)
    write_letters()
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        house.people[name].email for name in ("Lena", "Paula", "Hanna")
    )
    for letter in mail.outbox:
        assert f"/s/alfa/moten/{meeting.pk}/" in letter.body
        assert "Källargångar" not in letter.body + letter.subject


def test_a_cancelled_meeting_is_told_of_only_if_it_was_called(table: Table) -> None:
    carl = table.house.carl
    meeting = actions.plan(actor=carl, body=table.body.pk, hours=HOURS)
    actions.call(actor=carl, meeting=meeting.pk)
    actions.cancel(actor=carl, meeting=meeting.pk)
    tasks.called(partnership=table.house.partnership.pk, meeting=meeting.pk)
    assert mail.outbox == [], "nobody is called to a cancelled meeting"
    tasks.cancelled(partnership=table.house.partnership.pk, meeting=meeting.pk)
    write_letters()
    assert len(mail.outbox) == 2
    assert all("inställt" in letter.body for letter in mail.outbox)


def test_a_letter_that_cannot_be_sent_is_tried_again_without_those_that_were(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = table.house
    meeting = actions.plan(actor=house.carl, body=table.body.pk, hours=HOURS)
    actions.call(actor=house.carl, meeting=meeting.pk)
    tasks.called(partnership=house.partnership.pk, meeting=meeting.pk)
    broken = house.people["Paula"]
    tasks.called_one(partnership=house.partnership.pk, meeting=meeting.pk, person=house.people["Lena"].pk)
    with monkeypatch.context() as patch:
        patch.setattr("lagesbild.accounts.mails.EmailMessage.send", _away)
        with pytest.raises(OSError, match="away"):
            tasks.called_one(partnership=house.partnership.pk, meeting=meeting.pk, person=broken.pk)
    tasks.called_one(partnership=house.partnership.pk, meeting=meeting.pk, person=broken.pk)
    assert [letter.to[0] for letter in mail.outbox] == [house.people["Lena"].email, broken.email]


def _away(*_arguments: object, **_named: object) -> None:
    raise OSError("away")


def test_someone_who_left_before_the_letter_was_written_gets_none(table: Table) -> None:
    house = table.house
    meeting = actions.plan(actor=house.carl, body=table.body.pk, hours=HOURS)
    actions.call(actor=house.carl, meeting=meeting.pk)
    tasks.called(partnership=house.partnership.pk, meeting=meeting.pk)
    actions.cancel(actor=house.carl, meeting=meeting.pk)
    write_letters()
    assert mail.outbox == []


def test_a_task_is_told_of_without_its_words_and_not_when_it_was_undone(table: Table) -> None:
    task = a_task(table, "Paula")
    tasks.assigned(partnership=table.house.partnership.pk, assigned=task.pk)
    assert [letter.to[0] for letter in mail.outbox] == [table.house.people["Paula"].email]
    assert task.what not in mail.outbox[0].body
    with scope(table.house.carl.scope()):
        decision = Task.objects.get().decision_id
    assert decision is not None
    actions.undo_decision(actor=table.house.carl, decision=decision)
    tasks.assigned(partnership=table.house.partnership.pk, assigned=task.pk)
    assert len(mail.outbox) == 1
