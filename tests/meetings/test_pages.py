"""Meetings as people see them: from a planned meeting to approved minutes, by role, without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.core.scope import scope
from lagesbild.meetings import actions, agenda
from lagesbild.meetings.actions import Hours
from lagesbild.meetings.models import Adjuster, AgendaItem, Attendance, Decision, Meeting, Task
from lagesbild.organisation.models import Body
from tests.meetings.table import HOUR, HOURS, NOW, Table, a_task, table
from tests.organisation.house import House
from tests.promises.vow import PDF

__all__ = ["table"]
pytestmark = pytest.mark.django_db(transaction=True)


def address(name: str, **arguments: object) -> str:
    return reverse(f"meetings:{name}", kwargs={"slug": "alfa", **arguments})


def pages(table: Table, task: Task, decision: Decision, attendance: Attendance, adjuster: Adjuster) -> list[str]:
    meeting, point = table.meeting.pk, table.point.pk
    plain = ["list", "plan", "tasks"]
    of_meeting = ["detail", "mode", "change", "minutes", "document", "word", "calendar", "adjust_on_paper", "waiting"]
    of_meeting += ["papers"]
    posts_of_meeting = [
        "call",
        "hold",
        "cancel",
        "plan_again",
        "approve",
        "add_item",
        "attend",
        "add_adjunct",
        "take_up",
    ]
    posts_of_meeting += ["choose_adjuster", "adjust"]
    of_item = ["move_item", "remove_item", "note", "open_item", "decide"]
    return [
        *(address(name) for name in plain),
        address("put", kind="test.body", subject=table.body.pk),
        *(address(name, pk=meeting) for name in of_meeting + posts_of_meeting),
        *(address(name, pk=point) for name in of_item),
        address("remove_adjunct", pk=meeting, attendance_pk=attendance.pk),
        address("drop_adjuster", pk=adjuster.pk),
        address("signed_minutes", pk=meeting, signed=adjuster.signed_id),
        address("undo_decision", pk=decision.pk),
        *(address(name, pk=task.pk) for name in ("task", "change_task", "withdraw_task")),
    ]


def name_of(body: int) -> str | None:
    row = Body.objects.filter(pk=body).first()
    return row.name if row else None


@pytest.fixture(autouse=True)
def _bodies_can_be_taken_up() -> Iterator[None]:
    agenda.kind("test.body", "A body", title=name_of)
    yield
    agenda.forget("test.body")


@pytest.fixture
def everything(table: Table) -> list[str]:
    task = a_task(table, "Paula")
    carl = table.house.carl
    with scope(carl.scope()):
        decision = Decision.objects.get()
    adjunct = actions.add_adjunct(actor=carl, meeting=table.meeting.pk, name="Siv Skog")
    return pages(table, task, decision, adjunct, signed(table))


def signed(table: Table) -> Adjuster:
    """Somebody who has adjusted the protocol on paper, of a body that keeps one."""
    carl, today = table.house.carl, timezone.localdate()
    with scope(carl.scope()):
        Body.objects.filter(pk=table.body.pk).update(minutes=Body.Minutes.PROTOCOL)
    actions.attend(actor=carl, meeting=table.meeting.pk, holder=table.paula.pk, present=True)
    chosen = actions.choose_adjuster(actor=carl, meeting=table.meeting.pk, holder=table.paula.pk)
    actions.adjust_on_paper(actor=carl, meeting=table.meeting.pk, adjusters=[chosen.pk], on=today, original=PDF)
    with scope(carl.scope()):
        return Adjuster.objects.get(pk=chosen.pk)


def test_every_address_of_the_room_is_in_the_list(everything: list[str]) -> None:
    from lagesbild.meetings.urls import urlpatterns

    assert len(everything) == len(set(everything)) == len(urlpatterns)


@pytest.mark.parametrize("role", list(Role))
def test_each_page_has_an_answer_for_each_role(table: Table, everything: list[str], role: Role) -> None:
    table.house.anyone(role)
    client = table.house.client(role.title())
    for where in everything:
        page = client.get(where)
        assert page.status_code in (200, 302, 403, 405), where
        if page.status_code == 200 and "text/html" in page["Content-Type"]:
            assert page.text.count("<h1") == 1, where
    expected = 403 if role == Role.REPORTER else 200
    assert client.get(address("detail", pk=table.meeting.pk)).status_code == expected
    assert client.get(address("tasks")).status_code == 200


def test_a_neighbour_finds_nothing_and_can_do_nothing(table: Table, everything: list[str], neighbours: House) -> None:
    neighbours.person("Greta", neighbours.municipality, Role.ADMINISTRATOR)
    client = neighbours.client("Greta")
    for where in everything:
        assert client.get(where).status_code in (404, 405), where
        theirs = where.replace("/s/alfa/", "/s/beta/")
        answers = [client.get(theirs), client.post(theirs)]
        for page in answers:
            assert "Belysning" not in page.text, theirs
            assert "Närvaro" not in re.sub(r"<[^>]*>", "", page.text) or page.status_code == 404, theirs
        if re.search(r"\d", theirs):
            assert {page.status_code for page in answers} <= {404, 405}, theirs


def test_a_coordinator_leads_a_meeting_from_plan_to_minutes_with_forms_alone(house: House) -> None:
    body = house.body()
    house.sit(body, "Lena", house.municipality)
    paula = house.sit(body, "Paula", house.police)
    carl = house.carl
    client = house.client("Carl")
    day = timezone.localdate()
    planned = client.post(
        address("plan"),
        {"body": body.pk, "date": day, "starts": "00.00", "ends": "11.00", "place": "Rådhuset", "readers": "all"},
    )
    with scope(carl.scope()):
        meeting = Meeting.objects.get()
    assert planned["Location"] == address("detail", pk=meeting.pk)
    client.post(address("call", pk=meeting.pk))
    client.post(address("add_item", pk=meeting.pk), {"title": "Mörker vid skolan"})
    client.post(address("hold", pk=meeting.pk))
    page = client.get(address("detail", pk=meeting.pk)).text
    assert "Mörker vid skolan" in page
    assert "Paula" in page
    client.post(address("attend", pk=meeting.pk), {"holder": paula.pk, "present": "1"})
    with scope(carl.scope()):
        item = AgendaItem.objects.get(title="Mörker vid skolan")
        assert Attendance.objects.get().present
    prefix = f"beslut{item.pk}"
    refused = client.post(
        address("decide", pk=item.pk),
        {f"{prefix}-text": "Ring 070-174 06 05", f"{prefix}-who": "", f"{prefix}-due": ""},
    )
    assert refused.status_code == 200
    assert "telefonnummer" in refused.text
    assert "070-174 06 05" in refused.text, "what was written is still there"
    client.post(
        address("decide", pk=item.pk),
        {
            f"{prefix}-text": "Lampor byts",
            f"{prefix}-who": f"{house.police.pk}:{house.people['Paula'].pk}",
            f"{prefix}-due": day,
        },
    )
    client.post(address("note", pk=item.pk), {f"punkt{item.pk}-note": "Två är släckta", f"punkt{item.pk}-done": "on"})
    assert "Lampor byts" in client.get(address("mode", pk=meeting.pk)).text
    assert 'id="vidare"' not in client.get(address("minutes", pk=meeting.pk)).text
    approved = client.post(address("approve", pk=meeting.pk))
    minutes = client.get(approved["Location"]).text
    for said in ("Lampor byts", "Två är släckta", "Paula", "Rådhuset", "Mörker vid skolan"):
        assert said in minutes
    onward = minutes.split('id="vidare"')[1].split("</section>")[0]
    assert "Lampor byts" in onward, "what is to be done"
    mine = house.client("Paula").get(address("tasks")).text
    assert "Lampor byts" in mine
    earlier = " ".join(house.client("Paula").get(address("list")).text.split())
    assert f'<a href="{address("minutes", pk=meeting.pk)}">Protokoll<' in earlier
    assert '<span class="muted place"> 1 beslut </span>' in earlier


def test_a_press_on_a_name_answers_with_the_list_alone(table: Table) -> None:
    client = table.house.client("Carl")
    answer = client.post(
        address("attend", pk=table.meeting.pk),
        {"holder": table.paula.pk, "present": "1"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'aria-pressed="true"' in answer.text


def test_who_is_to_do_something_says_how_it_went(table: Table) -> None:
    task = a_task(table, "Paula")
    client = table.house.client("Paula")
    assert task.what in client.get("/s/alfa/").text
    refused = client.post(address("task", pk=task.pk), {"state": "not_done", "report": ""})
    assert refused.status_code == 200
    assert "vad som är kvar" in unescape(refused.text)
    client.post(address("task", pk=task.pk), {"state": "done", "report": "Fyra kvällar"})
    with scope(table.house.carl.scope()):
        assert Task.objects.get().state == "done"
    assert "Fyra kvällar" in client.get(address("tasks")).text


def test_what_was_to_be_done_is_settled_from_the_meeting_that_goes_through_it(table: Table) -> None:
    house, carl = table.house, table.house.carl
    task = a_task(table)
    later = Hours(starts=HOURS.starts + HOUR, ends=HOURS.ends + HOUR)
    following = actions.plan(actor=carl, body=table.body.pk, hours=later)
    actions.hold(actor=carl, meeting=following.pk)
    client = house.client("Carl")
    page = client.get(address("mode", pk=following.pk)).text
    assert task.what in page
    here = address("mode", pk=following.pk) + "?steg=1"
    assert f'name="next" value="{here}"' in page
    answer = client.post(address("task", pk=task.pk), {"state": "done", "report": "", "next": here})
    assert answer["Location"] == here
    assert "1 av 1 avslutade" in client.get(here).text
    answer = client.post(address("task", pk=task.pk), {"state": "open", "next": "https://exempel.invalid/"})
    assert answer["Location"] == address("tasks"), "the way back leads nowhere else"


def test_a_body_that_meets_every_week_proposes_its_next_meeting(table: Table) -> None:
    client = table.house.client("Carl")
    page = client.get(address("list")).text
    following = timezone.localtime(NOW).date() + timezone.timedelta(days=7)
    assert following.isoformat() in page
    form = client.get(address("plan"), {"grupp": table.body.pk}).text
    assert f'value="{following.isoformat()}"' in form
    actions.plan(actor=table.house.carl, body=table.body.pk, hours=HOURS)
    assert "grupp=" not in client.get(address("list")).text, "a meeting ahead is enough"


def test_bad_addresses_and_values_are_answered_in_words(table: Table) -> None:
    client = table.house.client("Carl")
    for query in ("?sida=x", "?sida=99999999999999999999"):
        assert client.get(address("list") + query).status_code == 200
    for query in ("?steg=x", "?steg=0", "?steg=99999", "?steg=²"):
        assert client.get(address("mode", pk=table.meeting.pk) + query).status_code == 200
    for asked in ("x", "99999999999999999999", "²"):
        assert client.get(address("plan"), {"grupp": asked}).status_code == 200
        answer = client.post(address("attend", pk=table.meeting.pk), {"holder": asked, "present": "1"})
        assert answer.status_code == 400, asked
    assert client.post(address("add_item", pk=table.meeting.pk), {"kind": "no.such"}).status_code == 422
    assert client.post(address("hold", pk=table.meeting.pk)).status_code == 409


def test_a_calendar_reads_the_meeting(table: Table) -> None:
    answer = table.house.client("Carl").get(address("calendar", pk=table.meeting.pk))
    assert answer["Content-Type"].startswith("text/calendar")
    assert f"DTSTART:{NOW:%Y%m%dT%H%M%SZ}\r\n" in answer.text
    assert "SUMMARY:EST Nygård\r\n" in answer.text
    assert all(len(line.encode()) <= 75 for line in answer.text.split("\r\n"))


@pytest.mark.parametrize("meetings", [1, 12])
def test_the_lists_ask_the_database_as_often_however_long_they_are(
    house: House, meetings: int, django_assert_max_num_queries: object
) -> None:
    body: Body = house.body()
    for _ in range(meetings):
        actions.plan(actor=house.carl, body=body.pk, hours=HOURS)
    client = house.client("Carl")
    client.get(address("list"))
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        assert client.get(address("list")).status_code == 200


def test_the_start_page_names_the_next_meeting_of_the_bodies_one_sits_in(house: House) -> None:
    body = house.body()
    house.sit(body, "Paula", house.police)
    house.person("Hanna", house.housing, Role.MEMBER)
    meeting = actions.plan(actor=house.carl, body=body.pk, hours=Hours(starts=NOW + HOUR, ends=NOW + 2 * HOUR))
    link = address("detail", pk=meeting.pk)
    assert link in house.client("Paula").get("/s/alfa/").text
    assert link in house.client("Carl").get("/s/alfa/").text
    assert link not in house.client("Hanna").get("/s/alfa/").text


def test_a_long_agenda_costs_no_more_queries_than_a_short_one(table: Table) -> None:
    client, carl = table.house.client("Carl"), table.house.carl
    where = address("detail", pk=table.meeting.pk)
    counts = []
    actions.decide(actor=carl, item=table.point.pk, text="Det första", responsible=table.house.police.pk)
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(where).status_code == 200
        counts.append(len(asked))
        for number in range(6):
            item = actions.add_item(actor=carl, meeting=table.meeting.pk, title=f"Punkt {number}")
            actions.decide(actor=carl, item=item.pk, text="Så blev det", responsible=table.house.police.pk)
    assert counts[1] == counts[0]
    assert counts[0] <= 60


def test_nobody_was_absent_from_a_meeting_that_was_called_off(house: House) -> None:
    body = house.body()
    house.sit(body, "Paula", house.police)
    meeting = actions.plan(actor=house.carl, body=body.pk, hours=HOURS)
    actions.cancel(actor=house.carl, meeting=meeting.pk)
    page = house.client("Carl").get(address("detail", pk=meeting.pk)).text
    assert "inställt" in page
    assert "Paula" in page
    assert "närvarande" not in page


def test_the_list_of_those_present_stays_that_of_the_mode_after_a_press(house: House) -> None:
    body = house.body()
    house.person("Ada", house.police, Role.MEMBER)
    meeting = actions.plan(actor=house.carl, body=body.pk, hours=Hours(starts=NOW, ends=NOW + HOUR))
    actions.add_adjunct(actor=house.carl, meeting=meeting.pk, person=house.people["Ada"].pk)
    actions.hold(actor=house.carl, meeting=meeting.pk)
    at = f"{reverse('meetings:mode', kwargs={'slug': 'alfa', 'pk': meeting.pk})}?steg=1"
    address = reverse("meetings:attend", kwargs={"slug": "alfa", "pk": meeting.pk})
    pressed = house.client("Carl").post(address, {"all": "1", "next": at}, headers={"HX-Request": "true"}).text
    assert f'name="next" value="{at}"' in pressed
    assert "Ta bort" not in pressed


def test_what_is_wrong_in_the_mode_is_said_in_the_mode(house: House) -> None:
    meeting = actions.plan(actor=house.carl, body=house.body().pk, hours=Hours(starts=NOW, ends=NOW + HOUR))
    actions.hold(actor=house.carl, meeting=meeting.pk)
    with scope(house.carl.scope()):
        second = list(meeting.items.for_page())[1].pk
    mode = address("mode", pk=meeting.pk)
    said = {f"beslut{second}-text": "Vi går dit.", f"beslut{second}-due": f"{NOW:%Y-%m-%d}"}
    at = {"there": {"next": f"{mode}?steg=2"}, "elsewhere": {}}
    shown = {
        where: house.client("Carl").post(address("decide", pk=second), said | again).text for where, again in at.items()
    }
    for text in shown.values():
        assert "En dag är angiven men ingen som ska göra det." in text
        assert "Vi går dit." in text
    assert ["Steg 2 av " in text for text in shown.values()] == [True, False]
    assert f'name="next" value="{mode}?steg=2"' in shown["there"]
