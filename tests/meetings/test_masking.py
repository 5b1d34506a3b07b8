"""Words masked in meetings, tasks and approved minutes, and what the database lets change in those."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError

from lagesbild.accounts.models import Role
from lagesbild.core import masking
from lagesbild.core.actions import Denied, acting
from lagesbild.core.guard import MASK
from lagesbild.core.models import Masking, TimelineEntry
from lagesbild.core.system import worker
from lagesbild.core.timeline import faults
from lagesbild.errors import InputError
from lagesbild.meetings import actions, minutes
from lagesbild.meetings.models import AgendaItem, Attendance, Decision, Minutes, Task
from tests.meetings.table import Table, table

__all__ = ["table"]
pytestmark = pytest.mark.django_db(transaction=True)


def approved(table: Table) -> Minutes:
    """Minutes that tell of someone, everywhere where people write."""
    carl = table.house.carl
    actions.attend(actor=carl, meeting=table.meeting.pk, holder=table.paula.pk, present=True)
    actions.add_adjunct(actor=carl, meeting=table.meeting.pk, name="Bror Ek", stands_for="Bror Eks åkeri", present=True)
    actions.note_item(actor=carl, item=table.point.pk, note="Bror Ek stör om kvällarna.", done=True)
    actions.decide(actor=carl, item=table.point.pk, text="Tala med Bror Ek", person=table.house.people["Paula"].pk)
    return actions.approve(actor=carl, meeting=table.meeting.pk)


def everything(table: Table) -> str:
    with acting(worker(table.meeting.partnership_id)):
        rows = [
            *Attendance.objects.values("name", "stands_for"),
            *AgendaItem.objects.values("title", "note"),
            *Decision.objects.values("text"),
            *Task.objects.values("what", "report"),
            *Minutes.objects.values("content", "sealed"),
            *TimelineEntry.objects.values("detail"),
        ]
        return json.dumps(rows, ensure_ascii=False)


def test_words_are_masked_in_the_meeting_and_its_approved_minutes_which_prove_the_rest(table: Table) -> None:
    before = approved(table)
    assert everything(table).count("Bror Ek") == 9
    masking.mask(actor=table.house.carl, subject="meeting", pk=table.meeting.pk, stretches=["Bror Ek"])
    assert "Bror" not in everything(table)
    with acting(table.house.carl):
        after = Minutes.objects.get()
        assert (after.digest, after.sealed) == (before.digest, before.sealed)
        assert minutes.digest(after.sealed) == after.digest
        sealed = minutes.seal(after.content)
        assert sealed["points"][0] == after.sealed["points"][0], "what was not masked is proved"
        assert sealed != after.sealed
        entry = TimelineEntry.objects.get(verb="meeting.masked")
        assert (entry.subject_id, entry.detail) == (table.meeting.pk, {"n": 9})
        assert list(faults(table.meeting.partnership_id)) == []


def test_whoever_is_to_do_a_task_masks_it_and_it_goes_from_the_decision_and_the_minutes_too(table: Table) -> None:
    approved(table)
    with acting(table.house.carl):
        task = Task.objects.get()
    masking.mask(actor=table.house.actor("Paula"), subject="task", pk=task.pk, stretches=["Bror Ek"])
    with acting(table.house.carl):
        task.refresh_from_db()
        assert task.what == f"Tala med {MASK}"
        assert Decision.objects.get().text == f"Tala med {MASK}"
        assert f"Tala med {MASK}" in json.dumps(Minutes.objects.get().content, ensure_ascii=False)


def test_whoever_has_a_task_neither_masks_nor_tries_out_what_else_was_said_at_the_meeting(table: Table) -> None:
    approved(table)
    with acting(table.house.carl):
        task, before = Task.objects.get(), Minutes.objects.get().content
    for guess in ("stör om kvällarna", "åkeri"):
        with pytest.raises(InputError):
            masking.mask(actor=table.house.actor("Paula"), subject="task", pk=task.pk, stretches=[guess])
    with acting(table.house.carl):
        assert Minutes.objects.get().content == before


def test_what_was_masked_stays_masked_when_a_form_that_was_drawn_before_is_sent(table: Table) -> None:
    carl = table.house.carl
    note = "Bror Ek stör om kvällarna."
    actions.note_item(actor=carl, item=table.point.pk, note=note, done=False)
    actions.decide(actor=carl, item=table.point.pk, text="Lamporna", person=table.house.people["Paula"].pk)
    with acting(carl):
        task = Task.objects.get()
    masking.mask(actor=carl, subject="meeting", pk=table.meeting.pk, stretches=["Bror Ek"])
    actions.note_item(actor=carl, item=table.point.pk, note=note, done=True)
    actions.report_task(actor=carl, task=task.pk, state="done", report="Talade med Bror Ek.")
    assert "Bror" not in everything(table)
    assert everything(table).count(MASK) == 2


def test_those_who_do_not_lead_mask_nothing(table: Table) -> None:
    approved(table)
    for role in ("reporter", "member", "auditor", "protection_officer", "leader"):
        with pytest.raises(Denied):
            masking.mask(
                actor=table.house.anyone(Role(role)), subject="meeting", pk=table.meeting.pk, stretches=["Bror Ek"]
            )
    assert "Bror Ek" in everything(table)


def test_an_older_backup_is_masked_again(table: Table) -> None:
    approved(table)
    with acting(table.house.carl):
        item = AgendaItem.objects.get(pk=table.point.pk)
    masking.mask(actor=table.house.carl, subject="meeting", pk=table.meeting.pk, stretches=["Bror Ek"])
    with acting(worker(table.meeting.partnership_id)):
        kept = Masking.objects.get()
        AgendaItem.objects.filter(pk=item.pk).update(note=item.note)
        Masking.objects.all().delete()
    outside = [masking.Remembered(kept.subject, kept.subject_id, kept.length, kept.digest)]
    assert masking.reapply(actor=worker(table.meeting.partnership_id), also=outside) == 1
    assert "Bror" not in everything(table)


CHANGES = (
    {"content": {}},
    {"content": {"points": "annat"}},
    {"digest": "x"},
    {"sealed": {}},
    {"person_id": None},
)


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_the_database_lets_words_in_minutes_become_the_mask_and_nothing_else(
    table: Table, change: dict[str, object]
) -> None:
    edition = approved(table)
    system = worker(table.meeting.partnership_id)
    with pytest.raises(DatabaseError), acting(system):
        Minutes.objects.filter(pk=edition.pk).update(**change)
    with acting(system):
        assert Minutes.objects.filter(pk=edition.pk).delete()[0] == 0
    with acting(table.house.carl):
        assert Minutes.objects.filter(pk=edition.pk).update(content={}) == 0


def test_words_are_not_put_in_by_way_of_a_mask(table: Table) -> None:
    edition = approved(table)
    point = edition.content["points"][0]
    for text in (f"{MASK} annat", f"{point['label']}{MASK}", "%", "_" * len(point["label"])):
        content = {**edition.content, "points": [{**point, "label": text}, *edition.content["points"][1:]]}
        with pytest.raises(DatabaseError), acting(worker(table.meeting.partnership_id)):
            Minutes.objects.filter(pk=edition.pk).update(content=content)
