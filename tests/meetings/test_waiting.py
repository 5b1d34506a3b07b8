"""What waits to be decided is proposed on the page of a meeting ahead, and put on its agenda with one press."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse

from lagesbild.accounts.models import Role
from lagesbild.core.scope import scope
from lagesbild.meetings import actions, agenda
from lagesbild.meetings.models import AgendaItem, Meeting
from lagesbild.meetings.waiting import waiting
from lagesbild.organisation import mandates
from lagesbild.organisation.models import Body
from tests.meetings.table import HOUR, NOW, Hours, Table, table

__all__ = ["table"]
pytestmark = pytest.mark.django_db(transaction=True)
KIND, DO = "test.body", "test.found"


def name_of(body: int) -> str | None:
    row = Body.objects.filter(pk=body).first()
    return row.name if row else None


def nothing(**_: object) -> None:
    """A decision that does nothing."""


@pytest.fixture(autouse=True)
def _bodies_wait() -> Iterator[None]:
    mandates.kind(DO, "bodies")
    agenda.kind(KIND, "A body", title=name_of, waits=lambda: Body.objects.order_by("pk").values_list("pk", flat=True))
    agenda.resolution(DO, kind=KIND, label="Found it", do=nothing, undo=nothing, mandate=DO)
    yield
    agenda.forget(KIND, DO)
    mandates.forget(DO)


def ahead(table: Table, *, may: bool = True) -> Meeting:
    """A meeting of a body that may decide on what waits, or may not."""
    body = table.house.body("Styrgruppen", kind=Body.Kind.STEERING, may={DO: mandates.ALL} if may else {})
    return actions.plan(actor=table.house.carl, body=body.pk, hours=Hours(starts=NOW + HOUR, ends=NOW + 2 * HOUR))


def found(table: Table, meeting: Meeting) -> list[str]:
    with scope(table.house.carl.scope()):
        row = Meeting.objects.select_related("body").get(pk=meeting.pk)
        return [one.title for one in waiting(row) if one.kind.name == KIND]


def address(name: str, meeting: Meeting) -> str:
    return reverse(f"meetings:{name}", kwargs={"slug": "alfa", "pk": meeting.pk})


def test_what_the_body_may_decide_on_is_proposed_until_it_stands_on_an_agenda(table: Table) -> None:
    meeting = ahead(table)
    assert found(table, meeting) == [table.body.name, "Styrgruppen"]
    actions.add_item(actor=table.house.carl, meeting=meeting.pk, kind=KIND, subject=table.body.pk)
    assert found(table, meeting) == ["Styrgruppen"]


def test_what_lies_outside_the_mandate_of_the_body_is_not_proposed(table: Table) -> None:
    assert found(table, ahead(table, may=False)) == []


def test_one_press_puts_it_on_the_agenda(table: Table) -> None:
    meeting, client = ahead(table), table.house.client("Carl")
    assert address("waiting", meeting) in client.get(address("detail", meeting)).text
    page = client.get(address("waiting", meeting)).text
    assert table.body.name in page
    answer = client.post(address("take_up", meeting), {"kind": KIND, "subject": table.body.pk})
    with scope(table.house.carl.scope()):
        item = AgendaItem.objects.get(kind=KIND)
    assert answer["Location"] == f"{address('detail', meeting)}#punkt-{item.pk}"
    assert item.title == table.body.name


def test_as_a_part_of_the_page_it_comes_without_the_frame(table: Table) -> None:
    part = table.house.client("Carl").get(address("waiting", ahead(table)), headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert table.body.name in part


def test_nonsense_and_those_who_do_not_lead_put_nothing_there(table: Table) -> None:
    meeting, client = ahead(table), table.house.client("Carl")
    assert client.post(address("take_up", meeting), {"kind": KIND, "subject": "x"}).status_code == 404
    table.house.person("Hugo", table.house.housing, Role.AUDITOR)
    reader = table.house.client("Hugo")
    assert reader.get(address("waiting", meeting)).status_code == 302
    assert reader.post(address("take_up", meeting), {"kind": KIND, "subject": table.body.pk}).status_code == 403
    with scope(table.house.carl.scope()):
        assert not AgendaItem.objects.filter(kind=KIND).exists()


def test_a_meeting_that_is_over_is_proposed_nothing(table: Table) -> None:
    meeting = ahead(table)
    actions.hold(actor=table.house.carl, meeting=meeting.pk)
    assert table.house.client("Carl").get(address("waiting", meeting)).status_code == 302
