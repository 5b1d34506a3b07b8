"""Two who change the same at once: the second is told, loses nothing written, and writes over only knowingly."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lagesbild.accounts.models import Membership, Role
from lagesbild.core.scope import scope
from lagesbild.incidents.actions import Told, report_several
from lagesbild.incidents.models import Category, Incident
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.models import AgendaItem, Task
from lagesbild.organisation import actions as organisation
from lagesbild.organisation import mandates
from lagesbild.organisation.actions import create_function
from lagesbild.organisation.models import Seat
from lagesbild.picture.models import Setting
from lagesbild.places.models import Spot
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


def stands_now(page: str) -> dict[str, str]:
    """What a refused form lists as standing there now, by label."""
    listed = page[page.index("Så här står det nu:") :]
    pairs = re.findall(r"<dt>([^<]*)</dt>\s*<dd[^>]*>\s*([^<]*?)\s*</dd>", listed[: listed.index("</dl>")])
    return {unescape(label): unescape(text) for label, text in pairs}


def test_what_was_chosen_counted_and_dated_otherwise_is_listed_as_what_was_written_is(table: Table) -> None:
    house, client = table.house, table.house.client("Carl")
    own = {"name": table.body.name, "kind": "est", "convener": house.municipality.pk, "per": "week", "times": 1}
    own |= {"minutes": "notes"}
    to = address("organisation:change_body", pk=table.body.pk)
    mark = seen(client, to)
    theirs = {**own, "convener": house.police.pk, "per": "month", "times": 2, "seen": mark}
    assert client.post(to, theirs).status_code == 302
    assert stands_now(client.post(to, {**own, "seen": mark}).text) == {
        "Sammankallande": "Polisen",
        "Antal möten, minst": "2",
        "Per": "månad",
    }


def test_a_meeting_that_was_moved_meanwhile_is_shown_with_the_day_and_hour_it_has_now(table: Table) -> None:
    client = table.house.client("Carl")
    meeting = meetings.plan(actor=table.house.carl, body=table.body.pk, hours=HOURS)
    to = address("meetings:change", pk=meeting.pk)
    day = (NOW.date() + dt.timedelta(days=30)).isoformat()
    own = {
        "date": NOW.date().isoformat(),
        "starts": "09.00",
        "ends": "10.00",
        "place": "Rådhuset",
        "seen": seen(client, to),
    }
    assert client.post(to, {**own, "date": day, "starts": "08.00"}).status_code == 302
    found = stands_now(client.post(to, own).text)
    assert day in found.values()
    assert "08.00" in found.values()
    assert "10.00" not in found.values(), "what both said is not listed"


def test_what_a_body_may_decide_is_not_said_otherwise_unseen(table: Table) -> None:
    client, to = table.house.client("Carl"), address("organisation:change_mandates", pk=table.body.pk)
    page = client.get(to).text
    kinds = re.findall(r'<select[^>]*name="(may_[^"]+)"', page)
    own = {**dict.fromkeys(kinds, "yes"), "since": NOW.date().isoformat(), "source": "", "seen": seen(client, to)}
    assert client.post(to, {**own, kinds[0]: "no"}).status_code == 302
    refused = client.post(to, own)
    assert "Någon annan har ändrat det här under tiden" in unescape(refused.text)
    assert list(stands_now(refused.text).values()) == ["Nej"], "the kind that someone else took away, and no other"
    fresh = re.findall(r'name="seen"\s+value="([^"]+)"', refused.text)[0]
    assert client.post(to, {**own, "seen": fresh}).status_code == 302


def test_a_mandate_that_someone_ended_meanwhile_is_not_ended_or_taken_back_unseen(table: Table) -> None:
    house, client = table.house, table.house.client("Carl")
    kind = next(one.name for one in mandates.kinds(of_party=True))
    giving = organisation.Giving(party=house.police.pk, what=[kind], since=SPRING, name="Polisregion Syd")
    (row,) = organisation.give_mandate(actor=house.carl, giving=giving)
    listing, to = address("organisation:mandates"), address("organisation:end_mandate", pk=row.pk)
    mark, pressed = seen(client, to), seen(client, listing)
    day, later = (SPRING + dt.timedelta(days=n) for n in (400, 500))
    assert client.post(to, {"until": later.isoformat(), "seen": mark}).status_code == 302
    refused = client.post(to, {"until": day.isoformat(), "seen": mark})
    assert list(stands_now(refused.text).values()) == [later.isoformat()]
    back = address("organisation:take_back_mandate", pk=row.pk)
    assert client.post(back, {"seen": pressed}).status_code == 409
    assert now(house, row, "until") == later


def test_a_file_of_places_that_someone_else_read_meanwhile_is_not_taken_the_place_of_unseen(house: House) -> None:
    assert house.carl.roles
    client, to = house.client("Carl"), address("places:add_gazetteer")
    mark = seen(client, to)

    def read(place: str, name: str = "platser.csv", seen: str = mark) -> HttpResponse:
        rows = f"namn;typ;lon;lat\n{place};torg;15.5;58.4\n".encode()
        answer: HttpResponse = client.post(to, {"file": SimpleUploadedFile(name, rows), "seen": seen})
        return answer

    assert read("Torget").status_code == 302
    assert read("Parken", "parker.csv").status_code == 302, "another file takes the place of nothing"
    refused = read("Hamnen")
    assert "Någon annan har läst in platser.csv under tiden" in unescape(refused.text)
    with scope(house.carl.scope()):
        assert set(Spot.objects.values_list("name", flat=True)) == {"Torget", "Parken"}
    fresh = re.findall(r'name="seen"\s+value="([^"]+)"', refused.text)[0]
    assert read("Hamnen", seen=fresh).status_code == 302


def test_a_sorting_that_someone_else_changed_meanwhile_is_not_taken_back_unseen(house: House) -> None:
    carl, client = house.carl, house.client("Carl")
    with scope(carl.scope()):
        kind = Category.objects.create(partnership=house.partnership, name="Skadegörelse")
    hours = [NOW - dt.timedelta(hours=n) for n in (2, 1)]
    told = Told(category=kind.pk, start=hours[0], end=hours[1], precision=Incident.Precision.MINUTE, place="Parken")
    (row,) = report_several(actor=carl, party=house.municipality.pk, audience="partnership", told=[told])
    act = address("incidents:act", pk=row.pk, name="at-sidan")
    page = client.post(act, {"reason": Incident.Aside.values[0], "seen": seen(client, act)}, follow=True).text
    undo = unescape(re.findall(r'action="([^"]*seen=[^"]*)"', page)[0])
    pressed = seen(client, address("incidents:detail", pk=row.pk))
    assert client.post(address("incidents:act", pk=row.pk, name="kategori"), {"category": kind.pk}).status_code == 302
    before = now(house, row, "state")
    assert client.post(undo).status_code == 409
    assert client.post(address("incidents:undo", pk=row.pk), {"seen": pressed}).status_code == 409
    assert now(house, row, "state") == before
    fresh = seen(client, address("incidents:detail", pk=row.pk))
    assert client.post(address("incidents:undo", pk=row.pk), {"seen": fresh}).status_code == 302


def test_a_point_that_someone_else_moved_meanwhile_is_not_moved_unseen(table: Table) -> None:
    house, client = table.house, table.house.client("Carl")
    page, to = address("meetings:detail", pk=table.meeting.pk), address("meetings:move_item", pk=table.point.pk)
    form = re.findall(rf'action="{re.escape(to)}".*?</form>', client.get(page).text, re.DOTALL)[0]
    mark = re.findall(r'name="seen"\s+value="([^"]+)"', form)[0]
    assert client.post(to, {"up": "1", "seen": mark}).status_code == 302
    place = now(house, table.point, "position")
    assert client.post(to, {"up": "1", "seen": mark}).status_code == 409
    assert now(house, table.point, "position") == place
