"""Where people write, what looks like the name of a person is asked about, and one tick says that it is none."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lagesbild.core.scope import scope
from lagesbild.incidents.models import Category
from lagesbild.meetings.models import AgendaItem, Decision
from lagesbild.organisation.models import Body
from lagesbild.places import actions as places
from tests.meetings.table import Table, table

__all__ = ["table"]
pytestmark = pytest.mark.django_db(transaction=True)
QUESTION, ANSWER = "Är detta namnet på en person: Kalle Svensson?", 'name="{}named"'


def address(name: str, **arguments: object) -> str:
    return reverse(name, kwargs={"slug": "alfa", **arguments})


@pytest.mark.parametrize("n", range(6))
def test_a_name_is_asked_about_and_kept_once_it_is_said_to_be_none(table: Table, n: int) -> None:
    client, point, party = table.house.client("Carl"), table.point.pk, table.house.municipality.pk
    to, said, field, prefix = [
        (address("meetings:decide", pk=point), {}, "text", f"beslut{point}-"),
        (address("meetings:note", pk=point), {}, "note", f"punkt{point}-"),
        (address("meetings:add_item", pk=table.meeting.pk), {}, "title", ""),
        (address("incidents:categories"), {}, "name", ""),
        (
            address("organisation:add_body"),
            {"kind": "est", "convener": party, "per": "week", "times": 1, "minutes": "notes", "since": "2026-03-02"},
            "name",
            "",
        ),
        (address("organisation:add_seat", pk=table.body.pk), {"party": party, "since": "2026-03-02"}, "title", ""),
    ][n]
    sent = {**said, prefix + field: "Kalle Svensson ringer"}
    asked = client.post(to, sent)
    assert asked.status_code in (200, 422)
    assert QUESTION in asked.text
    assert ANSWER.format(prefix) in asked.text
    assert "Kalle Svensson ringer" in asked.text, "what was written is kept"
    assert client.post(to, {**sent, prefix + "named": "1"}).status_code == 302


def test_nothing_is_done_before_it_is_answered(table: Table) -> None:
    client, point = table.house.client("Carl"), table.point.pk
    client.post(address("meetings:decide", pk=point), {f"beslut{point}-text": "Kalle Svensson ringer"})
    client.post(address("incidents:categories"), {"name": "Kalle Svensson"})
    with scope(table.house.carl.scope()):
        assert not Decision.objects.exists()
        assert not Category.objects.filter(name="Kalle Svensson").exists()
        assert Body.objects.count() == 1


def test_the_name_of_a_place_here_is_not_asked_about(table: Table) -> None:
    client, meeting = table.house.client("Carl"), table.meeting.pk
    place = places.NamedPlace(name="Kalle Svensson", kind="staty", lon=16.0, lat=59.0)
    places.set_gazetteer(actor=table.house.carl, source="x", places=[place])
    assert client.post(address("meetings:add_item", pk=meeting), {"title": "Vid Kalle Svensson"}).status_code == 302
    with scope(table.house.carl.scope()):
        assert AgendaItem.objects.filter(title="Vid Kalle Svensson").exists()
