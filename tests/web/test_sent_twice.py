"""A form that is sent twice, by a double press or a phone that got no answer, does what it does once."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

import lagesbild
from lagesbild.core import once
from lagesbild.core.models import Sent, TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.worker import reap
from lagesbild.incidents.models import Category
from lagesbild.meetings.models import Attendance, Decision, Task
from tests.meetings.table import Table, table
from tests.organisation.house import House

__all__ = ["table"]
pytestmark = pytest.mark.django_db(transaction=True)


def address(name: str, **arguments: object) -> str:
    return reverse(name, kwargs={"slug": "alfa", **arguments})


def mark(client: Client, page: str) -> str:
    """The mark of the page's last form, which is not one of the head of the page."""
    return re.findall(r'name="once" value="([^"]+)"', client.get(page).text)[-1]


def changes(house: House) -> int:
    with scope(house.carl.scope()):
        return TimelineEntry.objects.count()


def twice(house: House, client: Client, page: str, to: str, said: dict[str, object]) -> HttpResponse:
    """Send a form twice; the second answer must be that of the first, and change nothing."""
    said = {**said, "once": mark(client, page)}
    before = changes(house)
    first = client.post(to, said)
    assert first.status_code == 302, first.text
    done = changes(house)
    assert done > before, "the form did nothing at all"
    second = client.post(to, said)
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert changes(house) == done
    return second


def test_a_decision_sent_twice_is_one_decision_with_one_task(table: Table) -> None:
    client, meeting, point = table.house.client("Carl"), table.meeting.pk, table.point.pk
    who = f"{table.house.police.pk}:{table.house.people['Paula'].pk}"
    said = {f"beslut{point}-text": "Lampor byts", f"beslut{point}-who": who}
    twice(table.house, client, address("meetings:detail", pk=meeting), address("meetings:decide", pk=point), dict(said))
    with scope(table.house.carl.scope()):
        assert (Decision.objects.count(), Task.objects.count()) == (1, 1)


def test_what_was_done_the_first_time_is_still_said_on_the_page_that_follows(table: Table) -> None:
    client, point = table.house.client("Carl"), table.point.pk
    page, to = address("meetings:detail", pk=table.meeting.pk), address("meetings:decide", pk=point)
    answer = twice(table.house, client, page, to, {f"beslut{point}-text": "Lampor byts"})
    assert "Beslutet är antecknat" in unescape(client.get(answer["Location"]).text)


@pytest.mark.parametrize("n", range(8))
def test_whatever_a_form_adds_or_takes_away_is_done_once(table: Table, n: int) -> None:
    house, meeting, point = table.house, table.meeting.pk, table.point.pk
    body, party, day = table.body.pk, house.municipality.pk, "2026-03-02"
    of_meeting = address("meetings:detail", pk=meeting)
    page, to, said = [
        (of_meeting, address("meetings:add_adjunct", pk=meeting), {"name": "Siv Skog"}),
        (of_meeting, address("meetings:add_item", pk=meeting), {"title": "Skolgården"}),
        (of_meeting, address("meetings:remove_item", pk=point), {}),
        (
            address("meetings:plan"),
            address("meetings:plan"),
            {"body": body, "date": day, "starts": "09.00", "ends": "10.00", "readers": "all"},
        ),
        (
            address("organisation:add_body"),
            address("organisation:add_body"),
            {
                "name": "Ny grupp",
                "kind": "est",
                "convener": party,
                "per": "week",
                "times": 1,
                "minutes": "notes",
                "since": day,
            },
        ),
        (
            address("organisation:add_seat", pk=body),
            address("organisation:add_seat", pk=body),
            {"title": "Ny plats", "party": party, "since": day},
        ),
        (
            address("organisation:add_function"),
            address("organisation:add_function"),
            {"name": "Jour", "kind": "other", "party": party, "since": day},
        ),
        (address("incidents:categories"), address("incidents:categories"), {"name": "Nytt"}),
    ][n]
    twice(house, house.client("Carl"), page, to, dict(said))


def test_a_form_that_was_filled_in_anew_is_another_one(table: Table) -> None:
    client, meeting = table.house.client("Carl"), table.meeting.pk
    to = address("meetings:add_adjunct", pk=meeting)
    kept = mark(client, address("meetings:detail", pk=meeting))
    for name in ("Siv Skog", "Bo Berg"):
        client.post(to, {"name": name, "once": kept})
    with scope(table.house.carl.scope()):
        assert set(Attendance.objects.adjuncts().values_list("name", flat=True)) == {"Siv Skog", "Bo Berg"}


