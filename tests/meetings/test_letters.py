"""What the worker sends: links, to those it concerns, and never what is said or decided."""

from __future__ import annotations

import pytest
from django.core import mail

from lagesbild.accounts.models import Role
from lagesbild.core.scope import scope
from lagesbild.meetings import actions, tasks
from lagesbild.meetings.models import Task
from lagesbild.organisation.actions import Appointment, seat_person
from tests.meetings.test_actions import HOURS, Table, a_task, table
from tests.organisation.house import SPRING

__all__ = ["table"]
pytestmark = pytest.mark.django_db(transaction=True)


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
    assert len(mail.outbox) == 2
    assert all("inställt" in letter.body for letter in mail.outbox)


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
