"""Two who change the same at once: the second is told, loses nothing written, and writes over only knowingly."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from lagesbild.core.scope import scope
from lagesbild.incidents.models import Category
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.models import AgendaItem, Task
from lagesbild.organisation.actions import create_function
from lagesbild.organisation.models import Seat
from tests.meetings.test_actions import HOURS, NOW, Table, table
from tests.organisation.house import SPRING, House

__all__ = ["table"]
pytestmark = pytest.mark.django_db(transaction=True)


def address(name: str, **arguments: object) -> str:
    return reverse(name, kwargs={"slug": "alfa", **arguments})


def seen(client: Client, page: str, prefix: str = "") -> str:
    return re.findall(rf'name="{prefix}seen"\s+value="([^"]+)"', client.get(page).text)[0]


def now(house: House, row: Model, field: str) -> object:
    with scope(house.carl.scope()):
        row.refresh_from_db()
        return getattr(row, field)


@pytest.mark.parametrize("n", range(7))
def test_the_second_of_two_is_told_and_keeps_what_was_written(table: Table, n: int) -> None:
    house, client, point = table.house, table.house.client("Carl"), table.point.pk
    carl, day = house.carl, NOW.date().isoformat()
    with scope(carl.scope()):
        kind = Category.objects.create(partnership=house.partnership, name="Skadegörelse")
        seat = Seat.objects.filter(body=table.body).earliest("pk")
    post = create_function(actor=carl, name="Jour", kind="other", party=house.police.pk, since=SPRING)
    meetings.decide(actor=carl, item=point, text="Lampor byts", responsible=house.municipality.pk)
    with scope(carl.scope()):
        task = Task.objects.get()
    body = {"kind": "est", "convener": house.municipality.pk, "per": "week", "times": 1, "minutes": "notes"}
    hours = {"date": day, "starts": "09.00", "ends": "10.00"}
    meeting = meetings.plan(actor=carl, body=table.body.pk, hours=HOURS)
    rows: list[tuple[Model, str, str, str, str, dict[str, object]]] = [
        (kind, "name", address("incidents:category", pk=kind.pk), "", "name", {"active": "on"}),
        (table.body, "name", address("organisation:change_body", pk=table.body.pk), "", "name", body),
        (seat, "title", address("organisation:change_seat", pk=seat.pk), "", "title", {"decides": "on"}),
        (post, "name", address("organisation:change_function", pk=post.pk), "", "name", {"kind": "other"}),
        (meeting, "place", address("meetings:change", pk=meeting.pk), "", "place", hours),
        (table.point, "note", address("meetings:note", pk=point), f"punkt{point}-", "note", {}),
        (task, "report", address("meetings:task", pk=task.pk), "", "report", {"state": "partly"}),
    ]
    row, field, to, prefix, name, rest = rows[n]
    page = address("meetings:detail", pk=table.meeting.pk) if isinstance(row, AgendaItem) else to
    both = {prefix + key: value for key, value in {**rest, "seen": seen(client, page, prefix)}.items()}
    assert client.post(to, {**both, prefix + name: "Det första"}).status_code == 302
    refused = client.post(to, {**both, prefix + name: "Det andra"})
    assert refused.status_code in (200, 422)
    text = unescape(refused.text)
    assert "Någon annan har ändrat det här under tiden" in text
    assert "Det andra" in text, "what was written is kept"
    assert "Det första" in text, "and what stands now is shown"
    assert now(house, row, field) == "Det första"
    fresh = re.findall(rf'name="{prefix}seen"\s+value="([^"]+)"', refused.text)[0]
    assert fresh != both[prefix + "seen"]
    again = {**both, prefix + "seen": fresh, prefix + name: "Det andra"}
    assert client.post(to, again).status_code == 302
    assert now(house, row, field) == "Det andra"
