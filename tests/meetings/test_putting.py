"""Anything of another room is put on the agenda of a meeting, from the page that it stands on."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.urls import reverse

from lagesbild.core import masking
from lagesbild.core.actions import acting
from lagesbild.core.guard import MASK
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.errors import InputError
from lagesbild.meetings import actions, agenda
from lagesbild.meetings.masking import words_of
from lagesbild.meetings.models import AgendaItem, Decision, Minutes, Task
from lagesbild.organisation.actions import create_function
from lagesbild.organisation.models import Body, Function
from tests.meetings.table import HOUR, HOURS, NOW, Hours, Table, table
from tests.organisation.house import SPRING

__all__ = ["table"]
pytestmark = pytest.mark.django_db(transaction=True)


def name_of(body: int) -> str | None:
    row = Body.objects.filter(pk=body).first()
    return row.name if row else None


@pytest.fixture(autouse=True)
def _bodies_can_be_taken_up() -> Iterator[None]:
    agenda.kind("test.body", "A body", title=name_of)
    yield
    agenda.forget("test.body")


def address(table: Table, kind: str = "test.body", subject: int | None = None) -> str:
    return reverse(
        "meetings:put",
        kwargs={"slug": "alfa", "kind": kind, "subject": table.body.pk if subject is None else subject},
    )


def test_the_only_meeting_there_is_to_choose_is_chosen(table: Table) -> None:
    house = table.house
    client = house.client("Carl")
    assert client.get(address(table)).text.count(" checked") == 1
    actions.plan(actor=house.carl, body=table.body.pk, hours=HOURS)
    assert " checked" not in client.get(address(table)).text


def test_whoever_leads_chooses_among_the_meetings_ahead_and_those_being_held(table: Table) -> None:
    house = table.house
    later = actions.plan(actor=house.carl, body=table.body.pk, hours=HOURS)
    passed = actions.plan(actor=house.carl, body=table.body.pk, hours=Hours(starts=NOW - 3 * HOUR, ends=NOW - 2 * HOUR))
    client = house.client("Carl")
    page = client.get(address(table)).text
    assert f'value="{table.meeting.pk}"' in page
    assert f'value="{later.pk}"' in page
    assert f'value="{passed.pk}"' not in page
    answer = client.post(address(table), {"meeting": later.pk})
    with scope(house.carl.scope()):
        item = AgendaItem.objects.get(kind="test.body")
    assert (item.meeting_id, item.subject_id, item.title) == (later.pk, table.body.pk, "EST Nygård")
    assert answer["Location"].endswith(f"#punkt-{item.pk}")
    assert f'value="{later.pk}"' not in client.get(address(table)).text, "it stands there already"
    with pytest.raises(InputError):
        actions.add_item(actor=house.carl, meeting=later.pk, kind="test.body", subject=table.body.pk)


def test_what_is_not_there_or_cannot_be_taken_up_is_not_found(table: Table) -> None:
    client = table.house.client("Carl")
    for where in (address(table, subject=0), address(table, kind="test.nothing"), address(table, kind=agenda.POINT)):
        assert client.get(where).status_code == client.post(where).status_code == 404
    with pytest.raises(InputError):
        actions.add_item(actor=table.house.carl, meeting=table.meeting.pk, kind="test.body", subject=0)


def test_a_point_by_somebody_who_leads_no_meeting_is_not_added(table: Table) -> None:
    page = table.house.client("Paula").post(address(table), {"meeting": table.meeting.pk})
    assert "Du leder inget möte" in page.text
    with scope(table.house.carl.scope()):
        assert not AgendaItem.objects.filter(kind="test.body").exists()


def test_words_masked_in_another_room_go_from_the_agenda_the_decision_and_the_minutes(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(masking, "_copies", dict(masking._copies))
    before = len(masking._copies)
    words_of("body")
    words_of("function")
    assert len(masking._copies) == before + 2, "each kind has its own"
    house = table.house
    row = create_function(actor=house.carl, name="Bror Eks jour", kind="other", party=house.police.pk, since=SPRING)
    agenda.kind("test.body", "A function", title=lambda pk: Function.objects.get(pk=pk).name)
    actions.add_item(actor=house.carl, meeting=table.meeting.pk, kind="test.body", subject=row.pk)
    actions.attend(actor=house.carl, meeting=table.meeting.pk, holder=table.paula.pk, present=True)
    actions.approve(actor=house.carl, meeting=table.meeting.pk)
    masking.mask(actor=house.carl, subject="function", pk=row.pk, stretches=["Bror Eks"])
    with acting(worker(house.partnership.pk)):
        said = json.dumps(
            [
                *AgendaItem.objects.values("title"),
                *Decision.objects.values("text"),
                *Task.objects.values("what"),
                *[point for one in Minutes.objects.all() for point in one.content["points"]],
            ],
            ensure_ascii=False,
        )
    assert "Bror" not in said
    assert said.count(f"{MASK} jour") == 2
