"""Two who change the same at once: the second is told, loses nothing written, and writes over only knowingly."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from lagesbild.accounts.models import Membership, Role
from lagesbild.core.scope import scope
from lagesbild.incidents.actions import Told, report_several
from lagesbild.incidents.models import Category, Incident
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.models import AgendaItem, Task
from lagesbild.organisation.actions import create_function
from lagesbild.organisation.models import Seat
from lagesbild.picture.models import Setting
from tests.meetings.table import HOURS, NOW, Table, table
from tests.organisation.house import SPRING, House

__all__ = ["table"]
pytestmark = pytest.mark.django_db(transaction=True)


def address(name: str, /, **arguments: object) -> str:
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


def test_roles_that_someone_else_changed_are_not_taken_back_unseen(house: House) -> None:
    house.person("Ada", house.municipality, Role.ADMINISTRATOR)
    person = house.person("Mia", house.police, Role.MEMBER)
    client = house.client("Ada")
    to = address("people:change", person=person.pk, party=house.police.pk)
    mark = seen(client, to)

    def roles() -> set[str]:
        with scope(house.carl.scope()):
            return set(Membership.objects.filter(person=person).values_list("role", flat=True))

    assert client.post(to, {"roles": ["member", "analyst"], "seen": mark}).status_code == 302
    refused = client.post(to, {"roles": ["member", "auditor"], "seen": mark})
    assert "Någon annan har ändrat det här under tiden" in unescape(refused.text)
    assert roles() == {"member", "analyst"}
    fresh = re.findall(r'name="seen"\s+value="([^"]+)"', refused.text)[0]
    assert client.post(to, {"roles": ["member", "auditor"], "seen": fresh}).status_code == 302
    assert roles() == {"member", "auditor"}


def test_settings_of_the_picture_are_not_written_over_unseen(house: House) -> None:
    assert house.carl.roles
    client, to = house.client("Carl"), address("picture:arrange")
    mark = seen(client, to)
    said = {"weekday": "2", "hour": "8", "readers": "0", "area_set": "0"}
    assert client.post(to, {**said, "seen": mark}).status_code == 302
    refused = client.post(to, {**said, "hour": "9", "seen": mark})
    assert "Någon annan har ändrat det här under tiden" in unescape(refused.text)
    with scope(house.carl.scope()):
        assert Setting.objects.get().hour == 8


@pytest.mark.parametrize("act", ["kategori", "dubblett", "at-sidan", "vidare"])
def test_what_someone_else_sorted_meanwhile_is_not_sorted_otherwise_unseen(house: House, act: str) -> None:
    carl, client = house.carl, house.client("Carl")
    with scope(carl.scope()):
        kind = Category.objects.create(partnership=house.partnership, name="Skadegörelse")
    told = Told(
        category=kind.pk,
        start=NOW - dt.timedelta(hours=2),
        end=NOW - dt.timedelta(hours=1),
        precision=Incident.Precision.MINUTE,
        place="Parken",
    )
    first, row = report_several(actor=carl, party=house.municipality.pk, audience="partnership", told=[told, told])
    aside = Incident.Aside.values[0]
    said = {"category": kind.pk, "of": first.pk, "reason": aside, "to": house.police.pk, "note": ""}
    mark = seen(client, address("incidents:act", pk=row.pk, name=act))
    assert seen(client, address("incidents:to_sort") + f"?visa={row.pk}") == mark
    other = "at-sidan" if act != "at-sidan" else "kategori"
    assert client.post(address("incidents:act", pk=row.pk, name=other), said).status_code == 302
    before = now(house, row, "state")
    refused = client.post(address("incidents:act", pk=row.pk, name=act), {**said, "seen": mark})
    assert "Någon annan har ändrat det här under tiden" in unescape(refused.text)
    assert now(house, row, "state") == before
