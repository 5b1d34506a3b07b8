"""How often pages of promises ask the database."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lagesbild.meetings import actions as meetings
from lagesbild.promises import actions
from lagesbild.promises.actions import Words
from tests.plans.desk import TODAY
from tests.promises.vow import Vow, made
from tests.web.statements import asks_the_same, statements

pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_of_promises_ask_the_same_of_three_rows_as_of_twelve(vow: Vow) -> None:
    client = vow.house.client("Carl")
    vow.stand()

    def add(n: int) -> None:
        actions.add_milestone(actor=vow.house.carl, promise=vow.promise.pk, what=f"Delmål {n}", due=TODAY)
        actions.follow_up(actor=vow.house.carl, promise=vow.promise.pk, day=TODAY, text=f"Rad {n}")
        made(vow.desk, words=Words(title=f"Löfte {n}"))

    asks_the_same(client, [reverse("promises:list", kwargs={"slug": "alfa"})], add)
    detail = [reverse("promises:detail", kwargs={"slug": "alfa", "pk": vow.promise.pk})]
    asks_the_same(client, detail, lambda n: add(100 + n))


def test_the_start_page_asks_nothing_more_where_promises_wait(vow: Vow) -> None:
    client = vow.house.client("Carl")
    page = reverse("home", kwargs={"slug": "alfa"})
    vow.desk.meeting()
    without = len(statements(client, page))
    vow.adopt()
    assert vow.promise.title in client.get(page).content.decode()
    assert len(statements(client, page)) == without


def test_a_meeting_asks_the_same_of_three_promises_as_of_twelve(vow: Vow) -> None:
    vow.stand()
    meeting = vow.desk.meeting().pk

    def put(promise: int) -> None:
        meetings.add_item(actor=vow.house.carl, meeting=meeting, kind="promises.promise", subject=promise)

    put(vow.promise.pk)
    page = reverse("meetings:detail", kwargs={"slug": "alfa", "pk": meeting})
    asks_the_same(
        vow.house.client("Carl"), [page], lambda n: put(made(vow.desk, words=Words(title=f"Löfte {n}")).promise.pk)
    )


def test_a_meeting_asks_for_milestones_and_measures_only_where_a_promise_is_followed_up(vow: Vow) -> None:
    client = vow.house.client("Carl")
    meeting = vow.adopt().item.meeting_id
    page = reverse("meetings:detail", kwargs={"slug": "alfa", "pk": meeting})

    def asked() -> list[int]:
        said = statements(client, page)
        return [sum(f' FROM "promises_{table}"' in one for one in said) for table in ("milestone", "promised")]

    assert asked() == [0, 0]
    for party in (vow.house.municipality.pk, vow.house.police.pk):
        vow.decide(party)
        vow.sign(party)
    assert asked() == [1, 1]
    assert "Enligt plan" in client.get(page).content.decode()
