"""The public part of minutes: what was decided on the points that were opened, and nothing that tells who."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from lagesbild.meetings import actions, minutes
from lagesbild.meetings.public import PublicTask, public
from tests.meetings.table import Table, a_task, table

__all__ = ["table"]
pytestmark = pytest.mark.django_db(transaction=True)


def approved(table: Table) -> minutes.Record:
    actions.attend_all(actor=table.house.carl, meeting=table.meeting.pk)
    return minutes.Record.of_json(actions.approve(actor=table.house.carl, meeting=table.meeting.pk).content)


def test_nothing_is_public_that_the_meeting_has_not_opened(table: Table) -> None:
    a_task(table, "Paula")
    assert public(approved(table)) is None


def test_an_open_point_shows_its_decisions_and_the_party_and_no_names_and_no_notes(table: Table) -> None:
    task = a_task(table, "Paula")
    actions.note_item(actor=table.house.carl, item=table.point.pk, note="Paula berättade om lamporna.", done=True)
    actions.open_item(actor=table.house.carl, item=table.point.pk, public=True)
    part = public(approved(table))
    assert part is not None
    [point] = part.points
    assert point.title == "Belysning"
    assert [one.text for one in point.decided] == [task.what]
    assert point.decided[0].tasks == (PublicTask("Polisen", task.due.isoformat() if task.due else None),)
    assert "Paula" not in str(part)
    assert part.others > 0


def test_a_meeting_that_begins_after_midnight_is_of_the_day_that_it_is_here(table: Table) -> None:
    a_task(table, "Paula")
    actions.open_item(actor=table.house.carl, item=table.point.pk, public=True)
    part = public(replace(approved(table), starts="2026-11-27T23:15:00+00:00"))
    assert part is not None
    assert part.day == dt.date(2026, 11, 28)