def test_what_was_refused_can_be_sent_again_as_it_was(table: Table) -> None:
    client = table.house.client("Carl")
    page = address("incidents:categories")
    with scope(table.house.carl.scope()):
        taken = Category.objects.create(partnership=table.house.partnership, name="Nytt")
    said = {"name": "Nytt", "once": mark(client, page)}
    assert client.post(page, said).status_code == 422, "the name is taken"
    with scope(table.house.carl.scope()):
        assert not Sent.objects.exists()
        taken.delete()
    assert client.post(page, said).status_code == 302


def test_two_presses_at_the_same_moment_are_one(table: Table) -> None:
    client, point = table.house.client("Carl"), table.point.pk
    page, to = address("meetings:detail", pk=table.meeting.pk), address("meetings:decide", pk=point)
    said = {f"beslut{point}-text": "Lampor byts", "once": mark(client, page)}

    def press(_: int) -> tuple[int, str]:
        try:
            answer = table.house.client("Carl").post(to, said)
            return answer.status_code, answer.headers.get("Location", "")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(press, range(4)))
    assert len(answers) == 1
    assert answers.pop()[0] == 302
    with scope(table.house.carl.scope()):
        assert Decision.objects.count() == 1


def test_a_mark_is_ones_own(table: Table) -> None:
    house, meeting = table.house, table.meeting.pk
    to = address("meetings:add_adjunct", pk=meeting)
    said = {"name": "Siv Skog", "once": mark(house.client("Carl"), address("meetings:detail", pk=meeting))}
    for name in ("Carl", "Lena"):
        house.client(name).post(to, said)
    with scope(house.carl.scope()):
        by = set(TimelineEntry.objects.filter(verb="meeting.adjunct_added").values_list("person_id", flat=True))
    assert by == {house.people["Carl"].pk, house.people["Lena"].pk}


def test_a_link_that_is_shown_once_is_not_made_twice(table: Table) -> None:
    house = table.house
    client = house.client("Carl")
    to = address("people:offer_phone", person=house.people["Carl"].pk, party=house.municipality.pk)
    said = {"once": mark(client, address("meetings:list"))}
    assert client.post(to, said).status_code == 200
    done = changes(house)
    again = client.post(to, said)
    assert again.status_code == 409
    assert "skickades två gånger" in again.text
    assert changes(house) == done


def beside_a_browser(act: Callable[[], object]) -> None:
    """In a thread of its own: the browser of other tests leaves an event loop running in this one."""

    def run() -> None:
        try:
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


def test_what_was_sent_is_forgotten_after_a_week(table: Table) -> None:
    house, client = table.house, table.house.client("Carl")
    page, to = address("meetings:detail", pk=table.meeting.pk), address("meetings:add_adjunct", pk=table.meeting.pk)
    twice(house, client, page, to, {"name": "Siv Skog"})
    with scope(house.carl.scope()):
        old = Sent.objects.get()
        Sent.objects.update(at=old.at - once.KEPT)
    twice(house, client, page, to, {"name": "Bo Berg"})
    beside_a_browser(reap)
    with scope(house.carl.scope()):
        assert Sent.objects.exclude(pk=old.pk).count() == Sent.objects.count() == 1


def test_nobody_else_reads_what_someone_sent_and_where_it_led(table: Table) -> None:
    house, client = table.house, table.house.client("Carl")
    page, to = address("meetings:detail", pk=table.meeting.pk), address("meetings:add_adjunct", pk=table.meeting.pk)
    twice(house, client, page, to, {"name": "Siv Skog"})
    for name in set(house.people) - {"Carl"}:
        with scope(house.actor(name).scope()):
            assert not Sent.objects.exists(), name
    with scope(house.carl.scope()):
        assert Sent.objects.get().answer.startswith(page)


def test_every_form_that_changes_something_carries_a_mark() -> None:
    for template in Path(lagesbild.__file__).parent.glob("*/templates/**/*.html"):
        text = template.read_text("utf-8")
        for form in re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL):
            assert "csrf()" in form, template
